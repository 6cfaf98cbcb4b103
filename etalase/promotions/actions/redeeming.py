"""Limits are counted here, in the transaction that writes the orders: exact however many redeem at once.

Every verb locks what it counts on in (shop, id) order, items before vouchers, so no two of them can deadlock.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol

from etalase.base.db import Db
from etalase.promotions.actions import counting
from etalase.promotions.actions.counting import Limit, Use
from etalase.promotions.queries.offering import new_customer_period
from etalase.promotions.rules import UNLIMITED, Part, Redemption, Source, still_redeemed

Key = tuple[int, Source, int, int, int]
BuyerSum = tuple[int, Source, int, int, int, int, int]


class OrderRef(Protocol):
    """Whatever names an order."""

    @property
    def shop_id(self) -> int:
        """Its shop."""
        ...

    @property
    def order_id(self) -> int:
        """Itself."""
        ...


class Counter:
    """What is left of locked limits while orders are counted in turn."""

    def __init__(self, limits: Sequence[Limit], uses: Sequence[Use], welcomed: dict[Key, dict[int, bool]]) -> None:
        """`welcomed`: of each new-customer voucher, which accounts are new there."""
        self._limits = {limit.key: limit for limit in limits}
        self._taken = {limit.key: limit.taken for limit in limits}
        self._had = {(key_of(use), use.account_id): use.quantity for use in uses}
        self._new = welcomed

    def take(self, order: Sequence[Redemption]) -> list[Redemption]:
        """Count all of one order, or none of it: then what does not fit comes back."""
        failed = [each for each in order if not self._fits(each)]
        for each in () if failed else order:
            key = key_of(each)
            self._taken[key] += each.quantity
            self._had[key, each.account_id] = self._had.get((key, each.account_id), 0) + each.quantity
            if key in self._new:
                self._welcome(each)
        return failed

    def _fits(self, each: Redemption) -> bool:
        key = key_of(each)
        limit = self._limits.get(key)
        if limit is None or not self._new.get(key, {}).get(each.account_id, True):
            return False
        had = self._had.get((key, each.account_id), 0)
        return (limit.most == UNLIMITED or self._taken[key] + each.quantity <= limit.most) and (
            limit.most_each == UNLIMITED or had + each.quantity <= limit.most_each
        )

    def _welcome(self, each: Redemption) -> None:
        for key, accounts in self._new.items():
            if key[0] == each.shop_id:
                accounts[each.account_id] = False


async def redeem(db: Db, redemptions: Sequence[Redemption], now: datetime) -> list[Redemption]:
    """Count what orders take of their limits, first come first served, each order whole or not at all.

    Those that did not fit come back: nothing of their orders is counted; price them again without these offers, or refuse
    `promotions.used_up`. Call it in the transaction that writes the orders, with the rows of `rules.redemptions_of`, an
    order's rows side by side.
    """
    if not redemptions:
        return []
    limits = await _lock(db, redemptions)
    counter = Counter(limits, await _uses(db, redemptions), await _new_customers(db, limits, redemptions, now))
    failed: list[Redemption] = []
    counted: list[Redemption] = []
    for _, each in groupby(redemptions, key=lambda one: one.order_id):
        order = list(each)
        lacking = counter.take(order)
        failed += lacking
        counted += [] if lacking else order
    await _write(db, counted, {limit.key for limit in limits if limit.new_customers}, now)
    return failed


async def release(db: Db, order: OrderRef, *, now: datetime, kept: Sequence[Part] = ()) -> None:
    """Give back what an order took of limits and does not need any more. Once, however often it is called.

    `kept`: what its remaining pieces keep (`rules.kept_of` of each line); without, the order is not had at all.
    """
    taken = await counting.TAKEN.all(db, order.shop_id, order.order_id)
    changed = [(each, left) for each in taken if (left := still_redeemed(each, kept)) != each]
    if not changed:
        return
    given = [
        Use(*key_of(each), each.account_id, each.quantity - (left.quantity if left else 0)) for each, left in changed
    ]
    await _lock(db, given)
    rows = [(*key_of(each), left.quantity if left else 0, left.amount_minor if left else 0) for each, left in changed]
    await counting.RELEASE.run(db, order.order_id, now, *_columns(rows, *range(7)))
    owners = sorted({each.shop_id for each, left in changed if left is None and each.source == "VOUCHER"})
    await counting.UNWELCOME.run(db, owners, sorted({each.account_id for each in given}), order.order_id)
    had, used = await _count(db, given, -1)
    if had:
        await counting.UNCOUNT_ITEM_USES.run(db, *_columns(had, 0, 2, 3, 4, 5, 6))
    if used:
        await counting.UNCOUNT_VOUCHER_USES.run(db, *_columns(used, 0, 2, 5, 6))


def key_of(each: Redemption | Use) -> Key:
    """Which limit it counts on."""
    return each.shop_id, each.source, each.source_id, each.product_id, each.sku_id


async def _lock(db: Db, counted: Sequence[Redemption | Use]) -> list[Limit]:
    keys = sorted({key_of(each) for each in counted})
    items, vouchers = [key for key in keys if key[1] == "PROMOTION"], [key for key in keys if key[1] == "VOUCHER"]
    found = await counting.LOCK_ITEMS.all(db, *_columns(items, 0, 2, 3, 4)) if items else []
    return found + (await counting.LOCK_VOUCHERS.all(db, *_columns(vouchers, 0, 2)) if vouchers else [])


async def _uses(db: Db, redemptions: Sequence[Redemption]) -> list[Use]:
    keys = sorted({(*key_of(each), each.account_id) for each in redemptions})
    items, vouchers = [key for key in keys if key[1] == "PROMOTION"], [key for key in keys if key[1] == "VOUCHER"]
    found = await counting.ITEM_USES.all(db, *_columns(items, 0, 2, 3, 4, 5)) if items else []
    return found + (await counting.VOUCHER_USES.all(db, *_columns(vouchers, 0, 2, 5)) if vouchers else [])


async def _new_customers(
    db: Db, limits: Sequence[Limit], redemptions: Sequence[Redemption], now: datetime
) -> dict[Key, dict[int, bool]]:
    """Of each new-customer voucher, who of those that redeem it is new: one per period (R-PRO-5)."""
    welcoming = {limit.key: limit for limit in limits if limit.new_customers}
    asked = sorted({(each.shop_id, each.account_id) for each in redemptions if key_of(each) in welcoming})
    if not asked:
        return {}
    known = {
        (each.shop_id, each.account_id): each.at
        for each in await counting.LOCK_CUSTOMERS.all(db, *_columns(asked, 0, 1))
    }
    new: dict[Key, dict[int, bool]] = {}
    for key, limit in welcoming.items():
        since = now - await new_customer_period(db, limit.currency, now)
        new[key] = {account: at is None or at <= since for (shop, account), at in known.items() if shop == key[0]}
    return new


async def _write(db: Db, counted: Sequence[Redemption], welcoming: set[Key], now: datetime) -> None:
    if not counted:
        return
    uses = [Use(*key_of(each), each.account_id, each.quantity) for each in counted]
    had, used = await _count(db, uses, 1)
    if had:
        await counting.COUNT_ITEM_USES.run(db, *_columns(had, 0, 2, 3, 4, 5, 6))
    if used:
        await counting.COUNT_VOUCHER_USES.run(db, *_columns(used, 0, 2, 5, 6))
    newcomers = [(each.shop_id, each.account_id, each.order_id) for each in counted if key_of(each) in welcoming]
    if newcomers:
        await counting.WELCOME.run(db, *_columns(newcomers, 0, 1, 2), now)
    rows = [
        (
            each.shop_id,
            each.order_id,
            each.source,
            each.source_id,
            each.product_id,
            each.sku_id,
            each.account_id,
            each.quantity,
            each.amount_minor,
        )
        for each in counted
    ]
    await counting.NOTE.run(db, *_columns(rows, *range(9)), now)


async def _count(db: Db, uses: Sequence[Use], sign: int) -> tuple[list[BuyerSum], list[BuyerSum]]:
    """Add to the counters of items and vouchers, or take from them; what each buyer had of items, and of vouchers."""
    totals: dict[Key, int] = {}
    buyers: dict[tuple[int, Source, int, int, int, int], int] = {}
    for use in uses:
        key, buyer = key_of(use), (*key_of(use), use.account_id)
        totals[key] = totals.get(key, 0) + sign * use.quantity
        buyers[buyer] = buyers.get(buyer, 0) + use.quantity
    sums, each = [(*key, totals[key]) for key in sorted(totals)], [(*key, buyers[key]) for key in sorted(buyers)]
    items, vouchers = ([row for row in sums if row[1] == source] for source in ("PROMOTION", "VOUCHER"))
    if items:
        await counting.COUNT_ITEMS.run(db, *_columns(items, 0, 2, 3, 4, 5))
    if vouchers:
        await counting.COUNT_VOUCHERS.run(db, *_columns(vouchers, 0, 2, 5))
    return [row for row in each if row[1] == "PROMOTION"], [row for row in each if row[1] == "VOUCHER"]


def _columns(rows: Sequence[Sequence[object]], *which: int) -> list[list[object]]:
    return [[row[at] for row in rows] for at in which]
