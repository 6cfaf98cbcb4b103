"""Help, exit codes, and a line of words instead of a traceback."""

import re
from pathlib import Path

import pytest

from etalase.cli.main import COMMANDS
from tests.cli.shell import run

ROOT = Path(__file__).parents[2]


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(f"    {command.NAME} " in shown.stdout for command in COMMANDS)


@pytest.mark.parametrize("name", [command.NAME for command in COMMANDS])
def test_every_command_has_help_and_a_place_in_the_reference(name: str) -> None:
    assert run(name, "--help").returncode == 0
    assert f"## etalase {name}" in (ROOT / "docs/reference/cli.md").read_text()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("up", "--port", "0"),
        ("up", "--workers", "none"),
        ("import", "products"),
        ("demo", "--scale", "-1"),
    ],
)
def test_wrong_use_exits_with_2(words: tuple[str, ...]) -> None:
    shown = run(*words)
    assert shown.returncode == 2
    assert "usage: etalase" in shown.stderr


def test_a_setting_that_cannot_be_read_exits_with_2_and_names_it(tmp_path: Path) -> None:
    shown = run("migrate", etalase_home=str(tmp_path), etalase_pool_size="many")
    assert shown.returncode == 2
    assert "ETALASE_POOL_SIZE" in shown.stderr


def test_a_database_that_is_not_there_exits_with_1_in_one_line(tmp_path: Path) -> None:
    shown = run("migrate", database_url=f"postgresql:///none?host={tmp_path}&user=nobody")
    assert shown.returncode == 1
    assert shown.stderr.startswith("etalase: ")
    assert "Traceback" not in shown.stderr


def test_every_setting_is_in_the_reference() -> None:
    read = (ROOT / "etalase/base/settings.py").read_text()
    documented = (ROOT / "docs/reference/settings.md").read_text()
    names = set(re.findall(r'"(ETALASE_[A-Z_]+|DATABASE_URL)"', read))
    missing = sorted(name for name in names if f"`{name}`" not in documented)
    assert not missing
