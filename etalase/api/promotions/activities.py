"""A shop's promotions, and what a cart would cost with them."""

from functools import partial
from typing import Any

from litestar import get, patch, post, put

from etalase.api.promotions.bodies import (
    FundingBody,
    PromotionBody,
    PromotionPatch,
    SimulationBody,
    begun,
    changes_of,
    new_promotion,
    wanted_of,
)
from etalase.api.promotions.shown import (
    PromotionShown,
    SimulationShown,
    WholeShown,
    show_promotion,
    show_simulation,
    show_whole,
)
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed
from etalase.promotions import actions, queries


@post("/shops/{shop:int}/promotions")
async def create(desk: Desk, shop: Id, data: PromotionBody) -> Answer[WholeShown]:
    """A new promotion: a draft, or in force with `launch`."""
    return await desk.write(actions.create_promotion, show=show_whole, shop_id=shop, **begun(data, new_promotion))


@get("/shops/{shop:int}/promotions")
async def of_shop(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[PromotionShown]]:
    """The shop's promotions, newest first."""
    return await desk.page(queries.promotions_of_shop, show=show_promotion, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/promotions/{promotion:int}")
async def one(desk: Desk, shop: Id, promotion: Id) -> Answer[WholeShown]:
    """A promotion with its items and tiers."""
    return await desk.read(queries.promotion, show=show_whole, shop_id=shop, promotion_id=promotion)


@patch("/shops/{shop:int}/promotions/{promotion:int}")
async def edit(desk: Desk, shop: Id, promotion: Id, data: PromotionPatch) -> Answer[WholeShown]:
    """Change a draft or one that has not begun; of a running one the title and the end."""
    changes = partial(changes_of, data)
    return await desk.write(
        actions.edit_promotion, show=show_whole, shop_id=shop, promotion_id=promotion, changes=changes
    )


@post("/shops/{shop:int}/promotions/{promotion:int}/launch", status_code=200)
async def launch(desk: Desk, shop: Id, promotion: Id) -> Answer[WholeShown]:
    """Put a draft into force, at once or when its time comes."""
    return await desk.write(actions.launch, show=show_whole, shop_id=shop, promotion_id=promotion)


@post("/shops/{shop:int}/promotions/{promotion:int}/deactivation", status_code=200)
async def deactivate(desk: Desk, shop: Id, promotion: Id) -> Answer[WholeShown]:
    """Stop it, or give up a draft: for good."""
    return await desk.write(actions.deactivate, show=show_whole, shop_id=shop, promotion_id=promotion)


@post("/shops/{shop:int}/promotions/{promotion:int}/copies")
async def duplicate(desk: Desk, shop: Id, promotion: Id) -> Answer[WholeShown]:
    """A draft like it that lasts as long."""
    return await desk.write(
        actions.duplicate_promotion, show=show_whole, status=201, shop_id=shop, promotion_id=promotion
    )


@put("/shops/{shop:int}/promotions/{promotion:int}/funding")
async def fund(desk: Desk, shop: Id, promotion: Id, data: FundingBody) -> Answer[WholeShown]:
    """The operator says which share of it the platform pays."""
    return await desk.write(
        actions.fund_promotion,
        show=show_whole,
        shop_id=shop,
        promotion_id=promotion,
        platform_bp=data.platform_bp,
    )


@post("/shops/{shop:int}/promotions/simulation", status_code=200)
async def simulate(desk: Desk, shop: Id, data: SimulationBody) -> Answer[SimulationShown]:
    """What a cart costs with what runs now and the promotions and vouchers that are named, step by step."""
    wanted = partial(wanted_of, data)
    return await desk.read(queries.simulate, show=show_simulation, shop_id=shop, wanted=wanted)


handlers: list[Any] = [create, of_shop, one, edit, launch, deactivate, duplicate, fund, simulate]
