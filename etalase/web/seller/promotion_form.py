"""The forms of promotions and vouchers: times in the shop's zone, amounts in its currency, percentages as people type them."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.errors import Invalid
from etalase.base.markets import MARKETS
from etalase.base.money import Money, NotMoney
from etalase.base.texts import N_
from etalase.catalog.queries import Detail
from etalase.promotions.actions import NewItem, NewPromotion, NewVoucher
from etalase.promotions.queries import Item, Whole
from etalase.promotions.rules import UNLIMITED, Display, Kind, Level, LiveTask, Tier
from etalase.shops.queries import Shop
from etalase.web.shopper.choosing import described
from etalase.web.typed import Typed, whole

PERCENT: Final = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?", re.ASCII)
PERCENT_WRONG: Final = N_("Write a percentage, such as 10 or 12.5.")
AMOUNT_WRONG: Final = N_("Write an amount such as 129000 or 12.50.")
TIME_WRONG: Final = N_("Write a date and a time.")
NUMBER_WRONG: Final = N_("Write a whole number from 1.")
PRICED: Final[tuple[Kind, ...]] = ("FIXED_PRICE", "FLASHSALE")
DISPLAYED: Final[tuple[Display, ...]] = ("REGULAR", "PROMO_CODE", "CHAT", "LIVE", "CREATOR_EXCLUSIVE")


class PriceRow(msgspec.Struct, frozen=True):
    """A SKU that can be given a price: `name` tells its variant, `key` its fields apart."""

    product_id: int
    sku_id: int
    title: str
    name: str
    picture_key: str | None
    listed: Money
    available: int

    @property
    def key(self) -> str:
        """The end of the names of its fields."""
        return f"{self.product_id}-{self.sku_id}"


def price_rows(details: list[Detail]) -> list[PriceRow]:
    """Every SKU of these products, one row each."""
    return [
        PriceRow(
            sku.product_id,
            sku.sku_id,
            detail.product.title,
            described(sku.options),
            next(iter(detail.product.pictures), None),
            Money(sku.price_minor, detail.product.currency),
            sku.available,
        )
        for detail in details
        for sku in detail.skus
    ]


def new_promotion(form: Typed, kind: Kind, shop: Shop) -> NewPromotion:
    """What was typed. Invalid beside the field that is wrong."""
    level, items = _items(form, kind, shop.currency)
    shipping = kind == "SHIPPING_DISCOUNT"
    free = form.text("shipping", "free") == "free"
    return NewPromotion(
        kind,
        level,
        form.text("title"),
        moment(form, "starts_at", shop.market),
        moment(form, "ends_at", shop.market),
        items,
        _tiers(form, shop.currency) if kind == "BUY_MORE_SAVE_MORE" else (),
        (amount(form, "minimum", shop.currency) or 0) if shipping else 0,
        None if free or not shipping else amount(form, "shipping_off", shop.currency, needed=True),
    )


def new_voucher(form: Typed, shop: Shop) -> NewVoucher:
    """What was typed as a voucher."""
    display = display_of(form.text("display"))
    by_amount = form.text("worth", "amount") == "amount"
    task: LiveTask | None = None
    if display == "LIVE":
        task = (
            "FOLLOW" if form.text("live_task") == "FOLLOW" else "WATCH" if form.text("live_task") == "WATCH" else "NONE"
        )
    return NewVoucher(
        form.text("title"),
        display,
        moment(form, "starts_at", shop.market),
        moment(form, "ends_at", shop.market),
        amount(form, "amount", shop.currency, needed=True) if by_amount else None,
        None if by_amount else percent(form, "off"),
        None if by_amount else amount(form, "cap", shop.currency),
        amount(form, "minimum", shop.currency) or 0,
        form.ticked("new_customers"),
        None if form.text("scope", "all") == "all" else tuple(form.ids("product")),
        limit(form, "quantity_limit"),
        limit(form, "buyer_limit"),
        form.text("code") if display == "PROMO_CODE" else None,
        form.text("creator") if display == "CREATOR_EXCLUSIVE" else None,
        task,
    )


def display_of(text: str) -> Display:
    """The display that was chosen; for everybody when it is none."""
    for each in DISPLAYED:
        if each == text:
            return each
    return "REGULAR"


def of_promotion(whole_one: Whole, shop: Shop) -> Typed:
    """A promotion as its form shows it."""
    one = whole_one.promotion
    fields = [
        ("title", one.title),
        ("starts_at", local(one.starts_at, shop.market)),
        ("ends_at", local(one.ends_at, shop.market)),
        ("scope", "all" if one.level == "SHOP" else "chosen"),
        ("minimum", decimal(one.minimum_minor or None, shop.currency)),
        ("shipping", "free" if one.shipping_off_minor is None else "amount"),
        ("shipping_off", decimal(one.shipping_off_minor, shop.currency)),
    ]
    for item in whole_one.items:
        fields += _of_item(item, shop.currency)
    by_spend = any(tier.from_minor is not None for tier in whole_one.tiers)
    by_amount = any(tier.off_minor is not None for tier in whole_one.tiers)
    fields += [("threshold", "spend" if by_spend else "pieces"), ("reward", "amount" if by_amount else "percent")]
    for at, tier in enumerate(whole_one.tiers, 1):
        asks = decimal(tier.from_minor, shop.currency) if by_spend else str(tier.from_quantity)
        gives = decimal(tier.off_minor, shop.currency) if by_amount else points(tier.off_bp)
        fields += [(f"from-{at}", asks), (f"gives-{at}", gives)]
    return Typed(fields)


def empty(now: datetime, kind: str, shop: Shop) -> Typed:
    """A new form: from the next full hour on, a flash deal for a day, others for a week."""
    starts = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    lasts = timedelta(days=1 if kind == "FLASHSALE" else 7)
    return Typed(
        [
            ("starts_at", local(starts, shop.market)),
            ("ends_at", local(starts + lasts, shop.market)),
            ("scope", "all"),
            ("buyer_limit", "1"),
        ]
    )


def _of_item(item: Item, currency: str) -> list[tuple[str, str]]:
    key = f"{item.product_id}-{item.sku_id}"
    fields = [("product", str(item.product_id))] if item.product_id and not item.sku_id else []
    if item.off_bp is not None:
        fields.append(("off", points(item.off_bp)))
    if item.sku_id:
        limits = (("most", item.quantity_limit), ("each", item.buyer_limit))
        fields.append((f"price-{key}", decimal(item.price_minor, currency)))
        fields += [(f"{name}-{key}", "" if value == UNLIMITED else str(value)) for name, value in limits]
    return fields


def _items(form: Typed, kind: Kind, currency: str) -> tuple[Level, tuple[NewItem, ...]]:
    if kind in PRICED:
        return "VARIATION", tuple(_priced(form, name, currency) for name in form.names() if _is_price(form, name))
    off_bp = percent(form, "off") if kind == "DIRECT_DISCOUNT" else None
    if kind == "SHIPPING_DISCOUNT" or form.text("scope", "all") == "all":
        return "SHOP", (NewItem(off_bp=off_bp),)
    return "PRODUCT", tuple(NewItem(each, off_bp=off_bp) for each in dict.fromkeys(form.ids("product")))


def _is_price(form: Typed, name: str) -> bool:
    return name.startswith("price-") and form.text(name) != ""


def _priced(form: Typed, name: str, currency: str) -> NewItem:
    key = name.removeprefix("price-")
    product, _, sku = key.partition("-")
    return NewItem(
        whole(product) or 0,
        whole(sku) or 0,
        amount(form, name, currency, needed=True, told="items"),
        None,
        limit(form, f"most-{key}", "items"),
        limit(form, f"each-{key}", "items"),
    )


def _tiers(form: Typed, currency: str) -> tuple[Tier, ...]:
    by_spend, by_amount = form.text("threshold", "pieces") == "spend", form.text("reward", "percent") == "amount"
    tiers: list[Tier] = []
    for at in (1, 2):
        asks, gives = f"from-{at}", f"gives-{at}"
        if at == 2 and not form.text(asks) and not form.text(gives):
            continue
        tiers.append(
            Tier(
                None if by_spend else _pieces(form, asks),
                amount(form, asks, currency, needed=True, told="tiers") if by_spend else None,
                None if by_amount else percent(form, gives, "tiers"),
                amount(form, gives, currency, needed=True, told="tiers") if by_amount else None,
            )
        )
    return tuple(tiers)


def _pieces(form: Typed, name: str) -> int:
    found = whole(form.text(name))
    if not found or found > 9999:
        raise Invalid({"tiers": NUMBER_WRONG})
    return found


def moment(form: Typed, name: str, market: str) -> datetime:
    """A local date and time as a moment. Invalid."""
    try:
        typed = datetime.fromisoformat(form.text(name))
        return typed.replace(tzinfo=ZoneInfo(MARKETS[market].time_zone)).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise Invalid({name: TIME_WRONG}) from wrong


def local(at: datetime, market: str) -> str:
    """A moment as a field for date and time shows it, where the shop is."""
    return at.astimezone(ZoneInfo(MARKETS[market].time_zone)).strftime("%Y-%m-%dT%H:%M")


def amount(form: Typed, name: str, currency: str, *, needed: bool = False, told: str = "") -> int | None:
    """Minor units; None for an empty field that may be empty. Invalid."""
    text = form.text(name)
    if not text and not needed:
        return None
    try:
        return Money.parse(text, currency).minor
    except NotMoney as wrong:
        raise Invalid({told or name: AMOUNT_WRONG}) from wrong


def percent(form: Typed, name: str, told: str = "") -> int:
    """Basis points. Invalid."""
    match = PERCENT.fullmatch(form.text(name).removesuffix("%").strip())
    if match is None:
        raise Invalid({told or name: PERCENT_WRONG})
    return int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))


def limit(form: Typed, name: str, told: str = "") -> int:
    """A limit; an empty field is none. Invalid."""
    text = form.text(name)
    if not text:
        return UNLIMITED
    found = whole(text)
    if not found or found > 2**31 - 1:
        raise Invalid({told or name: NUMBER_WRONG})
    return found


def decimal(minor: int | None, currency: str) -> str:
    """An amount as people type it; empty for none."""
    return "" if minor is None else Money(minor, currency).decimal()


def points(rate_bp: int | None) -> str:
    """Basis points as people type them: 1250 is "12.5"."""
    return "" if rate_bp is None else f"{(Decimal(rate_bp) / 100).normalize():f}"
