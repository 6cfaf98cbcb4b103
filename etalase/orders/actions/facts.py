"""What the till reads before it decides: SKUs, who showed them, and the stock it locks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from etalase.base.db import Db, rows, value
from etalase.orders.actions.asked import Cart, ShownBy, SkuFact
from etalase.shops.actions import share
from etalase.showcase import queries as showcase
from etalase.stock.actions import lock_levels
from etalase.stock.queries import Level

SKUS = rows(
    SkuFact,
    """SELECT k.sku_id, k.shop_id, k.product_id, p.title, k.options::text AS options, p.picture_key, k.price_minor,
              p.currency, s.market,
              k.deleted_at IS NULL AND p.status = 'ACTIVATE' AND s.status = 'OPEN' AS on_sale
         FROM skus k JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
              JOIN shops s ON s.shop_id = k.shop_id
        WHERE k.sku_id = ANY($1::bigint[])""",
)
HOLDER = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")


async def sku_facts(db: Db, carts: Sequence[Cart]) -> dict[int, SkuFact]:
    """SKU id to what is known of it; an unknown SKU is missing."""
    sku_ids = sorted({line.sku_id for cart in carts for line in cart.lines})
    return {fact.sku_id: fact for fact in await SKUS.all(db, sku_ids)}


async def held_facts(db: Db, carts: Sequence[Cart], facts: dict[int, SkuFact]) -> dict[int, SkuFact]:
    """The facts again, now that nothing of them can end before we commit.

    A shop that is being closed either waits for these orders and then counts them (R-LINK-46), or is seen closed here.
    """
    for shop_id in sorted({fact.shop_id for fact in facts.values() if fact.on_sale}):
        await share(db, shop_id)
    again = await sku_facts(db, carts)
    # What was not on sale before has no stock locked; it is not sold now.
    return {sku_id: again[sku_id] if fact.on_sale else fact for sku_id, fact in facts.items()}


async def shown_by(
    db: Db, carts: Sequence[Cart], facts: dict[int, SkuFact], *, now: datetime
) -> dict[tuple[str, int], ShownBy]:
    """(handle, product) to the holder and the right on which the Showcase shows it now.

    An unknown handle is missing. A holder without the right is there without one: recorded, powerless.
    """
    wanted: dict[str, set[int]] = {}
    for line in (line for cart in carts for line in cart.lines):
        if line.via is not None and line.via.kind == "SHOWCASE" and line.sku_id in facts:
            wanted.setdefault(handle_of(line.via.ref), set()).add(facts[line.sku_id].product_id)
    found: dict[tuple[str, int], ShownBy] = {}
    for handle, products in wanted.items():
        account_id = await HOLDER.get(db, handle)
        if account_id is not None:
            rights = await showcase.shown_rights(db, account_id, sorted(products), now=now)
            found.update(((handle, product), _shown(account_id, rights.get(product))) for product in products)
    return found


def handle_of(ref: str) -> str:
    """The handle in a `via`, as it is claimed."""
    return ref.lower().removeprefix("@")


def _shown(account_id: int, right: showcase.ShownRight | None) -> ShownBy:
    if right is None:
        return ShownBy(account_id, None, None, None, 0)
    return ShownBy(account_id, right.source, right.link_id, right.plan_id, right.rate_bp)


async def hold_stock(db: Db, facts: Iterable[SkuFact]) -> dict[int, Level]:
    """Lock the levels of these SKUs, shop by shop in id order, SKUs in id order; SKU id to its fullest level."""
    by_shop: dict[int, list[int]] = {}
    for fact in facts:
        by_shop.setdefault(fact.shop_id, []).append(fact.sku_id)
    held: dict[int, Level] = {}
    for shop_id in sorted(by_shop):
        for level in await lock_levels(db, shop_id, by_shop[shop_id]):
            if level.sku_id not in held or level.available > held[level.sku_id].available:
                held[level.sku_id] = level
    return held
