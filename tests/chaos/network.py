"""R3, R4: the way to the database loses the word that a transaction committed, slows down, resets, falls silent, is gone.

| Fault | What the buyer sees | Afterwards |
|---|---|---|
| reply to COMMIT lost | the repeated call gets the earlier order | no order twice |
| latency and jitter | slower answers | nothing |
| resets | 503 or a repeated call that goes well | no order twice |
| silence | answers wait, then 503 with Retry-After | selling within ten seconds |
| no database | 503 with Retry-After at once | selling within ten seconds, without a restart |
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from etalase.base.cluster import open_cluster
from tests.chaos.checks import broken
from tests.chaos.city import city
from tests.chaos.proxy import Proxy, proxied
from tests.chaos.report import Report
from tests.chaos.storm import Storm

ALIVE_S = 10.0
PLANTED = ("new_key",)


def _lose_replies(proxy: Proxy) -> None:
    proxy.lose_commit = 0.1


def _slow(proxy: Proxy) -> None:
    proxy.delay_s, proxy.jitter_s = 0.02, 0.05


def _reset(proxy: Proxy) -> None:
    proxy.reset = 0.02


def _silent(proxy: Proxy) -> None:
    proxy.fall_silent()


def _gone(proxy: Proxy) -> None:
    proxy.close_way()


FAULTS: tuple[tuple[str, Callable[[Proxy], None]], ...] = (
    ("reply to COMMIT lost", _lose_replies),
    ("latency and jitter", _slow),
    ("resets", _reset),
    ("silence", _silent),
    ("no database", _gone),
)


async def run(home: Path, *, rounds: int, seed: int, planted: str | None) -> Report:
    """Each fault for some seconds; `rounds` scales them: from three seconds each, the last one thirty at 50 rounds."""
    report = Report("network", "R3 R4", seed)
    acknowledged: list[int] = []
    home.mkdir(parents=True, exist_ok=True)
    with open_cluster(home) as cluster:
        async with proxied(cluster.dsn, seed) as (proxy, way), city(home, dsn=way) as there:
            for number, (name, begin) in enumerate(FAULTS):
                storm = Storm(there, seed=seed + number, new_key_on_retry=planted == "new_key")
                async with storm.raging():
                    await asyncio.sleep(1)
                    begin(proxy)
                    await asyncio.sleep(_lasts_s(name, rounds))
                    proxy.well()
                    recovered = await storm.selling_after(time.monotonic(), ALIVE_S)
                    await asyncio.sleep(1)
                if recovered is None:
                    report.wrong(name, [f"not selling {ALIVE_S:.0f} s after the fault ended"])
                acknowledged += storm.orders
                report.note(name, storm, recovered)
                report.wrong(name, await broken(there, acknowledged) + storm.surprises)
                if name == "no database" and not storm.statuses[503]:
                    report.wrong(name, ["nobody was told 503"])
            report.figures["replies lost"] = proxy.lost
    if not proxy.lost:
        report.wrong("reply to COMMIT lost", ["none was lost: the fault did not happen"])
    return report


def _lasts_s(name: str, rounds: int) -> float:
    return 30.0 if name == "no database" and rounds >= 50 else 3.0 + min(rounds, 50) / 25
