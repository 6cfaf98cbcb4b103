"""The operator's desk after a sale: disputes with what both sides say, complaints, reviews."""

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.queries.disputes import dispute_row
from etalase.aftersales.rules.talking import REASONS
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web import return_view
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.shopper.messages import ABOUT
from etalase.web.shopper.reviews import shown as review_shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, wrong

DECIDED: Final = N_("Decided. Both sides read it now.")
ANSWERED: Final = N_("Answered.")
HIDDEN: Final = N_("The review is hidden.")
CHOOSE: Final = N_("Choose whom you support.")
AT_ONCE: Final = 20


async def dispute_seen(db: Db, actor: Actor, *, dispute_id: int) -> queries.ReturnDetail:
    """A dispute with its return; NotAllowed for others than operators."""
    only_operators(actor)
    return await queries.return_detail(db, actor, return_id=(await dispute_row(db, dispute_id)).return_id)


@get("/operator/disputes")
async def disputes_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """What waits, oldest first."""
    found = await desk.ask(queries.waiting_disputes, limit=AT_ONCE, cursor=cursor)
    more = with_query("/operator/disputes", cursor=found.next_cursor) if found.next_cursor else ""
    return render(request, "operator/disputes/disputes.html", disputes=found.items, more=more)


@get("/operator/disputes/{dispute:int}")
async def dispute_page(request: Asked, desk: Desk, dispute: Id) -> Html:
    """Both sides, and the decision."""
    return await one(request, desk, dispute, Typed())


@post("/operator/disputes/{dispute:int}/verdict")
async def decide(request: Asked, desk: Desk, dispute: Id) -> Response[Any]:
    """Support one side, and say why."""
    form = await typed(request)
    verdict: Any = form.text("verdict")
    if verdict not in {"SUPPORT_BUYER", "SUPPORT_SELLER"}:
        return await one(request, desk, dispute, form, wrong(request, {"verdict": CHOOSE}))
    try:
        said: dict[str, Any] = {"verdict": verdict, "reason": form.text("reason")}
        await desk.perform(actions.decide_dispute, dispute_id=dispute, **said)
    except (Invalid, Refused) as no:
        return await one(request, desk, dispute, form, trouble_of(request, no))
    return see_other("/operator/disputes", say(request, DECIDED))


async def one(request: Asked, desk: Desk, dispute_id: int, form: Typed, trouble: Trouble = FINE) -> Html:
    """The page of one dispute."""
    found = await desk.ask(dispute_seen, dispute_id=dispute_id)
    dispute = next((each for each in found.disputes if each.dispute_id == dispute_id), None)
    if dispute is None:
        raise NotFound
    facts: dict[str, Any] = return_view.page(request, found, for_shop=True)
    facts["return_request"] = facts.pop("request")
    wrongs: dict[str, Any] = {"errors": trouble.errors, "general": trouble.general, "status": trouble.status}
    return render(request, "operator/disputes/dispute.html", dispute=dispute, form=form, **wrongs, **facts)


@get("/operator/complaints")
async def complaints_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """What waits, oldest first."""
    found = await desk.ask(queries.waiting_complaints, limit=AT_ONCE, cursor=cursor)
    more = with_query("/operator/complaints", cursor=found.next_cursor) if found.next_cursor else ""
    reasons: dict[str, str] = {str(key): name for key, name in REASONS.items()}
    shown = [
        {
            "complaint": each,
            "about": say(request, ABOUT[each.about]),
            "reason": say(request, reasons.get(each.reason, each.reason)),
            "href": {"SHOP": f"/s/{each.about_id}", "PRODUCT": f"/p/{each.about_id}"}.get(each.about, ""),
        }
        for each in found.items
    ]
    return render(request, "operator/complaints/complaints.html", complaints=shown, more=more)


@post("/operator/complaints/{complaint:int}/answer")
async def answer(request: Asked, desk: Desk, complaint: Id) -> Response[None]:
    """Agree or not, and say why."""
    form = await typed(request)
    outcome = "UPHELD" if form.text("outcome") == "UPHELD" else "DISMISSED"
    inputs: dict[str, Any] = {"complaint_id": complaint, "outcome": outcome, "answer": form.text("answer")}
    return await act_and_return(request, desk, "/operator/complaints", ANSWERED, actions.answer_complaint, **inputs)


@get("/operator/reviews")
async def reviews_page(request: Asked, desk: Desk, bad: bool = False, cursor: str | None = None) -> Html:
    """Every shop's, newest first."""
    found = await desk.ask(queries.all_reviews, negative=bad, limit=AT_ONCE, cursor=cursor)
    here = "/operator/reviews"
    more = with_query(here, bad="1" if bad else "", cursor=found.next_cursor) if found.next_cursor else ""
    tabs = [
        {"label": say(request, N_("All")), "href": here, "current": not bad},
        {"label": say(request, N_("One or two stars")), "href": f"{here}?bad=1", "current": bad},
    ]
    reviews = [review_shown(each) for each in found.items]
    return render(request, "operator/complaints/reviews.html", reviews=reviews, tabs=tabs, more=more)


@post("/operator/reviews/{review:int}/hiding")
async def hide(request: Asked, desk: Desk, review: Id) -> Response[None]:
    """Hide it, and say why."""
    inputs: dict[str, Any] = {"review_id": review, "reason": (await typed(request)).text("reason")}
    return await act_and_return(request, desk, "/operator/reviews", HIDDEN, actions.hide_review, **inputs)


routes = [
    disputes_page,
    dispute_page,
    decide,
    complaints_page,
    answer,
    reviews_page,
    hide,
]
