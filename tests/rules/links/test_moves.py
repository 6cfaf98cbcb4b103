"""The states of a link, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import msgspec
import pytest

from etalase.base.errors import Refused
from etalase.base.markets import DEFINITIONS, Policy
from etalase.links import rules

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
POLICY = msgspec.convert({name: definition.of("ID") for name, definition in DEFINITIONS.items()}, Policy)
ALLOWED = {
    ("PENDING", "LINKED"),
    ("PENDING", "DECLINED"),
    ("PENDING", "CANCELLED"),
    ("PENDING", "EXPIRED"),
    ("LINKED", "UNLINKED"),
    ("LINKED", "REVOKED"),
}


@pytest.mark.parametrize(("start", "end"), list(product(rules.STATUSES, rules.STATUSES)))
def test_r_link_25_only_the_published_moves_exist(start: str, end: str) -> None:
    assert ((start, end) in rules.MOVES) == ((start, end) in ALLOWED)
    assert (start in rules.sources(end)) == ((start, end) in ALLOWED)


def code_of(status: str, expires_at: datetime) -> str | None:
    try:
        rules.refuse_answer(status, expires_at, NOW)
    except Refused as no:
        return no.code
    return None


def test_r_link_22_an_invitation_is_over_from_its_last_second_on() -> None:
    assert code_of("PENDING", NOW + timedelta(seconds=1)) is None
    assert code_of("PENDING", NOW) == "links.invitation_expired"
    assert code_of("EXPIRED", NOW - timedelta(days=900)) == "links.invitation_expired"


@pytest.mark.parametrize("status", [each for each in rules.STATUSES if each not in {"PENDING", "EXPIRED"}])
def test_an_answered_invitation_is_not_pending(status: str) -> None:
    assert code_of(status, NOW - timedelta(days=9)) == "links.not_pending"


def test_r_link_40_a_link_can_be_ended_after_a_day_to_the_second() -> None:
    rules.refuse_unlink("MARKETING", NOW - timedelta(days=1), 0, POLICY, NOW)
    with pytest.raises(Refused) as no:
        rules.refuse_unlink("MARKETING", NOW - timedelta(days=1) + timedelta(seconds=1), 0, POLICY, NOW)
    assert no.value.code == "links.too_early_to_unlink"
    assert no.value.facts == {"unlink_from": "2026-11-24T09:00:01Z"}


def test_r_link_41_the_fourth_official_unlink_is_refused_and_marketing_ones_are_not_counted() -> None:
    linked = NOW - timedelta(days=2)
    rules.refuse_unlink("OFFICIAL", linked, 2, POLICY, NOW)
    rules.refuse_unlink("MARKETING", linked, 9, POLICY, NOW)
    with pytest.raises(Refused) as no:
        rules.refuse_unlink("OFFICIAL", linked, 3, POLICY, NOW)
    assert no.value.code == "links.official_unlinks_used_up"


def test_every_end_has_a_word_for_why() -> None:
    for (_, end), sides in rules.MOVES.items():
        for side in sides if end != "LINKED" else ():
            told = "SHOP_CLOSED" if side == "SYSTEM" else None
            assert rules.why(end, side, told)
    assert rules.why("LINKED", None, None) is None
