"""The short version that runs with every test run, each fault twice; `make chaos` runs all goals at full length."""

from pathlib import Path

import pytest

from tests.chaos.faults import KILLS
from tests.chaos.goals import GOALS

SEED = 20_261_127


@pytest.mark.parametrize(("goal", "rounds"), [("kills", 2 * len(KILLS)), ("network", 1)])
async def test_no_fault_loses_or_doubles_an_order(goal: str, rounds: int, tmp_path: Path) -> None:
    report = await GOALS[goal](tmp_path / "home", rounds=rounds, seed=SEED, planted=None)
    assert not report.problems
