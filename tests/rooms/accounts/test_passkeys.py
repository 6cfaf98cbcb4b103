"""Passkeys: made once, used often, for this site only; a challenge is answered once."""

from datetime import datetime
from typing import Any

import pytest

from etalase.accounts import actions, queries, rules
from etalase.accounts.actions import Minted, Party
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from tests.makers.accounts import make_account
from tests.makers.authenticator import Authenticator

PARTY = Party("etalase.test", "https://etalase.test")
NOT_VALID = r"accounts\.passkey_not_valid"


def device() -> Authenticator:
    return Authenticator(PARTY.domain, PARTY.origin)


async def options(db: Db, actor: Actor, now: datetime) -> str:
    return await actions.begin_passkey_registration(db, actor, party=PARTY, wall=now)


async def finish(
    db: Db, actor: Actor, credential: dict[str, Any], now: datetime, name: str = "Phone"
) -> queries.Passkey:
    async with db.transaction():
        return await actions.finish_passkey_registration(
            db, actor, party=PARTY, credential=credential, name=name, now=now, wall=now
        )


async def add(db: Db, actor: Actor, phone: Authenticator, now: datetime) -> queries.Passkey:
    return await finish(db, actor, phone.register(await options(db, actor, now)), now)


async def log_in(db: Db, credential: dict[str, Any], now: datetime) -> Minted:
    async with db.transaction():
        return await actions.finish_passkey_login(
            db, None, party=PARTY, credential=credential, user_agent="", now=now, wall=now
        )


async def login_options(db: Db, now: datetime) -> str:
    return await actions.begin_passkey_login(db, None, party=PARTY, wall=now)


async def test_a_passkey_signs_in_again_and_again(db: Db, now: datetime) -> None:
    sari, phone = await make_account(db), device()
    added = await add(db, sari, phone, now)
    assert (added.name, added.last_used_at) == ("Phone", None)
    for _ in range(2):
        minted = await log_in(db, phone.sign(await login_options(db, now)), now)
        assert await queries.actor_of_token(db, minted.token, wall=now) == sari
    assert (await queries.passkeys(db, sari))[0].last_used_at == now


async def test_a_challenge_is_answered_once_and_in_time(db: Db, now: datetime) -> None:
    sari, phone = await make_account(db), device()
    await add(db, sari, phone, now)
    answer = phone.sign(await login_options(db, now))
    await log_in(db, answer, now)
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, answer, now)
    late = phone.sign(await login_options(db, now))
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, late, now + rules.CHALLENGE_LIVES)
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, phone.sign('{"challenge": "AAAA"}'), now)


async def test_a_page_of_another_site_gets_nothing(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    for domain, origin in (("evil.test", PARTY.origin), (PARTY.domain, "https://evil.test")):
        with pytest.raises(Refused, match=NOT_VALID):
            await add(db, sari, Authenticator(domain, origin), now)
    assert await queries.passkeys(db, sari) == []


async def test_a_key_that_is_not_the_accounts_signs_nobody_in(db: Db, now: datetime) -> None:
    sari, phone, thief = await make_account(db), device(), device()
    await add(db, sari, phone, now)
    thief.credential_id = phone.credential_id
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, thief.sign(await login_options(db, now)), now)
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, device().sign(await login_options(db, now)), now)


async def test_a_copied_key_is_found_out_by_its_count(db: Db, now: datetime) -> None:
    sari, phone = await make_account(db), device()
    await add(db, sari, phone, now)
    phone.count = 10
    await log_in(db, phone.sign(await login_options(db, now)), now)
    phone.count = 5
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, phone.sign(await login_options(db, now)), now)


async def test_the_person_must_have_been_verified(db: Db, now: datetime) -> None:
    sari, phone = await make_account(db), device()
    phone.flags = 0x01
    with pytest.raises(Refused, match=NOT_VALID):
        await add(db, sari, phone, now)


async def test_one_passkey_is_one_accounts(db: Db, now: datetime) -> None:
    sari, budi, phone = await make_account(db), await make_account(db, handle="budi"), device()
    added = await add(db, sari, phone, now)
    with pytest.raises(Refused, match=r"accounts\.passkey_known"):
        await add(db, budi, phone, now)
    with pytest.raises(NotFound):
        await actions.remove_passkey(db, budi, passkey_id=added.passkey_id, now=now)
    await actions.remove_passkey(db, sari, passkey_id=added.passkey_id, now=now)
    with pytest.raises(Refused, match=NOT_VALID):
        await log_in(db, phone.sign(await login_options(db, now)), now)
    await add(db, budi, phone, now)


async def test_answers_to_somebody_elses_challenge_count_for_nothing(db: Db, now: datetime) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    credential = device().register(await options(db, sari, now))
    with pytest.raises(Refused, match=NOT_VALID):
        await finish(db, budi, credential, now)


async def test_malformed_answers(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    good = device().register(await options(db, sari, now))
    wrong: list[dict[str, Any]] = [
        {},
        {"response": None},
        {"response": {"clientDataJSON": 7}},
        {"response": {"clientDataJSON": "####"}},
        {"response": {"clientDataJSON": "bnVsbA"}},
        good | {"response": {"clientDataJSON": good["response"]["clientDataJSON"]}},
        good | {"response": good["response"] | {"attestationObject": "AAAA"}},
        good | {"id": "other"},
        good | {"rawId": 7},
    ]
    for credential in wrong:
        with pytest.raises(Refused, match=NOT_VALID):
            await finish(db, sari, credential, now)
        with pytest.raises(Refused, match=NOT_VALID):
            await log_in(db, credential, now)
    with pytest.raises(Invalid):
        await finish(db, sari, good, now, name=" ")


async def test_an_account_has_twenty_passkeys_at_most(db: Db, now: datetime) -> None:
    sari = await make_account(db)
    waiting = await options(db, sari, now)
    for _ in range(rules.PASSKEYS_MAX):
        await add(db, sari, device(), now)
    with pytest.raises(Refused, match=r"accounts\.too_many_passkeys"):
        await options(db, sari, now)
    with pytest.raises(Refused, match=r"accounts\.too_many_passkeys"):
        await finish(db, sari, device().register(waiting), now)
