"""Until when an order must have moved (R-ORD-7, R-ORD-9)."""

from datetime import datetime, timedelta

import msgspec

from etalase.base.markets import Policy
from etalase.shipping.rules.calendars import add_working_days
from etalase.shipping.rules.methods import Method


class Deadlines(msgspec.Struct, frozen=True):
    """`ship_by`: arranged; `collect_by`: with the carrier; `cancel_at`: the system cancels what is not arranged."""

    ship_by: datetime
    collect_by: datetime
    cancel_at: datetime


def deadlines(market: str, policy: Policy, released: datetime) -> Deadlines:
    """Counted from the end of ON_HOLD, in working days of the market."""
    ship_by = add_working_days(market, released, policy.ship_within_wd)
    collect_by = add_working_days(market, released, max(policy.collect_within_wd, policy.ship_within_wd))
    cancel_at = add_working_days(market, released, max(policy.auto_cancel_wd, policy.ship_within_wd))
    return Deadlines(ship_by, collect_by, cancel_at)


def delivery_due(policy: Policy, method: Method, handed_over: datetime) -> datetime:
    """Until when it must be delivered, counted from the hand-over."""
    seconds = policy.seller_delivery_due_s if method == "SELLER" else policy.delivery_due_s
    return handed_over + timedelta(seconds=seconds)
