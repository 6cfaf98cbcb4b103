"""Bring products from a file into a shop: CSV, XLSX or JSON Lines, with the pictures of a folder.

A product lands whole or not at all; running the same file again changes nothing. Exit code 0: all landed; 1: some were
reported with line, column and reason; 2: nothing could be read.
"""

import argparse
import asyncio
from pathlib import Path

from etalase.base.settings import Settings
from etalase.cli.arguments import positive
from etalase.cli.database import database
from etalase.cli.progress import Progress

NAME = "import"
SUMMARY = "bring products from a file into a shop"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, from where, into which shop."""
    parser.add_argument("kind", choices=["products"], help="what the file holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or JSON Lines")
    parser.add_argument("--shop", type=positive, required=True, metavar="SHOP_ID", help="the shop they go to")
    parser.add_argument("--images", type=Path, metavar="DIR", help="the folder the file's pictures are in")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show progress, print the report, and tell in the exit code how it went."""
    from etalase.imports import actions

    with database(settings) as opened, Progress("products") as progress:
        report = asyncio.run(
            actions.import_file(
                opened, shop_id=options.shop, file=options.file, images=options.images, tell=progress.show
            )
        )
    for line in report.lines():
        print(line)
    return report.exit_code
