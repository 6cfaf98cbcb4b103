"""Which warehouse serves a line, and how a total is spread over several."""

from hypothesis import given
from hypothesis import strategies as st

from etalase.stock.queries import Level
from etalase.stock.rules import choose_warehouse, spread

FIGURES = st.lists(st.integers(0, 50), min_size=1, max_size=6)


def level(warehouse_id: int, available: int) -> Level:
    return Level(1, 2, warehouse_id, 3, available, 0)


def test_the_fullest_that_has_enough_serves_and_of_equals_the_oldest() -> None:
    places = [level(9, 5), level(4, 8), level(3, 8), level(2, 2)]
    assert choose_warehouse(places, 5) == level(3, 8)
    assert choose_warehouse(places, 9) is None
    assert choose_warehouse([], 1) is None


@given(FIGURES, st.integers(1, 60))
def test_the_order_in_which_they_are_read_does_not_matter(figures: list[int], quantity: int) -> None:
    places = [level(at, available) for at, available in enumerate(figures)]
    chosen = choose_warehouse(places, quantity)
    assert chosen == choose_warehouse(places[::-1], quantity)
    assert (chosen is None) == (max(figures) < quantity)


@given(FIGURES, st.integers(0, 400))
def test_a_spread_has_the_total_asked_for_and_only_the_default_one_grows(figures: list[int], total: int) -> None:
    held = dict(enumerate(figures))
    after = spread(held, 0, total)
    assert sum(after.values()) == total
    assert all(0 <= pieces <= held[place] for place, pieces in after.items() if place)
    assert after[0] >= 0
