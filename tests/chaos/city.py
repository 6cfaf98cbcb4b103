"""A running Etalase of its own, with a shop that sells and buyers who are signed in."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec

from etalase.accounts.actions.signing_in import begin_session
from etalase.accounts.rules import TOKEN
from etalase.base.actor import Actor
from etalase.base.cluster import open_cluster
from etalase.base.db import Db
from etalase.base.pool import Pool
from etalase.catalog import actions as catalog
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.shops.actions.shop import set_standing
from etalase.stock.actions import open_shop
from tests.chaos.planting import Bug, plant
from tests.cli.shell import Running
from tests.makers.accounts import make_account

BUYERS = 24
RANDOM_SKUS = 40
PLENTY = 900_000


class City(msgspec.Struct, frozen=True):
    """Where it answers, its database, the tokens of its buyers, and what they can buy."""

    running: Running
    dsn: str
    shop_id: int
    product_id: int
    tokens: list[str]
    hot: int
    skus: list[int]

    @property
    def port(self) -> int:
        """The port of its pages and API."""
        return self.running.port


@asynccontextmanager
async def city(
    home: Path, *, hot: int = PLENTY, workers: int = 2, dsn: str | None = None, bug: Bug | None = None
) -> AsyncGenerator[City]:
    """Start `etalase up` in `home` (or on another way to its database, `dsn`), and build on it. All of it ends with the block.

    `bug`: run a copy of the source that has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with open_cluster(home) as cluster:
        source = None if bug is None else plant(bug, home / "planted")
        told = {} if dsn is None else {"DATABASE_URL": dsn}
        with Running(
            home, "--sandbox", "--empty", "--workers", str(workers), environment=told, source=source
        ) as running:
            await asyncio.to_thread(running.wait_until_ready)
            if bug is not None:
                await _stop_guarding(cluster.dsn, bug)
            yield await _built(running, cluster.dsn, hot)
            running.process.terminate()
            await asyncio.to_thread(running.process.wait, 60)


async def _stop_guarding(dsn: str, bug: Bug) -> None:
    connection = await asyncpg.connect(dsn)
    for statement in bug.statements:
        await connection.execute(statement)
    await connection.close()


async def _built(running: Running, dsn: str, hot: int) -> City:
    pool = Pool(dsn, size=2)
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        seller = await make_account(db, handle="penjual", verified=True, now=now)
        shop = await open_shop(db, seller, name="Toko Tahan", market="ID", now=now)
        await set_standing(db, shop.shop_id, now, verified=True, probation=False)
        goods = await _goods(db, seller, shop.shop_id, [hot, *([PLENTY] * RANDOM_SKUS)], now)
        buyers = [await make_account(db, handle=f"pembeli{number}", now=now) for number in range(BUYERS)]
        tokens = [(await begin_session(db, buyer.account_id, kind=TOKEN, wall=now)).token for buyer in buyers]
    await pool.close()
    skus = [each.skus[0].sku_id for each in goods]
    return City(running, dsn, shop.shop_id, goods[0].product_id, tokens, skus[0], skus[1:])


async def _goods(db: Db, seller: Actor, shop_id: int, stocks: Sequence[int], now: datetime) -> list[catalog.Made]:
    drafts = [
        ProductDraft(f"Barang tahan uji nomor {n}", "Uji.", "Other", (SkuDraft(f"T-{n}", {}, 50_000, stock),))
        for n, stock in enumerate(stocks)
    ]
    made = await catalog.create_products(db, seller, shop_id=shop_id, drafts=drafts, now=now)
    return [each for each in made if isinstance(each, catalog.Made)]
