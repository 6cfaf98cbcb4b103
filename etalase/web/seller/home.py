"""The home of a shop: what needs doing, today against yesterday, slots, next payout, health. Every number opens its rows."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import MARKETS
from etalase.catalog.queries import COUNT_MAX, sold_out_count, status_counts
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links.queries import Link, Usage, open_links_of_shop, usage
from etalase.orders.queries import OrderRow, Sales, counts, sales, to_ship
from etalase.settlement.queries import SellerBalance, balance
from etalase.shops.queries import Shop
from etalase.web.frame import Asked
from etalase.web.pages import Html
from etalase.web.seller import home_view
from etalase.web.seller.workplace import Workplace, enter, shown


class Today(msgspec.Struct, frozen=True):
    """Orders since midnight in the shop's country, and those of the day before."""

    now: Sales
    before: Sales


class Standing(msgspec.Struct, frozen=True):
    """All that the home page tells; None where the reader's role may not look."""

    products: dict[str, int]
    sold_out: int
    orders: dict[str, int] | None
    urgent: list[OrderRow]
    today: Today | None
    links: Usage | None
    open_links: list[Link]
    money: SellerBalance | None


async def standing(db: Db, actor: Actor, *, place: Workplace, now: datetime) -> Standing:
    """How the shop stands now."""
    shop_id, reads_orders, reads_links = place.shop.shop_id, place.may("order.read"), place.may("link.read")
    return Standing(
        await status_counts(db, actor, shop_id=shop_id),
        await sold_out_count(db, actor, shop_id=shop_id),
        await counts(db, actor, shop_id=shop_id) if reads_orders else None,
        await to_ship(db, actor, shop_id=shop_id) if reads_orders else [],
        await _today(db, actor, place.shop, now) if reads_orders else None,
        await usage(db, actor, shop_id=shop_id, now=now) if reads_links else None,
        await open_links_of_shop(db, actor, shop_id=shop_id, now=now) if reads_links else [],
        await balance(db, actor, shop_id=shop_id, now=now) if place.may("finance.read") else None,
    )


def midnight(market: str, now: datetime, days_ago: int = 0) -> datetime:
    """When the day began where the shop is, so many days ago; UTC."""
    zone = ZoneInfo(MARKETS[market].time_zone)
    day = now.astimezone(zone).date() - timedelta(days=days_ago)
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@get("/seller/{shop:int}")
async def home_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """What needs doing."""
    place = await enter(desk, shop)
    found = await desk.ask(standing, place=place)
    return shown(request, place, "home/home", **seen(request, place, found))


def seen(request: Asked, place: Workplace, found: Standing) -> dict[str, Any]:
    """The page's facts."""
    return {
        "found": found,
        "official": next((each for each in found.open_links if each.kind == "OFFICIAL" and each.slot == 0), None),
        "tasks": home_view.tasks(request, place, found),
        "health": home_view.health(request, place, found),
        "live": found.products.get("ACTIVATE", 0),
        "live_most": COUNT_MAX,
        "figures": home_view.figures(request, place, found),
    }


async def _today(db: Db, actor: Actor, shop: Shop, now: datetime) -> Today:
    today, yesterday = midnight(shop.market, now), midnight(shop.market, now, 1)
    return Today(
        await sales(db, actor, shop_id=shop.shop_id, since=today, until=now + timedelta(seconds=1)),
        await sales(db, actor, shop_id=shop.shop_id, since=yesterday, until=today),
    )


routes = [home_page]
