"""How a link starts, who confirms it, and when it takes effect (R-LINK-20…27)."""

from datetime import datetime, timedelta

import pytest

from etalase.affiliate.actions import accept_link
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.base.events import FIND, Event
from etalase.base.markets import DEFINITIONS
from etalase.links import actions, queries
from etalase.shops.actions import set_standing
from tests.makers.links import DAY, make_link, ready_account, ready_shop

NAMES = value(str, "SELECT name FROM events WHERE name LIKE 'link.%' ORDER BY event_id")
LAST = rows(Event, FIND.sql.replace("event_id = $1", "name = $1 ORDER BY event_id DESC LIMIT 1"))
HOURS = timedelta(hours=1)


async def test_r_link_20_the_seller_starts_and_nothing_takes_effect_until_the_holder_confirms(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="sari", now=now)
    assert (link.status, link.slot, link.linked_at) == ("PENDING", None, None)
    assert await queries.official_account_of(db, shop.shop_id) is None
    linked = await accept_link(db, sari, link_id=link.link_id, now=now + HOURS)
    assert (linked.status, linked.slot, linked.linked_at) == ("LINKED", 0, now + HOURS)
    assert await queries.official_account_of(db, shop.shop_id) == sari.account_id


async def test_r_link_20_only_the_holder_answers_and_only_the_staff_invites(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari, stranger = await ready_account(db, "sari"), await ready_account(db, "stranger")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    for actor in (seller, stranger):
        for answer in (accept_link, actions.accept, actions.refuse):
            with pytest.raises(NotFound):
                await answer(db, actor, link_id=link.link_id, now=now)
    with pytest.raises(NotFound):
        await actions.invite(db, stranger, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    with pytest.raises(NotFound):
        await actions.end(db, stranger, link_id=link.link_id, now=now)
    with pytest.raises(NotAllowed):
        await actions.end(db, sari, link_id=link.link_id, now=now)
    with pytest.raises(NotFound):
        await queries.link(db, stranger, link_id=link.link_id, now=now)
    for reader in (seller, sari):
        assert (await queries.link(db, reader, link_id=link.link_id, now=now)).status == "PENDING"


async def test_r_link_21_the_seller_types_a_handle_and_sees_the_invitation_in_both_lists(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle=" @Sari ", now=now)
    assert link.handle == "sari"
    mine = await queries.links_of_account(db, sari, now=now)
    theirs = await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=now)
    assert mine.items == theirs.items == [link]
    assert await queries.open_invitations(db, sari, now=now) == [link]


async def test_an_unknown_handle_or_kind_is_told(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await ready_account(db, "sari")
    with pytest.raises(NotFound):
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="nobody", now=now)
    with pytest.raises(Invalid):
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="AFFILIATE", handle="sari", now=now)


async def test_r_link_22_an_invitation_expires_after_48_hours_for_ever(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    assert link.expires_at == now + 48 * HOURS
    for later in (link.expires_at, link.expires_at + DAY):
        for answer in (accept_link, actions.refuse):
            with pytest.raises(Refused) as no:
                await answer(db, sari, link_id=link.link_id, now=later)
            assert no.value.code == "links.invitation_expired"
    shown = await queries.link(db, sari, link_id=link.link_id, now=link.expires_at)
    assert (shown.status, shown.ended_at, shown.ended_side) == ("EXPIRED", link.expires_at, "CLOCK")
    assert await actions.expire_invitations(db, now + 3 * DAY) == 1
    assert await actions.expire_invitations(db, now + 3 * DAY) == 0
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now + 900 * DAY)
    assert no.value.code == "links.invitation_expired"
    told = await LAST.sole(db, "link.expired")
    assert (told.at, told.account_id, told.shop_id) == (link.expires_at, sari.account_id, shop.shop_id)


async def test_r_link_22_the_last_moment_still_counts(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    last = link.expires_at - timedelta(seconds=1)
    assert await actions.expire_invitations(db, last) == 0
    assert (await accept_link(db, sari, link_id=link.link_id, now=last)).status == "LINKED"


async def test_r_link_22_after_an_expired_invitation_the_seller_invites_again(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await ready_account(db, "sari")
    first = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    with pytest.raises(Refused) as no:
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    assert no.value.code == "links.already_invited"
    later = now + 2 * DAY
    second = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=later)
    history = (await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=later)).items
    assert [(each.link_id, each.status) for each in history] == [
        (second.link_id, "PENDING"),
        (first.link_id, "EXPIRED"),
    ]
    assert await NAMES.all(db) == ["link.invited", "link.expired", "link.invited"]


def test_r_link_23_no_market_has_organization_accounts_that_need_no_confirmation() -> None:
    definition = DEFINITIONS["organization_account_allowed"]
    assert definition.default is False and not definition.by_market and definition.high == 0


async def test_r_link_24_an_invitation_has_an_address_of_its_own_that_a_code_can_carry(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    assert (await queries.link(db, sari, link_id=link.link_id, now=now)).link_id == link.link_id


async def test_r_link_26_eligibility_is_checked_again_at_acceptance(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    await set_standing(db, shop.shop_id, now, verified=False)
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now)
    assert no.value.code == "links.shop_not_verified"
    await set_standing(db, shop.shop_id, now, verified=True)
    assert (await accept_link(db, sari, link_id=link.link_id, now=now)).status == "LINKED"


async def test_r_link_26_the_page_says_rule_by_rule_what_the_invitation_would(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db, verified=False)
    await ready_account(db, "sari", name="Someone")
    found = await queries.eligibility(db, seller, shop_id=shop.shop_id, handle="@sari", kind="OFFICIAL", now=now)
    assert not found.eligible
    assert [each.code for each in found.verdicts if not each.ok] == ["links.shop_not_verified", "links.name_differs"]
    with pytest.raises(Refused) as no:
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="sari", now=now)
    assert no.value.code == "links.shop_not_verified"


async def test_r_link_27_an_invitation_reserves_no_slot(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    holders = [await ready_account(db, f"m{number}") for number in range(5)]
    for holder in holders:
        await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle=holder.handle, now=now)
    invited = (await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=now)).items
    assert len(invited) == 5 and {each.slot for each in invited} == {None}
    for holder, link in zip(holders[:4], reversed(invited), strict=False):
        await accept_link(db, holder, link_id=link.link_id, now=now)
    with pytest.raises(Refused) as no:
        await accept_link(db, holders[4], link_id=invited[0].link_id, now=now)
    assert no.value.code == "links.marketing_slots_full"


async def test_history_tells_both_sides_who_ended_an_invitation_when_and_why(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari")

    async def invited() -> queries.Link:
        return await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)

    declined = await actions.refuse(db, sari, link_id=(await invited()).link_id, now=now + HOURS)
    assert (declined.status, declined.ended_by, declined.ended_side) == ("DECLINED", "sari", "HOLDER")
    assert declined.answered_at == declined.ended_at == now + HOURS
    cancelled = await actions.end(db, seller, link_id=(await invited()).link_id, now=now + HOURS)
    assert (cancelled.status, cancelled.ended_by, cancelled.ended_side) == ("CANCELLED", "seller", "SELLER")
    linked = await accept_link(db, sari, link_id=(await invited()).link_id, now=now)
    unlinked = await actions.end(db, sari, link_id=linked.link_id, now=now + DAY)
    assert (unlinked.status, unlinked.ended_by, unlinked.ended_side) == ("UNLINKED", "sari", "HOLDER")
    mine = (await queries.links_of_account(db, sari, now=now + DAY)).items
    theirs = (await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=now + DAY)).items
    assert mine == theirs == [unlinked, cancelled, declined]
    assert {each.invited_by for each in mine} == {"seller"}


async def test_lists_page_by_keyset(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    links: list[queries.Link] = []
    for number in range(5):
        await ready_account(db, f"m{number}")
        links.append(
            await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle=f"m{number}", now=now)
        )
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = await queries.links_of_shop(db, seller, shop_id=shop.shop_id, now=now, limit=2, cursor=cursor)
        seen += [each.link_id for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [each.link_id for each in reversed(links)]


async def test_a_role_without_the_permission_reads_but_does_not_invite(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await ready_account(db, "sari")
    advertiser: Actor = await ready_account(db, "adam")
    await STAFF.get(db, shop.shop_id, advertiser.account_id, now)
    with pytest.raises(NotAllowed):
        await actions.invite(db, advertiser, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    assert (await queries.links_of_shop(db, advertiser, shop_id=shop.shop_id, now=now)).items == []
    link = await make_link(db, seller, shop, await ready_account(db, "budi"))
    with pytest.raises(NotAllowed):
        await actions.end(db, advertiser, link_id=link.link_id, now=now + DAY)


STAFF = value(
    int, "INSERT INTO shop_staff (shop_id, account_id, role, since) VALUES ($1, $2, 'ADS', $3) RETURNING account_id"
)
