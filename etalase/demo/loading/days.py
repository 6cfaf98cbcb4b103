"""Days that pass: what people do at their times, and what time itself does between."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from etalase.aftersales.jobs import JOBS as AFTERSALES
from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Roster, Timed, drain
from etalase.demo.loading.stage import Stage
from etalase.notices.actions import carry_due
from etalase.notices.jobs import JOBS as NOTICES
from etalase.notices.ports import Outbox
from etalase.notices.rules import MAIL, SMS
from etalase.orders.jobs import JOBS as ORDERS
from etalase.parcels.jobs import JOBS as PARCELS
from etalase.payments.jobs import JOBS as PAYMENTS
from etalase.promotions.jobs import JOBS as PROMOTIONS
from etalase.settlement.jobs import JOBS as SETTLEMENT

Act = Callable[[datetime], Awaitable[None]]
# Reconciling looks at whole days and at nothing else; the worker does it after the start.
LEFT_TO_THE_WORKER: Final = "settlement.reconcile"


def dated(job: Reaction) -> Reaction:
    """The same, at the time of its news: what people were told long ago was written long ago."""

    async def act(db: Db, event: Event, _now: datetime) -> None:
        await job.act(db, event, event.at)

    return Reaction(job.event, job.name, act)


TOLD: Final = tuple(dated(job) for job in NOTICES if isinstance(job, Reaction))
# Mail of these weeks stays in the outbox, whatever mail server the house has: nobody is to get it when the worker starts.
CARRIERS: Final = {MAIL: Outbox(), SMS: Outbox()}
EVERY: Final[tuple[Reaction | Timed, ...]] = (
    *ORDERS,
    *PARCELS,
    *PAYMENTS,
    *PROMOTIONS,
    *AFTERSALES,
    *SETTLEMENT,
    *TOLD,
)
JOBS: Final = Roster(job for job in EVERY if job.name != LEFT_TO_THE_WORKER)
# Between two acts the jobs look once, unless that was a moment ago; without acts, once in so long.
OFTEN: Final = timedelta(hours=3)
SELDOM: Final = timedelta(hours=12)


class Days:
    """A diary of the world: acts are noted in any order and played by time."""

    def __init__(self, stage: Stage) -> None:
        self.stage: Final = stage
        self._acts: list[tuple[datetime, int, Act]] = []

    def at(self, when: datetime, act: Act) -> None:
        """Let this happen then. Of two at one time the one noted first comes first."""
        if when <= self.stage.now:
            self._acts.append((when, len(self._acts), act))

    async def pass_by(self) -> None:
        """Play everything until now, with all that time does; what an act notes for later is played, too."""
        played, looked = 0, self.stage.past
        while played < len(self._acts):
            self._acts.sort(key=lambda noted: noted[:2])
            when, _, act = self._acts[played]
            while when - looked > SELDOM:
                looked += SELDOM
                await self._look(looked)
            if when - looked > OFTEN:
                looked = when
                await self._look(looked)
            await act(when)
            played += 1
        await self._look(self.stage.now)

    async def _look(self, at: datetime) -> None:
        await drain(self.stage.db, JOBS, at)
        while await carry_due(self.stage.db, CARRIERS, at):
            pass
