"""What an order's page offers after the purchase: cancel, return, review, talk; each with what happens next and until when."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from etalase.aftersales import queries
from etalase.aftersales.rules.cancelling import SHIPPED_MEANWHILE, Way
from etalase.aftersales.rules.reviewing import may_write
from etalase.base.db import Db
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.orders.queries import OrderDetail
from etalase.web import return_view
from etalase.web.frame import Asked
from etalase.web.pages import say

CANCEL_TEXTS: Final[dict[Way, str]] = {
    "ALONE": N_("You cancel it by yourself; what you paid comes back."),
    "AUTOMATIC": N_("It is cancelled at once; what you paid comes back."),
    "ASK": N_("The shop answers. If it does not answer in time, the order is cancelled."),
}


class After(msgspec.Struct, frozen=True):
    """What followed an order so far, and what may follow now."""

    way: Way | None
    cancellations: list[queries.Cancellation]
    returns: list[queries.Return]
    reviews: dict[int, queries.Review]
    may_review: bool
    return_until: datetime | None


async def after_of(db: Db, detail: OrderDetail, now: datetime) -> After:
    """Read it."""
    order = detail.order
    numbers = await policy(db, order.market, now)
    until = order.delivered_at and order.delivered_at + timedelta(seconds=numbers.auto_complete_s)
    may_return = order.status == "DELIVERED" and until is not None and now < until
    reviews = await queries.reviews_of_order(db, order.shop_id, order.order_id)
    return After(
        await queries.way_to_cancel(db, order, now),
        await queries.cancellations_of(db, order),
        await queries.returns_of(db, order.shop_id, order.order_id),
        {each.line_id: each for each in reviews},
        may_write(order.status, order.delivered_at, numbers, now),
        until if may_return else None,
    )


def shown(request: Asked, detail: OrderDetail, after: After) -> dict[str, Any]:
    """The same as the page shows it."""
    pending = next((each for each in after.cancellations if each.status == "CANCELLATION_REQUEST_PENDING"), None)
    latest = after.cancellations[0] if after.cancellations else None
    refused = latest if latest is not None and latest.decided_by in {"SELLER", "SYSTEM"} else None
    open_return = any(each.closed_at is None for each in after.returns)
    cancels = after.way if pending is None else None
    return {
        "cancel_text": say(request, CANCEL_TEXTS[cancels]) if cancels else "",
        "cancel_asks": cancels == "ASK",
        "cancellation": pending,
        "refused": answer_of(request, refused) if pending is None and refused else "",
        "returns": [return_view.card(request, each) for each in after.returns],
        "return_until": None if open_return else after.return_until,
        "reviewable": [
            {"line": line, "review": after.reviews.get(line.line_id)}
            for line in detail.lines
            if after.may_review or line.line_id in after.reviews
        ],
    }


def answer_of(request: Asked, asked: queries.Cancellation) -> str:
    """Why a request ended without a cancellation; empty when it was granted."""
    if asked.status != "CANCELLATION_REQUEST_CANCEL":
        return ""
    if asked.answer == SHIPPED_MEANWHILE:
        return say(request, N_("It was shipped before the shop answered. You can return it once it has come."))
    return say(request, N_("The shop did not agree to cancel: %(reason)s"), reason=asked.answer or "")
