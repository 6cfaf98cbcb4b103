"""What a promotion or voucher must look like: the fields that are wrong, each with its message."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from etalase.base.texts import N_
from etalase.promotions.rules.offers import UNLIMITED, Kind, Tier
from etalase.promotions.rules.terms import FLASH_UNDER, OFF_MAX_BP, OFF_MIN_BP, TIERS_MAX, TITLE_MAX

CODE: Final = re.compile(r"[A-Z0-9]{4,20}", re.ASCII)
ITEMS_MAX: Final = 1000
LEVELS: Final[dict[Kind, tuple[str, ...]]] = {
    "FIXED_PRICE": ("PRODUCT", "VARIATION"),
    "DIRECT_DISCOUNT": ("PRODUCT", "VARIATION", "SHOP"),
    "FLASHSALE": ("PRODUCT", "VARIATION"),
    "SHIPPING_DISCOUNT": ("SHOP",),
    "BUY_MORE_SAVE_MORE": ("PRODUCT", "SHOP"),
}
# Which of price and percentage the items of a kind carry.
PRICED: Final[dict[Kind, tuple[bool, bool]]] = {
    "FIXED_PRICE": (True, False),
    "DIRECT_DISCOUNT": (False, True),
    "FLASHSALE": (True, True),
    "SHIPPING_DISCOUNT": (False, False),
    "BUY_MORE_SAVE_MORE": (False, False),
}
PERCENT: Final = N_("Choose from 1 to 99 percent.")
AMOUNT: Final = N_("Write an amount above zero.")
LIMIT: Final = N_("Write how many, or leave it empty for no limit.")


class Item(Protocol):
    """The item of a promotion, as it is asked for."""

    @property
    def product_id(self) -> int: ...
    @property
    def sku_id(self) -> int: ...
    @property
    def price_minor(self) -> int | None: ...
    @property
    def off_bp(self) -> int | None: ...
    @property
    def quantity_limit(self) -> int: ...
    @property
    def buyer_limit(self) -> int: ...


def wrong_title(title: str) -> dict[str, str]:
    """A title is 1 to 50 characters (R-PRO-1)."""
    if not title.strip():
        return {"title": N_("Write a title.")}
    if len(title.strip()) > TITLE_MAX:
        return {"title": N_("Write at most 50 characters.")}
    return {} if title.isprintable() else {"title": N_("Use printable characters only.")}


def wrong_times(kind: Kind | None, starts_at: datetime, ends_at: datetime, least_s: int, most_s: int) -> dict[str, str]:
    """When it runs: product discounts 10 minutes to 365 days (R-PRO-2), a flash deal under 72 hours (R-PRO-3)."""
    lasts = ends_at - starts_at
    if lasts <= timedelta(0):
        return {"ends_at": N_("The end comes after the start.")}
    if kind == "FLASHSALE" and lasts >= FLASH_UNDER:
        return {"ends_at": N_("A flash deal lasts less than 72 hours.")}
    if lasts < timedelta(seconds=least_s):
        return {"ends_at": N_("This is too short: ten minutes at least.")}
    return {"ends_at": N_("This is too long: 365 days at most.")} if lasts > timedelta(seconds=most_s) else {}


def wrong_items(kind: Kind, level: str, items: Sequence[Item], products_max: int) -> dict[str, str]:
    """Items fit their kind and level; no two name the same."""
    if level not in LEVELS[kind]:
        return {"level": N_("This kind cannot be offered so.")}
    if not items:
        return {"items": N_("Choose at least one product.")}
    if len(items) > ITEMS_MAX or len({item.product_id for item in items}) > products_max:
        return {"items": N_("These are too many products.")}
    if len({(item.product_id, item.sku_id) for item in items}) != len(items):
        return {"items": N_("A product is in it twice.")}
    for item in items:
        if wrong := _wrong_item(kind, level, item):
            return wrong
    return {}


def _wrong_item(kind: Kind, level: str, item: Item) -> dict[str, str]:
    fits = {
        "SHOP": item.product_id == 0 and item.sku_id == 0,
        "PRODUCT": item.product_id > 0 and item.sku_id == 0,
        "VARIATION": item.product_id > 0 and item.sku_id > 0,
    }
    if not fits[level]:
        return {"items": N_("Name products or variants as the level says.")}
    price, percent = item.price_minor is not None, item.off_bp is not None
    may_price, may_percent = PRICED[kind]
    if (price and percent) or (price and not may_price) or (percent and not may_percent):
        return {"items": N_("Give a price or a percentage, as the kind of promotion asks.")}
    if (may_price or may_percent) and not price and not percent:
        return {"items": N_("Give every product its price or percentage.")}
    if item.price_minor is not None and item.price_minor < 1:
        return {"items": AMOUNT}
    if item.off_bp is not None and not OFF_MIN_BP <= item.off_bp <= OFF_MAX_BP:
        return {"items": PERCENT}
    limits = (item.quantity_limit, item.buyer_limit)
    if any(limit != UNLIMITED and limit < 1 for limit in limits) or max(limits) > 2**31 - 1:
        return {"items": LIMIT}
    counts = kind in {"FIXED_PRICE", "DIRECT_DISCOUNT", "FLASHSALE"}
    return {} if counts or limits == (UNLIMITED, UNLIMITED) else {"items": N_("This kind of promotion has no limits.")}


def wrong_tiers(kind: Kind, tiers: Sequence[Tier]) -> dict[str, str]:
    """One or two tiers of "buy more, save more", the second asking and giving more (R-PRO-4); no other kind has any."""
    if kind != "BUY_MORE_SAVE_MORE":
        return {"tiers": N_("Only “buy more, save more” has tiers.")} if tiers else {}
    if not 1 <= len(tiers) <= TIERS_MAX:
        return {"tiers": N_("Give one tier or two.")}
    for tier in tiers:
        if (tier.from_quantity is None) == (tier.from_minor is None) or (tier.off_bp is None) == (
            tier.off_minor is None
        ):
            return {"tiers": N_("A tier has one threshold and one reward.")}
        if tier.off_bp is not None and not OFF_MIN_BP <= tier.off_bp <= OFF_MAX_BP:
            return {"tiers": PERCENT}
        if min(value for value in (tier.from_quantity, tier.from_minor, tier.off_minor, 1) if value is not None) < 1:
            return {"tiers": AMOUNT}
        if tier.off_minor is not None and tier.from_minor is not None and tier.off_minor >= tier.from_minor:
            return {"tiers": N_("A reward is smaller than the spend it asks for.")}
    return _wrong_pair(*tiers) if len(tiers) == TIERS_MAX else {}


def _wrong_pair(first: Tier, second: Tier) -> dict[str, str]:
    asks = (first.from_quantity, second.from_quantity), (first.from_minor, second.from_minor)
    gives = (first.off_bp, second.off_bp), (first.off_minor, second.off_minor)
    pairs = [pair for pair in (*asks, *gives) if pair != (None, None)]
    if any(one is None or other is None or other <= one for one, other in pairs):
        return {"tiers": N_("The second tier asks for more of the same and gives more.")}
    return {}


def wrong_shipping(kind: Kind, minimum_minor: int, shipping_off_minor: int | None) -> dict[str, str]:
    """A minimum spend and an amount are for a shipping discount only."""
    if kind != "SHIPPING_DISCOUNT":
        given = minimum_minor or shipping_off_minor is not None
        return {"shipping_off": N_("Only a shipping discount has these.")} if given else {}
    if minimum_minor < 0:
        return {"minimum": AMOUNT}
    return {"shipping_off": AMOUNT} if shipping_off_minor is not None and shipping_off_minor < 1 else {}


def wrong_worth(
    amount_minor: int | None, off_bp: int | None, cap_minor: int | None, minimum_minor: int
) -> dict[str, str]:
    """What a voucher is worth: an amount below its minimum spend, or a percentage whose cap is no trap (R-PRO-5)."""
    if (amount_minor is None) == (off_bp is None):
        return {"amount": N_("Give an amount or a percentage.")}
    if minimum_minor < 0:
        return {"minimum": AMOUNT}
    if amount_minor is not None:
        if amount_minor < 1:
            return {"amount": AMOUNT}
        if cap_minor is not None:
            return {"cap": N_("Only a percentage has a cap.")}
        return {"minimum": N_("The minimum spend is more than the amount.")} if minimum_minor <= amount_minor else {}
    if off_bp is not None and not OFF_MIN_BP <= off_bp <= OFF_MAX_BP:
        return {"off": PERCENT}
    if cap_minor is not None and (cap_minor < 1 or cap_minor * 10_000 < (off_bp or 0) * minimum_minor):
        return {"cap": N_("The cap is at least the percentage of the minimum spend.")}
    return {}


def wrong_display(display: str, code: str | None, creator: str | None, live_task: str | None) -> dict[str, str]:
    """A code, a creator and a LIVE task belong to their own displays (R-PRO-6)."""
    if (display == "PROMO_CODE") != (code is not None) or (code is not None and not CODE.fullmatch(code)):
        return {"code": N_("A code has 4 to 20 letters and digits.")}
    if (display == "CREATOR_EXCLUSIVE") != (creator is not None):
        return {"creator": N_("Name the creator whose audience may claim it.")}
    if (display == "LIVE") != (live_task is not None):
        return {"live_task": N_("Say what a viewer does for it.")}
    return {}


def wrong_limits(quantity_limit: int, buyer_limit: int) -> dict[str, str]:
    """-1 or at least 1."""
    for field, limit in (("quantity_limit", quantity_limit), ("buyer_limit", buyer_limit)):
        if limit != UNLIMITED and not 1 <= limit <= 2**31 - 1:
            return {field: LIMIT}
    return {}
