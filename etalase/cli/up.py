"""Start everything: the database, its migrations, the demo world when there is nothing yet, the pages, the jobs."""

import argparse
import asyncio
import os
import socket
import sys
import time

import msgspec

from etalase.base.settings import Settings
from etalase.cli import demo
from etalase.cli.arguments import add_address, positive
from etalase.cli.database import database, dsn
from etalase.cli.migrate import bring_up_to_date
from etalase.cli.serve import refuse_taken
from etalase.cli.supervisor import STEP_S, Supervisor

NAME = "up"
SUMMARY = "start everything and keep it running"
READY_S = 120.0
PLACES = (
    ("Shopping", "/"),
    ("Seller Center", "/seller"),
    ("Creator Studio", "/creator"),
    ("Operator", "/operator"),
    ("Help", "/help"),
)
SANDBOX = ("Sandbox", "/sandbox")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to start and where."""
    parser.add_argument(
        "--sandbox",
        action="store_true",
        help="open /sandbox: a clock, a carrier and a bank to play, mail and SMS to read",
    )
    parser.add_argument("--empty", action="store_true", help="start without the demo world")
    parser.add_argument("--workers", type=positive, default=1, metavar="N", help="processes that serve (default 1)")
    add_address(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run until SIGINT or SIGTERM (0), or until a part cannot be kept running (1)."""
    refuse_taken(options.host, options.port)
    settings = _prepare(options, settings)
    print(
        "Starting the database" if settings.database_url is None else "Joining the database of DATABASE_URL", flush=True
    )
    with database(settings) as opened:
        asyncio.run(bring_up_to_date(dsn(opened)))
        logins = [] if options.empty else asyncio.run(demo.load(opened, 1))
        return _supervise(options, settings, logins)


def _prepare(options: argparse.Namespace, settings: Settings) -> Settings:
    """What the command line adds to the settings, also told to the processes that follow."""
    told = {
        "ETALASE_HOME": str(settings.home),
        "ETALASE_LOG_JSON": "0" if sys.stderr.isatty() and not settings.log_json else "1",
    }
    if options.sandbox:
        told["ETALASE_SANDBOX"] = "1"
    if not os.environ.get("ETALASE_PUBLIC_URL"):
        told["ETALASE_PUBLIC_URL"] = f"http://{_shown(options.host)}:{options.port}"
    os.environ.update(told)
    return msgspec.structs.replace(Settings.load(), database_url=settings.database_url)


def _supervise(options: argparse.Namespace, settings: Settings, logins: "list[tuple[str, str, str, str]]") -> int:
    serve = ("serve", "--host", options.host, "--port", str(options.port), "--workers", str(options.workers))
    supervisor = Supervisor([serve, ("work",)])
    try:
        supervisor.start()
        if _answers(supervisor, options.host, options.port):
            _greet(settings, logins)
            supervisor.run()
    finally:
        print("Stopping", flush=True)
        supervisor.stop()
    if supervisor.gave_up:
        print(f"etalase: {supervisor.gave_up} ended again and again; its log above says why", file=sys.stderr)
        return 1
    return 0


def _answers(supervisor: Supervisor, host: str, port: int) -> bool:
    """Wait until the port answers; False when it was time to stop before that."""
    deadline = time.monotonic() + READY_S
    while supervisor.keep_running():
        try:
            socket.create_connection((_shown(host), port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError(f"nothing answered on port {port} within {READY_S:.0f} s") from None
            time.sleep(STEP_S)
        else:
            return True
    return False


def _greet(settings: Settings, logins: "list[tuple[str, str, str, str]]") -> None:
    print("\nEtalase is running. Ctrl-C stops it.\n")
    for name, path in (*PLACES, *((SANDBOX,) if settings.sandbox else ())):
        print(f"  {name:15} {settings.public_url}{path}")
    demo.print_logins(logins, settings.public_url)
    print(flush=True)


def _shown(host: str) -> str:
    """Where a browser on this machine finds a server that listens on every address."""
    return {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)  # noqa: S104 - asked for, not chosen
