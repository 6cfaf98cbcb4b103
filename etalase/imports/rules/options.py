"""The options of a product: pairs of name and value columns, or columns like Size and Color."""

from collections.abc import Sequence
from typing import Final

from etalase.imports.rules.findings import Findings
from etalase.imports.rules.limits import OPTION_NAME_MAX, OPTION_VALUE_MAX
from etalase.imports.rules.rows import Row
from etalase.imports.rules.words import OPTIONS

NESTED: Final = ("options.", "option.", "attributes.")
# What one large shop software writes for a product that has no options.
NO_OPTION: Final = ("title", "default title")


def option_slots(findings: Findings) -> list[int]:
    """The option columns that say anything in this product."""
    return [number for number in OPTIONS if any(value_of(findings, row, number) for row in findings.rows)]


def value_of(findings: Findings, row: Row, number: int) -> str:
    """The row's value of an option."""
    value = findings.text(row, f"option{number}")
    if value.casefold() == NO_OPTION[1] and findings.first(f"option{number}_name")[0].casefold() in {"", NO_OPTION[0]}:
        return ""
    return value


def values_of(findings: Findings, row: Row, slots: Sequence[int]) -> tuple[str, ...]:
    """The row's values, in the order of the options."""
    return tuple(value_of(findings, row, number) for number in slots)


def option_names(findings: Findings, slots: Sequence[int]) -> tuple[str, ...]:
    """What the options are called, each by another name."""
    names: list[str] = []
    for number in slots:
        name = _name(findings, number)
        if len(name) > OPTION_NAME_MAX:
            findings.problem(
                findings.rows[0],
                f"option{number}_name",
                "option_too_long",
                option=name[:OPTION_NAME_MAX],
                most=OPTION_NAME_MAX,
            )
        taken = {other.casefold() for other in names}
        names.append(name if name.casefold() not in taken else f"{name} {number}")
    return tuple(names)


def _name(findings: Findings, number: int) -> str:
    said, _ = findings.first(f"option{number}_name")
    if said:
        return said
    heading = (findings.mapping.heading(f"option{number}") or "").strip()
    if findings.has(f"option{number}_name") or not heading:
        return f"Option {number}"
    for prefix in NESTED:
        if heading.casefold().startswith(prefix):
            heading = heading[len(prefix) :]
    words = heading.replace("_", " ").strip(" *")
    return words[:1].upper() + words[1:] or f"Option {number}"


def check_values(findings: Findings, row: Row, slots: Sequence[int], names: Sequence[str]) -> None:
    """A SKU says something about every option, and not too much."""
    for number, name in zip(slots, names, strict=True):
        value = value_of(findings, row, number)
        if not value:
            findings.problem(row, f"option{number}", "option_missing", option=name)
        elif len(value) > OPTION_VALUE_MAX:
            findings.problem(row, f"option{number}", "option_too_long", option=name, most=OPTION_VALUE_MAX)
