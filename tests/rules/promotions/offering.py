"""Offers and lines for tests of the pricing rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

from etalase.promotions.rules import ItemOffer, Kind, Offers, PricedLine, PromotionOffer, Tier, VoucherOffer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SHOP = 7


def line(
    sku_id: int = 1, price: int = 100_000, quantity: int = 1, *, product_id: int = 0, shop_id: int = SHOP
) -> PricedLine:
    """One line; without a product of its own, the SKU's number is the product's."""
    return PricedLine(shop_id, product_id or sku_id, sku_id, quantity, price, "IDR")


def promotion(kind: Kind, *items: ItemOffer, promotion_id: int = 1, **terms: Any) -> PromotionOffer:
    """A promotion that runs now."""
    return PromotionOffer(
        SHOP, promotion_id, kind, f"{kind} {promotion_id}", NOW - DAY, NOW + DAY, items=items, **terms
    )


def off(percent: int, *, promotion_id: int = 1, product_id: int = 0, **item: Any) -> PromotionOffer:
    """So many percent off the whole shop, or one product."""
    return promotion(
        "DIRECT_DISCOUNT", ItemOffer(product_id, 0, off_bp=100 * percent, **item), promotion_id=promotion_id
    )


def flash(price: int, *, promotion_id: int = 50, product_id: int = 1, **item: Any) -> PromotionOffer:
    """A flash deal on one product."""
    return promotion("FLASHSALE", ItemOffer(product_id, 0, price_minor=price, **item), promotion_id=promotion_id)


def more(*tiers: Tier, promotion_id: int = 70, product_id: int = 0, **terms: Any) -> PromotionOffer:
    """Buy more save more over the shop, or one product."""
    return promotion("BUY_MORE_SAVE_MORE", ItemOffer(product_id, 0), promotion_id=promotion_id, tiers=tiers, **terms)


def voucher(amount: int | None = None, *, voucher_id: int = 1, shop_id: int = SHOP, **terms: Any) -> VoucherOffer:
    """A voucher of the shop; shop 0 makes it the platform's."""
    return VoucherOffer(
        shop_id,
        voucher_id,
        f"voucher {voucher_id}",
        "REGULAR",
        "IDR",
        NOW - DAY,
        NOW + DAY,
        amount_minor=amount,
        platform_bp=terms.pop("platform_bp", 10_000 if shop_id == 0 else 0),
        **terms,
    )


def offers(*each: PromotionOffer | VoucherOffer) -> Offers:
    """All of them together."""
    return Offers(
        tuple(one for one in each if isinstance(one, PromotionOffer)),
        tuple(one for one in each if isinstance(one, VoucherOffer)),
    )
