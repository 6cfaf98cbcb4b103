"""A real server: the command `etalase serve` as a process, on a free port of this machine."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from pathlib import Path

READY_S = 90.0
FAREWELL_S = 10.0


@contextlib.contextmanager
def serving(dsn: str, home: Path) -> Generator[str]:
    """The address of a server on this database, with the sandbox on, for as long as the block lasts."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = {
        "DATABASE_URL": dsn,
        "ETALASE_HOME": str(home),
        "ETALASE_SANDBOX": "1",
        "ETALASE_PUBLIC_URL": address,
        "ETALASE_WITH_PARENT": "1",
    }
    command = [sys.executable, "-m", "etalase.cli", "serve", "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=os.environ | told, stderr=log, stdout=log, start_new_session=True)
        try:
            if not answers(address, process):
                log.seek(0)
                raise RuntimeError(f"The server did not start: {log.read()[-4000:].decode()}")
            yield address
        finally:
            end(process)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answers(address: str, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until it answers; False when it ended or took too long."""
    deadline = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/help", timeout=10):
            return True
        time.sleep(0.1)
    return False


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end; what is left of its session after a while is killed."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(FAREWELL_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
