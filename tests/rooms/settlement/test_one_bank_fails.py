"""One shop whose bank fails, or that owes, is nobody else's failure: the others are verified, paid out and sent."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db, rows
from etalase.base.jobs import drain
from etalase.base.markets import set_policy
from etalase.ledger import actions as ledger
from etalase.settlement.actions import banking, pay_ready, paying_out, send_due, verify_waiting, withdraw
from etalase.settlement.ports import BANK
from etalase.settlement.queries import account_in_use, payouts
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BAD = "80129999"


class Waiting(msgspec.Struct, frozen=True):
    """A payout that the bank is to be asked about again."""

    shop_id: int
    next_try_at: datetime
    tries: int


LATER = rows(Waiting, "SELECT shop_id, next_try_at, tries FROM payouts WHERE next_try_at IS NOT NULL")


TO_ASK = rows(Waiting, "SELECT shop_id, next_try_at, tries FROM bank_accounts WHERE next_try_at IS NOT NULL")


class MoodyBank:
    """The sandbox's bank, whose line breaks whenever it is asked about one number."""

    async def holder_of(self, *, bank: str, number: str, written: str) -> str | None:
        """Who holds the account."""
        if number == BAD:
            raise ConnectionResetError
        return await BANK.holder_of(bank=bank, number=number, written=written)

    async def pay(self, db: Db, **asked: Any) -> Any:
        """Pay."""
        if asked["number"] == BAD:
            raise ConnectionResetError
        return await BANK.pay(db, **asked)


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank that payouts and accounts are asked of."""
    for module in (banking, paying_out):
        monkeypatch.setattr(module, "BANK", MoodyBank())


async def two(db: Db, now: datetime) -> tuple[Stall, Stall, datetime]:
    """Two shops of one market, each with a closed day and nothing paid out; the time it is then."""
    await set_policy(db, "ID", "payout_automatic", now, False)
    stalls = [await make_stall(db, owner=f"seller{number}") for number in range(2)]
    for stall in stalls:
        await stall.deliver(db, await stall.sell(db, now), now)
    for days in (10, 11):
        await drain(db, roster(), now + days * DAY)
    return stalls[0], stalls[1], now + 11 * DAY


async def states(db: Db, *stalls: Stall) -> list[list[str]]:
    """What became of the payouts of each shop."""
    return [
        [each.status for each in (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items]
        for stall in stalls
    ]


async def test_an_account_that_the_bank_cannot_look_up_goes_on_waiting_and_the_next_is_verified(
    db: Db, now: datetime, moody: None
) -> None:
    first, second = [await make_stall(db, owner=f"seller{number}") for number in range(2)]
    for stall, number in ((first, BAD), (second, "8012345678")):
        await banking.add_bank_account(
            db, stall.seller, shop_id=stall.shop.shop_id, bank="BCA", number=number, holder="Sari Anggraini", now=now
        )
    await verify_waiting(db, 10, now=now)
    found = [await account_in_use(db, stall.shop.shop_id) for stall in (first, second)]
    assert [each and each.status for each in found] == ["PENDING", "VERIFIED"]


async def test_a_bank_that_does_not_answer_for_an_account_is_asked_ever_more_seldom(
    db: Db, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall = await make_stall(db)
    asked: dict[str, Any] = {"shop_id": stall.shop.shop_id, "bank": "BCA", "number": BAD, "holder": "Sari Anggraini"}
    await banking.add_bank_account(db, stall.seller, **asked, now=now)
    waits: list[timedelta] = []
    with monkeypatch.context() as patch:
        patch.setattr(banking, "BANK", MoodyBank())
        for tries in range(4):
            [waiting] = await TO_ASK.all(db)
            assert waiting.tries == tries
            waits.append(waiting.next_try_at - now)
            await verify_waiting(db, 10, now=waiting.next_try_at - timedelta(seconds=1))
            await verify_waiting(db, 10, now=waiting.next_try_at)
    assert waits == [0 * MINUTE, 1 * MINUTE, 3 * MINUTE, 7 * MINUTE]
    [waiting] = await TO_ASK.all(db)
    await verify_waiting(db, 10, now=waiting.next_try_at)
    found = await account_in_use(db, stall.shop.shop_id)
    assert found is not None and found.status == "VERIFIED" and await TO_ASK.all(db) == []


async def test_a_payout_that_cannot_be_sent_is_tried_later_and_the_next_one_arrives(
    db: Db, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, at = await two(db, now)
    await first.bank(db, at, BAD)
    await second.bank(db, at)
    for number, stall in enumerate((first, second)):
        await withdraw(db, stall.seller, shop_id=stall.shop.shop_id, now=at + number * MINUTE)
    with monkeypatch.context() as patch:
        patch.setattr(paying_out, "BANK", MoodyBank())
        await send_due(db, 10, now=at + MINUTE)
    assert await states(db, first, second) == [["PROCESSING"], ["PAID"]]
    [waiting] = await LATER.all(db)
    assert (waiting.shop_id, waiting.tries) == (first.shop.shop_id, 1) and waiting.next_try_at > at + MINUTE
    # The line is mended: the same payout, once.
    await send_due(db, 10, now=waiting.next_try_at)
    assert await states(db, first, second) == [["PAID"], ["PAID"]]
    assert await broken(db) == []


async def test_a_shop_that_owes_does_not_keep_the_others_from_their_daily_payout(db: Db, now: datetime) -> None:
    first, second, at = await two(db, now)
    for stall in (first, second):
        await stall.bank(db, at)
    owed = ledger.Transfer(first.shop.shop_id, "seller_available", "bank", 10_000_000, "IDR", "test.debt", 1, 1)
    await ledger.post(db, [owed], now=at)
    await set_policy(db, "ID", "payout_automatic", at, True)
    await pay_ready(db, "ID", now=at + MINUTE)
    assert await states(db, first, second) == [[], ["PROCESSING"]]
