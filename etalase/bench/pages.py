"""The Showcase page, as JSON and as HTML, against bare handlers that run the same SQL and answer the same bytes."""

import tempfile
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec

from etalase.affiliate import actions as affiliate
from etalase.base.actor import Actor
from etalase.base.db import value
from etalase.base.ids import LARGEST
from etalase.base.markets import set_policy
from etalase.bench.bare import Task
from etalase.bench.ground import Ground, person, shop
from etalase.bench.servers import HOST, Result, Server, serving
from etalase.bench.table import Row, at_least, at_most
from etalase.showcase import actions as showcase
from etalase.showcase.queries.chosen import CHOSEN, START
from etalase.showcase.queries.owner import OWNER_BY_HANDLE

ROUNDS: Final = 3
ITEMS: Final = 10_000
ITEMS_SHORT: Final = 1_000
SHOPS: Final = 200
HAS_ITEMS = value(int, "SELECT items FROM showcases WHERE account_id = $1")


async def measure_pages(ground: Ground) -> list[Row]:
    """All of it: API and HTML against their limits, one shop against two hundred."""
    items = ITEMS if ground.full else ITEMS_SHORT
    one, many = await _showcases(ground, items)
    await ground.analyze()
    with tempfile.TemporaryDirectory() as folder:
        api = f"/api/v1/accounts/{one.handle}/showcase"
        page = f"/@{one.handle}/showcase"
        with serving("etalase.app.asgi:app", environment=_environment(ground)) as app:
            rows = await _against_bare(ground, app, one, api, 0.6, Path(folder) / "api", f"API, 20 of {items:,} items")
            rows += await _against_bare(ground, app, one, page, 0.4, Path(folder) / "page", "HTML page")
            rows += await _one_against_many(app, one, many)
            rows.append(Row("memory of a worker (USS)", f"{app.memory_mib():.0f} MiB"))
    return rows


def _environment(ground: Ground) -> dict[str, str]:
    home = str(ground.settings.home)
    return {"DATABASE_URL": ground.dsn, "ETALASE_HOME": home, "ETALASE_SANDBOX": "0"}


async def _against_bare(
    ground: Ground, app: Server, holder: Actor, path: str, goal: float, task: Path, name: str
) -> list[Row]:
    body, kind = _fetch(app.port, path)
    statements = _statements(ground, holder)
    _write(task, Task(statements, body, kind))
    environment = {"DATABASE_URL": ground.dsn, "ETALASE_BENCH_TASK": str(task)}
    with serving("etalase.bench.bare:make", environment=environment, factory=True) as bare:
        ours, sql, still = await _rounds(
            (lambda: app.load(path), lambda: bare.load("/sql"), lambda: bare.load("/bytes"))
        )
    figure = f"{ours.per_s:,.0f}/s against {sql.per_s:,.0f}/s; p50 {ours.p50_ms:.1f} ms, p99 {ours.p99_ms:.1f} ms"
    return [
        at_least(
            f"Showcase {name}, against a bare handler with the same SQL and bytes", figure, ours.per_s / sql.per_s, goal
        ),
        Row(
            f"Showcase {name}, against a handler without a database", f"{still.per_s:,.0f}/s", ours.per_s / still.per_s
        ),
    ]


async def _one_against_many(app: Server, one: Actor, many: Actor) -> list[Row]:
    paths = [f"/api/v1/accounts/{holder.handle}/showcase" for holder in (one, many)]
    single, several = await _rounds((lambda: app.load(paths[0]), lambda: app.load(paths[1])))
    figure = f"p50 {several.p50_ms:.2f} ms against {single.p50_ms:.2f} ms"
    return [at_most(f"Showcase of {SHOPS} shops against one shop", figure, several.p50_ms / single.p50_ms, 1.5)]


async def _rounds(loads: tuple[Callable[[], Any], ...]) -> list[Result]:
    """Interleaved rounds; the medians of each."""
    found: list[list[Result]] = [[] for _ in loads]
    for _ in range(ROUNDS):
        for results, load in zip(found, loads, strict=True):
            results.append(await load())
    return [
        Result(*(median(getattr(each, field) for each in results) for field in ("per_s", "p50_ms", "p99_ms")))
        for results in found
    ]


def _statements(ground: Ground, holder: Actor) -> list[tuple[str, list[Any]]]:
    page: list[Any] = [holder.account_id, ground.now, *START]
    return [(OWNER_BY_HANDLE.sql, [holder.handle]), (CHOSEN["recommended", 21, False].sql, page)]


def _write(path: Path, task: Task) -> None:
    path.write_bytes(msgspec.msgpack.encode(task))


def _fetch(port: int, path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=30) as answer:
        return answer.read(), answer.headers["content-type"]


async def _showcases(ground: Ground, items: int) -> tuple[Actor, Actor]:
    """One holder with all items of one shop, one with the same number from two hundred shops; both as affiliates."""
    async with ground.pool.transaction() as db:
        await set_policy(db, "ID", "showcase_items_max", ground.now - timedelta(days=1), ITEMS)
    owner = await person(ground, "bench.seller")
    one, many = await person(ground, "bench.one"), await person(ground, "bench.many")
    ground.say(f"Showcases of {items:,} items, from one shop and from {SHOPS}")
    await _choose_all(ground, owner, one, await shop(ground, owner, "Bench satu", items), items)
    for number in range(SHOPS):
        shop_id = await shop(ground, owner, f"Bench {number} dari {SHOPS}", items // SHOPS)
        await _choose_all(ground, owner, many, shop_id, items // SHOPS * (number + 1))
    return one, many


async def _choose_all(ground: Ground, owner: Actor, holder: Actor, shop_id: int, until: int) -> None:
    async with ground.pool.transaction() as db:
        if (await HAS_ITEMS.get(db, holder.account_id) or 0) >= min(until, LARGEST):
            return
        new = affiliate.NewPlan("OPEN", 1000, None, name=f"Bench {shop_id}")
        plan = await affiliate.create_plan(db, owner, shop_id=shop_id, new=new, now=ground.now)
        await affiliate.join(db, holder, plan_id=plan.plan_id, now=ground.now)
        await showcase.add_all_of_shop(db, holder, shop_id=shop_id, now=ground.now)
