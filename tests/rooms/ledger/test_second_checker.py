"""The books read by somebody else: written in the text format of Beancount, and every balance recomputed from the text alone.

The reader below shares no code with the ledger. It knows one rule: a transaction's postings sum to zero in each currency.
"""

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.ids import LARGEST
from etalase.base.jobs import drain
from etalase.base.money import Money
from etalase.ledger.queries import Posted, balances, of_shop
from etalase.orders.actions import cancel_as_buyer, money
from tests.makers.money import Stall, make_stall

DAY = timedelta(days=1)
HEAD = re.compile(r'^(\d{4}-\d\d-\d\d) \* "([^"]*)" "([^"]*)"$')
POSTING = re.compile(r"^  (Books:[A-Za-z0-9:-]+)  +(-?[0-9.]+) ([A-Z]{3})$")
# What our own pages call owed or earned; the rest is held somewhere or spent.
NEVER_NEGATIVE = ("seller-pending", "seller-reserve", "payout-transit", "tax", "platform-fee", "shipping-fund")


def account(shop_id: int, kind: str) -> str:
    """Beancount's accounts have no underscores."""
    return f"Books:S{shop_id}:{kind.replace('_', '-').capitalize()}"


def written(posted: list[Posted]) -> str:
    """The transfers as Beancount's text, oldest first: one transaction each."""
    lines = ['option "name_assets" "Books"']
    kinds = sorted({account(each.shop_id, kind) for each in posted for kind in (each.debit, each.credit)})
    lines += [f"2021-01-01 open {each}" for each in kinds]
    for each in posted:
        amount = Money(each.amount_minor, each.currency).decimal()
        lines += [
            "",
            f'{each.at:%Y-%m-%d} * "{each.cause} {each.cause_id}" "{each.rule}"',
            f"  {account(each.shop_id, each.credit)}  {amount} {each.currency}",
            f"  {account(each.shop_id, each.debit)}  -{amount} {each.currency}",
        ]
    return "\n".join(lines)


def read(text: str) -> dict[tuple[str, str], Decimal]:
    """(account, currency) to balance, from the text; AssertionError when a transaction does not balance."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    opened: set[str] = set()
    for block in text.split("\n\n"):
        sums: Counter[str] = Counter()
        for line in block.splitlines():
            if " open " in line:
                opened.add(line.split(" open ")[1])
            elif match := POSTING.match(line):
                name, amount, currency = match.group(1), Decimal(match.group(2)), match.group(3)
                assert name in opened, name
                found[name, currency] += amount
                sums[currency] += amount  # pyright: ignore[reportArgumentType]
            else:
                assert HEAD.match(line) or line.startswith("option"), line
        assert not any(sums.values()), block
    return found


async def busy_weeks(db: Db, stall: Stall, now: datetime) -> None:
    """Sales of every fate: kept, cancelled, paid at the door, refunded before and after settlement."""
    await stall.bank(db, now)
    kept = await stall.deliver(db, await stall.sell(db, now, quantity=3), now)
    early = await stall.deliver(db, await stall.sell(db, now), now)
    cancelled = await stall.sell(db, now)
    await cancel_as_buyer(db, stall.buyer, order_id=cancelled.order_id, reason="", now=now)
    [line] = await stall.lines(db, early)
    await money.refund(db, early, {line.line_id: line.paid_minor // 3}, cause="test.refund", cause_id=1, now=now + DAY)
    if stall.shop.market != "US":
        await stall.deliver(db, await stall.sell(db, now, method="COD"), now)
    for days in (8, 9, 10, 11, 32, 33, 63):
        await drain(db, roster(), now + days * DAY)
    [line] = await stall.lines(db, kept)
    await money.refund(
        db, kept, {line.line_id: line.paid_minor // 7}, cause="test.refund", cause_id=2, now=now + 63 * DAY
    )
    await drain(db, roster(), now + 64 * DAY)


async def test_another_reader_of_the_same_books_finds_the_same_balances(db: Db, now: datetime) -> None:
    for market, price in (("ID", 123_457), ("US", 3_333), ("VN", 98_765)):
        stall = await make_stall(db, market, price_minor=price, owner=market.lower(), probation=market == "US")
        await busy_weeks(db, stall, now)
        shop_id, currency = stall.shop.shop_id, stall.shop.currency
        posted = list(reversed(await of_shop(db, shop_id, below=LARGEST, limit=10_000)))
        assert len(posted) > 20
        found = read(written(posted))
        ours = {
            (account(shop_id, kind), currency): Decimal(Money(minor, currency).decimal())
            for kind, minor in (await balances(db, shop_id)).items()
        }
        assert dict(found) == ours
        assert sum(found.values()) == 0
        for (name, _), balance in found.items():
            assert balance >= 0 or name.rsplit(":", 1)[1].lower() not in NEVER_NEGATIVE, (name, balance)
