"""The operators' desk: refunds that no job can carry out, because a provider refused them or because they are cash."""

from litestar import get, post
from litestar.response import Response

from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.payments import queries
from etalase.payments.actions import pay_by_hand, retry_refund
from etalase.payments.rules import PROVIDER_NAMES
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say
from etalase.web.typed import act_and_return, typed

QUEUE = "/operator/refunds"
RETRIED = N_("It is tried again.")
PAID = N_("Noted: the cash went back.")


@get(QUEUE)
async def refunds_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """What waits for somebody, oldest first."""
    found = await desk.ask(queries.refunds_for_somebody, cursor=cursor)
    more = with_query(QUEUE, cursor=found.next_cursor) if found.next_cursor else ""
    names = {name: say(request, text) for name, text in PROVIDER_NAMES.items()}
    return render(request, "operator/refunds/refunds.html", refunds=found.items, names=names, more=more)


@post("/operator/refunds/{shop:int}/{refund:int}/retry")
async def retry(request: Asked, desk: Desk, shop: Id, refund: Id) -> Response[None]:
    """The provider is asked once more."""
    return await act_and_return(request, desk, QUEUE, RETRIED, retry_refund, shop_id=shop, refund_id=refund)


@post("/operator/refunds/{shop:int}/{refund:int}/cash")
async def cash(request: Asked, desk: Desk, shop: Id, refund: Id) -> Response[None]:
    """Cash went back, and how."""
    note = (await typed(request)).text("note")
    return await act_and_return(request, desk, QUEUE, PAID, pay_by_hand, shop_id=shop, refund_id=refund, note=note)


routes = [refunds_page, retry, cash]
