"""What time does, in the order in which the jobs of the house look at it."""

from tests.journeys.life.model import ANSWER, GUARANTEE, SEND_BACK, Order
from tests.journeys.life.money import Books


def work(model: Books) -> None:
    """All that is due now, and what follows from it."""
    refunds_arrived(model)
    model.work_news()
    at_the_provider = [each for each in model.orders if each.returned is not None and each.returned.status == "GRANTED"]
    move_orders(model)
    answer_returns(model)
    complete(model)
    model.settle_due()
    model.pay_out()
    for order in at_the_provider:
        if order.returned is not None:
            order.returned.arrived = order.returned.arrived or order.method != "COD"
    refunds_arrived(model)
    hear_transfers(model)
    model.work_news()
    forget_requests(model)


def refunds_arrived(model: Books) -> None:
    """Money that is where it was to go ends its return."""
    for order in model.orders:
        if order.returned is not None and order.returned.status == "GRANTED" and order.returned.arrived:
            order.returned.status = "COMPLETE"


def move_orders(model: Books) -> None:
    """Unpaid ones expire, holds end, late ones and those somebody wished to cancel are cancelled."""
    expire_unpaid(model)
    for order in model.in_state("ON_HOLD"):
        if order.hold_until and order.hold_until <= model.now:
            model.release(order)
    for order in model.in_state("AWAITING_SHIPMENT"):
        if order.cancel_at and order.cancel_at <= model.now:
            model.cancel(order)
    for order in model.in_state("PARTIALLY_SHIPPING"):
        if order.cancel_at and order.cancel_at <= model.now:
            model.cut(order)
    for order in model.in_state("AWAITING_SHIPMENT", "AWAITING_COLLECTION"):
        if order.request and order.request <= model.now:
            model.cancel(order)


def complete(model: Books) -> None:
    """No return can be opened any more (R-ORD-3)."""
    for order in model.in_state("DELIVERED"):
        if (
            order.delivered_at
            and order.delivered_at + GUARANTEE[order.market] <= model.now
            and not order.has_open_return
        ):
            order.status = "COMPLETED"


def forget_requests(model: Books) -> None:
    """What left, or is cancelled, can no longer be cancelled."""
    for order in model.orders:
        if order.status not in {"AWAITING_SHIPMENT", "AWAITING_COLLECTION", "PARTIALLY_SHIPPING"}:
            order.request = None


def expire_unpaid(model: Books) -> None:
    """Nobody paid in time."""
    for order in model.in_state("UNPAID"):
        if order.unpaid_until and order.unpaid_until <= model.now:
            model.cancel(order)


def hear_transfers(model: Books) -> None:
    """The provider tells of transfers; one that nobody needs any more it gives back."""
    for checkout in model.checkouts.values():
        if checkout.sent and not checkout.paid:
            model.pay(checkout)
        if checkout.sent or checkout.closing or all(order.status != "UNPAID" for order in checkout.orders):
            checkout.open, checkout.sent = False, False


def answer_returns(model: Books) -> None:
    """Silence of the one who was to answer, then of the operator."""
    waiting = [order for order in model.orders if order.returned is not None]
    for order in waiting:
        request = order.returned
        if request is not None and request.due is not None and request.due <= model.now:
            fall_silent(model, order)
    for order in waiting:
        request = order.returned
        if request is not None and request.dispute is not None and request.dispute <= model.now:
            support_buyer(model, order)


def fall_silent(model: Books, order: Order) -> None:
    """Silence approves; who did not send back keeps it; who did not come back after a no accepts it."""
    request = order.returned
    assert request is not None
    match request.status:
        case "PENDING" if request.kind == "REFUND":
            model.grant(order, request.asked)
        case "PENDING":
            request.status, request.due = "TO_SEND", model.now + SEND_BACK[order.market]
        case "OFFERED":
            model.grant(order, request.offered or 0)
        case "SENT":
            model.take_back(order)
            model.grant(order, request.asked)
        case _:  # TO_SEND, REJECTED
            model.close(order)


def support_buyer(model: Books, order: Order) -> None:
    """The operator, or the operator's silence."""
    request = order.returned
    assert request is not None
    request.dispute = None
    if request.kind == "RETURN_AND_REFUND" and not request.sent_back:
        request.status, request.due = "TO_SEND", model.now + SEND_BACK[order.market]
        return
    if request.sent_back:
        model.take_back(order)
    model.grant(order, request.asked)


def support_seller(model: Books, order: Order) -> None:
    """The rejection stands, and the buyer has the same time as after any."""
    request = order.returned
    assert request is not None
    request.status, request.dispute, request.due = "REJECTED", None, model.now + ANSWER
    order.rejected = True
