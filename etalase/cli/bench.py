"""Measure this machine: what a page, a link and a Showcase cost beside the least that any server could do."""

import argparse
import asyncio

from etalase.base.settings import Settings

NAME = "bench"
SUMMARY = "measure, and print the ratios"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which size, which rows."""
    parser.add_argument("--full", action="store_true", help="the sizes named in the table, built once and kept")
    parser.add_argument("--only", metavar="NAME", help="one measurement")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the table; 1 when a goal was missed."""
    from etalase import bench

    return asyncio.run(bench.main(settings, full=options.full, only=options.only))
