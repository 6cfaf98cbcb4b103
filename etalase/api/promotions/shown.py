"""How promotions and vouchers look at the JSON doors."""

from datetime import datetime

import msgspec

from etalase.doorway.shown import MoneyShown, maybe_money, money
from etalase.promotions import queries, rules
from etalase.promotions.queries import VoucherShown as Offered


class PromotionShown(msgspec.Struct, frozen=True):
    """A promotion. `reach` counts its items, `sold` the pieces counted on its limits."""

    id: str
    shop_id: str
    kind: str
    level: str
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime
    minimum_spend: MoneyShown
    shipping_off: MoneyShown | None
    platform_bp: int
    reach: int
    sold: int
    created_at: datetime
    launched_at: datetime | None


class ItemShown(msgspec.Struct, frozen=True):
    """What it covers; without a product it is the whole shop, without a SKU the whole product."""

    product_id: str | None
    sku_id: str | None
    title: str | None
    price: MoneyShown | None
    off_bp: int | None
    quantity_limit: int
    buyer_limit: int
    sold: int


class TierShown(msgspec.Struct, frozen=True):
    """One tier."""

    from_quantity: int | None
    from_spend: MoneyShown | None
    off_bp: int | None
    off: MoneyShown | None


class WholeShown(msgspec.Struct, frozen=True):
    """A promotion with its items and tiers."""

    promotion: PromotionShown
    items: list[ItemShown]
    tiers: list[TierShown]


class StepShown(msgspec.Struct, frozen=True):
    """One discount over all lines; `after` is what is left of the goods, or of shipping for a shipping discount."""

    kind: str
    id: str
    title: str
    quantity: int
    seller: MoneyShown
    platform: MoneyShown
    after: MoneyShown


class SimulatedLineShown(msgspec.Struct, frozen=True):
    """A line before and after."""

    sku_id: str
    product_id: str
    title: str
    quantity: int
    before: MoneyShown
    seller_discount: MoneyShown
    platform_discount: MoneyShown
    after: MoneyShown


class SimulationShown(msgspec.Struct, frozen=True):
    """The price of the cart and every step that leads to it. Tax and fees of the market are not in it."""

    lines: list[SimulatedLineShown]
    steps: list[StepShown]
    before: MoneyShown
    seller_discount: MoneyShown
    platform_discount: MoneyShown
    goods: MoneyShown
    shipping: MoneyShown
    total: MoneyShown


class VoucherShown(msgspec.Struct, frozen=True):
    """A voucher as who gave it sees it."""

    id: str
    shop_id: str | None
    title: str
    status: str
    display: str
    code: str | None
    creator: str | None
    live_task: str | None
    amount: MoneyShown | None
    off_bp: int | None
    cap: MoneyShown | None
    minimum_spend: MoneyShown
    new_customers: bool
    products: str | list[str]
    quantity_limit: int
    buyer_limit: int
    platform_bp: int
    used: int
    claimed: int
    starts_at: datetime
    ends_at: datetime


class OfferedShown(msgspec.Struct, frozen=True):
    """A voucher as a shopper sees it; without a shop it is the platform's. `used`: in how many of their orders."""

    id: str
    shop_id: str | None
    shop_name: str | None
    title: str
    amount: MoneyShown | None
    off_bp: int | None
    cap: MoneyShown | None
    minimum_spend: MoneyShown
    new_customers: bool
    all_products: bool
    starts_at: datetime
    ends_at: datetime
    claimed: bool
    used: int
    used_up: bool


def show_promotion(found: queries.Promotion) -> PromotionShown:
    """A promotion as JSON."""
    return PromotionShown(
        str(found.promotion_id),
        str(found.shop_id),
        found.kind,
        found.level,
        found.title,
        found.status,
        found.starts_at,
        found.ends_at,
        money(found.minimum_minor, found.currency),
        maybe_money(found.shipping_off_minor, found.currency),
        found.platform_bp,
        found.reach,
        found.sold,
        found.created_at,
        found.launched_at,
    )


def show_whole(found: queries.Whole) -> WholeShown:
    """A promotion with all that belongs to it."""
    currency = found.promotion.currency
    return WholeShown(
        show_promotion(found.promotion),
        [
            ItemShown(
                str(each.product_id) if each.product_id else None,
                str(each.sku_id) if each.sku_id else None,
                each.title,
                maybe_money(each.price_minor, currency),
                each.off_bp,
                each.quantity_limit,
                each.buyer_limit,
                each.sold,
            )
            for each in found.items
        ],
        [
            TierShown(
                each.from_quantity,
                maybe_money(each.from_minor, currency),
                each.off_bp,
                maybe_money(each.off_minor, currency),
            )
            for each in found.tiers
        ],
    )


def show_voucher(found: queries.Voucher) -> VoucherShown:
    """A voucher as JSON."""
    return VoucherShown(
        str(found.voucher_id),
        str(found.shop_id) if found.shop_id else None,
        found.title,
        found.status,
        found.display,
        found.code,
        found.creator_handle,
        found.live_task,
        maybe_money(found.amount_minor, found.currency),
        found.off_bp,
        maybe_money(found.cap_minor, found.currency),
        money(found.minimum_minor, found.currency),
        found.new_customers,
        "ALL" if found.all_products else [str(each) for each in found.product_ids],
        found.quantity_limit,
        found.buyer_limit,
        found.platform_bp,
        found.used,
        found.claimed,
        found.starts_at,
        found.ends_at,
    )


def show_offered(found: Offered) -> OfferedShown:
    """A voucher as its shopper's JSON."""
    return OfferedShown(
        str(found.voucher_id),
        str(found.shop_id) if found.shop_id else None,
        found.shop_name,
        found.title,
        maybe_money(found.amount_minor, found.currency),
        found.off_bp,
        maybe_money(found.cap_minor, found.currency),
        money(found.minimum_minor, found.currency),
        found.new_customers,
        found.all_products,
        found.starts_at,
        found.ends_at,
        found.claimed,
        found.used,
        found.used_up,
    )


def show_step(step: rules.Step, currency: str) -> StepShown:
    """One step of a price."""
    return StepShown(
        step.kind,
        str(step.source_id),
        step.title,
        step.quantity,
        money(step.seller_minor, currency),
        money(step.platform_minor, currency),
        money(step.after_minor, currency),
    )


def show_simulation(found: queries.Simulated) -> SimulationShown:
    """A cart's price as JSON; the shipping discount is the last step."""
    currency = found.currency
    every = [*found.steps, *([found.shipping_step] if found.shipping_step else [])]
    return SimulationShown(
        [
            SimulatedLineShown(
                str(each.sku.sku_id),
                str(each.sku.product_id),
                each.sku.title,
                each.quantity,
                money(each.discounts.list_minor, currency),
                money(each.discounts.seller_minor, currency),
                money(each.discounts.platform_minor, currency),
                money(each.discounts.goods_minor, currency),
            )
            for each in found.lines
        ],
        [show_step(each, currency) for each in every],
        money(found.list_minor, currency),
        money(found.seller_minor, currency),
        money(found.platform_minor, currency),
        money(found.goods_minor, currency),
        money(found.shipping_minor, currency),
        money(found.total_minor, currency),
    )
