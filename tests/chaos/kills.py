"""R1, R2: `kill -9` of a web worker, the job runner, a backend and PostgreSQL itself, in turn, in the middle of a storm."""

import asyncio
import random
import time
from pathlib import Path

from tests.chaos.checks import broken
from tests.chaos.city import city
from tests.chaos.faults import KILLS, be_lazy
from tests.chaos.report import Report
from tests.chaos.storm import Storm

BEFORE_S, WITHIN_S, AFTER_S = 0.8, 20.0, 0.4
PLANTED = ("lazy_commit", "new_key")


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """Every acknowledged order is there, none twice, stock exact, sweeps clean, and selling goes on, after each round."""
    report = Report("kills", "R1 R2", seed)
    chance = random.Random(seed)
    acknowledged: list[int] = []
    async with city(home) as there:
        if planted == "lazy_commit":
            await be_lazy(there)
        for number in range(rounds):
            storm = Storm(there, seed=seed + number, new_key_on_retry=planted == "new_key")
            fault = KILLS[number % len(KILLS)]
            async with storm.raging():
                await asyncio.sleep(BEFORE_S + chance.random() * 0.5)
                said, moment = fault(there, chance), time.monotonic()
                recovered = await storm.selling_after(moment, WITHIN_S)
                await asyncio.sleep(AFTER_S)
            acknowledged += storm.orders
            report.note(f"round {number + 1}: {said}", storm, recovered)
            report.wrong(f"round {number + 1} ({said})", await broken(there, acknowledged) + storm.surprises)
            if planted and report.problems:
                break
    report.figures["orders acknowledged"] = len(acknowledged)
    return report
