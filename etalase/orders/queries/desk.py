"""A shop's orders as its desk lists them: by deadline or newest first, filtered, a page at a time.

Every list reads a stretch of an index per state and merges the stretches, so a page costs the same in a shop with a thousand
orders and in one with a million. Of words only the newest products are looked through, like everywhere (catalog).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.ids import LARGEST
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.orders.queries.one import COLUMNS, JOINS, OrderDetail, OrderRow, hide_address, lines_of
from etalase.orders.rules import CODES, Status
from etalase.shops.queries import permit

EVERY: Final[tuple[Status, ...]] = tuple(CODES)
# More orders of a state than this are not counted: nobody reads the difference, and counting them costs.
COUNT_MAX: Final = 100
PRODUCTS_LOOKED_AT: Final = 20_000
PRODUCTS_FOUND: Final = 50
LINES_LOOKED_AT: Final = 5_000
WORDS_MAX: Final = 8
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
END: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Sought(msgspec.Struct, frozen=True):
    """What a list is narrowed to. `since` and `until` are about when it was placed, `due_before` about its deadline."""

    statuses: Sequence[Status] = EVERY
    since: datetime | None = None
    until: datetime | None = None
    due_before: datetime | None = None
    carrier: str | None = None
    order_id: int | None = None
    buyer_account_id: int | None = None
    product_ids: Sequence[int] | None = None


class Count(msgspec.Struct, frozen=True):
    """How many orders of a shop are in a state; COUNT_MAX means: so many, or more."""

    status: Status
    orders: int


# $1 shop, $2 states, $3 and $4 the last one shown (time, order), $5 and $6 placed between, $7 how many.
_NARROWED: Final = """w.shop_id = $1 AND (w.placed_at, w.order_id) < ($3::timestamptz, $4::bigint)
               AND w.placed_at >= $5::timestamptz AND w.placed_at < $6::timestamptz"""
_NEWEST: Final = "ORDER BY w.placed_at DESC, w.order_id DESC LIMIT $7"
_FOUND: Final = f"""SELECT {COLUMNS} FROM found f JOIN orders o ON o.shop_id = $1 AND o.order_id = f.order_id {JOINS}
         ORDER BY o.placed_at DESC, o.order_id DESC LIMIT $7"""
BY_TIME = rows(
    OrderRow,
    f"""WITH found AS (
            SELECT k.order_id FROM unnest($2::text[]) AS s (status) CROSS JOIN LATERAL (
                SELECT w.order_id, w.placed_at FROM orders w WHERE w.status = s.status AND {_NARROWED} {_NEWEST}) k
             ORDER BY k.placed_at DESC, k.order_id DESC LIMIT $7)
        {_FOUND}""",
)
BY_CARRIER = rows(
    OrderRow,
    f"""WITH found AS (
            SELECT k.order_id FROM unnest($2::text[]) AS s (status) CROSS JOIN LATERAL (
                SELECT w.order_id, w.placed_at FROM orders w
                 WHERE w.status = s.status AND w.carrier = $8 AND {_NARROWED} {_NEWEST}) k
             ORDER BY k.placed_at DESC, k.order_id DESC LIMIT $7)
        {_FOUND}""",
)
BY_BUYER = rows(
    OrderRow,
    f"""WITH found AS (
            SELECT w.order_id FROM orders w WHERE w.buyer_account_id = $8 AND w.status = ANY($2::text[])
               AND ($9::text IS NULL OR w.carrier = $9) AND {_NARROWED} {_NEWEST})
        {_FOUND}""",
)
# By number, which is by time: a product's lines are kept in that order. OFFSET 0 keeps the planner from turning it round.
BY_PRODUCT = rows(
    OrderRow,
    f"""WITH found AS (
            SELECT DISTINCT k.order_id FROM unnest($8::bigint[]) AS p (product_id) CROSS JOIN LATERAL (
                SELECT w.order_id FROM (
                        SELECT l.order_id FROM order_lines l
                         WHERE l.shop_id = $1 AND l.product_id = p.product_id AND l.order_id < $4::bigint
                         ORDER BY l.order_id DESC LIMIT $11) l CROSS JOIN LATERAL (
                    SELECT w.order_id FROM orders w
                     WHERE w.shop_id = $1 AND w.order_id = l.order_id AND w.status = ANY($2::text[])
                       AND $3::timestamptz IS NOT NULL
                       AND w.placed_at >= $5::timestamptz AND w.placed_at < $6::timestamptz
                       AND ($9::text IS NULL OR w.carrier = $9)
                       AND ($10::bigint IS NULL OR w.buyer_account_id = $10) OFFSET 0) w
                 LIMIT $7) k
             ORDER BY k.order_id DESC LIMIT $7)
        SELECT {COLUMNS} FROM found f JOIN orders o ON o.shop_id = $1 AND o.order_id = f.order_id {JOINS}
         ORDER BY o.order_id DESC LIMIT $7""",
)
# $3 and $4 the last one shown (deadline, order), $5 due before, $6 and $7 placed between, $8 how many; then what narrows it.
BY_DEADLINE = rows(
    OrderRow,
    f"""WITH found AS (
            SELECT k.order_id FROM unnest($2::text[]) AS s (status) CROSS JOIN LATERAL (
                SELECT w.order_id, w.due_at FROM orders w
                 WHERE w.shop_id = $1 AND w.status = s.status AND (w.due_at, w.order_id) > ($3::timestamptz, $4::bigint)
                   AND w.due_at < $5::timestamptz AND w.placed_at >= $6::timestamptz AND w.placed_at < $7::timestamptz
                   AND ($9::text IS NULL OR w.carrier = $9) AND ($10::bigint IS NULL OR w.buyer_account_id = $10)
                   AND ($11::bigint[] IS NULL OR EXISTS (SELECT 1 FROM order_lines l WHERE l.shop_id = w.shop_id
                        AND l.order_id = w.order_id AND l.product_id = ANY($11)))
                 ORDER BY w.due_at, w.order_id LIMIT $8) k
             ORDER BY k.due_at, k.order_id LIMIT $8)
        SELECT {COLUMNS} FROM found f JOIN orders o ON o.shop_id = $1 AND o.order_id = f.order_id {JOINS}
         ORDER BY o.due_at, o.order_id LIMIT $8""",
)
BY_ID = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS}
         WHERE o.shop_id = $1 AND o.order_id = $2 AND o.status = ANY($3::text[])""",
)
# In the order of an index, so that nobody comes to read the whole table for a hundred rows.
COUNTS = rows(
    Count,
    """SELECT s.status, (SELECT count(*)::int FROM (SELECT 1 FROM orders w WHERE w.shop_id = $1 AND w.status = s.status
              ORDER BY w.placed_at DESC, w.order_id DESC LIMIT $3) few) AS orders
         FROM unnest($2::text[]) AS s (status)""",
)
HOLDER = value(int, "SELECT account_id FROM handle_claims WHERE handle = $1")
PRODUCTS = value(
    int,
    """SELECT p.product_id FROM (SELECT product_id, title FROM products WHERE shop_id = $1
                ORDER BY product_id DESC LIMIT $3) p
        WHERE p.title ILIKE ALL ($2::text[]) ORDER BY p.product_id DESC LIMIT $4""",
)
CARRIERS = value(
    str,
    """WITH RECURSIVE known AS (
           (SELECT s.status, (SELECT min(w.carrier) FROM orders w
                   WHERE w.shop_id = $1 AND w.status = s.status AND w.carrier IS NOT NULL) AS carrier
              FROM unnest($2::text[]) AS s (status))
           UNION ALL
           SELECT k.status, (SELECT min(w.carrier) FROM orders w
                   WHERE w.shop_id = $1 AND w.status = k.status AND w.carrier > k.carrier)
             FROM known k WHERE k.carrier IS NOT NULL)
       SELECT DISTINCT carrier FROM known WHERE carrier IS NOT NULL ORDER BY 1 LIMIT 50""",
)


async def desk_orders(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    sought: Sought,
    urgent: bool = False,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[OrderDetail]:
    """A shop's orders for its staff, with their lines: newest first, or `urgent` ones first (those with a deadline only)."""
    await permit(db, actor, shop_id, "order.read")
    if sought.order_id is not None:
        found = await BY_ID.all(db, shop_id, sought.order_id, list(sought.statuses))
    else:
        find = _by_deadline if urgent or sought.due_before else _by_time
        found = await find(db, shop_id, sought, limit + 1, cursor)
    shown = [hide_address(each) for each in found]
    lines = await lines_of(db, shown) if shown else {}
    details = [OrderDetail(order, lines[order.order_id], []) for order in shown]
    if urgent or sought.due_before:
        return page_of(details, limit, lambda each: (_text(each.order.due_at), each.order.order_id))
    return page_of(details, limit, lambda each: (_text(each.order.placed_at), each.order.order_id))


async def counts_up_to(db: Db, shop_id: int, statuses: Sequence[Status]) -> dict[str, int]:
    """State to the number of a shop's orders in it, COUNT_MAX at most."""
    return {each.status: each.orders for each in await COUNTS.all(db, shop_id, list(statuses), COUNT_MAX)}


async def carriers_in_use(db: Db, actor: Actor, *, shop_id: int) -> list[str]:
    """The carriers of a shop's orders, to choose from."""
    await permit(db, actor, shop_id, "order.read")
    return await CARRIERS.all(db, shop_id, list(EVERY))


async def sought_by_words(db: Db, shop_id: int, sought: Sought, words: str) -> Sought:
    """What was typed: the number of an order, a buyer's handle (`@sari`), or words of a product's title."""
    text = words.strip()
    if not text:
        return sought
    if text.isascii() and text.isdigit():
        return msgspec.structs.replace(sought, order_id=min(int(text), LARGEST))
    if text.startswith("@"):
        holder = await HOLDER.get(db, text[1:].lower())
        return msgspec.structs.replace(sought, buyer_account_id=holder if holder is not None else 0)
    patterns = ["%" + _plain(word) + "%" for word in text.split()[:WORDS_MAX]]
    found = await PRODUCTS.all(db, shop_id, patterns, PRODUCTS_LOOKED_AT, PRODUCTS_FOUND)
    return msgspec.structs.replace(sought, product_ids=found)


def _text(at: datetime | None) -> str:
    return (at or END).isoformat()


def _after(cursor: str | None) -> tuple[datetime, int] | None:
    """The time and the order after which a page begins."""
    key = decode_cursor(cursor, tuple[datetime, int])
    return key and (key[0] if key[0].tzinfo else key[0].replace(tzinfo=UTC), key[1])


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def _by_time(db: Db, shop_id: int, sought: Sought, limit: int, cursor: str | None) -> list[OrderRow]:
    at, order_id = _after(cursor) or (END, LARGEST)
    asked = (shop_id, list(sought.statuses), at, order_id, sought.since or BEGINNING, sought.until or END, limit)
    if sought.product_ids is not None:
        products = list(sought.product_ids)
        return await BY_PRODUCT.all(db, *asked, products, sought.carrier, sought.buyer_account_id, LINES_LOOKED_AT)
    if sought.buyer_account_id is not None:
        return await BY_BUYER.all(db, *asked, sought.buyer_account_id, sought.carrier)
    if sought.carrier is not None:
        return await BY_CARRIER.all(db, *asked, sought.carrier)
    return await BY_TIME.all(db, *asked)


async def _by_deadline(db: Db, shop_id: int, sought: Sought, limit: int, cursor: str | None) -> list[OrderRow]:
    at, order_id = _after(cursor) or (BEGINNING, 0)
    return await BY_DEADLINE.all(
        db,
        shop_id,
        list(sought.statuses),
        at,
        order_id,
        sought.due_before or END,
        sought.since or BEGINNING,
        sought.until or END,
        limit,
        sought.carrier,
        sought.buyer_account_id,
        None if sought.product_ids is None else list(sought.product_ids),
    )
