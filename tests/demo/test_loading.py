"""`etalase demo`: loads without the sandbox, too, and a second time changes nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from etalase.base.db import value
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.demo import load, loading
from etalase.demo.cast import LOGINS
from etalase.demo.loading.pictures import draw, wanted
from etalase.media.actions import store_rendered
from etalase.media.ports import Storage
from etalase.payments.ports import sandbox_on, set_up
from tests.makers.orders import broken

SIZE = value(
    int,
    """SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM products) + (SELECT count(*) FROM orders)
          + (SELECT count(*) FROM transfers) + (SELECT count(*) FROM events) + (SELECT count(*) FROM outbox_messages)""",
)


async def one_picture(pool: Pool, storage: Storage, now: datetime, _say: object) -> dict[str, str]:
    """One picture for everything: drawing is tried in test_art."""
    picture = draw(wanted()[0])
    async with pool.transaction() as db:
        await store_rendered(db, storage, [picture], now)
    return {each.name: picture.key for each in wanted()}


async def test_it_loads_without_the_sandbox_and_a_second_time_changes_nothing(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "draw_all", one_picture)
    settings = Settings(home=tmp_path, database_url=pool.dsn, sandbox=False)
    said: list[str] = []
    try:
        logins = await load(settings, scale=1, say=said.append)
        # Its people paid the sandbox provider; nobody else does on this server.
        assert not sandbox_on()
        async with pool.connection() as db:
            loaded = await SIZE.sole(db)
            assert await broken(db) == []
        assert [login for _, login, _, _ in logins] == [login for _, login, _ in LOGINS]
        said.clear()
        assert await load(settings, scale=1, say=said.append) == logins
        async with pool.connection() as db:
            assert (await SIZE.sole(db), said) == (loaded, [])
    finally:
        set_up(Settings(home=tmp_path, sandbox=True))
