"""The sandbox's carrier: find a package by its number, and let the carrier say what happens to it."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.sandbox import only_in_the_sandbox
from etalase.parcels import actions
from etalase.parcels.ports import PORTS
from etalase.parcels.queries import PackageDetail, moving, numbered
from etalase.parcels.rules import KIND_NAMES, Kind
from etalase.shipping.rules import SANDBOX
from etalase.shops.queries import shop
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.parcel_view import parcel
from etalase.web.sandbox.index import parcel_of

SHOWN: Final = 30
SAID: Final = N_("The carrier has said so.")
NO_SUCH: Final = N_("No carrier knows a package under that number.")
ICONS: Final[dict[Kind, str]] = {
    "PICKED_UP": "package",
    "IN_TRANSIT": "warehouse",
    "OUT_FOR_DELIVERY": "truck",
    "DELIVERED": "check",
    "DELIVERY_FAILED": "x",
    "RETURNING": "undo-2",
    "RETURNED": "store",
}
Number = Annotated[str, Parameter(query="number", max_length=64)]


class ReportForm(msgspec.Struct):
    """What the carrier says, and where it is."""

    event: Kind
    place: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Carried(msgspec.Struct, frozen=True):
    """A package and the market it is sent in."""

    detail: PackageDetail
    market: str


async def carried(db: Db, _actor: Actor | None, *, number: str) -> Carried:
    """The package under that number; NotFound."""
    detail = await numbered(db, number)
    return Carried(detail, (await shop(db, detail.package.shop_id)).market)


async def on_the_road(db: Db, _actor: Actor | None) -> list[Any]:
    """What carriers have or wait for."""
    return list(await moving(db, limit=SHOWN))


async def reported(db: Db, _actor: Actor, *, number: str, said: ReportForm, now: datetime) -> bool:
    """Let the carrier of that package say it; whether it was new."""
    carrier = (await numbered(db, number)).package.carrier or SANDBOX
    event_id = f"{number}-{said.event}-{now.isoformat()}"
    report = actions.Report(carrier, event_id, number, said.event, now, said.place.strip())
    return await actions.carrier_reported(db, report, now=now)


@get("/sandbox/parcels")
async def parcels(request: Asked, desk: Desk, number: Number = "") -> Response[Any]:
    """Those on the road; a number leads to its package."""
    only_in_the_sandbox(desk)
    number, error = number.strip(), ""
    if number:
        try:
            await desk.look(carried, number=number)
        except NotFound:
            error = say(request, NO_SUCH)
        else:
            return see_other(f"/sandbox/parcels/{number}")
    found = await desk.look(on_the_road)
    rows = [parcel_of(request, each) for each in found]
    return render(request, "sandbox/parcels.html", packages=rows, number=number, error=error)


@get("/sandbox/parcels/{number:str}")
async def one(request: Asked, desk: Desk, number: str) -> Html:
    """One package: what was said of it, and what may be said next."""
    only_in_the_sandbox(desk)
    found = await desk.look(carried, number=number)
    package = found.detail.package
    return render(
        request,
        "sandbox/parcel.html",
        parcel=parcel(request, found.market, found.detail),
        number=number,
        order_ids=found.detail.order_ids,
        shop_id=package.shop_id,
        ended=package.status in {"COMPLETED", "CANCELLED"},
        next_kind=next_of(found.detail),
        kinds=[(kind, say(request, name), ICONS[kind]) for kind, name in KIND_NAMES.items()],
    )


@post("/sandbox/parcels/{number:str}/events")
async def report(
    request: Asked,
    desk: Desk,
    number: str,
    data: Annotated[ReportForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    """The carrier says it."""
    only_in_the_sandbox(desk)
    await desk.perform(reported, number=number, said=data)
    return see_other(f"/sandbox/parcels/{number}", say(request, SAID))


def next_of(found: PackageDetail) -> Kind | None:
    """What the sandbox's carrier would say next by itself."""
    last = found.events[-1] if found.events else None
    at = last.at if last else found.package.packed_at
    following = PORTS[SANDBOX].following(last.kind if last else None, at, found.package.method, gives_up=False)
    return following.kind if following else None


routes = [parcels, one, report]
