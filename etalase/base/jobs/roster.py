"""What there is to do: reactions to events, and timed work. Rooms export them as `JOBS`, the wiring collects them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db
from etalase.base.events import Event

NAME_PARTS: Final = 2


class Reaction(msgspec.Struct, frozen=True):
    """`act(db, event, now)` is owed to every event of that name, once. One reaction may be listed for several events."""

    event: str
    name: str
    act: Callable[[Db, Event, datetime], Awaitable[None]]


class Timed(msgspec.Struct, frozen=True):
    """`act(db, now)` runs about every `every_s` seconds, on one worker at a time of all there are.

    In one transaction, unless it is `outside`: an act that speaks to somebody outside the house makes its own transactions
    and holds none while it waits for an answer.
    """

    name: str
    every_s: int
    act: Callable[[Db, datetime], Awaitable[None]]
    outside: bool = False


class Roster:
    """Every job of the house, by name. ValueError when two jobs share a name."""

    def __init__(self, jobs: Iterable[Reaction | Timed]) -> None:
        listed = tuple(jobs)
        self.reactions: Final = tuple(job for job in listed if isinstance(job, Reaction))
        self.timed: Final = tuple(job for job in listed if isinstance(job, Timed))
        self._by_name: Final = {job.name: job for job in self.reactions}
        self._check()

    def reaction(self, name: str) -> Reaction:
        """The reaction of that name; KeyError when this release has none."""
        return self._by_name[name]

    def reactions_of(self, event_name: str) -> tuple[str, ...]:
        """The names of the reactions that an event of this name wakes."""
        return tuple(job.name for job in self.reactions if job.event == event_name)

    def reaction_names(self) -> list[str]:
        """Every reaction's name, once."""
        return list(self._by_name)

    def _check(self) -> None:
        pairs = [(job.event, job.name) for job in self.reactions]
        timed = [job.name for job in self.timed]
        if len(set(pairs)) < len(pairs) or len(set(timed)) < len(timed) or self._by_name.keys() & set(timed):
            raise ValueError("two jobs share a name")
        for job in self.reactions:
            if job.act is not self._by_name[job.name].act:
                raise ValueError(f"the reaction {job.name} is a job with two different acts")
        for name in (*self._by_name, *timed):
            if len(name.split(".")) != NAME_PARTS:
                raise ValueError(f"a job is called room.verb, not {name!r}")
