"""Run the real command in a process of its own, as a shell would."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

COMMAND = [sys.executable, "-m", "etalase.cli"]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command from start to end. Variables are given in lower case: etalase_home=…"""
    told = {name.upper(): word for name, word in environment.items()}
    return subprocess.run(
        [*COMMAND, *arguments], env=clean() | told, capture_output=True, text=True, timeout=120, check=False
    )


def clean() -> dict[str, str]:
    """Our environment without what would reach the command's settings."""
    return {
        name: word for name, word in os.environ.items() if not name.startswith("ETALASE_") and name != "DATABASE_URL"
    }


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Running:
    """`etalase up` in a home of its own; killed at the latest when the block ends."""

    def __init__(
        self, home: Path, *arguments: str, environment: "dict[str, str] | None" = None, source: Path | None = None
    ) -> None:
        """`source`: a folder with another copy of the package, to run that one."""
        self.port = free_port()
        self.home = home
        self.log = home / "up.log"
        home.mkdir(exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "up", "--port", str(self.port), *arguments],
                env=clean() | {"ETALASE_HOME": str(home)} | (environment or {}),
                cwd=source,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self, within_s: float = 90) -> None:
        """Until it says that it runs."""
        deadline = time.monotonic() + within_s
        while "Etalase is running" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def get(self, path: str) -> int:
        """The status of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def family(self) -> set[int]:
        """Every process that descends from the command now."""
        parents = dict(_parents())
        found = {self.process.pid}
        while grown := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= grown
        return found

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


def _parents() -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found.append((int(stat.parent.name), int(fields[1])))
    return found
