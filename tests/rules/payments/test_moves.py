"""The states of a payment, of an attempt and of a refund, and their moves; without a database."""

from itertools import product
from typing import get_args

import pytest

from etalase.base.errors import Refused
from etalase.payments.rules import (
    ATTEMPT_MOVES,
    METHOD_NAMES,
    MOVES,
    REFUND_MOVES,
    AttemptStatus,
    Method,
    RefundStatus,
    Status,
    attempt_key,
    opening_status,
    read_key,
)

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED: set[tuple[Status, Status]] = {
    ("FAILED", "PENDING"),
    ("PENDING", "PAID"),
    ("FAILED", "PAID"),
    ("DUE_ON_DELIVERY", "PAID"),
    ("CANCELLED", "PAID"),  # its money came late, and goes back
    ("REFUNDED", "PAID"),  # on delivery, the next order of the checkout
    ("PENDING", "FAILED"),
    ("PENDING", "DUE_ON_DELIVERY"),
    ("FAILED", "DUE_ON_DELIVERY"),
    ("PENDING", "CANCELLED"),
    ("FAILED", "CANCELLED"),
    ("DUE_ON_DELIVERY", "CANCELLED"),
    ("PAID", "REFUNDED"),
}
ATTEMPTS: tuple[AttemptStatus, ...] = get_args(AttemptStatus)
ENDS_OF_MONEY: set[AttemptStatus] = {"PAID", "RETURNED"}
REFUNDS: tuple[RefundStatus, ...] = get_args(RefundStatus)


@pytest.mark.parametrize(("start", "end"), list(product(STATUSES, STATUSES)))
def test_only_these_moves_exist(start: Status, end: Status) -> None:
    assert (start in MOVES.get(end, ())) == ((start, end) in ALLOWED)


@pytest.mark.parametrize(("start", "end"), list(product(ATTEMPTS, ATTEMPTS)))
def test_an_attempt_never_leaves_the_state_in_which_its_money_is_known_to_be(
    start: AttemptStatus, end: AttemptStatus
) -> None:
    allowed = start in ATTEMPT_MOVES.get(end, ())
    if start in ENDS_OF_MONEY or start == end:
        assert not allowed
    if start == "SURPLUS":
        assert allowed == (end == "RETURNED")
    if end in {"PAID", "SURPLUS"}:
        assert allowed == (start in {"OPENING", "OPEN", "CLOSING", "CLOSED", "FAILED"})


@pytest.mark.parametrize(("start", "end"), list(product(REFUNDS, REFUNDS)))
def test_a_refund_that_succeeded_stays(start: RefundStatus, end: RefundStatus) -> None:
    allowed = start in REFUND_MOVES.get(end, ())
    assert allowed == ((start, end) in {("PENDING", "SUCCESS"), ("PENDING", "FAILED"), ("FAILED", "PENDING")})


def test_what_is_opened_waits_for_a_provider_or_for_the_door() -> None:
    opened = {method: opening_status(method) for method in get_args(Method)}
    assert opened.pop("COD") == "DUE_ON_DELIVERY"
    assert set(opened.values()) == {"PENDING"}
    assert set(METHOD_NAMES) == set(get_args(Method))


def test_a_key_comes_back_as_it_was_made_and_nothing_else_is_one() -> None:
    assert read_key(attempt_key(12, 9_007_199_254_740_991, 3)) == (12, 9_007_199_254_740_991, 3)
    for other in ("", "1-2", "1-2-3-4", "1-2-x", "a-2-3", "1-2-0", "1-2-100", "1-2-²", "12345678901234567-2-1"):
        assert read_key(other) is None


def test_refusals_of_payments_are_conflicts() -> None:
    assert Refused("payments.declined").status == 409
