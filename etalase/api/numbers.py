"""The numbers of a market, for operators: tax rows and policies, with who changed what. Changes begin on a day to come."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter

from etalase.base.markets import changing
from etalase.base.markets.changing import Change, Kind, Setting
from etalase.base.markets.definition import Value
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Limit
from etalase.doorway.shown import Listed, listing, maybe_id
from etalase.orders.actions.taxing import NewTax, set_tax
from etalase.orders.queries.taxes import TaxSeen, tax_rows
from etalase.orders.rules.taxes import Tax, TaxKind

Word = Annotated[str, msgspec.Meta(max_length=100)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Market = Annotated[str, Parameter(query="market", max_length=2, description="a market's code, as US")]
KindAsked = Annotated[Kind, Parameter(query="kind")]


class TaxBody(msgspec.Struct):
    """A tax from a day (UTC) on; the rate in millionths. `region`: a US state's two letters, empty elsewhere."""

    market: Word
    day: date
    kind: TaxKind
    rate_ppm: Minor
    region: Word = ""
    included: bool = True
    shipping_taxed: bool = True
    delivery_fee_minor: Minor = 0
    delivery_fee_from_minor: Minor = 0


class TaxShown(msgspec.Struct, frozen=True):
    """A row. `rule` is its name on order lines; `state`: FUTURE, IN_FORCE or PAST."""

    rule: str
    market: str
    region: str
    effective_from: datetime
    kind: str
    rate_ppm: int
    included: bool
    shipping_taxed: bool
    delivery_fee_minor: int
    delivery_fee_from_minor: int
    state: str


class PolicyBody(msgspec.Struct):
    """One number from a day (UTC) on."""

    market: Word
    name: Word
    value: Value
    day: date


class LaterShown(msgspec.Struct, frozen=True):
    """What a number will be."""

    effective_from: datetime
    value: Value


class PolicyShown(msgspec.Struct, frozen=True):
    """A number: what it is now, and what it will be. `rule` and `mark` say where it comes from."""

    name: str
    meaning: str
    rule: str
    mark: str
    value: Value
    since: datetime | None
    later: list[LaterShown]


class ChangeShown(msgspec.Struct, frozen=True):
    """Who changed what. `value` is JSON; `by` the handle on that day."""

    id: str
    at: datetime
    account_id: str | None
    by: str
    market: str
    name: str
    value: str
    effective_from: str


def show_tax(row: Tax, state: str = "FUTURE") -> TaxShown:
    """A tax row as JSON."""
    return TaxShown(
        row.rule,
        row.market,
        row.region,
        row.effective_from,
        row.kind,
        row.rate_ppm,
        row.included,
        row.shipping_taxed,
        row.delivery_fee_minor,
        row.delivery_fee_from_minor,
        state,
    )


def show_setting(found: Setting) -> PolicyShown:
    """A number as JSON."""
    said = found.definition
    later = [LaterShown(at, value) for at, value in found.later]
    return PolicyShown(found.name, said.meaning, said.rule, said.mark, found.value, found.since, later)


def show_change(found: Change) -> ChangeShown:
    """A change as JSON."""
    told = (found.fact(name) for name in ("by", "market", "name", "value", "from"))
    return ChangeShown(str(found.event_id), found.at, maybe_id(found.account_id), *told)


def show_taxes(found: list[TaxSeen]) -> Listed[TaxShown]:
    """Rows as JSON."""
    return Listed([show_tax(each.row, each.state) for each in found], None)


@get("/tax-rows")
async def taxes(desk: Desk, market: Market) -> Answer[Listed[TaxShown]]:
    """The tax rows of a market, the latest first; operators only."""
    return await desk.read(tax_rows, market=market, show=show_taxes)


@post("/tax-rows")
async def add_tax(desk: Desk, data: TaxBody) -> Answer[TaxShown]:
    """Add a row from a day to come; operators only. What is or was in force is never changed."""
    new = NewTax(**{name: getattr(data, name) for name in NewTax.__struct_fields__})
    return await desk.write(set_tax, new=new, show=show_tax, status=201)


@get("/policies")
async def policies(desk: Desk, market: Market) -> Answer[Listed[PolicyShown]]:
    """Every number of a market; operators only."""
    return await desk.read(changing.settings, market=market, show=listing(show_setting))


@post("/policies")
async def set_policy(desk: Desk, data: PolicyBody) -> Answer[PolicyShown]:
    """Set one number from a day to come; operators only."""
    told: dict[str, Any] = {"market": data.market, "name": data.name, "value": data.value, "day": data.day}
    return await desk.write(changing.change_policy, **told, show=show_setting, status=201)


@get("/setting-changes")
async def changes(
    desk: Desk, kind: KindAsked = "TAX", limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ChangeShown]]:
    """Who changed what, the latest first; operators only."""
    return await desk.page(changing.changes, show=show_change, kind=kind, limit=limit, cursor=cursor)


routes = [taxes, add_tax, policies, set_policy, changes]
