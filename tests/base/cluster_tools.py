"""What the tests of the cluster share: other processes that use it, and eyes on its server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg


def start_user(home: Path) -> "subprocess.Popen[str]":
    """Another process that uses the cluster of `home` until its stdin closes."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.base.cluster_user", str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )


def said(user: "subprocess.Popen[str]") -> str:
    """Its first line, once it has one."""
    assert user.stdout is not None
    return user.stdout.readline().strip()


def server_pid(home: Path) -> int:
    """The server's process by its pid file; 0 while there is none, for a server that starts writes it anew."""
    try:
        return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError):
        return 0


def runs(pid: int) -> bool:
    """Whether a process with that id exists and is not a zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def eventually(true: Callable[[], bool], within_s: float = 60) -> bool:
    """Whether it becomes true in time."""
    deadline = time.monotonic() + within_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


async def ask(dsn: str, question: str) -> object:
    """One value from the database."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def kill(pid: int) -> None:
    """At once, without a word."""
    os.kill(pid, 9)
