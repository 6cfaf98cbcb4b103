"""The states of a return, the shop's decisions and what silence decides; without a database."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etalase.aftersales.rules.arbitrating import DISPUTE_MOVES, DISPUTE_NAMES, DisputeStatus
from etalase.aftersales.rules.returning import (
    DECISION_NAMES,
    DECISIONS,
    ENDS,
    EVENTS,
    FREES_PIECES,
    KIND_NAMES,
    MAY_DISPUTE,
    MAY_WITHDRAW,
    MOVES,
    NEEDS_REASON,
    REASON_NAMES,
    REJECTS,
    SILENCE,
    STATUS_NAMES,
    Decision,
    Kind,
    Reason,
    Status,
    first_status,
    rejected_status,
    share_of,
    supported_status,
    withdrawn_status,
)

KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
DISPUTES: tuple[DisputeStatus, ...] = get_args(DisputeStatus)
PENDING: Status = "RETURN_OR_REFUND_REQUEST_PENDING"
REJECT: Status = "REFUND_OR_RETURN_REQUEST_REJECT"
SUCCESS: Status = "RETURN_OR_REFUND_REQUEST_SUCCESS"
CANCEL: Status = "RETURN_OR_REFUND_REQUEST_CANCEL"
COMPLETE: Status = "RETURN_OR_REFUND_REQUEST_COMPLETE"
ALLOWED: set[tuple[Status | None, Status]] = {
    (None, PENDING),
    (PENDING, "AWAITING_BUYER_SHIP"),
    (PENDING, SUCCESS),
    (PENDING, REJECT),
    (PENDING, "AWAITING_BUYER_RESPONSE"),
    (PENDING, CANCEL),
    ("AWAITING_BUYER_RESPONSE", SUCCESS),
    ("AWAITING_BUYER_RESPONSE", PENDING),
    ("AWAITING_BUYER_RESPONSE", CANCEL),
    ("AWAITING_BUYER_SHIP", "BUYER_SHIPPED_ITEM"),
    ("AWAITING_BUYER_SHIP", CANCEL),
    ("BUYER_SHIPPED_ITEM", SUCCESS),
    ("BUYER_SHIPPED_ITEM", "REJECT_RECEIVE_PACKAGE"),
    ("REJECT_RECEIVE_PACKAGE", SUCCESS),
    ("REJECT_RECEIVE_PACKAGE", REJECT),
    (REJECT, SUCCESS),
    (REJECT, "AWAITING_BUYER_SHIP"),
    (SUCCESS, COMPLETE),
    (None, "REPLACEMENT_REQUEST_PENDING"),
    ("REPLACEMENT_REQUEST_PENDING", "REPLACEMENT_REQUEST_REJECT"),
    ("REPLACEMENT_REQUEST_PENDING", "REPLACEMENT_REQUEST_REFUND_SUCCESS"),
    ("REPLACEMENT_REQUEST_PENDING", "REPLACEMENT_REQUEST_CANCEL"),
    ("REPLACEMENT_REQUEST_PENDING", "REPLACEMENT_REQUEST_COMPLETE"),
    ("REPLACEMENT_REQUEST_REJECT", "REPLACEMENT_REQUEST_REFUND_SUCCESS"),
}


@pytest.mark.parametrize(("start", "end"), list(product((None, *STATUSES), STATUSES)))
def test_r_ret_2_only_the_moves_of_the_table_exist(start: Status | None, end: Status) -> None:
    assert (start in MOVES[end]) == ((start, end) in ALLOWED)


@pytest.mark.parametrize(("start", "end"), list(product((None, *DISPUTES), DISPUTES)))
def test_r_ret_4_a_dispute_is_decided_once(start: DisputeStatus | None, end: DisputeStatus) -> None:
    decided = start == "IN_PROGRESS" and end != "IN_PROGRESS"
    assert (start in DISPUTE_MOVES[end]) == (decided or (start is None and end == "IN_PROGRESS"))


def test_r_ret_3_every_decision_leads_along_a_move() -> None:
    for (kind, start), decisions in DECISIONS.items():
        assert all(start in MOVES[end] or (kind == "REPLACEMENT" and end == start) for end in decisions.values())
    made = {decision for decisions in DECISIONS.values() for decision in decisions}
    assert made == set(get_args(Decision)) == set(DECISION_NAMES)
    assert NEEDS_REASON == {each for each in made if each.startswith("REJECT") or each == "OFFER_PARTIAL_REFUND"}


def test_r_ret_3_silence_decides_every_pending_step_and_approves() -> None:
    for (kind, start), end in SILENCE.items():
        assert start in MOVES[end] or (kind == "REPLACEMENT" and end == start)
    waiting = {(kind, status) for kind, status in DECISIONS if status != "REJECT_RECEIVE_PACKAGE"}
    waiting |= {(kind, "AWAITING_BUYER_RESPONSE") for kind in ("REFUND", "RETURN_AND_REFUND")}
    waiting |= {("RETURN_AND_REFUND", "AWAITING_BUYER_SHIP")}
    assert set(SILENCE) == waiting
    # Silence is never a rejection; the buyer's own silence lets a return lapse.
    assert not set(SILENCE.values()) & set(REJECTS)
    assert {status for (_, status), end in SILENCE.items() if end == CANCEL} == {"AWAITING_BUYER_SHIP"}


def test_r_ret_1_each_kind_has_its_own_states() -> None:
    for kind in KINDS:
        assert None in MOVES[first_status(kind)]
        assert first_status(kind) in MOVES[rejected_status(kind)]
        assert first_status(kind) in MOVES[withdrawn_status(kind)]
    assert set(MAY_WITHDRAW) == {start for end in (CANCEL, "REPLACEMENT_REQUEST_CANCEL") for start in MOVES[end]}


def test_r_ret_4_the_operator_leads_a_supported_buyer_to_the_money_or_first_back_to_the_shop() -> None:
    assert supported_status("REFUND", REJECT, sent_back=False) == SUCCESS
    assert supported_status("RETURN_AND_REFUND", REJECT, sent_back=False) == "AWAITING_BUYER_SHIP"
    assert supported_status("RETURN_AND_REFUND", REJECT, sent_back=True) == SUCCESS
    assert supported_status("RETURN_AND_REFUND", "REJECT_RECEIVE_PACKAGE", sent_back=True) == SUCCESS
    assert (
        supported_status("REPLACEMENT", "REPLACEMENT_REQUEST_REJECT", sent_back=False)
        == "REPLACEMENT_REQUEST_REFUND_SUCCESS"
    )
    assert set(MAY_DISPUTE) == set(REJECTS)


def test_what_ends_leads_nowhere_and_everything_else_goes_on() -> None:
    starts = {start for sources in MOVES.values() for start in sources}
    assert {status for status in STATUSES if status not in starts} == set(ENDS)
    assert set(FREES_PIECES) == {*REJECTS, CANCEL, "REPLACEMENT_REQUEST_CANCEL"}


def test_every_state_reason_and_kind_has_a_name_and_every_move_is_told() -> None:
    assert set(STATUS_NAMES) == set(STATUSES) == set(EVENTS) and set(KIND_NAMES) == set(KINDS)
    assert set(REASON_NAMES) == set(get_args(Reason)) and set(DISPUTE_NAMES) == set(DISPUTES)


@given(some.integers(0, 10**12), some.integers(1, 40), some.data())
def test_r_ret_the_shares_of_a_line_sum_to_what_was_paid_however_it_is_cut(
    paid: int, bought: int, data: some.DataObject
) -> None:
    before, shares = 0, list[int]()
    while before < bought:
        quantity = data.draw(some.integers(1, bought - before))
        shares.append(share_of(paid, bought, before, quantity))
        before += quantity
    assert sum(shares) == paid and min(shares) >= 0
