"""The doors of shops, staff and closing."""

import httpx
import pytest

from etalase.base.clock import Clock
from etalase.base.pool import Pool
from etalase.shops.actions import mint_invitation_token
from tests.makers.callers import Caller, make_caller, open_shop, product_body


async def hire(owner: Caller, shop: str, member: Caller, role: str, pool: Pool) -> None:
    invited = await owner.post(
        f"/shops/{shop}/staff-invitations", {"email": f"{member.handle}@example.com", "role": role}
    )
    assert invited.status_code == 201, invited.text
    async with pool.transaction() as db:
        inviting = await mint_invitation_token(
            db, int(shop), int(invited.json()["id"]), await Clock(sandbox=True).now(db)
        )
    assert inviting is not None
    assert (await member.post("/staff-acceptances", {"token": inviting.token})).status_code == 201


async def test_a_shop_opens_unverified_and_on_probation_in_its_markets_currency(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    sari = await make_caller(client, pool)
    opened = await sari.post("/shops", {"name": "  Toko   Sari ", "market": "VN"})
    assert opened.status_code == 201
    shop = opened.json()
    assert (shop["name"], shop["currency"], shop["status"], shop["verified"], shop["probation"]) == (
        "Toko Sari",
        "VND",
        "OPEN",
        False,
        True,
    )
    assert [(each["id"], each["role"]) for each in (await sari.get("/me/shops")).json()["items"]] == [
        (shop["id"], "OWNER")
    ]
    public = (await client.get(f"/api/v1/shops/{shop['id']}")).json()
    assert public["name"] == "Toko Sari" and "probation" not in public
    assert (await sari.get(f"/shops/{shop['id']}")).json() == shop


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "market": "ID"},
        {"name": "x" * 61, "market": "ID"},
        {"name": "Toko", "market": "UK"},
        {"name": 1, "market": "ID"},
        {"market": "ID"},
        {"name": "Toko"},
        {"name": "a\u0000", "market": "ID"},
        {"name": "Toko", "market": "ID", "seller_type": "X"},
    ],
)
async def test_a_shop_needs_a_name_and_a_market(client: httpx.AsyncClient, pool: Pool, body: dict[str, object]) -> None:
    sari = await make_caller(client, pool)
    answer = await sari.post("/shops", body)
    assert answer.status_code == 422 and answer.json()["errors"]


async def test_a_shop_is_renamed_and_goes_on_holiday(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, budi = await make_caller(client, pool), await make_caller(client, pool, "budi")
    shop = await open_shop(sari)
    assert (await sari.patch(f"/shops/{shop}", {"name": "Toko Baru", "status": "HOLIDAY"})).json()[
        "status"
    ] == "HOLIDAY"
    assert (await sari.patch(f"/shops/{shop}", {"status": "HOLIDAY"})).status_code == 200
    assert (await sari.patch(f"/shops/{shop}", {"status": "OPEN"})).json()["name"] == "Toko Baru"
    assert (await sari.patch(f"/shops/{shop}", {})).status_code == 200
    for wrong in ("SUSPENDED", "nonsense", ""):
        assert (await sari.patch(f"/shops/{shop}", {"status": wrong})).status_code == 422
    assert (await budi.patch(f"/shops/{shop}", {"name": "Mine"})).status_code == 404
    assert (await sari.patch("/shops/99", {"name": "Mine"})).status_code == 404


async def test_r_link_46_a_closed_shop_is_read_not_written(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body())).json()
    closed = await sari.patch(f"/shops/{shop}", {"status": "CLOSED"})
    assert closed.json()["status"] == "CLOSED" and closed.json()["closed_at"]
    assert (await sari.get(f"/shops/{shop}/products")).json()["items"][0]["id"] == made["id"]
    for refused in (
        await sari.patch(f"/shops/{shop}", {"status": "OPEN"}),
        await sari.patch(f"/shops/{shop}", {"name": "Again"}),
        await sari.post(f"/shops/{shop}/products", product_body()),
        await sari.put(f"/shops/{shop}/skus/{made['skus'][0]['id']}/stock", {"stock": 1}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "shops.closed")
    assert (await client.get(f"/api/v1/products/{made['id']}")).status_code == 404
    assert (await sari.post("/shops", {"name": "Once more", "market": "ID"})).json()[
        "code"
    ] == "shops.closed_in_this_market"
    assert (await sari.post("/shops", {"name": "Elsewhere", "market": "MY"})).status_code == 201


async def test_staff_act_by_their_role(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body())).json()
    stock = f"/shops/{shop}/skus/{made['skus'][0]['id']}/stock"
    expected = {
        "MANAGER": (200, 200, 403, 200, 403),
        "WAREHOUSE": (403, 200, 403, 403, 403),
        "ADS": (403, 403, 403, 403, 403),
    }
    for role, statuses in expected.items():
        member = await make_caller(client, pool, role.lower())
        await hire(sari, shop, member, role, pool)
        answers = (
            await member.patch(f"/shops/{shop}/products/{made['id']}", {"title": f"By {role}"}),
            await member.put(stock, {"stock": 3}),
            await member.post(f"/shops/{shop}/staff-invitations", {"email": "a@b.co", "role": "ADS"}),
            await member.get(f"/shops/{shop}/staff"),
            await member.patch(f"/shops/{shop}", {"status": "CLOSED"}),
        )
        assert tuple(answer.status_code for answer in answers) == statuses
        assert (await member.get(f"/shops/{shop}/products")).status_code == 200
    listed = (await sari.get(f"/shops/{shop}/staff")).json()["items"]
    assert [each["role"] for each in listed] == ["OWNER", "MANAGER", "WAREHOUSE", "ADS"]
    gone = listed[1]["account_id"]
    assert (await sari.patch(f"/shops/{shop}/staff/{gone}", {"role": "ADS"})).status_code == 200
    assert (await sari.delete(f"/shops/{shop}/staff/{gone}")).status_code == 200
    assert (await sari.delete(f"/shops/{shop}/staff/{gone}")).status_code == 404
    owner = await sari.delete(f"/shops/{shop}/staff/{sari.account_id}")
    assert owner.json()["code"] == "shops.owner_stays"


async def test_an_operator_answers_verification_requests(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, boss = await make_caller(client, pool), await make_caller(client, pool, "boss")
    shop = await open_shop(sari)
    asked = await sari.post(f"/shops/{shop}/verification", {"legal_name": "Sari Dewi"})
    assert (asked.status_code, asked.json()["status"]) == (201, "PENDING")
    again = await sari.post(f"/shops/{shop}/verification", {"legal_name": "Sari Dewi"})
    assert again.json()["code"] == "shops.verification_pending"
    assert (await sari.post(f"/shops/{shop}/verification/approval")).status_code == 403
    assert (await boss.get("/verification-requests")).status_code == 403
    async with pool.transaction() as db:
        await db.connection.execute("UPDATE accounts SET is_operator = true WHERE handle = 'boss'")
    waiting = (await boss.get("/verification-requests")).json()["items"]
    assert [each["shop_name"] for each in waiting] == ["Toko Sari"]
    rejected = await boss.post(f"/shops/{shop}/verification/rejection", {"reason": "The picture is blurred."})
    assert rejected.json()["verification"] == "REJECTED"
    assert (await sari.get(f"/shops/{shop}/verification")).json()["reason"] == "The picture is blurred."
    await sari.post(f"/shops/{shop}/verification", {"legal_name": "Sari Dewi"})
    approved = await boss.post(f"/shops/{shop}/verification/approval")
    assert approved.json()["verified"] is True
    assert (await sari.post(f"/shops/{shop}/verification", {"legal_name": "Sari"})).json()[
        "code"
    ] == "shops.already_verified"
    assert (await boss.post(f"/shops/{shop}/verification/approval")).json()["code"] == "shops.no_verification_pending"
