"""The tax rows in force: seeded from the rules, changed by an operator."""

from datetime import date, datetime

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, write
from etalase.base.errors import Invalid
from etalase.base.ids import LARGEST
from etalase.base.markets import MARKETS
from etalase.base.markets.changing import begins_on, record_change
from etalase.base.texts import N_
from etalase.orders.queries.taxes import COLUMNS, forget_tax_table, tax_table
from etalase.orders.rules.taxes import ROWS, STATES, WHOLE_PPM, Tax, TaxKind

__all__ = ["NewTax", "seed_taxes", "set_tax", "tax_table"]
SEED = write(
    f"""INSERT INTO tax_rows ({COLUMNS})
        SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::int[], $6::bool[], $7::bool[],
               $8::bigint[], $9::bigint[])
        ON CONFLICT DO NOTHING"""
)
SET = write(
    f"""INSERT INTO tax_rows ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (market, region, effective_from) DO UPDATE
           SET kind = excluded.kind, rate_ppm = excluded.rate_ppm, included = excluded.included,
               shipping_taxed = excluded.shipping_taxed, delivery_fee_minor = excluded.delivery_fee_minor,
               delivery_fee_from_minor = excluded.delivery_fee_from_minor"""
)


class NewTax(msgspec.Struct, frozen=True):
    """A tax from a day (UTC) on. `region`: two letters of a US state, empty elsewhere; the rate in millionths."""

    market: str
    region: str
    day: date
    kind: TaxKind
    rate_ppm: int
    included: bool
    shipping_taxed: bool
    delivery_fee_minor: int = 0
    delivery_fee_from_minor: int = 0


async def set_tax(db: Db, actor: Actor, *, new: NewTax, now: datetime) -> Tax:
    """Write one row, in force from a day to come; for operators. The same day again replaces what was planned for it.

    What is or was in force is never changed. Invalid: market, state, rate, fee or day is none of ours.
    """
    only_operators(actor)
    _check(new)
    row = Tax(
        new.market,
        new.region,
        begins_on(new.day, now),
        new.kind,
        new.rate_ppm,
        new.included,
        new.shipping_taxed,
        new.delivery_fee_minor,
        new.delivery_fee_from_minor,
    )
    await SET.run(db, *_values(row))
    forget_tax_table(db)
    told = msgspec.json.encode(row).decode()
    place, begins = new.region or new.market, row.effective_from
    await record_change(db, actor, kind="TAX", market=new.market, name=place, value=told, begins=begins, now=now)
    return row


def _check(new: NewTax) -> None:
    if new.market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    if new.region and (new.market != "US" or new.region not in STATES.values()):
        raise Invalid({"region": N_("Only US states have a tax of their own.")})
    if not 0 <= new.rate_ppm < WHOLE_PPM:
        raise Invalid({"rate_ppm": N_("A rate lies between nothing and the whole.")})
    if (new.kind == "NONE") != (new.rate_ppm == 0):
        raise Invalid({"rate_ppm": N_("No tax has no rate, and every tax has one.")})
    if not (0 <= new.delivery_fee_minor <= LARGEST and 0 <= new.delivery_fee_from_minor <= LARGEST):
        raise Invalid({"delivery_fee_minor": N_("A fee is nothing or more.")})


async def seed_taxes(db: Db) -> int:
    """Write the rows that are missing; how many. What an operator has changed stays."""
    return await SEED.run(db, *(list(column) for column in zip(*map(_values, ROWS), strict=True)))


def _values(row: Tax) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in Tax.__struct_fields__)
