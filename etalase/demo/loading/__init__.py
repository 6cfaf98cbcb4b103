"""Load the demo world into an empty database, or the big one for load tests."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from etalase.base.clock import Clock
from etalase.base.db import value
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.demo.cast import LOGINS, PASSWORD
from etalase.demo.loading.crowd import load_crowd
from etalase.demo.loading.pictures import draw_all
from etalase.demo.loading.scenes import play_scenes
from etalase.media.ports import open_storage
from etalase.payments.ports import set_up

Login = tuple[str, str, str, str]
ANYBODY = value(int, "SELECT count(*) FROM (SELECT 1 FROM accounts LIMIT 1) a")
DEMO_SELLER = value(int, "SELECT account_id FROM handle_claims WHERE handle = 'bima'")
PAST = timedelta(days=35)


async def load(settings: Settings, *, scale: int, say: Callable[[str], None]) -> list[Login]:
    """Load it when the database holds nobody yet; with `scale` above 1 add the crowd, too.

    Who can sign in, as (who, login, password, path); empty when the people of this database are not the demo's.
    """
    pool = Pool(settings.database_url or "", size=4)
    try:
        async with pool.connection() as db:
            now = await Clock(sandbox=settings.sandbox).now(db)
            empty = not await ANYBODY.sole(db)
        if empty:
            await _load_world(pool, settings, now, say)
        if scale > 1:
            await load_crowd(pool, scale, now=now, say=say)
        async with pool.connection() as db:
            ours = await DEMO_SELLER.get(db) is not None
        return [(who, login, PASSWORD, path) for who, login, path in LOGINS] if ours else []
    finally:
        await pool.close()


async def _load_world(pool: Pool, settings: Settings, now: datetime, say: Callable[[str], None]) -> None:
    say("Loading the demo world (once; later starts skip this).")
    shelf = await draw_all(pool, open_storage(settings), now, say)
    # What the people of this world paid, they paid the sandbox provider, wherever it is loaded.
    set_up(msgspec.structs.replace(settings, sandbox=True))
    try:
        async with pool.transaction() as db:
            await play_scenes(db, shelf, now=now, past=now - PAST, say=say)
    finally:
        set_up(settings)
