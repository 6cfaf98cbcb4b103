"""Move a package: arranged with a carrier, handed over, delivered; its orders come along."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.orders import actions as orders
from etalase.orders.queries import OrderRow
from etalase.parcels.actions.holding import By, bring_along, held, must_be, wrong_order
from etalase.parcels.ports import PORTS, Next
from etalase.parcels.queries.packages import PackageDetail, package
from etalase.parcels.rules import PACKS_IN
from etalase.shipping.rules import SANDBOX, Method, delivery_due
from etalase.shops.queries import permit

ARRANGE = value(
    int,
    """UPDATE packages SET carrier = $3, tracking_number = $4, method = $5, arranged_at = $6, next_report = $7,
              next_report_at = $8
        WHERE shop_id = $1 AND package_id = $2 AND status = 'PROCESSING' AND arranged_at IS NULL RETURNING package_id""",
)
HAND_OVER = value(
    int,
    """UPDATE packages SET status = 'FULFILLING', handed_at = $3, deliver_by = $4
        WHERE shop_id = $1 AND package_id = $2 AND status = 'PROCESSING' AND arranged_at IS NOT NULL
    RETURNING package_id""",
)
DELIVER = value(
    int,
    """UPDATE packages SET status = 'COMPLETED', delivered_at = $3, next_report = NULL, next_report_at = NULL
        WHERE shop_id = $1 AND package_id = $2 AND status = 'FULFILLING' RETURNING package_id""",
)
CARRIER_MAX = 60
NUMBER_MAX = 64


async def arrange(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    package_id: int,
    now: datetime,
    carrier: str = "",
    tracking_number: str = "",
) -> PackageDetail:
    """Tell a carrier to collect a package. Without a `carrier` the platform's is booked and gives the number.

    Refused: `parcels.carrier_needed` when the shop sends by itself and names nobody, `parcels.wrong_state`,
    `parcels.arranged`, `orders.wrong_state`.
    """
    await permit(db, actor, shop_id, "order.ship")
    orders_held, [found] = await held(db, shop_id, [package_id])
    seller = By("SELLER", actor.account_id)
    await arrange_held(db, orders_held, found, carrier, tracking_number, seller, now=now)
    return await package(db, shop_id, package_id)


async def arrange_held(
    db: Db,
    orders_held: dict[int, OrderRow],
    found: PackageDetail,
    carrier: str,
    tracking_number: str,
    by: By,
    *,
    now: datetime,
) -> None:
    """The same for a package that is held with its orders."""
    one = found.package
    concerned = [orders_held[order_id] for order_id in found.order_ids]
    for order in concerned:
        if order.status not in PACKS_IN:
            raise wrong_order(order)
    must_be(found, "PROCESSING")
    key, number, method, following = _booking(concerned[0].market, found, carrier, tracking_number, now)
    step = (following.kind, following.at) if following else (None, None)
    if await ARRANGE.get(db, one.shop_id, one.package_id, key, number, method, now, *step) is None:
        raise Refused("parcels.arranged")
    for order in concerned:
        if order.carrier is None:
            await orders.name_carrier(db, order, key, number)
    await bring_along(db, concerned, By(by.side, by.account_id, number), now=now)
    await tell(db, "parcel.arranged", found, now=now)


def _booking(
    market: str, found: PackageDetail, carrier: str, tracking_number: str, now: datetime
) -> tuple[str, str | None, Method, Next | None]:
    """Who carries it, under which number, how, and what the carrier tells next."""
    named = carrier.strip()[:CARRIER_MAX]
    if named and named != SANDBOX:
        return named, tracking_number.strip()[:NUMBER_MAX] or None, "SELLER", None
    if found.package.method == "SELLER" and not named:
        raise Refused("parcels.carrier_needed")
    method: Method = "STANDARD" if found.package.method == "SELLER" else found.package.method
    port = PORTS[SANDBOX]
    following = port.following(None, now, method, gives_up=False)
    return SANDBOX, port.number(market, found.package.package_id), method, following


async def hand_over(db: Db, actor: Actor, *, shop_id: int, package_id: int, now: datetime) -> PackageDetail:
    """The carrier has it: its pieces left the stock for good. Refused: `parcels.wrong_state`, `parcels.not_arranged`."""
    await permit(db, actor, shop_id, "order.ship")
    orders_held, found = await held(db, shop_id, [package_id])
    await hand_over_held(db, orders_held, found, By("SELLER", actor.account_id), now=now)
    return await package(db, shop_id, package_id)


async def hand_over_held(
    db: Db, orders_held: dict[int, OrderRow], found: Sequence[PackageDetail], by: By, *, now: datetime
) -> None:
    """The same for packages of one shop that are held with their orders."""
    pieces: dict[int, int] = {}
    last = now
    for each in found:
        must_be(each, "PROCESSING")
        one = each.package
        numbers = await policy(db, orders_held[each.order_ids[0]].market, now)
        last = delivery_due(numbers, one.method, now)
        if await HAND_OVER.get(db, one.shop_id, one.package_id, now, last) is None:
            raise Refused("parcels.not_arranged")
        for line in each.lines:
            pieces[line.line_id] = pieces.get(line.line_id, 0) + line.quantity
    concerned = [orders_held[order_id] for order_id in sorted({of for each in found for of in each.order_ids})]
    await orders.ship_pieces(db, found[0].package.shop_id, pieces, now=now)
    await bring_along(db, concerned, by, now=now, deliver_by=last)
    for each in found:
        await tell(db, "parcel.handed_over", each, now=now)


async def deliver(db: Db, actor: Actor, *, shop_id: int, package_id: int, now: datetime) -> PackageDetail:
    """The buyer has it. Cash at the door is paid when an order's last package is delivered. Refused: `parcels.wrong_state`."""
    await permit(db, actor, shop_id, "order.ship")
    orders_held, found = await held(db, shop_id, [package_id])
    await deliver_held(db, orders_held, found, By("SELLER", actor.account_id), now=now)
    return await package(db, shop_id, package_id)


async def deliver_held(
    db: Db, orders_held: dict[int, OrderRow], found: Sequence[PackageDetail], by: By, *, now: datetime
) -> None:
    """The same for packages of one shop that are held with their orders."""
    for each in found:
        must_be(each, "FULFILLING")
        await DELIVER.sole(db, each.package.shop_id, each.package.package_id, now)
    concerned = [orders_held[order_id] for order_id in sorted({of for each in found for of in each.order_ids})]
    await bring_along(db, concerned, by, now=now)
    for each in found:
        await tell(db, "parcel.delivered", each, now=now)


async def tell(db: Db, name: str, found: PackageDetail, *, now: datetime, **facts: events.FactValue) -> None:
    """Record what became of a package, for its buyer and its shop."""
    one = found.package
    told: dict[str, events.FactValue] = {
        "package_id": str(one.package_id),
        "order_id": str(found.order_ids[0]),
        "order_ids": [str(order_id) for order_id in found.order_ids],
    }
    await events.record(db, name, at=now, shop_id=one.shop_id, account_id=one.buyer_account_id, facts=told | facts)
