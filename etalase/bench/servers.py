"""Servers under measurement: each a granian process on loopback, ended with the block that started it."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

HOST: Final = "127.0.0.1"
START_S: Final = 120.0
CLIENTS: Final = 16
SECONDS: Final = 3.0


class Result(msgspec.Struct, frozen=True):
    """One round of load."""

    per_s: float
    p50_ms: float
    p99_ms: float


class Server(msgspec.Struct, frozen=True):
    """A running server."""

    port: int
    pid: int

    def memory_mib(self) -> float:
        """Private memory of its workers (USS), the largest."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return max(_uss_mib(int(child)) for child in (children or [str(self.pid)]))

    async def load(self, path: str, clients: int = CLIENTS, seconds: float = SECONDS) -> Result:
        """One round from a process of its own."""
        command = [sys.executable, "-m", "etalase.bench.load", str(self.port), path, str(clients), str(seconds)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"the load on {path} failed")
        return Result(**json.loads(output))


@contextmanager
def serving(target: str, *, environment: dict[str, str], factory: bool = False, workers: int = 1) -> Generator[Server]:
    """Serve `target` for as long as the block lasts."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", str(workers), "--host", HOST]
    command += ["--port", str(port), "--loop", "uvloop", "--log-level", "warning", *(["--factory"] if factory else [])]
    process = subprocess.Popen([*command, target], env=os.environ | environment, stdin=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended while starting")
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start in time")


def _uss_mib(pid: int) -> float:
    total = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_"):
            total += int(line.split()[1])
    return total / 1024
