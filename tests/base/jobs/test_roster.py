"""What a roster accepts and how it is asked."""

import pytest

from etalase.base.jobs import Reaction, Roster, Timed
from tests.base.jobs import marks


def test_a_roster_tells_who_reacts_to_an_event() -> None:
    roster = Roster([marks.MARKED, marks.SLOW, marks.MARKED_AGAIN, marks.TICKING])
    assert roster.reactions_of("thing.made") == ("tests.mark", "tests.mark_slowly")
    assert roster.reactions_of("thing.marked") == ("tests.mark",)
    assert roster.reactions_of("thing.lost") == ()
    assert roster.timed == (marks.TICKING,)


@pytest.mark.parametrize(
    "jobs",
    [
        [marks.MARKED, marks.MARKED],
        [marks.TICKING, marks.TICKING],
        [marks.MARKED, Timed("tests.mark", 1, marks.tick)],
        [marks.MARKED, Reaction("thing.lost", "tests.mark", marks.poison)],
        [Timed("tick", 1, marks.tick)],
    ],
)
def test_names_that_would_be_confused_are_our_bug(jobs: list[Reaction | Timed]) -> None:
    with pytest.raises(ValueError, match="job"):
        Roster(jobs)
