"""What the till reads of the goods before it decides: SKUs, the stock it locks, who showed them, limits, ways of paying."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, value
from etalase.catalog.actions import hold_bought
from etalase.orders.actions.asked import Cart, Line, ShownBy, SkuFact
from etalase.payments.queries import payment_methods
from etalase.payments.rules import Offered
from etalase.promotions.queries import ANYTHING_COLUMNS, Anything
from etalase.showcase import queries as showcase
from etalase.stock.queries import LEVEL_COLUMNS, Level, set_asides

Left = dict[tuple[int, int, int | None], int]
"""SKU, warehouse and, for pieces of one, set-aside to how many there are."""


class StockMoved(Exception):
    """Stock that was seen, but not locked, has been taken by others: nothing was written, decide again under the lock."""


class Good(SkuFact, frozen=True):
    """A SKU in one warehouse, as it is read: without a warehouse it is in none. What the shops of all that is read and the
    platform offer is as in Anything."""

    promotions: bool = False
    vouchers: bool = False
    warehouse_id: int | None = None
    available: int | None = None
    reserved: int | None = None
    aside: int | None = None


class Goods(msgspec.Struct, frozen=True):
    """What carts want: SKU id to what is known of it and to its levels, as they are seen; an unknown SKU is missing."""

    facts: dict[int, SkuFact]
    levels: dict[int, list[Level]]
    anything: Anything


# An array in a subquery has no length that a planner could look at, so these are planned once and not for every batch anew, which
# took longer than to run them.
COLUMNS = """k.sku_id, k.shop_id, k.product_id, p.title, k.options::text AS options, p.picture_key, k.price_minor,
              p.currency, s.market,
              k.deleted_at IS NULL AND p.status = 'ACTIVATE' AND s.status = 'OPEN' AS on_sale, p.purchase_limit,
              p.category_id, k.weight_g"""
SHOPS = "ARRAY(SELECT w.shop_id FROM skus w WHERE w.sku_id = ANY((SELECT $1::bigint[])::bigint[]))"
GOODS_SQL = f"""SELECT {COLUMNS}, {ANYTHING_COLUMNS.format(shops=SHOPS, now="$2")},
              l.warehouse_id, l.available, l.reserved, l.aside
         FROM skus k JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
              JOIN shops s ON s.shop_id = k.shop_id
              LEFT JOIN stock_levels l ON l.shop_id = k.shop_id AND l.sku_id = k.sku_id
        WHERE k.sku_id = ANY((SELECT $1::bigint[])::bigint[])
        ORDER BY k.shop_id, k.sku_id, l.warehouse_id"""
SEEN_GOODS = rows(Good, GOODS_SQL)
# The shops are shared until the end of the transaction: one that is being closed either waits for these orders and then counts
# them (R-LINK-46), or is seen closed here.
HELD_GOODS = rows(Good, f"{GOODS_SQL} FOR SHARE OF s")
HELD_LEVELS = rows(
    Level,
    f"""SELECT {", ".join("l." + name.strip() for name in LEVEL_COLUMNS.split(","))}
          FROM unnest((SELECT $1::bigint[]), (SELECT $2::bigint[])) AS n (shop_id, sku_id)
               JOIN stock_levels l ON l.shop_id = n.shop_id AND l.sku_id = n.sku_id
         ORDER BY l.shop_id, l.sku_id, l.warehouse_id FOR UPDATE OF l""",
)
HOLDER = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")


async def goods_of(db: Db, carts: Sequence[Cart], *, now: datetime, held: bool = False) -> Goods:
    """What these carts want. `held`: their shops stay open until we commit."""
    skus = sorted({line.sku_id for cart in carts for line in cart.lines})
    found = await (HELD_GOODS if held else SEEN_GOODS).all(db, skus, now)
    levels: dict[int, list[Level]] = {}
    for each in found:
        if each.warehouse_id is not None:
            place = each.shop_id, each.sku_id, each.warehouse_id, each.product_id
            level = Level(*place, each.available or 0, each.reserved or 0, each.aside or 0)
            levels.setdefault(each.sku_id, []).append(level)
    anything = Anything(any(each.promotions for each in found), any(each.vouchers for each in found))
    return Goods({each.sku_id: each for each in found}, levels, anything)


async def held_levels(db: Db, facts: Iterable[SkuFact]) -> dict[int, list[Level]]:
    """SKU id to its levels as they are now, locked in (shop, SKU, warehouse) order."""
    wanted = list(facts)
    found: dict[int, list[Level]] = {}
    if wanted:
        shops, skus = [fact.shop_id for fact in wanted], [fact.sku_id for fact in wanted]
        for level in await HELD_LEVELS.all(db, shops, skus):
            found.setdefault(level.sku_id, []).append(level)
    return found


async def hold_wanted(db: Db, lines: Sequence[Line]) -> Left:
    """Lock the levels from which these lines take, and what is left of them. StockMoved when it is less than they want by now."""
    held = await held_levels(db, {line.fact.sku_id: line.fact for line in lines}.values())
    left: Left = {
        (level.sku_id, level.warehouse_id, None): level.available for levels in held.values() for level in levels
    }
    # Set-asides change under the lock of their levels only.
    asides: dict[int, set[int]] = {}
    for line in lines:
        if line.set_aside_id is not None:
            asides.setdefault(line.fact.shop_id, set()).add(line.set_aside_id)
    for shop_id, wanted in asides.items():
        for each in await set_asides(db, shop_id, sorted(wanted)):
            left[each.sku_id, each.warehouse_id, each.set_aside_id] = each.left
    check_left(left, lines)
    return left


def check_left(left: Left, lines: Iterable[Line]) -> None:
    """StockMoved when these lines want more than is left of what is locked."""
    wanted: Left = {}
    for line in lines:
        key = line.fact.sku_id, line.warehouse_id, line.set_aside_id
        wanted[key] = wanted.get(key, 0) + line.quantity
    if any(left.get(key, 0) < quantity for key, quantity in wanted.items()):
        raise StockMoved


async def held_limits(
    db: Db, carts: Sequence[Cart], facts: Mapping[int, SkuFact], now: datetime
) -> dict[tuple[int, int, int], int | None]:
    """(shop, product, account) to how many more this buyer may order, held; only of products with a limit."""
    keys = {
        (fact.shop_id, fact.product_id, cart.account_id)
        for cart in carts
        for line in cart.lines
        if (fact := facts.get(line.sku_id)) is not None and fact.purchase_limit is not None
    }
    if not keys:
        return {}
    return {key: held.left for key, held in (await hold_bought(db, keys, now)).items()}


async def ways_to_pay(db: Db, carts: Sequence[Cart], now: datetime) -> dict[str, list[Offered]]:
    """Market to its ways of paying; of the markets where somebody wants to pay otherwise than in cash."""
    markets = sorted({str(cart.address.get("country")) for cart in carts if cart.method != "COD"})
    return {market: await payment_methods(db, market, now=now) for market in markets}


async def shown_by(
    db: Db, carts: Sequence[Cart], facts: Mapping[int, SkuFact], *, now: datetime
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
