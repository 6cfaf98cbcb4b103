"""What a seller asks for: a promotion or a voucher, whole or in part."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from etalase.promotions.rules import UNLIMITED, Display, Kind, Level, LiveTask, Tier

Asked = TypeVar("Asked", bound=msgspec.Struct)
# What a door read, once the shop's currency is known: amounts come in major units. A platform's voucher has its own market.
InCurrency = Callable[[str | None], Asked]


def in_currency(asked: Asked | InCurrency[Asked], currency: str | None) -> Asked:
    """What is asked for, in minor units of the currency."""
    return asked(currency) if callable(asked) else asked


class NewItem(msgspec.Struct, frozen=True):
    """A product (SKU 0) or a SKU at a price or with so much off, and how many pieces of it; -1 is no limit."""

    product_id: int = 0
    sku_id: int = 0
    price_minor: int | None = None
    off_bp: int | None = None
    quantity_limit: int = UNLIMITED
    buyer_limit: int = UNLIMITED


class NewPromotion(msgspec.Struct, frozen=True):
    """A promotion. A SHOP one has one item, product 0; a shipping discount without `shipping_off_minor` is free shipping."""

    kind: Kind
    level: Level
    title: str
    starts_at: datetime
    ends_at: datetime
    items: tuple[NewItem, ...] = ()
    tiers: tuple[Tier, ...] = ()
    minimum_minor: int = 0
    shipping_off_minor: int | None = None


class PromotionChanges(msgspec.Struct, frozen=True):
    """What is to change. Once it runs only the title and the end may."""

    title: str | UnsetType = UNSET
    starts_at: datetime | UnsetType = UNSET
    ends_at: datetime | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    items: tuple[NewItem, ...] | UnsetType = UNSET
    tiers: tuple[Tier, ...] | UnsetType = UNSET
    minimum_minor: int | UnsetType = UNSET
    shipping_off_minor: int | UnsetType | None = UNSET

    def only_words_and_end(self) -> bool:
        """Nothing that a running promotion must keep."""
        return PromotionChanges(title=self.title, ends_at=self.ends_at) == self


class NewVoucher(msgspec.Struct, frozen=True):
    """A voucher: an amount, or a percentage with or without a cap. `product_ids` None is every product.

    `market` is asked of the platform's vouchers only; a shop's is its own. `creator` is a handle.
    """

    title: str
    display: Display
    starts_at: datetime
    ends_at: datetime
    amount_minor: int | None = None
    off_bp: int | None = None
    cap_minor: int | None = None
    minimum_minor: int = 0
    new_customers: bool = False
    product_ids: tuple[int, ...] | None = None
    quantity_limit: int = UNLIMITED
    buyer_limit: int = 1
    code: str | None = None
    creator: str | None = None
    live_task: LiveTask | None = None
    market: str | None = None


class VoucherChanges(msgspec.Struct, frozen=True):
    """What of a voucher is to change. Once it runs only the title, the end, and a greater total limit may."""

    title: str | UnsetType = UNSET
    ends_at: datetime | UnsetType = UNSET
    quantity_limit: int | UnsetType = UNSET
