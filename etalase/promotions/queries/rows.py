"""Rows of promotions and vouchers as the pricing rule needs them."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.promotions.rules import PRODUCT_KINDS, UNLIMITED, Kind, Tier, VoucherOffer


class OfferRow(msgspec.Struct, frozen=True):
    """One item of a promotion in force. `keeps`: pieces are set aside for the promotion."""

    shop_id: int
    promotion_id: int
    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    platform_bp: int
    minimum_minor: int
    shipping_off_minor: int | None
    product_id: int
    sku_id: int
    price_minor: int | None
    off_bp: int | None
    quantity_limit: int
    buyer_limit: int
    sold: int
    keeps: bool = False

    @property
    def counted(self) -> bool:
        """Is there a limit to count on?"""
        return self.quantity_limit != UNLIMITED or self.buyer_limit != UNLIMITED

    def left(self, had: int) -> int:
        """Pieces left for a buyer who has had so many; -1 without a limit."""
        return least_left((self.quantity_limit, self.sold), (self.buyer_limit, had))


class TierRow(msgspec.Struct, frozen=True):
    """One tier of a promotion."""

    promotion_id: int
    from_quantity: int | None
    from_minor: int | None
    off_bp: int | None
    off_minor: int | None

    def tier(self) -> Tier:
        """The tier alone."""
        return Tier(self.from_quantity, self.from_minor, self.off_bp, self.off_minor)


class VoucherRow(msgspec.Struct, frozen=True):
    """A voucher in force, with those of the asked products that it is for."""

    shop_id: int
    voucher_id: int
    title: str
    display: str
    code: str | None
    currency: str
    starts_at: datetime
    ends_at: datetime
    amount_minor: int | None
    off_bp: int | None
    cap_minor: int | None
    minimum_minor: int
    new_customers: bool
    all_products: bool
    quantity_limit: int
    buyer_limit: int
    used: int
    platform_bp: int
    product_ids: list[int]

    def offer(self, had: int) -> VoucherOffer:
        """The voucher for a buyer who has used it so often."""
        return VoucherOffer(
            self.shop_id,
            self.voucher_id,
            self.title,
            self.display,
            self.currency,
            self.starts_at,
            self.ends_at,
            self.amount_minor,
            self.off_bp,
            self.cap_minor,
            self.minimum_minor,
            None if self.all_products else frozenset(self.product_ids),
            self.new_customers,
            self.platform_bp,
            least_left((self.quantity_limit, self.used), (self.buyer_limit, had)),
            self.code,
        )


def least_left(*limits: tuple[int, int]) -> int:
    """What is left under several (limit, had); -1 when none of them limits."""
    return min((max(0, limit - had) for limit, had in limits if limit != UNLIMITED), default=UNLIMITED)


OFFER_COLUMNS = """m.shop_id, m.promotion_id, m.kind, m.title, m.starts_at, m.ends_at, m.platform_bp, m.minimum_minor,
       m.shipping_off_minor, i.product_id, i.sku_id, i.price_minor, i.off_bp, i.quantity_limit, i.buyer_limit, i.sold,
       EXISTS (SELECT FROM stock_set_asides a WHERE a.shop_id = m.shop_id AND a.purpose = 'CAMPAIGN'
                  AND a.purpose_ref = m.promotion_id AND a.ended_at IS NULL) AS keeps"""
# Of a promotion m: it is of prices of products, and it is in force.
SETS_PRICES: Final = f"m.kind IN {PRODUCT_KINDS}"
RUNS = "m.status = 'LAUNCHED' AND m.starts_at <= {now} AND m.ends_at > {now}"
VOUCHER_COLUMNS = """v.shop_id, v.voucher_id, v.title, v.display, v.code, v.currency, v.starts_at, v.ends_at, v.amount_minor,
       v.off_bp, v.cap_minor, v.minimum_minor, v.new_customers, v.all_products, v.quantity_limit, v.buyer_limit, v.used,
       v.platform_bp"""
