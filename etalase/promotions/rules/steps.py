"""A price told step by step: from the list prices to what the buyer pays, and who gives what (the simulator's answer)."""

from collections.abc import Sequence
from typing import Final

import msgspec

from etalase.promotions.rules.offers import LineDiscounts, PartKind, ShippingOff

STAGES: Final[tuple[PartKind, ...]] = (
    "FLASHSALE",
    "FIXED_PRICE",
    "DIRECT_DISCOUNT",
    "BUY_MORE_SAVE_MORE",
    "SELLER_VOUCHER",
    "PLATFORM_VOUCHER",
)


class Step(msgspec.Struct, frozen=True):
    """One promotion or voucher over all lines it touched. `after_minor`: what the goods cost after it."""

    kind: str
    source_id: int
    title: str
    quantity: int
    seller_minor: int
    platform_minor: int
    after_minor: int

    @property
    def off_minor(self) -> int:
        """What the step takes off."""
        return self.seller_minor + self.platform_minor


def steps(discounts: Sequence[LineDiscounts]) -> list[Step]:
    """The steps in the order in which they are taken; the first starts from the list prices."""
    found: dict[tuple[int, int], list[int]] = {}
    names: dict[tuple[int, int], tuple[str, str]] = {}
    for part in (part for line in discounts for part in line.parts):
        key = (STAGES.index(part.kind), part.source_id)
        names[key] = (part.kind, part.title)
        sums = found.setdefault(key, [0, 0, 0])
        for at, amount in enumerate((part.quantity, part.seller_minor, part.platform_minor)):
            sums[at] += amount
    left = sum(line.list_minor for line in discounts)
    told: list[Step] = []
    for key in sorted(found):
        quantity, seller, platform = found[key]
        left -= seller + platform
        told.append(Step(names[key][0], key[1], names[key][1], quantity, seller, platform, left))
    return told


def shipping_step(off: ShippingOff, fee_minor: int) -> Step:
    """The shipping discount as a step: `after_minor` is what is left of the fee."""
    left = fee_minor - off.seller_minor - off.platform_minor
    return Step("SHIPPING_DISCOUNT", off.promotion_id, off.title, 1, off.seller_minor, off.platform_minor, left)
