"""What each kind of move does is said in rules and in the sweep; the two must agree."""

import re

from etalase.base.db import Statement
from etalase.stock import queries, rules


def summed(sweep: Statement, column: str) -> dict[str, int]:
    part = re.search(rf"sum\(CASE kind ((?:(?!sum\().)*)\s+ELSE 0 END\) AS {column}", sweep.sql, re.DOTALL)
    assert part is not None
    found = re.findall(r"WHEN '(\w+)'\s+THEN (-?)quantity", part.group(1))
    return {kind: -1 if sign else 1 for kind, sign in found}


def test_the_sweep_sums_what_the_rules_say() -> None:
    sweep = queries.SWEEPS[0][1]
    for at, column in enumerate(("available", "reserved", "aside")):
        said = {kind: effect[at] for kind, effect in rules.EFFECTS.items() if effect[at]}
        assert summed(sweep, column) == said


def test_no_move_but_a_correction_makes_pieces_out_of_nothing() -> None:
    assert {kind for kind, effect in rules.EFFECTS.items() if sum(effect) > 0} == {"SET", "RETURNED"}
