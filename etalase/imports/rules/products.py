"""One product out of its rows: checked against every bound, whole or not at all."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from etalase.imports.rules.attributes import read
from etalase.imports.rules.drafts import Look, ProductDraft, Rejected
from etalase.imports.rules.findings import Findings
from etalase.imports.rules.limits import CATEGORY_MAX, Limits
from etalase.imports.rules.mapping import ColumnMapping
from etalase.imports.rules.markup import plain_text
from etalase.imports.rules.options import option_slots, value_of
from etalase.imports.rules.pictures import Picture, distinct, find_picture, names_in
from etalase.imports.rules.rows import Row
from etalase.imports.rules.stocks import read_stock
from etalase.imports.rules.variants import read_skus

KEY: Final = re.compile(r"[0-9a-f]{64}")


class World(msgspec.Struct, frozen=True):
    """What the file is held against: the market's bounds, its pictures, and whether a category has a name here.

    Pictures are files of a folder, or stored already under `stored_pictures` (file name to key), or there are none.
    """

    limits: Limits
    pictures: Path | None = None
    stored_pictures: Mapping[str, str] | None = None
    knows_category: Callable[[str], bool] | None = None


def build(rows: list[Row], mapping: ColumnMapping, world: World) -> ProductDraft | Rejected:
    """The product of these rows (one at least), or why it is none."""
    findings = Findings(rows, mapping, world.limits)
    lines = tuple(row.line for row in rows)
    readable = [row for row in rows if row.cells]
    if not readable:
        return Rejected(None, lines, tuple(findings.problems), ())
    findings.rows = readable
    title = _title(findings)
    description = _description(findings)
    category = _category(findings, world)
    options, skus = read_skus(findings, findings.first("group")[0] or title)
    pictures = _pictures(findings, world)
    looks = _looks(findings, options, world)
    attributes = _attributes(findings)
    limit, days = _limit(findings, "purchase_limit"), _limit(findings, "purchase_limit_days")
    notices = tuple(findings.notices)
    if findings.problems:
        return Rejected(title or None, lines, tuple(findings.problems), notices)
    return ProductDraft(
        title, description, category, options, skus, pictures, lines, notices, looks, attributes, limit, days
    )


def _title(findings: Findings) -> str:
    raw, row = findings.first("title")
    title = " ".join(raw.split())
    limits = findings.limits
    if not title:
        findings.problem(row, "title", "no_title")
    elif len(title) > limits.title_max:
        findings.problem(row, "title", "title_too_long", length=len(title), most=limits.title_max)
    elif len(title) < limits.title_min:
        findings.problem(row, "title", "title_too_short", length=len(title), least=limits.title_min)
    for other in findings.rows:
        if findings.text(other, "title") not in {"", raw}:
            findings.notice(other, "title", "title_differs", first_line=row.line)
            break
    return title


def _description(findings: Findings) -> str | None:
    if not findings.has("description"):
        return None
    raw, row = findings.first("description")
    text = plain_text(raw)
    if len(text) > findings.limits.description_max:
        most = findings.limits.description_max
        findings.problem(row, "description", "description_too_long", length=len(text), most=most)
    return text


def _category(findings: Findings, world: World) -> str | None:
    raw, row = findings.first("category")
    category = " ".join(raw.split())[:CATEGORY_MAX]
    if category and world.knows_category is not None and not world.knows_category(category):
        findings.notice(row, "category", "category_unknown", category=category)
    return category or None


def _pictures(findings: Findings, world: World) -> tuple[Path | str, ...]:
    seen: set[str] = set()
    found: list[Path | str] = []
    for row in findings.rows:
        for place in findings.mapping.chosen.get("pictures", ()):
            for name in distinct(names_in(row.cell(place))):
                if name not in seen:
                    seen.add(name)
                    _judge(findings, row, find_picture(world.pictures, name), found, world)
    most = findings.limits.pictures_max
    if len(found) > most:
        findings.notice(findings.rows[0], "pictures", "pictures_left_out", count=len(found), most=most)
    return tuple(found[:most])


def _looks(findings: Findings, options: Sequence[str], world: World) -> tuple[Look, ...]:
    """The pictures of option values, each where it is named first."""
    seen: dict[tuple[str, str], list[Path | str]] = {}
    for row in findings.rows:
        for number, option in zip(option_slots(findings), options, strict=True):
            value, name = value_of(findings, row, number), findings.text(row, f"option{number}_picture")
            if value and name and (option, value) not in seen:
                found = seen[option, value] = []
                _judge(findings, row, find_picture(world.pictures, name), found, world)
    return tuple(Look(*key, found[0]) for key, found in seen.items() if found)


def _attributes(findings: Findings) -> dict[str, str] | None:
    if not findings.has("attributes"):
        return None
    cell, row = findings.first("attributes")
    found = read(cell)
    if found is None:
        findings.notice(row, "attributes", "attributes_unreadable", attributes=cell[:200])
    return found


def _limit(findings: Findings, field: str) -> int | None:
    """A limit of purchases: 0 for none, None when the file does not say."""
    if not findings.has(field):
        return None
    text, row = findings.first(field)
    limit = read_stock(text) if text else 0
    if limit is None:
        findings.problem(row, field, "purchase_limit_unreadable", limit=text[:60])
    return limit


def _judge(findings: Findings, row: Row, picture: Picture, found: list[Path | str], world: World) -> None:
    name = picture.name[:200]
    stored = (world.stored_pictures or {}).get(picture.name.replace("\\", "/").rpartition("/")[2])
    if picture.path is not None:
        found.append(picture.path)
    elif stored is not None and picture.fate == "missing":
        found.append(stored)
    elif KEY.fullmatch(picture.name):
        # As an export names them: pictures that lie here already. Whether they do is looked up when the product lands.
        found.append(picture.name)
    elif picture.fate == "outside":
        findings.problem(row, "pictures", "picture_outside", picture=name)
    elif picture.fate == "remote":
        findings.notice(row, "pictures", "picture_remote", picture=name)
    elif world.pictures is not None or world.stored_pictures:
        findings.notice(row, "pictures", "picture_missing", picture=name)
    elif not any(notice.code == "imports.no_pictures_folder" for notice in findings.notices):
        findings.notice(row, "pictures", "no_pictures_folder")
