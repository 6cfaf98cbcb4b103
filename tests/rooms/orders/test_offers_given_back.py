"""Vouchers and places in deals come back with the pieces that were not sold after all."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db, rows, value
from etalase.base.jobs import drain
from etalase.orders.queries import OrderRow
from etalase.orders.queries.one import lines_of
from etalase.parcels import actions as parcels
from etalase.promotions.actions import NewItem, claim_voucher
from etalase.promotions.queries import Voucher
from etalase.shops.queries import Shop
from tests.makers.orders import broken, cart_of, placed_of
from tests.makers.parcels import HOUR, Dispatch, make_dispatch
from tests.makers.promotions import make_promotion, make_voucher


class Deal(msgspec.Struct, frozen=True):
    """A limited item: pieces sold of it, and what its one buyer has had."""

    sold: int
    had: int


DEALS = rows(
    Deal,
    """SELECT i.sold, coalesce(u.quantity, 0) AS had FROM promotion_items i
         LEFT JOIN promotion_uses u USING (shop_id, promotion_id, product_id, sku_id)""",
)
USED = value(int, "SELECT used FROM vouchers WHERE voucher_id = $1")
OFF = value(int, "SELECT amount_minor FROM redemptions WHERE source = 'PROMOTION' AND released_at IS NULL")
WELCOMED = value(int, "SELECT count(*) FROM shop_customers WHERE welcome_order_id IS NOT NULL")
PRODUCT = value(int, "SELECT product_id FROM skus WHERE sku_id = $1")


async def voucher_of(db: Db, at: Dispatch, shop: Shop | None, **terms: Any) -> Voucher:
    giver = msgspec.structs.replace(at.seller, is_operator=shop is None)
    terms = terms if shop else terms | {"market": "ID"}
    found = await make_voucher(db, giver, shop, now=at.at - HOUR, **terms)
    await claim_voucher(db, at.buyer, voucher_id=found.voucher_id, now=at.at - HOUR)
    return found


async def flash(db: Db, at: Dispatch, pieces: int) -> None:
    item = NewItem(await PRODUCT.sole(db, at.skus[0]), price_minor=60_000, quantity_limit=pieces, buyer_limit=pieces)
    await make_promotion(db, at.seller, at.shop, "FLASHSALE", item, now=at.at - HOUR)


async def partly(db: Db, at: Dispatch, *, sent: int) -> OrderRow:
    """An order of three and one pieces of which so many of the first are arranged, at the last moment for the others."""
    order = await at.order(db, (0, 3), (1, 1))
    first, _ = (await lines_of(db, [order]))[order.order_id]
    where: dict[str, Any] = {"shop_id": at.shop.shop_id, "now": at.at}
    packed = await parcels.pack(db, at.seller, order_id=order.order_id, lines={first.line_id: sent}, **where)
    package_id = packed.package.package_id
    await parcels.arrange(db, at.seller, package_id=package_id, carrier="JNE", tracking_number="A1", **where)
    found = await at.now(db, order.order_id)
    assert (found.status, found.cancel_at is not None) == ("PARTIALLY_SHIPPING", True)
    return found


async def cut(db: Db, order: OrderRow) -> None:
    assert order.cancel_at is not None
    await drain(db, roster(), order.cancel_at)


async def deal(db: Db) -> tuple[int, int]:
    [found] = await DEALS.all(db)
    return found.sold, found.had


async def test_r_pro_3_dropped_pieces_of_a_flash_deal_are_counted_back_one_by_one(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    await flash(db, at, 3)
    order = await partly(db, at, sent=1)
    assert await deal(db) == (3, 3)
    off = await OFF.sole(db)
    await cut(db, order)
    assert await deal(db) == (1, 1)
    assert await OFF.sole(db) * 3 == off
    assert await broken(db) == []


async def test_r_pro_3_pieces_beyond_the_limit_of_a_deal_are_dropped_first(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    await flash(db, at, 2)
    order = await partly(db, at, sent=2)
    await cut(db, order)
    assert await deal(db) == (2, 2)
    assert await broken(db) == []


async def test_r_pro_5_a_voucher_comes_back_when_all_it_paid_for_is_dropped(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    second = await PRODUCT.sole(db, at.skus[1])
    narrow = await voucher_of(db, at, at.shop, product_ids=(second,), new_customers=True)
    wide = await voucher_of(db, at, None)
    order = await partly(db, at, sent=2)
    used = [await USED.sole(db, each.voucher_id) for each in (narrow, wide)]
    assert (used, await WELCOMED.sole(db)) == ([1, 1], 1)
    await cut(db, order)
    used = [await USED.sole(db, each.voucher_id) for each in (narrow, wide)]
    # The platform's voucher paid for the pieces that are on their way too.
    assert (used, await WELCOMED.sole(db)) == ([0, 1], 0)
    assert await broken(db) == []
    # It can be used again, like the first time.
    await placed_of(db, cart_of(at.buyer, (at.skus[1], 1)), order.cancel_at or now)
    assert await USED.sole(db, narrow.voucher_id) == 1


@pytest.mark.parametrize("sent", [1, 3])
async def test_r_pro_5_what_nobody_took_at_the_door_gives_back_the_rest(db: Db, now: datetime, sent: int) -> None:
    at = await make_dispatch(db, now)
    await flash(db, at, 3)
    voucher = await voucher_of(db, at, at.shop)
    order = await partly(db, at, sent=sent)
    await cut(db, order)
    assert (await deal(db), await USED.sole(db, voucher.voucher_id)) == ((sent, sent), 1)
    report = parcels.Report("JNE", "back", "A1", "RETURNED", order.cancel_at or now)
    assert await parcels.carrier_reported(db, report, now=order.cancel_at or now)
    ended = await at.now(db, order.order_id)
    assert ended.status == "CANCELLED"
    assert (await deal(db), await USED.sole(db, voucher.voucher_id)) == ((0, 0), 0)
    assert await broken(db) == []
