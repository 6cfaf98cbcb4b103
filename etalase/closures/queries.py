"""What stands in the way of a closing, and how a shop was closed."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.closures import rules
from etalase.closures.rules import Check
from etalase.orders.queries import open_orders
from etalase.shops.queries import permit


class Closure(msgspec.Struct, frozen=True):
    """The end of a shop. `closed_by` is an account; 0 is the platform."""

    shop_id: int
    closed_by: int
    reason: str
    at: datetime


CLOSURE = rows(Closure, "SELECT shop_id, closed_by, reason, at FROM closures WHERE shop_id = $1")
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
    return rules.checks(await open_orders(db, shop_id))


async def closure(db: Db, actor: Actor, *, shop_id: int) -> Closure | None:
    """How the shop was closed; None while it is not."""
    await permit(db, actor, shop_id, "shop.read")
    return await CLOSURE.one(db, shop_id)
