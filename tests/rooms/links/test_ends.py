"""How links end: unlinking, its limits, closure, and every pair of states (R-LINK-25, R-LINK-40…47)."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import product

import pytest

from etalase.accounts.actions import Review
from etalase.affiliate.actions import accept_link
from etalase.affiliate.queries import SWEEPS as PLAN_SWEEPS
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import NotAllowed, Refused
from etalase.base.events import Event
from etalase.links import actions, queries, rules
from etalase.links.jobs import revoke_banned
from etalase.links.queries import SWEEPS, Link
from etalase.shops.actions import mark_closed
from tests.makers.accounts import review
from tests.makers.links import DAY, drop_link, make_link, ready_account, ready_shop

SLOTS = value(int, "SELECT count(*)::integer FROM shop_links WHERE slot IS NOT NULL")


async def no_sweep_finds_anything(db: Db) -> bool:
    return not [name for name, statement in (*SWEEPS, *PLAN_SWEEPS) if await statement.get(db) is not None]


@pytest.mark.parametrize("kind", ["OFFICIAL", "MARKETING"])
@pytest.mark.parametrize("by", ["seller", "sari"])
async def test_r_link_40_either_side_unlinks_after_a_day(db: Db, now: datetime, kind: str, by: str) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await make_link(db, seller, shop, sari, kind)
    actor = seller if by == "seller" else sari
    with pytest.raises(Refused) as no:
        await drop_link(db, actor, link, now + DAY - timedelta(seconds=1))
    assert no.value.code == "links.too_early_to_unlink"
    ended = await drop_link(db, actor, link, now + DAY)
    assert (ended.status, ended.ended_by, ended.slot) == ("UNLINKED", by, None)
    assert await no_sweep_finds_anything(db)


async def test_r_link_41_a_shop_ends_its_official_link_three_times(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    at = now
    for number in range(3):
        holder = await ready_account(db, f"o{number}", name="Langkah")
        link = await make_link(db, seller, shop, holder, "OFFICIAL", at)
        at += DAY
        await drop_link(db, holder if number else seller, link, at)
    last = await ready_account(db, "last", name="Langkah")
    link = await make_link(db, seller, shop, last, "OFFICIAL", at)
    for actor in (seller, last):
        with pytest.raises(Refused) as no:
            await drop_link(db, actor, link, at + DAY)
        assert no.value.code == "links.official_unlinks_used_up"
    assert (await queries.usage(db, seller, shop_id=shop.shop_id, now=at)).official_unlinks_left == 0
    assert await no_sweep_finds_anything(db)


async def test_r_link_42_a_shop_makes_ten_marketing_links_in_180_days(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    at = now
    for number in range(10):
        holder = await ready_account(db, f"m{number}")
        link = await make_link(db, seller, shop, holder, "MARKETING", at)
        at += DAY
        await drop_link(db, seller, link, at)
    eleventh = await ready_account(db, "eleventh")
    with pytest.raises(Refused) as no:
        await make_link(db, seller, shop, eleventh, "MARKETING", at)
    assert no.value.code == "links.marketing_links_used_up"
    assert no.value.facts["counted"] == "shop"
    # The first one falls out of the window.
    assert (await make_link(db, seller, shop, eleventh, "MARKETING", now + 180 * DAY)).status == "LINKED"


async def test_r_link_42_an_account_makes_ten_marketing_links_in_180_days_over_all_shops(db: Db, now: datetime) -> None:
    sari = await ready_account(db, "sari")
    at = now
    for number in range(10):
        seller, shop = await ready_shop(db, owner=f"s{number}")
        link = await make_link(db, seller, shop, sari, "MARKETING", at)
        at += DAY
        await drop_link(db, sari, link, at)
    seller, shop = await ready_shop(db, owner="eleventh")
    with pytest.raises(Refused) as no:
        await make_link(db, seller, shop, sari, "MARKETING", at)
    assert no.value.code == "links.marketing_links_used_up"
    assert no.value.facts["counted"] == "account"
    assert (await make_link(db, seller, shop, sari, "MARKETING", now + 180 * DAY)).status == "LINKED"


async def test_r_link_42_the_acceptance_counts_again(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    at = now + 12 * DAY
    late = await ready_account(db, "late")
    for number in range(9):
        holder = await ready_account(db, f"m{number}")
        await drop_link(db, seller, await make_link(db, seller, shop, holder, "MARKETING", now), now + DAY)
    waiting = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="late", now=at)
    await make_link(db, seller, shop, await ready_account(db, "tenth"), "MARKETING", at)
    with pytest.raises(Refused) as no:
        await accept_link(db, late, link_id=waiting.link_id, now=at)
    assert no.value.code == "links.marketing_links_used_up"


async def test_r_link_43_unlinking_asks_nothing_about_orders(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    assert (await drop_link(db, sari, await make_link(db, seller, shop, sari), now + DAY)).status == "UNLINKED"


async def test_r_link_44_an_unlinked_account_is_free_for_another_shop(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await ready_account(db, "sari", name="Langkah")
    link = await make_link(db, seller, shop, sari, "OFFICIAL")
    await drop_link(db, sari, link, now + DAY)
    assert (await make_link(db, other_seller, other, sari, "OFFICIAL", now + DAY)).status == "LINKED"
    assert await no_sweep_finds_anything(db)


async def test_r_link_47_closing_a_shop_ends_every_link_and_invitation_at_once(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    official, marketing = await ready_account(db, "official", name="Langkah"), await ready_account(db, "marketing")
    await make_link(db, seller, shop, official, "OFFICIAL")
    await make_link(db, seller, shop, marketing)
    invited = await ready_account(db, "invited")
    waiting = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="invited", now=now)
    await mark_closed(db, shop.shop_id, now)
    assert await actions.revoke_links_of_shop(db, shop_id=shop.shop_id, reason="SHOP_CLOSED", now=now) == 3
    history = (await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=now)).items
    assert [each.status for each in history] == ["CANCELLED", "REVOKED", "REVOKED"]
    assert {(each.ended_by, each.ended_side, each.end_reason) for each in history} == {(None, "SYSTEM", "SHOP_CLOSED")}
    with pytest.raises(Refused) as no:
        await accept_link(db, invited, link_id=waiting.link_id, now=now)
    assert no.value.code == "links.not_pending"
    assert await no_sweep_finds_anything(db)


async def test_an_invitation_of_a_shop_that_closed_meanwhile_is_refused(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    await mark_closed(db, shop.shop_id, now)
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now)
    assert no.value.code == "links.shop_not_open"


async def test_a_banned_account_loses_its_links(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await make_link(db, seller, shop, sari, "OFFICIAL")
    event = Event(1, "account.reviewed", now, None, sari.account_id, "{}")
    await revoke_banned(db, event, now)
    assert (await queries.link(db, sari, link_id=link.link_id, now=now)).status == "LINKED"
    await review(db, sari, Review(standing="BANNED"))
    await revoke_banned(db, event, now)
    await revoke_banned(db, event, now)
    ended = await queries.link(db, sari, link_id=link.link_id, now=now)
    assert (ended.status, ended.end_reason) == ("REVOKED", "ACCOUNT_BANNED")
    assert await no_sweep_finds_anything(db)


# Every pair of states: what is not a published move is refused and changes nothing.


async def in_state(db: Db, state: str, now: datetime) -> tuple[Actor, Actor, Link]:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    if state in {"LINKED", "UNLINKED", "REVOKED"}:
        await accept_link(db, sari, link_id=link.link_id, now=now)
    ends: dict[str, Callable[[], Awaitable[object]]] = {
        "DECLINED": lambda: actions.refuse(db, sari, link_id=link.link_id, now=now),
        "CANCELLED": lambda: actions.end(db, seller, link_id=link.link_id, now=now),
        "EXPIRED": lambda: actions.expire_invitations(db, now + 2 * DAY),
        "UNLINKED": lambda: actions.end(db, seller, link_id=link.link_id, now=now + DAY),
        "REVOKED": lambda: actions.revoke_links_of_shop(db, shop_id=shop.shop_id, reason="SHOP_CLOSED", now=now),
    }
    if state in ends:
        await ends[state]()
    return seller, sari, await queries.link(db, seller, link_id=link.link_id, now=now)


VERBS = ("accept", "refuse", "seller_ends", "holder_ends", "expire", "revoke")
LEADS = {
    ("PENDING", "accept"): "LINKED",
    ("PENDING", "refuse"): "DECLINED",
    ("PENDING", "seller_ends"): "CANCELLED",
    ("PENDING", "expire"): "EXPIRED",
    ("PENDING", "revoke"): "CANCELLED",
    ("LINKED", "seller_ends"): "UNLINKED",
    ("LINKED", "holder_ends"): "UNLINKED",
    ("LINKED", "revoke"): "REVOKED",
}


@pytest.mark.parametrize(("state", "verb"), list(product(rules.STATUSES, VERBS)))
async def test_r_link_25_every_verb_in_every_state(db: Db, now: datetime, state: str, verb: str) -> None:
    seller, sari, link = await in_state(db, state, now)
    assert link.status == state
    later = now + DAY
    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "accept": lambda: accept_link(db, sari, link_id=link.link_id, now=later),
        "refuse": lambda: actions.refuse(db, sari, link_id=link.link_id, now=later),
        "seller_ends": lambda: actions.end(db, seller, link_id=link.link_id, now=later),
        "holder_ends": lambda: actions.end(db, sari, link_id=link.link_id, now=later),
        "expire": lambda: actions.expire_invitations(db, now + 5 * DAY),
        "revoke": lambda: actions.revoke_links_of_shop(db, shop_id=link.shop_id, reason="SHOP_CLOSED", now=later),
    }
    leads = LEADS.get((state, verb), state)
    if leads == state and verb not in {"expire", "revoke"}:
        with pytest.raises((Refused, NotAllowed)):
            await verbs[verb]()
    else:
        await verbs[verb]()
    found = await queries.link(db, seller, link_id=link.link_id, now=later)
    assert found.status == leads
    assert leads == state or (state, leads) in rules.MOVES
    assert await no_sweep_finds_anything(db)


SET_STATUS = write("UPDATE shop_links SET status = $2 WHERE link_id = $1")


async def test_the_schema_refuses_a_slot_without_a_link_and_a_link_without_a_slot(db: Db, now: datetime) -> None:
    import asyncpg

    _, _, link = await in_state(db, "LINKED", now)
    for status in ("UNLINKED", "PENDING", "SOMETHING"):
        with pytest.raises(asyncpg.CheckViolationError):
            async with db.transaction():
                await SET_STATUS.run(db, link.link_id, status)
    assert await SLOTS.sole(db) == 1
