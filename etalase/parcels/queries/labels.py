"""What labels say, for the shop's staff: only of packages that a carrier knows of, so no address is told too early (R-ORD-4)."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.parcels.queries.packages import PackageDetail, packages, packages_of_orders
from etalase.parcels.queries.parts import parts
from etalase.parcels.rules import BATCH_MAX, paid_by_package
from etalase.parcels.rules.labels import Item, Label
from etalase.shipping.rules import METHOD_NAMES, carrier_name
from etalase.shops.queries import permit

SHEETS_MAX: Final = BATCH_MAX


class Sent(msgspec.Struct, frozen=True):
    """What a label must know of an order. `address` is JSON."""

    order_id: int
    address: str
    payment_method: str
    currency: str
    shop_name: str
    market: str


SENT = rows(
    Sent,
    """SELECT o.order_id, o.address::text AS address, o.payment_method, o.currency, s.name AS shop_name, s.market
         FROM orders o JOIN shops s ON s.shop_id = o.shop_id WHERE o.shop_id = $1 AND o.order_id = ANY($2::bigint[])""",
)


async def labels(db: Db, actor: Actor, *, shop_id: int, package_ids: Sequence[int]) -> list[Label]:
    """The labels of packages, in the order asked. Refused `parcels.no_label`, `parcels.too_many`."""
    await permit(db, actor, shop_id, "order.ship")
    if len(package_ids) > SHEETS_MAX:
        raise Refused("parcels.too_many", most=SHEETS_MAX)
    found = {each.package.package_id: each for each in await packages(db, shop_id, package_ids)}
    if set(package_ids) - set(found):
        raise NotFound
    return await _made(db, shop_id, [found[package_id] for package_id in package_ids])


async def labels_of_orders(db: Db, actor: Actor, *, shop_id: int, order_ids: Sequence[int]) -> list[Label]:
    """The labels of all packages of orders that have one, each package once. Refused `parcels.no_label` when none has."""
    await permit(db, actor, shop_id, "order.ship")
    if len(order_ids) > SHEETS_MAX:
        raise Refused("parcels.too_many", most=SHEETS_MAX)
    by_order = await packages_of_orders(db, shop_id, order_ids)
    found = {each.package.package_id: each for order_id in order_ids for each in by_order[order_id] if _has_one(each)}
    if not found:
        raise Refused("parcels.no_label")
    return await _made(db, shop_id, list(found.values()))


def _has_one(found: PackageDetail) -> bool:
    return found.package.arranged_at is not None and found.package.status != "CANCELLED"


async def _made(db: Db, shop_id: int, found: Sequence[PackageDetail]) -> list[Label]:
    if not all(_has_one(each) for each in found):
        raise Refused("parcels.no_label")
    order_ids = sorted({order_id for each in found for order_id in each.order_ids})
    sent = {each.order_id: each for each in await SENT.all(db, shop_id, order_ids)}
    worth = paid_by_package(await parts(db, shop_id, order_ids))
    return [_label(each, sent, worth.get(each.package.package_id, {})) for each in found]


def _label(found: PackageDetail, sent: dict[int, Sent], worth: dict[int, int]) -> Label:
    one, first = found.package, sent[found.order_ids[0]]
    in_cash = {order_id for order_id in found.order_ids if sent[order_id].payment_method == "COD"}
    due = sum(worth.get(line.line_id, 0) for line in found.lines if line.order_id in in_cash)
    day = one.packed_at.astimezone(ZoneInfo(MARKETS[first.market].time_zone))
    return Label(
        one.package_id,
        first.market,
        found.order_ids,
        carrier_name(first.market, one.carrier),
        METHOD_NAMES[one.method],
        one.tracking_number or str(one.package_id),
        first.shop_name,
        msgspec.json.decode(first.address, type=dict[str, object]),
        Money(due, first.currency) if due else None,
        day,
        [_item(line.quantity, line.seller_sku, line.title, line.options) for line in found.lines],
    )


def _item(quantity: int, seller_sku: str, title: str, options: str) -> Item:
    chosen = msgspec.json.decode(options, type=dict[str, str])
    return Item(quantity, seller_sku, title, ", ".join(chosen.values()))
