"""The operators' desk: shops that ask to be verified, with their papers and the decision (R-LINK-33)."""

from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.aftersales.queries import complaints_waiting, disputes_waiting
from etalase.base import sweeping
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.catalog.queries import waiting_products_count
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.payments.queries import refunds_for_somebody
from etalase.settlement.queries import findings
from etalase.shops import actions, queries
from etalase.shops.queries import WaitingReview
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed

APPROVED: Final = N_("The shop is verified.")
REJECTED: Final = N_("Told the seller why.")
QUEUE: Final = "/operator/verifications"
WAITING_AT_ONCE: Final = 20


class Waiting(msgspec.Struct, frozen=True):
    """What waits for an operator."""

    verifications: int
    listings: int
    disputes: int
    complaints: int
    refunds: int
    findings: int
    broken: int
    oldest: WaitingReview | None

    @property
    def nothing(self) -> bool:
        """Whether no decision waits anywhere."""
        parts = (self.verifications, self.listings, self.disputes, self.complaints, self.refunds)
        return not any((*parts, self.findings, self.broken))


async def waiting(db: Db, actor: Actor) -> Waiting:
    """How much waits, at most a hundred; NotAllowed for others."""
    found = await queries.waiting_reviews(db, actor, limit=100)
    refunds = await refunds_for_somebody(db, actor, limit=100)
    return Waiting(
        verifications=len(found.items),
        listings=await waiting_products_count(db, actor),
        disputes=await disputes_waiting(db),
        complaints=await complaints_waiting(db),
        refunds=len(refunds.items),
        findings=len(await findings(db, actor)),
        broken=sum(1 for each in await sweeping.swept(db, actor) if each.found),
        oldest=found.items[0] if found.items else None,
    )


@get("/operator")
async def desk_page(request: Asked, desk: Desk) -> Html:
    """What waits."""
    return render(request, "operator/home/home.html", waiting=await desk.ask(waiting))


@get("/operator/verifications")
async def queue_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """The queue, oldest first."""
    return await queue(request, desk, cursor=cursor)


@post("/operator/verifications/{shop:int}/approval")
async def approve(request: Asked, desk: Desk, shop: Id) -> Response[None]:
    """The seller is who they say."""
    return await act_and_return(request, desk, QUEUE, APPROVED, actions.approve_verification, shop_id=shop)


@post("/operator/verifications/{shop:int}/rejection")
async def reject(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """The papers do not do; the reason goes to the seller."""
    form = await typed(request)
    try:
        await desk.perform(actions.reject_verification, shop_id=shop, reason=form.text("reason"))
    except (Invalid, Refused) as no:
        return await queue(request, desk, form=form, at=shop, trouble=trouble_of(request, no))
    return see_other(QUEUE, say(request, REJECTED), "info")


async def queue(
    request: Asked,
    desk: Desk,
    *,
    cursor: str | None = None,
    form: Typed | None = None,
    at: int = 0,
    trouble: Trouble = FINE,
) -> Html:
    """The page; `at` is the shop whose reason came back."""
    found = await desk.ask(queries.waiting_reviews, limit=WAITING_AT_ONCE, cursor=cursor)
    return render(
        request,
        "operator/verifications/verifications.html",
        status=trouble.status,
        reviews=found.items,
        more=with_query(QUEUE, cursor=found.next_cursor) if found.next_cursor else "",
        form=form or Typed(),
        at=at,
        errors=trouble.errors,
        general=trouble.general,
    )


routes = [desk_page, queue_page, approve, reject]
