"""A shop's orders: by state with their deadlines, one in detail, and every step that ships it (R-ORD-1…8)."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.orders import actions, queries
from etalase.orders.queries import OrderDetail
from etalase.parcels import actions as parcels
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import orders_view
from etalase.web.seller.home import midnight
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, wrong

Tab = Annotated[str, Parameter(query="state")]
SHOWN_AT_ONCE: Final = 25
ARRANGED: Final = N_("Packed. The carrier can collect it.")
HANDED_OVER: Final = N_("On its way.")
DELIVERED: Final = N_("Delivered.")
CANCELLED: Final = N_("The order is cancelled. The buyer gets the money back.")
WHO_CARRIES: Final = N_("Say who carries it.")
WHICH_NUMBER: Final = N_("Write the tracking number.")
WHY: Final = N_("Tell the buyer why.")
NUMBER_MAX: Final = 64
CARRIER_MAX: Final = 60


class Listed(msgspec.Struct, frozen=True):
    """A page of orders, and how many open ones are in each state."""

    page: Page[OrderDetail]
    counts: dict[str, int]


async def listed(
    db: Db, actor: Actor, *, place: Workplace, tab: str, day: str, cursor: str | None, now: datetime
) -> Listed:
    """Orders of one state; `day` today or yesterday in the shop's country keeps only those."""
    shop_id, market = place.shop.shop_id, place.shop.market
    since = {"today": midnight(market, now), "yesterday": midnight(market, now, 1)}.get(day)
    page = await queries.shop_orders(
        db,
        actor,
        shop_id=shop_id,
        statuses=orders_view.TABS[tab][1],
        since=since,
        until=midnight(market, now) if day == "yesterday" else None,
        limit=SHOWN_AT_ONCE,
        cursor=cursor,
    )
    return Listed(page, await queries.counts(db, actor, shop_id=shop_id))


@get("/seller/{shop:int}/orders")
async def orders_page(
    request: Asked, desk: Desk, shop: Id, tab: Tab = "all", day: str = "", cursor: str | None = None
) -> Html:
    """The list."""
    place = await enter(desk, shop, "order.read")
    tab, day = tab if tab in orders_view.TABS else "all", day if day in orders_view.DAYS else ""
    found = await desk.ask(listed, place=place, tab=tab, day=day, cursor=cursor)
    following = found.page.next_cursor
    return shown(
        request,
        place,
        "orders/orders",
        orders=[orders_view.card(request, each) for each in found.page.items],
        tabs=orders_view.tabs(request, f"{place.home}/orders", found.counts, tab),
        day=say(request, orders_view.DAYS[day]) if day else "",
        tab=tab,
        more=with_query(f"{place.home}/orders", state=tab, day=day, cursor=following) if following else "",
    )


@get("/seller/{shop:int}/orders/{order:int}")
async def order_page(request: Asked, desk: Desk, shop: Id, order: Id) -> Html:
    """One order with what may be done to it."""
    return await one(request, desk, await enter(desk, shop, "order.read"), order, Typed())


@post("/seller/{shop:int}/orders/{order:int}/shipment")
async def arrange(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[Any]:
    """Packed, with a carrier and a number."""
    place = await enter(desk, shop, "order.ship")
    form = await typed(request)
    carrier, number = form.text("carrier")[:CARRIER_MAX], form.text("tracking_number")[:NUMBER_MAX]
    missing: dict[str, str] = {} if carrier else {"carrier": WHO_CARRIES}
    if not number:
        missing["tracking_number"] = WHICH_NUMBER
    if missing:
        return await one(request, desk, place, order, form, wrong(request, missing))
    inputs = {"carrier": carrier, "tracking_number": number}
    return await act_and_return(
        request, desk, path_of(place, order), ARRANGED, parcels.ship_order, shop_id=shop, order_id=order, **inputs
    )


@post("/seller/{shop:int}/orders/{order:int}/handover")
async def hand_over(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """The carrier has it."""
    place = await enter(desk, shop, "order.ship")
    back = path_of(place, order)
    return await act_and_return(request, desk, back, HANDED_OVER, parcels.hand_over_order, shop_id=shop, order_id=order)


@post("/seller/{shop:int}/orders/{order:int}/delivery")
async def deliver(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """The buyer has it."""
    place = await enter(desk, shop, "order.ship")
    back = path_of(place, order)
    return await act_and_return(request, desk, back, DELIVERED, parcels.deliver_order, shop_id=shop, order_id=order)


@post("/seller/{shop:int}/orders/{order:int}/cancellation")
async def cancel(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[Any]:
    """The shop cannot ship it, and says why."""
    place = await enter(desk, shop, "order.cancel")
    form = await typed(request)
    reason = form.text("reason")
    if not reason:
        return await one(request, desk, place, order, form, wrong(request, {"reason": WHY}))
    try:
        await desk.perform(actions.cancel_as_seller, shop_id=shop, order_id=order, reason=reason)
    except (Invalid, Refused) as no:
        return await one(request, desk, place, order, form, trouble_of(request, no))
    return see_other(path_of(place, order), say(request, CANCELLED), "info")


def path_of(place: Workplace, order_id: int) -> str:
    """An order's own page."""
    return f"{place.home}/orders/{order_id}"


async def one(
    request: Asked, desk: Desk, place: Workplace, order_id: int, form: Typed, trouble: Trouble = FINE
) -> Html:
    """The page of one order; NotFound for another shop's."""
    found = await desk.ask(queries.shop_order, shop_id=place.shop.shop_id, order_id=order_id)
    return shown(
        request,
        place,
        "orders/order",
        status=trouble.status,
        here=path_of(place, order_id),
        form=form,
        errors=trouble.errors,
        general=trouble.general,
        **orders_view.detail(request, found),
    )


routes = [orders_page, order_page, arrange, hand_over, deliver, cancel]
