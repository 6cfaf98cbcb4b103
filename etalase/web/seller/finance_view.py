"""What the finance desk shows, worked out: rules in words, categories by name, a statement as a file."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from litestar.response import Response

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.settlement import queries
from etalase.settlement.queries import Conditions, StatementLine
from etalase.settlement.rules.fees import EVIDENCE_NAMES, FeeRow
from etalase.settlement.rules.terms import TIER_NAMES, named
from etalase.web.frame import Asked
from etalase.web.pages import say

RULE: Final = N_("%(tier)s, in force since %(since)s")
DAYS_RULE: Final = N_("%(tier)s: %(days)s days after delivery, in force since %(since)s")
WORKING_RULE: Final = N_("%(tier)s: %(days)s working days after delivery, in force since %(since)s")
PAGE: Final = 100
HEAD: Final = (
    "at",
    "kind",
    "order_id",
    "line_id",
    "product",
    "quantity",
    "transfer_id",
    "part",
    "rule",
    "amount",
    "currency",
)
# A cell that begins so is read as a formula by spreadsheets.
FORMULA: Final = ("=", "+", "@", "\t", "\r")


def rule_text(request: Asked, version: str | None) -> str:
    """ "standard 7wd ID 2021-01-01" in words."""
    if version is None:
        return "–"
    term = named(version)
    text = RULE if term.days is None else WORKING_RULE if term.working else DAYS_RULE
    return say(request, text, tier=say(request, TIER_NAMES[term.tier]), days=term.days, since=term.since)


def evidence_text(request: Asked, fee: FeeRow) -> str:
    """Where a rate is from."""
    return say(request, EVIDENCE_NAMES[fee.evidence], page=fee.page)


def category_names(found: Conditions, lang: str) -> dict[int, str]:
    """The names of the categories that have a rate of their own."""
    wanted = {rate.category_id for fee in found.fees for rate in fee.rates if rate.category_id is not None}
    return {category: queries.category_name(category, lang) for category in wanted}


async def every_line(desk: Desk, shop_id: int, statement_id: int) -> list[StatementLine]:
    """All lines of a statement."""
    lines: list[StatementLine] = []
    cursor: str | None = None
    while True:
        page = await desk.ask(
            queries.statement_lines, shop_id=shop_id, statement_id=statement_id, limit=PAGE, cursor=cursor
        )
        lines += page.items
        cursor = page.next_cursor
        if cursor is None:
            return lines


def csv_of(lines: Sequence[StatementLine]) -> str:
    """One row per transfer; amounts in major units. What sellers typed cannot become a formula."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(HEAD)
    for line in lines:
        entry = line.entry
        title = entry.title or ""
        for part in line.parts:
            write.writerow(
                (
                    entry.at.isoformat(),
                    entry.kind,
                    entry.order_id or "",
                    entry.line_id or "",
                    f"'{title}" if title.startswith(FORMULA) else title,
                    entry.quantity or "",
                    part.transfer_id,
                    part.name,
                    part.rule,
                    Money(part.amount_minor, entry.currency).decimal(),
                    entry.currency,
                )
            )
    return out.getvalue()


def csv_answer(name: str, text: str) -> Response[Any]:
    """A file to keep."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=headers)
