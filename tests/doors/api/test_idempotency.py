"""Idempotency keys at the doors: once, the same answer again, never another's (the contract; issue: bad input)."""

import asyncio
import json
import uuid

import httpx

from etalase.base import idempotency
from etalase.base.db import value
from etalase.base.pool import Pool
from tests.makers.callers import make_caller
from tests.makers.orders import broken
from tests.makers.trading import make_goods, make_seller, order, order_body, refusal

ORDERS = value(int, "SELECT count(*) FROM orders")


async def orders_in(pool: Pool) -> int:
    async with pool.connection() as db:
        assert await broken(db) == []
        return await ORDERS.sole(db)


async def test_an_order_needs_a_key_and_before_that_a_caller(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    missing = await buyer.post("/orders", order_body((sku, 1)))
    assert refusal(missing) == (422, "invalid") and set(missing.json()["errors"]) == {"Idempotency-Key"}
    assert (await client.post("/api/v1/orders", json=order_body((sku, 1)))).status_code == 401
    too_long = await order(buyer, order_body((sku, 1)), "k" * 201)
    assert refusal(too_long) == (422, "invalid")
    assert await orders_in(pool) == 0


async def test_the_same_call_again_answers_the_same_and_does_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    body, key = order_body((sku, 1)), uuid.uuid4().hex
    first = await order(buyer, body, key)
    # The same JSON written otherwise is the same call.
    turned = {name: body[name] for name in reversed(body)}
    for again in (await order(buyer, body, key), await order(buyer, turned, key)):
        assert (again.status_code, again.content) == (201, first.content)
    headers = {"Authorization": f"Bearer {buyer.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    spaced = await client.post("/api/v1/orders", content=json.dumps(body, indent=3), headers=headers)
    assert spaced.content == first.content
    assert await orders_in(pool) == 1


async def test_the_same_key_for_another_call_is_refused(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    assert (await order(buyer, order_body((sku, 1)), "key")).status_code == 201
    assert refusal(await order(buyer, order_body((sku, 2)), "key")) == (409, "idempotency.key_reused")
    elsewhere = await buyer.post("/me/cart", {"sku_id": sku, "quantity": 1}, Idempotency_Key="key")
    assert refusal(elsewhere) == (409, "idempotency.key_reused")
    assert await orders_in(pool) == 1


async def test_keys_are_the_accounts_own(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyers = [await make_caller(client, pool, handle) for handle in ("rina", "budi")]
    answers = [await order(buyer, order_body((sku, 1)), "key") for buyer in buyers]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["orders"][0]["id"] for answer in answers}) == 2


async def test_a_refusal_is_replayed_and_malformed_input_may_be_mended(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop, stock=1)
    buyer = await make_caller(client, pool, "rina")
    first = await order(buyer, order_body((sku, 2)), "key")
    assert refusal(first) == (409, "orders.out_of_stock")
    assert (await seller.put(f"/shops/{shop}/skus/{sku}/stock", {"stock": 5})).status_code == 200
    again = await order(buyer, order_body((sku, 2)), "key")
    assert (again.status_code, again.content) == (409, first.content)
    assert refusal(again) == (409, "orders.out_of_stock")
    assert (await order(buyer, order_body((sku, 2)), "another")).status_code == 201
    nobody = await order(buyer, order_body((sku, 1), address={"country": "ID"}), "mended")
    assert refusal(nobody) == (422, "invalid")
    assert (await order(buyer, order_body((sku, 1)), "mended")).status_code == 201


async def test_a_call_in_flight_is_told_so(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    async with pool.transaction() as db:
        # The first call, still running in another process.
        assert await idempotency.LOCK.sole(db, buyer.account_id, "key")
        assert refusal(await order(buyer, order_body((sku, 1)), "key")) == (409, "idempotency.in_flight")
    assert (await order(buyer, order_body((sku, 1)), "key")).status_code == 201


async def test_a_key_hammered_at_once_places_one_order(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    answers = await asyncio.gather(*(order(buyer, order_body((sku, 1)), "key") for _ in range(12)))
    placed = {answer.content for answer in answers if answer.status_code == 201}
    refused = {refusal(answer) for answer in answers if answer.status_code != 201}
    assert len(placed) == 1 and refused <= {(409, "idempotency.in_flight")}
    assert await orders_in(pool) == 1


async def test_every_write_takes_a_key(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    body = {"kind": "OPEN", "rate_bp": 1000, "products": "ALL"}
    first = await seller.post(f"/shops/{shop}/plans", body, Idempotency_Key="plan")
    again = await seller.post(f"/shops/{shop}/plans", body, Idempotency_Key="plan")
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
