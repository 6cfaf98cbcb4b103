"""How many pieces of a line are packed and shipped. A higher room says so; the line bounds it, whoever asks at the same time."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.errors import Refused
from etalase.catalog.actions import add_sold
from etalase.stock import actions as stock

PACK = value(
    int,
    """UPDATE order_lines l SET packed_quantity = l.packed_quantity + n.quantity
         FROM unnest($2::bigint[], $3::int[]) AS n (line_id, quantity)
        WHERE l.shop_id = $1 AND l.line_id = n.line_id
          AND l.packed_quantity + n.quantity BETWEEN l.shipped_quantity AND l.quantity - l.cancelled_quantity
    RETURNING l.line_id""",
)
SHIP = value(
    int,
    """UPDATE order_lines l SET shipped_quantity = l.shipped_quantity + n.quantity
         FROM unnest($2::bigint[], $3::int[]) AS n (line_id, quantity)
        WHERE l.shop_id = $1 AND l.line_id = n.line_id AND l.shipped_quantity + n.quantity <= l.packed_quantity
    RETURNING l.line_id""",
)


class Place(msgspec.Struct, frozen=True):
    """What a line took from stock, and from where."""

    line_id: int
    product_id: int
    sku_id: int
    warehouse_id: int


PLACES = rows(
    Place,
    """SELECT line_id, product_id, sku_id, warehouse_id FROM order_lines
        WHERE shop_id = $1 AND line_id = ANY($2::bigint[]) ORDER BY sku_id, line_id""",
)


async def pack_pieces(db: Db, shop_id: int, pieces: Mapping[int, int]) -> None:
    """So many more pieces of each line lie in packages, fewer when negative. Refused `orders.pieces_packed` beyond the line."""
    packed = await PACK.all(db, shop_id, list(pieces), list(pieces.values()))
    if len(packed) != len(pieces):
        raise Refused("orders.pieces_packed")


async def ship_pieces(db: Db, shop_id: int, pieces: Mapping[int, int], *, now: datetime) -> None:
    """A carrier has got these pieces of packed lines: they left the stock for good."""
    shipped = await SHIP.all(db, shop_id, list(pieces), list(pieces.values()))
    if len(shipped) != len(pieces):
        raise Refused("orders.pieces_packed")
    places = await PLACES.all(db, shop_id, list(pieces))
    await stock.sell(db, _moves(shop_id, places, pieces), now)
    await add_sold(db, shop_id, _by_product(places, pieces))


async def pieces_came_back(db: Db, shop_id: int, pieces: Mapping[int, int], *, now: datetime) -> None:
    """Pieces that could not be delivered are with the shop again and can be sold again."""
    places = await PLACES.all(db, shop_id, list(pieces))
    await stock.take_back(db, _moves(shop_id, places, pieces), now, undelivered=True)
    await add_sold(db, shop_id, {product: -count for product, count in _by_product(places, pieces).items()})


def _moves(shop_id: int, places: list[Place], pieces: Mapping[int, int]) -> list[stock.Move]:
    return [
        stock.Move(shop_id, place.sku_id, place.warehouse_id, pieces[place.line_id], place.line_id) for place in places
    ]


def _by_product(places: list[Place], pieces: Mapping[int, int]) -> dict[int, int]:
    counted: Counter[int] = Counter()
    for place in places:
        counted[place.product_id] += pieces[place.line_id]
    return dict(counted)
