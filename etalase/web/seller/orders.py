"""A shop's orders: by state, the most urgent first, filtered; verbs for many at once, with an answer for each (R-ORD-1…10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.printing import label_sheets
from etalase.orders import queries
from etalase.orders.queries import OrderDetail, Sought
from etalase.parcels import actions as parcels
from etalase.parcels.queries import labels_of_orders
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import orders_view
from etalase.web.seller.home import midnight
from etalase.web.seller.orders_csv import COLUMNS, lines_of_csv
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import GONE, Typed, sentence, typed

SHOWN_AT_ONCE: Final = 25
MANY_MAX: Final = 100
EXPORTED_MOST: Final = 5_000
EXPORTED_AT_ONCE: Final = 100
EXPORT_LOOKS_AT: Final = 20_000
CHOOSE_SOME: Final = N_("Choose orders first.")
NO_VERB: Final = N_("Choose what to do with them.")
VERBS: Final[dict[str, tuple[str, Any]]] = {
    "arrange": (N_("Booked with the carrier."), parcels.ship_order),
    "handover": (N_("On its way."), parcels.hand_over_order),
}
Tab = Annotated[str, Parameter(query="state")]


class Filters(msgspec.Struct, frozen=True):
    """What the list is narrowed to, as its address says."""

    tab: str = "all"
    q: str = ""
    day: str = ""
    since: str = ""
    until: str = ""
    carrier: str = ""
    due: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The same as an address."""
        given = msgspec.to_builtins(self) | {"state": self.tab if self.tab != "all" else ""}
        return {name: text for name, text in given.items() if text and name != "tab"}


class Listed(msgspec.Struct, frozen=True):
    """A page of orders, how many there are in each state (100 at most), and the carriers to choose from."""

    page: Page[OrderDetail]
    counts: dict[str, int]
    carriers: list[str]


def filters_of(tab: str, given: dict[str, str]) -> Filters:
    """What an address asks for; what it cannot mean is left out."""
    kept = {name: text.strip()[:100] for name, text in given.items()}
    day = kept["day"] if kept["day"] in orders_view.DAYS else ""
    due = kept["due"] if kept["due"] in orders_view.DUES else ""
    return Filters(tab if tab in orders_view.TABS else "all", **kept | {"day": day, "due": due})


async def sought(db: Db, place: Workplace, asked: Filters, now: datetime) -> Sought:
    """The same as the query wants it; days are those of the shop's country."""
    market = place.shop.market
    since = {"today": midnight(market, now), "yesterday": midnight(market, now, 1)}.get(asked.day)
    until = midnight(market, now) if asked.day == "yesterday" else None
    ends = {"late": now, "today": midnight(market, now, -1), "tomorrow": midnight(market, now, -2)}
    found = Sought(
        statuses=orders_view.TABS[asked.tab][1],
        since=since or orders_view.day_of(market, asked.since),
        until=until or orders_view.day_of(market, asked.until, after=True),
        due_before=ends.get(asked.due),
        carrier=asked.carrier or None,
    )
    return await queries.sought_by_words(db, place.shop.shop_id, found, asked.q)


async def listed(
    db: Db, actor: Actor, *, place: Workplace, asked: Filters, cursor: str | None, now: datetime
) -> Listed:
    """What the list shows."""
    shop_id = place.shop.shop_id
    page = await queries.desk_orders(
        db,
        actor,
        shop_id=shop_id,
        sought=await sought(db, place, asked, now),
        urgent=asked.tab in orders_view.URGENT,
        limit=SHOWN_AT_ONCE,
        cursor=cursor,
    )
    counts = await queries.counts(db, actor, shop_id=shop_id)
    return Listed(page, counts, await queries.carriers_in_use(db, actor, shop_id=shop_id))


@get("/seller/{shop:int}/orders")
async def orders_page(
    request: Asked,
    desk: Desk,
    shop: Id,
    tab: Tab = "all",
    q: str = "",
    day: str = "",
    since: str = "",
    until: str = "",
    carrier: str = "",
    due: str = "",
    cursor: str | None = None,
) -> Html:
    """The list."""
    place = await enter(desk, shop, "order.read")
    given = {"q": q, "day": day, "since": since, "until": until, "carrier": carrier, "due": due}
    asked = filters_of(tab, given)
    found = await desk.ask(listed, place=place, asked=asked, cursor=cursor)
    return shown(request, place, "orders/orders", **seen(request, place, asked, found))


def seen(request: Asked, place: Workplace, asked: Filters, found: Listed) -> dict[str, Any]:
    """The list as its page shows it."""
    path, following = f"{place.home}/orders", found.page.next_cursor
    return {
        "orders": [orders_view.card(request, each) for each in found.page.items],
        "tabs": orders_view.tabs(request, path, found.counts, asked.tab, asked.query),
        "asked": asked,
        "query": asked.query,
        "here": with_query(path, **asked.query),
        "filtered": any(name != "state" for name in asked.query),
        "carriers": orders_view.carrier_choices(place.shop.market, found.carriers),
        "dues": orders_view.choices(request, orders_view.DUES),
        "days": orders_view.choices(request, orders_view.DAYS),
        "tab": asked.tab,
        "more": with_query(path, **asked.query, cursor=following) if following else "",
        "export": with_query(f"{path}.csv", **asked.query),
    }


@get("/seller/{shop:int}/orders.csv")
async def export(
    desk: Desk,
    shop: Id,
    tab: Tab = "all",
    q: str = "",
    day: str = "",
    since: str = "",
    until: str = "",
    carrier: str = "",
    due: str = "",
) -> Response[str]:
    """What the list shows as a table, a line for each thing that was bought; the newest 5,000 orders at most."""
    place = await enter(desk, shop, "order.read")
    given = {"q": q, "day": day, "since": since, "until": until, "carrier": carrier, "due": due}
    found = await desk.ask(exported, place=place, asked=filters_of(tab, given))
    name = {"content-disposition": f'attachment; filename="orders-{shop}.csv"'}
    # Spreadsheets take a file for UTF-8 when it begins with this mark.
    return Response(
        "\ufeff" + COLUMNS + "".join(lines_of_csv(found)), media_type="text/csv; charset=utf-8", headers=name
    )


async def exported(db: Db, actor: Actor, *, place: Workplace, asked: Filters, now: datetime) -> list[OrderDetail]:
    """The orders of an export, page by page."""
    wanted, found, cursor = await sought(db, place, asked, now), list[OrderDetail](), None
    while len(found) < EXPORTED_MOST:
        page = await queries.desk_orders(
            db,
            actor,
            shop_id=place.shop.shop_id,
            sought=wanted,
            urgent=asked.tab in orders_view.URGENT,
            limit=EXPORTED_AT_ONCE,
            look=EXPORT_LOOKS_AT,
            cursor=cursor,
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


@get("/seller/{shop:int}/labels")
async def labels(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """The labels and packing slips of the chosen orders in one PDF."""
    place = await enter(desk, shop, "order.ship")
    chosen = Typed(request.query_params.multi_items()).ids("order")[:MANY_MAX]
    back = f"{place.home}/orders"
    if not chosen:
        return see_other(back, say(request, CHOOSE_SOME), "warn")
    try:
        found = await desk.ask(labels_of_orders, shop_id=shop, order_ids=chosen)
    except Refused as no:
        return see_other(back, sentence(request, no), "bad")
    return await label_sheets(desk.house, found, slips=True)


@post("/seller/{shop:int}/orders/many")
async def many(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Do one thing with each of the chosen orders, one after the other; the page tells what became of each."""
    place = await enter(desk, shop, "order.ship")
    form = await typed(request)
    chosen, verb = form.ids("order")[:MANY_MAX], VERBS.get(form.text("do"))
    if not chosen or verb is None:
        return see_other(f"{place.home}/orders", say(request, NO_VERB if chosen else CHOOSE_SOME), "warn")
    answers = await each_of(request, desk, shop, chosen, verb)
    done = [each["id"] for each in answers if each["done"]]
    return shown(request, place, "orders/many", answers=answers, done=done, verb=form.text("do"))


async def each_of(
    request: Asked, desk: Desk, shop: int, chosen: Sequence[int], verb: tuple[str, Any]
) -> list[dict[str, Any]]:
    """An answer per order; one that is refused leaves the others alone."""
    said, act = verb
    answers: list[dict[str, Any]] = []
    for order_id in sorted(set(chosen)):
        try:
            await desk.perform(act, shop_id=shop, order_id=order_id)
        except NotFound:
            answers.append({"id": order_id, "done": False, "text": say(request, GONE)})
        except (Invalid, Refused) as no:
            answers.append({"id": order_id, "done": False, "text": orders_view.refused(request, no)})
        else:
            answers.append({"id": order_id, "done": True, "text": say(request, said)})
    return answers


routes = [orders_page, export, labels, many]
