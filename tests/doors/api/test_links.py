"""The doors of links: the contract's shapes, codes and order, cross-tenant, forged, replayed."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller, open_shop

SHAPE = {
    "id", "kind", "status", "shop_id", "shop_name", "account_id", "handle", "account_name", "slot", "invited_by", "invited_at",
    "expires_at", "answered_at", "linked_at", "ended_at", "ended_by", "ended_side", "end_reason",
}  # fmt: skip
DAY_S = 86_400


async def advance(caller: Caller, seconds: int) -> None:
    assert (await caller.put("/sandbox/clock", {"advance_s": seconds})).status_code == 200


async def ready(caller: Caller, shop: str, **changes: Any) -> None:
    body = {"verified": True, "probation": False} | changes
    assert (await caller.put(f"/sandbox/shops/{shop}", body)).status_code == 200


async def ready_holder(client: httpx.AsyncClient, pool: Pool, handle: str = "sari", **changes: Any) -> Caller:
    holder = await make_caller(client, pool, handle)
    body = {"verified": True} | changes
    assert (await holder.put(f"/sandbox/accounts/{handle}", body)).status_code == 200
    return holder


async def ready_seller(
    client: httpx.AsyncClient, pool: Pool, name: str = "sari", handle: str = "toko"
) -> tuple[Caller, str]:
    seller = await make_caller(client, pool, handle)
    shop = await open_shop(seller, name)
    await ready(seller, shop)
    return seller, shop


async def invite(seller: Caller, shop: str, handle: str = "sari", kind: str = "OFFICIAL") -> httpx.Response:
    return await seller.post(f"/shops/{shop}/links", {"kind": kind, "handle": handle})


async def linked(seller: Caller, shop: str, holder: Caller, kind: str = "MARKETING") -> str:
    link = (await invite(seller, shop, holder.handle, kind)).json()["id"]
    accepted = await holder.post(f"/links/{link}/acceptance")
    assert accepted.status_code == 200, accepted.text
    return link


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"].startswith("application/problem+json")
    told = answer.json()
    assert {"type", "title", "status", "code", "detail"} <= set(told) and told["status"] == answer.status_code
    return answer.status_code, told["code"]


async def test_an_invitation_is_sent_accepted_and_listed_on_both_sides(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    sent = await invite(seller, shop, "@Sari")
    assert sent.status_code == 201
    link = sent.json()
    assert set(link) == SHAPE and isinstance(link["id"], str)
    assert (link["kind"], link["status"], link["handle"], link["shop_id"]) == ("OFFICIAL", "PENDING", "sari", shop)
    assert link["expires_at"].endswith("Z") and link["slot"] is None
    # A call without fields accepts an empty body.
    accepted = await sari.post(f"/links/{link['id']}/acceptance")
    assert accepted.status_code == 200 and accepted.json()["status"] == "LINKED" and accepted.json()["slot"] == 0
    for path, caller in ((f"/shops/{shop}/links", seller), ("/me/links", sari)):
        listed = (await caller.get(path)).json()
        assert listed["next_cursor"] is None and listed["items"] == [accepted.json()]
    assert (await sari.get(f"/links/{link['id']}")).json() == (await seller.get(f"/links/{link['id']}")).json()
    usage = (await seller.get(f"/shops/{shop}/links/usage")).json()
    assert usage == {
        "official_used": 1,
        "official_most": 1,
        "marketing_used": 0,
        "marketing_most": 4,
        "pending": 0,
        "official_unlinks_left": 3,
    }


async def test_refusing_cancelling_and_unlinking_tell_who_when_and_why(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    declined = (await invite(seller, shop)).json()["id"]
    assert (await sari.post(f"/links/{declined}/refusal")).json()["status"] == "DECLINED"
    cancelled = (await invite(seller, shop)).json()["id"]
    assert (await sari.delete(f"/links/{cancelled}")).status_code == 403
    assert (await seller.delete(f"/links/{cancelled}")).json()["status"] == "CANCELLED"
    ended = await linked(seller, shop, sari)
    assert refusal(await sari.delete(f"/links/{ended}")) == (409, "links.too_early_to_unlink")
    await advance(seller, DAY_S)
    assert (await sari.delete(f"/links/{ended}")).json()["status"] == "UNLINKED"
    told = [
        (each["status"], each["ended_by"], each["ended_side"], each["end_reason"], bool(each["ended_at"]))
        for each in (await seller.get(f"/shops/{shop}/links")).json()["items"]
    ]
    assert told == [
        ("UNLINKED", "sari", "HOLDER", "UNLINKED_BY_HOLDER", True),
        ("CANCELLED", "toko", "SELLER", "CANCELLED_BY_SELLER", True),
        ("DECLINED", "sari", "HOLDER", "REFUSED_BY_HOLDER", True),
    ]


async def test_an_expired_invitation_says_so_for_ever(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    link = (await invite(seller, shop)).json()["id"]
    await advance(seller, 2 * DAY_S)
    for _ in range(2):
        assert refusal(await sari.post(f"/links/{link}/acceptance")) == (409, "links.invitation_expired")
        (listed,) = (await sari.get("/me/links")).json()["items"]
        assert (listed["status"], listed["ended_side"], listed["end_reason"]) == (
            "EXPIRED",
            "CLOCK",
            "NOT_ANSWERED_IN_TIME",
        )
        assert listed["ended_at"] == listed["expires_at"]
        await advance(seller, 300 * DAY_S)
    again = await invite(seller, shop)
    assert again.status_code == 201
    assert (await sari.post(f"/links/{again.json()['id']}/acceptance")).status_code == 200
    assert refusal(await sari.post(f"/links/{again.json()['id']}/acceptance")) == (409, "links.not_pending")


async def test_refusals_come_in_the_published_order(client: httpx.AsyncClient, pool: Pool) -> None:
    """Everything is wrong at first; mending the first obstacle reveals the next one."""
    seller = await make_caller(client, pool, "toko")
    shop = await open_shop(seller, "Langkah")
    wrong = {"birth_date": "2015-01-01", "standing": "RESTRICTED"}
    sari = await ready_holder(client, pool, verified=False, **wrong)
    await make_caller(client, pool, "aminah", "MY")
    assert refusal(await invite(seller, shop, "aminah")) == (409, "links.market_differs")
    mend = "/sandbox/accounts/sari"
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("links.holder_not_adult", mend, {"birth_date": None}),
        ("links.account_not_in_good_standing", mend, {"standing": "GOOD"}),
        ("links.shop_not_verified", f"/sandbox/shops/{shop}", {"verified": True}),
        ("links.account_not_verified", mend, {"verified": True}),
        ("links.shop_on_probation", f"/sandbox/shops/{shop}", {"probation": False}),
    ]
    for code, path, body in steps:
        assert refusal(await invite(seller, shop, kind="MARKETING")) == (409, code)
        assert (await seller.put(path, body)).status_code == 200
    other_seller, other = await ready_seller(client, pool, "sari", "lain")
    link = await linked(other_seller, other, sari, "OFFICIAL")
    assert refusal(await invite(other_seller, other)) == (409, "links.already_linked")
    assert refusal(await invite(seller, shop)) == (409, "links.account_has_official_shop")
    assert refusal(await invite(seller, shop, kind="MARKETING")) == (409, "links.account_is_linked_as_official")
    await advance(seller, DAY_S)
    assert (await sari.delete(f"/links/{link}")).status_code == 200
    await linked(other_seller, other, sari)
    assert refusal(await invite(seller, shop)) == (409, "links.account_has_marketing_shop")
    assert refusal(await invite(seller, shop, kind="MARKETING")) == (409, "links.account_has_marketing_shop")
    budi = await ready_holder(client, pool, "budi")
    assert refusal(await invite(seller, shop, "budi")) == (409, "links.name_differs")
    assert (await budi.patch("/me", {"name": "Langkah"})).status_code == 200
    await linked(seller, shop, budi, "OFFICIAL")
    await ready_holder(client, pool, "citra")
    assert refusal(await invite(seller, shop, "citra")) == (409, "links.shop_has_official")


async def test_a_shop_that_is_full_refuses_at_the_invitation_too(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    for number in range(4):
        await linked(seller, shop, await ready_holder(client, pool, f"m{number}"))
    await ready_holder(client, pool)
    told = await invite(seller, shop, kind="MARKETING")
    assert refusal(told) == (409, "links.marketing_slots_full")
    assert told.json()["most"] == 4 and "4" in told.json()["detail"]


async def test_r_link_41_the_fourth_official_unlink_is_refused(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    for number in range(4):
        link = await linked(seller, shop, sari, "OFFICIAL")
        assert refusal(await seller.delete(f"/links/{link}")) == (409, "links.too_early_to_unlink")
        await advance(seller, DAY_S)
        ended = await seller.delete(f"/links/{link}")
        if number < 3:
            assert ended.status_code == 200
        else:
            assert refusal(ended) == (409, "links.official_unlinks_used_up")


async def test_renaming_the_shop_renames_its_official_account_which_cannot_be_renamed_alone(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    await linked(seller, shop, sari, "OFFICIAL")
    assert (await seller.patch(f"/shops/{shop}", {"name": "Langkah"})).json()["name"] == "Langkah"
    assert (await sari.get("/me")).json()["name"] == "Langkah"
    assert refusal(await sari.patch("/me", {"name": "Sari"})) == (409, "links.name_follows_shop")


async def test_eligibility_is_told_rule_by_rule_and_asking_is_limited(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool, "Langkah")
    await ready_holder(client, pool, verified=False)
    path = f"/shops/{shop}/links/eligibility?handle=sari&kind=OFFICIAL"
    found = (await seller.get(path)).json()
    assert (found["handle"], found["kind"], found["eligible"]) == ("sari", "OFFICIAL", False)
    assert [each["code"] for each in found["rules"] if not each["ok"]] == [
        "links.account_not_verified",
        "links.name_differs",
    ]
    assert all(each["asks"] and each["ok"] == (each["detail"] is None) for each in found["rules"])
    assert found["rules"][-2]["ok"] and "“Langkah”" in next(e["detail"] for e in found["rules"] if "name" in e["code"])
    sari = await make_caller(client, pool, "outsider")
    assert (await sari.get(path)).status_code == 404
    assert (await seller.get(path.replace("OFFICIAL", "BOTH"))).status_code == 422
    answers = [await seller.get(path) for _ in range(65)]
    answer = answers[-1]
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": "OFFICIAL"}, {"handle": "sari"}, {"kind": "AFFILIATE", "handle": "sari"}, {"kind": 1, "handle": "sari"},
     {"kind": "OFFICIAL", "handle": 5}, {"kind": "OFFICIAL", "handle": None}, [], "x", None],
)  # fmt: skip
async def test_a_malformed_invitation_names_the_field(client: httpx.AsyncClient, pool: Pool, body: object) -> None:
    seller, shop = await ready_seller(client, pool)
    answer = await seller.post(f"/shops/{shop}/links", body)
    assert refusal(answer) == (422, "invalid") and answer.json()["errors"]


async def test_other_people_s_links_do_not_exist(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    await ready_holder(client, pool)
    link = (await invite(seller, shop)).json()["id"]
    other_seller, other = await ready_seller(client, pool, "lain", "lain")
    for method, path in (
        ("POST", f"/links/{link}/acceptance"),
        ("POST", f"/links/{link}/refusal"),
        ("DELETE", f"/links/{link}"),
        ("GET", f"/links/{link}"),
        ("GET", f"/links/{link}/consequences"),
        ("GET", f"/shops/{shop}/links"),
        ("GET", f"/shops/{shop}/links/usage"),
    ):
        assert refusal(await other_seller.call(method, path)) == (404, "not_found")
    assert refusal(await invite(other_seller, shop)) == (404, "not_found")
    assert refusal(await invite(other_seller, other, "nobody")) == (404, "not_found")
    # The seller is not the holder, whoever owns the shop.
    assert refusal(await seller.post(f"/links/{link}/acceptance")) == (404, "not_found")
    assert (await client.get(f"/api/v1/shops/{shop}/links")).status_code == 401


@pytest.mark.parametrize("forged", ["0", "1", "-1", "9007199254740991", "99999999999999999999", "abc", "1.5", "%00"])
async def test_forged_ids_are_not_found(client: httpx.AsyncClient, pool: Pool, forged: str) -> None:
    sari = await ready_holder(client, pool)
    for method, path in (
        ("POST", f"/links/{forged}/acceptance"),
        ("DELETE", f"/links/{forged}"),
        ("GET", f"/shops/{forged}/links"),
        ("POST", f"/shops/{forged}/links"),
    ):
        body = {"kind": "MARKETING", "handle": "sari"} if path.startswith("/shops") and method == "POST" else None
        assert (await sari.call(method, path, body)).status_code == 404


async def test_a_replayed_call_happens_once_and_answers_the_same(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    sari = await ready_holder(client, pool)
    body = {"kind": "MARKETING", "handle": "sari"}
    sent = [await seller.post(f"/shops/{shop}/links", body, Idempotency_Key="once") for _ in range(3)]
    assert {(each.status_code, each.text) for each in sent} == {(201, sent[0].text)}
    other = await seller.post(f"/shops/{shop}/links", {**body, "kind": "OFFICIAL"}, Idempotency_Key="once")
    assert refusal(other) == (409, "idempotency.key_reused")
    path = f"/links/{sent[0].json()['id']}/acceptance"
    answers = [await sari.post(path, Idempotency_Key="yes") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200] and answers[0].text == answers[1].text
    assert refusal(await sari.post(path, Idempotency_Key="again")) == (409, "links.not_pending")


async def test_lists_are_paged(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    for number in range(3):
        await ready_holder(client, pool, f"m{number}")
        await invite(seller, shop, f"m{number}", "MARKETING")
    first = (await seller.get(f"/shops/{shop}/links?limit=2")).json()
    second = (await seller.get(f"/shops/{shop}/links?limit=2&cursor={first['next_cursor']}")).json()
    assert [each["handle"] for each in first["items"] + second["items"]] == ["m2", "m1", "m0"]
    assert second["next_cursor"] is None
    for wrong in ("limit=0", "limit=101", "limit=x", "cursor=nonsense"):
        assert (await seller.get(f"/shops/{shop}/links?{wrong}")).status_code == 422
