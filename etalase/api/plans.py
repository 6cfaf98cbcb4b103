"""Affiliate plans: what sellers publish and what creators may choose from."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import delete, get, patch, post
from msgspec import UNSET, UnsetType

from etalase.affiliate import actions, queries, rules
from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdText, Limit, id_of
from etalase.doorway.shown import Empty, Listed, nothing

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Products = Literal["ALL"] | Annotated[list[IdText], msgspec.Meta(max_length=10_000)]
Handles = Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=1000)]


class PlanBody(msgspec.Struct):
    """A new plan. `handles` name the creators of a TARGETED one."""

    kind: rules.PlanKind
    rate_bp: int
    products: Products
    handles: Handles | None = None
    ends_at: Moment | None = None
    needs_approval: bool = False
    name: str = ""
    message: str = ""


class PlanPatch(msgspec.Struct):
    """What is to change. `status` ENDED ends the plan and comes alone; `handles` are invited in addition."""

    status: Literal["ENDED"] | UnsetType = UNSET
    rate_bp: int | UnsetType = UNSET
    products: Products | UnsetType = UNSET
    handles: Handles | UnsetType = UNSET
    ends_at: Moment | UnsetType | None = UNSET
    needs_approval: bool | UnsetType = UNSET
    name: str | UnsetType = UNSET
    message: str | UnsetType = UNSET


class PlanShown(msgspec.Struct, frozen=True):
    """A plan. `creators` take part, `requests` wait for the seller."""

    id: str
    kind: str
    status: str
    name: str
    rate_bp: int
    products: Literal["ALL"] | list[str]
    needs_approval: bool
    message: str
    shop_id: str
    shop_name: str
    market: str
    created_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    creators: int
    requests: int


class OfferedShown(msgspec.Struct, frozen=True):
    """A plan as a creator sees it. `participation` and `invitation` are the caller's own states, null without one."""

    id: str
    kind: str
    status: str
    name: str
    rate_bp: int
    products: Literal["ALL"] | list[str]
    needs_approval: bool
    message: str
    shop_id: str
    shop_name: str
    market: str
    created_at: datetime
    ends_at: datetime | None
    participation: str | None
    invitation: str | None


class InviteeShown(msgspec.Struct, frozen=True):
    """A creator whom a targeted plan invites."""

    account_id: str
    handle: str
    name: str
    status: str
    invited_at: datetime
    answered_at: datetime | None


def show_plan(plan: queries.Plan) -> PlanShown:
    """A plan as JSON."""
    return PlanShown(
        str(plan.plan_id),
        plan.kind,
        plan.status,
        plan.name,
        plan.rate_bp,
        show_products(plan.product_ids, all_products=plan.all_products),
        plan.needs_approval,
        plan.message,
        str(plan.shop_id),
        plan.shop_name,
        plan.market,
        plan.created_at,
        plan.ends_at,
        plan.ended_at,
        plan.end_reason,
        plan.creators,
        plan.requests,
    )


def show_offered(plan: queries.OfferedPlan) -> OfferedShown:
    """A plan as its creator's JSON."""
    return OfferedShown(
        str(plan.plan_id),
        plan.kind,
        plan.status,
        plan.name,
        plan.rate_bp,
        show_products(plan.product_ids, all_products=plan.all_products),
        plan.needs_approval,
        plan.message,
        str(plan.shop_id),
        plan.shop_name,
        plan.market,
        plan.created_at,
        plan.ends_at,
        plan.mine,
        plan.invited,
    )


def show_products(product_ids: list[int], *, all_products: bool) -> Literal["ALL"] | list[str]:
    """What a plan covers."""
    return "ALL" if all_products else [str(each) for each in product_ids]


def show_invitees(found: list[queries.Invitee]) -> Listed[InviteeShown]:
    """The invited creators as JSON."""
    shown = [
        InviteeShown(str(each.account_id), each.handle, each.name, each.status, each.invited_at, each.answered_at)
        for each in found
    ]
    return Listed(shown, None)


@post("/shops/{shop:int}/plans")
async def create(desk: Desk, shop: Id, data: PlanBody) -> Answer[PlanShown]:
    """Publish a plan; it is live at once."""
    new = actions.NewPlan(
        data.kind,
        data.rate_bp,
        product_ids_of(data.products),
        data.handles or [],
        data.ends_at,
        data.needs_approval,
        data.name,
        data.message,
    )
    return await desk.write(actions.create_plan, show=show_plan, status=201, shop_id=shop, new=new)


@get("/shops/{shop:int}/plans")
async def of_shop(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[PlanShown]]:
    """The shop's plans, ended ones too, newest first."""
    return await desk.page(queries.plans_of_shop, show=show_plan, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/plans/{plan:int}/invitees")
async def invitees(desk: Desk, shop: Id, plan: Id) -> Answer[Listed[InviteeShown]]:
    """Whom a targeted plan invites, and what they answered."""
    return await desk.read(queries.invitees_of_plan, show=show_invitees, shop_id=shop, plan_id=plan)


@patch("/shops/{shop:int}/plans/{plan:int}")
async def edit(desk: Desk, shop: Id, plan: Id, data: PlanPatch) -> Answer[PlanShown]:
    """Change a live plan, or end it."""
    changes = changes_of(data)
    if data.status is UNSET:
        return await desk.write(actions.edit_plan, show=show_plan, shop_id=shop, plan_id=plan, changes=changes)
    if changes != actions.PlanChanges():
        raise Invalid({"status": N_("End a plan without changing anything else.")})
    return await desk.write(actions.end_plan, show=show_plan, shop_id=shop, plan_id=plan)


@delete("/shops/{shop:int}/plans/{plan:int}", status_code=200)
async def remove(desk: Desk, shop: Id, plan: Id) -> Answer[Empty]:
    """End a plan at once and take it out of the lists."""
    return await desk.write(actions.delete_plan, show=nothing, shop_id=shop, plan_id=plan)


@get("/plans")
async def offered(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[OfferedShown]]:
    """The plans open to the caller."""
    return await desk.page(queries.plans_open_to, show=show_offered, limit=limit, cursor=cursor)


@get("/plans/{plan:int}")
async def one(desk: Desk, plan: Id) -> Answer[PlanShown]:
    """One plan, for those who may see it."""
    return await desk.read(queries.plan, show=show_plan, plan_id=plan)


def product_ids_of(products: Literal["ALL"] | list[str]) -> list[int] | None:
    """The listed products; None for ALL."""
    return None if isinstance(products, str) else [id_of(each) for each in products]


def changes_of(data: PlanPatch) -> actions.PlanChanges:
    """What a patch asks for."""
    return actions.PlanChanges(
        rate_bp=data.rate_bp,
        name=data.name,
        message=data.message,
        needs_approval=data.needs_approval,
        ends_at=data.ends_at,
        product_ids=UNSET if data.products is UNSET else product_ids_of(data.products),
        handles=data.handles,
    )


routes = [create, of_shop, invitees, edit, remove, offered, one]
