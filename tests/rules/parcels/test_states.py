"""States of packages, numbers that check themselves, and what the pieces of a package are worth."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.parcels.rules import (
    KIND_NAMES,
    MOVES,
    STATUS_NAMES,
    Part,
    Status,
    check_digit,
    is_tracking_number,
    paid_by_package,
    tracking_number,
)

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED = {
    ("PROCESSING", "FULFILLING"),
    ("FULFILLING", "COMPLETED"),
    ("PROCESSING", "CANCELLED"),
    ("FULFILLING", "CANCELLED"),
}


@pytest.mark.parametrize(("start", "end"), list(product(STATUSES, STATUSES)))
def test_r_ord_10_only_these_moves_exist(start: Status, end: Status) -> None:
    assert (start in MOVES.get(end, ())) == ((start, end) in ALLOWED)


def test_every_state_and_every_report_has_a_name() -> None:
    assert set(STATUS_NAMES) == set(STATUSES)
    assert len(KIND_NAMES) == 7


@given(st.integers(1, 2**53 - 1), st.integers(0, 12), st.integers(1, 9))
def test_a_wrong_digit_is_found(serial: int, place: int, other: int) -> None:
    number = tracking_number("KEID", serial)
    assert is_tracking_number("KEID", number)
    at = len(number) - 2 - place
    wrong = number[:at] + str((int(number[at]) + other) % 10) + number[at + 1 :]
    assert not is_tracking_number("KEID", wrong)


def test_what_is_no_number_of_ours() -> None:
    assert tracking_number("KEID", 42) == "KEID0000000000042" + check_digit("0000000000042")
    for text in ("", "KEID", "JNE0000000000042", "KEID00000000000４2", "KEID4"):
        assert not is_tracking_number("KEID", text)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_what_the_packages_of_a_line_are_worth_sums_to_the_line(paid: int, quantities: list[int]) -> None:
    whole = sum(quantities)
    parts = [Part(number, 7, 1, count, whole, paid) for number, count in enumerate(quantities)]
    worth = [lines[7] for lines in paid_by_package(parts).values()]
    assert sum(worth) == paid
    for count, minor in zip(quantities, worth, strict=True):
        assert abs(minor - paid * count / whole) <= 1
