"""What the till reads before it decides: SKUs and the stock it locks, who showed them, offers, limits, earlier orders."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from etalase.base.db import Db, rows, value
from etalase.base.markets import Policy
from etalase.catalog.actions import hold_bought
from etalase.orders.actions.asked import Cart, Line, ShownBy, SkuFact
from etalase.payments.queries import cod_standings, payment_methods
from etalase.payments.rules import CodStanding, Offered
from etalase.showcase import queries as showcase
from etalase.stock.queries import LEVEL_COLUMNS, Level, set_asides

Left = dict[tuple[int, int, int | None], int]
"""SKU, warehouse and, for pieces of one, set-aside to how many there are."""


class StockMoved(Exception):
    """Stock that was seen, but not locked, has been taken by others: nothing was written, decide again under the lock."""


# An array in a subquery has no length that a planner could look at, so these are planned once and not for every batch anew, which
# took longer than to run them.
COLUMNS = """k.sku_id, k.shop_id, k.product_id, p.title, k.options::text AS options, p.picture_key, k.price_minor,
              p.currency, s.market,
              k.deleted_at IS NULL AND p.status = 'ACTIVATE' AND s.status = 'OPEN' AS on_sale, p.purchase_limit,
              p.category_id, k.weight_g"""
FROM = """skus k JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
              JOIN shops s ON s.shop_id = k.shop_id
        WHERE k.sku_id = ANY((SELECT $1::bigint[])::bigint[])"""
SKUS = rows(SkuFact, f"SELECT {COLUMNS} FROM {FROM}")
# The shops are shared until the end of the transaction: one that is being closed either waits for these orders and then counts
# them (R-LINK-46), or is seen closed here.
HELD_SKUS = rows(SkuFact, f"SELECT {COLUMNS} FROM {FROM} ORDER BY k.shop_id, k.sku_id FOR SHARE OF s")
LEVELS_SQL = f"""SELECT {", ".join("l." + name.strip() for name in LEVEL_COLUMNS.split(","))}
          FROM unnest((SELECT $1::bigint[]), (SELECT $2::bigint[])) AS n (shop_id, sku_id)
               JOIN stock_levels l ON l.shop_id = n.shop_id AND l.sku_id = n.sku_id
         ORDER BY l.shop_id, l.sku_id, l.warehouse_id"""
SEEN_LEVELS = rows(Level, LEVELS_SQL)
HELD_LEVELS = rows(Level, f"{LEVELS_SQL} FOR UPDATE OF l")
HOLDER = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")
# Only whether there were few of them is of interest, so no more are counted.
EARLIER = value(
    int,
    """SELECT (SELECT count(*)
                 FROM (SELECT FROM account_orders o WHERE o.account_id = n.account_id LIMIT (SELECT $2::bigint)) few)::int
         FROM unnest((SELECT $1::bigint[])) WITH ORDINALITY AS n (account_id, at) ORDER BY n.at""",
)


async def sku_facts(db: Db, sku_ids: Iterable[int]) -> dict[int, SkuFact]:
    """SKU id to what is known of it; an unknown SKU is missing."""
    return {fact.sku_id: fact for fact in await SKUS.all(db, sorted(set(sku_ids)))}


async def held_facts(db: Db, carts: Sequence[Cart]) -> dict[int, SkuFact]:
    """The same of all that these carts want, with their shops held open until we commit."""
    wanted = sorted({line.sku_id for cart in carts for line in cart.lines})
    return {fact.sku_id: fact for fact in await HELD_SKUS.all(db, wanted)}


async def levels_of(db: Db, facts: Iterable[SkuFact], *, held: bool) -> dict[int, list[Level]]:
    """SKU id to its levels, as they are now or, when `held`, locked in (shop, SKU, warehouse) order."""
    wanted = list(facts)
    found: dict[int, list[Level]] = {}
    if wanted:
        shops, skus = [fact.shop_id for fact in wanted], [fact.sku_id for fact in wanted]
        for level in await (HELD_LEVELS if held else SEEN_LEVELS).all(db, shops, skus):
            found.setdefault(level.sku_id, []).append(level)
    return found


async def hold_wanted(db: Db, lines: Sequence[Line]) -> Left:
    """Lock the levels from which these lines take, and what is left of them. StockMoved when it is less than they want by now."""
    held = await levels_of(db, {line.fact.sku_id: line.fact for line in lines}.values(), held=True)
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


async def earlier_orders(db: Db, carts: Sequence[Cart], policies: Mapping[str, Policy]) -> dict[int, int]:
    """Account to how many orders it has placed, counted as far as a fee depends on it (R-ORD-6).

    Two checkouts of one buyer at the same moment in two processes may both be the fourth: the buyer is a fee better off.
    """
    asking = {market: each for market, each in policies.items() if each.service_fee_minor}
    accounts = sorted({cart.account_id for cart in carts if cart.address.get("country") in asking})
    if not accounts:
        return {}
    most = max(each.service_fee_from_order for each in asking.values())
    return dict(zip(accounts, await EARLIER.all(db, accounts, most), strict=True))


async def standings(db: Db, carts: Sequence[Cart], now: datetime) -> dict[int, CodStanding]:
    """Account to what decides whether it may pay in cash (R-COD-1); of those that want to."""
    accounts = sorted({cart.account_id for cart in carts if cart.method == "COD"})
    return await cod_standings(db, accounts, now=now) if accounts else {}


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
