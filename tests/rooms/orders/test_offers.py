"""Offers, limits and ways of paying at the till, in the transaction that writes the orders."""

from datetime import datetime

import msgspec

from etalase.base.actor import SYSTEM
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.catalog.actions import ProductChange, SkuChange, update_product
from etalase.orders.actions import Placed, cancel_as_buyer, place, quote_cart
from etalase.orders.queries import my_order
from etalase.promotions.actions import NewItem
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken, cart_of, placed_of
from tests.makers.promotions import make_promotion, make_voucher

USED = value(int, "SELECT used FROM vouchers")
SOLD = value(int, "SELECT sold FROM promotion_items")
LIMIT = write("UPDATE products SET purchase_limit = $1")


async def test_r_pro_3_of_four_buyers_of_two_cheap_pieces_two_pay_the_list_price(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    made = await make_product(db, shop, price_minor=100_000, stock=9)
    sku = made.skus[0].sku_id
    item = NewItem(product_id=made.product_id, price_minor=60_000, quantity_limit=2)
    await make_promotion(db, seller, shop, "FIXED_PRICE", item)
    buyers = [await make_account(db, handle=f"b{number}") for number in range(5)]
    carts = [cart_of(buyer, (sku, 1)) for buyer in buyers]
    # The last was promised the low price: a higher one is not charged unseen.
    quoted = await quote_cart(db, SYSTEM, cart=carts[4], now=now)
    carts[4] = msgspec.structs.replace(carts[4], expected_minor=quoted.total_minor)
    answers = await place(db, carts, now=now)
    goods = [
        (await my_order(db, buyer, order_id=each.orders[0].order_id)).order.subtotal_minor
        - sum(
            line.seller_discount_minor for line in (await my_order(db, buyer, order_id=each.orders[0].order_id)).lines
        )
        for buyer, each in zip(buyers, answers, strict=True)
        if isinstance(each, Placed)
    ]
    assert goods == [60_000, 60_000, 100_000, 100_000]
    assert isinstance(answers[4], Refused) and answers[4].code == "orders.total_changed"
    assert await SOLD.sole(db) == 2
    assert await broken(db) == []


async def test_r_ord_6_shipping_is_by_the_weights_of_the_skus_in_the_quote_and_at_the_till(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    sku = (made := await make_product(db, shop, price_minor=20_000, stock=9)).skus[0].sku_id
    buyer = await make_account(db, handle="buyer")
    cart = cart_of(buyer, (sku, 2))
    fees: list[int] = []
    for weight_g in (0, 500, 501, 2_400):
        change = ProductChange(skus=(SkuChange(sku_id=sku, weight_g=weight_g),))
        where = {"shop_id": made.shop_id, "product_id": made.product_id}
        await update_product(db, seller, **where, change=change, now=now)
        quoted = await quote_cart(db, buyer, cart=cart, now=now)
        placed = await placed_of(db, cart)
        fees.append(quoted.bills[0].quote.fee_minor)
        order = (await my_order(db, buyer, order_id=placed.orders[0].order_id)).order
        assert (placed.total_minor, order.shipping_minor) == (quoted.total_minor, fees[-1])
    # To Jakarta Selatan: the first kilogram, then every further one begun; two pieces of 500 g each are one.
    assert fees[0] == fees[1] and [fee // fees[0] for fee in fees] == [1, 1, 2, 5]


async def test_r_pro_5_a_typed_code_is_on_the_lines_and_counted(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sku = (await make_product(db, shop, price_minor=50_000, stock=9)).skus[0].sku_id
    await make_voucher(db, seller, shop, 10_000, display="PROMO_CODE", code="HEMAT")
    buyer = await make_account(db, handle="buyer")
    cart = msgspec.structs.replace(cart_of(buyer, (sku, 2)), codes=(" hemat ",))
    quoted = await quote_cart(db, buyer, cart=cart, now=now)
    placed = await placed_of(db, cart)
    assert placed.total_minor == quoted.total_minor
    [line] = (await my_order(db, buyer, order_id=placed.orders[0].order_id)).lines
    assert line.seller_discount_minor == 10_000
    assert await USED.sole(db) == 1
    assert await broken(db) == []


async def test_a_cancelled_order_gives_back_what_it_took_of_offers(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    made = await make_product(db, shop, price_minor=100_000, stock=9)
    item = NewItem(product_id=made.product_id, price_minor=60_000, quantity_limit=1)
    await make_promotion(db, seller, shop, "FIXED_PRICE", item)
    await make_voucher(db, seller, shop, 10_000, display="PROMO_CODE", code="HEMAT")
    buyer = await make_account(db, handle="buyer")
    cart = msgspec.structs.replace(cart_of(buyer, (made.skus[0].sku_id, 1)), codes=("HEMAT",))
    placed = await placed_of(db, cart)
    assert (await SOLD.sole(db), await USED.sole(db)) == (1, 1)
    await cancel_as_buyer(db, buyer, order_id=placed.orders[0].order_id, reason="", now=now)
    assert (await SOLD.sole(db), await USED.sole(db)) == (0, 0)
    assert (await placed_of(db, cart)).total_minor == placed.total_minor
    assert await broken(db) == []


async def test_a_purchase_limit_holds_over_the_carts_of_one_call_and_of_the_next(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    sku = (await make_product(db, shop, stock=9)).skus[0].sku_id
    await LIMIT.run(db, 3)
    buyer, other = await make_account(db, handle="buyer"), await make_account(db, handle="other")
    asked = [cart_of(buyer, (sku, 2)), cart_of(buyer, (sku, 2)), cart_of(other, (sku, 3))]
    codes = [answer.code if isinstance(answer, Refused) else "ok" for answer in await place(db, asked, now=now)]
    assert codes == ["ok", "orders.purchase_limit", "ok"]
    [again] = await place(db, [cart_of(buyer, (sku, 2))], now=now)
    assert isinstance(again, Refused) and again.facts == {"sku_id": str(sku), "most": 3, "left": 1}
    await placed_of(db, cart_of(buyer, (sku, 1)))
    assert await broken(db) == []


async def test_a_way_of_paying_that_is_not_there_is_refused(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    sku = (await make_product(db, shop)).skus[0].sku_id
    [answer] = await place(db, [cart_of(buyer, (sku, 1), method="STRIPE_CARD")], now=now)
    assert isinstance(answer, Refused) and answer.code == "payments.method_not_offered"


async def test_every_amount_of_an_order_is_the_sum_of_its_lines(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    buyer = await make_account(db, handle="buyer")
    skus = [(await make_product(db, shop, price_minor=price)).skus[0].sku_id for price in (10_001, 20_002, 30_003)]
    address = ADDRESS | {"region": "Papua"}
    cart = msgspec.structs.replace(cart_of(buyer, *((sku, 1) for sku in skus)), address=address)
    placed = await placed_of(db, cart)
    found = await my_order(db, buyer, order_id=placed.orders[0].order_id)
    assert sum(line.paid_minor for line in found.lines) == found.order.total_minor == placed.total_minor
    assert sum(line.shipping_minor for line in found.lines) == found.order.shipping_minor == 58_000 * 2
