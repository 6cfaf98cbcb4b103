"""The free parcel of a replacement: promised with pieces from the stock, sent, or cancelled for money (R-RET-3)."""

from datetime import datetime, timedelta

from etalase.aftersales.actions.moving import Act, held, move, pieces_of, write_down
from etalase.aftersales.queries.returns import Return, lines_of, return_row, shop_return_row
from etalase.aftersales.rules import said
from etalase.aftersales.rules.returning import R_COMPLETE, R_PENDING
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.shops.queries import permit
from etalase.stock import actions as stock

PROMISE = value(
    int,
    """INSERT INTO replacements (shop_id, return_id, status, promised_at, ship_by) VALUES ($1, $2, 'PROCESSING', $3, $4)
       ON CONFLICT (shop_id, return_id) DO NOTHING RETURNING return_id""",
)
PROMISED = write(
    """UPDATE returns SET due_at = $3, decided_at = $4 WHERE shop_id = $1 AND return_id = $2 AND closed_at IS NULL"""
)
IS_PROMISED = value(
    int, "SELECT return_id FROM replacements WHERE shop_id = $1 AND return_id = $2 AND status = 'PROCESSING'"
)
SHIP = value(
    int,
    """UPDATE replacements SET status = 'FULFILLING', carrier = $3, tracking_number = $4, shipped_at = $5
        WHERE shop_id = $1 AND return_id = $2 AND status = 'PROCESSING' RETURNING return_id""",
)
CANCEL = value(
    int,
    """UPDATE replacements SET status = 'CANCELLED', cancelled_at = $3
        WHERE shop_id = $1 AND return_id = $2 AND status = 'PROCESSING' RETURNING return_id""",
)
CARRIER_MAX = 60
NUMBER_MAX = 64


async def promise(db: Db, request: Return, act: Act, *, now: datetime) -> None:
    """APPROVE_REPLACEMENT: the pieces leave the stock now, the parcel has its own deadline.

    Refused: `aftersales.already_promised`, `aftersales.replacement_out_of_stock`.
    """
    numbers = await policy(db, request.market, now)
    until = now + timedelta(seconds=numbers.replacement_ship_s)
    if await PROMISE.get(db, request.shop_id, request.return_id, now, until) is None:
        raise Refused("aftersales.already_promised")
    pieces = pieces_of(request, (await lines_of(db, [request]))[request.return_id])
    try:
        await stock.take(db, pieces, now)
    except Refused as no:
        raise Refused("aftersales.replacement_out_of_stock") from no
    # Set aside for good: reserved is what open orders want, and this parcel is no order.
    await stock.sell(db, pieces, now)
    await PROMISED.run(db, request.shop_id, request.return_id, until, now)
    await write_down(db, request, R_PENDING, act, now=now, name="return.replacement_promised")


async def is_promised(db: Db, request: Return) -> bool:
    """Whether a parcel is promised that has not left yet."""
    return await IS_PROMISED.get(db, request.shop_id, request.return_id) is not None


async def cancel_promise(db: Db, request: Return, *, now: datetime) -> bool:
    """The parcel does not go: its pieces can be sold again. False when none was promised."""
    if await CANCEL.get(db, request.shop_id, request.return_id, now) is None:
        return False
    await stock.take_back(db, pieces_of(request, (await lines_of(db, [request]))[request.return_id]), now)
    return True


async def ship_replacement(
    db: Db, actor: Actor, *, shop_id: int, return_id: int, carrier: str, tracking_number: str, now: datetime
) -> Return:
    """The promised parcel is with the carrier: the request is complete. Refused: `aftersales.not_promised`."""
    await permit(db, actor, shop_id, "aftersales.write")
    who = said("carrier", carrier, CARRIER_MAX, needed=True)
    number = said("tracking_number", tracking_number, NUMBER_MAX, needed=True)
    _, request = await held(db, await shop_return_row(db, shop_id, return_id))
    if await SHIP.get(db, shop_id, return_id, who, number, now) is None:
        raise Refused("aftersales.not_promised")
    await move(db, request, R_COMPLETE, Act(side="SELLER", by=actor.account_id, note=number), now=now)
    return await return_row(db, return_id)
