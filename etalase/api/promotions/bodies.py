"""What the calls on promotions and vouchers take."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from etalase.api.products.bodies import MoneyBody, price_of
from etalase.base.markets import MARKETS
from etalase.catalog.rules import price_in
from etalase.doorway.inputs import IdText, id_of
from etalase.promotions import actions, queries, rules

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Word = Annotated[str, msgspec.Meta(max_length=1000)]
Amount = MoneyBody | Word
Begun = TypeVar("Begun", "PromotionBody", "VoucherBody")


class ItemBody(msgspec.Struct):
    """A product, or one SKU of it, with its price or what comes off; limits of -1 are none."""

    product_id: IdText
    sku_id: IdText | None = None
    price: Amount | None = None
    off_bp: int | None = None
    quantity_limit: int = rules.UNLIMITED
    buyer_limit: int = rules.UNLIMITED


class TierBody(msgspec.Struct):
    """From so many pieces or such a spend, so much off."""

    from_quantity: int | None = None
    from_spend: Amount | None = None
    off_bp: int | None = None
    off: Amount | None = None


Items = Annotated[list[ItemBody], msgspec.Meta(max_length=10_000)]
Tiers = Annotated[list[TierBody], msgspec.Meta(max_length=10)]


class PromotionBody(msgspec.Struct):
    """A promotion. `off_bp` is for the whole shop; `launch` puts it into force at once, else it is a draft."""

    kind: rules.Kind
    title: Word
    starts_at: Moment
    ends_at: Moment
    level: rules.Level | None = None
    items: Items = []
    off_bp: int | None = None
    tiers: Tiers = []
    minimum_spend: Amount | None = None
    shipping_off: Amount | None = None
    launch: bool = False


class PromotionPatch(msgspec.Struct):
    """What is to change; of a running promotion only the title and the end may."""

    title: Word | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    items: Items | UnsetType = UNSET
    tiers: Tiers | UnsetType = UNSET
    minimum_spend: Amount | UnsetType = UNSET
    shipping_off: Amount | UnsetType | None = UNSET


class FundingBody(msgspec.Struct):
    """The platform's share of every discount, in basis points."""

    platform_bp: int


class SimulationLine(msgspec.Struct):
    """So many pieces of a SKU."""

    sku_id: IdText
    quantity: int = 1


class SimulationBody(msgspec.Struct):
    """A cart. Named promotions and vouchers count as if they were in force and held, whatever their state."""

    lines: Annotated[list[SimulationLine], msgspec.Meta(max_length=1000)]
    promotion_ids: Annotated[list[IdText], msgspec.Meta(max_length=100)] = []
    voucher_ids: Annotated[list[IdText], msgspec.Meta(max_length=100)] = []
    shipping: Amount | None = None


class VoucherBody(msgspec.Struct):
    """A voucher: an amount off, or a percentage with or without a cap. `products` ALL or listed; `market` for the platform's."""

    title: Word
    starts_at: Moment
    ends_at: Moment
    display: rules.Display = "REGULAR"
    amount: Amount | None = None
    off_bp: int | None = None
    cap: Amount | None = None
    minimum_spend: Amount | None = None
    new_customers: bool = False
    products: Literal["ALL"] | Annotated[list[IdText], msgspec.Meta(max_length=10_000)] = "ALL"
    quantity_limit: int = rules.UNLIMITED
    buyer_limit: int = 1
    code: Word | None = None
    creator: Word | None = None
    live_task: rules.LiveTask | None = None
    market: Word | None = None
    launch: bool = False


class VoucherPatch(msgspec.Struct):
    """What is to change."""

    title: Word | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    quantity_limit: int | UnsetType = UNSET


class ClaimBody(msgspec.Struct):
    """`via`: the handle of the creator with whom it was found."""

    via: Word | None = None


class CodeBody(msgspec.Struct):
    """A code as it was typed."""

    code: Word


def minor_of(amount: Amount, currency: str, field: str) -> int:
    """Minor units of what was written."""
    return price_in(price_of(amount), currency, field)


def maybe_minor(amount: Amount | None, currency: str, field: str) -> int | None:
    """The same of what may be missing."""
    return None if amount is None else minor_of(amount, currency, field)


def new_items(items: list[ItemBody], currency: str) -> tuple[actions.NewItem, ...]:
    """The items as the room takes them."""
    return tuple(
        actions.NewItem(
            id_of(each.product_id),
            id_of(each.sku_id) if each.sku_id else 0,
            maybe_minor(each.price, currency, f"items[{at}].price"),
            each.off_bp,
            each.quantity_limit,
            each.buyer_limit,
        )
        for at, each in enumerate(items)
    )


def new_tiers(tiers: list[TierBody], currency: str) -> tuple[rules.Tier, ...]:
    """The tiers as the room takes them."""
    return tuple(
        rules.Tier(
            each.from_quantity,
            maybe_minor(each.from_spend, currency, f"tiers[{at}].from_spend"),
            each.off_bp,
            maybe_minor(each.off, currency, f"tiers[{at}].off"),
        )
        for at, each in enumerate(tiers)
    )


def new_promotion(body: PromotionBody, currency: str | None) -> actions.NewPromotion:
    """The promotion as the room takes it; the level follows from the items where it is not said."""
    kept = str(currency)
    level: rules.Level = body.level or ("VARIATION" if any(i.sku_id for i in body.items) else "PRODUCT")
    if body.level is None and not body.items:
        level = "SHOP"
    items = new_items(body.items, kept) or ((actions.NewItem(off_bp=body.off_bp),) if level == "SHOP" else ())
    return actions.NewPromotion(
        body.kind,
        level,
        body.title,
        body.starts_at,
        body.ends_at,
        items,
        new_tiers(body.tiers, kept),
        maybe_minor(body.minimum_spend, kept, "minimum_spend") or 0,
        maybe_minor(body.shipping_off, kept, "shipping_off"),
    )


def begun(body: Begun, new: Callable[[Begun, str | None], object]) -> dict[str, Any]:
    """How something is begun: a draft, or in force at once, answered 201; its amounts wait for the shop's currency."""
    return {"status": 201, "new": partial(new, body), "at_once": body.launch}


def changes_of(body: PromotionPatch, currency: str | None) -> actions.PromotionChanges:
    """The changes as the room takes them."""
    kept = str(currency)
    return actions.PromotionChanges(
        title=body.title,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        items=UNSET if body.items is UNSET else new_items(body.items, kept),
        tiers=UNSET if body.tiers is UNSET else new_tiers(body.tiers, kept),
        minimum_minor=UNSET if body.minimum_spend is UNSET else minor_of(body.minimum_spend, kept, "minimum_spend"),
        shipping_off_minor=UNSET
        if body.shipping_off is UNSET
        else maybe_minor(body.shipping_off, kept, "shipping_off"),
    )


def wanted_of(body: SimulationBody, currency: str | None) -> queries.Wanted:
    """The cart as the simulator takes it."""
    return queries.Wanted(
        [(id_of(each.sku_id), each.quantity) for each in body.lines],
        [id_of(each) for each in body.promotion_ids],
        [id_of(each) for each in body.voucher_ids],
        maybe_minor(body.shipping, str(currency), "shipping") or 0,
    )


def new_voucher(body: VoucherBody, currency: str | None) -> actions.NewVoucher:
    """The voucher as the room takes it; the platform's is in the currency of its market."""
    market = MARKETS.get(body.market or "")
    kept = currency or (market.currency if market else "USD")
    return actions.NewVoucher(
        body.title,
        body.display,
        body.starts_at,
        body.ends_at,
        maybe_minor(body.amount, kept, "amount"),
        body.off_bp,
        maybe_minor(body.cap, kept, "cap"),
        maybe_minor(body.minimum_spend, kept, "minimum_spend") or 0,
        body.new_customers,
        None if isinstance(body.products, str) else tuple(id_of(each) for each in body.products),
        body.quantity_limit,
        body.buyer_limit,
        body.code,
        body.creator,
        body.live_task,
        body.market,
    )
