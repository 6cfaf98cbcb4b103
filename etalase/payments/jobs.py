"""Calls to providers, the sandbox provider's own work, and parcels that came back unpaid."""

from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed
from etalase.payments.actions import call_providers, count_failed_delivery, hear
from etalase.payments.ports import sandbox, sandbox_on
from etalase.payments.rules.methods import SANDBOX


async def run_the_sandbox(db: Db, now: datetime) -> None:
    """What the sandbox provider does by itself: charges expire, and its webhooks come in, signed, by the door's own verb."""
    if not sandbox_on():
        return
    await sandbox.expire(db, now=now)
    for parcel in await sandbox.due(db, now=now):
        async with db.transaction():
            await hear(db, None, provider=SANDBOX, headers=parcel.headers, body=parcel.body, now=now, wall=now)


async def count_unpaid_parcel(db: Db, event: Event, now: datetime) -> None:
    """A parcel came back: three of those, and its buyer pays before delivery for a while (R-COD-1)."""
    if event.account_id is None or event.shop_id is None:
        raise LookupError(event.name)
    order_id = int(str(event.fact("order_id")))
    await count_failed_delivery(db, account_id=event.account_id, shop_id=event.shop_id, order_id=order_id, at=event.at)


JOBS: Final = (
    Reaction("parcel.delivery_failed", "payments.count_unpaid_parcel", count_unpaid_parcel),
    Timed("payments.call_providers", every_s=1, act=call_providers, outside=True),
    Timed("payments.run_the_sandbox", every_s=1, act=run_the_sandbox, outside=True),
)
