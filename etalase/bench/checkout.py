"""Checkout over HTTP against PostgreSQL alone writing the same rows one order at a time: random SKUs, and one hot SKU."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from etalase.accounts.actions.signing_in import begin_session
from etalase.base.db import rows, value
from etalase.bench import pgbench
from etalase.bench.effort import Effort, effort, postmaster_of
from etalase.bench.ground import Ground, person, prove_phone, shop
from etalase.bench.pgbench import ADDRESS, CLIENTS, Measured, Sold
from etalase.bench.servers import Server, serving
from etalase.bench.table import Row, at_least, at_most
from etalase.stock.actions import set_levels

SHOPS: Final = 20
SKUS: Final = 10_000
SKUS_SHORT: Final = 2_000
STOCK: Final = 900_000
SECONDS: Final = 4
SECONDS_FULL: Final = 15
ROUNDS: Final = 5
WORKERS: Final = 2
MEASURED_HOT: Final = 1_000_000
# By its path: the package would be read first, and all of the house with it.
BUYING: Final = Path(__file__).with_name("buying.py")
# A rush is bought in parts, each by that many connections of every buyer, and ends when the time is over.
RUSH_S: Final = 30 * 60
RUSH_PART_S: Final = 60
RUSH_EACH: Final = 4
Run = TypeVar("Run")
SHOP_OF = value(int, "SELECT shop_id FROM skus WHERE sku_id = $1")
OF_SHOP = value(int, "SELECT sku_id FROM skus WHERE shop_id = $1 ORDER BY sku_id")


class Books(msgspec.Struct, frozen=True):
    """What the database holds: orders of the SKUs, pieces that left them, and keys that were kept for orders."""

    orders: int
    lines: int
    reserved: int
    oversold: int
    keys: int
    checkouts: int


BOOKS = rows(
    Books,
    """SELECT (SELECT count(*) FROM orders)::bigint AS orders,
              (SELECT coalesce(sum(quantity), 0) FROM order_lines)::bigint AS lines,
              (SELECT coalesce(sum(reserved), 0) FROM stock_levels)::bigint AS reserved,
              (SELECT count(*) FROM stock_levels WHERE available < 0)::bigint AS oversold,
              (SELECT count(*) FROM idempotency_keys WHERE status = 201)::bigint AS keys,
              (SELECT count(*) FROM checkouts)::bigint AS checkouts""",
)


class Bought(msgspec.Struct, frozen=True):
    """One run over HTTP."""

    placed: int
    per_s: float
    p50_ms: float
    p99_ms: float
    others: dict[str, int]


async def measure_checkout(ground: Ground) -> list[Row]:
    """Ratios, latencies, and that no order was oversold, lost or doubled."""
    skus = await _goods(ground, SKUS if ground.full else SKUS_SHORT)
    tokens = await _buyers(ground)
    await pgbench.prepare(ground.dsn, skus)
    await ground.analyze()
    found: list[Row] = []
    before = await _books(ground)
    written = 0
    environment = {"DATABASE_URL": ground.dsn, "ETALASE_HOME": str(ground.settings.home)}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("etalase.app.asgi:app", environment=environment, workers=WORKERS) as app,
    ):
        async with ground.pool.connection() as db:
            postmaster = await postmaster_of(db)
        bench = _Bench(ground, app, postmaster, tokens, Path(folder))
        for name, chosen, goal in (("random SKUs", skus, 1.0), ("one hot SKU", skus[:1], 8.0)):
            ground.say(f"checkout of {name}")
            rows_found, alone = await bench.compare(name, chosen, goal)
            found += rows_found
            written += alone
        if ground.full:
            await bench.rush(skus[0], MEASURED_HOT)
        placed = bench.placed
    return [*found, await _exact(ground, before, placed, written)]


class _Bench:
    def __init__(self, ground: Ground, app: Server, postmaster: int | None, tokens: list[str], folder: Path) -> None:
        self._ground, self._app, self._tokens, self._folder = ground, app, tokens, folder
        self._postmaster = postmaster
        self._seconds = SECONDS_FULL if ground.full else SECONDS
        self._run = 0
        self.placed = 0

    async def compare(self, name: str, skus: list[int], goal: float) -> tuple[list[Row], int]:
        """The rows of one kind of rush, and how many orders pgbench wrote."""
        await self._buy(skus, self._tokens, 1)
        ours: list[tuple[Bought, Effort]] = []
        alone: list[tuple[Measured, Effort]] = []
        for _ in range(ROUNDS):
            ours.append(await self._weighed(self._buy(skus, self._tokens, self._seconds)))
            self._run += 1
            sold = Sold(len(skus), len(self._tokens))
            alone.append(
                await self._weighed(pgbench.run(self._ground.dsn, sold, self._folder, self._seconds, self._run))
            )
        self._check([each for each, _ in ours])
        rows_found = _compared(name, sorted(ours, key=_rate)[ROUNDS // 2], sorted(alone, key=_rate)[ROUNDS // 2], goal)
        return rows_found, sum(each.orders for each, _ in alone)

    async def rush(self, sku: int, wanted: int) -> None:
        """So many checkouts of one SKU, filled up between its parts; fewer when the time is over."""
        end = time.monotonic() + RUSH_S
        bought: list[Bought] = []
        while (left := wanted - sum(each.placed for each in bought)) > 0 and time.monotonic() < end:
            async with self._ground.pool.transaction() as db:
                await set_levels(db, await SHOP_OF.sole(db, sku), {sku: STOCK}, self._ground.now)
            bought.append(await self._buy([sku], self._tokens * RUSH_EACH, RUSH_PART_S, left))
            placed = sum(each.placed for each in bought)
            self._ground.say(f"hot checkouts: {placed:,} of {wanted:,}, {bought[-1].per_s:,.0f}/s")
        self._check(bought)

    async def _weighed(self, run: Awaitable[Run]) -> tuple[Run, Effort]:
        before = effort(self._app.pid, self._postmaster)
        return await run, effort(self._app.pid, self._postmaster).since(before)

    def _check(self, ours: list[Bought]) -> None:
        wrong = {told: count for each in ours for told, count in each.others.items()}
        if wrong:
            self._ground.say(f"not placed: {wrong}")

    async def _buy(self, skus: list[int], tokens: list[str], seconds: int, most: int | None = None) -> Bought:
        task = self._folder / "task.json"
        body = (
            '{"lines":[{"sku_id":"%s","quantity":1}],"address":'
            + ADDRESS.replace("%", "%%")
            + ',"payment":{"method":"COD"}}'
        )
        asked = {"tokens": tokens, "skus": [str(sku) for sku in skus], "body": body, "most": most}
        task.write_text(json.dumps(asked))
        command = [sys.executable, str(BUYING), str(self._app.port), str(task), str(seconds)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError("the buyers failed")
        found = msgspec.json.decode(output, type=Bought)
        self.placed += found.placed
        return found


def _rate(each: tuple[Any, Effort]) -> float:
    return each[0].per_s


def _compared(name: str, ours: tuple[Bought, Effort], alone: tuple[Measured, Effort], goal: float) -> list[Row]:
    (best, our_effort), (limit, its_effort) = ours, alone
    figure = f"{best.per_s:,.0f}/s against {limit.per_s:,.0f}/s; p50 {best.p50_ms:.1f} ms, p99 {best.p99_ms:.1f} ms"
    return [
        at_least(
            f"checkout over HTTP, {name}, {CLIENTS} buyers, {WORKERS} workers, against pgbench one by one",
            figure,
            best.per_s / limit.per_s,
            goal,
        ),
        Row(
            f"p99 of that checkout, {name}, against the p50 of pgbench",
            f"{limit.p50_ms:.1f} ms",
            best.p99_ms / limit.p50_ms,
        ),
        Row(
            f"CPU microseconds of an order by pgbench against those of that checkout, {name}",
            f"{its_effort.told(limit.orders)} against {our_effort.told(best.placed)}",
            (its_effort.whole_s / limit.orders) / (our_effort.whole_s / best.placed),
        ),
    ]


async def _exact(ground: Ground, before: Books, placed: int, written: int) -> Row:
    """Every answer that said 201 has one order, and every piece that left the stock has one line."""
    after = await _books(ground)
    new = after.orders - before.orders
    wrong = {
        "oversold": after.oversold,
        "lost": max(0, placed + written - new),
        "doubled": max(0, new - placed - written),
        "lines": abs((after.lines - before.lines) - (after.reserved - before.reserved)),
        "keys": abs((after.keys - before.keys) - new),
    }
    figure = f"{new:,} orders; " + ", ".join(f"{name} {count}" for name, count in wrong.items())
    return at_most("oversold, lost or doubled orders", figure, sum(wrong.values()), 0)


async def _books(ground: Ground) -> Books:
    async with ground.pool.connection() as db:
        return await BOOKS.sole(db)


async def _goods(ground: Ground, count: int) -> list[int]:
    """SKUs of twenty shops, with enough stock for any run."""
    owner = await person(ground, "bench.till.seller")
    found: list[int] = []
    for number in range(SHOPS):
        shop_id = await shop(ground, owner, f"Bench kasir {number}", count // SHOPS)
        async with ground.pool.transaction() as db:
            skus = await OF_SHOP.all(db, shop_id)
            await set_levels(db, shop_id, dict.fromkeys(skus, STOCK), ground.now)
        found += skus
    return found


async def _buyers(ground: Ground) -> list[str]:
    """Tokens of as many buyers as there are clients."""
    tokens: list[str] = []
    for number in range(CLIENTS):
        buyer = await person(ground, f"bench.buyer.{number}")
        await prove_phone(ground, buyer, f"+62812345{number:05d}")
        async with ground.pool.transaction() as db:
            tokens.append((await begin_session(db, buyer.account_id, kind="TOKEN", wall=ground.now)).token)
    return tokens
