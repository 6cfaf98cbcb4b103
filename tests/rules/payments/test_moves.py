"""The states of a payment and their moves; without a database."""

from itertools import product
from typing import get_args

import pytest

from etalase.payments.ports import TEST_CARDS, SandboxCardProvider
from etalase.payments.rules import METHOD_NAMES, MOVES, Method, Status, opening_status

STATUSES: tuple[Status, ...] = get_args(Status)
ALLOWED: set[tuple[Status, Status]] = {
    ("PENDING", "PAID"),
    ("FAILED", "PAID"),
    ("DUE_ON_DELIVERY", "PAID"),
    ("PENDING", "FAILED"),
    ("PENDING", "CANCELLED"),
    ("FAILED", "CANCELLED"),
    ("DUE_ON_DELIVERY", "CANCELLED"),
    ("PAID", "REFUNDED"),
}


@pytest.mark.parametrize(("start", "end"), list(product(STATUSES, STATUSES)))
def test_only_these_moves_exist(start: Status, end: Status) -> None:
    assert (start in MOVES.get(end, ())) == ((start, end) in ALLOWED)


def test_what_is_opened_waits_for_a_card_or_for_the_door() -> None:
    assert {method: opening_status(method) for method in get_args(Method)} == {
        "COD": "DUE_ON_DELIVERY",
        "SANDBOX_CARD": "PENDING",
    }
    assert set(METHOD_NAMES) == set(get_args(Method))


async def test_the_sandbox_knows_two_cards() -> None:
    provider = SandboxCardProvider()
    taken = {
        card: await provider.charge(payment_id=1, amount_minor=1, currency="IDR", card=card) for card in TEST_CARDS
    }
    assert taken == {"approve": True, "decline": False}
