"""The cart of a signed-in buyer."""

from datetime import datetime

import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.catalog.actions import deactivate_product, set_sku_price
from etalase.orders import actions
from etalase.orders.actions import CartLine, Via, buy_cart
from etalase.orders.actions import cart as limits
from etalase.orders.queries import cart_count, cart_lines, given_lines, last_address
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken, stock_of


async def contents(db: Db, buyer: Actor) -> list[tuple[int, int]]:
    return [(line.sku_id, line.quantity) for line in await cart_lines(db, buyer)]


async def test_pieces_add_up_and_the_last_via_that_is_named_stays(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    await actions.put_in_cart(db, buyer, sku_id=sku, quantity=1, via=Via("SHOWCASE", "nadia"), now=now)
    await actions.put_in_cart(db, buyer, sku_id=sku, quantity=2, now=now)
    [line] = await cart_lines(db, buyer)
    assert (line.quantity, line.via_kind, line.via_ref) == (3, "SHOWCASE", "nadia")
    assert (line.available, line.on_sale, line.price_minor) == (10, True, 129_000)
    await actions.put_in_cart(db, buyer, sku_id=sku, quantity=999, via=Via("AD", "9"), now=now)
    [line] = await cart_lines(db, buyer)
    assert (line.quantity, line.via_kind) == (999, "AD")


async def test_a_quantity_is_set_and_none_takes_the_line_out(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    skus = [(await make_product(db, shop)).skus[0].sku_id for _ in range(3)]
    for sku in skus:
        await actions.put_in_cart(db, buyer, sku_id=sku, quantity=1, now=now)
    await actions.set_quantity(db, buyer, sku_id=skus[0], quantity=7)
    await actions.set_quantity(db, buyer, sku_id=skus[1], quantity=0)
    await actions.take_out(db, buyer, sku_ids=[skus[2], 999_999])
    assert await contents(db, buyer) == [(skus[0], 7)]
    assert await cart_count(db, buyer) == 1


async def test_what_a_cart_refuses(db: Db, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    first, second = [(await make_product(db, shop)).skus[0].sku_id for _ in range(2)]
    for quantity in (0, -1, 1000, 10**15):
        with pytest.raises(Refused) as no:
            await actions.put_in_cart(db, buyer, sku_id=first, quantity=quantity, now=now)
        assert no.value.code == "orders.quantity_too_large"
    with pytest.raises(Refused) as no:
        await actions.put_in_cart(db, buyer, sku_id=999_999_999, quantity=1, now=now)
    assert no.value.code == "orders.product_unavailable"
    monkeypatch.setattr(limits, "CART_MAX", 1)
    await actions.put_in_cart(db, buyer, sku_id=first, quantity=1, now=now)
    with pytest.raises(Refused) as no:
        await actions.put_in_cart(db, buyer, sku_id=second, quantity=1, now=now)
    assert no.value.code == "orders.too_many_lines"
    # More of what lies there needs no new line.
    await actions.put_in_cart(db, buyer, sku_id=first, quantity=1, now=now)
    assert await contents(db, buyer) == [(first, 2)]


async def test_what_a_visitor_gathered_joins_the_cart(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    await actions.put_in_cart(db, buyer, sku_id=sku, quantity=2, now=now)
    gathered = [CartLine(sku, 3, Via("SHOWCASE", "nadia")), CartLine(999_999_999, 1), CartLine(sku, 10**9)]
    await actions.merge_cart(db, buyer, lines=gathered, now=now)
    assert await contents(db, buyer) == [(sku, 999)]
    shown = await given_lines(db, None, lines=[(sku, 3, None, None), (999_999_999, 1, "AD", "x")], now=now)
    assert [(line.sku_id, line.quantity) for line in shown] == [(sku, 3)]
    assert await given_lines(db, None, lines=[], now=now) == []


async def test_buying_the_cart_empties_it_and_keeps_the_address(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    skus = [(await make_product(db, shop)).skus[0].sku_id for _ in range(2)]
    for sku in skus:
        await actions.put_in_cart(db, buyer, sku_id=sku, quantity=2, now=now)
    assert await last_address(db, buyer) is None
    placed = await buy_cart(db, buyer, address=ADDRESS, method="COD", sku_ids=[skus[0]], now=now)
    assert len(placed.orders) == 1 and await contents(db, buyer) == [(skus[1], 2)]
    await buy_cart(db, buyer, address=ADDRESS | {"name": "Sari"}, method="SANDBOX_CARD", now=now)
    assert await contents(db, buyer) == []
    kept = await last_address(db, buyer)
    assert kept is not None and kept["name"] == "Sari"
    with pytest.raises(Refused) as no:
        await buy_cart(db, buyer, address=ADDRESS, method="COD", now=now)
    assert no.value.code == "orders.cart_empty"
    assert await stock_of(db, *skus) == [(8, 2), (8, 2)]
    assert await broken(db) == []


async def test_todays_price_counts_and_a_refused_cart_stays(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    made = await make_product(db, shop)
    sku = made.skus[0].sku_id
    await actions.put_in_cart(db, buyer, sku_id=sku, quantity=1, now=now)
    await set_sku_price(db, seller, shop_id=shop.shop_id, sku_id=sku, price_minor=150_000, now=now)
    await deactivate_product(db, seller, shop_id=shop.shop_id, product_id=made.product_id, now=now)
    [line] = await cart_lines(db, buyer)
    assert (line.price_minor, line.on_sale) == (150_000, False)
    with pytest.raises(Refused) as no:
        async with db.transaction():
            await buy_cart(db, buyer, address=ADDRESS, method="COD", now=now)
    assert no.value.code == "orders.product_unavailable"
    assert await contents(db, buyer) == [(sku, 1)]
    other = await make_account(db, handle="other")
    assert await contents(db, other) == []
