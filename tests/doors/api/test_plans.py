"""The doors of affiliate plans: the contract's shapes and codes, cross-tenant, forged, replayed."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.doors.api.test_links import DAY_S, advance, invite, linked, ready_holder, ready_seller, refusal
from tests.makers.callers import Caller, make_caller, product_body, sku_body

SHAPE = {
    "id", "kind", "status", "name", "rate_bp", "products", "needs_approval", "message", "shop_id", "shop_name", "market",
    "created_at", "ends_at", "ended_at", "end_reason", "creators", "requests",
}  # fmt: skip


async def creator(client: httpx.AsyncClient, pool: Pool, handle: str = "sari", followers: int = 2000) -> Caller:
    return await ready_holder(client, pool, handle, followers=followers)


async def publish(seller: Caller, shop: str, **changes: Any) -> httpx.Response:
    return await seller.post(f"/shops/{shop}/plans", {"kind": "OPEN", "rate_bp": 1000, "products": "ALL"} | changes)


async def make_products(seller: Caller, shop: str, count: int) -> list[str]:
    made = [
        await seller.post(f"/shops/{shop}/products", product_body(sku_body(f"SKU-{number}"))) for number in range(count)
    ]
    return [each.json()["id"] for each in made]


async def test_an_open_plan_is_published_offered_and_joined(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool, "Langkah")
    sari = await creator(client, pool)
    made = await publish(seller, shop)
    assert made.status_code == 201
    plan = made.json()
    assert set(plan) == SHAPE
    assert (plan["kind"], plan["status"], plan["rate_bp"], plan["products"]) == ("OPEN", "LIVE", 1000, "ALL")
    (offered,) = (await sari.get("/plans")).json()["items"]
    assert (offered["id"], offered["shop_name"], offered["participation"]) == (plan["id"], "Langkah", None)
    joined = await sari.post(f"/plans/{plan['id']}/joins")
    assert joined.status_code == 201
    assert (joined.json()["status"], joined.json()["plan_id"], joined.json()["rate_bp"]) == (
        "APPROVED",
        plan["id"],
        1000,
    )
    assert refusal(await sari.post(f"/plans/{plan['id']}/joins")) == (409, "affiliate.already_joined")
    assert (await sari.get("/plans")).json()["items"][0]["participation"] == "APPROVED"
    assert (await sari.get("/me/plans")).json()["items"] == [joined.json()]
    assert (await seller.get(f"/shops/{shop}/plans")).json()["items"][0]["creators"] == 1
    assert (await sari.get(f"/plans/{plan['id']}")).json()["creators"] == 1
    assert (await sari.delete(f"/plans/{plan['id']}/joins")).status_code == 200
    assert refusal(await sari.delete(f"/plans/{plan['id']}/joins")) == (409, "affiliate.not_participating")
    assert (await sari.get("/me/plans")).json()["items"][0]["status"] == "LEFT"


async def test_joining_refuses_with_the_published_codes(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool, "Langkah")
    other_seller, other = await ready_seller(client, pool, "sari", "lain")
    official = await creator(client, pool)
    few = await creator(client, pool, "few", followers=599)
    await creator(client, pool, "budi")
    await linked(other_seller, other, official, "OFFICIAL")
    everyone = (await publish(seller, shop)).json()["id"]
    made = await publish(seller, shop, kind="TARGETED", handles=["budi"])
    assert made.status_code == 201
    targeted = made.json()["id"]
    for plan in (everyone, targeted):
        assert refusal(await official.post(f"/plans/{plan}/joins")) == (409, "affiliate.official_account")
    assert (await official.get("/plans")).json()["items"] == []
    assert refusal(await few.post(f"/plans/{targeted}/joins")) == (409, "affiliate.not_invited")
    told = await few.post(f"/plans/{everyone}/joins")
    assert refusal(told) == (409, "affiliate.not_eligible") and told.json()["reason"] == "too_few_followers"
    assert refusal(await few.get(f"/plans/{targeted}")) == (404, "not_found")
    assert targeted not in [each["id"] for each in (await few.get("/plans")).json()["items"]]


async def test_a_rate_outside_the_bounds_is_refused_with_them(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    for rate_bp in (0, 99, 8001, -100):
        told = await publish(seller, shop, rate_bp=rate_bp)
        assert refusal(told) == (409, "affiliate.rate_out_of_range")
        assert (told.json()["least_bp"], told.json()["most_bp"]) == (100, 8000)
    for rate_bp in (100, 8000):
        assert (await publish(seller, shop, rate_bp=rate_bp)).status_code == 201


async def test_targeted_plans_conflict_with_the_pairs_told(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    await creator(client, pool)
    one, two = await make_products(seller, shop, 2)
    first = await publish(seller, shop, kind="TARGETED", products=[one], handles=["@Sari"])
    assert first.status_code == 201 and first.json()["products"] == [one]
    told = await publish(seller, shop, kind="TARGETED", products=[one, two], handles=["sari"])
    assert refusal(told) == (409, "affiliate.targeted_conflict")
    (pair,) = told.json()["conflicts"]
    assert (pair["handle"], pair["product_id"], pair["plan_id"]) == ("sari", one, first.json()["id"])
    assert refusal(await publish(seller, shop, kind="TARGETED", handles=["sari"])) == (
        409,
        "affiliate.targeted_conflict",
    )
    assert (await publish(seller, shop, kind="TARGETED", products=[two], handles=["sari"])).status_code == 201
    (invitee,) = (await seller.get(f"/shops/{shop}/plans/{first.json()['id']}/invitees")).json()["items"]
    assert (invitee["handle"], invitee["status"]) == ("sari", "INVITED")


async def test_requests_are_approved_refused_and_creators_removed(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari, budi = await creator(client, pool), await creator(client, pool, "budi")
    plan = (await publish(seller, shop, needs_approval=True)).json()["id"]
    path = f"/shops/{shop}/plans/{plan}/participations"
    asked = [(await each.post(f"/plans/{plan}/joins")).json() for each in (sari, budi)]
    assert {each["status"] for each in asked} == {"REQUESTED"}
    assert (await seller.post(f"{path}/{asked[0]['id']}/approval")).json()["status"] == "APPROVED"
    assert refusal(await seller.post(f"{path}/{asked[0]['id']}/approval")) == (409, "affiliate.not_requested")
    assert (await seller.post(f"{path}/{asked[1]['id']}/refusal")).json()["status"] == "REJECTED"
    assert (await seller.delete(f"{path}/{asked[0]['id']}")).json()["status"] == "REMOVED"
    assert [each["status"] for each in (await seller.get(path)).json()["items"]] == ["REJECTED", "REMOVED"]
    assert (await sari.post(f"/plans/{plan}/joins")).json()["status"] == "REQUESTED"


async def test_a_plan_is_changed_ended_and_deleted(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    one, two = await make_products(seller, shop, 2)
    path = f"/shops/{shop}/plans/{(await publish(seller, shop, products=[one])).json()['id']}"
    changed = await seller.patch(path, {"rate_bp": 2000, "name": "Akhir tahun", "products": [one, two]})
    assert changed.status_code == 200
    assert (changed.json()["rate_bp"], changed.json()["name"], changed.json()["products"]) == (
        2000,
        "Akhir tahun",
        [one, two],
    )
    assert refusal(await seller.patch(path, {"products": "ALL"})) == (409, "affiliate.scope_is_fixed")
    assert refusal(await seller.patch(path, {"status": "ENDED", "rate_bp": 500})) == (422, "invalid")
    assert (await seller.patch(path, {"ends_at": "2999-01-01T00:00:00Z"})).json()["ends_at"] == "2999-01-01T00:00:00Z"
    assert (await seller.patch(path, {"ends_at": None})).json()["ends_at"] is None
    assert (await seller.patch(path, {"status": "ENDED"})).json()["status"] == "ENDED"
    assert refusal(await seller.patch(path, {"rate_bp": 500})) == (409, "affiliate.plan_ended")
    assert refusal(await seller.delete(path)) == (409, "affiliate.plan_ended")
    other = f"/shops/{shop}/plans/{(await publish(seller, shop)).json()['id']}"
    assert (await seller.delete(other)).status_code == 200
    assert refusal(await seller.delete(other)) == (404, "not_found")
    assert [each["status"] for each in (await seller.get(f"/shops/{shop}/plans")).json()["items"]] == ["ENDED"]


async def test_r_aff_4_a_plan_past_its_date_is_expired_and_cannot_be_joined(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await creator(client, pool)
    now = (await seller.get(f"/shops/{shop}")).json()["created_at"]
    ends_at = f"{int(now[:4]) + 1}{now[4:]}"
    plan = (await publish(seller, shop, ends_at=ends_at)).json()["id"]
    await advance(seller, 366 * DAY_S)
    assert refusal(await sari.post(f"/plans/{plan}/joins")) == (409, "affiliate.plan_ended")
    assert (await sari.get("/plans")).json()["items"] == []
    assert (await seller.get(f"/shops/{shop}/plans")).json()["items"][0]["status"] == "EXPIRED"


async def test_accepting_an_official_link_lists_first_what_it_ends(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    other_seller, other = await ready_seller(client, pool, "Lain", "lain")
    sari = await creator(client, pool)
    plan = (await publish(other_seller, other)).json()["id"]
    assert (await sari.post(f"/plans/{plan}/joins")).status_code == 201
    link = (await invite(seller, shop)).json()["id"]
    ends = (await sari.get(f"/links/{link}/consequences")).json()["items"]
    assert [(each["plan_id"], each["shop_name"]) for each in ends] == [(plan, "Lain")]
    assert (await sari.post(f"/links/{link}/acceptance")).json()["status"] == "LINKED"
    (kept,) = (await sari.get("/me/plans")).json()["items"]
    assert (kept["status"], kept["end_reason"]) == ("LEFT", "BECAME_OFFICIAL")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "SECRET"}, "kind"),
        ({"rate_bp": "10%"}, "rate_bp"),
        ({"rate_bp": 10.5}, "rate_bp"),
        ({"products": []}, "products"),
        ({"products": "SOME"}, "products"),
        ({"products": ["x"]}, "products"),
        ({"products": [1]}, "products"),
        ({"products": None}, "products"),
        ({"kind": "TARGETED"}, "handles"),
        ({"kind": "TARGETED", "handles": []}, "handles"),
        ({"kind": "TARGETED", "handles": ["nobody"]}, "handles"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
        ({"ends_at": "2999-01-01T00:00:00"}, "ends_at"),
        ({"ends_at": "soon"}, "ends_at"),
        ({"needs_approval": "yes"}, "needs_approval"),
        ({"name": "x" * 101}, "name"),
    ],
)
async def test_a_malformed_plan_names_the_field(
    client: httpx.AsyncClient, pool: Pool, changes: dict[str, Any], field: str
) -> None:
    seller, shop = await ready_seller(client, pool)
    told = await publish(seller, shop, **changes)
    assert refusal(told) == (422, "invalid")
    assert any(name.startswith(field) for name in told.json()["errors"]), told.text


async def test_other_people_s_plans_and_products_do_not_exist(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    other_seller, other = await ready_seller(client, pool, "lain", "lain")
    (own,) = await make_products(seller, shop, 1)
    plan = (await publish(seller, shop, products=[own])).json()["id"]
    assert refusal(await publish(other_seller, other, products=[own])) == (404, "not_found")
    assert refusal(await publish(other_seller, shop)) == (404, "not_found")
    for place in (shop, other):
        for method, tail in (("PATCH", ""), ("DELETE", ""), ("GET", "/participations"), ("GET", "/invitees")):
            body = {"rate_bp": 200} if method == "PATCH" else None
            answer = await other_seller.call(method, f"/shops/{place}/plans/{plan}{tail}", body)
            assert refusal(answer) == (404, "not_found")
    assert refusal(await other_seller.get(f"/shops/{shop}/plans")) == (404, "not_found")
    for forged in ("0", "12345", "9007199254740991", "99999999999999999999", "x"):
        assert (await seller.post(f"/plans/{forged}/joins")).status_code == 404
        assert (await seller.get(f"/plans/{forged}")).status_code == 404
    assert (await client.get("/api/v1/plans")).status_code == 401
    assert (await client.post(f"/api/v1/plans/{plan}/joins")).status_code == 401


async def test_a_replayed_join_happens_once(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await creator(client, pool)
    body = {"kind": "OPEN", "rate_bp": 1000, "products": "ALL"}
    made = [await seller.post(f"/shops/{shop}/plans", body, Idempotency_Key="plan") for _ in range(2)]
    assert made[0].text == made[1].text and len((await seller.get(f"/shops/{shop}/plans")).json()["items"]) == 1
    path = f"/plans/{made[0].json()['id']}/joins"
    joins = [await sari.post(path, Idempotency_Key="join") for _ in range(2)]
    assert [each.status_code for each in joins] == [201, 201] and joins[0].text == joins[1].text


async def test_creators_of_other_markets_are_offered_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    aminah = await make_caller(client, pool, "aminah", "MY")
    plan = (await publish(seller, shop)).json()["id"]
    assert (await aminah.get("/plans")).json() == {"items": [], "next_cursor": None}
    told = await aminah.post(f"/plans/{plan}/joins")
    assert refusal(told) == (409, "affiliate.not_eligible") and told.json()["reason"] == "market_differs"
