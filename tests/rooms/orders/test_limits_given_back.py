"""A cancelled order leaves its buyer as free to order a limited product as before."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db, write
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.orders.actions import buy, cancel_as_buyer
from etalase.orders.actions.asked import CartLine
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken

LIMIT = write("UPDATE products SET purchase_limit = 2 WHERE shop_id = $1 AND product_id = $2")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("how", ["by the buyer", "by time"])
async def test_what_was_cancelled_may_be_ordered_again(db: Db, now: datetime, how: str) -> None:
    _, shop = await ready_shop(db)
    made = await make_product(db, shop)
    await LIMIT.run(db, made.shop_id, made.product_id)
    buyer = await make_account(db, handle="buyer")
    lines = [CartLine(made.skus[0].sku_id, 2)]

    async def order(card: str, at: datetime) -> int:
        placed = await buy(db, buyer, lines=lines, address=ADDRESS, method="SANDBOX_CARD", card=card, now=at)
        return placed.orders[0].order_id

    first = await order("approve" if how == "by the buyer" else "decline", now)
    with pytest.raises(Refused, match="purchase_limit"):
        await order("approve", now)
    if how == "by the buyer":
        await cancel_as_buyer(db, buyer, order_id=first, reason="", now=now)
        later = now
    else:
        later = now + 49 * HOUR
        await drain(db, roster(), later)
    await order("approve", later)
    with pytest.raises(Refused, match="purchase_limit"):
        await order("approve", later)
    assert await broken(db) == []
