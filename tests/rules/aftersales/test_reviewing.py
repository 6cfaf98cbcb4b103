"""Who may write, edit, add to and delete a review, and until when (R-REV-1); without a database."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from etalase.aftersales.queries.reviews import Summary
from etalase.aftersales.rules.reviewing import may_edit, may_follow_up, may_write
from etalase.base.markets import MARKETS
from etalase.orders.rules import Status as OrderStatus
from tests.rules.aftersales.test_cancelling import policy_of

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", get_args(OrderStatus))
def test_r_rev_1_only_what_was_delivered_is_reviewed(status: OrderStatus) -> None:
    assert may_write(status, AT, policy_of("ID"), AT) == (status in {"DELIVERED", "COMPLETED"})
    assert not may_write(status, None, policy_of("ID"), AT)


def test_r_rev_1_united_states_within_sixty_days_edited_and_deleted_at_any_time() -> None:
    policy = policy_of("US")
    assert may_write("COMPLETED", AT, policy, AT + DAY * 59)
    assert not may_write("COMPLETED", AT, policy, AT + DAY * 60)
    assert may_edit(500, AT, policy, AT + DAY * 3000) and policy.review_may_delete


@pytest.mark.parametrize("market", ["ID", "TH"])
def test_r_rev_1_indonesia_and_thailand_edit_once(market: str) -> None:
    policy = policy_of(market)
    assert may_edit(0, AT, policy, AT + DAY) and not may_edit(1, AT, policy, AT + DAY)
    assert not policy.review_may_delete and not policy.review_anonymous


def test_r_rev_1_viet_nam_one_follow_up_within_half_a_year_and_anonymous() -> None:
    policy = policy_of("VN")
    assert policy.review_anonymous and not may_edit(0, AT, policy, AT)
    assert may_follow_up(None, AT, policy, AT + DAY * 179)
    assert not may_follow_up(None, AT, policy, AT + DAY * 180)
    assert not may_follow_up("said already", AT, policy, AT)


@pytest.mark.parametrize("market", sorted(set(MARKETS) - {"VN"}))
def test_r_rev_1_nowhere_else_is_anything_added(market: str) -> None:
    assert not may_follow_up(None, AT, policy_of(market), AT)


def test_an_average_is_rounded_to_a_tenth_halves_up() -> None:
    assert Summary({5: 1, 4: 1, 3: 0, 2: 0, 1: 0}).average_tenths == 45
    assert Summary({5: 2, 4: 1, 3: 0, 2: 0, 1: 0}).average_tenths == 47
    assert Summary({5: 3, 4: 1}).average_tenths == 48
    assert Summary({}).average_tenths == 0
