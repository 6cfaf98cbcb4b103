"""Open, join, stop."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import etalase
from etalase.base.cluster import locks, making, postmaster
from etalase.base.cluster.binaries import ClusterFailed
from etalase.base.cluster.locks import pause
from etalase.base.cluster.options import server_options
from etalase.base.cluster.place import Place, find_place

START_S = 90.0
STOP_S = 30.0
GOING_S = 1.0
LOG_BYTES = 10 << 20
# What PostgreSQL says while processes of a killed server have not noticed yet that they are alone.
ORPHANED = "shared memory block"


class Cluster:
    """A running PostgreSQL that stays as long as anyone holds one of these. Also a context manager."""

    def __init__(self, place: Place, lock: int, keeper: "subprocess.Popen[bytes] | None") -> None:
        self.owned = keeper is not None
        self._place = place
        self._lock: int | None = lock
        self._keeper = keeper

    @property
    def dsn(self) -> str:
        """The database `etalase`, for asyncpg and every libpq tool."""
        return self.dsn_of(making.DATABASE)

    def dsn_of(self, database: str) -> str:
        """Another database of this cluster."""
        return f"postgresql:///{quote(database)}?host={quote(str(self._place.socket_dir))}&user={making.USER}"

    async def create_database(self, name: str, template: str | None = None) -> str:
        """A new database, empty or a copy of `template` (which nobody may be connected to); its DSN."""
        copied = f" TEMPLATE {_quoted(template)}" if template else ""
        await self._administer(f"CREATE DATABASE {_quoted(name)}{copied}")
        return self.dsn_of(name)

    async def drop_database(self, name: str) -> None:
        """Gone with its connections; nothing happens when it is not there."""
        await self._administer(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def stop(self) -> None:
        """Use it no longer. Returns when the server has stopped, or at once when others still use it."""
        if self._lock is None:
            return
        locks.release(self._lock)
        self._lock = None
        deadline = time.monotonic() + STOP_S
        while not _others_use(self._place):
            pause(deadline, f"PostgreSQL did not stop within {STOP_S:.0f} s; see {self._place.log}.")
        if self._keeper is not None:
            self._keeper.poll()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _administer(self, statement: str) -> None:
        import asyncpg  # here, for the keeper imports this package too and stays small without it

        connection = await asyncpg.connect(self.dsn_of("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def open_cluster(home: Path, *, durable: bool = True) -> Cluster:
    """Join the cluster of ETALASE_HOME when it runs, else start it, making it when there is none. ClusterFailed says why not.

    Blocks for about a second the first time. Two that start together wait for each other; both get the same server.
    """
    folder = home.absolute() / "postgres"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    deadline = time.monotonic() + START_S
    lock = locks.wait_for(folder / "users.lock", fcntl.LOCK_SH, deadline)
    try:
        with locks.held(folder / "start.lock", fcntl.LOCK_EX, deadline):
            place = find_place(home.absolute())
            keeper = _bring_up(place, deadline, durable=durable)
    except BaseException:
        locks.release(lock)
        raise
    return Cluster(place, lock, keeper)


def _bring_up(place: Place, deadline: float, *, durable: bool) -> "subprocess.Popen[bytes] | None":
    """Ready when this returns: the keeper we started, or None when somebody else's server serves."""
    while True:
        keeping = locks.take(_keeper_lock(place), fcntl.LOCK_EX)
        if keeping is not None:
            try:
                return None if _survivor(place, deadline) else _start(place, keeping, deadline, durable=durable)
            finally:
                os.close(keeping)
        if postmaster.is_ready(place):
            return None
        pause(deadline, f"PostgreSQL is not ready; see {place.log}.")


def _survivor(place: Place, deadline: float) -> bool:
    """Whether a server runs without a keeper. One whose keeper was killed is on its way out; one started by hand stays."""
    settled = time.monotonic() + GOING_S
    while postmaster.is_alive(place):
        if postmaster.is_ready(place) and time.monotonic() > settled:
            return True
        pause(deadline, f"A PostgreSQL that stops or does not answer runs in {place.data}.")
    return False


def _start(place: Place, keeping: int, deadline: float, *, durable: bool) -> "subprocess.Popen[bytes]":
    if not place.data.exists():
        making.make_data(place, durable=durable)
    postmaster.clear_stale(place)
    if place.log.exists() and place.log.stat().st_size > LOG_BYTES:
        place.log.replace(place.log.with_suffix(".old"))
    written = place.log.stat().st_size if place.log.exists() else 0
    keeper = _spawn(place, keeping, durable=durable)
    while not postmaster.is_ready(place):
        if keeper.poll() is not None:
            if ORPHANED not in (said := _tail(place, written)):
                raise ClusterFailed(f"PostgreSQL did not start:\n{said}")
            written = place.log.stat().st_size
            keeper = _spawn(place, keeping, durable=durable)
        pause(deadline, f"PostgreSQL is not ready; see {place.log}.")
    return keeper


def _spawn(place: Place, keeping: int, *, durable: bool) -> "subprocess.Popen[bytes]":
    kind, uid, gid = place.identity
    command = [
        sys.executable,
        "-P",
        "-m",
        "etalase.base.cluster.keeper",
        str(place.lock),
        kind,
        str(uid),
        str(gid),
        "--",
    ]
    server = [
        place.binaries.path("postgres"),
        "-D",
        str(place.data),
        *server_options(place.socket_dir, durable=durable),
    ]
    source = Path(etalase.__file__).parent.parent
    with place.log.open("ab") as log:
        return subprocess.Popen(
            command + server,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=making.environment() | {"PYTHONPATH": str(source)},
            cwd="/",
            start_new_session=True,  # a Ctrl-C is for the commands; the server stops after the last of them
            pass_fds=(keeping,),  # the keeper's own lock: held as long as it lives
        )


def _others_use(place: Place) -> bool:
    """True when the server has ended or serves others; False while it is still to be stopped."""
    keeping = locks.take(_keeper_lock(place), fcntl.LOCK_EX)
    if keeping is not None:
        os.close(keeping)
        return True
    unused = locks.take(place.lock, fcntl.LOCK_EX)
    if unused is not None:
        os.close(unused)  # the keeper has not woken yet
        return False
    shared = locks.take(place.lock, fcntl.LOCK_SH)
    if shared is None:
        return False  # the keeper has it and is stopping the server
    os.close(shared)
    return True


def _keeper_lock(place: Place) -> Path:
    return place.folder / "keeper.lock"


def _tail(place: Place, offset: int) -> str:
    with place.log.open("rb") as log:
        log.seek(offset)
        return log.read().decode(errors="replace")[-2000:].strip()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
