"""Profiles: edited by their holder, followed by others, found by handle."""

import asyncio
from datetime import date, datetime

import pytest

from etalase.accounts import actions, queries, rules
from etalase.accounts.actions import Review
from etalase.base.db import Db
from etalase.base.errors import Invalid, Limited, NotFound, Refused
from etalase.base.pool import Pool
from tests.makers.accounts import make_account, review


async def test_follows_count_exactly(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    await actions.follow(db, sari, handle="@Budi", now=now)
    seen = await actions.follow(db, sari, handle="budi", now=now)
    assert (seen.followers, seen.is_followed, seen.is_own) == (1, True, False)
    assert [each.handle for each in (await queries.followed(db, sari)).items] == ["budi"]
    for _ in range(2):
        await actions.unfollow(db, sari, handle="budi")
    assert (await queries.profile(db, budi, handle="budi")).followers == 0


async def test_nobody_follows_themselves_or_nobody(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    with pytest.raises(Refused, match=r"accounts\.cannot_follow_self"):
        await actions.follow(db, sari, handle="sari", now=now)
    with pytest.raises(NotFound):
        await actions.follow(db, sari, handle="nobody", now=now)


async def test_followers_that_arrive_together_are_all_counted(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        await make_account(db)
        fans = [await make_account(db, handle=f"fan{number}") for number in range(15)]

    async def follow(number: int) -> None:
        async with pool.transaction() as db:
            await actions.follow(db, fans[number], handle="sari", now=now)

    await asyncio.gather(*(follow(number) for number in (*range(15), *range(15))))
    async with pool.connection() as db:
        assert (await queries.profile(db, None, handle="sari")).followers == 15
        for _, sweep in queries.SWEEPS:
            assert await sweep.all(db) == []


async def test_granted_followers_keep_the_sum_and_never_go_below_zero(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    await actions.follow(db, budi, handle="sari", now=now)
    assert (await review(db, sari, Review(followers=1000))).followers == 1000
    await review(db, sari, Review(followers=0))
    await actions.unfollow(db, budi, handle="sari")
    assert (await queries.me(db, sari)).followers == 0
    for _, sweep in queries.SWEEPS:
        assert await sweep.all(db) == []


async def test_a_reviewer_changes_only_what_is_named(db: Db) -> None:
    sari = await make_account(db, birth_date=date(2000, 1, 1))
    seen = await review(db, sari, Review(verified=True))
    assert (seen.verified, seen.birth_date, seen.standing) == (True, date(2000, 1, 1), "GOOD")
    seen = await review(db, sari, Review(birth_date=date(2015, 1, 1), standing="RESTRICTED"))
    assert (seen.birth_date, seen.standing) == (date(2015, 1, 1), "RESTRICTED")
    assert (await review(db, sari, Review(birth_date=None))).birth_date is None


@pytest.mark.parametrize(
    "wrong",
    [Review(followers=-1), Review(followers=2**40), Review(standing="FINE"), Review(birth_date=date(3000, 1, 1))],
)
async def test_a_reviewer_cannot_set_nonsense(db: Db, wrong: Review) -> None:
    with pytest.raises(Invalid):
        await review(db, await make_account(db), wrong)


async def test_a_holder_edits_what_the_profile_says(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    edited = await actions.set_profile(db, sari, bio=" Shoes \n and more ", language="en", now=now)
    assert (edited.bio, edited.language, queries.language_of(edited)) == ("Shoes \n and more", "en", "en")
    edited = await actions.set_profile(db, sari, language="", now=now)
    assert (edited.bio, edited.language, queries.language_of(edited)) == ("Shoes \n and more", None, "id")


async def test_what_a_profile_may_not_say(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    for bio, language, avatar in (
        ("x" * 501, None, None),
        ("\x00", None, None),
        (None, "xx", None),
        (None, None, "0" * 64),
    ):
        with pytest.raises(Invalid):
            await actions.set_profile(db, sari, bio=bio, language=language, avatar_key=avatar, now=now)


async def test_a_name_changes_once(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    assert await actions.set_name(db, sari.account_id, "  Sari   Dewi", now)
    assert not await actions.set_name(db, sari.account_id, "Sari Dewi", now)
    with pytest.raises(Invalid):
        await actions.set_name(db, sari.account_id, " ", now)


async def test_a_banned_account_has_no_public_profile(db: Db) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    await review(db, sari, Review(standing="BANNED"))
    for actor in (None, budi):
        with pytest.raises(NotFound):
            await queries.profile(db, actor, handle="sari")
    assert (await queries.profile(db, sari, handle="sari")).is_own
    assert await queries.search_handles(db, "sari", None) == []


async def test_handles_are_found_by_their_beginning(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    for handle, market in (("sari.shoes", "ID"), ("sarita", "MY"), ("budi", "ID")):
        await make_account(db, handle=handle, market=market)

    async def found(prefix: str, market: str | None = None) -> list[str]:
        return [each.handle for each in await actions.search_handles(db, sari, prefix=prefix, market=market, wall=now)]

    assert await found("@Sari") == ["sari", "sari.shoes", "sarita"]
    assert await found("sari", "ID") == ["sari", "sari.shoes"]
    assert await found("b") == ["budi"]
    for nonsense in ("", "%", "' OR 1=1", "\x00", "x" * 1000):
        assert await found(nonsense) == []


async def test_searching_handles_is_limited_per_account(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    for _ in range(rules.SEARCHES.hits):
        await actions.search_handles(db, sari, prefix="x", wall=now)
    with pytest.raises(Limited):
        async with db.transaction():
            await actions.search_handles(db, sari, prefix="x", wall=now)
    await actions.search_handles(db, budi, prefix="x", wall=now)


async def test_r_link_34_a_linked_account_is_a_business_account(db: Db) -> None:
    sari = await make_account(db)
    await actions.make_business(db, sari.account_id)
    assert (await queries.me(db, sari)).kind == "BUSINESS"
