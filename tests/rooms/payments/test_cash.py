"""Cash at the till (R-COD-1): refused to those whose parcels came back three times."""

from datetime import datetime, timedelta

from etalase.app.wiring import roster
from etalase.base import events
from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.orders.actions import Placed, place
from etalase.orders.queries import OrderRow
from etalase.payments.queries import cod_standings
from tests.makers.orders import cart_of, order_of
from tests.makers.paying import Sale, check_out, make_sale, placed_only

DAY = timedelta(days=1)
COUNTED = value(int, "SELECT count(*) FROM cod_failures WHERE account_id = $1")


async def came_back(db: Db, order: OrderRow, at: datetime) -> None:
    """What the room of parcels tells."""
    facts: dict[str, events.FactValue] = {"order_id": str(order.order_id)}
    await events.record(
        db,
        "parcel.delivery_failed",
        at=at,
        shop_id=order.shop_id,
        account_id=order.buyer_account_id,
        facts=facts,
    )
    await drain(db, roster(), at)


async def answer(db: Db, sale: Sale, now: datetime) -> str:
    [said] = await place(db, [cart_of(sale.buyer, (sale.skus[0], 1))], now=now)
    return said.code if isinstance(said, Refused) else "ok"


async def test_r_cod_1_after_three_parcels_that_came_back_there_is_no_cash_for_sixty_days(
    db: Db, now: datetime
) -> None:
    sale = await make_sale(db)
    placed: list[Placed] = [await placed_only(db, sale, now, method="COD") for _ in range(3)]
    for number, each in enumerate(placed):
        assert await answer(db, sale, now) == "ok"
        for _ in range(2):  # a parcel that comes back twice is one
            await came_back(db, await order_of(db, each), now + number * timedelta(minutes=1))
    assert await COUNTED.sole(db, sale.buyer.account_id) == 3
    assert await answer(db, sale, now + timedelta(minutes=3)) == "payments.cod_after_failed_deliveries"
    assert await answer(db, sale, now + 60 * DAY) == "payments.cod_after_failed_deliveries"
    assert await answer(db, sale, now + 60 * DAY + timedelta(minutes=2)) == "ok"


async def test_r_cod_1_only_parcels_to_be_paid_at_the_door_count(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    for _ in range(3):
        placed = await check_out(db, sale, now)
        await came_back(db, await order_of(db, placed), now)
    assert await COUNTED.sole(db, sale.buyer.account_id) == 0


async def test_what_is_known_of_buyers_is_read_at_once(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    found = await cod_standings(db, [sale.buyer.account_id, 404], now=now)
    assert {account: each.failures for account, each in found.items()} == {sale.buyer.account_id: ()}
