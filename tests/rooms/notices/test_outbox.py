"""Messages: written once per event in the reader's language, carried afterwards, their secrets nowhere else."""

import re
from datetime import datetime, timedelta

import pytest

from etalase.accounts import actions as accounts
from etalase.app import wiring
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import NotFound, Refused
from etalase.base.jobs import Roster, drain, subscribe
from etalase.base.pages import Page
from etalase.base.pool import Pool
from etalase.links import actions as links
from etalase.notices import queries, rules
from etalase.notices.actions import carry_due, forget_old
from etalase.notices.ports import Carrier, Letter, NotCarried, Outbox
from etalase.shops import actions as shops
from tests.makers.accounts import PASSWORD_HASH, make_account
from tests.makers.shops import make_shop

ALL_FACTS = value(str, "SELECT coalesce(string_agg(facts::text, ''), '') FROM events")


@pytest.fixture
async def roster(db: Db) -> Roster:
    found = wiring.roster()
    await subscribe(db, found)
    return found


async def outbox(db: Db) -> Page[queries.Message]:
    return await queries.outbox(db, None, everybody=True)


async def only(db: Db, roster: Roster, now: datetime) -> queries.Message:
    await drain(db, roster, now)
    messages = (await outbox(db)).items
    assert len(messages) == 1
    return messages[0]


async def request_reset(db: Db, now: datetime) -> None:
    await accounts.request_password_reset(db, None, login="sari", address="203.0.113.7", now=now, wall=now)


async def test_a_reset_link_is_mailed_and_works(db: Db, now: datetime, roster: Roster) -> None:
    await make_account(db, market="GB")
    await request_reset(db, now)
    sent = await only(db, roster, now)
    assert (sent.channel, sent.recipient, sent.status) == (rules.MAIL, "sari@example.com", "SENT")
    found = re.search(r"/password/new\?token=(\S+)", sent.body)
    assert found is not None
    assert found.group(1).split(".")[1] not in await ALL_FACTS.sole(db)
    await accounts.reset_password(db, None, token=found.group(1), password_hash=PASSWORD_HASH, now=now, wall=now)
    await drain(db, roster, now)
    assert [each.subject for each in (await outbox(db)).items] == ["Your password was changed", "Choose a new password"]


async def test_each_event_is_told_once(db: Db, now: datetime, roster: Roster) -> None:
    await make_account(db)
    await request_reset(db, now)
    for _ in range(3):
        await only(db, roster, now)


async def test_a_phone_code_comes_by_sms_and_works(db: Db, now: datetime, roster: Roster) -> None:
    sari = await make_account(db)
    await accounts.request_phone_check(db, sari, phone="+6281234567890", now=now, wall=now)
    sent = await only(db, roster, now)
    assert (sent.channel, sent.recipient, sent.subject) == (rules.SMS, "+6281234567890", "")
    code = re.search(r"\d{6}", sent.body)
    assert code is not None
    assert code.group() not in await ALL_FACTS.sole(db)
    tried = await accounts.try_phone_code(db, sari, code=code.group(), now=now, wall=now)
    assert accounts.settle(tried).phone == "+6281234567890"


async def test_a_place_in_a_shop_is_offered_by_mail(db: Db, now: datetime, roster: Roster) -> None:
    sari, budi = await make_account(db), await make_account(db, handle="budi")
    shop = await make_shop(db, sari, name="Toko Sari")
    await shops.invite_staff(db, sari, shop_id=shop.shop_id, email="budi@example.com", role="WAREHOUSE", now=now)
    sent = await only(db, roster, now)
    assert sent.recipient == "budi@example.com"
    assert "Toko Sari" in sent.subject
    token = re.search(r"token=(\S+)", sent.body)
    assert token is not None
    assert (await shops.accept_invitation(db, budi, token=token.group(1), now=now)).shop_id == shop.shop_id


async def test_r_link_21_the_holder_hears_of_an_invitation(db: Db, now: datetime, roster: Roster) -> None:
    sari = await make_account(db)
    await make_account(db, handle="budi", name="Toko Sari", verified=True)
    shop = await make_shop(db, sari, name="Toko Sari")
    await links.invite(db, sari, shop_id=shop.shop_id, kind="OFFICIAL", handle="budi", now=now)
    sent = await only(db, roster, now)
    assert (sent.recipient, "@budi" in sent.subject) == ("budi@example.com", True)


async def test_names_cannot_add_headers_or_lines_to_a_subject(db: Db, now: datetime) -> None:
    assert rules.one_line("A\r\nBcc: x@example.com" + "y" * 500) == ("A Bcc: x@example.com" + "y" * 500)[:200]


class Broken:
    """A carrier that takes nothing."""

    keeps = False

    async def carry(self, letter: Letter) -> None:
        raise NotCarried(letter.recipient)


class Working(Broken):
    """A carrier that takes everything out of the house."""

    def __init__(self) -> None:
        self.carried: list[Letter] = []

    async def carry(self, letter: Letter) -> None:
        self.carried.append(letter)


def by_mail(carrier: Carrier) -> dict[str, Carrier]:
    return {rules.MAIL: carrier, rules.SMS: Outbox()}


async def write_one(db: Db, roster: Roster, now: datetime) -> None:
    """A waiting message: its reaction ran, no carrier yet."""
    await make_account(db)
    await request_reset(db, now)
    await drain(db, Roster(roster.reactions), now)


async def test_what_left_the_house_keeps_no_secret(db: Db, now: datetime, roster: Roster) -> None:
    await write_one(db, roster, now)
    carrier = Working()
    assert await carry_due(db, by_mail(carrier), now) == 1
    assert await carry_due(db, by_mail(carrier), now) == 0
    assert "token=" in carrier.carried[0].body
    sent = (await outbox(db)).items[0]
    assert (sent.status, sent.body, sent.tries) == ("SENT", "", 1)


async def test_a_dead_mail_server_is_tried_again_and_given_up_at_last(db: Db, now: datetime, roster: Roster) -> None:
    await write_one(db, roster, now)
    at = now
    for tries in range(1, rules.TRIES_MAX + 1):
        assert await carry_due(db, by_mail(Broken()), at) == 0
        waiting = (await outbox(db)).items[0]
        assert (waiting.tries, waiting.status) == (tries, "FAILED" if tries == rules.TRIES_MAX else "WAITING")
        assert await carry_due(db, by_mail(Working()), at) == 0
        at += rules.wait_after(tries)
    assert await carry_due(db, by_mail(Working()), at + timedelta(days=1)) == 0


class Watching(Working):
    """A carrier that looks at the database while it carries."""

    def __init__(self, db: Db, pool: Pool) -> None:
        super().__init__()
        self.db, self.pool = db, pool
        self.seen: list[tuple[str, int]] = []

    async def carry(self, letter: Letter) -> None:
        assert not self.db.connection.is_in_transaction()
        async with self.pool.connection() as other:
            self.seen += [(each.status, each.tries) for each in (await outbox(other)).items]
        await super().carry(letter)


async def test_nothing_is_held_while_a_message_is_carried(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        found = wiring.roster()
        await subscribe(db, found)
        await write_one(db, found, now)
    async with pool.connection() as db:
        carrier = Watching(db, pool)
        assert await carry_due(db, by_mail(carrier), now) == 1
        assert carrier.seen == [("WAITING", 1)]
        assert (await outbox(db)).items[0].status == "SENT"
    assert [job.outside for job in found.timed if job.name == "notices.carry"] == [True]


class Dying(Broken):
    """A carrier whose worker ends before it knows."""

    async def carry(self, letter: Letter) -> None:
        raise KeyboardInterrupt


async def test_a_message_whose_worker_died_is_carried_later_and_by_nobody_meanwhile(
    db: Db, now: datetime, roster: Roster
) -> None:
    await write_one(db, roster, now)
    with pytest.raises(KeyboardInterrupt):
        await carry_due(db, by_mail(Dying()), now)
    assert await carry_due(db, by_mail(Working()), now + timedelta(minutes=2)) == 0
    assert await carry_due(db, by_mail(Working()), now + rules.CLAIM_LASTS) == 1
    assert ((await outbox(db)).items[0].status, (await outbox(db)).items[0].tries) == ("SENT", 2)


async def test_old_messages_are_forgotten(db: Db, now: datetime, roster: Roster) -> None:
    await write_one(db, roster, now)
    assert await forget_old(db, now + timedelta(days=29)) == 0
    assert await forget_old(db, now + timedelta(days=31)) == 1


async def test_the_outbox_is_for_operators_outside_the_sandbox(db: Db) -> None:
    sari = await make_account(db)
    for actor in (None, sari):
        with pytest.raises(NotFound):
            await queries.outbox(db, actor, everybody=False)
    operator = Actor(sari.account_id, sari.handle, sari.market, is_operator=True)
    assert (await queries.outbox(db, operator, everybody=False)).items == []


async def test_a_request_that_was_used_up_sends_nothing(db: Db, now: datetime, roster: Roster) -> None:
    sari = await make_account(db)
    await accounts.request_phone_check(db, sari, phone="+6281234567890", now=now, wall=now)
    minted = await accounts.mint_phone_code(db, sari.account_id)
    assert minted is not None
    accounts.settle(await accounts.try_phone_code(db, sari, code=minted.code, now=now, wall=now))
    await drain(db, roster, now)
    assert (await outbox(db)).items == []
    with pytest.raises(Refused):
        accounts.settle(await accounts.try_phone_code(db, sari, code=minted.code, now=now, wall=now))
