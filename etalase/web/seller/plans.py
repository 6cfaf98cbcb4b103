"""Affiliate plans: publish, change, end; who takes part, and who asks to (R-AFF-1…9)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.affiliate import actions, queries
from etalase.affiliate.queries import Invitee, Participation, Plan
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.catalog.queries import ShopProduct, shop_products
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import plan_form
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed

PUBLISHED: Final = N_("The plan is live.")
SAVED: Final = N_("Saved.")
ENDED: Final = N_("The plan ends. Its history stays.")
APPROVED: Final = N_("The creator takes part now.")
REJECTED: Final = N_("The request is refused.")
REMOVED: Final = N_("The creator takes part no more.")
SHOWN_AT_ONCE: Final = 25
CHOICES_MAX: Final = 100
VERBS: Final[dict[str, tuple[Any, str]]] = {
    "approval": (actions.approve, APPROVED),
    "refusal": (actions.reject, REJECTED),
    "removal": (actions.remove_creator, REMOVED),
}


class PlanBench(msgspec.Struct, frozen=True):
    """What a plan's form works with."""

    plan: Plan | None
    products: list[ShopProduct]
    policy: Policy
    now: datetime


class PlanSeen(msgspec.Struct, frozen=True):
    """A plan with the people in it."""

    bench: PlanBench
    people: Page[Participation]
    invitees: list[Invitee]


async def bench(db: Db, actor: Actor, *, place: Workplace, plan_id: int, now: datetime) -> PlanBench:
    """`plan_id` 0 is a new plan; NotFound for another shop's."""
    found = await queries.plan(db, actor, plan_id=plan_id, now=now) if plan_id else None
    if found is not None and found.shop_id != place.shop.shop_id:
        raise NotFound
    products = await shop_products(db, actor, shop_id=place.shop.shop_id, limit=CHOICES_MAX)
    return PlanBench(found, products.items, await policy(db, place.shop.market, now), now)


async def plan_seen(
    db: Db, actor: Actor, *, place: Workplace, plan_id: int, cursor: str | None, now: datetime
) -> PlanSeen:
    """One plan of the shop."""
    found, shop_id = await bench(db, actor, place=place, plan_id=plan_id, now=now), place.shop.shop_id
    people = await queries.participations_of_plan(
        db, actor, shop_id=shop_id, plan_id=plan_id, limit=SHOWN_AT_ONCE, cursor=cursor
    )
    return PlanSeen(found, people, await queries.invitees_of_plan(db, actor, shop_id=shop_id, plan_id=plan_id))


@get("/seller/{shop:int}/plans")
async def plans_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """The shop's plans, ended ones too."""
    place = await enter(desk, shop, "plan.read")
    found = await desk.ask(queries.plans_of_shop, shop_id=shop, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query(f"{place.home}/plans", cursor=found.next_cursor) if found.next_cursor else ""
    return shown(request, place, "plans/plans", plans=found.items, more=more)


@get("/seller/{shop:int}/plans/new")
async def new_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """An empty form."""
    return await form_page(request, desk, await enter(desk, shop, "plan.write"), Typed())


@post("/seller/{shop:int}/plans/new")
async def create(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Publish; it is live at once."""
    place = await enter(desk, shop, "plan.write")
    form = await typed(request)
    try:
        new = plan_form.new_plan(form, place.shop.market)
        made = await desk.perform(actions.create_plan, shop_id=shop, new=new)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, place, form, trouble=plan_trouble(request, no))
    except NotFound:
        return await form_page(request, desk, place, form, trouble=trouble_of(request, plan_form.NO_PRODUCT))
    return see_other(f"{place.home}/plans/{made.plan_id}", say(request, PUBLISHED))


@get("/seller/{shop:int}/plans/{plan:int}")
async def plan_page(request: Asked, desk: Desk, shop: Id, plan: Id, cursor: str | None = None) -> Html:
    """A plan with its participants and requests."""
    place = await enter(desk, shop, "plan.read")
    found = await desk.ask(plan_seen, place=place, plan_id=plan, cursor=cursor)
    following = found.people.next_cursor
    return shown(
        request,
        place,
        "plans/plan",
        plan=found.bench.plan,
        requests=[each for each in found.people.items if each.status == "REQUESTED"],
        people=[plan_form.person(request, each) for each in found.people.items if each.status != "REQUESTED"],
        invitees=[plan_form.invited(request, each) for each in found.invitees],
        products=plan_form.listed(found.bench.plan, found.bench.products),
        more=with_query(f"{place.home}/plans/{plan}", cursor=following) if following else "",
    )


@get("/seller/{shop:int}/plans/{plan:int}/edit")
async def edit_page(request: Asked, desk: Desk, shop: Id, plan: Id) -> Html:
    """The form of a live plan."""
    return await form_page(request, desk, await enter(desk, shop, "plan.write"), None, plan_id=plan)


@post("/seller/{shop:int}/plans/{plan:int}/edit")
async def edit(request: Asked, desk: Desk, shop: Id, plan: Id) -> Response[Any]:
    """Change it."""
    place = await enter(desk, shop, "plan.write")
    form = await typed(request)
    held = await desk.ask(bench, place=place, plan_id=plan)
    try:
        changes = plan_form.changes(form, held.plan, place.shop.market)
        await desk.perform(actions.edit_plan, shop_id=shop, plan_id=plan, changes=changes)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, place, form, plan_id=plan, trouble=plan_trouble(request, no))
    except NotFound:
        no_product = trouble_of(request, plan_form.NO_PRODUCT)
        return await form_page(request, desk, place, form, plan_id=plan, trouble=no_product)
    return see_other(f"{place.home}/plans/{plan}", say(request, SAVED))


@post("/seller/{shop:int}/plans/{plan:int}/end")
async def end(request: Asked, desk: Desk, shop: Id, plan: Id) -> Response[None]:
    """End it: at once, or after the market's notice."""
    place = await enter(desk, shop, "plan.write")
    back = f"{place.home}/plans/{plan}"
    return await act_and_return(request, desk, back, ENDED, actions.end_plan, shop_id=shop, plan_id=plan)


@post("/seller/{shop:int}/plans/{plan:int}/people/{person:int}/{verb:str}")
async def decide(request: Asked, desk: Desk, shop: Id, plan: Id, person: Id, verb: str) -> Response[None]:
    """Approve or refuse a request, remove a participant."""
    place = await enter(desk, shop, "plan.write")
    if verb not in VERBS:
        raise NotFound
    act, done = VERBS[verb]
    back = f"{place.home}/plans/{plan}"
    return await act_and_return(request, desk, back, done, act, shop_id=shop, plan_id=plan, participation_id=person)


async def form_page(
    request: Asked, desk: Desk, place: Workplace, form: Typed | None, *, plan_id: int = 0, trouble: Trouble = FINE
) -> Html:
    """The form as it was typed, else as the plan is."""
    found = await desk.ask(bench, place=place, plan_id=plan_id)
    market = place.shop.market
    shape = plan_form.of_plan(found.plan, market) if form is None and found.plan else form or Typed()
    return shown(
        request,
        place,
        "plans/form",
        status=trouble.status,
        plan=found.plan,
        form=shape,
        products=found.products,
        chosen=shape.ids("product"),
        kept=plan_form.not_shown(shape, found.products),
        least=plan_form.percent(found.policy.affiliate_rate_min_bp),
        most=plan_form.percent(found.policy.affiliate_rate_max_bp),
        policy=found.policy,
        errors=trouble.errors,
        general=trouble.general,
    )


def plan_trouble(request: Asked, no: Invalid | Refused) -> Trouble:
    """A refusal, told where it belongs: rates and handles have their fields."""
    told = trouble_of(request, no)
    unknown = no.facts.get("unknown")
    if isinstance(unknown, list) and "handles" in told.errors:
        names = ", ".join(f"@{each}" for each in unknown)
        return Trouble({**told.errors, "handles": f"{told.errors['handles']} {names}"}, "", told.status)
    if isinstance(no, Refused) and no.code == "affiliate.targeted_conflict":
        return Trouble({}, f"{told.general} {plan_form.conflicts(no.facts)}", told.status)
    if isinstance(no, Refused) and no.code == "affiliate.rate_out_of_range":
        return Trouble({"rate": say(request, plan_form.RATE_RANGE, **plan_form.bounds(no.facts))}, "", told.status)
    return told


routes = [plans_page, new_page, create, plan_page, edit_page, edit, end, decide]
