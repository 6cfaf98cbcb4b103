"""Uploads are landed by a worker, not by the request that brought them."""

from datetime import datetime
from typing import Final

from etalase.base.actor import SYSTEM
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.events import Event
from etalase.base.jobs import Reaction
from etalase.base.settings import Settings
from etalase.imports.actions.uploads import land_upload
from etalase.media.ports import open_storage


async def land_queued(db: Db, event: Event, now: datetime) -> None:
    """Land the run of the event. Who brought it was allowed to; the job acts for the house."""
    settings = Settings.load()
    clock = Clock(sandbox=settings.sandbox)
    run_id = int(str(event.fact("run_id")))
    try:
        await land_upload(
            db, open_storage(settings), clock, actor=SYSTEM, shop_id=event.shop_id or 0, run_id=run_id, now=now
        )
    except NotFound:
        # It has ended, or its shop is gone: nothing is owed any more.
        return


JOBS: Final = (Reaction("import.queued", "imports.land", land_queued),)
