"""Verbs on one SKU: its price, its stock, and what of it is set aside."""

from collections.abc import Mapping
from datetime import datetime

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.markets import policy
from etalase.catalog import rules
from etalase.catalog.actions.merge import ProductChange, SkuChange
from etalase.catalog.actions.update import update_product
from etalase.catalog.queries import Detail, Sku
from etalase.shops.queries import permit
from etalase.stock.actions import set_aside, set_levels, set_warehouse_levels
from etalase.stock.queries import Level, SetAside, levels
from etalase.stock.rules import checked_purpose

PRODUCT_OF = value(int, "SELECT product_id FROM skus WHERE shop_id = $1 AND sku_id = $2 AND deleted_at IS NULL")
SKU = rows(
    Sku,
    """SELECT k.shop_id, k.sku_id, k.product_id, k.seller_sku, k.options::text AS options, k.price_minor, k.position,
              coalesce((SELECT sum(l.available) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS available,
              coalesce((SELECT sum(l.reserved) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS reserved, k.weight_g,
              coalesce((SELECT sum(l.aside) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS aside
       FROM skus k WHERE k.shop_id = $1 AND k.sku_id = $2""",
)


async def set_sku_price(db: Db, actor: Actor, *, shop_id: int, sku_id: int, price_minor: int, now: datetime) -> Detail:
    """Another price, in minor units of the shop's currency; the product's price range follows in the same commit."""
    await permit(db, actor, shop_id, "product.write")
    product_id = await _product_of(db, shop_id, sku_id)
    change = ProductChange(skus=(SkuChange(sku_id=sku_id, price_minor=price_minor),))
    return await update_product(db, actor, shop_id=shop_id, product_id=product_id, change=change, now=now)


async def set_stock(db: Db, actor: Actor, *, shop_id: int, sku_id: int, stock: int, now: datetime) -> tuple[Sku, str]:
    """How many can be sold, in campaigns and LIVEs too (R-SHOW-30: from 0 up it returns); what is reserved stays reserved.

    The SKU and its currency. Refused `stock.below_set_aside` when more is set aside than that.
    """
    shop = await permit(db, actor, shop_id, "stock.write")
    rules.check_stock(stock, await policy(db, shop.market, now))
    product_id = await _product_of(db, shop_id, sku_id)
    await set_levels(db, shop_id, {sku_id: stock}, now)
    facts = {"sku_id": str(sku_id), "product_id": str(product_id), "stock": stock}
    await events.record(db, "stock.set", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return await SKU.sole(db, shop_id, sku_id), shop.currency


async def set_stocks(
    db: Db, actor: Actor, *, shop_id: int, product_id: int, stocks: Mapping[int, int], now: datetime
) -> None:
    """How many can be sold of several SKUs of one product; all or none. NotFound when one of them is not its."""
    await permit(db, actor, shop_id, "stock.write")
    for sku_id, stock in sorted(stocks.items()):
        if await _product_of(db, shop_id, sku_id) != product_id:
            raise NotFound
        await set_stock(db, actor, shop_id=shop_id, sku_id=sku_id, stock=stock, now=now)


async def set_warehouse_stock(
    db: Db, actor: Actor, *, shop_id: int, warehouse_id: int, sku_id: int, stock: int, now: datetime
) -> Level:
    """How many can be sold from one warehouse, in campaigns and LIVEs too; what is reserved stays reserved.

    Refused `stock.warehouse_closed`, or `stock.below_set_aside` when more is set aside there.
    """
    shop = await permit(db, actor, shop_id, "stock.write")
    rules.check_stock(stock, await policy(db, shop.market, now))
    product_id = await _product_of(db, shop_id, sku_id)
    await set_warehouse_levels(db, shop_id, warehouse_id, {sku_id: stock}, now)
    facts: dict[str, events.FactValue] = {"sku_id": str(sku_id), "product_id": str(product_id)}
    await events.record(db, "stock.set", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    found = {each.warehouse_id: each for each in await levels(db, shop_id, [sku_id])}
    return found[warehouse_id]


async def set_stock_aside(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    sku_id: int,
    quantity: int,
    purpose: str,
    purpose_ref: int,
    now: datetime,
) -> SetAside:
    """Keep pieces of a SKU for one campaign or LIVE. For a CAMPAIGN of the number of a promotion, that one sells them at its
    price; by another number nobody buys them before they are given back.

    From the fullest warehouse that has them all. Refused `stock.not_enough`, or `stock.set_aside_already` when some of the SKU
    is kept for the same one.
    """
    await permit(db, actor, shop_id, "stock.write")
    kept_for = checked_purpose(purpose, purpose_ref)
    product_id = await _product_of(db, shop_id, sku_id)
    [made] = await set_aside(db, shop_id, {sku_id: quantity}, purpose=kept_for, purpose_ref=purpose_ref, now=now)
    facts: dict[str, events.FactValue] = {
        "set_aside_id": str(made.set_aside_id),
        "sku_id": str(sku_id),
        "product_id": str(product_id),
        "quantity": quantity,
    }
    await events.record(db, "stock.set_aside", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return made


async def _product_of(db: Db, shop_id: int, sku_id: int) -> int:
    found = await PRODUCT_OF.get(db, shop_id, sku_id)
    if found is None:
        raise NotFound
    return found
