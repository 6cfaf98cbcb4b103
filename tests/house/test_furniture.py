"""Rooms hold the furniture and nothing else; files and functions stay small; empty names stay out."""

import ast
from pathlib import Path

import pytest

from tests.house.floors import PACKAGE, ROOMS, ROOT

FURNITURE = {"__init__.py", "schema.sql", "rules", "actions", "queries", "jobs", "ports"}
FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "service",
    "services",
    "manager",
    "handler",
    "handlers",
}
LINES_MAX = 400
FUNCTION_MAX = 60
PYTHON = sorted(path for folder in ("etalase", "tests") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS[1:])
def test_a_room_holds_the_furniture_and_nothing_else(room: str) -> None:
    names = {
        path.name if path.suffix == ".sql" or path.name == "__init__.py" else path.stem
        for path in (PACKAGE / room).iterdir()
        if path.name != "__pycache__"
    }
    assert names <= FURNITURE
    assert ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text()))


@pytest.mark.parametrize("room", ROOMS[1:])
def test_the_card_of_a_room_is_a_docstring_without_code(room: str) -> None:
    assert len(ast.parse((PACKAGE / room / "__init__.py").read_text()).body) == 1


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LINES_MAX
    assert path.stem not in FORBIDDEN
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_MAX, node.name


def test_rules_know_no_database_and_no_clock() -> None:
    for room in ROOMS[1:]:
        for path in [*(PACKAGE / room).glob("rules.py"), *(PACKAGE / room).glob("rules/*.py")]:
            text = path.read_text()
            assert "etalase.base.db" not in text, path
            assert ".now(" not in text, path
