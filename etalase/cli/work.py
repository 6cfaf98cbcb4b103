"""Do the timed work and react to events: expiries, mails, notices. Any number of these may run at once."""

import argparse
import asyncio

from etalase.base.settings import Settings
from etalase.cli.database import database

NAME = "work"
SUMMARY = "do timed work and react to events"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Work until SIGINT or SIGTERM."""
    from etalase.app import worker

    with database(settings) as opened:
        asyncio.run(worker.main(opened))
    return 0
