"""Bring products from a file into a shop: CSV, XLSX or JSON Lines, with the pictures of a folder.

A product lands whole or not at all; running the same file again changes nothing. Exit code 0: all landed; 1: some were
reported with line, column and reason; 2: nothing could be read.
"""

import argparse
import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from etalase.base.errors import Busy, NotFound, Refusal
from etalase.base.settings import Settings
from etalase.cli.arguments import positive
from etalase.cli.database import database, dsn
from etalase.cli.report import Report, plain

if TYPE_CHECKING:
    from etalase.imports.actions import Counts

NAME = "import"
SUMMARY = "bring products from a file into a shop"
LANDED, REPORTED, UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, from where, into which shop."""
    parser.add_argument("kind", choices=["products"], help="what the file holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or JSON Lines")
    parser.add_argument("--shop", type=positive, required=True, metavar="SHOP_ID", help="the shop they go to")
    parser.add_argument("--images", type=Path, metavar="DIR", help="the folder the file's pictures are in")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook; else the first")
    parser.add_argument(
        "--map",
        dest="wishes",
        type=wish,
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="where a field is, when the guess is wrong; FIELD= leaves it out; again for more (pictures may have several)",
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, land nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write every problem and notice as CSV")


def wish(text: str) -> tuple[str, str]:
    """FIELD=COLUMN; the column may hold an equals sign."""
    field, equals, column = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=COLUMN")
    return field.strip(), column.strip()


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show progress, print the report, and tell in the exit code how it went."""
    from etalase.cli.importing import import_products

    with ExitStack() as open_things:
        if options.images is not None and not options.images.is_dir():
            return _unreadable(f"there is no folder {options.images}")
        report = open_things.enter_context(Report(options.report))
        opened = open_things.enter_context(database(settings))
        try:
            counts = asyncio.run(import_products(options, opened, dsn(opened), report))
        except NotFound:
            return _unreadable(f"there is no shop {options.shop}")
        except Busy:
            raise  # it is the database's, not the file's
        except Refusal as refusal:
            return _unreadable(refused(refusal))
    print(summary(counts, dry_run=options.dry_run))
    return REPORTED if counts.rejected else LANDED


def refused(refusal: Refusal) -> str:
    """The sentence of a refusal, and the columns of the file where they help."""
    from etalase.app.wiring import refusals

    sentence = refusals().get(refusal.code, refusal.code) % dict(refusal.facts)
    columns = refusal.facts.get("columns")
    if isinstance(columns, list):
        sentence += f" Columns: {', '.join(map(str, columns))}."
    return sentence


def summary(counts: "Counts", *, dry_run: bool) -> str:
    """What happened, in one line."""
    if dry_run:
        return f"{counts.created:,} products can land, {counts.rejected:,} cannot; nothing was written."
    parts = (("created", counts.created), ("updated", counts.updated), ("unchanged", counts.unchanged))
    told = ", ".join(f"{number:,} {word}" for word, number in parts)
    return f"{counts.landed:,} products landed ({told}), {counts.rejected:,} did not; {counts.notices:,} notices."


def _unreadable(sentence: str) -> int:
    print(f"etalase: {plain(sentence)}", file=sys.stderr)
    return UNREADABLE
