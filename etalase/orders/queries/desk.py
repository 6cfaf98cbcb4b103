"""A shop's orders as its desk lists them: by deadline or newest first, filtered, a page at a time.

Every list reads a stretch of an index per state and merges the stretches (looking.py), so a page costs the same in a shop with a
thousand orders and in one with a million. Words are looked for in the titles of the shop's products (catalog).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, Rows, rows, value
from etalase.base.ids import LARGEST
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, encode_cursor
from etalase.catalog.queries import products_by_words
from etalase.orders.queries.looking import (
    FEW_OF_BUYER,
    FEW_OF_PRODUCTS,
    FEW_OF_TIME,
    LINES_LEAST,
    LOOKED_AT,
    OF_BUYER,
    OF_CARRIER,
    OF_CARRIER_AND_DEADLINE,
    OF_DEADLINE,
    OF_PRODUCTS,
    OF_TIME,
    Looked,
)
from etalase.orders.queries.one import COLUMNS, JOINS, OrderDetail, OrderRow, hide_address, lines_of
from etalase.orders.rules import CODES, Status
from etalase.shops.queries import permit

EVERY: Final[tuple[Status, ...]] = tuple(CODES)
# More orders of a state than this are not counted: nobody reads the difference, and counting them costs.
COUNT_MAX: Final = 100
PRODUCTS_FOUND: Final = 50
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


ROWS_OF = rows(
    OrderRow,
    f"SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.shop_id = $1 AND o.order_id = ANY($2::bigint[])",
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
    look: int = LOOKED_AT,
) -> Page[OrderDetail]:
    """A shop's orders for its staff, with their lines: newest first, or `urgent` ones first (those with a deadline only).

    A page with fewer than `limit` orders that has a cursor looked at `look` orders and found no more among them.
    """
    await permit(db, actor, shop_id, "order.read")
    if sought.order_id is not None:
        return Page(await _details(db, await BY_ID.all(db, shop_id, sought.order_id, list(sought.statuses))))
    find = _by_deadline if urgent or sought.due_before else _by_time
    looked = await find(db, shop_id, sought, limit + 1, cursor, look)
    fitting, end = [each for each in looked if each.fits], next((each for each in looked if each.cut), None)
    if len(fitting) > limit:
        fitting, end = fitting[:limit], fitting[limit - 1]
    found = {each.order_id: each for each in await _rows_of(db, shop_id, fitting)}
    # What moved on since is left out.
    shown = [found[each.order_id] for each in fitting if each.order_id in found]
    return Page(await _details(db, shown), encode_cursor(end.at.isoformat(), end.order_id) if end else None)


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
    found, _ = await products_by_words(db, shop_id, text, patterns, most=PRODUCTS_FOUND)
    return msgspec.structs.replace(sought, product_ids=found)


async def _rows_of(db: Db, shop_id: int, looked: Sequence[Looked]) -> list[OrderRow]:
    return await ROWS_OF.all(db, shop_id, [each.order_id for each in looked]) if looked else []


async def _details(db: Db, found: Sequence[OrderRow]) -> list[OrderDetail]:
    shown = [hide_address(each) for each in found]
    lines = await lines_of(db, shown) if shown else {}
    return [OrderDetail(order, lines[order.order_id], []) for order in shown]


def _after(cursor: str | None) -> tuple[datetime, int] | None:
    """The time and the order after which a page begins."""
    key = decode_cursor(cursor, tuple[datetime, int])
    return key and (key[0] if key[0].tzinfo else key[0].replace(tzinfo=UTC), key[1])


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def _by_time(db: Db, shop_id: int, sought: Sought, limit: int, cursor: str | None, look: int) -> list[Looked]:
    after = _after(cursor) or (END, LARGEST)
    if sought.product_ids is not None:
        lines = max(LINES_LEAST, look // max(1, len(sought.product_ids)))
        return await OF_PRODUCTS.all(db, *_asked(shop_id, sought, after, look), lines)
    if sought.until is not None:
        after = min(after, (sought.until, 0))
    if sought.buyer_account_id is not None:
        exact = sought.carrier is None
        return await OF_BUYER.all(db, *_asked(shop_id, sought, after, limit if exact else look))
    statement = OF_TIME if sought.carrier is None else OF_CARRIER
    return await statement.all(db, *_asked(shop_id, sought, after, limit))


async def _by_deadline(db: Db, shop_id: int, sought: Sought, limit: int, cursor: str | None, look: int) -> list[Looked]:
    after, before = _after(cursor) or (BEGINNING, 0), sought.due_before or END
    gather = _few(sought)
    if gather is not None:
        found = await gather.all(db, *_asked(shop_id, sought, after, look), before)
        if not any(each.cut for each in found):
            return found
    statement = OF_DEADLINE if sought.carrier is None else OF_CARRIER_AND_DEADLINE
    return await statement.all(db, *_asked(shop_id, sought, after, look if gather else limit), before)


def _few(sought: Sought) -> Rows[Looked] | None:
    """What gathers the candidates of a list by deadline where its index alone would not do."""
    if sought.product_ids is not None:
        return FEW_OF_PRODUCTS
    if sought.buyer_account_id is not None:
        return FEW_OF_BUYER
    return FEW_OF_TIME if sought.since or sought.until else None


def _asked(shop_id: int, sought: Sought, after: tuple[datetime, int], many: int) -> tuple[object, ...]:
    products = None if sought.product_ids is None else list(sought.product_ids)
    placed = (sought.since or BEGINNING, sought.until or END)
    return (shop_id, list(sought.statuses), *after, many, *placed, sought.carrier, sought.buyer_account_id, products)
