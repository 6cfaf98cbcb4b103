"""Affiliate plans at the desk: publish, change, end, and who takes part."""

import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from etalase.affiliate.actions import join
from etalase.affiliate.queries import Plan, plan_of
from etalase.base.errors import Invalid
from etalase.base.pool import Pool
from etalase.web.seller import plan_form
from tests.makers.affiliate import make_creator, make_plan, make_products
from tests.makers.desks import Desk, open_desk, said

OPEN: dict[str, Any] = {"kind": "OPEN", "rate": "12.5", "scope": "all", "name": "Semua", "ends_at": ""}


async def stored(pool: Pool, plan_id: int) -> Plan:
    """A plan as it is stored."""
    async with pool.connection() as db:
        return await plan_of(db, plan_id, datetime.now(UTC))


async def published(desk: Desk, **fields: Any) -> int:
    """A plan made through the form; its id."""
    answer = await desk.send("/plans/new", **(OPEN | fields))
    assert answer.status_code == 303, said(answer)[:3000]
    return int(answer.headers["location"].rsplit("/", 1)[1])


async def test_a_plan_for_everybody(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    assert "No plans yet" in await desk.page("/plans")
    plan_id = await published(desk, needs_approval="1", ends_at="2031-05-31")
    found = await stored(pool, plan_id)
    assert (found.kind, found.rate_bp, found.all_products, found.needs_approval) == ("OPEN", 1250, True, True)
    assert found.ends_at == datetime(2031, 5, 31, 17, tzinfo=UTC)  # midnight in Jakarta
    page = await desk.page("/plans")
    assert "Semua" in page and "12.5%" in page and "Everybody" in page
    assert "Live until" in await desk.page(f"/plans/{plan_id}")
    assert 'value="2031-05-31"' in await desk.page(f"/plans/{plan_id}/edit")


async def test_a_plan_for_invited_creators_and_chosen_products(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        await make_creator(db, "dewi")
        chosen = [str(each) for each in await make_products(db, desk.seller, desk.shop, 2)]
    fields: dict[str, Any] = {"kind": "TARGETED", "handles": "@dewi, siapa", "scope": "chosen", "product": chosen}
    answer = await desk.send("/plans/new", **(OPEN | fields))
    assert answer.status_code == 422
    assert "Nobody has some of these handles. @siapa" in said(answer) and "@dewi, siapa" in said(answer)
    assert len(re.findall(r'name="product" value="\d+" checked', said(answer))) == 2
    plan_id = await published(desk, **(fields | {"handles": "@dewi"}))
    page = await desk.page(f"/plans/{plan_id}")
    assert "@dewi" in page and "Invited" in page and "nomor 1" in page
    answer = await desk.send("/plans/new", **(OPEN | fields | {"handles": "dewi"}))
    assert answer.status_code == 409
    assert "are invited for some of these products already. @dewi" in said(answer)


@pytest.mark.parametrize(
    ("fields", "lang", "sentence"),
    [
        ({"rate": "90"}, "en", "From 1 to 80 per cent."),
        ({"rate": "90"}, "id", "Dari 1 sampai 80 persen."),
        ({"rate": "a lot"}, "en", "Write a rate in per cent"),
        ({"rate": "-5"}, "id", "Tulis tarif dalam persen"),
        ({"scope": "chosen"}, "en", "Choose at least one product"),
        ({"ends_at": "yesterday"}, "en", "Write a date."),
        ({"ends_at": "2001-01-01"}, "en", "Choose a time in the future."),
        ({"kind": "TARGETED"}, "en", "Name at least one creator."),
        ({"scope": "chosen", "product": ["12"]}, "en", "One of these products is not there any more."),
        ({"name": "n" * 200}, "en", "Write at most 100 characters."),
    ],
)
async def test_what_is_wrong_with_a_plan_stands_beside_its_field(
    client: httpx.AsyncClient, pool: Pool, fields: dict[str, Any], lang: str, sentence: str
) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/plans/new", lang=lang, **(OPEN | fields))
    assert answer.status_code in {409, 422}
    assert sentence in said(answer)


async def test_requests_are_answered_and_creators_removed(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        plan = await make_plan(db, desk.seller, desk.shop, needs_approval=True, now=now)
        first, second = await make_creator(db, "dewi"), await make_creator(db, "made")
        yes = await join(db, first, plan_id=plan.plan_id, now=now)
        no = await join(db, second, plan_id=plan.plan_id, now=now)
    assert "Creators asking to join" in await desk.page()
    page = await desk.page(f"/plans/{plan.plan_id}")
    assert "They ask to join" in page and "@dewi" in page and "@made" in page
    people = f"/plans/{plan.plan_id}/people"
    await desk.send(f"{people}/{yes.participation_id}/approval")
    await desk.send(f"{people}/{no.participation_id}/refusal")
    page = await desk.page(f"/plans/{plan.plan_id}")
    assert "They ask to join" not in page and "Takes part" in page and "Refused" in page
    await desk.send(f"{people}/{yes.participation_id}/removal")
    assert "Removed" in await desk.page(f"/plans/{plan.plan_id}")
    await desk.send(f"{people}/{yes.participation_id}/removal")
    assert "does not take part in this plan" in await desk.page(f"/plans/{plan.plan_id}")
    assert (await desk.send(f"{people}/{yes.participation_id}/praise")).status_code == 404


async def test_a_plan_is_changed_and_ended(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    plan_id = await published(desk)
    assert 'value="12.5"' in await desk.page(f"/plans/{plan_id}/edit")
    answer = await desk.send(f"/plans/{plan_id}/edit", rate="15", name="Baru", ends_at="")
    assert answer.status_code == 303
    found = await stored(pool, plan_id)
    assert (found.rate_bp, found.name) == (1500, "Baru")
    answer = await desk.send(f"/plans/{plan_id}/edit", rate="0", name="Baru", ends_at="")
    assert answer.status_code == 409 and "From 1 to 80 per cent." in said(answer)
    await desk.send(f"/plans/{plan_id}/end")
    assert (await stored(pool, plan_id)).status == "ENDED"
    await desk.send(f"/plans/{plan_id}/end")
    assert "This plan has ended." in await desk.page(f"/plans/{plan_id}")


async def test_plans_are_the_shops_and_roles_keep_their_bounds(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    plan_id = await published(desk)
    await desk.staff("WAREHOUSE")
    await desk.page("/plans", status=403)
    await desk.staff("ADS", "iklan")
    assert "End the plan" not in await desk.page(f"/plans/{plan_id}")
    assert (await desk.send(f"/plans/{plan_id}/end")).status_code == 403
    assert (await desk.send("/plans/new", **OPEN)).status_code == 403
    await desk.stranger()
    await desk.page(f"/plans/{plan_id}", status=404)
    shop = re.search(r"/seller/(\d+)", await desk.page("/seller"))
    assert shop is not None
    await desk.page(f"/seller/{shop.group(1)}/plans/{plan_id}", status=404)
    assert (await desk.send(f"/seller/{shop.group(1)}/plans/{plan_id}/edit", rate="5")).status_code == 404
    await desk.send(f"/seller/{shop.group(1)}/plans/{plan_id}/end")
    assert (await stored(pool, plan_id)).status == "LIVE"


@pytest.mark.parametrize(
    ("text", "rate_bp"), [("12", 1200), ("12.5", 1250), ("12,5 %", 1250), ("0.01", 1), ("80", 8000)]
)
def test_rates_are_read_in_per_cent(text: str, rate_bp: int) -> None:
    assert plan_form.rate_bp(text) == rate_bp
    assert plan_form.rate_bp(plan_form.percent(rate_bp)) == rate_bp


@pytest.mark.parametrize("text", ["", "12.555", "1e3", "-1", "12%%", "１２"])
def test_what_is_no_rate_is_told(text: str) -> None:
    with pytest.raises(Invalid):
        plan_form.rate_bp(text)
