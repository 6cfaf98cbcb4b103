"""Many refunds end where one does: shares grow with the total refunded and are exact at its end (R11)."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etalase.ledger.rules import floor_share, shares_of

PARTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=5)


def refunds_of(whole: int, most: int, seed: int) -> list[int]:
    """The running total after each of at most `most` refunds that end at the whole."""
    chance = random.Random(seed)
    cuts = sorted({chance.randint(0, whole) for _ in range(most - 1)} | {whole})
    return [cut for cut in cuts if cut > 0] or [whole]


@settings(max_examples=1000)
@given(PARTS, st.integers(0, 2**31))
def test_r11_forty_refunds_reverse_every_part_exactly(parts: list[int], seed: int) -> None:
    whole = sum(parts)
    before = [0] * len(parts)
    for done in refunds_of(whole, 40, seed):
        after = shares_of(parts, done)
        assert sum(after) == done
        assert all(0 <= old <= new <= part for old, new, part in zip(before, after, parts, strict=True))
        exact = [part * done / whole if whole else 0 for part in parts]
        assert all(abs(new - each) < 2 for new, each in zip(after, exact, strict=True))
        before = after
    assert before == parts


@settings(max_examples=1000)
@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 2**31))
def test_r11_a_fee_goes_back_exactly_with_the_last_of_forty_refunds(fee: int, whole: int, seed: int) -> None:
    gone = 0
    for done in refunds_of(whole, 40, seed):
        now = floor_share(fee, done, whole)
        assert gone <= now <= fee
        gone = now
    assert gone == fee


def test_r11_rounding_each_refund_alone_would_drift() -> None:
    """The planted bug: the same refunds, each rounded by itself, leave something of a fee behind, or take too much."""
    fee, whole = 999, 10_000
    alone = sum(round(fee * 3 / whole) for _ in range(0, whole, 3))
    assert alone != fee
    together = [
        floor_share(fee, min(done + 3, whole), whole) - floor_share(fee, done, whole) for done in range(0, whole, 3)
    ]
    assert sum(together) == fee


@settings(max_examples=300)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=5))
def test_every_single_unit_refunded_grows_one_part_by_one(parts: list[int]) -> None:
    for done in range(sum(parts)):
        grown = [new - old for new, old in zip(shares_of(parts, done + 1), shares_of(parts, done), strict=True)]
        assert max(grown) == sum(grown) == 1 and min(grown) >= 0


@pytest.mark.parametrize(("parts", "done"), [([1, 2], 4), ([1, 2], -1), ([3, -1], 1)])
def test_a_share_of_what_is_not_there_is_our_bug(parts: list[int], done: int) -> None:
    with pytest.raises(ValueError, match="not there"):
        shares_of(parts, done)


def test_a_whole_of_nothing_has_shares_of_nothing() -> None:
    assert shares_of([0, 0], 0) == [0, 0]
    assert floor_share(5, 0, 0) == 5
