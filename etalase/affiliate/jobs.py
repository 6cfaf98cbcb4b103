"""Work of this room that nobody asks for: plans reach their date."""

from datetime import datetime
from typing import Final

from etalase.affiliate.actions import expire_plans
from etalase.base.db import Db
from etalase.base.jobs import Timed


async def expire(db: Db, now: datetime) -> None:
    """End the plans whose date has come (R-AFF-4)."""
    await expire_plans(db, now)


JOBS: Final = (Timed("affiliate.expire", every_s=5, act=expire),)
