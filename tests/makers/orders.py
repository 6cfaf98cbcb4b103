"""Checkouts for tests, placed by the room's own verbs, and a check that every promise of the house still holds."""

from datetime import UTC, datetime

from etalase.app.wiring import sweeps
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.orders.actions import Cart, CartLine, Placed, Via, place
from etalase.orders.queries import OrderRow, order_row
from etalase.payments.rules import Method
from etalase.stock.queries import Level

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADDRESS = {
    "name": "Rina Wulandari",
    "phone": "+6281234567890",
    "country": "ID",
    "region": "DKI Jakarta",
    "city": "Jakarta Selatan",
    "postal_code": "12190",
    "lines": ["Jl. Kenanga 7"],
}
STOCK = rows(
    Level,
    """SELECT shop_id, sku_id, warehouse_id, product_id, available, reserved
         FROM stock_levels WHERE sku_id = ANY($1::bigint[]) ORDER BY sku_id""",
)


def cart_of(
    buyer: Actor, *lines: tuple[int, int], method: Method = "COD", card: str = "approve", via: Via | None = None
) -> Cart:
    """A cart of (SKU, pieces), to be sent to an address in Indonesia."""
    return Cart(buyer.account_id, [CartLine(sku, quantity, via) for sku, quantity in lines], ADDRESS, method, card)


async def placed_of(db: Db, cart: Cart, now: datetime = NOW) -> Placed:
    """A cart that must fit, placed and not paid yet."""
    [answer] = await place(db, [cart], now=now)
    assert isinstance(answer, Placed), answer
    return answer


async def order_of(db: Db, placed: Placed, number: int = 0) -> OrderRow:
    """An order of a checkout as it is now, by the order of the shops."""
    return await order_row(db, placed.account_id, placed.orders[number].order_id)


async def stock_of(db: Db, *skus: int) -> list[tuple[int, int]]:
    """(available, reserved) of SKUs, in id order."""
    return [(level.available, level.reserved) for level in await STOCK.all(db, sorted(skus))]


async def broken(db: Db) -> list[str]:
    """The names of all promises of the house that are broken."""
    return [name for name, statement in sweeps() if await statement.all(db)]
