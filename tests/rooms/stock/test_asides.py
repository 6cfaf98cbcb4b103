"""Pieces kept for a campaign or a LIVE: exact, whatever arrives together, and given back at its end."""

import asyncio
from datetime import datetime
from random import Random
from typing import Any

import pytest

from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.base.pool import Pool
from etalase.catalog.actions import Made, set_stock_aside
from etalase.stock import actions, queries
from etalase.stock.actions import Move
from etalase.stock.queries import Level, SetAside
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop, make_staff
from tests.rooms.stock.test_moves import stocked, swept

LIVE = 77


async def carve(db: Db, made: Made, quantity: int, now: datetime, ref: int = LIVE) -> SetAside:
    sku_id = made.skus[0].sku_id
    found = await actions.set_aside(db, made.shop_id, {sku_id: quantity}, purpose="LIVE", purpose_ref=ref, now=now)
    return found[0]


def through(aside: SetAside, quantity: int, line: int) -> Move:
    return Move(aside.shop_id, aside.sku_id, aside.warehouse_id, quantity, line, aside.set_aside_id)


async def level(db: Db, made: Made) -> Level:
    return (await queries.levels(db, made.shop_id, [made.skus[0].sku_id]))[0]


async def figures(db: Db, made: Made) -> tuple[int, int, int]:
    found = await level(db, made)
    return found.available, found.reserved, found.aside


async def test_what_is_set_aside_is_not_for_ordinary_buyers(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    aside = await carve(db, made, 8, now)
    assert await figures(db, made) == (2, 0, 8)
    with pytest.raises(Refused) as no:
        await actions.take(db, [Move(made.shop_id, aside.sku_id, aside.warehouse_id, 3, 1)], now)
    assert no.value.facts["left"] == 2
    await actions.take(db, [through(aside, 3, 2), Move(made.shop_id, aside.sku_id, aside.warehouse_id, 2, 1)], now)
    assert await figures(db, made) == (0, 5, 5)
    assert await swept(db) == []


async def test_what_is_left_returns_at_its_end_and_only_once(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    aside = await carve(db, made, 8, now)
    await actions.take(db, [through(aside, 3, 1)], now)
    ended = [
        await actions.end_set_asides(db, made.shop_id, purpose="LIVE", purpose_ref=LIVE, now=now) for _ in range(2)
    ]
    assert ended == [5, 0]
    assert await figures(db, made) == (7, 3, 0)
    with pytest.raises(Refused) as no:
        await actions.take(db, [through(aside, 1, 2)], now)
    assert no.value.code == "stock.set_aside_ended"
    assert await swept(db) == []


async def test_a_cancelled_line_gives_back_where_it_took(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    aside = await carve(db, made, 8, now)
    ordinary = Move(made.shop_id, aside.sku_id, aside.warehouse_id, 1, 9)
    await actions.take(db, [through(aside, 3, 1), through(aside, 2, 2), ordinary], now)
    # An order knows of its lines only SKU, warehouse and quantity.
    await actions.release(db, [Move(made.shop_id, aside.sku_id, aside.warehouse_id, 3, 1), ordinary], now)
    assert await figures(db, made) == (2, 2, 6)
    assert [each.taken for each in await queries.set_asides(db, made.shop_id, [aside.set_aside_id])] == [2]
    await actions.end_set_asides(db, made.shop_id, purpose="LIVE", purpose_ref=LIVE, now=now)
    await actions.release(db, [Move(made.shop_id, aside.sku_id, aside.warehouse_id, 2, 2)], now)
    assert await figures(db, made) == (10, 0, 0)
    assert await swept(db) == []


async def test_the_last_pieces_of_a_set_aside_are_sold_once(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    aside = await carve(db, made, 2, now)
    with pytest.raises(Refused) as no:
        await actions.take(db, [through(aside, 1, 1), through(aside, 2, 2)], now)
    assert (no.value.code, no.value.facts["left"]) == ("stock.not_enough", 1)


async def test_refusals_of_setting_aside(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    sku_id = made.skus[0].sku_id
    with pytest.raises(Refused) as no:
        await carve(db, made, 11, now)
    assert (no.value.code, no.value.facts["left"]) == ("stock.not_enough", 10)
    with pytest.raises(NotFound):
        await actions.set_aside(db, made.shop_id, {sku_id + 1: 1}, purpose="LIVE", purpose_ref=LIVE, now=now)
    with pytest.raises(Invalid):
        await carve(db, made, 0, now)
    await carve(db, made, 2, now)
    with pytest.raises(Refused) as no:
        await carve(db, made, 2, now)
    assert no.value.code == "stock.set_aside_already"


async def test_it_is_carved_from_the_fullest_warehouse(db: Db, now: datetime) -> None:
    shop, made = await stocked(db, 5)
    extra = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="Extra", now=now)
    await actions.set_warehouse_levels(db, shop.shop_id, extra.warehouse_id, {made.skus[0].sku_id: 9}, now)
    assert (await carve(db, made, 4, now)).warehouse_id == extra.warehouse_id


async def test_two_lives_share_a_level_and_each_keeps_its_own(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 10)
    first, second = await carve(db, made, 3, now, 1), await carve(db, made, 4, now, 2)
    await actions.take(db, [through(first, 3, 1), through(second, 1, 2)], now)
    assert await figures(db, made) == (3, 4, 3)
    assert await actions.end_set_asides(db, made.shop_id, purpose="LIVE", purpose_ref=1, now=now) == 0
    assert [each.left for each in await queries.open_set_asides(db, made.shop_id, [first.sku_id])] == [3]
    assert await swept(db) == []


async def test_one_set_aside_ends_by_itself_and_only_once(db: Db, now: datetime) -> None:
    shop, made = await stocked(db, 10)
    first, second = await carve(db, made, 3, now, 1), await carve(db, made, 4, now, 2)
    await actions.take(db, [through(first, 1, 1)], now)
    inputs: dict[str, Any] = {"shop_id": shop.shop_id, "set_aside_id": first.set_aside_id, "now": now}
    ended = await actions.end_set_aside(db, SYSTEM, **inputs)
    assert (ended.ended_at, ended.left, ended.quantity - ended.taken) == (now, 0, 2)
    assert await figures(db, made) == (5, 1, 4)
    with pytest.raises(Refused) as no:
        await actions.end_set_aside(db, SYSTEM, **inputs)
    assert no.value.code == "stock.set_aside_ended"
    shown = [
        [
            each.set_aside_id
            for each in (await queries.set_asides_of_shop(db, SYSTEM, shop_id=shop.shop_id, ended=over)).items
        ]
        for over in (False, True)
    ]
    assert shown == [[second.set_aside_id], [first.set_aside_id]]
    assert await swept(db) == []


async def test_whoever_may_not_write_stock_neither_sets_aside_nor_ends(db: Db, now: datetime) -> None:
    shop, made = await stocked(db, 10)
    owner, other = Actor(shop.owner_account_id, "owner", "ID"), await make_account(db, handle="other")
    ads = await make_account(db, handle="ads")
    await make_staff(db, owner, shop, ads, "ADS", now=now)
    wanted: dict[str, Any] = {"sku_id": made.skus[0].sku_id, "quantity": 2, "purpose": "LIVE", "purpose_ref": LIVE}
    again: dict[str, Any] = wanted | {"purpose_ref": 9}
    kept = await set_stock_aside(db, owner, shop_id=shop.shop_id, now=now, **wanted)
    for actor, no in ((ads, NotAllowed), (other, NotFound)):
        with pytest.raises(no):
            await set_stock_aside(db, actor, shop_id=shop.shop_id, now=now, **again)
        with pytest.raises(no):
            await actions.end_set_aside(db, actor, shop_id=shop.shop_id, set_aside_id=kept.set_aside_id, now=now)
    assert len((await queries.set_asides_of_shop(db, ads, shop_id=shop.shop_id)).items) == 1
    theirs = await make_shop(db, other, name="Lain")
    with pytest.raises(NotFound):
        await actions.end_set_aside(db, other, shop_id=theirs.shop_id, set_aside_id=kept.set_aside_id, now=now)
    with pytest.raises(NotFound):
        await set_stock_aside(db, other, shop_id=theirs.shop_id, now=now, **wanted)
    assert await figures(db, made) == (8, 0, 2)


async def test_of_ten_who_end_a_set_aside_one_does(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        _, made = await stocked(db, 10)
        aside = await carve(db, made, 6, now)

    async def end() -> bool:
        try:
            async with pool.transaction() as db:
                await actions.end_set_aside(db, SYSTEM, shop_id=made.shop_id, set_aside_id=aside.set_aside_id, now=now)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(end() for _ in range(10)))) == 1
    async with pool.connection() as db:
        assert await figures(db, made) == (10, 0, 0)
        assert await swept(db) == []


async def test_takes_releases_and_the_end_together_lose_nothing(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        _, made = await stocked(db, 40)
        aside = await carve(db, made, 20, now)
    chance = Random(11)
    sold: list[int] = []

    async def act(line: int) -> None:
        ordinary = Move(made.shop_id, aside.sku_id, aside.warehouse_id, 1, line)
        try:
            async with pool.transaction() as db:
                if line == 30:
                    await actions.end_set_asides(db, made.shop_id, purpose="LIVE", purpose_ref=LIVE, now=now)
                    return
                await actions.take(db, [through(aside, 1, line) if line % 2 else ordinary], now)
            sold.append(line)
            if chance.random() < 0.4:
                async with pool.transaction() as db:
                    await actions.release(db, [ordinary], now)
                sold.remove(line)
        except Refused:
            pass

    await asyncio.gather(*(act(line) for line in range(60)))
    async with pool.connection() as db:
        assert await swept(db) == []
        available, reserved, kept = await figures(db, made)
        assert (available + reserved + kept, reserved, kept) == (40, len(sold), 0)


async def test_of_thirty_who_want_the_last_piece_of_a_live_one_gets_it(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        _, made = await stocked(db, 5)
        aside = await carve(db, made, 1, now)

    async def take(line: int) -> bool:
        try:
            async with pool.transaction() as db:
                await actions.take(db, [through(aside, 1, line)], now)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(take(line) for line in range(30)))) == 1
    async with pool.connection() as db:
        assert await swept(db) == []
