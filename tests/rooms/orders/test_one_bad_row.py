"""One order that cannot be moved does not hold up the others that are due."""

from datetime import datetime, timedelta

from etalase.base.db import value, write
from etalase.base.jobs import Timed
from etalase.base.jobs.ticking import tick
from etalase.base.pool import Pool
from etalase.orders import jobs
from tests.rooms.orders.test_races import stocked, unpaid

# What no bug of ours should do, and a bad restore could: the payment of one order is gone.
LOSE_ATTEMPTS = write("DELETE FROM payment_attempts WHERE payment_id = $1")
LOSE_SHARES = write("DELETE FROM payment_shares WHERE payment_id = $1")
LOSE = write("DELETE FROM payments WHERE payment_id = $1")
DUE = write("INSERT INTO timed_ticks (name, next_at, failures) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING")
STATUSES = value(str, "SELECT status FROM orders ORDER BY order_id")


async def test_of_the_orders_that_expire_the_first_is_broken_and_the_others_end(pool: Pool, now: datetime) -> None:
    [sku], buyers = await stocked(pool, 10, buyers=3)
    placed = [await unpaid(pool, buyer, [sku], now) for buyer in buyers]
    async with pool.transaction() as db:
        for statement in (LOSE_ATTEMPTS, LOSE_SHARES, LOSE):
            await statement.run(db, placed[0].payment_id)
    later = now + timedelta(days=3)
    expiry = next(job for job in jobs.JOBS if isinstance(job, Timed) and job.name == "orders.expire_unpaid")
    async with pool.connection() as db:
        await DUE.run(db, expiry.name, later)
        assert await tick(db, expiry, now=later, wall=later)
        assert await STATUSES.all(db) == ["UNPAID", "CANCELLED", "CANCELLED"]
