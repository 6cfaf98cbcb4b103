"""What the scenes share while they are played."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.demo.goods.kinds import Stall
from etalase.demo.loading.pictures import Shelf


class Made(msgspec.Struct, frozen=True):
    """A product of the demo world: its id, its shop's and its SKUs' ids."""

    title: str
    product_id: int
    shop_id: int
    sku_ids: list[int]


class Stage(msgspec.Struct, kw_only=True):
    """Actors by handle, shops by name, products by shop. `past` is when the world began."""

    db: Db
    shelf: Shelf
    now: datetime
    past: datetime
    actors: dict[str, Actor] = {}
    shops: dict[str, int] = {}
    stalls: dict[str, Stall] = {}
    goods: list[Made] = []

    def owner_of(self, shop: str) -> Actor:
        """Who owns the shop of that name."""
        return self.actors[self.stalls[shop].owner]

    def goods_like(self, beginnings: tuple[str, ...], shop_ids: set[int]) -> list[Made]:
        """Products of these shops whose titles begin so, in the order of the beginnings."""
        return [
            made
            for beginning in beginnings
            for made in self.goods
            if made.shop_id in shop_ids and made.title.startswith(beginning)
        ]
