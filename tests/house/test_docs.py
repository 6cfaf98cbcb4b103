"""What the docs promise to list, they list."""

import re

import pytest

from etalase.app.reference import reference
from etalase.app.wiring import refusals, roster
from tests.house.floors import PACKAGE, ROOMS, ROOT

CODE = re.compile(r"""Refused\(\s*f?["']([a-z_]+\.[a-z_]+)["']""")


def test_every_refusal_code_is_documented() -> None:
    assert (ROOT / "docs/reference/refusals.md").read_text() == reference()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_code_that_is_raised_has_a_sentence(path: object) -> None:
    from pathlib import Path

    raised = set(CODE.findall(Path(str(path)).read_text()))
    assert raised <= set(refusals())


def test_every_setting_is_documented() -> None:
    used = set(re.findall(r"\b(ETALASE_[A-Z_]+|DATABASE_URL)\b", (PACKAGE / "base/settings.py").read_text()))
    documented = (ROOT / "docs/reference/settings.md").read_text()
    assert [name for name in sorted(used) if name not in documented] == []


def test_the_map_names_every_room() -> None:
    map_of_the_house = (ROOT / "ARCHITECTURE.md").read_text()
    assert [room for room in ROOMS if f"`{room}`" not in map_of_the_house] == []


def test_every_job_has_a_name_of_its_room() -> None:
    assert {name.split(".")[0] for name in roster().reaction_names()} <= set(ROOMS)
