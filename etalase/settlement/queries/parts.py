"""The transfers behind an entry of a statement, in a seller's words."""

from collections.abc import Sequence
from typing import Final

import msgspec

from etalase.base.texts import N_
from etalase.ledger.queries import Posted
from etalase.ledger.rules import Kind, Leg
from etalase.settlement.rules.fees import FEE_LEGS, FEE_NAMES

PART_NAMES: Final[dict[int, str]] = {
    Leg.ITEM: N_("Goods, paid by the buyer"),
    Leg.PLATFORM_DISCOUNT: N_("Goods, paid by the platform"),
    Leg.SHIPPING: N_("Shipping, paid by the buyer"),
    Leg.SHIPPING_PLATFORM: N_("Shipping, paid by the platform"),
    Leg.SHIPPING_SELLER: N_("Shipping, paid by you"),
    Leg.WITHHELD_VAT: N_("VAT withheld for the state"),
    Leg.WITHHELD_PIT: N_("Income tax withheld for the state"),
    **{int(FEE_LEGS[kind]): name for kind, name in FEE_NAMES.items()},
    Leg.RESERVE: N_("Reserve"),
}
BACK_NAMES: Final[dict[int, str]] = {
    Leg.ITEM: N_("Goods, given back to the buyer"),
    Leg.PLATFORM_DISCOUNT: N_("Goods, given back to the platform"),
    Leg.SHIPPING: N_("Shipping, given back to the buyer"),
    Leg.SHIPPING_PLATFORM: N_("Shipping, given back to the platform"),
    Leg.SHIPPING_SELLER: N_("Shipping, given back to you"),
    Leg.WITHHELD_VAT: N_("VAT that was withheld, given back"),
    Leg.WITHHELD_PIT: N_("Income tax that was withheld, given back"),
}
OTHER_NAMES: Final = {
    "refund.borne": N_("Refund borne by the platform"),
    "reserve.drawn": N_("Reserve, released for a refund"),
    "reserve.released": N_("Reserve, released"),
    "order.reserved": N_("Reserve, kept back"),
}
SELLERS: Final[tuple[Kind, ...]] = ("seller_pending", "seller_available")
CAUSES_OF_KIND: Final[dict[str, tuple[str, ...]]] = {
    "REFUND": ("order.refunded", "fee.returned"),
    "RESERVE_HELD": ("order.reserved",),
    "RESERVE_RELEASED": ("reserve.released", "reserve.drawn"),
    "BORNE": ("refund.borne",),
}


class Part(msgspec.Struct, frozen=True):
    """One transfer as the seller sees it: `amount_minor` came to the seller, or left when it is negative."""

    transfer_id: int
    name: str
    amount_minor: int
    rule: str


def parts_of(kind: str, cause_id: int, order_id: int | None, line_id: int, posted: Sequence[Posted]) -> list[Part]:
    """The transfers an entry is made of, in the order in which they were posted."""
    legs = {each.transfer_id: each.leg for each in posted}
    if kind == "SALE":
        own = [each for each in posted if each.line_id == line_id and _of_a_sale(each)]
    else:
        causes = CAUSES_OF_KIND.get(kind, ())
        own = [
            each
            for each in posted
            if each.cause in causes
            and each.cause_id == cause_id
            and (line_id == 0 or each.line_id == line_id)
            # What a refund moves between others (shipping that the platform paid) is none of the seller's.
            and (each.debit in SELLERS or each.credit in SELLERS)
        ]
    return [Part(each.transfer_id, _name(each, legs), _signed(each), each.rule) for each in own]


def _of_a_sale(each: Posted) -> bool:
    """All that made up what was pending of a line, and its fees; not the transfer that made the rest available."""
    return "seller_pending" in (each.debit, each.credit) and each.leg != Leg.NET


def _signed(each: Posted) -> int:
    return each.amount_minor if each.credit in SELLERS else -each.amount_minor


def _name(each: Posted, legs: dict[int, int]) -> str:
    leg = legs.get(each.reverses, each.leg) if each.reverses is not None else each.leg
    names = BACK_NAMES if each.cause == "order.refunded" else PART_NAMES
    return OTHER_NAMES.get(each.cause) or names.get(leg, "")
