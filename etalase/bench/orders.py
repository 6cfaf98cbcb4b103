"""The order desk of a small shop and of one with a million orders: every list it can show, side by side (R-ORD-7)."""

import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.bench.ground import Ground, person
from etalase.bench.order_shops import NO_BUYER, RARE_BUYER, Stocked, stocked
from etalase.bench.table import Row, at_most
from etalase.orders import queries
from etalase.orders.rules import STATUS_NAMES
from etalase.web.seller.home import standing
from etalase.web.seller.orders import Filters, listed
from etalase.web.seller.orders_view import DUES, TABS, URGENT
from etalase.web.seller.workplace import Workplace, workplace

SMALL: Final = 1_000
LARGE: Final = 1_000_000
LARGE_SHORT: Final = 100_000
ROUNDS: Final = 15
WARM: Final = 2
# One that missed is measured again, so that a machine busy with something else does not decide.
AGAIN: Final = 45
GOAL: Final = 2.0
Ask = Callable[[Db, Actor, Workplace, Stocked, Ground], Awaitable[object]]

BUYER, ONCE, NEVER = "@bench.buyer.1", f"@{RARE_BUYER}", f"@{NO_BUYER}"
SOME, ALL, ONE, NOTHING = "nomor 7", "sepatu", "nomor 39", "payung"
OLD: Final = {"since": "2001-01-01", "until": "2001-12-31"}
# What is filtered in each tab.
IN_A_TAB: Final[dict[str, dict[str, str]]] = {
    "unfiltered": {},
    "ordered today": {"day": "today"},
    "ordered yesterday": {"day": "yesterday"},
    "ordered this century": {"since": "2001-01-01"},
    "ordered in 2001": OLD,
    "carrier": {"carrier": "JNE"},
    "carrier of one order": {"carrier": "SAP"},
    "carrier of none": {"carrier": "NINJA"},
    "buyer": {"q": BUYER},
    "buyer of one order": {"q": ONCE},
    "buyer of none": {"q": NEVER},
    "unknown buyer": {"q": "@bench.nobody"},
    "words of some products": {"q": SOME},
    "words of all products": {"q": ALL},
    "words of the product of one order": {"q": ONE},
    "words of nothing": {"q": NOTHING},
    "buyer and carrier": {"q": BUYER, "carrier": "JNE"},
    "buyer and a carrier of one order": {"q": BUYER, "carrier": "SAP"},
    "buyer, ordered in 2001": {"q": BUYER, **OLD},
    "words and carrier": {"q": SOME, "carrier": "JNE"},
    "words and a carrier of one order": {"q": SOME, "carrier": "SAP"},
    "words, ordered in 2001": {"q": SOME, **OLD},
    "carrier, ordered this century": {"carrier": "JNE", "since": "2001-01-01"},
    "carrier, ordered today": {"carrier": "JNE", "day": "today"},
}
IN_SHORT: Final = ("unfiltered", "ordered in 2001", "carrier", "buyer", "words of some products", "words of nothing")


def desk(**asked: str) -> Ask:
    """A page of the desk: the list, the numbers on its tabs, the carriers to choose from."""
    filters = Filters(**asked)

    async def ask(db: Db, owner: Actor, place: Workplace, _: Stocked, ground: Ground) -> object:
        return await listed(db, owner, place=place, asked=filters, cursor=None, now=ground.now)

    return ask


def desk_halfway(tab: str) -> Ask:
    """A page in the middle of a list."""

    async def ask(db: Db, owner: Actor, place: Workplace, at: Stocked, ground: Ground) -> object:
        cursor = at.halfway_to_ship if tab in URGENT else at.halfway
        return await listed(db, owner, place=place, asked=Filters(tab), cursor=cursor, now=ground.now)

    return ask


def desk_second(tab: str) -> Ask:
    """The first page and the one after it."""

    async def ask(db: Db, owner: Actor, place: Workplace, _: Stocked, ground: Ground) -> object:
        page = await listed(db, owner, place=place, asked=Filters(tab), cursor=None, now=ground.now)
        following = page.page.next_cursor
        return await listed(db, owner, place=place, asked=Filters(tab), cursor=following, now=ground.now)

    return ask


async def by_number(db: Db, owner: Actor, place: Workplace, at: Stocked, ground: Ground) -> object:
    """One order by its number."""
    return await listed(db, owner, place=place, asked=Filters(q=str(at.number)), cursor=None, now=ground.now)


async def over_the_api(db: Db, owner: Actor, place: Workplace, _: Stocked, __: Ground) -> object:
    """GET /shops/{shop}/orders, of all states and of each."""
    shop_id = place.shop.shop_id
    for status in STATUS_NAMES:
        await queries.shop_orders(db, owner, shop_id=shop_id, statuses=[status])
    return await queries.shop_orders(db, owner, shop_id=shop_id)


async def badges(db: Db, owner: Actor, place: Workplace, _: Stocked, __: Ground) -> object:
    """The numbers beside the navigation."""
    return await workplace(db, owner, shop_id=place.shop.shop_id)


async def home(db: Db, owner: Actor, place: Workplace, _: Stocked, ground: Ground) -> object:
    """The desk's first page."""
    return await standing(db, owner, place=place, now=ground.now)


def lists(*, full: bool) -> dict[str, Ask]:
    """Name to what is asked: every filter in every tab, or a few of them; and all that is not a filter."""
    filters = IN_A_TAB if full else {name: IN_A_TAB[name] for name in IN_SHORT}
    found = {
        f"{name}, {what}": desk(tab=tab, **asked) for tab, (name, _) in TABS.items() for what, asked in filters.items()
    }
    late = {
        f"{TABS[tab][0]}, {name}": desk(tab=tab, due=due)
        for tab in ("all", "ship", "done")
        for due, name in DUES.items()
    }
    half = {f"{name}, halfway down": desk_halfway(tab) for tab, (name, _) in TABS.items() if tab in {"all", "ship"}}
    second = {f"{name}, two pages": desk_second(tab) for tab, (name, _) in TABS.items()}
    others: Mapping[str, Ask] = {
        "by number": by_number,
        "by a number of none": desk(q="7"),
        "over the API": over_the_api,
        "the numbers beside the navigation": badges,
        "the desk's first page": home,
    }
    return found | late | half | second | others


class Times(msgspec.Struct, frozen=True):
    """Medians in milliseconds."""

    small: float
    large: float

    @property
    def ratio(self) -> float:
        """The large shop against the small one."""
        return self.large / self.small


async def measure_order_lists(ground: Ground) -> list[Row]:
    """All that a page of the desk asks, per list; the large shop against the small one."""
    large = LARGE if ground.full else LARGE_SHORT
    owner = await person(ground, "bench.owner")
    shops = [await stocked(ground, owner, size, place) for place, size in enumerate((SMALL, large))]
    await ground.analyze()
    asked, times = lists(full=ground.full), dict[str, Times]()
    for name, ask in asked.items():
        times[name] = await _timed(ground, owner, shops, ask, ROUNDS)
        if times[name].ratio > GOAL:
            times[name] = await _timed(ground, owner, shops, ask, AGAIN)
    return _rows(times, large)


async def _timed(ground: Ground, owner: Actor, shops: list[Stocked], ask: Ask, rounds: int) -> Times:
    """In turns, so that what else the machine does hits both alike."""
    taken: list[list[float]] = [[] for _ in shops]
    async with ground.pool.connection() as db:
        places = [await workplace(db, owner, shop_id=each.shop_id, needs="order.read") for each in shops]
        for _ in range(rounds + WARM):
            for shop, place, times in zip(shops, places, taken, strict=True):
                start = time.perf_counter()
                await ask(db, owner, place, shop, ground)
                times.append(time.perf_counter() - start)
    return Times(*(median(times[WARM:]) * 1000 for times in taken))


def _rows(times: Mapping[str, Times], large: int) -> list[Row]:
    """The slowest of all, and each that missed."""
    worst = max(times, key=lambda name: times[name].ratio)
    missed = [name for name, each in times.items() if each.ratio > GOAL and name != worst]
    names = {f"slowest of {len(times)} order lists: {worst}": worst} | {f"order list: {name}": name for name in missed}
    return [
        at_most(
            what,
            f"{times[name].small:.2f} ms of {SMALL:,} orders, {times[name].large:.2f} ms of {large:,}",
            times[name].ratio,
            GOAL,
        )
        for what, name in names.items()
    ]
