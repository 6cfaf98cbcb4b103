"""The cart as its buyer sees it, and the address kept for the next checkout."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.orders.rules import ViaKind
from etalase.promotions.queries import sku_prices


class CartRow(msgspec.Struct, frozen=True):
    """A line of the cart with today's price and stock. `on_sale` False: it cannot be bought now.

    `available`: the most pieces it can have. `keeps`: some of the SKU are set aside.
    """

    sku_id: int
    shop_id: int
    shop_name: str
    market: str
    product_id: int
    title: str
    options: str
    picture_key: str | None
    currency: str
    price_minor: int
    quantity: int
    available: int
    on_sale: bool
    via_kind: ViaKind | None
    via_ref: str | None
    added_at: datetime
    keeps: bool = False


PIECES = """k.sku_id, k.shop_id, s.name AS shop_name, s.market, k.product_id, p.title, k.options::text AS options,
       p.picture_key, p.currency, k.price_minor"""
STATE = """coalesce((SELECT max(l.available) FROM stock_levels l
                WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0) AS available,
       k.deleted_at IS NULL AND p.status = 'ACTIVATE' AND s.status = 'OPEN' AS on_sale"""
KEEPS = """EXISTS (SELECT FROM stock_levels l
                WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id AND l.aside > 0) AS keeps"""
CART = rows(
    CartRow,
    f"""SELECT {PIECES}, c.quantity, {STATE}, c.via_kind, c.via_ref, c.added_at, {KEEPS}
          FROM cart_lines c JOIN skus k ON k.shop_id = c.shop_id AND k.sku_id = c.sku_id
               JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
               JOIN shops s ON s.shop_id = k.shop_id
         WHERE c.account_id = $1 ORDER BY c.shop_id, c.added_at, c.sku_id""",
)
GIVEN = rows(
    CartRow,
    f"""SELECT {PIECES}, g.quantity, {STATE}, g.via_kind, g.via_ref, $5::timestamptz AS added_at,
               {KEEPS}
          FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[]) AS g (sku_id, quantity, via_kind, via_ref)
               JOIN skus k ON k.sku_id = g.sku_id
               JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
               JOIN shops s ON s.shop_id = k.shop_id
         ORDER BY k.shop_id, k.sku_id""",
)
COUNT = value(int, "SELECT count(*) FROM cart_lines WHERE account_id = $1")
ADDRESS = value(str, "SELECT address::text FROM addresses WHERE account_id = $1 AND slot = 0")


async def cart_lines(db: Db, actor: Actor) -> list[CartRow]:
    """The whole cart, by shop; `available` are pieces that everybody can buy."""
    return await CART.all(db, actor.account_id)


async def cart_seen(db: Db, actor: Actor, *, now: datetime) -> list[CartRow]:
    """The whole cart, by shop, with the pieces that are set aside for the price that a line has now."""
    return await _with_deals(db, await CART.all(db, actor.account_id), now)


async def given_lines(
    db: Db, _actor: Actor | None, *, lines: list[tuple[int, int, str | None, str | None]], now: datetime
) -> list[CartRow]:
    """The same for lines that a visitor's browser keeps: (sku, quantity, via kind, via ref). Unknown SKUs are left out."""
    if not lines:
        return []
    return await _with_deals(db, await GIVEN.all(db, *map(list, zip(*lines, strict=True)), now), now)


async def _with_deals(db: Db, found: list[CartRow], now: datetime) -> list[CartRow]:
    keeping = sorted({row.product_id for row in found if row.keeps})
    if not keeping:
        return found
    prices = await sku_prices(db, keeping, now)
    return [
        msgspec.structs.replace(row, available=prices[row.sku_id].available(row.available))
        if row.sku_id in prices
        else row
        for row in found
    ]


async def cart_count(db: Db, actor: Actor) -> int:
    """How many lines lie in the cart."""
    return await COUNT.sole(db, actor.account_id)


async def last_address(db: Db, actor: Actor) -> dict[str, object] | None:
    """The address used last, in the API's shape."""
    text = await ADDRESS.get(db, actor.account_id)
    return None if text is None else msgspec.json.decode(text, type=dict[str, object])
