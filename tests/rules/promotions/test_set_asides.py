"""A promotion with pieces of its own: a line has its price whole or not at all, and when they are gone its price has ended."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.promotions.rules import Aside, Offers, PromotionOffer, apply, most_aside, prices_of, sources
from tests.rules.promotions.offering import NOW, flash, line, off, offers

KEPT = 900


def keeping(promotion: PromotionOffer, left: int, sku_id: int = 1, set_aside_id: int = KEPT) -> PromotionOffer:
    """The same with so many pieces left that are set aside for it."""
    return msgspec.structs.replace(promotion, asides=(Aside(sku_id, set_aside_id, 5, left),))


def told(given_: Offers, quantity: int) -> list[tuple[int, int, int | None]]:
    """(promotion, pieces, set-aside) of every part of a line of so many pieces at 100,000."""
    [found] = apply([line(quantity=quantity)], given_, NOW)
    return [(part.source_id, part.quantity, part.set_aside_id) for part in found.parts]


@pytest.mark.parametrize(("left", "quantity", "expected"), [
    (3, 3, [(50, 3, KEPT)]), (3, 4, []), (1, 1, [(50, 1, KEPT)]), (0, 1, []),
])  # fmt: skip
def test_a_line_has_the_price_for_all_its_pieces_or_for_none(left: int, quantity: int, expected: list[Any]) -> None:
    given_ = offers(keeping(flash(60_000), left))
    assert told(given_, quantity) == expected
    assert sources([line(quantity=quantity)], given_, NOW) == ({1: Aside(1, KEPT, 5, left)} if expected else {})


@pytest.mark.parametrize(("limit", "quantity", "expected"), [
    (2, 2, [(50, 2, KEPT)]), (2, 3, [(1, 3, None)]), (-1, 3, [(50, 3, KEPT)]), (0, 1, [(1, 1, None)]),
])  # fmt: skip
def test_a_limit_cuts_no_line_in_two_but_sends_it_whole_to_the_next_price(
    limit: int, quantity: int, expected: list[Any]
) -> None:
    deal = keeping(flash(60_000, left=limit, counted=limit != -1), 4)
    assert told(offers(deal, off(10)), quantity) == expected


def test_r_pro_2_the_largest_discount_wins_whoever_keeps_pieces() -> None:
    small, large = off(10, promotion_id=1), off(30, promotion_id=2)
    assert told(offers(keeping(small, 5), large), 2) == [(2, 2, None)]
    assert told(offers(small, keeping(large, 5)), 2) == [(2, 2, KEPT)]
    # What a limit leaves of the best one is not filled up from what another one keeps.
    limited = off(30, promotion_id=2, left=1, counted=True)
    assert told(offers(keeping(small, 5), limited), 2) == [(2, 1, None)]


def test_what_is_set_aside_of_another_sku_changes_nothing() -> None:
    given_ = offers(keeping(flash(60_000), 0, sku_id=2))
    assert told(given_, 2) == [(50, 2, None)]
    assert sources([line(quantity=2)], given_, NOW) == {} and most_aside(line(), given_, NOW) == 0


@pytest.mark.parametrize(("limit", "left", "most"), [(-1, 3, 3), (2, 3, 2), (5, 3, 3), (-1, 0, 0), (0, 3, 0)])
def test_what_is_left_at_the_price_is_the_less_of_the_limit_and_the_pieces(limit: int, left: int, most: int) -> None:
    deal = keeping(flash(60_000, left=limit, counted=limit != -1), left)
    assert most_aside(line(), offers(deal), NOW) == most
    assert bool(prices_of(line(), [deal])) == bool(most)


def test_offers_know_what_is_left_now() -> None:
    given_ = offers(keeping(flash(60_000), 3), off(10))
    assert [each.left for each in given_.with_left({KEPT: 1, 7: 9}).asides] == [1]
    assert given_.with_left({}) == given_


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 5)), min_size=1, max_size=6, unique_by=lambda each: each[0]),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6), st.integers(-1, 6), st.integers(1, 99)), max_size=4),
)
def test_whatever_is_bought_a_set_aside_gives_whole_lines_and_never_more_than_it_has(
    wanted: list[tuple[int, int]], kept: list[tuple[int, int, int, int]]
) -> None:
    given_ = offers(*(
        keeping(off(percent, promotion_id=at, left=limit, counted=limit != -1), left, sku_id, KEPT + at)
        for at, (sku_id, left, limit, percent) in enumerate(kept)
    ))  # fmt: skip
    lines = [line(sku_id, quantity=pieces) for sku_id, pieces in wanted]
    taken = dict.fromkeys((each.set_aside_id for each in given_.asides), 0)
    for each, found in zip(lines, apply(lines, given_, NOW), strict=True):
        own = [part for part in found.parts if part.set_aside_id is not None]
        assert not own or (len(found.parts) == 1 and own[0].quantity == each.quantity)
        for part in own:
            taken[part.set_aside_id or 0] += part.quantity
    assert all(taken[each.set_aside_id] <= each.left for each in given_.asides)
    assert {each.set_aside_id for each in sources(lines, given_, NOW).values()} == {
        at for at, many in taken.items() if many
    }
