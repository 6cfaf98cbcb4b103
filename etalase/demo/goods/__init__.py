"""What the demo's shops sell: one module for each country's part, read by the loader."""

from etalase.demo.goods.abroad import ABROAD
from etalase.demo.goods.footwear import FOOTWEAR
from etalase.demo.goods.kinds import Good, Stall
from etalase.demo.goods.nusantara import NUSANTARA

STALLS: tuple[Stall, ...] = (*FOOTWEAR, *NUSANTARA, *ABROAD)

__all__ = ["STALLS", "Good", "Stall"]
