"""CPU time, read from the kernel: the figure that stays the same when strangers use the machine as well."""

import os
from collections import defaultdict
from pathlib import Path
from typing import Final

import msgspec

from etalase.base.db import Db, value

TICKS: Final = os.sysconf("SC_CLK_TCK")
BACKEND = value(int, "SELECT pg_backend_pid()")
# Places in /proc/PID/stat after the name: parent, own user and system time, and those of the children that have ended.
PARENT: Final = 1
TIMES: Final = slice(11, 15)


class Effort(msgspec.Struct, frozen=True):
    """CPU seconds used so far, or between two readings: of the serving processes, of PostgreSQL, of the buyers or pgbench."""

    serving_s: float
    postgres_s: float
    asking_s: float

    def since(self, before: "Effort") -> "Effort":
        """What was used after `before`."""
        return Effort(
            self.serving_s - before.serving_s, self.postgres_s - before.postgres_s, self.asking_s - before.asking_s
        )

    @property
    def whole_s(self) -> float:
        """All of it."""
        return self.serving_s + self.postgres_s + self.asking_s

    def told(self, orders: int) -> str:
        """Microseconds an order."""
        parts = {"serving": self.serving_s, "PostgreSQL": self.postgres_s, "asking": self.asking_s}
        return ", ".join(f"{name} {seconds / orders * 1e6:,.0f}" for name, seconds in parts.items())


async def postmaster_of(db: Db) -> int | None:
    """The process that all of PostgreSQL descends from; None when it runs on another machine."""
    try:
        return int(_stat(await BACKEND.sole(db))[PARENT])
    except OSError:
        return None


def effort(server: int, postmaster: int | None) -> Effort:
    """Read now. What asked is a child of this process and counts once it has ended."""
    times = os.times()
    asking = times.children_user + times.children_system
    return Effort(_whole(server), _whole(postmaster) if postmaster else 0.0, asking)


def _whole(pid: int) -> float:
    """A process and all that descends from it, with those that have ended."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = _stat(int(folder.name))
            except OSError:
                continue
            children[int(fields[PARENT])].append(int(folder.name))
            used[int(folder.name)] = sum(map(int, fields[TIMES]))
    found, waiting = 0, [pid]
    while waiting:
        each = waiting.pop()
        found += used.get(each, 0)
        waiting += children[each]
    return found / TICKS


def _stat(pid: int) -> list[str]:
    # The name stands in brackets and may hold anything.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
