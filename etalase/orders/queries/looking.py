"""What a narrowed list looks through: a short stretch of one index, whatever the size of the shop.

One filter has an index of its own. Two at once have none, and a list may hold any two: then a page looks at so many orders and
no more, says which of them fit, and where its stretch was cut, and the next page goes on from there. Nothing is left out, and
no page costs more in a shop with a million orders.
"""

from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Rows, rows
from etalase.base.pages import LIMIT_MAX

LOOKED_AT: Final = 200
# Of many products of each so many lines: more than a page of the desk shows.
LINES_LEAST: Final = 30


class Looked(msgspec.Struct, frozen=True):
    """An order at its place `at` in the list: one that fits, or (`cut`) the last one that was looked at before others."""

    order_id: int
    at: datetime
    fits: bool
    cut: bool


# $1 shop, $2 states, $3 and $4 the last one shown (its place, its number), $5 how many, $6 and $7 placed between, $8 carrier,
# $9 buyer, $10 products; of lists by deadline $11 due before.
FITS: Final = """(w.placed_at >= $6::timestamptz AND w.placed_at < $7::timestamptz
               AND ($8::text IS NULL OR w.carrier = $8) AND ($9::bigint IS NULL OR w.buyer_account_id = $9)
               AND ($10::bigint[] IS NULL OR EXISTS (SELECT FROM order_lines x
                    WHERE x.shop_id = w.shop_id AND x.order_id = w.order_id AND x.product_id = ANY($10))))"""


def stretch(place: str, after: str, also: str) -> Rows[Looked]:
    """The orders of each state along an index that ends with their `place`, merged; `also` narrows the index further."""
    down = "DESC" if after == "<" else "ASC"
    order = f"at {down}, order_id {down}"
    return rows(
        Looked,
        f"""WITH looked AS (
                SELECT k.order_id, k.at FROM unnest($2::text[]) AS s (status) CROSS JOIN LATERAL (
                       SELECT w.order_id, w.{place} AS at FROM orders w
                        WHERE w.shop_id = $1 AND w.status = s.status
                          AND (w.{place}, w.order_id) {after} ($3::timestamptz, $4::bigint) {also}
                        ORDER BY w.{place} {down}, w.order_id {down} LIMIT $5) k
                 ORDER BY {order} LIMIT $5)
            (SELECT l.order_id, l.at, true AS fits, false AS cut FROM looked l CROSS JOIN LATERAL (
                    SELECT * FROM orders o WHERE o.shop_id = $1 AND o.order_id = l.order_id OFFSET 0) w
              WHERE {FITS} ORDER BY {order} LIMIT {LIMIT_MAX + 1})
            UNION ALL
            (SELECT order_id, at, false, true FROM looked ORDER BY {order} OFFSET $5 - 1 LIMIT 1)""",
    )


# Until when is in the place to begin after: an index begins at one bound only.
_PLACED: Final = "AND w.placed_at >= $6::timestamptz"
OF_TIME = stretch("placed_at", "<", _PLACED)
OF_CARRIER = stretch("placed_at", "<", f"{_PLACED} AND w.carrier = $8::text")
OF_BUYER = stretch("placed_at", "<", f"{_PLACED} AND w.buyer_account_id = $9::bigint")
OF_DEADLINE = stretch("due_at", ">", "AND w.due_at < $11::timestamptz")
OF_CARRIER_AND_DEADLINE = stretch("due_at", ">", "AND w.due_at < $11::timestamptz AND w.carrier = $8::text")
# By number, which is by time: the lines of a product are kept in that order. Of each product a stretch of $11 lines; what lies
# below the end of a stretch that was cut has not been looked at. OFFSET 0 keeps the planner from turning it round.
OF_PRODUCTS = rows(
    Looked,
    f"""WITH lines AS (
            SELECT p.product_id, l.order_id FROM unnest($10::bigint[]) AS p (product_id) CROSS JOIN LATERAL (
                   SELECT l.order_id FROM order_lines l
                    WHERE l.shop_id = $1 AND l.product_id = p.product_id AND l.order_id < $4::bigint
                    ORDER BY l.order_id DESC LIMIT $11) l),
        ends AS (SELECT min(order_id) AS order_id FROM lines GROUP BY product_id HAVING count(*) = $11),
        looked AS (
            SELECT DISTINCT order_id FROM lines
             WHERE order_id >= coalesce((SELECT max(order_id) FROM ends), 0) ORDER BY order_id DESC LIMIT $5),
        least AS (SELECT min(order_id) AS order_id, count(*) = $5 OR EXISTS (SELECT FROM ends) AS cut FROM looked)
        SELECT order_id, at, fits, cut FROM (
            SELECT w.order_id, w.placed_at AS at, e.cut AND w.order_id = e.order_id AS cut,
                   {FITS} AND w.status = ANY($2::text[]) AND $3::timestamptz IS NOT NULL AS fits
              FROM looked l CROSS JOIN least e CROSS JOIN LATERAL (
                   SELECT * FROM orders o WHERE o.shop_id = $1 AND o.order_id = l.order_id OFFSET 0) w) f
         WHERE fits OR cut ORDER BY order_id DESC""",
)


def few(candidates: str) -> Rows[Looked]:
    """Candidates put into the order of their deadlines, when there are fewer than $5; else one row that is `cut`."""
    return rows(
        Looked,
        f"""WITH candidates AS ({candidates}),
            many AS (SELECT count(*) >= $5 AS cut FROM candidates)
            (SELECT order_id, due_at AS at, true AS fits, false AS cut FROM (
                SELECT w.order_id, w.due_at FROM (SELECT DISTINCT order_id FROM candidates) c CROSS JOIN many m
                       CROSS JOIN LATERAL (
                       SELECT * FROM orders o WHERE o.shop_id = $1 AND o.order_id = c.order_id AND NOT m.cut OFFSET 0) w
                 WHERE w.status = ANY($2::text[]) AND (w.due_at, w.order_id) > ($3::timestamptz, $4::bigint)
                   AND w.due_at < $11::timestamptz AND {FITS}) f
              ORDER BY due_at, order_id LIMIT {LIMIT_MAX + 1})
            UNION ALL
            SELECT 0, '9999-01-01Z'::timestamptz, false, true FROM many WHERE cut""",
    )


FEW_OF_PRODUCTS = few(
    "SELECT order_id FROM order_lines WHERE shop_id = $1 AND product_id = ANY($10::bigint[]) LIMIT $5"
)
FEW_OF_BUYER = few(
    """SELECT order_id FROM orders WHERE shop_id = $1 AND buyer_account_id = $9::bigint AND status = ANY($2::text[]) LIMIT $5"""
)
FEW_OF_TIME = few(
    """SELECT k.order_id FROM unnest($2::text[]) AS s (status) CROSS JOIN LATERAL (
              SELECT w.order_id FROM orders w WHERE w.shop_id = $1 AND w.status = s.status
                 AND w.placed_at >= $6::timestamptz AND w.placed_at < $7::timestamptz
               ORDER BY w.placed_at DESC, w.order_id DESC LIMIT $5) k LIMIT $5"""
)
