"""`etalase migrate` joins or starts the database of its home, and a second run has nothing to do."""

from pathlib import Path

from tests.cli.shell import run


def test_migrate_twice(tmp_path: Path) -> None:
    first = run("migrate", etalase_home=str(tmp_path))
    assert first.returncode == 0, first.stderr
    second = run("migrate", etalase_home=str(tmp_path))
    assert second.returncode == 0, second.stderr
    assert second.stdout == "Nothing to apply.\n"


def test_sweep_of_an_empty_house_finds_nothing(tmp_path: Path) -> None:
    assert run("migrate", etalase_home=str(tmp_path)).returncode == 0
    swept = run("sweep", etalase_home=str(tmp_path))
    assert swept.returncode == 0, swept.stdout + swept.stderr
