"""What the sandbox's doors and pages share: they exist under the sandbox only, and they move the one clock."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base import clock
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound
from etalase.base.texts import N_
from etalase.doorway.desk import Desk

YEARS_S: Final = 10 * 366 * 24 * 3600
# Long before the last year a calendar knows: a clock past that would stop everything for ever.
FURTHEST_S: Final = 100 * YEARS_S
FAR_ENOUGH: Final = N_("The clock is far enough ahead.")


class ClockShown(msgspec.Struct, frozen=True):
    """The marketplace's time, and how far it is ahead of the wall clock."""

    now: datetime
    offset_s: int


async def advance(db: Db, _actor: Actor, *, seconds: int, wall: datetime) -> ClockShown:
    """Move the clock on; Invalid past FURTHEST_S."""
    offset_s = await clock.advance(db, seconds)
    if offset_s > FURTHEST_S:
        raise Invalid({"advance_s": FAR_ENOUGH})
    return ClockShown(wall + timedelta(seconds=offset_s), offset_s)


def only_in_the_sandbox(desk: Desk) -> None:
    """NotFound elsewhere."""
    if not desk.house.settings.sandbox:
        raise NotFound
