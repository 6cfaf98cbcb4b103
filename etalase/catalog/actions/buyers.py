"""How much one buyer may order of a product: counted in a row per (shop, product, buyer), exact whatever arrives together.

For a till, after the stock is locked: `hold_bought` locks the rows of all limited products in the batch and says what each buyer
has ordered in the running window; the till decides cart by cart; `count_bought` writes. Rows are locked in (shop, product,
account) order. A cancelled order gives back with `give_back_bought`. Only products that have a limit are counted, so a new limit
counts from when it was set.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, value, write

Key = tuple[int, int, int]
"""(shop, product, account)"""


class Bought(msgspec.Struct, frozen=True):
    """Pieces of one limited product that one buyer orders now; for `give_back_bought`, those of an order that was cancelled."""

    shop_id: int
    product_id: int
    account_id: int
    quantity: int


class Held(msgspec.Struct, frozen=True):
    """A buyer's row, locked: `limit` None when the product has none any more; `bought` in the window that runs now."""

    shop_id: int
    product_id: int
    account_id: int
    limit: int | None
    bought: int

    @property
    def left(self) -> int | None:
        """How many more this buyer may order now; None for no limit."""
        return None if self.limit is None else max(0, self.limit - self.bought)


OPEN_COUNTS = write(
    """INSERT INTO product_buyers (shop_id, product_id, account_id, since, bought)
       SELECT u.shop_id, u.product_id, u.account_id, $4, 0
       FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS u (shop_id, product_id, account_id)
       ORDER BY u.shop_id, u.product_id, u.account_id
       ON CONFLICT (shop_id, product_id, account_id) DO NOTHING"""
)
WINDOW_OVER = "p.purchase_limit_days IS NOT NULL AND b.since + make_interval(days => p.purchase_limit_days) <= {at}"
HOLD_COUNTS = rows(
    Held,
    f"""SELECT b.shop_id, b.product_id, b.account_id, p.purchase_limit AS limit,
               CASE WHEN {WINDOW_OVER.format(at="$4")} THEN 0 ELSE b.bought END AS bought
        FROM product_buyers b JOIN products p ON p.shop_id = b.shop_id AND p.product_id = b.product_id
        WHERE (b.shop_id, b.product_id, b.account_id) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]))
        ORDER BY b.shop_id, b.product_id, b.account_id FOR UPDATE OF b""",
)
# For a statement of a higher room that names its wishes in a CTE called `buying` (shop_id, product_id, account_id, quantity, at),
# one row per (shop, product, account), after `hold_bought` in the same transaction. `counted` has a row per wish within the limit.
COUNT_FRAGMENT = f"""counted AS (
           UPDATE product_buyers b
           SET bought = CASE WHEN {WINDOW_OVER.format(at="n.at")} OR b.bought = 0 THEN n.quantity ELSE b.bought + n.quantity END,
               since = CASE WHEN {WINDOW_OVER.format(at="n.at")} OR b.bought = 0 THEN n.at ELSE b.since END
           FROM buying n JOIN products p ON p.shop_id = n.shop_id AND p.product_id = n.product_id
           WHERE b.shop_id = n.shop_id AND b.product_id = n.product_id AND b.account_id = n.account_id
             AND (p.purchase_limit IS NULL OR n.quantity +
                  CASE WHEN {WINDOW_OVER.format(at="n.at")} THEN 0 ELSE b.bought END <= p.purchase_limit)
           RETURNING b.shop_id, b.product_id, b.account_id)"""
COUNT = rows(
    Bought,
    f"""WITH buying AS (
           SELECT u.*, $5::timestamptz AS at FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[])
                AS u (shop_id, product_id, account_id, quantity)),
       {COUNT_FRAGMENT}
       SELECT n.shop_id, n.product_id, n.account_id, n.quantity FROM buying n
       WHERE NOT EXISTS (SELECT FROM counted c WHERE c.shop_id = n.shop_id AND c.product_id = n.product_id
                            AND c.account_id = n.account_id)
       ORDER BY 1, 2, 3""",
)
# What was bought in an earlier window counts no more, so there is nothing to give back.
GIVE_BACK = value(
    int,
    """WITH back AS (
           UPDATE product_buyers b SET bought = greatest(0, b.bought - u.quantity)
           FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[]) AS u (shop_id, product_id, account_id, quantity)
           WHERE b.shop_id = u.shop_id AND b.product_id = u.product_id AND b.account_id = u.account_id AND b.since <= $5
           RETURNING b.account_id)
       SELECT count(*) FROM back""",
)


async def hold_bought(db: Db, keys: Iterable[Key], now: datetime) -> dict[Key, Held]:
    """Lock the rows of these (shop, product, account), opening those that are missing; what each may still order.

    Name only products that have a `purchase_limit`; two statements for any number of them.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    columns = [list(column) for column in zip(*wanted, strict=True)]
    await OPEN_COUNTS.run(db, *columns, now)
    held = await HOLD_COUNTS.all(db, *columns, now)
    return {(each.shop_id, each.product_id, each.account_id): each for each in held}


async def count_bought(db: Db, counts: Sequence[Bought], now: datetime) -> list[Bought]:
    """Add what was ordered, after `hold_bought`; counts of one key are summed. Those over the limit, which are left uncounted.

    None are when each was decided on what `hold_bought` said; otherwise undo the transaction.
    """
    summed = _summed(counts)
    if not summed:
        return []
    return await COUNT.all(db, *zip(*((*key, quantity) for key, quantity in summed), strict=True), now)


async def give_back_bought(db: Db, counts: Sequence[Bought], *, ordered_at: datetime) -> None:
    """An order placed at `ordered_at` was cancelled: its buyer may order these pieces again. Products without one do no harm."""
    summed = _summed(counts)
    if summed:
        await GIVE_BACK.sole(db, *zip(*((*key, quantity) for key, quantity in summed), strict=True), ordered_at)


def _summed(counts: Sequence[Bought]) -> list[tuple[Key, int]]:
    summed: dict[Key, int] = {}
    for each in counts:
        key = (each.shop_id, each.product_id, each.account_id)
        summed[key] = summed.get(key, 0) + each.quantity
    return sorted(summed.items())
