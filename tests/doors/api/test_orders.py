"""The doors of orders and of the cart: the contract's shapes and codes, hostile bodies, other people's orders."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller
from tests.makers.orders import ADDRESS, broken
from tests.makers.trading import make_agent, make_goods, make_seller, order, order_body, refusal

SHAPE = {
    "id", "shop_id", "shop_name", "buyer", "status", "status_code", "payment_method", "subtotal", "shipping", "tax", "total",
    "address", "lines", "history", "placed_at", "paid_at", "unpaid_until", "hold_until", "ship_by", "shipped_at",
    "delivered_at", "completed_at", "cancelled_at", "cancelled_by", "cancel_reason", "carrier", "tracking_number",
    "shipping_method", "collect_by", "deliver_by", "cancel_at", "due_at", "commerce_platform",
}  # fmt: skip
LINE = {
    "id", "product_id", "sku_id", "title", "options", "quantity", "unit_price", "seller_discount", "platform_discount",
    "shipping", "tax", "paid", "via", "shown_right", "link_id", "plan_id", "rate_bp",
}  # fmt: skip
HOUR_S = 3600


async def advance(caller: Caller, seconds: int) -> None:
    assert (await caller.put("/sandbox/clock", {"advance_s": seconds})).status_code == 200


async def test_r_surf_2_an_order_per_shop_and_one_payment(client: httpx.AsyncClient, pool: Pool) -> None:
    skus: list[str] = []
    shops: list[str] = []
    for number in range(2):
        seller, shop = await make_seller(client, pool, f"toko{number}")
        skus.append((await make_goods(seller, shop))[1])
        shops.append(shop)
    buyer = await make_caller(client, pool, "rina")
    placed = await order(buyer, order_body((skus[0], 2), (skus[1], 1), method="SANDBOX_CARD"))
    assert placed.status_code == 201
    body = placed.json()
    assert set(body) == {"orders", "payment"}
    assert [(each["shop_id"], each["status"], each["status_code"], each["total"]) for each in body["orders"]] == [
        (shops[0], "ON_HOLD", 105, {"amount": "258000", "currency": "IDR"}),
        (shops[1], "ON_HOLD", 105, {"amount": "129000", "currency": "IDR"}),
    ]
    payment = body["payment"]
    assert isinstance(payment.pop("id"), str)
    amount = {"amount": "387000", "currency": "IDR"}
    assert payment == {"method": "SANDBOX_CARD", "status": "PAID", "amount": amount, "next_step": None}
    async with pool.connection() as db:
        assert await broken(db) == []


async def test_r_ord_4_both_sides_see_the_order_and_the_seller_no_address_yet(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    seller, shop = await make_seller(client, pool)
    agent = await make_agent(client, pool, seller, shop)
    product, sku = await make_goods(seller, shop)
    await agent.post("/me/showcase/items", {"product_ids": [product]})
    buyer = await make_caller(client, pool, "rina")
    body = order_body(lines=[{"sku_id": sku, "quantity": 2, "via": {"showcase": "@Agen"}}])
    number = (await order(buyer, body)).json()["orders"][0]["id"]
    mine = (await buyer.get("/me/orders")).json()
    assert mine["next_cursor"] is None
    [seen] = mine["items"]
    assert set(seen) == SHAPE and set(seen["lines"][0]) == LINE
    assert seen["commerce_platform"] == "TIKTOK_SHOP"
    assert (seen["id"], seen["status"], seen["buyer"], seen["address"]) == (number, "ON_HOLD", "rina", ADDRESS)
    line = seen["lines"][0]
    assert (line["via"], line["shown_right"], line["rate_bp"]) == ({"showcase": "@Agen"}, "MARKETING", 0)
    assert line["paid"] == {"amount": "258000", "currency": "IDR"}
    one = (await buyer.get(f"/orders/{number}")).json()
    assert [(entry["status"], entry["by"]) for entry in one["history"]] == [("ON_HOLD", "BUYER")]
    assert one["placed_at"].endswith("Z")
    [sold] = (await seller.get(f"/shops/{shop}/orders?status=ON_HOLD")).json()["items"]
    assert (sold["id"], sold["address"]) == (number, None)
    assert (await seller.get(f"/orders/{number}")).json()["address"] is None
    assert (await seller.get(f"/shops/{shop}/orders?status=COMPLETED")).json()["items"] == []
    eve = await make_caller(client, pool, "eve")
    for path in (f"/orders/{number}", f"/shops/{shop}/orders"):
        assert refusal(await eve.get(path)) == (404, "not_found")
        assert (await client.get(f"/api/v1{path}")).status_code == 401
    for path in (f"/orders/{number}/cancellation", f"/orders/{number}/payment"):
        assert refusal(await eve.post(path)) == (404, "not_found")
        assert refusal(await seller.post(path)) == (404, "not_found")
    for act in ("handover", "delivery", "cancellation"):
        assert refusal(await eve.post(f"/shops/{shop}/orders/{number}/{act}")) == (404, "not_found")


async def test_r_ord_2_cancelling_and_paying_at_the_doors(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    declined = order_body((sku, 1), payment={"method": "SANDBOX_CARD", "card": "decline"})
    placed = (await order(buyer, declined)).json()
    assert (placed["payment"]["status"], placed["orders"][0]["status"]) == ("FAILED", "UNPAID")
    number = placed["orders"][0]["id"]
    assert refusal(await buyer.post(f"/orders/{number}/payment", {"card": "decline"})) == (409, "payments.declined")
    assert (await buyer.post(f"/orders/{number}/payment")).json()["status"] == "ON_HOLD"
    assert refusal(await buyer.post(f"/orders/{number}/payment")) == (409, "payments.not_open")
    ship = {"carrier": "JNE", "tracking_number": "JNE1"}
    held = await seller.post(f"/shops/{shop}/orders/{number}/shipment", ship)
    assert refusal(held) == (409, "orders.wrong_state")
    assert held.json()["order_status"] == "ON_HOLD"
    cancelled = (await buyer.post(f"/orders/{number}/cancellation", {"reason": "too big"})).json()
    assert (cancelled["status"], cancelled["cancelled_by"], cancelled["cancel_reason"]) == (
        "CANCELLED",
        "BUYER",
        "too big",
    )
    assert (await seller.get(f"/orders/{number}")).json()["address"] is None
    assert refusal(await buyer.post(f"/orders/{number}/cancellation")) == (409, "orders.wrong_state")


async def test_the_codes_of_orders(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop, stock=3)
    buyer = await make_caller(client, pool, "rina")
    short = await order(buyer, order_body((sku, 2), (sku, 2)))
    assert refusal(short) == (409, "orders.out_of_stock")
    assert (short.json()["sku_id"], short.json()["available"]) == (sku, 3)
    for unknown in ("999999999", "9999999999999999"):
        assert refusal(await order(buyer, order_body((unknown, 1)))) == (409, "orders.product_unavailable")
    malaysia = {**ADDRESS, "country": "MY", "region": "Selangor", "city": "Klang", "postal_code": "41000"}
    abroad = await order(buyer, order_body((sku, 1), address=malaysia | {"phone": "+60123456789"}))
    assert refusal(abroad) == (409, "orders.market_differs")
    assert refusal(await order(buyer, order_body((sku, 1000)))) == (409, "orders.quantity_too_large")


def garbled(sku: str) -> list[Any]:
    line: dict[str, Any] = {"sku_id": sku, "quantity": 1}
    lines: list[Any] = [[], [[]], [None], "x", [line] * 501]
    vias: list[Any] = ["nadia", 5, {"showcase": {}}, {"video": [1]}]
    addresses: list[Any] = [None, [], "Jl. 1", {}, {**ADDRESS, "country": "XX"}]
    streets: list[Any] = [[], "Jl. 1", ["a"] * 4, [1]]
    payments: list[Any] = [{}, {"method": "CASH"}, {"method": None}, "COD", []]
    return [
        *([], "order", 5, None, {}, {"lines": {}}),
        *(order_body(lines=wrong) for wrong in lines),
        *(order_body(lines=[line | {"quantity": q}]) for q in (0, -1, 1.5, "two", None, 10**7, 10**30, [1])),
        *(order_body(lines=[line | {"sku_id": s}]) for s in (5, "", "0", "-1", "1.0", "x", "9" * 17, None, "１２")),
        *(order_body(lines=[line | {"via": via}]) for via in vias),
        *(order_body((sku, 1), address=wrong) for wrong in addresses),
        *(order_body((sku, 1), address=ADDRESS | {"lines": wrong}) for wrong in streets),
        *(order_body((sku, 1), address=ADDRESS | {"phone": wrong}) for wrong in ("0812", "+1", 62812, "+62 812")),
        *(order_body((sku, 1), address=ADDRESS | {"name": wrong}) for wrong in ("", "a\x00b", "x" * 300, ["a"])),
        *(order_body((sku, 1), payment=wrong) for wrong in payments),
        order_body((sku, 1), payment={"method": "SANDBOX_CARD", "card": "4111111111111111"}),
    ]


async def test_what_is_no_order_is_422_and_takes_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    product, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    for body in garbled(sku):
        answer = await order(buyer, body)
        assert refusal(answer) == (422, "invalid"), (body, answer.text)
    assert (await client.get(f"/api/v1/products/{product}")).json()["skus"][0]["stock"] == 5


async def test_unknown_fields_and_vias_never_refuse_a_sale(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop, stock=50)
    buyer = await make_caller(client, pool, "rina")
    vias: list[Any] = [None, {}, {"showcase": ""}, {"showcase": "nobody"}, {"video": "7301"}, {"live": "x"}]
    vias += [{"ad": "🛍"}, {"post": "1"}, {"showcase": "agen", "video": "1"}, {"video": "x" * 500}]
    for via in vias:
        body = order_body(lines=[{"sku_id": sku, "quantity": 1, "via": via, "colour": "red"}], coupon="X")
        placed = await order(buyer, body)
        assert placed.status_code == 201, (via, placed.text)
    shown = [each["lines"][0] for each in (await buyer.get("/me/orders")).json()["items"]]
    assert {line["shown_right"] for line in shown} == {None}
    assert [line["via"] for line in shown[::-1]] == [
        *(None, None, None, {"showcase": "nobody"}, {"video": "7301"}, {"live": "x"}),
        *({"ad": "🛍"}, None, {"showcase": "agen"}, {"video": "x" * 64}),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b'{"lines": "\xc3\x28"}',
        b"[" * 20_000,
        b'{"lines":' * 5_000,
        b'{"lines": [{"sku_id": "1", "quantity": NaN}]}',
        b'{"lines": [{"sku_id": "\\ud800", "quantity": 1}]}',
    ],
)
async def test_what_is_no_json_is_told_and_never_our_error(client: httpx.AsyncClient, pool: Pool, body: bytes) -> None:
    buyer = await make_caller(client, pool, "rina")
    headers = {"Authorization": f"Bearer {buyer.token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    for method, path in (("POST", "orders"), ("POST", "me/showcase/items"), ("PUT", "me/showcase/order")):
        answer = await client.request(method, f"/api/v1/{path}", content=body, headers=headers)
        assert refusal(answer) == (422, "invalid"), (path, answer.text)


async def test_a_body_of_more_than_twelve_megabytes_is_413(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer = await make_caller(client, pool, "rina")
    headers = {"Authorization": f"Bearer {buyer.token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    body = b'{"lines": "' + b"x" * 12_000_001 + b'"}'
    answer = await client.post("/api/v1/orders", content=body, headers=headers)
    assert answer.status_code == 413 and answer.json()["code"] == "too_large"


async def test_forged_ids_in_addresses_are_404_and_never_our_error(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer = await make_caller(client, pool, "rina")
    for number in ("0", "-1", "999999999", "9007199254740993", "9" * 40, "x", "1.5", "%00", "' OR 1=1"):
        for path in (f"/orders/{number}", f"/shops/{number}/orders", f"/orders/{number}/cancellation"):
            method = "POST" if path.endswith("cancellation") else "GET"
            answer = await buyer.call(method, path)
            assert answer.status_code == 404, (path, answer.text)
    for query in ("limit=0", "limit=101", "limit=x", "cursor=!!", "cursor=W10", "status=NO", "cursor=WzllOTld"):
        assert refusal(await buyer.get(f"/me/orders?{query}"))[0] == 422, query


async def test_orders_are_paged_newest_first(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    made = [(await order(buyer, order_body((sku, 1)))).json()["orders"][0]["id"] for _ in range(3)]
    for caller, path in ((buyer, "/me/orders"), (seller, f"/shops/{shop}/orders")):
        first = (await caller.get(f"{path}?limit=2")).json()
        rest = (await caller.get(f"{path}?limit=2&cursor={first['next_cursor']}")).json()
        assert [each["id"] for each in first["items"] + rest["items"]] == made[::-1]
        assert rest["next_cursor"] is None


async def test_the_cart_at_the_doors(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    product, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    assert (await buyer.post("/me/cart", {"sku_id": sku, "quantity": 2})).status_code == 200
    cart = (await buyer.get("/me/cart")).json()
    assert cart["items"] == [
        {
            "sku_id": sku,
            "shop_id": shop,
            "product_id": product,
            "title": "Sandal Senja",
            "price": {"amount": "129000", "currency": "IDR"},
            "quantity": 2,
            "available": 5,
            "on_sale": True,
        }
    ]
    assert (await buyer.put(f"/me/cart/{sku}", {"quantity": 4})).status_code == 200
    assert (await buyer.get("/me/cart")).json()["items"][0]["quantity"] == 4
    assert refusal(await buyer.put(f"/me/cart/{sku}", {"quantity": 1000})) == (409, "orders.quantity_too_large")
    assert refusal(await buyer.put(f"/me/cart/{sku}", {"quantity": -1})) == (422, "invalid")
    unknown = await buyer.post("/me/cart", {"sku_id": "999999999", "quantity": 1})
    assert refusal(unknown) == (409, "orders.product_unavailable")
    assert (await buyer.delete(f"/me/cart/{sku}")).status_code == 200
    assert (await buyer.get("/me/cart")).json()["items"] == []
    assert (await client.get("/api/v1/me/cart")).status_code == 401


async def test_r_ord_6_a_quote_says_every_part_and_the_order_costs_the_same(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    seller, shop = await make_seller(client, pool)
    sku = (await make_goods(seller, shop))[1]
    buyer = await make_caller(client, pool, "rina")
    body = order_body((sku, 2))
    quoted = await buyer.post("/quotes", {name: body[name] for name in ("lines", "address")})
    assert quoted.status_code == 200, quoted.text
    [part] = quoted.json()["orders"]
    amounts = {name: int(each["amount"]) for name, each in part["amounts"].items()}
    assert amounts["subtotal"] == 258_000
    assert amounts["tax_included"] == (amounts["total"] - amounts["buyer_fee"]) * 11 // 111 + (
        1 if (amounts["total"] - amounts["buyer_fee"]) * 11 % 111 * 2 >= 111 else 0
    )
    assert sum(int(step["amount"]["amount"]) for step in part["steps"]) == amounts["total"]
    [line] = part["lines"]
    assert line["amounts"] == part["amounts"]
    assert part["tax_rule"] == "ID 2022-04-01"
    placed = await order(buyer, body)
    assert placed.json()["orders"][0]["total"] == quoted.json()["total"]
    assert (await buyer.post("/quotes", {"lines": body["lines"]})).status_code == 422
