"""Links that end by no side's will: the shop closed, or the account was banned (R-LINK-47)."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, write
from etalase.links.actions.locks import lock_accounts, lock_shop
from etalase.links.actions.news import Told, tell


class Ended(msgspec.Struct, frozen=True):
    """A link that just ended; `status` says whether it was an invitation (CANCELLED) or a link (REVOKED)."""

    shop_id: int
    link_id: int
    account_id: int
    kind: str
    status: str


class Holder(msgspec.Struct, frozen=True):
    """Whom an open link concerns."""

    shop_id: int
    account_id: int


HOLDERS = rows(
    Holder, "SELECT shop_id, account_id FROM shop_links WHERE shop_id = $1 AND status IN ('PENDING', 'LINKED')"
)
SHOPS = rows(
    Holder, "SELECT shop_id, account_id FROM shop_links WHERE account_id = $1 AND status IN ('PENDING', 'LINKED')"
)
END = rows(
    Ended,
    """UPDATE shop_links
          SET status = CASE status WHEN 'LINKED' THEN 'REVOKED' ELSE 'CANCELLED' END, slot = NULL,
              ended_at = $3, ended_side = 'SYSTEM', end_reason = $4
        WHERE shop_id = $1 AND status IN ('PENDING', 'LINKED') AND ($2::bigint IS NULL OR account_id = $2)
       RETURNING shop_id, link_id, account_id, kind, status""",
)
RELEASE = write(
    """UPDATE account_claims
          SET official_shop_id = nullif(official_shop_id, $2), marketing_shop_id = nullif(marketing_shop_id, $2)
        WHERE account_id = $1"""
)


async def revoke_links_of_shop(db: Db, *, shop_id: int, reason: str, now: datetime) -> int:
    """End every link and open invitation of a shop, for `reason` (a word such as SHOP_CLOSED); how many."""
    holders = [each.account_id for each in await HOLDERS.all(db, shop_id)]
    await lock_accounts(db, holders)
    await lock_shop(db, shop_id)
    return await _end(db, shop_id, None, reason, now)


async def revoke_links_of_account(db: Db, *, account_id: int, reason: str, now: datetime) -> int:
    """End every link and open invitation of an account, for `reason` (a word such as ACCOUNT_BANNED); how many."""
    await lock_accounts(db, [account_id])
    ended = 0
    for shop_id in sorted({each.shop_id for each in await SHOPS.all(db, account_id)}):
        await lock_shop(db, shop_id)
        ended += await _end(db, shop_id, account_id, reason, now)
    return ended


async def _end(db: Db, shop_id: int, account_id: int | None, reason: str, now: datetime) -> int:
    ended = await END.all(db, shop_id, account_id, now, reason)
    for each in ended:
        told = Told(each.shop_id, each.link_id, each.account_id, each.kind)
        if each.status == "REVOKED":
            await RELEASE.run(db, each.account_id, shop_id)
            await tell(db, "link.revoked", told, now, reason=reason)
        else:
            await tell(db, "link.cancelled", told, now, reason=reason)
    return len(ended)
