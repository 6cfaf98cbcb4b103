"""A stage for journeys that sell: people at the API, a clock that is moved at its door, every promise kept after each step."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from etalase.app.wiring import roster
from etalase.base.actor import SYSTEM
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.settlement.queries import trial_balance
from tests.journeys.world import Person, World
from tests.makers.orders import broken

FRIDAY = 4
MORNING = 3  # UTC: ten o'clock in Jakarta and Hà Nội
ROUNDS = 3  # what jobs wake, and what that wakes


class Stage(World):
    """Time passes only by `wait`; jobs run then, and no sweep may find anything."""

    def __init__(self, client: httpx.AsyncClient, pool: Pool, keeper: Person | None = None) -> None:
        super().__init__(client)
        self.pool = pool
        self._keeper = keeper

    async def begin(self, keeper: str = "penjaga") -> datetime:
        """Let it be the next Friday morning, so that working days fall the same way on every day a test runs."""
        self._keeper = await self.person(keeper)
        now = await self.now()
        start = (now + timedelta(days=(FRIDAY - now.weekday()) % 7 or 7)).replace(hour=MORNING, minute=0, second=0)
        await self.wait(seconds=int((start - now).total_seconds()))
        return await self.now()

    async def now(self) -> datetime:
        """The time of the marketplace."""
        async with self.pool.connection() as db:
            return await Clock(sandbox=True).now(db)

    async def wait(self, **times: int) -> datetime:
        """Time passes, all that is due happens, and everything still adds up; what time it is then."""
        assert self._keeper is not None
        await self.advance(self._keeper, **times)
        await self.settled()
        return await self.now()

    async def settled(self) -> None:
        """All that is due happens; then no promise is broken and every currency of the books sums to zero."""
        async with self.pool.connection() as db:
            now = await Clock(sandbox=True).now(db)
            for _ in range(ROUNDS):
                await drain(db, roster(), now)
            assert await broken(db) == []
            assert await sums(db) == {}

    async def picture(self, person: Person, content: bytes) -> str:
        """The key of an uploaded picture."""
        headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "image/webp"}
        answer = await self.client.post("/api/v1/pictures", content=content, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()["key"]

    async def goods(self, owner: Person, shop: str, title: str, category: str, price: str) -> tuple[str, str]:
        """A live product of twenty pieces: (product, SKU)."""
        sku: dict[str, Any] = {"seller_sku": title, "options": {}, "price": price, "stock": 20}
        body = {"title": title, "description": f"{title}.", "category": category, "skus": [sku]}
        made = await owner.post(f"/shops/{shop}/products", body)
        return made["id"], made["skus"][0]["id"]


async def sums(db: Db) -> dict[str, int]:
    """The sum of all accounts of each currency that does not sum to zero."""
    found: dict[str, int] = {}
    for each in await trial_balance(db, SYSTEM):
        found[each.currency] = found.get(each.currency, 0) + each.balance_minor
    return {currency: minor for currency, minor in found.items() if minor}


def utc_days(since: datetime, until: datetime) -> list[datetime]:
    """Every UTC day that was touched."""
    first = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return [first + timedelta(days=number) for number in range((until - first).days + 1)]
