"""What an order's page offers after the purchase: cancel, return, review, talk; each with what happens next and until when."""

from datetime import datetime
from typing import Any, Final

import msgspec

from etalase.aftersales import queries
from etalase.aftersales.rules.cancelling import SHIPPED_MEANWHILE, Way
from etalase.aftersales.rules.returning import windows
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
    """What followed an order so far, and what may follow now. `only_defects`: what `return_until` says is the guarantee's."""

    way: Way | None
    cancellations: list[queries.Cancellation]
    returns: list[queries.Return]
    reviews: dict[int, queries.Review]
    may_review: bool
    return_until: datetime | None
    only_defects: bool


async def after_of(db: Db, detail: OrderDetail, now: datetime) -> After:
    """Read it."""
    order = detail.order
    numbers = await policy(db, order.market, now)
    open_until = windows(order.delivered_at, numbers) if order.status == "DELIVERED" and order.delivered_at else None
    only_defects = open_until is not None and now >= open_until.any_reason
    until = open_until and (open_until.defect if only_defects else open_until.any_reason)
    reviews = await queries.reviews_of_order(db, order.shop_id, order.order_id)
    return After(
        await queries.way_to_cancel(db, order, now),
        await queries.cancellations_of(db, order),
        await queries.returns_of(db, order.shop_id, order.order_id),
        {each.line_id: each for each in reviews},
        may_write(order.status, order.delivered_at, numbers, now),
        until if until is not None and now < until else None,
        only_defects,
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
        "only_defects": after.only_defects,
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
