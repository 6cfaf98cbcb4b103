"""Shops with many orders, for the lists of their desks: generated in the database, the same shares of everything at any size."""

from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import rows, value
from etalase.base.pages import encode_cursor
from etalase.bench.ground import Ground, person, shop

PRODUCTS: Final = 40
BUYERS: Final = 8
BATCH: Final = 50_000
# Numbers that the ids of the house do not reach in a bench; each shop begins a stretch of its own.
FIRST_ID: Final = 2**51
STRETCH: Final = 10_000_000
RARE_BUYER: Final = "bench.buyer.once"
NO_BUYER: Final = "bench.buyer.never"
HELD = value(int, "SELECT count(*) FROM orders WHERE shop_id = $1")
# An order a minute backwards from now, a tenth of them to be shipped, of those a third too late. One order alone is of its
# buyer, one of its carrier, one of its product; eight wholesalers bought the rest.
ORDERS: Final = """
INSERT INTO orders (shop_id, order_id, checkout_id, buyer_account_id, status, payment_id, payment_method, currency,
       subtotal_minor, total_minor, address, placed_at, paid_at, unpaid_until, hold_until, ship_by, collect_by, deliver_by,
       cancel_at, cancelled_at, cancelled_by, carrier, tracking_number)
SELECT $1, $2 + n, $2 + n, CASE WHEN n = 3 THEN $8 ELSE ($3::bigint[])[1 + n % cardinality($3::bigint[])] END, s.status, $2 + n,
       'COD', 'IDR', 50000, 50000,
       '{"name": "Uji", "phone": "+6281234567890", "country": "ID", "region": "Bali", "city": "Denpasar", "lines": ["Jl. 1"]}',
       $6::timestamptz - ($7 - n || ' minutes')::interval, $6, NULL,
       CASE WHEN s.status = 'ON_HOLD' THEN $6 + (n % 60 || ' minutes')::interval END, s.due, s.due, s.due, $6,
       CASE WHEN s.status = 'CANCELLED' THEN $6 END, CASE WHEN s.status = 'CANCELLED' THEN 'BUYER' END,
       CASE WHEN s.shipped THEN CASE WHEN n = 3 THEN 'SAP' ELSE (ARRAY['JNE', 'SANDBOX', 'SiCepat'])[1 + n / 20 % 3] END END,
       CASE WHEN s.shipped THEN 'UJI' || n END
  FROM generate_series($4::bigint, $5::bigint) AS n CROSS JOIN LATERAL (
       SELECT st.status, st.status NOT IN ('ON_HOLD', 'AWAITING_SHIPMENT', 'CANCELLED') AS shipped,
              $6::timestamptz + (n * 37 % 5000 - 1500 || ' minutes')::interval AS due
         FROM (SELECT (ARRAY['AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'AWAITING_COLLECTION', 'IN_TRANSIT', 'IN_TRANSIT',
                             'DELIVERED', 'DELIVERED', 'CANCELLED', 'ON_HOLD'])[1 + n % 20] AS st) x
              CROSS JOIN LATERAL (SELECT coalesce(x.st, 'COMPLETED') AS status) st) s"""
LINES: Final = """
INSERT INTO order_lines (shop_id, line_id, order_id, product_id, sku_id, warehouse_id, title, options, quantity,
       unit_price_minor, paid_minor)
SELECT k.shop_id, $2 + n, $2 + n, k.product_id, k.sku_id, 1, 'Sepatu ukuran uji nomor ' || k.place, '{}', 1, 50000, 50000
  FROM generate_series($3::bigint, $4::bigint) AS n
       JOIN (SELECT shop_id, product_id, sku_id, row_number() OVER (ORDER BY sku_id) - 1 AS place
               FROM skus WHERE shop_id = $1 AND deleted_at IS NULL) k
            ON k.place = CASE WHEN n = 3 THEN $5 - 1 ELSE n % ($5 - 1) END"""


class Place(msgspec.Struct, frozen=True):
    """An order and the time its list is sorted by."""

    at: str
    order_id: int


HALFWAY = rows(
    Place,
    """SELECT to_json(placed_at)#>>'{}' AS at, order_id FROM orders WHERE shop_id = $1 ORDER BY placed_at DESC
       OFFSET (SELECT count(*) / 2 FROM orders WHERE shop_id = $1) LIMIT 1""",
)
HALFWAY_TO_SHIP = rows(
    Place,
    """SELECT to_json(due_at)#>>'{}' AS at, order_id FROM orders WHERE shop_id = $1 AND status = 'AWAITING_SHIPMENT'
        ORDER BY due_at, order_id
       OFFSET (SELECT count(*) / 2 FROM orders WHERE shop_id = $1 AND status = 'AWAITING_SHIPMENT') LIMIT 1""",
)


class Stocked(msgspec.Struct, frozen=True):
    """A shop with its orders: one number of them, and the cursors that lead into the middle of its lists."""

    shop_id: int
    size: int
    number: int
    halfway: str
    halfway_to_ship: str


async def stocked(ground: Ground, owner: Actor, size: int, place: int) -> Stocked:
    """The shop of this size, built when it is not there yet."""
    buyers = [(await person(ground, f"bench.buyer.{number}")).account_id for number in range(BUYERS)]
    rare, _ = await person(ground, RARE_BUYER), await person(ground, NO_BUYER)
    shop_id, first, now = (
        await shop(ground, owner, f"Bench lists {size}", PRODUCTS),
        FIRST_ID + place * STRETCH,
        ground.now,
    )
    async with ground.pool.connection() as db:
        held = await HELD.sole(db, shop_id)
    for start in range(held, size, BATCH):
        end = min(start + BATCH, size) - 1
        async with ground.pool.transaction() as db:
            await db.connection.execute(ORDERS, shop_id, first, buyers, start, end, now, size, rare.account_id)
            await db.connection.execute(LINES, shop_id, first, start, end, PRODUCTS)
        if size >= 10 * BATCH and (start // BATCH) % 4 == 0:
            ground.say(f"orders: {end + 1:,} of {size:,}")
    async with ground.pool.connection() as db:
        half, due = await HALFWAY.sole(db, shop_id), await HALFWAY_TO_SHIP.sole(db, shop_id)
    cursors = [encode_cursor(each.at, each.order_id) for each in (half, due)]
    return Stocked(shop_id, size, first + size // 3, *cursors)
