"""Problem answers: the facts of a case stand beside its core fields and never in their place."""

import ast
from pathlib import Path

import msgspec
import pytest
from litestar.testing import RequestFactory

from etalase.base.errors import Invalid, Refusal, Refused
from etalase.doorway.house import House
from etalase.doorway.problems import problem_body
from tests.house.floors import PACKAGE

CORE = {"type", "title", "status", "code", "detail"}


def hostile(no: Refusal) -> Refusal:
    no.facts = dict.fromkeys(CORE, "shadow") | {"left": 3}
    return no


@pytest.mark.parametrize("no", [Refused("idempotency.key_reused"), Invalid({"stock": "x"})], ids=["refused", "invalid"])
async def test_no_fact_takes_the_place_of_a_core_field(house: House, no: Refusal) -> None:
    told = msgspec.json.decode(problem_body(RequestFactory().get("/"), house, hostile(no)), type=dict[str, object])
    assert "shadow" not in told.values()
    assert (told["status"], told["code"], told["left"]) == (no.status, no.code, 3)
    assert isinstance(told.get("errors"), dict) == isinstance(no, Invalid)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_refusal_names_a_fact_like_a_core_field(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    refusals = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"Refused", "Invalid"}]
    named = {each.arg for call in refusals for each in call.keywords}
    assert not named & (CORE | {"errors"})
