"""The platform's vouchers at the operators' desk, and its share of what shops offer."""

from datetime import UTC, datetime, timedelta
from html import unescape

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.actor import SYSTEM
from etalase.base.pool import Pool
from etalase.promotions import queries
from etalase.promotions.actions import NewVoucher, create_voucher
from etalase.promotions.rules import PLATFORM
from tests.makers.accounts import make_account
from tests.makers.links import ready_shop
from tests.makers.shopping import sign_in

EN = {"Accept-Language": "en"}
TYPED = {
    "title": "Twelve twelve",
    "market": "ID",
    "starts_at": "2026-01-01T00:00",
    "ends_at": "2099-01-01T00:00",
    "worth": "amount",
    "amount": "15000",
    "minimum": "100000",
    "buyer_limit": "1",
}


async def test_an_operator_gives_vouchers_and_pays_a_share(client: httpx.AsyncClient, pool: Pool) -> None:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        operator = await make_account(db, handle="operator")
        seller, shop = await ready_shop(db, now=now)
        new = NewVoucher("Ours", "REGULAR", now, now + timedelta(days=2), 5_000, minimum_minor=50_000)
        theirs = await create_voucher(db, seller, shop_id=shop.shop_id, new=new, now=now)
    await sign_in(client, pool, operator)
    assert (await client.get("/operator/vouchers", headers=EN)).status_code in {403, 404}
    async with pool.transaction() as db:
        await set_operator(db, operator.account_id, is_operator=True)
    assert "No vouchers yet" in unescape((await client.get("/operator/vouchers", headers=EN)).text)
    wrong = await client.post("/operator/vouchers", data={**TYPED, "amount": "much"}, headers=EN)
    assert wrong.status_code == 422 and "Write an amount" in unescape(wrong.text)
    too_long = await client.post("/operator/vouchers", data=TYPED, headers=EN)
    assert too_long.status_code == 422
    starts, ends = [(now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (-1, 9)]
    made = await client.post("/operator/vouchers", data={**TYPED, "starts_at": starts, "ends_at": ends}, headers=EN)
    assert made.status_code == 303
    async with pool.transaction() as db:
        [voucher] = (await queries.vouchers_of_shop(db, SYSTEM, shop_id=PLATFORM, now=now)).items
    page = unescape((await client.get("/operator/vouchers", headers=EN)).text)
    assert "Twelve twelve" in page and f"/operator/vouchers/{voucher.voucher_id}/launch" in page
    for act, status in (("launch", "ONGOING"), ("stop", "DEACTIVATED")):
        assert (await client.post(f"/operator/vouchers/{voucher.voucher_id}/{act}")).status_code == 303
        async with pool.transaction() as db:
            [voucher] = (await queries.vouchers_of_shop(db, SYSTEM, shop_id=PLATFORM, now=now)).items
        assert voucher.status == status
    where = f"/seller/{shop.shop_id}/marketing/vouchers/{theirs.voucher_id}"
    for offer, share, answer in (("nowhere", "50", 422), (where, "half", 422), (where, "50", 303)):
        told = {"offer": offer, "platform_bp": share}
        assert (await client.post("/operator/vouchers/funding", data=told, headers=EN)).status_code == answer
    async with pool.transaction() as db:
        funded = await queries.voucher(db, seller, shop_id=shop.shop_id, voucher_id=theirs.voucher_id, now=now)
    assert funded.platform_bp == 5_000
