"""Shoppers buy, and their orders stand in every state an order can be in."""

from datetime import datetime, timedelta

from etalase.base.actor import Actor
from etalase.demo.loading.stage import Made, Stage
from etalase.orders import actions as orders
from etalase.orders.queries import order_row_of_shop
from etalase.parcels import actions as parcels

ADDRESSES = {
    "sari": {
        "name": "Sari Anggraini",
        "phone": "+6281234567890",
        "country": "ID",
        "region": "DI Yogyakarta",
        "city": "Kota Yogyakarta",
        "district": "Gondokusuman",
        "subdistrict": "Baciro",
        "postal_code": "55225",
        "lines": ["Jl. Melati 12"],
    },
    "budi": {
        "name": "Budi Santoso",
        "phone": "+6281234567891",
        "country": "ID",
        "region": "Jawa Barat",
        "city": "Kota Bandung",
        "district": "Coblong",
        "subdistrict": "Dago",
        "postal_code": "40135",
        "lines": ["Jl. Kebun Raya 7", "Pagar hijau"],
    },
    "melati": {
        "name": "Melati Kusuma",
        "phone": "+6281234567892",
        "country": "ID",
        "region": "Jawa Timur",
        "city": "Kota Surabaya",
        "district": "Gubeng",
        "subdistrict": "Airlangga",
        "postal_code": "60286",
        "lines": ["Jl. Kenanga 3A"],
    },
}
# Who buys what, through whose Showcase, how long ago, how it is paid, and how far it got.
PURCHASES = (
    ("sari", "Sandal gunung Ciremai", "sepatupedia", 260, "SANDBOX_CARD", "COMPLETED"),
    ("budi", "Sepatu gunung", "jejak.id", 190, "SANDBOX_CARD", "DELIVERED"),
    ("melati", "Sneaker kanvas Kawah", "sepatupedia", 60, "COD", "IN_TRANSIT"),
    ("sari", "Sambal bawang", "wisnu.ulas", 40, "COD", "AWAITING_COLLECTION"),
    ("budi", "Sepatu lari jalur", "rumahlari", 30, "SANDBOX_CARD", "AWAITING_SHIPMENT"),
    ("melati", "Loafer kulit", "sepatupedia", 20, "SANDBOX_CARD", "AWAITING_SHIPMENT"),
    ("sari", "Ransel harian", "wisnu.ulas", 6, "SANDBOX_CARD", "AWAITING_SHIPMENT"),
    ("melati", "Topi jelajah", "jejak.id", 3, "SANDBOX_CARD", "CANCELLED"),
)


async def buy_things(stage: Stage) -> None:
    """Place and move every purchase, oldest first."""
    for handle, title, via, hours, method, state in PURCHASES:
        made = next(each for each in stage.goods if each.title.startswith(title))
        placed = stage.now - timedelta(hours=hours)
        order_id = await _buy(stage, stage.actors[handle], made, via, method, placed)
        await _move(stage, made.shop_id, order_id, state, placed)


async def _buy(stage: Stage, buyer: Actor, made: Made, via: str, method: str, at: datetime) -> int:
    # Through the cart, as people do: their address is kept for the next time.
    where_from = orders.Via("SHOWCASE", via)
    await orders.put_in_cart(stage.db, buyer, sku_id=made.sku_ids[0], quantity=1, via=where_from, now=at)
    placed = await orders.buy_cart(
        stage.db, buyer, address=ADDRESSES[buyer.handle], method="COD" if method == "COD" else "SANDBOX_CARD", now=at
    )
    return placed.orders[0].order_id


async def _move(stage: Stage, shop_id: int, order_id: int, state: str, placed: datetime) -> None:
    db, owner = stage.db, next(stage.owner_of(name) for name, each in stage.shops.items() if each == shop_id)
    order = await order_row_of_shop(db, shop_id, order_id)
    if state == "CANCELLED":
        await orders.cancel(db, order, "BUYER", "Salah ukuran", now=placed + timedelta(minutes=20))
        return
    await orders.release_hold(db, order, now=placed + timedelta(hours=1))
    if state == "AWAITING_SHIPMENT":
        return
    where = {"shop_id": shop_id, "order_id": order_id}
    packed, number = placed + timedelta(hours=8), f"KN{order_id}"
    await parcels.ship_order(db, owner, **where, carrier="Kurir Nusantara", tracking_number=number, now=packed)
    if state == "AWAITING_COLLECTION":
        return
    await parcels.hand_over_order(db, owner, **where, now=placed + timedelta(hours=20))
    if state == "IN_TRANSIT":
        return
    await parcels.deliver_order(db, owner, **where, now=placed + timedelta(hours=70))
    if state == "COMPLETED":
        order = await order_row_of_shop(db, shop_id, order_id)
        await orders.complete(db, order, now=placed + timedelta(hours=70, days=6))
