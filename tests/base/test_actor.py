"""Who asks, and the one check for those who act for the platform."""

import re
from pathlib import Path

import pytest

import etalase
from etalase.base.actor import SYSTEM, Actor, only_operators
from etalase.base.errors import NotAllowed

WRITTEN_OUT = re.compile(r"if not actor\.is_operator:\s+raise NotAllowed")


def test_only_operators_lets_operators_and_the_system_pass_and_nobody_else() -> None:
    only_operators(SYSTEM)
    only_operators(Actor(7, "meja", "ID", is_operator=True))
    with pytest.raises(NotAllowed):
        only_operators(Actor(8, "sari", "ID"))


def test_the_check_for_operators_is_written_out_in_one_place() -> None:
    places = [path.name for path in Path(etalase.__file__).parent.rglob("*.py") if _writes_it_out(path)]
    assert places == ["actor.py"]


def _writes_it_out(path: Path) -> bool:
    return bool(WRITTEN_OUT.search(path.read_text(encoding="utf-8")))
