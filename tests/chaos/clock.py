"""R6: the clock jumps two days ahead in the middle of a storm: what was not paid expires, and every piece comes back."""

import asyncio
import time
import uuid
from pathlib import Path

from etalase.base.db import Db
from tests.chaos.calls import call
from tests.chaos.checks import asking
from tests.chaos.city import City, city
from tests.chaos.planting import OWN_CLOCK
from tests.chaos.report import Report
from tests.chaos.storm import Storm
from tests.makers.trading import order_body

JUMP_S = 49 * 3600
UNPAID = 40
WITHIN_S = 60.0
PLANTED = ("own_clock",)
OPEN = "SELECT count(*) FROM orders WHERE status = 'UNPAID'"
RESERVED = """SELECT (SELECT coalesce(sum(reserved), 0) FROM stock_levels)
    - (SELECT coalesce(sum(l.quantity), 0) FROM orders o JOIN order_lines l USING (shop_id, order_id)
        WHERE o.status <> 'CANCELLED')"""


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """Deadlines follow the database's clock and its offset, so every process sees the jump at once; tokens do not expire by it."""
    report = Report("clock", "R6", seed)
    async with city(home, bug=OWN_CLOCK if planted else None) as there:
        for token in (there.tokens * 2)[:UNPAID]:
            await _leave_unpaid(there, token, report)
        storm = Storm(there, seed=seed)
        async with storm.raging():
            await asyncio.sleep(1)
            answer = await call(there.port, "PUT", "/sandbox/clock", token=there.tokens[0], body={"advance_s": JUMP_S})
            if answer.status != 200:
                report.wrong("the jump", [f"{answer.status} {answer.body[:200]!r}"])
            moment = time.monotonic()
            while time.monotonic() < moment + WITHIN_S and await asking(there, _count_open):  # noqa: ASYNC110 - not our process
                await asyncio.sleep(0.5)
        report.note("two days ahead", storm, time.monotonic() - moment)
        report.wrong("two days ahead", storm.surprises + await asking(there, _still_there))
    return report


async def _leave_unpaid(there: City, token: str, report: Report) -> None:
    body = order_body((str(there.hot), 1), method="SANDBOX_CARD")
    body["payment"]["card"] = "decline"
    answer = await call(there.port, "POST", "/orders", token=token, key=uuid.uuid4().hex, body=body)
    if answer.status != 201:
        report.wrong("unpaid orders", [f"{answer.status} {answer.body[:200]!r}"])


async def _count_open(db: Db) -> int:
    return await db.connection.fetchval(OPEN)


async def _still_there(db: Db) -> list[str]:
    found: list[str] = []
    if still := await _count_open(db):
        found.append(f"{still} orders were still unpaid after {WITHIN_S:.0f} s")
    if beyond := await db.connection.fetchval(RESERVED):
        found.append(f"{beyond} pieces are reserved for nobody")
    return found
