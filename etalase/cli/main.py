"""Read the command line, prepare the process, run one command."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType, ModuleType

from etalase import __version__
from etalase.base.cluster import ClusterFailed
from etalase.base.errors import Busy
from etalase.base.settings import Settings
from etalase.cli import bench, demo, import_, migrate, serve, sweep, up, work
from etalase.cli.logs import start_logging
from etalase.cli.parent import follow_parent

COMMANDS: tuple[ModuleType, ...] = (up, serve, work, migrate, demo, import_, sweep, bench)
DONE, FAILED, MISUSED = 0, 1, 2
INTERRUPTED, TERMINATED = 130, 143


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command. What an operator can mend is one line on stderr, never a traceback."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    if os.environ.get("ETALASE_WITH_PARENT"):
        follow_parent()
    try:
        settings = Settings.load()
    except ValueError as wrong:
        return _say(f"{wrong}", MISUSED)
    try:
        start_logging(as_json=settings.log_json or not sys.stderr.isatty())
        return options.run(options, settings)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as failure:
        if not _is_for_operators(failure):
            raise
        return _say(told(failure), FAILED)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = argparse.ArgumentParser(
        prog="etalase",
        description="A marketplace of your own: shops, Showcases, and creators who sell for them.",
        epilog="ETALASE_HOME (default .etalase) holds the database, media and secrets; docs/reference/settings.md lists all.",
    )
    root.add_argument("--version", action="version", version=f"etalase {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        added = commands.add_parser(command.NAME, help=command.SUMMARY, description=command.__doc__)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return root


def told(failure: Exception) -> str:
    """What an operator reads. A pool without its database says only Busy; why stands behind that."""
    if isinstance(failure, Busy):
        return f"the database does not answer: {failure.__cause__ or 'all connections are in use'}"
    return f"{failure}"


def _is_for_operators(failure: Exception) -> bool:
    """Whether its words are enough: the database, the disk, the network. Anything else is our bug and shows its traceback."""
    import asyncpg  # not at the top: `etalase --help` answers at once

    from etalase.base.migrations import MigrationsBroken

    mendable = (Busy, ClusterFailed, OSError, MigrationsBroken, asyncpg.PostgresError, asyncpg.InterfaceError)
    return isinstance(failure, mendable)


def _say(sentence: str, code: int) -> int:
    print(f"etalase: {sentence}", file=sys.stderr)
    return code


def _terminate(number: int, frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)
