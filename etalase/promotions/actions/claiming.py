"""A shopper claims a voucher; at checkout the greatest of those they hold is used."""

from datetime import datetime

import msgspec

from etalase.accounts.rules import plain_handle
from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.promotions.queries.claimable import VoucherShown, voucher_for
from etalase.promotions.queries.offering import plain_code
from etalase.promotions.rules import Display, status_of


class Claimed(msgspec.Struct, frozen=True):
    """What claiming must know of a voucher."""

    shop_id: int
    voucher_id: int
    display: Display
    stored: str
    starts_at: datetime
    ends_at: datetime
    used_up: bool
    creator_handle: str | None


FOUND = """SELECT v.shop_id, v.voucher_id, v.display, v.status AS stored, v.starts_at, v.ends_at,
       v.quantity_limit <> -1 AND v.used >= v.quantity_limit AS used_up, a.handle AS creator_handle
  FROM vouchers v LEFT JOIN accounts a ON a.account_id = v.creator_account_id"""
BY_ID = rows(Claimed, FOUND + " WHERE v.voucher_id = $1 AND v.status <> 'DRAFT'")
BY_CODE = rows(
    Claimed,
    FOUND
    + """ WHERE v.shop_id = ANY(ARRAY[0, $1::bigint]) AND v.code = $2 AND v.status = 'LAUNCHED'
           AND v.currency = (SELECT currency FROM shops WHERE shop_id = $1)
          ORDER BY v.shop_id DESC LIMIT 1""",
)
CLAIM = value(
    int,
    """INSERT INTO account_vouchers (account_id, voucher_id, shop_id, claimed_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, voucher_id) DO NOTHING RETURNING voucher_id""",
)
COUNT = write("UPDATE vouchers SET claimed = claimed + 1 WHERE shop_id = $1 AND voucher_id = $2")


async def claim_voucher(
    db: Db, actor: Actor, *, voucher_id: int, now: datetime, via: str | None = None, in_live: bool = False
) -> VoucherShown:
    """Hold a voucher from now on; claiming twice is claiming once.

    `via`: the handle of the creator with whom it was found; `in_live`: a LIVE gives it, its task done (R-PRO-6).
    NotFound; refused: `promotions.not_for_you`, `promotions.voucher_over`, `promotions.used_up`.
    """
    found = await BY_ID.one(db, voucher_id)
    if found is None:
        raise NotFound
    met = {
        "REGULAR": True,
        "CHAT": True,
        "PROMO_CODE": False,
        "CREATOR_EXCLUSIVE": via is not None and plain_handle(via) == found.creator_handle,
        "LIVE": in_live,
    }
    if not met[found.display]:
        raise Refused("promotions.not_for_you")
    return await _claim(db, actor, found, now)


async def claim_code(db: Db, actor: Actor, *, shop_id: int, code: str, now: datetime) -> VoucherShown:
    """Hold the voucher of this code, the shop's or the platform's; NotFound without one. Refused as above."""
    found = await BY_CODE.one(db, shop_id, plain_code(code))
    if found is None:
        raise NotFound
    return await _claim(db, actor, found, now)


async def _claim(db: Db, actor: Actor, found: Claimed, now: datetime) -> VoucherShown:
    if status_of(found.stored, found.starts_at, found.ends_at, now) != "ONGOING":
        raise Refused("promotions.voucher_over")
    if found.used_up:
        raise Refused("promotions.used_up")
    if await CLAIM.get(db, actor.account_id, found.voucher_id, found.shop_id, now) is not None:
        await COUNT.run(db, found.shop_id, found.voucher_id)
        facts = {"voucher_id": str(found.voucher_id)}
        at_shop = found.shop_id or None
        await events.record(db, "voucher.claimed", at=now, shop_id=at_shop, account_id=actor.account_id, facts=facts)
    return await voucher_for(db, actor, found.shop_id, found.voucher_id)
