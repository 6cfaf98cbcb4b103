"""Load the demo world: shops of all eight markets, their accounts, creators, Showcases and orders."""

import argparse
import asyncio

from etalase.base.settings import Settings
from etalase.cli.arguments import positive
from etalase.cli.database import database, dsn
from etalase.cli.migrate import bring_up_to_date

NAME = "demo"
SUMMARY = "load the demo world"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How big."""
    parser.add_argument(
        "--scale", type=positive, default=1, metavar="N", help="N times as many products and people, for load tests"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Load it when it is not there yet and print its logins."""
    with database(settings) as opened:
        print_logins(asyncio.run(load(opened, options.scale)), settings.public_url)
    return 0


async def load(opened: Settings, scale: int) -> "list[tuple[str, str, str, str]]":
    """Migrate, then load what is missing; (who, login, password, path) of the people to log in as."""
    from etalase import demo

    await bring_up_to_date(dsn(opened))
    return await demo.load(opened, scale=scale, say=print)


def print_logins(logins: "list[tuple[str, str, str, str]]", address: str) -> None:
    """A table for people."""
    if not logins:
        return
    width = max(len(login) for _, login, _, _ in logins)
    print("\nDemo logins:")
    for who, login, password, path in logins:
        print(f"  {who:12} {login:{width}}  {password:16} {address}{path}")
