"""Which column holds what. The guess is for a person to correct."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from etalase.base.errors import Refused
from etalase.imports.rules.samples import likelihood
from etalase.imports.rules.words import FIELDS, NAMES, NOT_PARTS, OPTION_COLUMNS, OPTIONS, PARTS, plain

MANY: Final = frozenset({"pictures"})
EXACT_PERCENT: Final = 100
PART_PERCENT: Final = 60
SAMPLE_PERCENT: Final = 30


class ColumnMapping(msgspec.Struct, frozen=True):
    """`columns` are the headings of the file, each once; `chosen` gives a field its columns, by their place.

    `confidence_percent`: 100 said by a person or by a name that means nothing else, 30 no more than a look at the values.
    An option with no column for its name takes the heading of its values.
    """

    columns: tuple[str, ...]
    chosen: dict[str, tuple[int, ...]]
    confidence_percent: dict[str, int]

    def first(self, field: str) -> int | None:
        """The place of the field's column."""
        places = self.chosen.get(field)
        return places[0] if places else None

    def heading(self, field: str) -> str | None:
        """The heading of the field's column, to point at in a note."""
        place = self.first(field)
        return None if place is None else self.columns[place]

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The headings of columns that are not read."""
        used = {place for places in self.chosen.values() for place in places}
        return tuple(name for place, name in enumerate(self.columns) if place not in used)

    def names(self) -> dict[str, list[str]]:
        """Field to headings: the form in which a mapping is stored, shown and corrected."""
        return {
            field: [self.columns[place] for place in self.chosen[field]] for field in FIELDS if self.chosen.get(field)
        }


def unique(header: Sequence[str]) -> tuple[str, ...]:
    """Headings of which no two are alike: the second "Price" is "Price (2)", one without a name "Column 4"."""
    taken: set[str] = set()
    result: list[str] = []
    for place, raw in enumerate(header):
        name = " ".join(raw.split())[:120] or f"Column {place + 1}"
        number, wanted = 1, name
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{name} ({number})"
        taken.add(wanted.casefold())
        result.append(wanted)
    return tuple(result)


def guess(columns: tuple[str, ...], samples: Sequence[Sequence[str]]) -> ColumnMapping:
    """The likeliest mapping, by the headings and then by the values of some rows."""
    plains = [plain(column) for column in columns]
    chosen: dict[str, tuple[int, ...]] = {}
    percent: dict[str, int] = {}
    for field, places, sure in (*_by_name(plains), *_by_part(plains)):
        fresh = tuple(place for place in places if not _used(chosen, place))
        if fresh and (field not in chosen or field in MANY):
            chosen[field] = chosen.get(field, ()) + fresh if field in MANY else fresh[:1]
            percent[field] = max(sure, percent.get(field, 0))
    _options_by_heading(plains, columns, chosen, percent)
    _by_values(columns, samples, chosen, percent)
    return ColumnMapping(columns, chosen, percent)


def correct(mapping: ColumnMapping, wishes: Mapping[str, str | Sequence[str]]) -> ColumnMapping:
    """The mapping with a person's word for it: {"title": "Nama"}, several columns in a list, "" to leave a field out.

    Refused: imports.unknown_field, imports.unknown_column.
    """
    places = {name.casefold(): place for place, name in enumerate(mapping.columns)}
    chosen, percent = dict(mapping.chosen), dict(mapping.confidence_percent)
    for field, wish in wishes.items():
        if field not in FIELDS:
            raise Refused("imports.unknown_field", field=field[:100])
        names = [wish] if isinstance(wish, str) else list(wish)
        found = tuple(_place(places, name) for name in names if name.strip())
        for other in list(chosen):
            chosen[other] = tuple(place for place in chosen[other] if place not in found)
        chosen[field] = found
        percent[field] = EXACT_PERCENT
    kept = {field: places for field, places in chosen.items() if places}
    return ColumnMapping(mapping.columns, kept, {field: percent[field] for field in kept})


def _place(places: Mapping[str, int], name: str) -> int:
    place = places.get(" ".join(name.split()).casefold())
    if place is None:
        raise Refused("imports.unknown_column", column=name[:100])
    return place


def known_names(cells: Sequence[str]) -> int:
    """How many of these texts are headings of a field or an option: the row with most is the heading."""
    names = {plain(cell) for cell in cells if cell.strip()}
    return len(names & ALL_NAMES)


ALL_NAMES: Final = frozenset(name for names in NAMES.values() for name in names) | OPTION_COLUMNS


def _used(chosen: Mapping[str, tuple[int, ...]], place: int) -> bool:
    return any(place in places for places in chosen.values())


def _by_name(plains: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...], int]]:
    for field in FIELDS:
        for rank, name in enumerate(NAMES[field]):
            places = tuple(place for place, column in enumerate(plains) if _same(field, column, name))
            if places:
                yield field, places, max(80, EXACT_PERCENT - rank)


def _same(field: str, column: str, name: str) -> bool:
    """Pictures come in numbered columns: image1 src, foto produk 2."""
    if field not in MANY:
        return column == name
    return " ".join(part for part in _no_digits(column).split()) == name


def _no_digits(text: str) -> str:
    return "".join(" " if letter.isdigit() else letter for letter in text)


def _by_part(plains: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...], int]]:
    for field, parts in PARTS.items():
        for part in parts:
            places = tuple(place for place, column in enumerate(plains) if _means(field, column, part))
            if places:
                yield field, places, PART_PERCENT


def _means(field: str, column: str, part: str) -> bool:
    words = column.split()
    return f" {part} " in f" {_no_digits(column)} " and not any(word in words for word in NOT_PARTS[field])


def _options_by_heading(
    plains: Sequence[str], columns: Sequence[str], chosen: dict[str, tuple[int, ...]], percent: dict[str, int]
) -> None:
    """Columns like Size and Color, and JSON's options.Size, fill the option places that are left."""
    free = [
        f"option{number}"
        for number in OPTIONS
        if f"option{number}" not in chosen and f"option{number}_name" not in chosen
    ]
    for place, (name, column) in enumerate(zip(plains, columns, strict=True)):
        nested = column.casefold().startswith(("options.", "option.", "attributes."))
        if free and (name in OPTION_COLUMNS or nested) and not _used(chosen, place):
            field = free.pop(0)
            chosen[field], percent[field] = (place,), 90


def _by_values(
    columns: Sequence[str],
    samples: Sequence[Sequence[str]],
    chosen: dict[str, tuple[int, ...]],
    percent: dict[str, int],
) -> None:
    """Only what nothing lands without, and only where the headings say nothing."""
    for field in ("price", "title"):
        if field in chosen:
            continue
        scores = {
            place: likelihood(field, [row[place] for row in samples if place < len(row)])
            for place in range(len(columns))
            if not _used(chosen, place)
        }
        best = max(scores, key=lambda place: scores[place], default=None)
        if best is not None and scores[best] > 0:
            chosen[field], percent[field] = (best,), SAMPLE_PERCENT
