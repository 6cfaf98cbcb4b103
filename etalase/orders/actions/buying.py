"""Buy what lies in the cart."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, write
from etalase.base.errors import Refused
from etalase.orders.actions.asked import CartLine, Placed, Via
from etalase.orders.actions.cart import take_out
from etalase.orders.actions.placing import buy
from etalase.orders.queries.cart import cart_lines
from etalase.payments.rules import Method

KEEP_ADDRESS = write(
    """INSERT INTO addresses (account_id, slot, address, saved_at) VALUES ($1, 0, $2::jsonb, $3)
       ON CONFLICT (account_id, slot) DO UPDATE SET address = excluded.address, saved_at = excluded.saved_at"""
)


async def buy_cart(
    db: Db,
    actor: Actor,
    *,
    address: Mapping[str, object],
    method: Method,
    now: datetime,
    card: str = "approve",
    sku_ids: Sequence[int] | None = None,
) -> Placed:
    """Place the cart, or the lines of it that are named, and take them out of it; the address is kept for next time."""
    lines = [line for line in await cart_lines(db, actor) if sku_ids is None or line.sku_id in sku_ids]
    if not lines:
        raise Refused("orders.cart_empty")
    asked = [
        CartLine(
            line.sku_id, line.quantity, Via(line.via_kind, line.via_ref) if line.via_kind and line.via_ref else None
        )
        for line in lines
    ]
    placed = await buy(db, actor, lines=asked, address=address, method=method, card=card, now=now)
    await take_out(db, actor, sku_ids=[line.sku_id for line in lines])
    await KEEP_ADDRESS.run(db, actor.account_id, msgspec.json.encode(address).decode(), now)
    return placed
