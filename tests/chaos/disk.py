"""R5: the disk is full while orders come in: reading goes on, writing is told to try later, nothing is lost, it heals."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

from tests.chaos.calls import call
from tests.chaos.checks import broken
from tests.chaos.city import city
from tests.chaos.planting import FULL_IS_UNKNOWN
from tests.chaos.report import Report
from tests.chaos.storm import Storm

SIZE_MB = 400
PLANTED = ("full_is_unknown",)


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """A small disk of its own (tmpfs, needs root), filled to the last block in the middle of a storm."""
    report = Report("disk", "R5", seed)
    home.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or subprocess.run(_mount(home), capture_output=True, check=False).returncode:
        report.skipped = "no disk of its own can be mounted here"
        return report
    try:
        await _fill_up(home, seed, planted, report)
    finally:
        subprocess.run(["umount", "--lazy", str(home)], check=False)
    return report


def _mount(home: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(home)]


async def _fill_up(home: Path, seed: int, planted: str | None, report: Report) -> None:
    async with city(home, bug=FULL_IS_UNKNOWN if planted else None) as there:
        storm = Storm(there, seed=seed)
        async with storm.raging():
            await asyncio.sleep(1)
            filler = home / "filler"
            _take_every_block(filler)
            moment = time.monotonic()
            while storm.statuses[503] == 0 and time.monotonic() < moment + 60:
                _take_every_block(filler)
                await asyncio.sleep(0.2)
            await asyncio.sleep(3)
            read = await call(there.port, "GET", f"/products/{there.product_id}")
            filler.unlink()
            recovered = await storm.selling_after(time.monotonic(), 30)
            await asyncio.sleep(1)
        report.note("disk full", storm, recovered)
        if read.status != 200:
            report.wrong("disk full", [f"reading answered {read.status}"])
        if not storm.statuses[503]:
            report.wrong("disk full", ["nobody was told 503"])
        if recovered is None:
            report.wrong("disk full", ["not selling thirty seconds after there was space again"])
        report.wrong("disk full", await broken(there, storm.orders) + storm.surprises)


def _take_every_block(filler: Path) -> None:
    with filler.open("ab", buffering=0) as more:
        for size in (1 << 20, 4096):
            block = b"\0" * size
            try:
                while True:
                    more.write(block)
            except OSError:
                continue
