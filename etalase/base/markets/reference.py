"""docs/reference/markets.md from the data: `python -m etalase.base.markets.reference FILE` writes it, a test compares."""

import sys
from pathlib import Path

from etalase.base.markets.definition import Definition, Value
from etalase.base.markets.forms import FORMS
from etalase.base.markets.market import MARKETS, Market
from etalase.base.markets.policies import DEFINITIONS
from etalase.base.markets.regions import REGIONS

HEAD = """# Markets and policies

A shop sells in one of eight markets. What differs between them is data: the market itself, its address form, and a row
per number in the table `policy_rows`. A row is in force from its `effective_from` until the next row of the same market
and name.

This page is written by `python -m etalase.base.markets.reference docs/reference/markets.md`.

## Markets
"""
FORMS_NOTE = """
Pages ask for every level that is not optional. The API insists on `region` and `city` only, where the form has them, and
takes any text for them, up to 100 characters; what is given of the rest is checked. `region` and `city` hold the first and
second level of the market, whatever it calls them. Phone numbers are E.164 and must exist, in any country.
"""
POLICIES = """
## Policies

Units stand in the name: `…_s` seconds, `…_days`, `…_bp` basis points, `…_minor` minor units of the market's currency
(rupiah, sen, cents), `…_px` pixels. `title_…` and `description_…` count characters. Rules are numbered as in the domain
rules. SEED: said on the page this project implements. DOC: read in a public document. INFERRED: our own choice.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_markets(), "\n## Address forms\n", *_forms(), FORMS_NOTE, POLICIES, *_policies(), ""])


def _table(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _markets() -> list[str]:
    head = ("Code", "Market", "Currency", "Languages", "Phone", "Time zone", "Regions listed")
    return [_table(*head), _table(*["---"] * len(head)), *(_market(market) for market in MARKETS.values())]


def _market(market: Market) -> str:
    languages = ", ".join(market.languages)
    regions = str(len(REGIONS[market.code]) or "none")
    return _table(
        market.code, market.name, market.currency, languages, f"+{market.phone_code}", market.time_zone, regions
    )


def _forms() -> list[str]:
    head = ("Code", "Levels, in the form's order (field at the API)", "Postal code such as")
    return [_table(*head), _table(*["---"] * len(head)), *(_form(code) for code in MARKETS)]


def _form(code: str) -> str:
    form = FORMS[code]
    levels = (f"{level.label} (`{level.field}`{'' if level.required else ', optional'})" for level in form.levels)
    return _table(code, ", ".join(levels), form.postal_example)


def _policies() -> list[str]:
    head = ("Name", "Default", "Other markets", "Rule", "Mark", "Meaning")
    rows = [_policy(name, definition) for name, definition in DEFINITIONS.items()]
    return [_table(*head), _table(*["---"] * len(head)), *rows]


def _policy(name: str, definition: Definition) -> str:
    others = ", ".join(f"{code} {_shown(value)}" for code, value in definition.by_market.items())
    default = _shown(definition.default)
    return _table(f"`{name}`", default, others, definition.rule, definition.mark, definition.meaning)


def _shown(value: Value) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
