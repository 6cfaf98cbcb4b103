"""Tax rows and market numbers change from a day to come, by operators alone, and it is written down who did it."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed
from etalase.base.markets import changing, policy
from etalase.orders.actions.taxing import NewTax, seed_taxes, set_tax
from etalase.orders.queries import OrderRow, taxes_charged
from etalase.orders.queries.taxes import tax_rows, tax_table
from tests.makers.accounts import make_account
from tests.makers.money import make_stall

DAY = timedelta(days=1)


async def operator(db: Db) -> Actor:
    """Somebody who works for the platform."""
    return msgspec.structs.replace(await make_account(db, handle="wayan"), is_operator=True)


def vat(day: date, ppm: int = 120_000) -> NewTax:
    """Indonesia's, at another rate."""
    return NewTax("ID", "", day, "VAT", ppm, included=True, shipping_taxed=True)


async def test_a_row_is_in_force_from_its_day_and_an_order_keeps_the_row_it_was_sold_under(
    db: Db, now: datetime
) -> None:
    wayan, stall, soon = await operator(db), await make_stall(db), (now + 2 * DAY).date()
    before = await stall.sell(db, now)
    await set_tax(db, wayan, new=vat(soon), now=now)
    after = await stall.sell(db, now + 3 * DAY)
    found = [(await rules_of(db, each))[0] for each in (before, after)]
    assert found == [("ID 2022-04-01", 110_000), (f"ID {soon.isoformat()}", 120_000)]
    seen = await tax_rows(db, wayan, market="ID", now=now)
    assert [(each.state, each.row.rate_ppm) for each in seen] == [
        ("FUTURE", 120_000),
        ("IN_FORCE", 110_000),
        ("PAST", 100_000),
    ]


async def rules_of(db: Db, order: OrderRow) -> list[tuple[str, int]]:
    """The rows an order was charged by, with their rates."""
    return [(each.tax_rule, row.rate_ppm if row else 0) for row, each in await taxes_charged(db, order)]


@pytest.mark.parametrize("days", [-400, -1, 0])
async def test_the_past_is_never_changed(db: Db, now: datetime, days: int) -> None:
    wayan = await operator(db)
    with pytest.raises(Invalid) as no:
        await set_tax(db, wayan, new=vat((now + days * DAY).date()), now=now)
    assert set(no.value.errors) == {"day"}
    told: dict[str, Any] = {"market": "ID", "name": "on_hold_s", "value": 60, "day": (now + days * DAY).date()}
    with pytest.raises(Invalid):
        await changing.change_policy(db, wayan, **told, now=now)
    assert not (await changing.changes(db, wayan, kind="TAX")).items


async def test_what_was_planned_for_a_day_may_be_planned_anew_and_both_are_written_down(db: Db, now: datetime) -> None:
    wayan, soon = await operator(db), (now + DAY).date()
    for ppm in (130_000, 120_000):
        await set_tax(db, wayan, new=vat(soon, ppm), now=now)
    assert (await tax_table(db)).find("ID", {}, now + 2 * DAY).rate_ppm == 120_000
    history = (await changing.changes(db, wayan, kind="TAX")).items
    assert [each.account_id for each in history] == [wayan.account_id] * 2
    assert [msgspec.json.decode(each.fact("value"))["rate_ppm"] for each in history] == [120_000, 130_000]
    assert {(each.fact("by"), each.fact("market"), each.fact("from")) for each in history} == {
        ("wayan", "ID", soon.isoformat())
    }
    await seed_taxes(db)
    assert (await tax_table(db)).find("ID", {}, now + 2 * DAY).rate_ppm == 120_000


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("market", {"market": "DE"}),
        ("region", {"region": "CA"}),
        ("region", {"market": "US", "region": "XX"}),
        ("rate_ppm", {"rate_ppm": 1_000_000}),
        ("rate_ppm", {"rate_ppm": 0}),
        ("rate_ppm", {"kind": "NONE"}),
        ("delivery_fee_minor", {"delivery_fee_minor": -1}),
    ],
)
async def test_a_row_that_is_none_is_told_beside_its_field(
    db: Db, now: datetime, field: str, wrong: dict[str, Any]
) -> None:
    new = msgspec.structs.replace(vat((now + DAY).date()), **wrong)
    with pytest.raises(Invalid) as no:
        await set_tax(db, await operator(db), new=new, now=now)
    assert set(no.value.errors) == {field}


async def test_only_operators_look_and_change(db: Db, now: datetime) -> None:
    seller, soon = (await make_stall(db)).seller, (now + DAY).date()
    told: dict[str, Any] = {"market": "ID", "name": "on_hold_s", "value": 60, "day": soon}
    for call in (
        set_tax(db, seller, new=vat(soon), now=now),
        tax_rows(db, seller, market="ID", now=now),
        changing.change_policy(db, seller, **told, now=now),
        changing.settings(db, seller, market="ID", now=now),
        changing.changes(db, seller, kind="TAX"),
    ):
        with pytest.raises(NotAllowed):
            await call


async def test_a_number_of_a_market_changes_from_its_day(db: Db, now: datetime) -> None:
    wayan, soon = await operator(db), (now + DAY).date()
    told: dict[str, Any] = {"market": "TH", "name": "small_order_fee_minor", "value": 12_00, "day": soon}
    planned = await changing.change_policy(db, wayan, **told, now=now)
    assert planned.value == 10_00 and [value for _, value in planned.later] == [12_00]
    assert (await policy(db, "TH", now)).small_order_fee_minor == 10_00
    assert (await policy(db, "TH", now + 2 * DAY)).small_order_fee_minor == 12_00
    [change] = (await changing.changes(db, wayan, kind="POLICY")).items
    assert (change.fact("name"), change.fact("value"), change.fact("by")) == ("small_order_fee_minor", "1200", "wayan")
