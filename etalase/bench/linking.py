"""Linking an official account to shops of very different sizes: the same rows, the same time (R-SHOW-4)."""

import time
from statistics import median
from typing import Final

from etalase.affiliate import actions as affiliate
from etalase.base.db import value
from etalase.bench.ground import Ground, person, shop
from etalase.bench.table import Row, at_most
from etalase.links import actions as links

SIZES: Final = (10, 1_000, 1_000_000)
SIZES_SHORT: Final = (10, 1_000, 100_000)
ROUNDS: Final = 7
# Rows this transaction inserted, updated or deleted, in all tables.
TOUCHED = value(
    int,
    """SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_xact_user_tables""",
)


async def measure_linking(ground: Ground) -> list[Row]:
    """Rows written and time taken by an acceptance, per size; the largest against the smallest."""
    sizes = SIZES if ground.full else SIZES_SHORT
    owner = await person(ground, "bench.owner")
    shops: dict[int, int] = {}
    for size in sizes:
        ground.say(f"shop of {size:,} products")
        shops[size] = await shop(ground, owner, f"Bench {size}", size)
        await person(ground, f"bench.official.{size}", f"Bench {size}")
    await ground.analyze()
    times: dict[int, list[float]] = {size: [] for size in sizes}
    written: dict[int, set[int]] = {size: set() for size in sizes}
    for _ in range(ROUNDS):
        for size in sizes:
            seconds, rows = await _link(ground, shops[size], size)
            times[size].append(seconds)
            written[size].add(rows)
    return _rows(sizes, times, written)


async def _link(ground: Ground, shop_id: int, size: int) -> tuple[float, int]:
    """One invitation and acceptance, rolled back afterwards so that every round finds the same."""
    owner = await person(ground, "bench.owner")
    holder = await person(ground, f"bench.official.{size}", f"Bench {size}")
    async with ground.pool.connection() as db:
        transaction = db.transaction()
        await transaction.start()
        try:
            link = await links.invite(db, owner, shop_id=shop_id, kind="OFFICIAL", handle=holder.handle, now=ground.now)
            before, start = await TOUCHED.sole(db), time.perf_counter()
            await affiliate.accept_link(db, holder, link_id=link.link_id, now=ground.now)
            return time.perf_counter() - start, await TOUCHED.sole(db) - before
        finally:
            await transaction.rollback()


def _rows(sizes: tuple[int, ...], times: dict[int, list[float]], written: dict[int, set[int]]) -> list[Row]:
    middle = {size: median(times[size]) for size in sizes}
    small, large = sizes[0], sizes[-1]
    same = all(written[size] == written[small] for size in sizes)
    rows = [
        Row(
            f"link an official account, shop of {size:,} products",
            f"{sorted(written[size])} rows, {middle[size] * 1000:.2f} ms",
        )
        for size in sizes
    ]
    rows.append(Row("rows written are the same for every size", str(same).lower(), None, "true", same))
    ratio = max(middle.values()) / min(middle.values())
    rows.append(at_most(f"slowest size against fastest ({small:,} to {large:,})", "time of the acceptance", ratio, 2.0))
    return rows
