"""The rows of one product under study, and what is found about them."""

from etalase.imports.rules.limits import Limits
from etalase.imports.rules.mapping import ColumnMapping
from etalase.imports.rules.notes import Fact, Notice, Problem
from etalase.imports.rules.rows import Row


class Findings:
    """Reads cells by field, and collects problems and notices that point at line and column."""

    def __init__(self, rows: list[Row], mapping: ColumnMapping, limits: Limits) -> None:
        self.rows = rows
        self.mapping = mapping
        self.limits = limits
        self.problems: list[Problem] = [flaw for row in rows for flaw in row.flaws]
        self.notices: list[Notice] = []

    def text(self, row: Row, field: str) -> str:
        """The cell of a field; empty when the file has no such column."""
        place = self.mapping.first(field)
        text = "" if place is None else row.cell(place)
        # Short texts stand on one line, without the invisible characters that spreadsheets and web pages leave in them.
        return text if text.isprintable() or field == "description" else shown(text)

    def first(self, field: str) -> tuple[str, Row]:
        """The first row that says anything about the field, and what."""
        for row in self.rows:
            if text := self.text(row, field):
                return text, row
        return "", self.rows[0]

    def has(self, field: str) -> bool:
        """Whether the file has a column for the field."""
        return self.mapping.first(field) is not None

    def problem(self, row: Row, field: str | None, code: str, **facts: Fact) -> None:
        """Keeps the product out."""
        self.problems.append(Problem(row.line, self._column(field), f"imports.{code}", facts))

    def notice(self, row: Row, field: str | None, code: str, **facts: Fact) -> None:
        """Is told, no more."""
        self.notices.append(Notice(row.line, self._column(field), f"imports.{code}", facts))

    def _column(self, field: str | None) -> str | None:
        return self.mapping.heading(field) if field else None


def shown(text: str) -> str:
    """Only what can be seen, on one line."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable()).strip()
