"""Reactions to events and timed work, on a queue in the same database (PgQueuer; decision 0003).

An event and the jobs it wakes are written in one transaction (`events.record`); a worker does each job in a transaction of
its own, and its effects happen once per (event, reaction) however often it is tried. A failing job is tried again with
growing waits, then parked. Timed work runs on one worker at a time.

roster.py     what there is to do               reacting.py  one reaction, once
ticking.py    one timed job, by one worker      worker.py    both, until asked to stop (queue.py, timetable.py)
draining.py   everything due, without a worker  parking.py   what failed for good
alone.py       one row of a timed job by itself   turns.py      all of its rows, one by one
"""

from etalase.base.jobs.alone import alone
from etalase.base.jobs.draining import drain
from etalase.base.jobs.parking import Parked, parked, release
from etalase.base.jobs.patience import Patience
from etalase.base.jobs.roster import Reaction, Roster, Timed
from etalase.base.jobs.subscriptions import subscribe
from etalase.base.jobs.turns import FIRST, Place, one_by_one
from etalase.base.jobs.worker import run_worker

__all__ = [
    "FIRST",
    "Parked",
    "Patience",
    "Place",
    "Reaction",
    "Roster",
    "Timed",
    "alone",
    "drain",
    "one_by_one",
    "parked",
    "release",
    "run_worker",
    "subscribe",
]
