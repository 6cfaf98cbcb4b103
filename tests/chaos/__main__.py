"""`python -m tests.chaos [--rounds N] [--only NAME …] [--seed N] [--planted]`: exit code 0 when every goal holds.

With `--planted` every goal runs once per planted bug, and holds when its check catches the bug.
"""

import argparse
import asyncio
import secrets
import shutil
import tempfile
from pathlib import Path

from tests.chaos.goals import GOALS, PLANTED
from tests.chaos.report import Report


def main() -> int:
    """Run the goals that are asked for, one after the other."""
    asked = _arguments()
    seed = asked.seed if asked.seed is not None else secrets.randbelow(1_000_000)
    reports: list[tuple[Report, str | None]] = []
    for name in asked.only or GOALS:
        for bug in PLANTED[name] if asked.planted else (None,):
            print(f"{name}{f' with the planted bug {bug}' if bug else ''} (seed {seed})", flush=True)
            reports.append((asyncio.run(_run(name, asked.rounds, seed, bug)), bug))
    print()
    failed = 0
    for report, bug in reports:
        caught = bool(report.problems) or bool(report.skipped)
        failed += (not caught) if bug else bool(report.problems)
        print(report.line() + (f"  {'caught' if caught else 'NOT CAUGHT'}: {bug}" if bug else ""))
    return 1 if failed else 0


async def _run(name: str, rounds: int, seed: int, bug: str | None) -> Report:
    home = Path(tempfile.mkdtemp(prefix="etalase-chaos-"))
    try:
        return await GOALS[name](home, rounds=rounds, seed=seed, planted=bug)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="kills in a row (default 50)")
    parser.add_argument("--only", nargs="+", choices=list(GOALS), help="these goals")
    parser.add_argument("--seed", type=int, help="repeat a run")
    parser.add_argument("--planted", action="store_true", help="prove that each check catches its bug")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
