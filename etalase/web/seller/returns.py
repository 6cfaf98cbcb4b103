"""The returns desk: cancellations to answer and returns to decide, the nearest deadline first."""

from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.queries.returns import EVERY
from etalase.aftersales.rules.cancelling import SHIPPED_MEANWHILE, WITHDRAWN
from etalase.aftersales.rules.cancelling import STATUS_NAMES as CANCELLATION_NAMES
from etalase.aftersales.rules.returning import DECISION_NAMES, NEEDS_REASON, Decision, Status, decides
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.catalog.rules import Price
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web import return_view
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.uploads import store
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole, wrong

AGREED: Final = N_("The order is cancelled.")
SAID_NO: Final = N_("Told the buyer. The order goes on.")
DECIDED: Final = N_("Decided. The buyer reads it now.")
REPLACED: Final = N_("The replacement is on its way.")
SAID: Final = N_("Added.")
CHOOSE: Final = N_("Choose what you decide.")
SHOWN_AT_ONCE: Final = 20
URGENT_AT_ONCE: Final = 100
TO_DECIDE: Final[tuple[Status, ...]] = (
    "RETURN_OR_REFUND_REQUEST_PENDING",
    "BUYER_SHIPPED_ITEM",
    "REPLACEMENT_REQUEST_PENDING",
)
WAITING: Final[tuple[Status, ...]] = (
    "AWAITING_BUYER_RESPONSE",
    "AWAITING_BUYER_SHIP",
    "REFUND_OR_RETURN_REQUEST_REJECT",
    "REPLACEMENT_REQUEST_REJECT",
    "RETURN_OR_REFUND_REQUEST_SUCCESS",
)
TABS: Final[dict[str, tuple[str, tuple[Status, ...]]]] = {
    "decide": (N_("To decide"), TO_DECIDE),
    "cancel": (N_("Cancellations"), ()),
    "wait": (N_("Waiting for others"), WAITING),
    "operator": (N_("With the operator"), ("REJECT_RECEIVE_PACKAGE",)),
    "all": (N_("All"), EVERY),
}
Tab = Annotated[str, Parameter(query="state")]


class DeskSeen(msgspec.Struct, frozen=True):
    """One tab of the desk, and how much lies in each."""

    cards: list[tuple[queries.Return, list[queries.ReturnLine]]]
    cancellations: list[queries.Cancellation]
    counts: dict[Status, int]
    asked: int
    next_cursor: str | None


async def desk_seen(db: Db, actor: Actor, *, shop_id: int, tab: str, cursor: str | None) -> DeskSeen:
    """What one tab shows: open ones by deadline, all of them by time."""
    counts = await queries.return_counts(db, actor, shop_id=shop_id)
    waiting = await queries.shop_cancellations(
        db, actor, shop_id=shop_id, statuses=["CANCELLATION_REQUEST_PENDING"], limit=URGENT_AT_ONCE
    )
    if tab == "cancel":
        page = await queries.shop_cancellations(db, actor, shop_id=shop_id, limit=SHOWN_AT_ONCE, cursor=cursor)
        return DeskSeen([], page.items, counts, len(waiting.items), page.next_cursor)
    if tab == "all":
        found = await queries.shop_returns(db, actor, shop_id=shop_id, limit=SHOWN_AT_ONCE, cursor=cursor)
        rows, following = found.items, found.next_cursor
    else:
        statuses = TABS[tab][1]
        rows = await queries.urgent_returns(db, actor, shop_id=shop_id, statuses=statuses, limit=URGENT_AT_ONCE)
        following = None
    lines = await queries.return_lines(db, rows)
    return DeskSeen([(each, lines[each.return_id]) for each in rows], [], counts, len(waiting.items), following)


@get("/seller/{shop:int}/returns")
async def returns_page(request: Asked, desk: Desk, shop: Id, tab: Tab = "decide", cursor: str | None = None) -> Html:
    """The desk; states are tabs."""
    place = await enter(desk, shop, "aftersales.read")
    tab = tab if tab in TABS else "decide"
    seen = await desk.ask(desk_seen, shop_id=shop, tab=tab, cursor=cursor)
    here = f"{place.home}/returns"
    more = with_query(here, state=tab, cursor=seen.next_cursor) if seen.next_cursor else ""
    cards = [return_view.card(request, one, lines, for_shop=True) for one, lines in seen.cards]
    asked = [cancellation_of(request, each) for each in seen.cancellations]
    facts: dict[str, Any] = {
        "returns": cards,
        "cancellations": asked,
        "tabs": tabs(request, here, seen, tab),
        "tab": tab,
    }
    return shown(request, place, "returns/returns", more=more, **facts)


@post("/seller/{shop:int}/cancellations/{number:int}/approval")
async def approve(request: Asked, desk: Desk, shop: Id, number: Id) -> Response[None]:
    """The shop agrees to cancel."""
    back = f"{(await enter(desk, shop, 'aftersales.write')).home}/returns?state=cancel"
    inputs: dict[str, Any] = {"shop_id": shop, "cancellation_id": number}
    return await act_and_return(request, desk, back, AGREED, actions.approve_cancellation, **inputs)


@post("/seller/{shop:int}/cancellations/{number:int}/rejection")
async def reject(request: Asked, desk: Desk, shop: Id, number: Id) -> Response[None]:
    """The shop does not, and says why."""
    back = f"{(await enter(desk, shop, 'aftersales.write')).home}/returns?state=cancel"
    inputs: dict[str, Any] = {"shop_id": shop, "cancellation_id": number}
    reason = (await typed(request)).text("reason")
    return await act_and_return(request, desk, back, SAID_NO, actions.reject_cancellation, reason=reason, **inputs)


@get("/seller/{shop:int}/returns/{return_id:int}")
async def return_page(request: Asked, desk: Desk, shop: Id, return_id: Id) -> Html:
    """One return with what may be decided."""
    place = await enter(desk, shop, "aftersales.read")
    return await one(request, desk, place, return_id, Typed())


@post("/seller/{shop:int}/returns/{return_id:int}/decision")
async def decide(request: Asked, desk: Desk, shop: Id, return_id: Id) -> Response[Any]:
    """What the shop decides; what is missing is told beside its field."""
    place, form = await enter(desk, shop, "aftersales.write"), await typed(request)
    decision = form.text("decision")
    if decision not in DECISION_NAMES:
        return await one(request, desk, place, return_id, form, wrong(request, {"decision": CHOOSE}))
    try:
        answer = actions.Answer(
            decision=decision,
            reason=form.text("reason"),
            price=Price(form.text("amount"), None) if decision == "OFFER_PARTIAL_REFUND" else None,
            restock=form.ticked("restock"),
            picture_keys=await store(desk, form.files("pictures")),
        )
        await desk.perform(actions.decide, shop_id=shop, return_id=return_id, answer=answer)
    except (Invalid, Refused) as no:
        return await one(request, desk, place, return_id, form, trouble_of(request, no))
    return see_other(f"{place.home}/returns/{return_id}", say(request, DECIDED))


@post("/seller/{shop:int}/returns/{return_id:int}/replacement")
async def ship_replacement(request: Asked, desk: Desk, shop: Id, return_id: Id) -> Response[Any]:
    """The promised parcel is with the carrier."""
    place, form = await enter(desk, shop, "aftersales.write"), await typed(request)
    parcel: dict[str, Any] = {"carrier": form.text("carrier"), "tracking_number": form.text("tracking_number")}
    try:
        await desk.perform(actions.ship_replacement, shop_id=shop, return_id=return_id, **parcel)
    except (Invalid, Refused) as no:
        return await one(request, desk, place, return_id, form, trouble_of(request, no))
    return see_other(f"{place.home}/returns/{return_id}", say(request, REPLACED))


@post("/seller/{shop:int}/returns/{return_id:int}/statement")
async def say_more(request: Asked, desk: Desk, shop: Id, return_id: Id) -> Response[Any]:
    """Say more while the operator decides."""
    place, form = await enter(desk, shop, "aftersales.write"), await typed(request)
    dispute_id = whole(form.text("dispute"))
    if dispute_id not in {each.dispute_id for each in (await own(desk, place, return_id)).disputes}:
        raise NotFound
    try:
        pictures = await store(desk, form.files("pictures"))
        said: dict[str, Any] = {"statement": form.text("statement"), "picture_keys": pictures}
        await desk.perform(actions.add_statement, dispute_id=dispute_id, **said)
    except (Invalid, Refused) as no:
        return await one(request, desk, place, return_id, form, trouble_of(request, no))
    return see_other(f"{place.home}/returns/{return_id}", say(request, SAID))


async def own(desk: Desk, place: Workplace, return_id: int) -> queries.ReturnDetail:
    """A return of this shop; NotFound for another's."""
    found = await desk.ask(queries.return_detail, return_id=return_id)
    if found.request.shop_id != place.shop.shop_id:
        raise NotFound
    return found


async def one(
    request: Asked, desk: Desk, place: Workplace, return_id: int, form: Typed, trouble: Trouble = FINE
) -> Html:
    """The page of one return."""
    found = await own(desk, place, return_id)
    promised = found.replacement is not None and found.replacement.status == "PROCESSING"
    may = place.may("aftersales.write") and found.request.closed_at is None
    choices = choices_of(request, found, promised=promised) if may else []
    facts: dict[str, Any] = return_view.page(request, found, for_shop=True)
    facts["return_request"] = facts.pop("request")
    return shown(
        request,
        place,
        "returns/return",
        status=trouble.status,
        choices=choices,
        promised=promised and may,
        needs_check=found.request.status in {"BUYER_SHIPPED_ITEM", "REJECT_RECEIVE_PACKAGE"},
        may_offer=any(each["value"] == "OFFER_PARTIAL_REFUND" for each in choices),
        reason_when=reason_when(request, choices),
        here=f"{place.home}/returns/{return_id}",
        form=form,
        errors=trouble.errors,
        general=trouble.general,
        **facts,
    )


def reason_when(request: Asked, choices: list[dict[str, Any]]) -> str:
    """Which of these decisions need a reason; nothing where none does."""
    values = {each["value"] for each in choices} & NEEDS_REASON
    if "OFFER_PARTIAL_REFUND" in values:
        return say(request, N_("an offer and a rejection need it"))
    return say(request, N_("a rejection needs it")) if values else ""


def choices_of(request: Asked, found: queries.ReturnDetail, *, promised: bool) -> list[dict[str, Any]]:
    """What may be decided now. A promise is not made twice nor taken back, an offer is made once."""
    one_ = found.request
    left_out = {"APPROVE_REPLACEMENT", "REJECT_REPLACEMENT"} if promised else set[str]()
    if one_.offered_minor is not None:
        left_out |= {"OFFER_PARTIAL_REFUND"}
    return [
        {
            "value": each,
            "label": say(request, DECISION_NAMES[each]),
            "hint": say(request, _needs(each)),
        }
        for each in decides(one_.kind, one_.status)
        if each not in left_out
    ]


def _needs(decision: Decision) -> str:
    if decision == "OFFER_PARTIAL_REFUND":
        return N_("Needs an amount and a reason.")
    return N_("Needs a reason.") if decision in NEEDS_REASON else ""


def tabs(request: Asked, here: str, seen: DeskSeen, current: str) -> list[dict[str, Any]]:
    """States as tabs with how many are open in each."""
    found: list[dict[str, Any]] = []
    for key, (name, statuses) in TABS.items():
        count = seen.asked if key == "cancel" else sum(seen.counts.get(each, 0) for each in statuses)
        found.append(
            {
                "label": say(request, name),
                "href": here if key == "decide" else f"{here}?state={key}",
                "current": key == current,
                "count": None if key == "all" or not count else count,
            }
        )
    return found


def cancellation_of(request: Asked, each: queries.Cancellation) -> dict[str, Any]:
    """A request to cancel as the desk lists it."""
    notes = {WITHDRAWN: N_("The buyer withdrew it."), SHIPPED_MEANWHILE: N_("It was shipped before anybody answered.")}
    pending = each.status == "CANCELLATION_REQUEST_PENDING"
    answer = each.answer or ""
    return {
        "asked": each,
        "state": say(request, CANCELLATION_NAMES[each.status]),
        "tone": "warn" if pending else "" if each.status == "CANCELLATION_REQUEST_CANCEL" else "info",
        "by": say(request, {"BUYER_CANCEL": N_("The buyer"), "CANCEL": N_("Shop or system")}[each.kind]),
        "answer": say(request, notes[answer]) if answer in notes else answer,
        "pending": pending,
    }


routes = [returns_page, approve, reject, return_page, decide, ship_replacement, say_more]
