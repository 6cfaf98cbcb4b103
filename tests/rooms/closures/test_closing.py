"""Closing a shop: its checklist, and what ends with it."""

import asyncio
from datetime import datetime

import pytest

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.pool import Pool
from etalase.closures import actions, queries
from etalase.closures.actions import ShopChange
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop, make_staff


async def swept(db: Db) -> list[str]:
    return [name for name, statement in queries.SWEEPS if await statement.all(db)]


async def test_r_link_46_only_the_owner_closes_and_it_is_written_down(db: Db, now: datetime) -> None:
    owner, manager, stranger = [await make_account(db, handle=handle) for handle in ("sari", "budi", "eve")]
    shop = await make_shop(db, owner)
    await make_staff(db, owner, shop, manager, "MANAGER")
    with pytest.raises(NotAllowed):
        await actions.close_shop(db, manager, shop_id=shop.shop_id, now=now)
    with pytest.raises(NotFound):
        await actions.close_shop(db, stranger, shop_id=shop.shop_id, now=now)
    assert [check.left for check in await queries.checklist(db, owner, shop_id=shop.shop_id)] == [0] * 7
    closed = await actions.close_shop(db, owner, shop_id=shop.shop_id, reason=" Moving on. ", now=now)
    assert (closed.status, closed.closed_at) == ("CLOSED", now)
    found = await queries.closure(db, owner, shop_id=shop.shop_id)
    assert found == queries.Closure(shop.shop_id, owner.account_id, "Moving on.", now)
    with pytest.raises(Refused) as no:
        await actions.close_shop(db, owner, shop_id=shop.shop_id, now=now)
    assert no.value.code == "shops.closed"
    assert await swept(db) == []


async def test_the_platform_closes_too(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    with pytest.raises(NotAllowed):
        await actions.close_by_platform(db, owner, shop_id=shop.shop_id, reason="Fraud", now=now)
    await actions.close_by_platform(db, SYSTEM, shop_id=shop.shop_id, reason="Fraud", now=now)
    found = await queries.closure(db, owner, shop_id=shop.shop_id)
    assert found is not None and (found.closed_by, found.reason) == (0, "Fraud")


async def test_a_change_is_all_or_nothing(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    change = ShopChange(name="New name", description="New", status="HOLIDAY")
    changed = await actions.change_shop(db, owner, shop_id=shop.shop_id, change=change, now=now)
    assert (changed.name, changed.description, changed.status) == ("New name", "New", "HOLIDAY")


async def test_of_many_closings_together_one_is_written(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        owner = await make_account(db)
        shop = await make_shop(db, owner)

    async def close() -> str | None:
        try:
            async with pool.transaction() as db:
                await actions.close_shop(db, owner, shop_id=shop.shop_id, now=now)
        except Refused as no:
            return no.code
        return None

    answers = await asyncio.gather(*(close() for _ in range(10)))
    assert sorted(answers, key=str) == [None] + ["shops.closed"] * 9
    async with pool.connection() as db:
        assert await swept(db) == []
