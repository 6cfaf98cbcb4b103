"""The accounts that speak for shops, for people who look for somebody to follow."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows


class OfficialAccount(msgspec.Struct, frozen=True):
    """An official account and the shop it speaks for."""

    account_id: int
    handle: str
    name: str
    verified: bool
    followers: int
    avatar_key: str | None
    shop_id: int
    shop_name: str
    logo_key: str | None


OFFICIAL_COLUMNS = """a.account_id, a.handle, a.name, a.verified, a.followers, a.avatar_key, s.shop_id,
       s.name AS shop_name, s.logo_key"""
# The newest shops of the market, and of these the most followed: the work does not grow with the marketplace.
OF_MARKET = rows(
    OfficialAccount,
    f"""SELECT {OFFICIAL_COLUMNS}
          FROM (SELECT shop_id, name, logo_key FROM shops WHERE market = $1 AND status = 'OPEN'
                 ORDER BY shop_id DESC LIMIT 500) s
               JOIN shop_links l ON l.shop_id = s.shop_id AND l.kind = 'OFFICIAL' AND l.slot = 0
               JOIN accounts a ON a.account_id = l.account_id
         WHERE a.standing <> 'BANNED' ORDER BY a.followers DESC, a.account_id LIMIT $2""",
)
OF_SHOP = rows(
    OfficialAccount,
    f"""SELECT {OFFICIAL_COLUMNS}
          FROM shops s JOIN shop_links l ON l.shop_id = s.shop_id AND l.kind = 'OFFICIAL' AND l.slot = 0
               JOIN accounts a ON a.account_id = l.account_id
         WHERE s.shop_id = $1 AND a.standing <> 'BANNED'""",
)


async def official_accounts(db: Db, _actor: Actor | None, *, market: str, limit: int = 12) -> list[OfficialAccount]:
    """Official accounts of a market's open shops, the most followed first."""
    return await OF_MARKET.all(db, market, limit)


async def speaker_of(db: Db, shop_id: int) -> OfficialAccount | None:
    """The account that speaks for a shop, as its page shows it."""
    return await OF_SHOP.one(db, shop_id)
