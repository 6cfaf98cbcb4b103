"""Cash on delivery (R-COD-1): a verified phone, a largest sum, goods too dear to be carried unpaid, and who refused parcels."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from etalase.base.errors import Refused
from etalase.base.markets import MARKETS, Policy


class Excluded(msgspec.Struct, frozen=True):
    """A category that is not sold for cash in a market from a day on."""

    market: str
    category_id: int
    effective_from: date


JEWELLERY: Final = 17
# INFERRED: the pages say that there are excluded categories and name none that all markets share.
EXCLUDED: Final = tuple(Excluded(market, JEWELLERY, date(2021, 1, 1)) for market in MARKETS)


class CodStanding(msgspec.Struct, frozen=True):
    """What is known of a buyer who wants to pay in cash. `failures`: when parcels came back unpaid, oldest first."""

    phone_verified: bool
    failures: tuple[datetime, ...] = ()


def check_cod(
    policy: Policy,
    standing: CodStanding,
    *,
    market: str,
    total_minor: int,
    category_ids: Collection[int],
    at: datetime,
) -> None:
    """Refuse what is not to be paid in cash, with the first rule that says no."""
    if not policy.cod_allowed:
        raise Refused("payments.method_not_offered", method="COD")
    if not standing.phone_verified:
        raise Refused("payments.cod_phone_not_verified")
    if policy.cod_max_minor is not None and total_minor > policy.cod_max_minor:
        raise Refused("payments.cod_too_large", most_minor=str(policy.cod_max_minor))
    excluded = {each.category_id for each in EXCLUDED if each.market == market and each.effective_from <= at.date()}
    if excluded & set(category_ids):
        raise Refused("payments.cod_category_excluded")
    until = blocked_until(policy, standing.failures)
    if until is not None and until > at:
        raise Refused("payments.cod_after_failed_deliveries", until=until.date().isoformat())


def blocked_until(policy: Policy, failures: Sequence[datetime]) -> datetime | None:
    """Until when cash is refused; None for somebody whose failures never were that many within the window."""
    most, window = policy.cod_failures_max, timedelta(days=policy.cod_failures_window_days)
    ends = [
        last + timedelta(days=policy.cod_block_days)
        for first, last in zip(failures, failures[most - 1 :], strict=False)
        if last - first <= window
    ]
    return max(ends, default=None)


def looked_back(policy: Policy) -> timedelta:
    """How far back failed deliveries can still matter."""
    return timedelta(days=policy.cod_failures_window_days + policy.cod_block_days)
