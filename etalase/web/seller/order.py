"""One order of a shop with its packages: pack, split, put together, book, hand over, deliver, print, cancel (R-ORD-1…10)."""

from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.printing import label_sheets
from etalase.orders import actions, queries
from etalase.orders.rules.fees import Fee
from etalase.parcels import actions as parcels
from etalase.parcels.queries import PackageDetail, Tracked, labels, open_packages_of_buyer, tracked
from etalase.shipping.rules import carriers_of
from etalase.web import parcel_view
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import orders_view
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, sentence, trouble_of, typed, whole, wrong

ARRANGED: Final = N_("Packed. The carrier can collect it.")
HANDED_OVER: Final = N_("On its way.")
DELIVERED: Final = N_("Delivered.")
CANCELLED: Final = N_("The order is cancelled. The buyer gets the money back.")
PACKED: Final = N_("Packed.")
SPLIT: Final = N_("In a package of its own now.")
UNPACKED: Final = N_("The package is open again.")
COMBINED: Final = N_("Put together in one package.")
WHO_CARRIES: Final = N_("Say who carries it.")
WHICH_NUMBER: Final = N_("Write the tracking number.")
WHY: Final = N_("Tell the buyer why.")
NUMBER_MAX: Final = 64
CARRIER_MAX: Final = 60


class OrderAtDesk(msgspec.Struct, frozen=True):
    """An order, its parcels, the open packages of other orders that could join them, and its fees."""

    tracked: Tracked
    joinable: list[PackageDetail]
    fees: list[Fee]


async def at_desk(db: Db, actor: Actor, *, shop_id: int, order_id: int) -> OrderAtDesk:
    """All that the page shows; NotFound for another shop's."""
    found = await tracked(db, await queries.shop_order(db, actor, shop_id=shop_id, order_id=order_id))
    order = found.detail.order
    others = await open_packages_of_buyer(db, shop_id, order.buyer_account_id) if order.address != "null" else []
    return OrderAtDesk(found, others, await queries.fees_charged(db, actor, order=order))


@get("/seller/{shop:int}/orders/{order:int}")
async def order_page(request: Asked, desk: Desk, shop: Id, order: Id) -> Html:
    """One order with what may be done to it."""
    return await one(request, desk, await enter(desk, shop, "order.read"), order, Typed())


@post("/seller/{shop:int}/orders/{order:int}/booking")
async def book(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """Packed, and the platform's carrier collects it."""
    place = await enter(desk, shop, "order.ship")
    return await act_and_return(
        request, desk, path_of(place, order), ARRANGED, parcels.ship_order, shop_id=shop, order_id=order
    )


@post("/seller/{shop:int}/orders/{order:int}/shipment")
async def arrange(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[Any]:
    """Packed, with a carrier and a number of the shop's own."""
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
    """The carrier has everything that waits for it."""
    place = await enter(desk, shop, "order.ship")
    back = path_of(place, order)
    return await act_and_return(request, desk, back, HANDED_OVER, parcels.hand_over_order, shop_id=shop, order_id=order)


@post("/seller/{shop:int}/orders/{order:int}/delivery")
async def deliver(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """The buyer has everything that was on its way."""
    place = await enter(desk, shop, "order.ship")
    back = path_of(place, order)
    return await act_and_return(request, desk, back, DELIVERED, parcels.deliver_order, shop_id=shop, order_id=order)


@post("/seller/{shop:int}/orders/{order:int}/packages")
async def pack(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """Pack the pieces that were counted; none counted: all that is left."""
    place = await enter(desk, shop, "order.ship")
    lines = pieces_of(await typed(request)) or None
    back = path_of(place, order)
    return await act_and_return(request, desk, back, PACKED, parcels.pack, shop_id=shop, order_id=order, lines=lines)


@post("/seller/{shop:int}/orders/{order:int}/combination")
async def combine(request: Asked, desk: Desk, shop: Id, order: Id) -> Response[None]:
    """Put the chosen open packages of this buyer together."""
    place = await enter(desk, shop, "order.ship")
    chosen = (await typed(request)).ids("package")
    back = path_of(place, order)
    return await act_and_return(request, desk, back, COMBINED, parcels.combine, shop_id=shop, package_ids=chosen)


@post("/seller/{shop:int}/orders/{order:int}/packages/{package:int}/{step:str}")
async def move_package(request: Asked, desk: Desk, shop: Id, order: Id, package: Id, step: str) -> Response[None]:
    """One package, one step."""
    place = await enter(desk, shop, "order.ship")
    form = await typed(request)
    inputs: dict[str, Any] = {"shop_id": shop, "package_id": package}
    said, act = STEPS.get(step, (ARRANGED, parcels.arrange))
    if act is parcels.arrange:
        inputs |= {"carrier": form.text("carrier"), "tracking_number": form.text("tracking_number")}
    if act is parcels.split:
        inputs["lines"] = pieces_of(form)
    return await act_and_return(request, desk, path_of(place, order), said, act, **inputs)


STEPS: Final[dict[str, tuple[str, Any]]] = {
    "shipment": (ARRANGED, parcels.arrange),
    "handover": (HANDED_OVER, parcels.hand_over),
    "delivery": (DELIVERED, parcels.deliver),
    "split": (SPLIT, parcels.split),
    "opening": (UNPACKED, parcels.unpack),
}


@get("/seller/{shop:int}/orders/{order:int}/packages/{package:int}/label")
async def label(request: Asked, desk: Desk, shop: Id, order: Id, package: Id) -> Response[Any]:
    """The label and the packing slip of one package."""
    place = await enter(desk, shop, "order.ship")
    try:
        found = await desk.ask(labels, shop_id=shop, package_ids=[package])
    except Refused as no:
        return see_other(path_of(place, order), sentence(request, no), "bad")
    return await label_sheets(desk.house, found, slips=True)


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


def pieces_of(form: Typed) -> dict[int, int]:
    """Line id to pieces, of fields named `line-7`; empty ones and zeros are left out."""
    named = {name: whole(form.text(name)) for name in form.names() if name.startswith("line-")}
    return {
        line_id: count
        for name, count in named.items()
        if count and (line_id := whole(name.removeprefix("line-"))) is not None
    }


def path_of(place: Workplace, order_id: int) -> str:
    """An order's own page."""
    return f"{place.home}/orders/{order_id}"


async def one(
    request: Asked, desk: Desk, place: Workplace, order_id: int, form: Typed, trouble: Trouble = FINE
) -> Html:
    """The page of one order; NotFound for another shop's."""
    found = await desk.ask(at_desk, shop_id=place.shop.shop_id, order_id=order_id)
    market = place.shop.market
    return shown(
        request,
        place,
        "orders/order",
        status=trouble.status,
        here=path_of(place, order_id),
        form=form,
        errors=trouble.errors,
        general=trouble.general,
        parcels=parcel_view.parcels_of(request, found.tracked),
        line_states=parcel_view.line_states(request, found.tracked),
        left=parcel_view.to_be_packed(found.tracked),
        joinable=[parcel_view.parcel(request, market, each) for each in found.joinable],
        carriers=[each.name for each in carriers_of(market, "SELLER")],
        platform=carriers_of(market, "STANDARD")[0].name,
        **orders_view.detail(request, found.tracked.detail, found.fees),
    )


routes = [
    order_page,
    book,
    arrange,
    hand_over,
    deliver,
    pack,
    combine,
    move_package,
    label,
    cancel,
]
