"""The states of an order, their codes and moves, and who may cancel when; without a database."""

from itertools import product
from typing import get_args

import pytest

from etalase.base.markets import MARKETS
from etalase.orders import rules
from etalase.orders.actions.moving import EVENTS
from etalase.orders.rules import MAY_CANCEL, MOVES, Side, Status

STATUSES: tuple[Status, ...] = get_args(Status)
SIDES: tuple[Side, ...] = get_args(Side)
ALLOWED: set[tuple[Status, Status]] = {
    ("UNPAID", "ON_HOLD"),
    ("ON_HOLD", "AWAITING_SHIPMENT"),
    ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"),
    ("AWAITING_SHIPMENT", "AWAITING_COLLECTION"),
    ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION"),
    ("AWAITING_COLLECTION", "IN_TRANSIT"),
    ("IN_TRANSIT", "DELIVERED"),
    ("DELIVERED", "COMPLETED"),
    ("UNPAID", "CANCELLED"),
    ("ON_HOLD", "CANCELLED"),
    ("AWAITING_SHIPMENT", "CANCELLED"),
    ("AWAITING_COLLECTION", "CANCELLED"),
    ("IN_TRANSIT", "CANCELLED"),
}
CANCELS: set[tuple[Side, Status]] = {
    ("BUYER", "UNPAID"),
    ("BUYER", "ON_HOLD"),
    ("SELLER", "AWAITING_SHIPMENT"),
    ("SYSTEM", "UNPAID"),
    ("SYSTEM", "ON_HOLD"),
    ("SYSTEM", "AWAITING_SHIPMENT"),
}


@pytest.mark.parametrize(("start", "end"), list(product(STATUSES, STATUSES)))
def test_r_ord_1_only_the_published_moves_exist(start: Status, end: Status) -> None:
    assert (start in MOVES.get(end, ())) == ((start, end) in ALLOWED)


@pytest.mark.parametrize(("side", "status"), list(product(SIDES, STATUSES)))
def test_r_ord_2_7_each_side_cancels_in_its_own_states_only(side: Side, status: Status) -> None:
    assert rules.may_cancel(side, status) == ((side, status) in CANCELS)
    # Nobody may cancel from where no move leads to CANCELLED.
    assert set(MAY_CANCEL[side]) <= set(MOVES["CANCELLED"])


def test_r_ord_1_every_state_has_its_published_code() -> None:
    assert rules.CODES == {
        "UNPAID": 100,
        "ON_HOLD": 105,
        "AWAITING_SHIPMENT": 111,
        "AWAITING_COLLECTION": 112,
        "PARTIALLY_SHIPPING": 114,
        "IN_TRANSIT": 121,
        "DELIVERED": 122,
        "COMPLETED": 130,
        "CANCELLED": 140,
    }
    assert set(rules.STATUS_NAMES) == set(STATUSES)


def test_r_ord_3_r_link_46_what_is_open_is_neither_completed_nor_cancelled() -> None:
    assert set(rules.OPEN_STATES) == set(STATUSES) - {"COMPLETED", "CANCELLED"}
    ends = {status for status in STATUSES if not any(status in sources for sources in MOVES.values())}
    assert ends == {"COMPLETED", "CANCELLED"}


def test_r_ord_4_the_address_is_hidden_before_the_hold_is_over() -> None:
    assert rules.ADDRESS_HIDDEN == ("UNPAID", "ON_HOLD")


def test_every_move_that_somebody_makes_is_told_as_an_event() -> None:
    assert set(EVENTS) == set(MOVES)
    assert all(name.startswith("order.") for name in EVENTS.values())


@pytest.mark.parametrize(
    ("arranged", "shipped", "delivered", "state"),
    [
        (0, 0, 0, "AWAITING_SHIPMENT"),
        (1, 0, 0, "PARTIALLY_SHIPPING"),
        (2, 2, 2, "PARTIALLY_SHIPPING"),
        (3, 0, 0, "AWAITING_COLLECTION"),
        (3, 1, 0, "IN_TRANSIT"),
        (3, 3, 2, "IN_TRANSIT"),
        (3, 3, 3, "DELIVERED"),
    ],
)
def test_part_b_an_order_is_as_far_as_its_pieces(arranged: int, shipped: int, delivered: int, state: Status) -> None:
    assert rules.state_of(3, arranged, shipped, delivered) == state


def test_part_b_an_order_goes_through_every_state_and_never_back() -> None:
    way = ("AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED")
    assert rules.path("AWAITING_SHIPMENT", "DELIVERED") == way
    assert rules.path("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING") == ("PARTIALLY_SHIPPING",)
    assert rules.path("PARTIALLY_SHIPPING", "IN_TRANSIT") == way[:2]
    for start, to in product(STATUSES, STATUSES):
        steps = rules.path(start, to)
        for one, following in zip((start, *steps), steps, strict=False):
            assert one in MOVES[following]
        assert steps == () or steps[-1] == to
    assert rules.path("DELIVERED", "IN_TRANSIT") == rules.path("ON_HOLD", "DELIVERED") == ()


def test_r_ord_5_a_line_is_as_far_as_its_least_package() -> None:
    assert rules.line_status("AWAITING_SHIPMENT", 3, 2, ["PROCESSING"]) == "TO_FULFILL"
    assert rules.line_status("AWAITING_SHIPMENT", 3, 0, []) == "TO_FULFILL"
    assert rules.line_status("IN_TRANSIT", 3, 3, ["COMPLETED", "PROCESSING"]) == "PROCESSING"
    assert rules.line_status("IN_TRANSIT", 3, 3, ["COMPLETED", "FULFILLING"]) == "FULFILLING"
    assert rules.line_status("DELIVERED", 3, 3, ["COMPLETED", "COMPLETED"]) == "COMPLETED"
    assert rules.line_status("CANCELLED", 3, 3, ["PROCESSING"]) == "CANCELLED"


def test_r_ord_11_only_indonesian_orders_name_a_commerce_platform() -> None:
    assert {market: rules.commerce_platform(market) for market in MARKETS} == {
        market: "TIKTOK_SHOP" if market == "ID" else None for market in MARKETS
    }
