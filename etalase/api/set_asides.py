"""Pieces that a shop keeps for one campaign or one LIVE."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post

from etalase.catalog.actions import set_stock_aside
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdText, Limit, id_of
from etalase.doorway.shown import Listed
from etalase.stock import actions, queries
from etalase.stock.queries import SetAside
from etalase.stock.rules import Purpose

Number = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,14}$")]


class SetAsideBody(msgspec.Struct):
    """Pieces of one SKU, and what for: `purpose_ref` is the caller's own number of that campaign or LIVE, in decimal digits."""

    sku_id: IdText
    quantity: int
    purpose: Purpose
    purpose_ref: Number


class SetAsideShown(msgspec.Struct, frozen=True):
    """Pieces kept in one warehouse; `taken` were ordered through it, `left` lie there still (0 once it ended)."""

    id: str
    sku_id: str
    product_id: str
    warehouse_id: str
    purpose: str
    purpose_ref: str
    quantity: int
    taken: int
    left: int
    made_at: datetime
    ended_at: datetime | None


def show_set_aside(found: SetAside) -> SetAsideShown:
    """A set-aside."""
    return SetAsideShown(
        str(found.set_aside_id),
        str(found.sku_id),
        str(found.product_id),
        str(found.warehouse_id),
        found.purpose,
        str(found.purpose_ref),
        found.quantity,
        found.taken,
        found.left,
        found.made_at,
        found.ended_at,
    )


@get("/shops/{shop:int}/set-asides")
async def of_shop(
    desk: Desk, shop: Id, ended: bool = False, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[SetAsideShown]]:
    """What the shop keeps now, or with `ended` what it kept; newest first."""
    return await desk.page(
        queries.set_asides_of_shop, show=show_set_aside, shop_id=shop, ended=ended, limit=limit, cursor=cursor
    )


@post("/shops/{shop:int}/set-asides")
async def create(desk: Desk, shop: Id, data: SetAsideBody) -> Answer[SetAsideShown]:
    """Keep pieces of a SKU, from the fullest warehouse that has them all.

    A promotion (`CAMPAIGN` with its id) sells its own at its price; others are bought by nobody before the set-aside ends.
    """
    return await desk.write(
        set_stock_aside,
        shop_id=shop,
        sku_id=id_of(data.sku_id),
        quantity=data.quantity,
        purpose=data.purpose,
        purpose_ref=int(data.purpose_ref),
        show=show_set_aside,
        status=201,
    )


@post("/shops/{shop:int}/set-asides/{set_aside:int}/end", status_code=200)
async def end(desk: Desk, shop: Id, set_aside: Id) -> Answer[SetAsideShown]:
    """What is left can be bought by everybody again; `quantity` less `taken` came back."""
    return await desk.write(actions.end_set_aside, shop_id=shop, set_aside_id=set_aside, show=show_set_aside)


routes: list[Any] = [of_shop, create, end]
