"""R7, R8, R9: requests that are never finished, connections used up by others, ten thousand taps for a thousand pieces."""

import asyncio
import random
import socket
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from etalase.base.db import Connection
from etalase.base.pool import Pool
from etalase.stock.actions import set_levels
from tests.chaos.calls import call
from tests.chaos.checks import broken
from tests.chaos.city import City, city
from tests.chaos.planting import UNLOCKED_STOCK
from tests.chaos.report import Report
from tests.chaos.storm import Storm
from tests.makers.trading import order_body

PLANTED = ("unlocked_stock",)
PIECES = 1000
FEW = 100
SALES = 8
TAPS_AT_ONCE = 64
HALF_OPEN = 1000
MANY = 400
HALF = b"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Le"


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """Ten taps per piece (two at fewer than 50 rounds), a fifth of them repeated; then slow clients; then no connection left."""
    report = Report("crowd", "R7-R9", seed)
    async with city(home, hot=PIECES, bug=UNLOCKED_STOCK if planted else None) as there:
        if planted:
            await _sell_out_until_wrong(there, random.Random(seed), report)
            return report
        bought = await _sell_out(there, PIECES * (10 if rounds >= 50 else 2), random.Random(seed), report)
        report.wrong("a thousand pieces", await broken(there, bought))
        if len(bought) != PIECES:
            report.wrong("a thousand pieces", [f"{len(bought)} were sold"])
        await _slow_clients(there, seed, bought, report)
        await _no_connection_left(there, seed, bought, report)
    return report


async def _sell_out_until_wrong(there: City, chance: random.Random, report: Report) -> None:
    """Only the last pieces can be sold twice, so a bug has several last pieces to show itself."""
    pieces = PIECES
    for _ in range(SALES):
        bought = await _sell_out(there, pieces * 2, chance, report)
        if len(bought) != pieces:
            report.wrong("the last pieces", [f"{len(bought)} of {pieces} were sold"])
            return
        pieces = FEW
        await _restock(there, pieces)


async def _restock(there: City, pieces: int) -> None:
    pool = Pool(there.dsn, size=1)
    async with pool.transaction() as db:
        await set_levels(db, there.shop_id, {there.hot: pieces}, datetime.now(UTC))
    await pool.close()


async def _sell_out(there: City, taps: int, chance: random.Random, report: Report) -> list[int]:
    bought: dict[str, int] = {}
    took: list[float] = []
    left = iter(range(taps))
    started = time.monotonic()

    async def buyer(token: str) -> None:
        for _ in left:
            key = uuid.uuid4().hex
            for _ in range(1 + (chance.random() < 0.2)):
                asked = time.monotonic()
                answer = await call(
                    there.port, "POST", "/orders", token=token, key=key, body=order_body((str(there.hot), 1))
                )
                took.append(time.monotonic() - asked)
                if answer.status == 201:
                    bought[key] = int(answer.json()["orders"][0]["id"])
                elif answer.status not in {409, 429, 503}:
                    report.wrong("a thousand pieces", [f"{answer.status} {answer.body[:100]!r}"])

    tokens = [there.tokens[n % len(there.tokens)] for n in range(TAPS_AT_ONCE)]
    await asyncio.gather(*(buyer(token) for token in tokens))
    report.figures["taps/s"] = round(len(took) / (time.monotonic() - started))
    report.figures["p99 ms"] = round(sorted(took)[int(len(took) * 0.99)] * 1000)
    return list(bought.values())


async def _slow_clients(there: City, seed: int, bought: list[int], report: Report) -> None:
    slow = [socket.create_connection(("127.0.0.1", there.port)) for _ in range(HALF_OPEN)]
    for each in slow:
        each.send(HALF)
        each.setblocking(False)
    storm = Storm(there, seed=seed, hot=0)
    async with storm.raging():
        await asyncio.sleep(4)
    bought += storm.orders
    report.note(f"{HALF_OPEN} half-open requests", storm)
    if len(storm.orders) < len(there.tokens):
        report.wrong("half-open requests", [f"only {len(storm.orders)} orders in four seconds beside them"])
    await asyncio.sleep(8)
    still = sum(_is_open(each) for each in slow)
    for each in slow:
        each.close()
    if still:
        report.wrong("half-open requests", [f"{still} of {HALF_OPEN} were still open after twelve seconds"])


def _is_open(client: socket.socket) -> bool:
    try:
        return client.recv(4096, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


async def _no_connection_left(there: City, seed: int, bought: list[int], report: Report) -> None:
    others: list[Connection] = []
    storm = Storm(there, seed=seed + 1, hot=0)
    async with storm.raging():
        await _take_all(there, others)
        # The city's own go; it has to ask for new ones while there are none.
        await others[0].execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE NOT pid = ANY($1::int[])",
                                [each.get_server_pid() for each in others])  # fmt: skip
        await _take_all(there, others)
        await asyncio.sleep(3)
        for each in others:
            each.terminate()
        recovered = await storm.selling_after(time.monotonic(), 10)
    bought += storm.orders
    report.note(f"{len(others)} connections used by others", storm, recovered)
    report.wrong("no connection left", await broken(there, bought) + storm.surprises)
    if not storm.statuses[503]:
        report.wrong("no connection left", ["nobody was told 503"])
    if recovered is None:
        report.wrong("no connection left", ["not selling ten seconds after they were free again"])


async def _take_all(there: City, others: "list[Connection]") -> None:
    try:
        while len(others) < MANY:
            others.append(await asyncpg.connect(there.dsn))
    except asyncpg.TooManyConnectionsError:
        return
