"""Idempotency keys at the doors: once, the same answer again, never another's (the contract; issue: bad input)."""

import asyncio
import hashlib
import json
import uuid

import httpx

from etalase.accounts.actions import mint_phone_code
from etalase.base import idempotency
from etalase.base.db import rows, value
from etalase.base.pool import Pool
from tests.makers.accounts import PASSWORD
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


KEPT = rows(idempotency.Answered, "SELECT request_hash, status, body FROM idempotency_keys ORDER BY created_at")


async def test_a_token_is_minted_once_for_its_key_and_kept_nowhere_in_the_clear(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    await make_caller(client, pool, "rina")
    login, headers = {"login": "rina", "password": PASSWORD}, {"Idempotency-Key": "key"}
    first, again = [await client.post("/api/v1/tokens", json=login, headers=headers) for _ in range(2)]
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    token = first.json()["token"]
    assert (await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})).status_code == 200
    for other in (login | {"password": "another password"}, login | {"login": "rina@example.com"}):
        refused = await client.post("/api/v1/tokens", json=other, headers=headers)
        assert refusal(refused) == (409, "idempotency.key_reused")
    async with pool.connection() as db:
        kept = await KEPT.sole(db)
    assert token.encode() not in kept.body and b"rina" not in kept.body
    said = b"POST /api/v1/tokens\n" + json.dumps(login, separators=(",", ":"), sort_keys=True).encode()
    assert kept.request_hash != hashlib.sha256(said).digest()


async def test_a_wrong_password_is_no_answer_to_keep(client: httpx.AsyncClient, pool: Pool) -> None:
    await make_caller(client, pool, "rina")
    headers = {"Idempotency-Key": "key"}
    for password, status in (("wrong password", 401), (PASSWORD, 201)):
        asked = {"login": "rina", "password": password}
        assert (await client.post("/api/v1/tokens", json=asked, headers=headers)).status_code == status


async def test_one_try_of_a_phone_code_counts_once_for_its_key(client: httpx.AsyncClient, pool: Pool) -> None:
    rina = await make_caller(client, pool, "rina")
    await rina.post("/me/phone-checks", {"phone": "081234567890"})
    async with pool.transaction() as db:
        minted = await mint_phone_code(db, rina.account_id)
    assert minted is not None
    for _ in range(3):
        wrong = await rina.call("PUT", "/me/phone", {"code": "x"}, Idempotency_Key="wrong")
        assert (*refusal(wrong), wrong.json()["tries_left"]) == (409, "accounts.phone_code_wrong", 4)
        assert wrong.headers["content-type"] == "application/problem+json"
    right = [await rina.call("PUT", "/me/phone", {"code": minted.code}, Idempotency_Key="right") for _ in range(2)]
    assert [each.status_code for each in right] == [200, 200] and right[0].content == right[1].content
