"""Paying at the JSON doors: what is offered, what is to be done next, paying again, and the door of the providers."""

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec

from etalase.app.wiring import roster
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.payments.ports.sandbox import tap
from etalase.payments.ports.sandbox.sending import SECRET, Body
from etalase.payments.ports.signing import sign
from etalase.payments.rules import attempt_key
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body
from tests.makers.orders import ADDRESS


async def stocked(client: httpx.AsyncClient, pool: Pool) -> tuple[Caller, str]:
    """A buyer, and a SKU to be bought."""
    seller, buyer = await make_caller(client, pool, "sari"), await make_caller(client, pool, "rina")
    shop = await open_shop(seller)
    made = await seller.post(f"/shops/{shop}/products", product_body(sku_body(stock=50)))
    return buyer, made.json()["skus"][0]["id"]


async def ordered(buyer: Caller, sku: str, method: str, key: str = "", **payment: str) -> dict[str, Any]:
    body = {"lines": [{"sku_id": sku, "quantity": 1}], "address": ADDRESS, "payment": {"method": method, **payment}}
    answer = await buyer.post("/orders", body, Idempotency_Key=key or uuid.uuid4().hex)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def work(pool: Pool) -> None:
    async with pool.connection() as db:
        for _ in range(2):
            await drain(db, roster(), datetime.now(UTC))


async def test_the_ways_of_paying_of_a_market_are_public(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/payment-methods", params={"market": "ID"})
    found = {each["method"]: each for each in answer.json()["items"]}
    assert list(found) == ["SANDBOX_CARD", "SANDBOX_WALLET", "BANK_TRANSFER", "QR", "COD"]
    assert found["COD"]["most"] == {"amount": "10000000", "currency": "IDR"}
    assert [found[name]["needs_next_step"] for name in ("SANDBOX_CARD", "QR", "COD")] == [False, True, False]
    singapore = await client.get("/api/v1/payment-methods", params={"market": "SG"})
    assert "COD" not in {each["method"] for each in singapore.json()["items"]}
    assert (await client.get("/api/v1/payment-methods", params={"market": "XX"})).status_code == 404
    assert (await client.get("/api/v1/payment-methods")).status_code == 422


async def test_a_test_card_is_charged_in_the_call(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer, sku = await stocked(client, pool)
    placed = await ordered(buyer, sku, "SANDBOX_CARD")
    assert placed["payment"]["status"] == "PAID"
    assert placed["payment"]["next_step"] is None
    assert placed["orders"][0]["status"] == "ON_HOLD"
    shown = (await buyer.get(f"/payments/{placed['payment']['id']}")).json()
    assert (shown["status"], shown["paid"], shown["next_step"]) == ("PAID", placed["payment"]["amount"], None)


async def test_a_method_that_needs_one_answers_the_next_step(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer, sku = await stocked(client, pool)
    key = uuid.uuid4().hex
    placed = await ordered(buyer, sku, "BANK_TRANSFER", key)
    step = placed["payment"]["next_step"]
    assert (step["kind"], len(step["account_number"]), step["bank"]) == ("virtual_account", 12, "Bank Sandbox")
    assert step["expires_at"] is not None
    assert await ordered(buyer, sku, "BANK_TRANSFER", key) == placed
    for method, kind in (("QR", "qr"), ("SANDBOX_WALLET", "redirect")):
        assert (await ordered(buyer, sku, method))["payment"]["next_step"]["kind"] == kind
    payment = f"/payments/{placed['payment']['id']}"
    assert (await buyer.get(payment)).json()["next_step"] == step
    async with pool.connection() as db:
        assert await tap(db, step["url"].rpartition("/")[2], "pay", now=datetime.now(UTC))
    await work(pool)
    paid = (await buyer.get(payment)).json()
    assert (paid["status"], paid["next_step"]) == ("PAID", None)
    order = (await buyer.get(f"/orders/{placed['orders'][0]['id']}")).json()
    assert (order["status"], order["payment_method"]) == ("ON_HOLD", "BANK_TRANSFER")


async def test_paying_again_with_another_method_replays_for_its_key(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer, sku = await stocked(client, pool)
    placed = await ordered(buyer, sku, "SANDBOX_CARD", card="decline")
    path = f"/orders/{placed['orders'][0]['id']}/payment"
    assert placed["payment"]["status"] == "FAILED"
    declined = [await buyer.post(path, {"card": "decline"}, Idempotency_Key="a") for _ in range(2)]
    assert [each.status_code for each in declined] == [409, 409]
    assert declined[0].content == declined[1].content
    assert declined[0].json()["code"] == "payments.declined"
    reused = await buyer.post(path, {"card": "approve"}, Idempotency_Key="a")
    assert reused.json()["code"] == "idempotency.key_reused"
    first = await buyer.post(path, {"method": "QR"}, Idempotency_Key="b")
    assert first.status_code == 200, first.text
    assert (first.json()["status"], first.json()["payment"]["next_step"]["kind"]) == ("UNPAID", "qr")
    assert (await buyer.post(path, {"method": "QR"}, Idempotency_Key="b")).content == first.content
    paid = await buyer.post(path, {"method": "SANDBOX_CARD"}, Idempotency_Key="c")
    assert (paid.json()["status"], paid.json()["payment"]["status"]) == ("ON_HOLD", "PAID")
    assert (await buyer.post(path, {"method": "SANDBOX_CARD"}, Idempotency_Key="c")).content == paid.content
    assert (await buyer.post(path)).json()["code"] == "payments.not_open"
    assert (await buyer.post(path, {"method": "GOLD"})).status_code == 422
    assert (await buyer.post(path, {"card": "gold"})).status_code == 422


async def test_another_buyer_sees_no_payment_and_pays_none(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer, sku = await stocked(client, pool)
    placed = await ordered(buyer, sku, "QR")
    other = await make_caller(client, pool, "budi")
    assert (await other.get(f"/payments/{placed['payment']['id']}")).status_code == 404
    assert (await other.post(f"/orders/{placed['orders'][0]['id']}/payment")).status_code == 404


async def test_r12_the_door_of_the_providers(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer, sku = await stocked(client, pool)
    placed = await ordered(buyer, sku, "QR")
    key = attempt_key(buyer.account_id, int(placed["payment"]["id"]), 1)
    body = msgspec.json.encode(Body(key, "sb_x", "PAID", int(placed["payment"]["amount"]["amount"]), "IDR"))
    signed = sign(SECRET, "evt", datetime.now(UTC), body)

    async def knock(provider: str, content: bytes, headers: dict[str, str]) -> httpx.Response:
        return await client.post(f"/api/v1/webhooks/{provider}", content=content, headers=headers)

    assert (await knock("sandbox", body, {})).status_code == 401
    assert (await knock("sandbox", body + b" ", signed)).status_code == 401
    assert (await knock("nobody", body, signed)).status_code == 404
    assert (await knock("stripe", body, signed)).status_code == 404
    answers = [await knock("sandbox", body, signed) for _ in range(3)]
    assert [(each.status_code, each.json()) for each in answers] == [
        (200, {"new": True}),
        (200, {"new": False}),
        (200, {"new": False}),
    ]
    await work(pool)
    assert (await buyer.get(f"/payments/{placed['payment']['id']}")).json()["status"] == "PAID"
