"""Bugs planted in a copy of the source, so that a check is tried against a server that really has them."""

import shutil
from pathlib import Path

import msgspec

import etalase

PACKAGE = Path(etalase.__file__).parent


class Edit(msgspec.Struct, frozen=True):
    """In `file` of the package, `old` becomes `new`; `old` must be there."""

    file: str
    old: str
    new: str = ""


class Bug(msgspec.Struct, frozen=True):
    """Edits of the source, and what the database is told to stop guarding."""

    edits: tuple[Edit, ...]
    statements: tuple[str, ...] = ()


UNLOCKED_STOCK = Bug(
    (
        Edit("orders/actions/facts.py", 'f"{LEVELS_SQL} FOR UPDATE OF l"', "LEVELS_SQL"),
        Edit("orders/actions/facts.py", "        raise StockMoved", "        pass"),
        Edit("stock/actions/taking.py", "AND l.available >= w.quantity"),
    ),
    ("ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_available_not_negative",),
)
COUNT_THEN_INSERT = Bug(
    (
        Edit("links/actions/locks.py", "WHERE account_id = $1 FOR UPDATE", "WHERE account_id = $1"),
        Edit("links/actions/locks.py", "WHERE shop_id = $1 FOR UPDATE", "WHERE shop_id = $1"),
        Edit("links/actions/accept.py", "AND official_shop_id IS NULL AND marketing_shop_id IS NULL"),
    ),
    ("ALTER TABLE shop_links DROP CONSTRAINT shop_links_one_per_slot",),
)
# A database whose disk is full is then an error like another: 500, and nobody is told to come again.
FULL_IS_UNKNOWN = Bug((Edit("base/pool.py", "    asyncpg.InsufficientResourcesError,\n"),))
OWN_CLOCK = Bug(
    (Edit("base/clock.py", "return reading.at + timedelta(seconds=reading.offset_s)", "return reading.at"),)
)


def plant(bug: Bug, folder: Path) -> Path:
    """A folder with a copy of the package that has the bug; processes started there run it."""
    shutil.copytree(PACKAGE, folder / "etalase", ignore=shutil.ignore_patterns("__pycache__"))
    for edit in bug.edits:
        path = folder / "etalase" / edit.file
        text = path.read_text()
        if edit.old not in text:
            raise LookupError(f"{edit.file} has no {edit.old!r}: mend the planted bug")
        path.write_text(text.replace(edit.old, edit.new))
    return folder
