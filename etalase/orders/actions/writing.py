"""Write what the till decided: one statement per table, however many carts."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from etalase.base import events, live
from etalase.base.db import Db, write
from etalase.base.markets import Policy
from etalase.orders.actions.asked import Decided, Line, Placed, PlacedOrder
from etalase.orders.rules import Status
from etalase.payments.actions import Due, open_payments
from etalase.payments.rules import opening_status
from etalase.stock.actions import Move, take

CHECKOUTS = write(
    """INSERT INTO checkouts (account_id, checkout_id, payment_id, currency, total_minor, address, created_at)
       SELECT *, $7::timestamptz
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::jsonb[])"""
)
ORDERS = write(
    """INSERT INTO orders (shop_id, order_id, checkout_id, buyer_account_id, payment_id, payment_method, currency,
              subtotal_minor, total_minor, address, status, unpaid_until, hold_until, placed_at)
       SELECT n.shop_id, n.order_id, n.checkout_id, n.account_id, n.payment_id, n.method, n.currency, n.minor, n.minor,
              n.address, n.status, n.unpaid_until, n.hold_until, $13::timestamptz
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
              $8::bigint[], $9::jsonb[], $10::text[], $11::timestamptz[], $12::timestamptz[])
              AS n (shop_id, order_id, checkout_id, account_id, payment_id, method, currency, minor, address, status,
                    unpaid_until, hold_until)"""
)
LINES = write(
    """INSERT INTO order_lines (shop_id, line_id, order_id, product_id, sku_id, warehouse_id, title, options, picture_key,
              quantity, unit_price_minor, paid_minor, via_kind, via_ref, via_account_id, shown_right, right_link_id,
              right_plan_id, rate_bp)
       SELECT n.shop_id, n.line_id, n.order_id, n.product_id, n.sku_id, n.warehouse_id, n.title, n.options, n.picture_key,
              n.quantity, n.price, n.quantity * n.price, n.via_kind, n.via_ref, n.via_account_id, n.shown_right,
              n.link_id, n.plan_id, n.rate_bp
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
              $8::jsonb[], $9::text[], $10::int[], $11::bigint[], $12::text[], $13::text[], $14::bigint[], $15::text[],
              $16::bigint[], $17::bigint[], $18::int[])
              AS n (shop_id, line_id, order_id, product_id, sku_id, warehouse_id, title, options, picture_key, quantity,
                    price, via_kind, via_ref, via_account_id, shown_right, link_id, plan_id, rate_bp)"""
)
HISTORY = write(
    """INSERT INTO order_history (shop_id, entry_id, order_id, status, at, by_side, by_account_id)
       SELECT n.shop_id, n.entry_id, n.order_id, n.status, $6::timestamptz, 'BUYER', n.account_id
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
              AS n (shop_id, entry_id, order_id, status, account_id)"""
)
MINE = write(
    """INSERT INTO account_orders (account_id, order_id, shop_id, placed_at)
       SELECT *, $4::timestamptz FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])"""
)


class NewOrder(msgspec.Struct, frozen=True):
    """One order about to be written."""

    decided: Decided
    checkout_id: int
    payment_id: int
    shop_id: int
    order_id: int
    line_ids: list[int]
    lines: list[Line]
    status: Status

    @property
    def total_minor(self) -> int:
        """What the buyer pays for it."""
        return sum(line.quantity * line.fact.price_minor for line in self.lines)


async def write_all(db: Db, batch: Sequence[Decided], policies: dict[str, Policy]) -> list[Placed]:
    """Write every cart of the batch; what became of each, in order."""
    orders = [order for decided in batch for order in await _number(db, decided)]
    now = batch[0].at
    moves = [
        Move(order.shop_id, line.fact.sku_id, line.warehouse_id, line.quantity, line_id)
        for order in orders
        for line_id, line in zip(order.line_ids, order.lines, strict=True)
    ]
    await take(db, moves, now)
    placed = [_placed(decided, orders) for decided in batch]
    await open_payments(db, [_due(each, orders) for each in placed], now=now)
    await _write_checkouts(db, batch, placed)
    await _write_orders(db, orders, policies)
    await _write_lines(db, orders)
    await _tell(db, orders)
    return placed


async def _number(db: Db, decided: Decided) -> list[NewOrder]:
    checkout_id, payment_id = await db.new_ids(2)
    status: Status = "ON_HOLD" if decided.cart.method == "COD" else "UNPAID"
    return [
        NewOrder(
            decided,
            checkout_id,
            payment_id,
            shop_id,
            await db.new_id(),
            await db.new_ids(len(lines)),
            lines,
            status,
        )
        for shop_id, lines in sorted(decided.of_shops().items())
    ]


def _placed(decided: Decided, orders: list[NewOrder]) -> Placed:
    own = [order for order in orders if order.decided is decided]
    return Placed(
        decided.cart.account_id,
        own[0].checkout_id,
        own[0].payment_id,
        decided.cart.method,
        decided.currency,
        decided.total_minor,
        [PlacedOrder(order.order_id, order.shop_id, order.status, order.total_minor) for order in own],
        opening_status(decided.cart.method),
    )


def _due(placed: Placed, orders: list[NewOrder]) -> Due:
    shares = [(o.shop_id, o.order_id, o.total_minor) for o in orders if o.checkout_id == placed.checkout_id]
    return Due(placed.account_id, placed.payment_id, placed.checkout_id, placed.method, placed.currency, shares)


async def _write_checkouts(db: Db, batch: Sequence[Decided], placed: list[Placed]) -> None:
    await CHECKOUTS.run(
        db,
        [each.account_id for each in placed],
        [each.checkout_id for each in placed],
        [each.payment_id for each in placed],
        [each.currency for each in placed],
        [each.total_minor for each in placed],
        [_json(decided.cart.address) for decided in batch],
        batch[0].at,
    )


async def _write_orders(db: Db, orders: list[NewOrder], policies: dict[str, Policy]) -> None:
    now = orders[0].decided.at
    ttl = [policies[order.decided.market] for order in orders]
    unpaid = [order.status == "UNPAID" for order in orders]
    await ORDERS.run(
        db,
        [order.shop_id for order in orders],
        [order.order_id for order in orders],
        [order.checkout_id for order in orders],
        [order.decided.cart.account_id for order in orders],
        [order.payment_id for order in orders],
        [order.decided.cart.method for order in orders],
        [order.decided.currency for order in orders],
        [order.total_minor for order in orders],
        [_json(order.decided.cart.address) for order in orders],
        [order.status for order in orders],
        [
            now + timedelta(seconds=p.unpaid_ttl_s) if is_unpaid else None
            for p, is_unpaid in zip(ttl, unpaid, strict=True)
        ],
        [None if is_unpaid else now + timedelta(seconds=p.on_hold_s) for p, is_unpaid in zip(ttl, unpaid, strict=True)],
        now,
    )


async def _write_lines(db: Db, orders: list[NewOrder]) -> None:
    lines = [
        (order, line_id, line) for order in orders for line_id, line in zip(order.line_ids, order.lines, strict=True)
    ]
    shown = [line.shown_by for _, _, line in lines]
    await LINES.run(
        db,
        [order.shop_id for order, _, _ in lines],
        [line_id for _, line_id, _ in lines],
        [order.order_id for order, _, _ in lines],
        [line.fact.product_id for _, _, line in lines],
        [line.fact.sku_id for _, _, line in lines],
        [line.warehouse_id for _, _, line in lines],
        [line.fact.title for _, _, line in lines],
        [line.fact.options for _, _, line in lines],
        [line.fact.picture_key for _, _, line in lines],
        [line.quantity for _, _, line in lines],
        [line.fact.price_minor for _, _, line in lines],
        [line.via.kind if line.via else None for _, _, line in lines],
        [line.via.ref if line.via else None for _, _, line in lines],
        [each.account_id if each else None for each in shown],
        [each.source if each else None for each in shown],
        [each.link_id if each else None for each in shown],
        [each.plan_id if each else None for each in shown],
        [each.rate_bp if each else 0 for each in shown],
    )


async def _tell(db: Db, orders: list[NewOrder]) -> None:
    now = orders[0].decided.at
    shops, numbers = [order.shop_id for order in orders], [order.order_id for order in orders]
    buyers = [order.decided.cart.account_id for order in orders]
    await HISTORY.run(
        db, shops, await db.new_ids(len(orders)), numbers, [order.status for order in orders], buyers, now
    )
    await MINE.run(db, buyers, numbers, shops, now)
    await events.record_all(
        db,
        [
            events.News(
                "order.placed", now, order.shop_id, order.decided.cart.account_id, {"order_id": str(order.order_id)}
            )
            for order in orders
        ],
    )
    for shop_id in sorted(set(shops)):
        await live.announce(db, live.shop(shop_id))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
