"""Packages of a shop's orders, their labels, and where a parcel is."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.doorway.admitting import ANYBODY, SANDBOX_ONLY
from etalase.doorway.desk import Answer, Desk, encoded
from etalase.doorway.inputs import Id, IdText, id_of
from etalase.doorway.printing import PDF, label_sheets
from etalase.doorway.shown import Empty, nothing
from etalase.orders.rules import CODES
from etalase.parcels import actions, queries
from etalase.parcels.rules import Kind
from etalase.shipping.rules import CARRIERS, SANDBOX, carrier_name

MARKET = N_("Choose one of the eight markets.")


class PieceBody(msgspec.Struct):
    """So many pieces of an order's line."""

    line_id: IdText
    quantity: Annotated[int, msgspec.Meta(ge=1, le=9999)]


class PackBody(msgspec.Struct):
    """What to pack; without lines everything that is not packed yet."""

    lines: Annotated[list[PieceBody], msgspec.Meta(max_length=500)] = []


class SplitBody(msgspec.Struct):
    """What to take out into a new package."""

    lines: Annotated[list[PieceBody], msgspec.Meta(min_length=1, max_length=500)]


class CombineBody(msgspec.Struct):
    """Packages to put together, or whole orders."""

    package_ids: Annotated[list[IdText], msgspec.Meta(max_length=100)] = []
    order_ids: Annotated[list[IdText], msgspec.Meta(max_length=100)] = []


class SendBody(msgspec.Struct):
    """Who carries it, under which number; without a carrier the platform's is booked."""

    carrier: Annotated[str, msgspec.Meta(max_length=60)] = ""
    tracking_number: Annotated[str, msgspec.Meta(max_length=64)] = ""


def carried_by(sent: SendBody | None) -> dict[str, Any]:
    """Who carries it, as the verbs take it."""
    return msgspec.structs.asdict(sent or SendBody())


class ReportBody(msgspec.Struct):
    """What the sandbox carrier says. `event_id`: its own; the same one again changes nothing."""

    event: Kind
    event_id: Annotated[str, msgspec.Meta(max_length=100)] = ""
    at: datetime | None = None
    place: Annotated[str, msgspec.Meta(max_length=100)] = ""
    note: Annotated[str, msgspec.Meta(max_length=200)] = ""
    carrier: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] = SANDBOX


class HeldShown(msgspec.Struct, frozen=True):
    """Pieces in a package."""

    line_id: str
    order_id: str
    sku_id: str
    seller_sku: str
    title: str
    quantity: int


class EventShown(msgspec.Struct, frozen=True):
    """What the carrier said, and when it happened."""

    event: str
    at: datetime
    place: str
    note: str


class PackageShown(msgspec.Struct, frozen=True):
    """A package (R-ORD-10)."""

    id: str
    status: str
    method: str
    carrier: str | None
    tracking_number: str | None
    order_ids: list[str]
    lines: list[HeldShown]
    events: list[EventShown]
    packed_at: datetime
    arranged_at: datetime | None
    handed_at: datetime | None
    deliver_by: datetime | None
    delivered_at: datetime | None
    overdue: bool
    failed_attempts: int
    returned_at: datetime | None
    cancelled_at: datetime | None


class LineStateShown(msgspec.Struct, frozen=True):
    """Where a line of the order stands (R-ORD-5)."""

    line_id: str
    title: str
    quantity: int
    status: str


class TrackingShown(msgspec.Struct, frozen=True):
    """An order and its parcels. `due_at`: until when the order leaves its present state."""

    order_id: str
    status: str
    status_code: int
    due_at: datetime | None
    lines: list[LineStateShown]
    packages: list[PackageShown]


class CarrierShown(msgspec.Struct, frozen=True):
    """Who carries, and which methods of shipping go with them."""

    key: str
    name: str
    methods: list[str]


class CarriersShown(msgspec.Struct, frozen=True):
    """The carriers of a market."""

    market: str
    items: list[CarrierShown]


class HeardShown(msgspec.Struct, frozen=True):
    """Whether the report was new."""

    new: bool


def pieces_of(lines: list[PieceBody]) -> dict[int, int]:
    """Line id to pieces; a line named twice counts twice."""
    found: dict[int, int] = {}
    for each in lines:
        line_id = id_of(each.line_id)
        found[line_id] = found.get(line_id, 0) + each.quantity
    return found


def show_package(found: queries.PackageDetail) -> PackageShown:
    """A package as JSON."""
    one = found.package
    return PackageShown(
        str(one.package_id),
        one.status,
        one.method,
        one.carrier,
        one.tracking_number,
        [str(order_id) for order_id in found.order_ids],
        [
            HeldShown(
                str(each.line_id), str(each.order_id), str(each.sku_id), each.seller_sku, each.title, each.quantity
            )
            for each in found.lines
        ],
        [EventShown(each.kind, each.at, each.place, each.note) for each in found.events],
        one.packed_at,
        one.arranged_at,
        one.handed_at,
        one.deliver_by,
        one.delivered_at,
        one.overdue_at is not None,
        one.failed_attempts,
        one.returned_at,
        one.cancelled_at,
    )


def show_tracking(found: queries.Tracked) -> TrackingShown:
    """An order's parcels as JSON."""
    order = found.detail.order
    return TrackingShown(
        str(order.order_id),
        order.status,
        CODES[order.status],
        order.due_at,
        [
            LineStateShown(str(line.line_id), line.title, line.quantity, found.line_states[line.line_id])
            for line in found.detail.lines
        ],
        [show_package(each) for each in found.packages],
    )


async def combined(
    db: Db, actor: Actor, *, shop_id: int, package_ids: list[int], order_ids: list[int], now: datetime
) -> queries.PackageDetail:
    """Packages, or whole orders, put together."""
    if order_ids:
        return await actions.combine_orders(db, actor, shop_id=shop_id, order_ids=order_ids, now=now)
    return await actions.combine(db, actor, shop_id=shop_id, package_ids=package_ids, now=now)


async def reported(db: Db, actor: Actor, *, number: str, body: ReportBody, now: datetime) -> bool:
    """What a carrier would tell."""
    event_id = body.event_id or f"{number}-{body.event}-{now.isoformat()}"
    report = actions.Report(body.carrier, event_id, number, body.event, body.at or now, body.place, body.note)
    return await actions.carrier_reported(db, report, now=now)


@get("/carriers", security=ANYBODY)
async def carriers(desk: Desk, market: str) -> Answer[CarriersShown]:
    """Who carries in a market, and how."""
    await desk.actor()  # a bad token is told even where none is needed
    if market not in CARRIERS:
        raise Invalid({"market": MARKET})
    items = [CarrierShown(each.key, carrier_name(market, each.key), list(each.methods)) for each in CARRIERS[market]]
    return encoded(msgspec.json.encode(CarriersShown(market, items)), 200)


@get("/orders/{order:int}/tracking")
async def tracking(desk: Desk, order: Id) -> Answer[TrackingShown]:
    """Where the parcels of an order are, for its buyer and for the staff of its shop."""
    return await desk.read(queries.tracking, show=show_tracking, order_id=order)


@get("/shops/{shop:int}/packages/{package:int}")
async def package(desk: Desk, shop: Id, package: Id) -> Answer[PackageShown]:
    """One package."""
    return await desk.read(queries.shop_package, show=show_package, shop_id=shop, package_id=package)


@get("/shops/{shop:int}/packages/{package:int}/label", media_type=PDF)
async def label(desk: Desk, shop: Id, package: Id, slip: bool = True) -> Response[bytes]:
    """The shipping label as PDF, with its packing slip on the next sheet."""
    found = await desk.ask(queries.labels, shop_id=shop, package_ids=[package])
    return await label_sheets(desk.house, found, slips=slip)


@post("/shops/{shop:int}/orders/{order:int}/packages", status_code=201)
async def pack(desk: Desk, shop: Id, order: Id, data: PackBody | None = None) -> Answer[PackageShown]:
    """Pack pieces of an order, or all that is left of it."""
    lines = pieces_of(data.lines) if data and data.lines else None
    return await desk.write(actions.pack, show=show_package, status=201, shop_id=shop, order_id=order, lines=lines)


@post("/shops/{shop:int}/packages/combination", status_code=200)
async def combine(desk: Desk, shop: Id, data: CombineBody) -> Answer[PackageShown]:
    """Put packages, or whole orders, of one buyer together."""
    package_ids, order_ids = [id_of(each) for each in data.package_ids], [id_of(each) for each in data.order_ids]
    return await desk.write(combined, show=show_package, shop_id=shop, package_ids=package_ids, order_ids=order_ids)


@post("/shops/{shop:int}/packages/{package:int}/split", status_code=201)
async def split(desk: Desk, shop: Id, package: Id, data: SplitBody) -> Answer[PackageShown]:
    """Take pieces out into a new package."""
    lines = pieces_of(data.lines)
    return await desk.write(actions.split, show=show_package, status=201, shop_id=shop, package_id=package, lines=lines)


@delete("/shops/{shop:int}/packages/{package:int}", status_code=200)
async def unpack(desk: Desk, shop: Id, package: Id) -> Answer[Empty]:
    """Open a package that no carrier knows of."""
    return await desk.write(actions.unpack, show=nothing, shop_id=shop, package_id=package)


@post("/shops/{shop:int}/packages/{package:int}/shipment", status_code=200)
async def arrange(desk: Desk, shop: Id, package: Id, data: SendBody | None = None) -> Answer[PackageShown]:
    """Tell a carrier to collect it."""
    return await desk.write(actions.arrange, show=show_package, shop_id=shop, package_id=package, **carried_by(data))


@post("/shops/{shop:int}/packages/{package:int}/handover", status_code=200)
async def hand_over(desk: Desk, shop: Id, package: Id) -> Answer[PackageShown]:
    """The carrier has it."""
    return await desk.write(actions.hand_over, show=show_package, shop_id=shop, package_id=package)


@post("/shops/{shop:int}/packages/{package:int}/delivery", status_code=200)
async def deliver(desk: Desk, shop: Id, package: Id) -> Answer[PackageShown]:
    """The buyer has it."""
    return await desk.write(actions.deliver, show=show_package, shop_id=shop, package_id=package)


@post("/sandbox/parcels/{number:str}/events", opt=SANDBOX_ONLY, status_code=200)
async def report(desk: Desk, number: str, data: ReportBody) -> Answer[HeardShown]:
    """Let a carrier say what happened to a parcel."""
    return await desk.write(reported, show=lambda new: HeardShown(new), number=number, body=data)


routes: list[Any] = [
    carriers,
    tracking,
    package,
    label,
    pack,
    combine,
    split,
    unpack,
    arrange,
    hand_over,
    deliver,
    report,
]
