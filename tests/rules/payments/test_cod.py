"""Who may pay in cash (R-COD-1); without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from etalase.base.errors import Refused
from etalase.base.markets import MARKETS, Policy
from etalase.base.markets.policies import DEFINITIONS
from etalase.payments.rules import CodStanding, blocked_until, check_cod, methods_of, pay_until

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KNOWN = CodStanding(phone_verified=True)
WITH_CASH = {"ID", "MY", "PH", "TH", "VN"}


def policy_of(market: str) -> Policy:
    numbers: dict[str, Any] = {name: definition.of(market) for name, definition in DEFINITIONS.items()}
    return Policy(**numbers)


def refusal(
    market: str = "ID", standing: CodStanding = KNOWN, total_minor: int = 100_000, *categories: int
) -> str | None:
    try:
        check_cod(
            policy_of(market),
            standing,
            market=market,
            total_minor=total_minor,
            category_ids=categories or (14,),
            at=NOW,
        )
    except Refused as no:
        return no.code
    return None


@pytest.mark.parametrize("market", MARKETS)
def test_r_cod_1_cash_is_taken_in_five_markets(market: str) -> None:
    assert refusal(market) == (None if market in WITH_CASH else "payments.method_not_offered")
    offered = {each.method for each in methods_of(policy_of(market), {"SANDBOX"})}
    assert ("COD" in offered) == (market in WITH_CASH)


def test_r_cod_1_a_verified_phone_is_asked_for_first() -> None:
    assert refusal("ID", CodStanding(phone_verified=False), 10**12) == "payments.cod_phone_not_verified"


@pytest.mark.parametrize("market", sorted(WITH_CASH))
def test_r_cod_1_up_to_a_largest_sum(market: str) -> None:
    most = policy_of(market).cod_max_minor
    assert most is not None
    assert refusal(market, KNOWN, most) is None
    assert refusal(market, KNOWN, most + 1) == "payments.cod_too_large"


def test_r_cod_1_some_categories_are_excluded() -> None:
    assert refusal("ID", KNOWN, 1000, 14, 17) == "payments.cod_category_excluded"
    assert refusal("ID", KNOWN, 1000, 14, 18) is None


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ((), None),
        ((10, 5), None),
        ((70, 5, 1), None),  # the three are not within sixty days
        ((61, 30, 1), -1 + 60),
        ((60, 30, 1), -1 + 60),
        ((59, 30, 1), -1 + 60),
        ((130, 120, 110), -110 + 60),  # long over
        ((65, 62, 61), -61 + 60),
        ((65, 62, 60), 0),
        ((100, 90, 80, 59), -59 + 60),  # each three in a row count
    ],
)
def test_r_cod_1_three_failed_deliveries_in_sixty_days_end_cash_for_sixty_days(
    days: tuple[int, ...], until: int | None
) -> None:
    failures = tuple(NOW - each * DAY for each in days)
    found = blocked_until(policy_of("ID"), failures)
    assert found == (None if until is None else NOW + until * DAY)
    blocked = until is not None and until > 0
    standing = CodStanding(phone_verified=True, failures=failures)
    assert refusal("ID", standing) == ("payments.cod_after_failed_deliveries" if blocked else None)


def test_a_code_can_be_paid_for_a_quarter_of_an_hour_and_never_longer_than_its_order_waits() -> None:
    policy = policy_of("ID")
    far, near = NOW + 2 * DAY, NOW + timedelta(minutes=5)
    assert pay_until(policy, "QR", far, NOW) == NOW + timedelta(minutes=15)
    assert pay_until(policy, "QR", near, NOW) == near
    assert pay_until(policy, "BANK_TRANSFER", far, NOW) == far


def test_only_what_is_set_up_is_offered() -> None:
    policy = policy_of("US")
    assert methods_of(policy, set()) == []
    assert [each.method for each in methods_of(policy, {"STRIPE"})] == ["STRIPE_CARD"]
    assert [each.method for each in methods_of(policy, {"SANDBOX"})] == [
        "SANDBOX_CARD",
        "SANDBOX_WALLET",
        "BANK_TRANSFER",
        "QR",
    ]
