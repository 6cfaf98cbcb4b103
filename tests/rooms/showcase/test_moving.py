"""Small moves: some products change places among themselves, all others stay (R-SHOW-5, 12)."""

from hypothesis import given
from hypothesis import strategies as st

from etalase.showcase.actions.moving import among

ids = st.lists(st.integers(1, 30), unique=True, max_size=20)


@given(ids, ids)
def test_a_move_keeps_every_product_and_every_other_place(order: list[int], named: list[int]) -> None:
    moved = among(order, named)
    assert sorted(moved) == sorted(order)
    assert [each for each in moved if each in named] == [each for each in named if each in order]
    assert all(after == before for before, after in zip(order, moved, strict=True) if before not in named)


def test_two_neighbours_change_places() -> None:
    assert among([1, 2, 3, 4], [3, 2]) == [1, 3, 2, 4]
