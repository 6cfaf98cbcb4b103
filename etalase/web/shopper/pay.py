"""The page of a payment: what the buyer has to do, until when, and another way; it turns green by itself when it is paid."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.markets import Policy, policy
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.security import POLICY
from etalase.orders import queries as orders
from etalase.payments.queries import PaymentSeen, my_payment
from etalase.payments.rules import METHOD_NAMES
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say
from etalase.web.shopper.ways import ways_of

# Stripe's own script and frame, on the one page that needs them: the card is typed there, and its number never comes to us.
FRAMED: Final = POLICY.replace("script-src 'self'", "script-src 'self' https://js.stripe.com").replace(
    "connect-src 'self'",
    "connect-src 'self' https://api.stripe.com; frame-src https://js.stripe.com https://hooks.stripe.com",
)


class Paying(msgspec.Struct, frozen=True):
    """A payment, the orders it is for, and the numbers of their market."""

    seen: PaymentSeen
    orders: list[orders.OrderRow]
    policy: Policy


async def paying(db: Db, actor: Actor, *, payment_id: int, now: datetime) -> Paying:
    """All that the page shows; NotFound for somebody else's."""
    seen = await my_payment(db, actor, payment_id=payment_id)
    found = await orders.orders_of_checkout(db, actor.account_id, seen.payment.checkout_id)
    if not found:
        raise NotFound
    return Paying(seen, found, await policy(db, found[0].market, now))


@get("/pay/{payment:int}")
async def pay_page(request: Asked, desk: Desk, payment: Id) -> Html:
    """What is to be done, or that it is done."""
    found = await desk.ask(paying, payment_id=payment)
    page = render(request, "shopper/pay/pay.html", **shown(request, found))
    attempt = found.seen.attempt
    if attempt is not None and attempt.next_step is not None and attempt.next_step.kind == "stripe":
        page.headers["content-security-policy"] = FRAMED
    return page


def shown(request: Asked, found: Paying) -> dict[str, Any]:
    """A payment as its page shows it."""
    owed, attempt = found.seen.payment, found.seen.attempt
    unpaid = next((order for order in found.orders if order.status == "UNPAID"), None)
    waits = unpaid is not None and owed.status in {"PENDING", "FAILED"}
    step = attempt.next_step if attempt is not None and waits else None
    # A call whose answer was lost may have taken the money: nobody is asked to pay again before we know.
    asking = waits and attempt is not None and attempt.status == "OPENING"
    return {
        "payment": owed,
        "unpaid": unpaid if waits else None,
        "step": step,
        "asking": asking,
        "until": attempt.expires_at if attempt is not None and step is not None else None,
        "method": say(request, METHOD_NAMES[owed.method]),
        "ways": ways_of(request, found.policy, owed.amount_minor),
        "orders": found.orders,
    }


routes = [pay_page]
