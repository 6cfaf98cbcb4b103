"""Cash that could not be collected: counted, because three times is enough (R-COD-1)."""

from datetime import datetime

from etalase.base.db import Db, value, write

METHOD_OF = value(
    str,
    """SELECT p.method FROM payments p JOIN payment_shares s ON s.payment_id = p.payment_id
        WHERE p.account_id = $1 AND s.shop_id = $2 AND s.order_id = $3""",
)
COUNT = write(
    "INSERT INTO cod_failures (account_id, order_id, at) VALUES ($1, $2, $3) ON CONFLICT (account_id, order_id) DO NOTHING"
)


async def count_failed_delivery(db: Db, *, account_id: int, shop_id: int, order_id: int, at: datetime) -> None:
    """A parcel came back undelivered: counted once per order, when it was to be paid at the door."""
    if await METHOD_OF.get(db, account_id, shop_id, order_id) == "COD":
        await COUNT.run(db, account_id, order_id, at)
