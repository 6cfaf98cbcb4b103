"""The tax rows in force: seeded from the rules, changed by an operator."""

from etalase.base.db import Db, write
from etalase.base.errors import Invalid
from etalase.base.markets import MARKETS
from etalase.base.texts import N_
from etalase.orders.queries.taxes import COLUMNS, forget_tax_table, tax_table
from etalase.orders.rules.taxes import ROWS, STATES, WHOLE_PPM, Tax

__all__ = ["seed_taxes", "set_tax", "tax_table"]
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


async def set_tax(db: Db, row: Tax) -> None:
    """Write one row, in force from its date on; for operators. Invalid when market, state or rate is none of ours."""
    if row.market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    if row.region and (row.market != "US" or row.region not in STATES.values()):
        raise Invalid({"region": N_("Only US states have a tax of their own.")})
    if not 0 <= row.rate_ppm < WHOLE_PPM:
        raise Invalid({"rate_ppm": N_("A rate lies between nothing and the whole.")})
    await SET.run(db, *_values(row))
    forget_tax_table(db)


async def seed_taxes(db: Db) -> int:
    """Write the rows that are missing; how many. What an operator has changed stays."""
    return await SEED.run(db, *(list(column) for column in zip(*map(_values, ROWS), strict=True)))


def _values(row: Tax) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in Tax.__struct_fields__)
