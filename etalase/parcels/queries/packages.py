"""Packages with what lies in them and what their carrier said."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.parcels.rules import Kind, Status
from etalase.shipping.rules import Method
from etalase.shops.queries import permit


class Package(msgspec.Struct, frozen=True):
    """A package's row."""

    shop_id: int
    package_id: int
    buyer_account_id: int
    status: Status
    method: Method
    carrier: str | None
    tracking_number: str | None
    packed_at: datetime
    arranged_at: datetime | None
    handed_at: datetime | None
    deliver_by: datetime | None
    delivered_at: datetime | None
    overdue_at: datetime | None
    failed_attempts: int
    failed_at: datetime | None
    returned_at: datetime | None
    cancelled_at: datetime | None


class PackageLine(msgspec.Struct, frozen=True):
    """Pieces of an order's line in a package. `options` is JSON."""

    package_id: int
    line_id: int
    order_id: int
    sku_id: int
    seller_sku: str
    title: str
    options: str
    picture_key: str | None
    quantity: int


class Told(msgspec.Struct, frozen=True):
    """What a carrier said of a package: what, when it happened, where."""

    package_id: int
    carrier: str
    event_id: str
    kind: Kind
    at: datetime
    place: str
    note: str


class PackageDetail(msgspec.Struct, frozen=True):
    """A package with its lines and its carrier's words, oldest first."""

    package: Package
    lines: list[PackageLine]
    events: list[Told]

    @property
    def order_ids(self) -> list[int]:
        """The orders it holds pieces of, by id."""
        return sorted({line.order_id for line in self.lines})


PACKAGE_COLUMNS = """p.shop_id, p.package_id, p.buyer_account_id, p.status, p.method, p.carrier, p.tracking_number, p.packed_at,
       p.arranged_at, p.handed_at, p.deliver_by, p.delivered_at, p.overdue_at, p.failed_attempts, p.failed_at, p.returned_at,
       p.cancelled_at"""
PACKAGES = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p WHERE p.shop_id = $1 AND p.package_id = ANY($2::bigint[])
         ORDER BY p.package_id""",
)
OF_ORDERS = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p
         WHERE p.shop_id = $1 AND p.package_id IN (SELECT l.package_id FROM package_lines l
               WHERE l.shop_id = $1 AND l.order_id = ANY($2::bigint[]))
         ORDER BY p.package_id""",
)
OPEN_OF_BUYER = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p
         WHERE p.shop_id = $1 AND p.buyer_account_id = $2 AND p.status = 'PROCESSING' AND p.arranged_at IS NULL
         ORDER BY p.package_id LIMIT 20""",
)
# Over all shops: what carriers have or wait for, and what they know under a number.
MOVING = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p
         WHERE p.tracking_number IS NOT NULL AND p.arranged_at IS NOT NULL AND p.status IN ('PROCESSING', 'FULFILLING')
         ORDER BY p.package_id DESC LIMIT $1""",
)
NUMBERED = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p
         WHERE p.tracking_number = $1 AND p.arranged_at IS NOT NULL ORDER BY p.package_id DESC LIMIT 1""",
)
LINES = rows(
    PackageLine,
    """SELECT l.package_id, l.line_id, l.order_id, o.sku_id, coalesce(k.seller_sku, '') AS seller_sku, o.title,
              o.options::text AS options, o.picture_key, l.quantity
         FROM package_lines l JOIN order_lines o ON o.shop_id = l.shop_id AND o.line_id = l.line_id
              LEFT JOIN skus k ON k.shop_id = o.shop_id AND k.sku_id = o.sku_id
        WHERE l.shop_id = $1 AND l.package_id = ANY($2::bigint[]) ORDER BY l.package_id, l.order_id, l.line_id""",
)
EVENTS = rows(
    Told,
    """SELECT package_id, carrier, event_id, kind, at, place, note FROM tracking_events
        WHERE shop_id = $1 AND package_id = ANY($2::bigint[]) ORDER BY package_id, at, told_at, event_id""",
)


async def packages(db: Db, shop_id: int, package_ids: Sequence[int]) -> list[PackageDetail]:
    """Packages of a shop, by id; those that do not exist are missing."""
    return await _whole(db, shop_id, await PACKAGES.all(db, shop_id, list(package_ids)))


async def packages_of_orders(db: Db, shop_id: int, order_ids: Sequence[int]) -> dict[int, list[PackageDetail]]:
    """Order id to its packages, oldest first; a combined package stands under each of its orders."""
    found = await _whole(db, shop_id, await OF_ORDERS.all(db, shop_id, list(order_ids)))
    by_order: dict[int, list[PackageDetail]] = {order_id: [] for order_id in order_ids}
    for each in found:
        for order_id in each.order_ids:
            if order_id in by_order:
                by_order[order_id].append(each)
    return by_order


async def open_packages_of_buyer(db: Db, shop_id: int, buyer_account_id: int) -> list[PackageDetail]:
    """A buyer's packages in a shop that no carrier knows of yet: they may be put together."""
    return await _whole(db, shop_id, await OPEN_OF_BUYER.all(db, shop_id, buyer_account_id))


async def package(db: Db, shop_id: int, package_id: int) -> PackageDetail:
    """One package of a shop; NotFound."""
    found = await packages(db, shop_id, [package_id])
    if not found:
        raise NotFound
    return found[0]


async def shop_package(db: Db, actor: Actor, *, shop_id: int, package_id: int) -> PackageDetail:
    """One package, for the shop's staff."""
    await permit(db, actor, shop_id, "order.read")
    return await package(db, shop_id, package_id)


async def moving(db: Db, *, limit: int) -> list[Package]:
    """Packages of all shops that a carrier has or is to collect, the newest first: for the sandbox's carrier."""
    return await MOVING.all(db, limit)


async def numbered(db: Db, number: str) -> PackageDetail:
    """The newest package under a tracking number, whoever carries it; NotFound for an unknown one."""
    found = await NUMBERED.one(db, number)
    if found is None:
        raise NotFound
    return await package(db, found.shop_id, found.package_id)


async def _whole(db: Db, shop_id: int, found: Sequence[Package]) -> list[PackageDetail]:
    ids = [each.package_id for each in found]
    lines: dict[int, list[PackageLine]] = {package_id: [] for package_id in ids}
    told: dict[int, list[Told]] = {package_id: [] for package_id in ids}
    if ids:
        for line in await LINES.all(db, shop_id, ids):
            lines[line.package_id].append(line)
        for event in await EVENTS.all(db, shop_id, ids):
            told[event.package_id].append(event)
    return [PackageDetail(each, lines[each.package_id], told[each.package_id]) for each in found]
