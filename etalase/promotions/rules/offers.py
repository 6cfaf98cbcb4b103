"""What pricing works with: lines with their list prices, the offers in force for a buyer, and what came off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

Kind = Literal["FIXED_PRICE", "DIRECT_DISCOUNT", "FLASHSALE", "SHIPPING_DISCOUNT", "BUY_MORE_SAVE_MORE"]
PartKind = Literal[
    "FIXED_PRICE", "DIRECT_DISCOUNT", "FLASHSALE", "BUY_MORE_SAVE_MORE", "SELLER_VOUCHER", "PLATFORM_VOUCHER"
]
Source = Literal["PROMOTION", "VOUCHER"]
UNLIMITED: Final = -1
PLATFORM: Final = 0  # the shop_id of the platform's own vouchers


class PricedLine(msgspec.Struct, frozen=True):
    """So many pieces of a SKU at its list price. `weight_g` of one piece, where its seller said one."""

    shop_id: int
    product_id: int
    sku_id: int
    quantity: int
    unit_price_minor: int
    currency: str
    weight_g: int | None = None


class ItemOffer(msgspec.Struct, frozen=True):
    """What a promotion covers: SKU 0 is the whole product, product 0 the whole shop.

    `left`: pieces this buyer may still have at the price, -1 without a limit; `counted`: there is a limit to count on.
    """

    product_id: int
    sku_id: int
    price_minor: int | None = None
    off_bp: int | None = None
    left: int = UNLIMITED
    counted: bool = False

    def covers(self, product_id: int, sku_id: int) -> bool:
        """Is this SKU of this product meant?"""
        return self.product_id in {0, product_id} and self.sku_id in {0, sku_id}


class Aside(msgspec.Struct, frozen=True):
    """Pieces of a SKU that are set aside for a promotion, and how many are left: at its price it sells no others."""

    sku_id: int
    set_aside_id: int
    warehouse_id: int
    left: int


class Tier(msgspec.Struct, frozen=True):
    """From so many pieces, or from such a spend, so much off: exactly one of each pair."""

    from_quantity: int | None = None
    from_minor: int | None = None
    off_bp: int | None = None
    off_minor: int | None = None


class PromotionOffer(msgspec.Struct, frozen=True):
    """A launched promotion. `shipping_off_minor` None of a shipping discount: shipping is free."""

    shop_id: int
    promotion_id: int
    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    platform_bp: int = 0
    minimum_minor: int = 0
    shipping_off_minor: int | None = None
    items: tuple[ItemOffer, ...] = ()
    tiers: tuple[Tier, ...] = ()
    asides: tuple[Aside, ...] = ()

    def runs(self, at: datetime) -> bool:
        """In force at that moment?"""
        return self.starts_at <= at < self.ends_at

    def aside_of(self, sku_id: int) -> Aside | None:
        """What is set aside of a SKU for it; None: it sells what everybody sells."""
        return next((each for each in self.asides if each.sku_id == sku_id), None)

    def left_of(self, item: ItemOffer, sku_id: int) -> int:
        """Pieces of a SKU that are left at its price: of the item's limit, and of what is set aside; -1 without either."""
        aside = self.aside_of(sku_id)
        if aside is None:
            return item.left
        return aside.left if item.left == UNLIMITED else min(item.left, aside.left)


class VoucherOffer(msgspec.Struct, frozen=True):
    """A voucher that this buyer holds or typed the code of. `left`: orders they may still use it in, -1 without a limit.

    `product_ids` None: every product of the shop (of every shop, for the platform's).
    """

    shop_id: int
    voucher_id: int
    title: str
    display: str
    currency: str
    starts_at: datetime
    ends_at: datetime
    amount_minor: int | None = None
    off_bp: int | None = None
    cap_minor: int | None = None
    minimum_minor: int = 0
    product_ids: frozenset[int] | None = None
    new_customers: bool = False
    platform_bp: int = 0
    left: int = UNLIMITED
    code: str | None = None

    def runs(self, at: datetime) -> bool:
        """In force at that moment?"""
        return self.starts_at <= at < self.ends_at


class Offers(msgspec.Struct, frozen=True):
    """Everything that may change the price for one buyer."""

    promotions: tuple[PromotionOffer, ...] = ()
    vouchers: tuple[VoucherOffer, ...] = ()

    def without(self, spent: frozenset[tuple[Source, int]]) -> "Offers":
        """The same without some promotions and vouchers, each named as (source, id)."""
        return Offers(
            tuple(each for each in self.promotions if ("PROMOTION", each.promotion_id) not in spent),
            tuple(each for each in self.vouchers if ("VOUCHER", each.voucher_id) not in spent),
        )

    @property
    def asides(self) -> list[Aside]:
        """All that is set aside for these promotions."""
        return [aside for each in self.promotions for aside in each.asides]

    def with_left(self, left: Mapping[int, int]) -> "Offers":
        """The same with what is left of set-asides now, by their ids."""
        return msgspec.structs.replace(
            self,
            promotions=tuple(
                msgspec.structs.replace(
                    each,
                    asides=tuple(
                        msgspec.structs.replace(one, left=left.get(one.set_aside_id, one.left)) for one in each.asides
                    ),
                )
                for each in self.promotions
            ),
        )


class Part(msgspec.Struct, frozen=True):
    """One discount on one line, and who pays it. `quantity`: on how many of its pieces.

    `owner_id` is whose limit it counts on (a shop, or 0 for the platform), `product_id` and `sku_id` the item of it;
    `counted` says whether a limit must be redeemed. `set_aside_id`: the pieces are those, and all of the line's.
    """

    kind: PartKind
    source_id: int
    owner_id: int
    title: str
    quantity: int
    seller_minor: int
    platform_minor: int
    product_id: int = 0
    sku_id: int = 0
    counted: bool = False
    set_aside_id: int | None = None

    @property
    def off_minor(self) -> int:
        """Taken off the line."""
        return self.seller_minor + self.platform_minor

    @property
    def source(self) -> Source:
        """A promotion or a voucher."""
        return "VOUCHER" if self.kind in {"SELLER_VOUCHER", "PLATFORM_VOUCHER"} else "PROMOTION"


class LineDiscounts(msgspec.Struct, frozen=True):
    """What comes off one line, in the order in which it was taken.

    `spend_minor` is the line after product discounts and before vouchers: what minimum spends are measured on.
    """

    list_minor: int
    spend_minor: int
    parts: tuple[Part, ...] = ()

    @property
    def seller_minor(self) -> int:
        """The seller's part of the discounts."""
        return sum(part.seller_minor for part in self.parts)

    @property
    def platform_minor(self) -> int:
        """The platform's part."""
        return sum(part.platform_minor for part in self.parts)

    @property
    def goods_minor(self) -> int:
        """What is left to pay for the goods of the line."""
        return self.list_minor - self.seller_minor - self.platform_minor


class ShippingOff(msgspec.Struct, frozen=True):
    """What a shipping discount takes off one order's shipping."""

    promotion_id: int
    title: str
    seller_minor: int
    platform_minor: int


class Redemption(msgspec.Struct, frozen=True):
    """What one order takes of a limit. `shop_id` is whose limit it is: 0 for the platform's vouchers."""

    shop_id: int
    order_id: int
    source: Source
    source_id: int
    product_id: int
    sku_id: int
    account_id: int
    quantity: int
    amount_minor: int


def redemptions_of(order_id: int, account_id: int, discounts: Sequence[LineDiscounts]) -> list[Redemption]:
    """What the lines of one order must redeem, one row per limit, in the order in which limits are locked."""
    found: dict[tuple[int, Source, int, int, int], list[Part]] = {}
    for part in (part for each in discounts for part in each.parts if part.counted):
        key = (part.owner_id, part.source, part.source_id, part.product_id, part.sku_id)
        found.setdefault(key, []).append(part)
    return [
        Redemption(
            key[0],
            order_id,
            key[1],
            *key[2:],
            account_id,
            1 if key[1] == "VOUCHER" else sum(part.quantity for part in parts),
            sum(part.off_minor for part in parts),
        )
        for key, parts in sorted(found.items())
    ]
