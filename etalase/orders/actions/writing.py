"""Write what the till decided, and what is kept for the calls that asked: one statement, however many carts.

It joins the fragments of the rooms below, each of which writes its own tables: stock takes the pieces, payments opens what is
due, events are recorded with the reactions they owe, idempotency keeps the answers.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base import events, idempotency
from etalase.base.db import Db, rows, write
from etalase.base.errors import Refused
from etalase.catalog.actions import Bought, count_bought
from etalase.orders.actions.asked import Decided
from etalase.orders.actions.facts import StockMoved, hold_wanted
from etalase.orders.actions.numbering import NewOrder, Numbered
from etalase.orders.actions.records import CART_COLUMNS, LINE_COLUMNS, ORDER_COLUMNS, records_of
from etalase.payments.actions.opening import OPEN_FRAGMENT
from etalase.stock.actions import TAKE_FRAGMENT, Move, take_from_asides


class Written(msgspec.Struct, frozen=True):
    """How many levels gave their pieces, and how many answers were kept."""

    taken: int
    kept: int


WRITE = rows(
    Written,
    f"""WITH asked AS (
           SELECT n.*, $4::timestamptz AS at FROM json_to_recordset($1::json) AS n ({CART_COLUMNS})),
       placed AS (
           SELECT n.*, a.account_id, a.payment_id, a.method, a.currency, a.address, a.at
             FROM json_to_recordset($2::json) AS n ({ORDER_COLUMNS}) JOIN asked a USING (checkout_id)),
       bought AS (
           SELECT n.*, $4::timestamptz AS at FROM json_to_recordset($3::json) AS n ({LINE_COLUMNS})),
       answers AS (
           SELECT n.*, $10::timestamptz AS created_at
             FROM unnest($5::bigint[], $6::text[], $7::bytea[], $8::smallint[], $9::bytea[])
                  AS n (account_id, key, request_hash, status, body)),
       wanted AS (
           SELECT shop_id, sku_id, warehouse_id, quantity, order_line_id, move_id, at FROM bought WHERE move_id IS NOT NULL),
       {TAKE_FRAGMENT},
       due AS (
           SELECT a.account_id, a.payment_id, a.checkout_id, a.method, a.payment_status AS status, a.currency, a.at,
                  sum(p.total)::bigint AS amount_minor
             FROM asked a JOIN placed p USING (checkout_id) GROUP BY 1, 2, 3, 4, 5, 6, 7),
       shares AS (SELECT shop_id, payment_id, order_id, total AS amount_minor FROM placed),
       {OPEN_FRAGMENT},
       checked_out AS (
           INSERT INTO checkouts (account_id, checkout_id, payment_id, currency, total_minor, address, created_at)
           SELECT a.account_id, a.checkout_id, a.payment_id, a.currency, d.amount_minor, a.address, a.at
             FROM asked a JOIN due d USING (checkout_id)),
       ordered AS (
           INSERT INTO orders (shop_id, order_id, checkout_id, buyer_account_id, payment_id, payment_method, currency,
                  subtotal_minor, seller_discount_minor, platform_discount_minor, shipping_minor, tax_minor,
                  tax_included_minor, buyer_fee_minor, total_minor, address, status, unpaid_until, hold_until,
                  shipping_method, placed_at)
           SELECT shop_id, order_id, checkout_id, account_id, payment_id, method, currency, subtotal, seller_discount,
                  platform_discount, shipping, tax, tax_included, buyer_fee, total, address, status, unpaid_until,
                  hold_until, shipping_method, at
             FROM placed),
       lined AS (
           INSERT INTO order_lines (shop_id, line_id, order_id, product_id, sku_id, warehouse_id, title, options,
                  picture_key, quantity, unit_price_minor, seller_discount_minor, platform_discount_minor, shipping_minor,
                  shipping_seller_minor, shipping_platform_minor, tax_minor, tax_included_minor, buyer_fee_minor,
                  paid_minor, tax_rule, promotions, via_kind, via_ref, via_account_id, shown_right, right_link_id,
                  right_plan_id, rate_bp)
           SELECT shop_id, order_line_id, order_id, product_id, sku_id, warehouse_id, title, options, picture_key,
                  quantity, unit_price, seller_discount, platform_discount, shipping, shipping_seller, shipping_platform,
                  tax, tax_included, buyer_fee, paid, tax_rule, promotions, via_kind, via_ref, via_account_id, shown_right,
                  link_id, plan_id, rate_bp
             FROM bought),
       told AS (
           INSERT INTO order_history (shop_id, entry_id, order_id, status, at, by_side, by_account_id)
           SELECT shop_id, entry_id, order_id, status, at, 'BUYER', account_id FROM placed),
       listed AS (
           INSERT INTO account_orders (account_id, order_id, shop_id, placed_at)
           SELECT account_id, order_id, shop_id, at FROM placed),
       news AS (
           SELECT event_id, 'order.placed' AS name, at, shop_id, account_id,
                  jsonb_build_object('order_id', order_id::text) AS facts
             FROM placed),
       recorded AS ({events.RECORDED}),
       owed AS ({events.REACTIONS_OWED}),
       {idempotency.KEPT_FRAGMENT}
       SELECT (SELECT count(*) FROM taken)::int AS taken, (SELECT count(*) FROM kept)::int AS kept""",
)
EMPTY_CARTS = write(
    """DELETE FROM cart_lines c USING unnest($1::bigint[], $2::bigint[]) AS n (account_id, sku_id)
        WHERE c.account_id = n.account_id AND c.sku_id = n.sku_id"""
)
KEEP_ADDRESSES = write(
    """INSERT INTO addresses (account_id, slot, address, saved_at)
       SELECT account_id, 0, address, $3 FROM unnest($1::bigint[], $2::jsonb[]) AS n (account_id, address)
        ORDER BY account_id
       ON CONFLICT (account_id, slot) DO UPDATE SET address = excluded.address, saved_at = excluded.saved_at"""
)


async def write_all(
    db: Db, batch: Sequence[Numbered], calls: Sequence[idempotency.Call], *, now: datetime, wall: datetime, held: bool
) -> None:
    """Write every cart of the batch and keep the answers to their calls. `held`: the stock is locked already.

    Refused `idempotency.in_flight` when a key was taken by another call meanwhile, StockMoved when the stock was not held and
    others took it; nothing of the batch then stands.
    """
    if not batch:
        await idempotency.keep_all(db, calls, wall)
        return
    await _count_limited(db, batch, now)
    records = await records_of(db, batch)
    lines = [line for each in batch for line in each.decided.lines]
    levels = {(line.fact.shop_id, line.fact.sku_id, line.warehouse_id) for line in lines if line.set_aside_id is None}
    through = [move for each in batch for order in each.orders for move in _through(order)]
    # As late as can be: others who want the same SKU wait from here until the commit. Of one level alone WRITE takes the lock
    # itself and looks whether there is enough; several must be locked in their order first.
    if not held and (through or len(levels) > 1):
        await hold_wanted(db, lines)
        held = True
    if through:
        await take_from_asides(db, through, now)
    written = await WRITE.sole(db, *records, now, *idempotency.columns(calls), wall)
    if written.kept < len(calls):
        raise Refused("idempotency.in_flight")
    if written.taken < len(levels):
        if not held:
            raise StockMoved
        raise AssertionError("stock that was locked has gone")
    await _after_carts(db, [each.decided for each in batch], now)


def _through(order: NewOrder) -> list[Move]:
    """What an order takes from set-asides: moved by a statement of its own, since no statement changes a level twice."""
    return [
        Move(order.shop_id, line.fact.sku_id, line.warehouse_id, line.quantity, line_id, line.set_aside_id)
        for line_id, _, line in order.lines
        if line.set_aside_id is not None
    ]


async def _count_limited(db: Db, batch: Sequence[Numbered], now: datetime) -> None:
    counts = [
        Bought(line.fact.shop_id, line.fact.product_id, each.decided.cart.account_id, line.quantity)
        for each in batch
        for line in each.decided.lines
        if line.fact.purchase_limit is not None
    ]
    if counts and await count_bought(db, counts, now):
        raise AssertionError("a purchase limit that was held has gone")


async def _after_carts(db: Db, batch: Sequence[Decided], now: datetime) -> None:
    """What a checkout from the cart leaves behind: no lines there, and its address for the next one."""
    carts = {decided.cart.account_id: decided for decided in batch if decided.cart.from_cart}
    if not carts:
        return
    bought = [(account, line.fact.sku_id) for account, decided in carts.items() for line in decided.lines]
    await EMPTY_CARTS.run(db, [account for account, _ in bought], [sku for _, sku in bought])
    await KEEP_ADDRESSES.run(db, list(carts), [_json(each.cart.address) for each in carts.values()], now)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
