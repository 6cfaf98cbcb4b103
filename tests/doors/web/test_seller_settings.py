"""Settings of a shop: name, holiday, staff with their invitations, verification, closing."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from etalase.accounts.queries import account
from etalase.base.pool import Pool
from etalase.shops.actions import mint_invitation_token
from etalase.shops.queries import Shop, shop, staff_invitations
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.desks import Desk, open_desk, said
from tests.makers.links import make_link, ready_account


async def stored(desk: Desk) -> Shop:
    """The shop as it is stored."""
    async with desk.pool.connection() as db:
        return await shop(db, desk.shop.shop_id)


async def token_of(desk: Desk) -> str:
    """What the mail of the only open invitation carries."""
    now = datetime.now(UTC)
    async with desk.pool.transaction() as db:
        invited = (await staff_invitations(db, desk.seller, shop_id=desk.shop.shop_id, now=now))[0]
        inviting = await mint_invitation_token(db, desk.shop.shop_id, invited.invitation_id, now)
    assert inviting is not None
    return inviting.token


async def test_r_link_32_renaming_says_and_does_that_the_official_account_follows(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        holder = await ready_account(db, "langkah", name="Langkah")
        await make_link(db, desk.seller, desk.shop, holder, "OFFICIAL", datetime.now(UTC))
    assert "Your official account @langkah is renamed with the shop." in await desk.page("/settings")
    answer = await desk.send("/settings", name="Langkah Baru", description="Shoes.", seller_type="BUSINESS")
    assert answer.status_code == 303
    found = await stored(desk)
    assert (found.name, found.description, found.seller_type) == ("Langkah Baru", "Shoes.", "BUSINESS")
    async with pool.connection() as db:
        assert (await account(db, holder.account_id)).name == "Langkah Baru"


@pytest.mark.parametrize(("lang", "sentence"), [("en", "At most 60 characters."), ("id", "Paling banyak 60 karakter.")])
async def test_a_name_too_long_comes_back(client: httpx.AsyncClient, pool: Pool, lang: str, sentence: str) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/settings", lang=lang, name="n" * 61, description="Kept.")
    assert answer.status_code == 422
    assert sentence in said(answer) and "Kept." in said(answer)


async def test_a_logo_that_is_no_picture_is_told(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    files = [("logo", ("a.png", b"no picture", "image/png"))]
    answer = await desk.send("/settings", files=files, name="Langkah", description="")
    assert answer.status_code == 422 and "This file is not a JPEG" in said(answer)


async def test_holiday_and_back(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await desk.send("/settings/status", status="HOLIDAY")
    assert (await stored(desk)).status == "HOLIDAY"
    assert "Open again" in await desk.page("/settings") and "The shop is on holiday" in await desk.page()
    await desk.send("/settings/status", status="OPEN")
    assert (await stored(desk)).status == "OPEN"


async def test_staff_is_invited_accepts_changes_role_and_goes(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/staff", email="no address", role="WAREHOUSE")
    assert answer.status_code == 422
    assert "Write an e-mail address." in said(answer) and 'value="no address"' in said(answer)
    await desk.send("/staff", email="Rina@Example.com", role="WAREHOUSE")
    assert "rina@example.com" in await desk.page("/settings")
    again = await desk.send("/staff", email="rina@example.com", role="ADS")
    assert again.status_code == 409 and "has an open invitation" in said(again)
    token = await token_of(desk)
    async with pool.transaction() as db:
        rina = await make_account(db, handle="rina")
    await desk.as_(rina)
    assert "A shop invites you" in await desk.page(f"/staff-invitations?token={token}")
    answer = await desk.send("/staff-invitations", token=token)
    assert answer.headers["location"] == desk.home
    assert "Welcome." in await desk.page()
    again = await desk.send("/staff-invitations", token=token)
    assert again.status_code == 409 and "was answered or withdrawn" in said(again)
    await desk.as_(desk.seller)
    await desk.send(f"/staff/{rina.account_id}/role", role="MANAGER")
    assert re.search(r'<option value="MANAGER" selected', await desk.page("/settings"))
    await desk.send(f"/staff/{desk.seller.account_id}/removal")
    assert "The owner's role cannot be changed or removed." in await desk.page("/seller")
    await desk.send(f"/staff/{rina.account_id}/removal")
    assert "@rina" not in await desk.page("/settings")


async def test_an_invitation_is_withdrawn_and_a_forged_one_is_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await desk.send("/staff", email="rina@example.com", role="ADS")
    token = await token_of(desk)
    path = re.search(r"/staff/invitations/\d+/cancellation", await desk.page("/settings"))
    assert path is not None
    await desk.send(path.group(0))
    assert "rina@example.com" not in await desk.page("/settings")
    for forged, status in ((token, 409), (token[:-2] + "xx", 404), ("1.2.3", 404), ("", 404)):
        assert (await desk.send("/staff-invitations", token=forged)).status_code == status
    client.cookies.clear()
    answer = await client.get(f"/staff-invitations?token={token}")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=%2Fstaff-invitations")


async def test_r_link_33_verification_is_asked_for_judged_and_asked_again(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk = await open_desk(client, pool, verified=False)
    answer = await desk.send("/settings/verification", legal_name="", registration_number="12")
    assert answer.status_code == 422
    assert "Write the name on your papers" in said(answer) and 'value="12"' in said(answer)
    await desk.send("/settings/verification", legal_name="PT Langkah", registration_number="12")
    assert "In review" in await desk.page("/settings")
    await desk.page("/operator", status=403)
    async with pool.transaction() as db:
        operator = await make_account(db, handle="operator")
        await db.connection.execute("UPDATE accounts SET is_operator = true WHERE account_id = $1", operator.account_id)
    await desk.as_(operator)
    assert "Langkah waits longest" in await desk.page("/operator")
    page = await desk.page("/operator/verifications")
    assert "PT Langkah" in page and "Approve" in page
    base = f"/operator/verifications/{desk.shop.shop_id}"
    answer = await desk.send(f"{base}/rejection", lang="id", reason=" ")
    assert answer.status_code == 422 and "Sebutkan alasannya" in said(answer)
    await desk.send(f"{base}/rejection", reason="The name differs.")
    await desk.as_(desk.seller)
    assert "The name differs." in await desk.page("/settings")
    await desk.send("/settings/verification", legal_name="Langkah", registration_number="")
    await desk.as_(operator)
    await desk.send(f"{base}/approval")
    assert (await stored(desk)).verified
    await desk.send(f"{base}/approval")
    assert "No verification request of this shop is waiting" in await desk.page("/operator/verifications")


async def test_only_operators_decide(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool, verified=False)
    await desk.send("/settings/verification", legal_name="PT Langkah", registration_number="")
    base = f"/operator/verifications/{desk.shop.shop_id}"
    await desk.page("/operator/verifications", status=403)
    for path in ("approval", "rejection"):
        assert (await desk.send(f"{base}/{path}", reason="x")).status_code == 403
    assert not (await stored(desk)).verified


async def test_r_link_46_closing_asks_for_the_name_and_then_nothing_can_be_changed(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        product = await make_product(db, desk.shop)
    answer = await desk.send("/settings/closing", confirm="langkah", why="Moving")
    assert answer.status_code == 422
    assert "Type the name of the shop exactly." in said(answer) and 'value="Moving"' in said(answer)
    await desk.send("/settings/closing", confirm="Langkah", why="Moving")
    assert (await stored(desk)).status == "CLOSED"
    page = await desk.page("/products")
    assert "This shop is closed." in page and "Add a product" not in page
    assert (await desk.send("/products/many", do="delete", product=str(product.product_id))).status_code == 303
    assert "This shop is closed: it can be read, not changed." in await desk.page("/products")
    refused = await desk.send("/settings", name="Lagi", description="")
    assert refused.status_code == 409 and "it can be read, not changed" in said(refused)


async def test_the_manager_runs_the_shop_but_not_its_staff_or_its_end(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await desk.staff("MANAGER")
    page = await desk.page("/settings")
    assert "Close the shop" not in page and "Invite by e-mail" not in page and "@seller" in page
    assert (await desk.send("/settings", name="Langkah", description="Yes")).status_code == 303
    for path in ("/staff", "/settings/closing", "/settings/verification"):
        assert (await desk.send(path, confirm="Langkah", email="a@b.example", role="ADS")).status_code == 403
    member = await desk.staff("WAREHOUSE", "gudang")
    assert "@seller" not in await desk.page("/settings")
    await desk.send(f"/staff/{member.account_id}/removal")
    await desk.page("/settings", status=404)


async def test_a_tax_number_is_checked_by_the_form_of_the_market(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    assert "NPWP" in await desk.page("/settings")
    profile = {"name": desk.shop.name, "description": "", "seller_type": "INDIVIDUAL"}
    no = await desk.send("/settings", **profile, tax_number="12-3456789")
    assert no.status_code == 422 and "0123.4567.8901.2345" in said(no)
    assert (await desk.send("/settings", **profile, tax_number="01.234.567.8-901.000")).status_code == 303
    assert (await stored(desk)).tax_number == "012345678901000"
    assert (await desk.send("/settings", **profile)).status_code == 303  # a form without the field leaves it
    assert (await stored(desk)).tax_number == "012345678901000"
