"""Promotions and vouchers begin, warehouses fill, listings say more, shops say where they are paid."""

from datetime import datetime, timedelta

from etalase.base.money import Money
from etalase.catalog import actions as catalog
from etalase.catalog.actions.merge import ProductChange
from etalase.demo.deals import COUPONS, DEALS, DETAILS, LIMITS, WAREHOUSES, Coupon, Deal
from etalase.demo.loading.days import Act, Days
from etalase.demo.loading.stage import Stage
from etalase.demo.purchases import BANKS
from etalase.promotions import actions as promotions
from etalase.promotions.actions import NewItem, NewPromotion, NewVoucher
from etalase.settlement.actions import add_bank_account
from etalase.stock import actions as stock

CURRENCIES = {"ID": "IDR", "US": "USD", "VN": "VND", "MY": "MYR"}
SPAN = timedelta(days=20)


async def furnish(stage: Stage, *, at: datetime) -> None:
    """Attributes, limits, second warehouses."""
    for shop, title, said in DETAILS:
        await _change(stage, shop, title, ProductChange(attributes=said), at)
    for shop, title, pieces, days in LIMITS:
        await _change(stage, shop, title, ProductChange(purchase_limit=pieces, purchase_limit_days=days), at)
    for shop, name, titles, pieces in WAREHOUSES:
        shop_id = stage.shops[shop]
        opened = await stock.open_warehouse(stage.db, stage.owner_of(shop), shop_id=shop_id, name=name, now=at)
        held = {sku: pieces for made in stage.goods_like(titles, {shop_id}) for sku in made.sku_ids}
        await stock.set_warehouse_levels(stage.db, shop_id, opened.warehouse_id, held, at)


async def _change(stage: Stage, shop: str, title: str, change: ProductChange, at: datetime) -> None:
    shop_id = stage.shops[shop]
    for made in stage.goods_like((title,), {shop_id}):
        await catalog.update_product(
            stage.db, stage.owner_of(shop), shop_id=shop_id, product_id=made.product_id, change=change, now=at
        )


def plan_deals(days: Days) -> None:
    """Every promotion begins at its time; vouchers wait to be claimed."""
    stage = days.stage
    for deal in DEALS:
        days.at(stage.now - timedelta(hours=deal.since), lambda now, deal=deal: _begin(stage, deal, now))
    for coupon in COUPONS:
        days.at(stage.now - timedelta(days=5), lambda now, coupon=coupon: _give(stage, coupon, now))


def plan_banks(days: Days) -> None:
    """Shops say where they are paid."""
    stage = days.stage

    def told(shop: str, bank: str, number: str) -> Act:
        async def tell(now: datetime) -> None:
            owner, shop_id = stage.owner_of(shop), stage.shops[shop]
            await add_bank_account(stage.db, owner, shop_id=shop_id, bank=bank, number=number, holder=shop, now=now)

        return tell

    for shop, bank, number, hours in BANKS:
        days.at(stage.now - timedelta(hours=hours), told(shop, bank, number))


async def _begin(stage: Stage, deal: Deal, now: datetime) -> None:
    shop_id, currency = stage.shops[deal.shop], _currency(stage, deal.shop)
    off = deal.off_bp
    items = tuple(
        NewItem(product_id=made.product_id, off_bp=off, quantity_limit=deal.pieces)
        for made in stage.goods_like(deal.titles, {shop_id})
    )
    new = NewPromotion(
        deal.kind,
        "PRODUCT" if deal.titles else "SHOP",
        deal.title,
        now,
        stage.now + timedelta(hours=deal.until),
        items or (NewItem(),),
        deal.tiers,
        Money.parse(deal.minimum, currency).minor,
        Money.parse(deal.shipping_off, currency).minor if deal.shipping_off else None,
    )
    await promotions.create_promotion(
        stage.db, stage.owner_of(deal.shop), shop_id=shop_id, new=new, now=now, at_once=True
    )


async def _give(stage: Stage, coupon: Coupon, now: datetime) -> None:
    shop_id, currency = stage.shops[coupon.shop], _currency(stage, coupon.shop)
    new = NewVoucher(
        coupon.title,
        coupon.display,
        now,
        now + SPAN,
        amount_minor=Money.parse(coupon.amount, currency).minor if coupon.amount else None,
        off_bp=coupon.off_bp,
        minimum_minor=Money.parse(coupon.minimum, currency).minor,
        code=coupon.code,
    )
    made = await promotions.create_voucher(
        stage.db, stage.owner_of(coupon.shop), shop_id=shop_id, new=new, now=now, at_once=True
    )
    for handle in coupon.claimed:
        await promotions.claim_voucher(stage.db, stage.actors[handle], voucher_id=made.voucher_id, now=now)


def _currency(stage: Stage, shop: str) -> str:
    return CURRENCIES[stage.stalls[shop].market]
