"""Buy what lies in the cart."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.orders.actions.asked import Cart, CartLine, Placed, Via
from etalase.orders.actions.paying import pay_checkout
from etalase.orders.actions.placing import check_cart, place
from etalase.orders.queries.cart import cart_lines
from etalase.payments.rules import Method


async def cart_to_buy(
    db: Db,
    actor: Actor,
    *,
    address: Mapping[str, object],
    method: Method,
    card: str = "approve",
    sku_ids: Sequence[int] | None = None,
    codes: Sequence[str] = (),
    expected_minor: int | None = None,
) -> Cart:
    """The buyer's cart, or the lines of it that are named, as the till takes it. Placed, they leave the cart."""
    lines = [line for line in await cart_lines(db, actor) if sku_ids is None or line.sku_id in sku_ids]
    return Cart(
        actor.account_id,
        [
            CartLine(
                line.sku_id, line.quantity, Via(line.via_kind, line.via_ref) if line.via_kind and line.via_ref else None
            )
            for line in lines
        ],
        address,
        method,
        card,
        tuple(codes),
        expected_minor=expected_minor,
        from_cart=True,
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
    cart = await cart_to_buy(db, actor, address=address, method=method, card=card, sku_ids=sku_ids)
    if not cart.lines:
        raise Refused("orders.cart_empty")
    check_cart(cart.lines, address)
    [answer] = await place(db, [cart], now=now)
    if isinstance(answer, Refused):
        raise answer
    return await pay_checkout(db, answer, card=card, now=now) if method != "COD" else answer
