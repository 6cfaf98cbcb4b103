"""What can be killed, by name. Every victim is a process of the city's own."""

import os
import random
import signal
from pathlib import Path

import asyncpg

from tests.base.cluster_tools import server_pid
from tests.chaos.city import City

SERVE, WORK = "etalase.cli serve", "etalase.cli work"


def kill_a_web_worker(city: City, chance: random.Random) -> str:
    """One of the processes that answer; its parent starts it again."""
    workers = [pid for pid in _running(city, SERVE) if _parent(pid) in _running(city, SERVE)]
    return _kill("a web worker", chance.choice(workers or _running(city, SERVE)))


def kill_the_web(city: City, _chance: random.Random) -> str:
    """All processes that answer at once."""
    for pid in _running(city, SERVE):
        _kill("", pid)
    return "every web process"


def kill_the_job_runner(city: City, _chance: random.Random) -> str:
    """The one that does timed work and reacts to events."""
    for pid in _running(city, WORK):
        _kill("", pid)
    return "the job runner"


def kill_the_database(city: City, _chance: random.Random) -> str:
    """The postmaster: every backend goes with it, and PostgreSQL recovers from its log."""
    return _kill("the database", server_pid(city.running.home))


def kill_a_backend(city: City, chance: random.Random) -> str:
    """One connection's process: PostgreSQL then restarts all of them."""
    server = server_pid(city.running.home)
    backends = [pid for pid in _children(server) if "postgres: etalase" in command_line(pid)]
    return _kill("a database backend", chance.choice(backends)) if backends else kill_the_database(city, chance)


KILLS = (kill_a_web_worker, kill_the_database, kill_the_job_runner, kill_a_backend, kill_the_web)


async def be_lazy(there: City) -> None:
    """The planted bug: answers leave before their commit is on disk."""
    connection = await asyncpg.connect(there.dsn)
    await connection.execute("ALTER DATABASE etalase SET synchronous_commit = off")
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()


def command_line(pid: int) -> str:
    """What a process was started as; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _running(city: City, words: str) -> list[int]:
    return sorted(pid for pid in city.running.family() if words in command_line(pid))


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill(name: str, pid: int) -> str:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return f"{name} (already gone)"
    return name
