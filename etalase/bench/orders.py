"""The order desk of a small shop and of one with a million orders: every list it can show, side by side (R-ORD-7)."""

import time
from datetime import datetime
from statistics import median
from typing import Final

from etalase.base.actor import Actor
from etalase.base.db import value
from etalase.bench.ground import Ground, person, shop
from etalase.bench.table import Row, at_most
from etalase.web.seller.orders import Filters, listed
from etalase.web.seller.workplace import workplace

SMALL: Final = 1_000
LARGE: Final = 1_000_000
LARGE_SHORT: Final = 100_000
PRODUCTS: Final = 40
BUYERS: Final = 8
ROUNDS: Final = 25
BATCH: Final = 50_000
# Numbers that the ids of the house do not reach in a bench.
FIRST_ID: Final = 2**51
HELD = value(int, "SELECT count(*) FROM orders WHERE shop_id = $1")
FIRST_PRODUCT = value(int, "SELECT min(product_id) FROM products WHERE shop_id = $1")
# Generated in the database: the same shares of every state whatever the size, an order a minute backwards from now.
ORDERS: Final = """
INSERT INTO orders (shop_id, order_id, checkout_id, buyer_account_id, status, payment_id, payment_method, currency,
       subtotal_minor, total_minor, address, placed_at, paid_at, unpaid_until, hold_until, ship_by, collect_by, deliver_by,
       cancel_at, cancelled_at, cancelled_by, carrier, tracking_number)
SELECT $1, $2 + n, $2 + n, ($3::bigint[])[1 + n % cardinality($3::bigint[])], s.status, $2 + n, 'COD', 'IDR', 50000, 50000,
       '{"name": "Uji", "phone": "+6281234567890", "country": "ID", "region": "Bali", "city": "Denpasar", "lines": ["Jl. 1"]}',
       $6::timestamptz - (n || ' minutes')::interval, $6, NULL,
       CASE WHEN s.status = 'ON_HOLD' THEN $6 + (n % 60 || ' minutes')::interval END, $6 + (n % 5000 || ' minutes')::interval,
       $6 + (n % 6000 || ' minutes')::interval, $6 + (n % 9000 || ' minutes')::interval, $6,
       CASE WHEN s.status = 'CANCELLED' THEN $6 END, CASE WHEN s.status = 'CANCELLED' THEN 'BUYER' END,
       CASE WHEN s.shipped THEN (ARRAY['JNE', 'SANDBOX', 'SiCepat'])[1 + n / 20 % 3] END,
       CASE WHEN s.shipped THEN 'UJI' || n END
  FROM generate_series($4::bigint, $5::bigint) AS n CROSS JOIN LATERAL (
       SELECT st.status, st.status NOT IN ('ON_HOLD', 'AWAITING_SHIPMENT', 'CANCELLED') AS shipped
         FROM (SELECT (ARRAY['AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'AWAITING_COLLECTION', 'IN_TRANSIT', 'IN_TRANSIT',
                             'DELIVERED', 'DELIVERED', 'CANCELLED', 'ON_HOLD'])[1 + n % 20] AS st) x
              CROSS JOIN LATERAL (SELECT coalesce(x.st, 'COMPLETED') AS status) st) s"""
LINES: Final = """
INSERT INTO order_lines (shop_id, line_id, order_id, product_id, sku_id, warehouse_id, title, options, quantity,
       unit_price_minor, paid_minor)
SELECT k.shop_id, $2 + n, $2 + n, k.product_id, k.sku_id, 1, 'Sepatu ukuran uji nomor ' || k.place, '{}', 1, 50000, 50000
  FROM generate_series($3::bigint, $4::bigint) AS n
       JOIN (SELECT shop_id, product_id, sku_id, row_number() OVER (ORDER BY sku_id) - 1 AS place
               FROM skus WHERE shop_id = $1 AND deleted_at IS NULL) k ON k.place = n % $5"""
LISTS: Final[dict[str, Filters]] = {
    "all, newest first": Filters(),
    "to ship, most urgent first": Filters("ship"),
    "on the way, most urgent first": Filters("way"),
    "completed, newest first": Filters("done"),
    "to ship, too late": Filters("ship", due="late"),
    "by carrier": Filters(carrier="JNE"),
    "to hand over, by carrier": Filters("collect", carrier="JNE"),
    "by buyer": Filters(q="@bench.buyer.1"),
    "by words of a product": Filters(q="nomor 7"),
    "to ship, by words of a product": Filters("ship", q="nomor 20"),
    "ordered today": Filters(day="today"),
    "by number": Filters(q=str(FIRST_ID + 7)),
}


async def measure_order_lists(ground: Ground) -> list[Row]:
    """All that a page of the desk asks, per list; the large shop against the small one."""
    large = LARGE if ground.full else LARGE_SHORT
    owner = await person(ground, "bench.owner")
    buyers = [(await person(ground, f"bench.buyer.{number}")).account_id for number in range(BUYERS)]
    shops = {size: await _stocked(ground, owner, size, place, buyers) for place, size in enumerate((SMALL, large))}
    await ground.analyze()
    times: dict[str, dict[int, float]] = {name: {} for name in LISTS}
    for name, asked in LISTS.items():
        for size, shop_id in shops.items():
            times[name][size] = await _timed(ground, owner, shop_id, asked)
    return _rows(times, large)


async def _stocked(ground: Ground, owner: Actor, size: int, place: int, buyers: list[int]) -> int:
    shop_id = await shop(ground, owner, f"Bench orders {size}", PRODUCTS)
    first, now = FIRST_ID + place * 2 * LARGE, ground.now
    async with ground.pool.connection() as db:
        held = await HELD.sole(db, shop_id)
    for start in range(held, size, BATCH):
        end = min(start + BATCH, size) - 1
        async with ground.pool.transaction() as db:
            await db.connection.execute(ORDERS, shop_id, first, buyers, start, end, now)
            await db.connection.execute(LINES, shop_id, first, start, end, PRODUCTS)
        if size >= 10 * BATCH and (start // BATCH) % 4 == 0:
            ground.say(f"orders: {end + 1:,} of {size:,}")
    return shop_id


async def _timed(ground: Ground, owner: Actor, shop_id: int, asked: Filters) -> float:
    now: datetime = ground.now
    taken: list[float] = []
    async with ground.pool.connection() as db:
        place = await workplace(db, owner, shop_id=shop_id, needs="order.read")
        for round_number in range(ROUNDS + 3):
            start = time.perf_counter()
            await listed(db, owner, place=place, asked=asked, cursor=None, now=now)
            if round_number >= 3:
                taken.append(time.perf_counter() - start)
    return median(taken)


def _rows(times: dict[str, dict[int, float]], large: int) -> list[Row]:
    rows: list[Row] = []
    for name, by_size in times.items():
        small_ms, large_ms = by_size[SMALL] * 1000, by_size[large] * 1000
        figure = f"{small_ms:.2f} ms of {SMALL:,} orders, {large_ms:.2f} ms of {large:,}"
        rows.append(at_most(f"order list: {name}", figure, large_ms / small_ms, 2.0))
    return rows
