"""How a buyer may cancel in each market, and the moves of a request; without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import msgspec
import pytest

from etalase.aftersales.rules.cancelling import MOVES, STATUS_NAMES, Status, way
from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.orders.rules import CANCELS_APPROVED
from etalase.orders.rules import MOVES as ORDER_MOVES
from etalase.orders.rules import Status as OrderStatus

STATUSES: tuple[Status, ...] = get_args(Status)
ORDERS: tuple[OrderStatus, ...] = get_args(OrderStatus)
PAID = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PENDING, SUCCESS, CANCEL, COMPLETE = STATUSES
ALLOWED: set[tuple[Status | None, Status]] = {
    (None, PENDING),
    (None, SUCCESS),
    (None, COMPLETE),
    (PENDING, SUCCESS),
    (PENDING, CANCEL),
    (PENDING, COMPLETE),
    (SUCCESS, COMPLETE),
}


def policy_of(market: str) -> Policy:
    return msgspec.convert({name: definition.of(market) for name, definition in DEFINITIONS.items()}, Policy)


def how(market: str, status: OrderStatus, after: timedelta, *, platform_ships: bool = True) -> str | None:
    return way(status, policy_of(market), paid_at=PAID, now=PAID + after, platform_ships=platform_ships)


@pytest.mark.parametrize(("start", "end"), list(product((None, *STATUSES), STATUSES)))
def test_r_can_1_only_the_published_moves_exist(start: Status | None, end: Status) -> None:
    assert (start in MOVES[end]) == ((start, end) in ALLOWED)


@pytest.mark.parametrize("market", MARKETS)
def test_r_ord_2_the_buyer_cancels_alone_while_it_is_unpaid_or_on_hold(market: str) -> None:
    assert how(market, "UNPAID", HOUR * 0) == how(market, "ON_HOLD", HOUR / 2) == "ALONE"


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("status", ["PARTIALLY_SHIPPING", "IN_TRANSIT", "DELIVERED", "COMPLETED", "CANCELLED"])
def test_r_can_2_what_is_on_its_way_is_not_cancelled(market: str, status: OrderStatus) -> None:
    assert how(market, status, HOUR) is None


def test_r_can_2_indonesia_grants_at_once_before_collection_and_asks_until_transit() -> None:
    assert how("ID", "AWAITING_SHIPMENT", HOUR * 40) == "AUTOMATIC"
    assert how("ID", "AWAITING_COLLECTION", HOUR * 40) == "ASK"


def test_r_can_2_a_parcel_of_the_shops_own_is_free_for_an_hour_then_the_shop_answers() -> None:
    assert how("ID", "AWAITING_SHIPMENT", HOUR * 0.9, platform_ships=False) == "AUTOMATIC"
    assert how("ID", "AWAITING_SHIPMENT", HOUR, platform_ships=False) == "ASK"
    assert policy_of("ID").cancel_answer_s == 2 * 24 * 3600


def test_r_can_3_thailand_and_the_united_states_answer_in_a_day() -> None:
    assert policy_of("TH").cancel_answer_s == policy_of("US").cancel_answer_s == 24 * 3600
    assert how("TH", "AWAITING_SHIPMENT", HOUR) == "ASK"
    assert how("US", "AWAITING_SHIPMENT", HOUR * 2.9) == "AUTOMATIC"
    assert how("US", "AWAITING_SHIPMENT", HOUR * 3) == "ASK"
    assert how("US", "AWAITING_COLLECTION", HOUR * 2) is None


def test_whatever_may_be_asked_leads_to_a_move_of_the_order() -> None:
    for market, status in product(MARKETS, ORDERS):
        if how(market, status, HOUR * 2) in {"ASK", "AUTOMATIC"}:
            assert status in CANCELS_APPROVED
    assert set(CANCELS_APPROVED) <= set(ORDER_MOVES["CANCELLED"])


def test_every_state_has_a_name() -> None:
    assert set(STATUS_NAMES) == set(STATUSES)
