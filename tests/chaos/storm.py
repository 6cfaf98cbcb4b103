"""The storm: buyers who order without a pause, repeat what was not answered under the same key, and remember every answer."""

import asyncio
import contextlib
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import pairwise

from tests.chaos.calls import Answer, call
from tests.chaos.city import City
from tests.makers.trading import order_body

PAUSE_S = 0.1
SETTLES_S, SETTLED_S = 1.5, 0.3
GIVE_UP_S = 90.0


class Storm:
    """What the buyers of one storm did and heard. `hot`: the share of orders for the one hot SKU."""

    def __init__(self, city: City, *, seed: int, hot: float = 0.3, new_key_on_retry: bool = False) -> None:
        self.acknowledged: dict[str, list[int]] = {}  # key → orders
        self.statuses: Counter[int] = Counter()
        self.replays = 0
        self.sold_out = 0
        self.surprises: list[str] = []
        self.successes: list[float] = []  # monotonic seconds
        self._city = city
        self._chance = random.Random(seed)
        self._hot = hot
        self._new_key_on_retry = new_key_on_retry
        self._over = False

    @asynccontextmanager
    async def raging(self) -> AsyncGenerator["Storm"]:
        """Rage while the block lasts; afterwards every buyer gets the answer of the order under way, so that nothing is open."""
        buyers = [asyncio.create_task(self._buy_on(token)) for token in self._city.tokens]
        try:
            yield self
        finally:
            self._over = True
            await asyncio.gather(*buyers)

    async def selling_after(self, moment: float, within_s: float) -> float | None:
        """The longest silence between two good answers since `moment` (monotonic), in seconds; None when none came in time."""
        await asyncio.sleep(SETTLES_S)
        while not self.successes or time.monotonic() - self.successes[-1] > SETTLED_S:
            if time.monotonic() > moment + within_s:
                return None
            await asyncio.sleep(0.02)
        times = [moment, *(each for each in self.successes if each > moment)]
        return max((later - earlier for earlier, later in pairwise(times)), default=None)

    @property
    def orders(self) -> list[int]:
        """Every order that was acknowledged."""
        return [order for orders in self.acknowledged.values() for order in orders]

    async def _buy_on(self, token: str) -> None:
        while not self._over:
            await self._buy(token)

    async def _buy(self, token: str) -> None:
        sku = self._city.hot if self._chance.random() < self._hot else self._chance.choice(self._city.skus)
        body, key, started = order_body((str(sku), 1)), uuid.uuid4().hex, time.monotonic()
        asked_before = False
        while time.monotonic() < started + GIVE_UP_S:
            try:
                answer = await call(self._city.port, "POST", "/orders", token=token, key=key, body=body)
            except (OSError, TimeoutError):
                answer = None
            if answer is not None and self._heard(key, answer, asked_before):
                return
            asked_before = True
            if self._new_key_on_retry:
                key = uuid.uuid4().hex
            await asyncio.sleep(PAUSE_S)
        self.surprises.append(f"an order was not answered within {GIVE_UP_S:.0f} s")

    def _heard(self, key: str, answer: Answer, asked_before: bool) -> bool:
        """Whether that was the last word on this order."""
        self.statuses[answer.status] += 1
        if answer.status == 201:
            self.acknowledged[key] = [int(each["id"]) for each in answer.json()["orders"]]
            self.replays += asked_before
            self.successes.append(time.monotonic())
            return True
        if answer.status in {429, 503}:
            if "retry-after" not in answer.headers:
                self.surprises.append(f"{answer.status} without Retry-After")
            return False
        code = ""
        with contextlib.suppress(ValueError, KeyError):
            code = answer.json()["code"]
        if code == "orders.out_of_stock":
            self.sold_out += 1
            self.successes.append(time.monotonic())
            return True
        if code == "idempotency.in_flight":
            return False
        self.surprises.append(f"{answer.status} {answer.body[:200]!r}")
        return False
