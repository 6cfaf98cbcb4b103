"""Reviews: who may write, edit, add to and delete one, and until when (R-REV-1)."""

from datetime import datetime, timedelta
from typing import Final

from etalase.base.markets import Policy
from etalase.orders.rules import Status as OrderStatus

REVIEWED_FROM: Final[tuple[OrderStatus, ...]] = ("DELIVERED", "COMPLETED")
STARS: Final = (5, 4, 3, 2, 1)
NEGATIVE: Final = (1, 2)
TEXT_MAX: Final = 2000
REPLY_MAX: Final = 1000
ANONYMOUS_NAME: Final = "•••"


def may_write(order_status: OrderStatus, delivered_at: datetime | None, policy: Policy, now: datetime) -> bool:
    """Whether a line of an order in that state may be reviewed now."""
    if order_status not in REVIEWED_FROM or delivered_at is None:
        return False
    return now < write_until(delivered_at, policy)


def write_until(delivered_at: datetime, policy: Policy) -> datetime:
    """When the time to review ends."""
    return delivered_at + timedelta(seconds=policy.review_window_s)


def may_edit(edits: int, written_at: datetime, policy: Policy, now: datetime) -> bool:
    """Whether stars and text may be changed once more: US at any time, TH and ID once, VN never."""
    left = policy.review_edits_max is None or edits < policy.review_edits_max
    window = policy.review_edit_window_s
    return left and (window is None or now < written_at + timedelta(seconds=window))


def may_follow_up(follow_up: str | None, written_at: datetime, policy: Policy, now: datetime) -> bool:
    """Whether the one follow-up may be added: VN, within 180 days."""
    return follow_up is None and now < written_at + timedelta(seconds=policy.review_follow_up_s)
