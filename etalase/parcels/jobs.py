"""What time and cancelled orders do to parcels: the sandbox carrier moves them, late ones are marked, packed ones opened."""

from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Place, Reaction, Timed, one_by_one
from etalase.orders.queries.due import partly_late_past
from etalase.parcels.actions import Report, carrier_reported, cut_to_arranged, mark_overdue, unpack_cancelled
from etalase.parcels.queries.due import Due, late_past, reports_due

# As many as a parcel has things to tell.
ROUNDS: Final = 10
PLACES: Final = {
    "PICKED_UP": "Origin hub",
    "IN_TRANSIT": "Sorting centre",
    "OUT_FOR_DELIVERY": "Local station",
}


async def sandbox_reports(db: Db, now: datetime) -> None:
    """The sandbox carrier tells what has happened by now; after a leap of the clock one thing after the other."""
    for _ in range(ROUNDS):
        told = await one_by_one(
            db,
            lambda after: reports_due(db, now, after),
            lambda due: carrier_reported(db, report_of(due), now=now),
            lambda due: Place(due.next_report_at, due.package_id),
            job="parcels.sandbox_reports",
        )
        if not told:
            return


def report_of(due: Due) -> Report:
    """The report that is due; its id is always the same, so telling it twice tells it once."""
    event_id = f"{due.tracking_number}-{due.next_report}-{due.failed_attempts}"
    place = PLACES.get(due.next_report, "")
    return Report(due.carrier, event_id, due.tracking_number, due.next_report, due.next_report_at, place)


async def overdue(db: Db, now: datetime) -> None:
    """Parcels that should have been delivered by now are marked (R-ORD-7)."""
    await one_by_one(
        db,
        lambda after: late_past(db, now, after),
        lambda each: mark_overdue(db, each.shop_id, each.package_id, now=now),
        lambda each: Place(each.deliver_by or now, each.package_id),
        job="parcels.overdue",
    )


async def cut_late(db: Db, now: datetime) -> None:
    """Orders of which only a part was arranged in time go on without the rest (R-ORD-7)."""
    await one_by_one(
        db,
        lambda after: partly_late_past(db, now, after),
        lambda order: cut_to_arranged(db, order.shop_id, order.order_id, now=now),
        lambda order: Place(order.cancel_at or now, order.order_id),
        job="parcels.cut_late",
    )


async def order_cancelled(db: Db, event: Event, now: datetime) -> None:
    """What was packed of a cancelled order is taken out."""
    if event.shop_id is not None:
        await unpack_cancelled(db, event.shop_id, int(str(event.fact("order_id"))), now=now)


JOBS: Final = (
    Reaction("order.cancelled", "parcels.unpack", order_cancelled),
    Timed("parcels.sandbox_reports", every_s=5, act=sandbox_reports, outside=True),
    Timed("parcels.cut_late", every_s=10, act=cut_late, outside=True),
    Timed("parcels.overdue", every_s=60, act=overdue, outside=True),
)
