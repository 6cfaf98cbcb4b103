"""Every goal by name, with the bugs that can be planted for it."""

from collections.abc import Awaitable
from pathlib import Path
from typing import Protocol

from tests.chaos import clock, crowd, disk, kills, linking, network
from tests.chaos.report import Report


class Goal(Protocol):
    """Run it in an empty folder."""

    def __call__(self, home: Path, *, rounds: int, seed: int, planted: str | None) -> Awaitable[Report]: ...


GOALS: dict[str, Goal] = {
    "kills": kills.run,
    "network": network.run,
    "disk": disk.run,
    "clock": clock.run,
    "crowd": crowd.run,
    "links": linking.run,
}
PLANTED: dict[str, tuple[str, ...]] = {
    "kills": kills.PLANTED,
    "network": network.PLANTED,
    "disk": disk.PLANTED,
    "clock": clock.PLANTED,
    "crowd": crowd.PLANTED,
    "links": linking.PLANTED,
}
