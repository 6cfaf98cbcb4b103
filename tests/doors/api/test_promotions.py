"""Promotions and vouchers at the JSON doors: money in major units, a simulation with its steps, claims."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.clock import Clock
from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller
from tests.makers.trading import make_goods, make_seller, refusal


async def times(pool: Pool, days: float = 1) -> dict[str, str]:
    """From now on, for so many days."""
    async with pool.connection() as db:
        now: datetime = await Clock(sandbox=True).now(db)
    return {"starts_at": now.isoformat(), "ends_at": (now + timedelta(days=days)).isoformat()}


async def launched(seller: Caller, shop: str, body: dict[str, Any]) -> dict[str, Any]:
    made = await seller.post(f"/shops/{shop}/promotions", body | {"launch": True})
    assert made.status_code == 201, made.text
    return made.json()


async def test_r_pro_1_a_promotion_from_draft_to_stop(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    product, _ = await make_goods(seller, shop)
    body = {
        "kind": "FIXED_PRICE",
        "title": "Weekend",
        "items": [{"product_id": product, "price": "99000", "quantity_limit": 20, "buyer_limit": 2}],
        **await times(pool),
    }
    made = await seller.post(f"/shops/{shop}/promotions", body)
    assert made.status_code == 201
    whole = made.json()
    assert whole["promotion"]["status"] == "DRAFT" and whole["promotion"]["level"] == "PRODUCT"
    assert whole["items"][0]["price"] == {"amount": "99000", "currency": "IDR"}
    path = f"/shops/{shop}/promotions/{whole['promotion']['id']}"
    assert (await seller.post(f"{path}/launch")).json()["promotion"]["status"] == "ONGOING"
    assert refusal(await seller.patch(path, {"items": []})) == (409, "promotions.wrong_state")
    assert (await seller.patch(path, {"title": "Long weekend"})).json()["promotion"]["title"] == "Long weekend"
    copy = (await seller.post(f"{path}/copies")).json()
    assert (copy["promotion"]["status"], copy["promotion"]["title"]) == ("DRAFT", "Copy of Long weekend")
    assert (await seller.post(f"{path}/deactivation")).json()["promotion"]["status"] == "DEACTIVATED"
    listed = (await seller.get(f"/shops/{shop}/promotions")).json()["items"]
    assert [each["status"] for each in listed] == ["DRAFT", "DEACTIVATED"]


async def test_a_body_says_what_is_wrong_with_it(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    product, _ = await make_goods(seller, shop)
    item = {"product_id": product, "price": "99000.5"}
    body = {"kind": "FLASHSALE", "title": "Now", "items": [item], **await times(pool, 3)}
    wrong = await seller.post(f"/shops/{shop}/promotions", body)
    assert wrong.status_code == 422 and set(wrong.json()["errors"]) == {"items[0].price"}
    item["price"] = "99000"
    wrong = await seller.post(f"/shops/{shop}/promotions", body)
    assert wrong.status_code == 422 and set(wrong.json()["errors"]) == {"ends_at"}
    later = await seller.post(f"/shops/{shop}/promotions", body | await times(pool, 2) | {"launch": True})
    assert later.status_code == 201
    again = await seller.post(f"/shops/{shop}/promotions", body | await times(pool, 2) | {"launch": True})
    assert refusal(again) == (409, "promotions.not_below_lowest") and again.json()["lowest"] == "99000 IDR"


async def test_the_simulator_tells_every_step(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    product, sku = await make_goods(seller, shop)
    span = await times(pool)
    item = {"product_id": product, "off_bp": 1000}
    await launched(seller, shop, {"kind": "DIRECT_DISCOUNT", "title": "Ten off", "items": [item], **span})
    draft = {
        "kind": "BUY_MORE_SAVE_MORE",
        "title": "Two or more",
        "tiers": [{"from_quantity": 2, "off_bp": 500}],
        **span,
    }
    more = (await seller.post(f"/shops/{shop}/promotions", draft)).json()["promotion"]["id"]
    ship = {"kind": "SHIPPING_DISCOUNT", "title": "We ship", "shipping_off": "8000", "minimum_spend": "50000", **span}
    await launched(seller, shop, ship)
    voucher = await seller.post(
        f"/shops/{shop}/vouchers", {"title": "Thanks", "amount": "20000", "minimum_spend": "100000", **span}
    )
    body = {
        "lines": [{"sku_id": sku, "quantity": 2}],
        "promotion_ids": [more],
        "voucher_ids": [voucher.json()["id"]],
        "shipping": "10000",
    }
    told = (await seller.post(f"/shops/{shop}/promotions/simulation", body)).json()
    assert [(each["kind"], each["seller"]["amount"], each["after"]["amount"]) for each in told["steps"]] == [
        ("DIRECT_DISCOUNT", "25800", "232200"),
        ("BUY_MORE_SAVE_MORE", "11610", "220590"),
        ("SELLER_VOUCHER", "20000", "200590"),
        ("SHIPPING_DISCOUNT", "8000", "2000"),
    ]
    assert (told["before"]["amount"], told["total"]["amount"]) == ("258000", "202590")
    stranger = await make_caller(client, pool, "orang")
    assert (await stranger.post(f"/shops/{shop}/promotions/simulation", body)).status_code == 404
    body["lines"] = []
    assert (await seller.post(f"/shops/{shop}/promotions/simulation", body)).status_code == 422


async def test_r_pro_6_vouchers_are_claimed(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    buyer, span = await make_caller(client, pool, "pembeli"), await times(pool)
    body = {"title": "Thanks", "off_bp": 1000, "cap": "50000", "minimum_spend": "100000", "launch": True, **span}
    made = await seller.post(f"/shops/{shop}/vouchers", body)
    assert made.status_code == 201 and made.json()["status"] == "ONGOING"
    code = await seller.post(
        f"/shops/{shop}/vouchers", {"title": "Code", "display": "PROMO_CODE", "code": "hemat10", **body}
    )
    assert code.json()["code"] == "HEMAT10"
    offered = (await client.get(f"/api/v1/shops/{shop}/claimable-vouchers")).json()["items"]
    assert [(each["id"], each["claimed"]) for each in offered] == [(made.json()["id"], False)]
    key = uuid.uuid4().hex
    for _ in range(2):
        claimed = await buyer.post(f"/vouchers/{made.json()['id']}/claims", Idempotency_Key=key)
        assert claimed.status_code == 201 and claimed.json()["claimed"]
    assert (await buyer.post(f"/shops/{shop}/voucher-codes", {"code": "HEMAT10"})).status_code == 201
    assert refusal(await buyer.post(f"/vouchers/{code.json()['id']}/claims")) == (409, "promotions.not_for_you")
    mine = (await buyer.get("/me/vouchers")).json()["items"]
    assert {each["id"] for each in mine} == {made.json()["id"], code.json()["id"]}
    assert (await seller.get(f"/shops/{shop}/vouchers/{made.json()['id']}")).json()["claimed"] == 1


async def test_the_platform_gives_vouchers_and_takes_shares(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    operator, span = await make_caller(client, pool, "petugas"), await times(pool)
    async with pool.transaction() as db:
        await set_operator(db, operator.account_id, is_operator=True)
    body = {"title": "Gajian", "amount": "15000", "minimum_spend": "75000", "market": "ID", "launch": True, **span}
    assert (await seller.post("/platform/vouchers", body)).status_code == 404
    made = await operator.post("/platform/vouchers", body)
    assert made.status_code == 201 and made.json()["shop_id"] is None and made.json()["platform_bp"] == 10_000
    offered = (await client.get(f"/api/v1/shops/{shop}/claimable-vouchers")).json()["items"]
    assert [each["shop_name"] for each in offered] == [None]
    own = await seller.post(f"/shops/{shop}/vouchers", {k: v for k, v in body.items() if k != "market"})
    path = f"/shops/{shop}/vouchers/{own.json()['id']}/funding"
    assert (await seller.put(path, {"platform_bp": 5000})).status_code == 403
    assert (await operator.put(path, {"platform_bp": 5000})).json()["platform_bp"] == 5000


async def test_a_moment_beyond_the_calendar_is_no_moment(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    # In UTC it is the year 10000 by then.
    last = {"starts_at": "9999-12-31T23:59:59Z", "ends_at": "9999-12-31T23:59:59-14:00"}
    sale = {"kind": "DIRECT_DISCOUNT", "title": "Last", "off_bp": 1000}
    voucher = {"title": "Last", "amount": "5000", "minimum_spend": "50000"}
    for path, body in (("promotions", sale), ("vouchers", voucher)):
        assert refusal(await seller.post(f"/shops/{shop}/{path}", body | last)) == (422, "invalid")
