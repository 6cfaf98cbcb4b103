"""Serve the pages and the API. The database must be migrated; `etalase up` does everything at once."""

import argparse
import signal
import socket
import sys
from typing import Any

from etalase.base.settings import Settings
from etalase.cli.arguments import add_address, positive
from etalase.cli.database import database
from etalase.cli.logs import server_logging, start_logging
from etalase.cli.parent import follow_parent

NAME = "serve"
SUMMARY = "serve the pages and the API"
TARGET = "etalase.app.asgi:app"
# The server's own figures let 2,000 half-open requests starve everyone until they time out after 30 s.
BACKLOG = 4096
BACKPRESSURE = 8192
HEADERS_MS = 5000
FAREWELL_S = 3  # streams of events never end by themselves


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    add_address(parser)
    parser.add_argument("--workers", type=positive, default=1, metavar="N", help="processes that serve (default 1)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM."""
    refuse_taken(options.host, options.port)
    with database(settings):
        serve(options.host, options.port, options.workers, as_json=settings.log_json or not sys.stderr.isatty())
    return 0


def refuse_taken(host: str, port: int) -> None:
    """OSError when the address is not ours or its port is taken: the server itself would share the port with another."""
    with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
        pass


def serve(host: str, port: int, workers: int, *, as_json: bool) -> None:
    """Block and serve. A worker that dies is started again; one that does not end in time is killed."""
    from granian.constants import Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop if sys.platform != "win32" else Loops.asyncio,
        workers=workers,
        backlog=BACKLOG,
        backpressure=BACKPRESSURE,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS),
        log_level=LogLevels.warning,
        log_dictconfig=server_logging(as_json=as_json),
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=FAREWELL_S,
    ).serve(target_loader=Loader(as_json=as_json), wrap_loader=False)


class Loader:
    """Runs first in each worker: ends with its parent, logs like it, loads the application."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self) -> Any:
        """The ASGI application."""
        # A worker asked to end waits for its open streams; without the parent nobody would end the waiting.
        follow_parent(signal.SIGKILL)
        start_logging(as_json=self._as_json)
        from etalase.app.asgi import app

        return app
