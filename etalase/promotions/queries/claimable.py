"""The vouchers a shopper meets, and those they hold."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.promotions.rules import Display, status_of
from etalase.shops.queries import shop


class VoucherShown(msgspec.Struct, frozen=True):
    """A voucher as a shopper sees it. `claimed`: they hold it; `used`: in how many of their orders.

    `shop_name` None is the platform's. `over`: it cannot be used any more.
    """

    shop_id: int
    shop_name: str | None
    voucher_id: int
    title: str
    display: Display
    currency: str
    amount_minor: int | None
    off_bp: int | None
    cap_minor: int | None
    minimum_minor: int
    new_customers: bool
    all_products: bool
    starts_at: datetime
    ends_at: datetime
    stored: str
    used_up: bool
    claimed: bool
    used: int
    buyer_limit: int

    def usable(self, at: datetime) -> bool:
        """Could it still take something off an order of this shopper?"""
        running = status_of(self.stored, self.starts_at, self.ends_at, at, effective=not self.used_up) == "ONGOING"
        return running and (self.buyer_limit == -1 or self.used < self.buyer_limit)


COLUMNS = """v.shop_id, s.name AS shop_name, v.voucher_id, v.title, v.display, v.currency, v.amount_minor, v.off_bp, v.cap_minor,
       v.minimum_minor, v.new_customers, v.all_products, v.starts_at, v.ends_at, v.status AS stored,
       v.quantity_limit <> -1 AND v.used >= v.quantity_limit AS used_up, c.account_id IS NOT NULL AS claimed,
       coalesce(u.orders, 0) AS used, v.buyer_limit"""
FROM = """LEFT JOIN shops s ON s.shop_id = v.shop_id
         LEFT JOIN voucher_uses u ON u.shop_id = v.shop_id AND u.voucher_id = v.voucher_id AND u.account_id = $1"""
OFFERED = rows(
    VoucherShown,
    f"""SELECT {COLUMNS} FROM vouchers v {FROM}
          LEFT JOIN account_vouchers c ON c.account_id = $1 AND c.voucher_id = v.voucher_id
         WHERE v.shop_id = ANY(ARRAY[0, $2::bigint]) AND v.status = 'LAUNCHED' AND v.starts_at <= $4 AND v.ends_at > $4
           AND v.currency = $3 AND (v.display = 'REGULAR' OR c.account_id IS NOT NULL OR v.creator_account_id = $6)
           AND (v.quantity_limit = -1 OR v.used < v.quantity_limit)
           AND ($5::bigint IS NULL OR v.all_products OR EXISTS (SELECT FROM voucher_products p
                 WHERE p.shop_id = v.shop_id AND p.voucher_id = v.voucher_id AND p.product_id = $5))
         ORDER BY v.shop_id DESC, v.minimum_minor, v.voucher_id LIMIT 20""",
)
OF_CREATOR = rows(
    VoucherShown,
    f"""SELECT {COLUMNS} FROM vouchers v {FROM}
          LEFT JOIN account_vouchers c ON c.account_id = $1 AND c.voucher_id = v.voucher_id
         WHERE v.creator_account_id = $2 AND v.status = 'LAUNCHED' AND v.starts_at <= $3 AND v.ends_at > $3
           AND (v.quantity_limit = -1 OR v.used < v.quantity_limit) AND (v.shop_id = 0 OR s.status = 'OPEN')
         ORDER BY v.ends_at, v.voucher_id LIMIT 20""",
)
HELD = rows(
    VoucherShown,
    f"""SELECT {COLUMNS} FROM account_vouchers c
          JOIN vouchers v ON v.shop_id = c.shop_id AND v.voucher_id = c.voucher_id {FROM}
         WHERE c.account_id = $1 AND c.voucher_id < $2 ORDER BY c.voucher_id DESC LIMIT $3""",
)
FOR_ONE = rows(
    VoucherShown,
    f"""SELECT {COLUMNS} FROM vouchers v {FROM}
          LEFT JOIN account_vouchers c ON c.account_id = $1 AND c.voucher_id = v.voucher_id
         WHERE v.shop_id = $2 AND v.voucher_id = $3""",
)


async def vouchers_shown(
    db: Db,
    actor: Actor | None,
    *,
    shop_id: int,
    currency: str,
    now: datetime,
    product_id: int | None = None,
    creator_account_id: int | None = None,
) -> list[VoucherShown]:
    """What can be claimed on a shop's page, or on a product's: the shop's and the platform's, the easiest first.

    Opened from a creator's Showcase, those that are only that creator's too (R-PRO-6).
    """
    reader = actor.account_id if actor else 0
    return await OFFERED.all(db, reader, shop_id, currency, now, product_id, creator_account_id)


async def vouchers_of_creator(
    db: Db, actor: Actor | None, *, creator_account_id: int, now: datetime
) -> list[VoucherShown]:
    """What can be claimed with a creator only, in any shop, what ends first first (R-PRO-6)."""
    return await OF_CREATOR.all(db, actor.account_id if actor else 0, creator_account_id, now)


async def vouchers_at_shop(
    db: Db, actor: Actor | None, *, shop_id: int, now: datetime, product_id: int | None = None
) -> list[VoucherShown]:
    """The same by the shop's id; NotFound without such a shop."""
    currency = (await shop(db, shop_id)).currency
    return await vouchers_shown(db, actor, shop_id=shop_id, currency=currency, now=now, product_id=product_id)


async def my_vouchers(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[VoucherShown]:
    """The vouchers the caller claimed, the newest first, also those that are over."""
    before = below_of(cursor)
    return page_of(await HELD.all(db, actor.account_id, before, limit + 1), limit, lambda each: (each.voucher_id,))


async def voucher_for(db: Db, actor: Actor, shop_id: int, voucher_id: int) -> VoucherShown:
    """One voucher as this shopper sees it."""
    return await FOR_ONE.sole(db, actor.account_id, shop_id, voucher_id)
