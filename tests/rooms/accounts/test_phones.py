"""Phones: a code of six digits, five tries, ten minutes; the last to prove a number holds it."""

import asyncio
from datetime import datetime

import pytest

from etalase.accounts import actions, queries, rules
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Limited, Refused
from etalase.base.pool import Pool
from tests.makers.accounts import make_account

PHONE = "+6281234567890"


async def code_for(db: Db, actor: Actor, now: datetime, phone: str = PHONE) -> str:
    await actions.request_phone_check(db, actor, phone=phone, now=now, wall=now)
    minted = await actions.mint_phone_code(db, actor.account_id)
    assert minted is not None
    assert (len(minted.code), minted.code.isdigit()) == (6, True)
    return minted.code


async def confirm(db: Db, actor: Actor, code: str, now: datetime) -> queries.Account:
    return actions.settle(await actions.try_phone_code(db, actor, code=code, now=now, wall=now))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_the_right_code_proves_the_phone(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    code = await code_for(db, actor, now, "0812 3456 7890")
    proven = await confirm(db, actor, code, now)
    assert (proven.phone, proven.phone_verified_at) == (PHONE, now)
    with pytest.raises(Refused, match=r"accounts\.no_phone_check"):
        await confirm(db, actor, code, now)


async def test_five_tries_and_then_not_even_the_right_code(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    code = await code_for(db, actor, now)
    for left in reversed(range(rules.CODE_TRIES)):
        with pytest.raises(Refused) as refused:
            await confirm(db, actor, wrong(code), now)
        assert (refused.value.code, refused.value.facts["tries_left"]) == ("accounts.phone_code_wrong", left)
    with pytest.raises(Refused, match=r"accounts\.phone_code_used_up"):
        await confirm(db, actor, code, now)


async def test_a_code_lives_ten_minutes(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    code = await code_for(db, actor, now)
    with pytest.raises(Refused, match=r"accounts\.phone_code_expired"):
        await confirm(db, actor, code, now + rules.CODE_LIVES)


async def test_a_code_is_its_own_accounts(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    code = await code_for(db, sari, now)
    with pytest.raises(Refused, match=r"accounts\.no_phone_check"):
        await confirm(db, budi, code, now)


async def test_the_last_to_prove_a_number_holds_it(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    await confirm(db, sari, await code_for(db, sari, now), now)
    await confirm(db, budi, await code_for(db, budi, now), now)
    assert (await queries.me(db, sari)).phone is None
    assert (await queries.me(db, budi)).phone == PHONE
    await confirm(db, budi, await code_for(db, budi, now, "+6281234567891"), now)
    for _, sweep in queries.SWEEPS:
        assert await sweep.all(db) == []


@pytest.mark.parametrize("phone", ["", "1", "abc", "+999999999999", "0" * 1000, "+62\x00"])
async def test_what_is_no_phone(db: Db, now: datetime, phone: str) -> None:
    actor = await make_account(db)
    with pytest.raises(Invalid):
        await actions.request_phone_check(db, actor, phone=phone, now=now, wall=now)


async def test_codes_sent_are_limited(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    for _ in range(rules.PHONE_CHECKS.hits):
        await code_for(db, actor, now)
    with pytest.raises(Limited):
        await code_for(db, actor, now)


async def test_tries_that_arrive_together_are_counted_one_by_one(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        actor = await make_account(db)
        code = await code_for(db, actor, now)

    async def attempt() -> str | None:
        async with pool.transaction() as db:
            return (await actions.try_phone_code(db, actor, code=wrong(code), now=now, wall=now)).refusal

    answers = await asyncio.gather(*(attempt() for _ in range(20)))
    assert answers.count("accounts.phone_code_wrong") == rules.CODE_TRIES
    assert answers.count("accounts.phone_code_used_up") == 20 - rules.CODE_TRIES
