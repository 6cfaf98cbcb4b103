"""A product of the Showcase as its holder's list tells it: on which right, in which state, why, and the way to fix it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.affiliate.queries import Participation, PlanRight
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.links.queries import Link
from etalase.links.rules import why
from etalase.showcase.queries import Candidate, Card, HeldItem
from etalase.showcase.rules import STATE_TEXTS
from etalase.web.creator import words
from etalase.web.frame import Asked
from etalase.web.pages import say

SHOWN: Final = {"SHOWN", "SOLD_OUT"}
TONES: Final = {"SHOWN": "good", "SOLD_OUT": "warn", "SHOP_ON_HOLIDAY": "warn", "UNDER_REVIEW": "info"}
SOURCES: Final = {
    "OFFICIAL": N_("Official account"),
    "MARKETING": N_("Marketing account"),
    "AFFILIATE": N_("Affiliate plan"),
}
LINK_ENDED: Final = N_("The link with the shop ended.")
PLAN_ENDED: Final = N_("The affiliate plan covers it no longer.")
RETURNS: Final = {
    "SOLD_OUT": N_("It can be bought again as soon as the shop has stock."),
    "SELLER_DEACTIVATED": N_("It comes back by itself when the seller puts it on sale again."),
    "PLATFORM_DEACTIVATED": N_("The seller has to clear this with the platform."),
    "UNDER_REVIEW": N_("It appears by itself when the review is done."),
    "SHOP_ON_HOLIDAY": N_("It comes back by itself when the shop opens again."),
    "SHOP_CLOSED": N_("It does not come back. Take it out or choose another."),
}


class Row(msgspec.Struct, frozen=True):
    """One product. `again`: its right holds again, so that one tap brings it back; `instead`: what could take its place."""

    product_id: int
    title: str
    picture: str | None
    price: Money
    shop: str
    source: str
    rate_bp: int
    state: str
    tone: str
    reason: str
    since: datetime | None
    pinned: bool
    visible: bool
    again: bool = False
    instead: Sequence[Candidate] = ()


class Reasons(msgspec.Struct, frozen=True):
    """What explains why rights ended and whether they hold again."""

    links: Sequence[Link]
    plans: Sequence[Participation]
    rights: Mapping[int, PlanRight]
    marketing_shop_id: int | None


def card_row(request: Asked, card: Card) -> Row:
    """A product of an official Showcase."""
    state = "SHOWN" if card.in_stock else "SOLD_OUT"
    return Row(
        card.product_id,
        card.title,
        card.picture_key,
        Money(card.price_minor, card.currency),
        card.shop_name,
        say(request, SOURCES[card.source]),
        card.rate_bp,
        say(request, STATE_TEXTS[state]),
        TONES[state],
        "",
        None,
        card.pinned,
        visible=True,
    )


def held_row(request: Asked, item: HeldItem, reasons: Reasons, instead: Sequence[Candidate]) -> Row:
    """A product that the holder chose."""
    visible = item.state in SHOWN
    again = item.state == "RIGHT_ENDED" and _again(item, reasons)
    return Row(
        item.product_id,
        item.title,
        item.picture_key,
        Money(item.price_minor, item.currency),
        item.shop_name,
        say(request, SOURCES[item.source]) if item.source else "",
        item.rate_bp,
        say(request, STATE_TEXTS[item.state]),
        TONES.get(item.state, "bad"),
        say(request, _because(item, reasons) if item.state == "RIGHT_ENDED" else RETURNS.get(item.state, "")),
        item.ended_at if item.state == "RIGHT_ENDED" else None,
        item.pinned,
        visible,
        again,
        () if visible or again else _like(item, instead),
    )


def _again(item: HeldItem, reasons: Reasons) -> bool:
    on_sale = item.product_status == "ACTIVATE" and item.shop_status == "OPEN"
    return on_sale and (item.shop_id == reasons.marketing_shop_id or item.product_id in reasons.rights)


def _like(item: HeldItem, instead: Sequence[Candidate]) -> Sequence[Candidate]:
    """Three at most: those of the same shop first, then the nearest in price."""
    return sorted(instead, key=lambda each: (each.shop_id != item.shop_id, abs(each.price_minor - item.price_minor)))[
        :3
    ]


def _because(item: HeldItem, reasons: Reasons) -> str:
    if item.ended_source == "MARKETING":
        for link in reasons.links:
            if link.shop_id == item.shop_id and link.ended_at == item.ended_at:
                return words.LINK_WHY.get(why(link.status, link.ended_side, link.end_reason) or "", LINK_ENDED)
        return LINK_ENDED
    for part in reasons.plans:
        if part.shop_id == item.shop_id and part.ended_at == item.ended_at:
            return words.part_why(part) or PLAN_ENDED
    return PLAN_ENDED
