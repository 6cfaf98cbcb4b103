"""What stands in the way of a closing, and how a shop was closed."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.closures import rules
from etalase.closures.rules import Check, Standing
from etalase.ledger.queries import balances
from etalase.orders.queries import open_orders
from etalase.shops.queries import permit, shop


class Closure(msgspec.Struct, frozen=True):
    """The end of a shop. `closed_by` is an account; 0 is the platform."""

    shop_id: int
    closed_by: int
    reason: str
    at: datetime


class Unfinished(msgspec.Struct, frozen=True):
    """How many things of a shop are under way, beside its orders."""

    after_sales: int
    disputes: int
    unsettled: int
    payouts: int


CLOSURE = rows(Closure, "SELECT shop_id, closed_by, reason, at FROM closures WHERE shop_id = $1")
# An approved cancellation is finished when its money went back: then it is COMPLETE.
UNFINISHED = rows(
    Unfinished,
    """SELECT (SELECT count(*) FROM cancellations c WHERE c.shop_id = $1
                  AND c.status IN ('CANCELLATION_REQUEST_PENDING', 'CANCELLATION_REQUEST_SUCCESS'))
            + (SELECT count(*) FROM returns r WHERE r.shop_id = $1 AND r.closed_at IS NULL) AS after_sales,
              (SELECT count(*) FROM disputes d WHERE d.shop_id = $1 AND d.status = 'IN_PROGRESS') AS disputes,
              (SELECT count(*) FROM settlements t WHERE t.shop_id = $1 AND t.settled_at IS NULL) AS unsettled,
              (SELECT count(*) FROM payouts p WHERE p.shop_id = $1 AND p.status = 'PROCESSING') AS payouts""",
)
SWEEPS = (
    (
        "a closed shop has its closure, and no link or plan",
        value(
            int,
            """SELECT s.shop_id FROM shops s
               LEFT JOIN closures c ON c.shop_id = s.shop_id
               WHERE (s.status = 'CLOSED') <> (c.shop_id IS NOT NULL)
                  OR (s.status = 'CLOSED' AND (
                      EXISTS (SELECT FROM shop_links l WHERE l.shop_id = s.shop_id AND l.status IN ('PENDING', 'LINKED'))
                      OR EXISTS (SELECT FROM plans p WHERE p.shop_id = s.shop_id AND p.status = 'LIVE')))""",
        ),
    ),
)


async def checklist(db: Db, actor: Actor, *, shop_id: int) -> list[Check]:
    """What must be finished before the shop can close."""
    await permit(db, actor, shop_id, "shop.close")
    return await standing(db, shop_id)


async def standing(db: Db, shop_id: int) -> list[Check]:
    """The same, whoever asks."""
    return rules.checks(await unfinished(db, shop_id))


async def unfinished(db: Db, shop_id: int) -> Standing:
    """What a shop has not finished, its money as the books have it."""
    left = await UNFINISHED.sole(db, shop_id)
    books = await balances(db, shop_id)
    return Standing(
        await open_orders(db, shop_id),
        left.after_sales,
        left.disputes,
        left.unsettled,
        left.payouts,
        books.get("seller_reserve", 0),
        # What waits without an order that would settle it is money as well.
        books.get("seller_available", 0) + (0 if left.unsettled else books.get("seller_pending", 0)),
        (await shop(db, shop_id)).currency,
    )


async def closure(db: Db, actor: Actor, *, shop_id: int) -> Closure | None:
    """How the shop was closed; None while it is not."""
    await permit(db, actor, shop_id, "shop.read")
    return await CLOSURE.one(db, shop_id)
