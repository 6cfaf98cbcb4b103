"""Why an item is shown or not, and the small pure pieces of the Showcase; without a database."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etalase.showcase.actions.moving import among
from etalase.showcase.actions.place import Held, places_at_head, without_repeats
from etalase.showcase.queries.cards import pattern
from etalase.showcase.rules import REFUSALS, STATE_TEXTS, State, state_of


def state(
    product_status: str = "ACTIVATE", shop: str = "OPEN", *, has_right: bool = True, in_stock: bool = True
) -> State:
    return state_of(product_status, shop, has_right=has_right, in_stock=in_stock)


def test_r_show_30_sold_out_stays_and_says_so() -> None:
    assert (state(), state(in_stock=False)) == ("SHOWN", "SOLD_OUT")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("SELLER_DEACTIVATED", "SELLER_DEACTIVATED"),
        ("PLATFORM_DEACTIVATED", "PLATFORM_DEACTIVATED"),
        ("FREEZE", "PLATFORM_DEACTIVATED"),
        ("DRAFT", "UNDER_REVIEW"),
        ("PENDING", "UNDER_REVIEW"),
        ("FAILED", "UNDER_REVIEW"),
    ],
)
def test_r_show_31_a_product_that_is_not_live_tells_why(status: str, told: str) -> None:
    assert state(status) == told
    assert state(status, in_stock=False) == told


def test_r_show_33_without_a_right_nothing_about_the_product_matters() -> None:
    for status, shop, stock in product(("ACTIVATE", "FREEZE"), ("OPEN", "HOLIDAY"), (True, False)):
        assert state(status, shop, has_right=False, in_stock=stock) == "RIGHT_ENDED"


def test_r_show_34_the_shop_is_told_first() -> None:
    assert state(shop="HOLIDAY") == "SHOP_ON_HOLIDAY"
    assert state("FREEZE", "HOLIDAY", in_stock=False) == "SHOP_ON_HOLIDAY"
    for shop, has_right in product(("CLOSED", "SUSPENDED"), (True, False)):
        assert state("FREEZE", shop, has_right=has_right) == "SHOP_CLOSED"


def test_every_state_and_every_code_of_the_contract_has_its_sentence() -> None:
    assert set(STATE_TEXTS) == set(get_args(State))
    assert {"showcase.no_right", "showcase.official_is_automatic", "showcase.full", "showcase.not_eligible"} <= set(
        REFUSALS
    )


def test_search_words_are_text_and_never_a_pattern() -> None:
    assert pattern(None) is None and pattern("  ") is None
    assert pattern("red  shoe") == "%red%shoe%"
    assert pattern("100%_\\") == "%100\\%\\_\\\\%"


def test_r_show_12_places_are_given_before_all_others_in_order() -> None:
    assert places_at_head(Held(3, -7), 3) == [-10, -9, -8]
    assert places_at_head(Held(0, 0), 0) == []


@given(some.lists(some.integers(1, 9), unique=True), some.lists(some.integers(1, 9)))
def test_r_show_12_moving_some_leaves_all_others_where_they_are(order: list[int], named: list[int]) -> None:
    wanted = without_repeats(named)
    moved = among(order, wanted)
    assert sorted(moved) == sorted(order)
    assert [each for each in moved if each in wanted] == [each for each in wanted if each in order]
    assert all(after == before for before, after in zip(order, moved, strict=True) if before not in wanted)
