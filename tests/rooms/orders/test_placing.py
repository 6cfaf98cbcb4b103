"""The till: many carts in one call, what is written, what the buyer came from."""

from datetime import datetime, timedelta

import pytest

from etalase.accounts.actions import Review
from etalase.affiliate.actions import end_plan, join
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.catalog.actions import deactivate_product
from etalase.orders.actions import Cart, CartLine, Placed, Via, buy, place
from etalase.orders.queries import OrderLine, my_order, shop_order
from etalase.orders.rules import ViaKind
from etalase.payments.queries import payment
from etalase.showcase.actions import add_items
from tests.makers.accounts import make_account, review
from tests.makers.affiliate import make_creator, make_plan
from tests.makers.catalog import make_product
from tests.makers.links import DAY, make_link, ready_account, ready_shop
from tests.makers.orders import ADDRESS, broken, cart_of, order_of, placed_of, stock_of


async def line_of(db: Db, placed: Placed) -> OrderLine:
    buyer = Actor(placed.account_id, "buyer", "ID")
    [line] = (await my_order(db, buyer, order_id=placed.orders[0].order_id)).lines
    return line


async def test_r_surf_2_the_last_piece_goes_to_the_first_cart_of_the_call(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyers = [await make_account(db, handle=f"b{number}") for number in range(4)]
    last = (await make_product(db, shop, stock=1)).skus[0].sku_id
    other = (await make_product(db, shop, stock=5)).skus[0].sku_id
    carts = [
        cart_of(buyers[0], (last, 1)),
        cart_of(buyers[1], (other, 2), (last, 1)),
        cart_of(buyers[2], (other, 3)),
        cart_of(buyers[3], (other, 3)),
    ]
    first, second, third, fourth = await place(db, carts, now=now)
    assert isinstance(first, Placed) and isinstance(third, Placed)
    assert (first.account_id, third.account_id) == (buyers[0].account_id, buyers[2].account_id)
    assert isinstance(second, Refused) and second.facts == {"sku_id": str(last), "available": 0}
    assert isinstance(fourth, Refused) and fourth.facts == {"sku_id": str(other), "available": 2}
    assert await stock_of(db, last, other) == [(0, 1), (2, 3)]
    assert await broken(db) == []


async def test_one_order_per_shop_and_one_payment_with_a_share_for_each(db: Db, now: datetime) -> None:
    shops = [(await ready_shop(db, owner=f"seller{number}"))[1] for number in range(3)]
    skus = [(await make_product(db, shop, price_minor=10_000 * (shop_no + 1))).skus[0].sku_id
            for shop_no, shop in enumerate(shops)]  # fmt: skip
    buyer = await make_account(db, handle="buyer")
    placed = await placed_of(db, cart_of(buyer, *((sku, 2) for sku in skus)))
    assert [order.shop_id for order in placed.orders] == [shop.shop_id for shop in shops]
    # Each is sent for itself, for Rp9,000.
    assert [order.total_minor for order in placed.orders] == [29_000, 49_000, 69_000]
    owed = await payment(db, buyer.account_id, placed.payment_id)
    assert (owed.amount_minor, owed.currency, owed.status) == (147_000, "IDR", "DUE_ON_DELIVERY")
    assert await broken(db) == []


async def test_cash_on_delivery_starts_on_hold_and_a_card_starts_unpaid(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    cash = await order_of(db, await placed_of(db, cart_of(buyer, (sku, 1))))
    assert (cash.status, cash.hold_until, cash.unpaid_until) == ("ON_HOLD", now + timedelta(hours=1), None)
    card = await order_of(db, await placed_of(db, cart_of(buyer, (sku, 1), method="SANDBOX_CARD")))
    assert (card.status, card.hold_until, card.unpaid_until) == ("UNPAID", None, now + timedelta(hours=48))


async def test_orders_product_unavailable_comes_before_the_stock(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    made = await make_product(db, shop, stock=0)
    asked = [cart_of(buyer, (made.skus[0].sku_id, 1)), cart_of(buyer, (999_999_999, 1))]
    await deactivate_product(db, seller, shop_id=shop.shop_id, product_id=made.product_id, now=now)
    codes = [answer.code for answer in await place(db, asked, now=now) if isinstance(answer, Refused)]
    assert codes == ["orders.product_unavailable"] * 2


async def test_orders_market_differs(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db, market="MY")
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    [answer] = await place(db, [cart_of(buyer, (sku, 1))], now=now)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.facts) == ("orders.market_differs", {"sku_id": str(sku), "market": "MY"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": "XX"}, "address.country"),
        ({"country": None}, "address.country"),
        ({"phone": "0812"}, "address.phone"),
        ({"lines": []}, "address.lines"),
        ({"name": " "}, "address.name"),
        ({"city": "Jakarta\x00"}, "address.city"),
    ],
)
async def test_an_address_nobody_can_deliver_to_is_told_by_field(
    db: Db, now: datetime, changes: dict[str, object], field: str
) -> None:
    buyer = await make_account(db, handle="buyer")
    with pytest.raises(Invalid) as no:
        await buy(db, buyer, lines=[CartLine(1, 1)], address=ADDRESS | changes, method="COD", now=now)
    assert set(no.value.errors) == {field}


async def test_no_lines_and_no_pieces_are_no_order(db: Db, now: datetime) -> None:
    buyer = await make_account(db, handle="buyer")
    for lines in ([], [CartLine(1, 0)], [CartLine(1, -5)]):
        with pytest.raises(Invalid):
            await buy(db, buyer, lines=lines, address=ADDRESS, method="COD", now=now)


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("SHOWCASE", "nobody"),
        ("SHOWCASE", "@Stranger"),
        ("VIDEO", "7301"),
        ("LIVE", "not even an id"),
        ("AD", "🛍" * 30),
        ("SHOWCASE", "' OR 1=1 --"),
    ],
)
async def test_an_unknown_or_powerless_via_is_recorded_and_never_refuses_a_sale(
    db: Db, now: datetime, kind: ViaKind, ref: str
) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    stranger = await make_account(db, handle="stranger")
    sku = (await make_product(db, shop)).skus[0].sku_id
    line = await line_of(db, await placed_of(db, cart_of(buyer, (sku, 1), via=Via(kind, ref))))
    assert (line.via_kind, line.via_ref, line.shown_right, line.rate_bp) == (kind, ref, None, 0)
    assert line.via_account_id == (stranger.account_id if ref == "@Stranger" else None)


async def test_via_an_official_and_a_marketing_showcase_keep_the_link(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    official, marketing = await ready_account(db, "brand", name=shop.name), await ready_account(db, "agent")
    links = [
        await make_link(db, seller, shop, official, "OFFICIAL"),
        await make_link(db, seller, shop, marketing, "MARKETING"),
    ]
    made = await make_product(db, shop)
    await add_items(db, marketing, product_ids=[made.product_id], now=now)
    buyer = await make_account(db, handle="buyer")
    for holder, link in zip((official, marketing), links, strict=True):
        cart = cart_of(buyer, (made.skus[0].sku_id, 1), via=Via("SHOWCASE", holder.handle))
        line = await line_of(db, await placed_of(db, cart))
        assert (line.shown_right, line.right_link_id, line.right_plan_id) == (link.kind, link.link_id, None)
        assert line.via_account_id == holder.account_id


async def test_the_rate_of_a_targeted_plan_stands_on_the_line(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    creator = await make_creator(db, "nadia")
    made = await make_product(db, shop)
    for handles, rate in (((), 2000), (("nadia",), 1500)):
        plan = await make_plan(db, seller, shop, rate_bp=rate, products=[made.product_id], handles=handles)
        await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=[made.product_id], now=now)
    buyer = await make_account(db, handle="buyer")
    cart = cart_of(buyer, (made.skus[0].sku_id, 1), via=Via("SHOWCASE", "nadia"))
    line = await line_of(db, await placed_of(db, cart))
    assert (line.shown_right, line.right_plan_id, line.rate_bp) == ("AFFILIATE", plan.plan_id, 1500)


async def test_r_link_44_a_showcase_whose_right_ended_is_recorded_without_a_right(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    creator = await make_creator(db, "nadia")
    made = await make_product(db, shop)
    plan = await make_plan(db, seller, shop)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=[made.product_id], now=now)
    await end_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now)
    ended = now + 60 * DAY
    cart = cart_of(await make_account(db, handle="buyer"), (made.skus[0].sku_id, 1), via=Via("SHOWCASE", "nadia"))
    line = await line_of(db, await placed_of(db, cart, ended))
    assert (line.via_ref, line.via_account_id) == ("nadia", creator.account_id)
    assert (line.shown_right, line.right_plan_id, line.rate_bp) == (None, None, 0)


async def test_a_banned_holder_shows_nothing_so_it_sells_on_no_right(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    made = await make_product(db, shop)
    await add_items(db, agent, product_ids=[made.product_id], now=now)
    await review(db, agent, Review(standing="BANNED"))
    cart = cart_of(await make_account(db, handle="buyer"), (made.skus[0].sku_id, 1), via=Via("SHOWCASE", "agent"))
    line = await line_of(db, await placed_of(db, cart))
    assert (line.via_ref, line.shown_right) == ("agent", None)


async def test_r_ord_4_the_seller_sees_the_address_only_after_the_hold(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    placed = await placed_of(db, Cart(buyer.account_id, [CartLine(sku, 1)], ADDRESS, "SANDBOX_CARD"))
    seen = await shop_order(db, seller, shop_id=shop.shop_id, order_id=placed.orders[0].order_id)
    assert seen.order.address == "null"
    mine = await my_order(db, buyer, order_id=placed.orders[0].order_id)
    assert "Rina" in mine.order.address
