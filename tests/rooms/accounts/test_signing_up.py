"""A handle and an e-mail address belong to one account, whoever comes together."""

import asyncio
from datetime import datetime

import pytest

from etalase.accounts import actions, queries
from etalase.accounts.rules import SIGN_UPS_OF_ADDRESS, SignUp
from etalase.base.db import Db, value
from etalase.base.errors import Limited, NotFound, Refused
from etalase.base.pool import Pool
from tests.makers.accounts import PASSWORD, PASSWORD_HASH, make_account

COUNT_ACCOUNTS = value(int, "SELECT count(*) FROM accounts")
COUNT_CLAIMS = value(int, "SELECT (SELECT count(*) FROM handle_claims) + (SELECT count(*) FROM email_claims)")


def sign_up(handle: str, email: str, now: datetime) -> actions.NewAccount:
    return actions.NewAccount(handle, handle, email, PASSWORD_HASH, "ID")


async def test_a_new_account_is_a_public_profile(db: Db, now: datetime) -> None:
    asked = SignUp("sari", "Sari", "Sari@Example.com", PASSWORD, "ID")
    created = await actions.create_account(
        db, None, new=await actions.prepare(asked, today=now.date()), now=now, wall=now
    )
    seen = await queries.profile(db, None, handle="sari")
    assert (seen.name, seen.followers, seen.verified, seen.kind) == ("Sari", 0, False, "PERSONAL")
    assert (await queries.account_by_handle(db, "sari")).account_id == created.account_id
    assert queries.is_adult(created, now)


async def test_a_taken_handle_and_a_taken_email_are_refused(db: Db, now: datetime) -> None:
    await make_account(db, handle="sari")
    for handle, email, code in (
        ("sari", "other@example.com", "accounts.handle_taken"),
        ("other", "sari@example.com", "accounts.email_taken"),
    ):
        with pytest.raises(Refused) as refused:
            async with db.transaction():
                await actions.create_account(db, None, new=sign_up(handle, email, now), now=now, wall=now)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        await queries.account_by_handle(db, "other")


async def test_of_ten_who_want_one_handle_one_gets_it(pool: Pool, now: datetime) -> None:
    async def attempt(number: int) -> str:
        try:
            async with pool.transaction() as db:
                new = sign_up("sari", f"sari{number}@example.com", now)
                return (await actions.create_account(db, None, new=new, now=now, wall=now)).email
        except Refused as refused:
            return refused.code

    answers = await asyncio.gather(*(attempt(number) for number in range(10)))
    assert answers.count("accounts.handle_taken") == 9
    async with pool.connection() as db:
        assert (await COUNT_ACCOUNTS.sole(db), await COUNT_CLAIMS.sole(db)) == (1, 2)


async def test_of_ten_who_want_one_email_one_gets_it(pool: Pool, now: datetime) -> None:
    async def attempt(number: int) -> str:
        try:
            async with pool.transaction() as db:
                new = sign_up(f"sari{number}", "sari@example.com", now)
                return (await actions.create_account(db, None, new=new, now=now, wall=now)).handle
        except Refused as refused:
            return refused.code

    answers = await asyncio.gather(*(attempt(number) for number in range(10)))
    assert answers.count("accounts.email_taken") == 9


async def test_sign_ups_are_limited_by_address_only_when_asked(db: Db, now: datetime) -> None:
    for number in range(SIGN_UPS_OF_ADDRESS.hits):
        new = sign_up(f"sari{number}", f"sari{number}@example.com", now)
        await actions.create_account(db, None, new=new, now=now, wall=now, address="203.0.113.7")
    late = sign_up("late", "late@example.com", now)
    with pytest.raises(Limited):
        async with db.transaction():
            await actions.create_account(db, None, new=late, now=now, wall=now, address="203.0.113.7")
    await actions.create_account(db, None, new=late, now=now, wall=now)
