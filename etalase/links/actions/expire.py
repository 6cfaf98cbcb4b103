"""Invitations that nobody answered in time (R-LINK-22)."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows
from etalase.links.actions.news import Told, tell


class Expired(msgspec.Struct, frozen=True):
    """An invitation whose time is over."""

    shop_id: int
    link_id: int
    account_id: int
    kind: str
    expires_at: datetime


EXPIRE_DUE = rows(
    Expired,
    """UPDATE shop_links SET status = 'EXPIRED', ended_at = expires_at, ended_side = 'CLOCK'
        WHERE status = 'PENDING' AND expires_at <= $1
       RETURNING shop_id, link_id, account_id, kind, expires_at""",
)
EXPIRE_OF = rows(
    Expired,
    """UPDATE shop_links SET status = 'EXPIRED', ended_at = expires_at, ended_side = 'CLOCK'
        WHERE shop_id = $1 AND account_id = $2 AND status = 'PENDING' AND expires_at <= $3
       RETURNING shop_id, link_id, account_id, kind, expires_at""",
)


async def expire_invitations(db: Db, now: datetime) -> int:
    """Write down every invitation whose time is over; how many. They ended when they expired, not when the job came."""
    return await _tell_all(db, await EXPIRE_DUE.all(db, now))


async def expire_between(db: Db, shop_id: int, account_id: int, now: datetime) -> int:
    """The same for one shop and one account, so that an old invitation makes room for a new one before the job comes."""
    return await _tell_all(db, await EXPIRE_OF.all(db, shop_id, account_id, now))


async def _tell_all(db: Db, expired: list[Expired]) -> int:
    for each in expired:
        await tell(db, "link.expired", Told(each.shop_id, each.link_id, each.account_id, each.kind), each.expires_at)
    return len(expired)
