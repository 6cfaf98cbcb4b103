"""The head of a profile in one statement: the person, how the one who asks stands to them, and the shop they speak for."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.showcase.queries.owner import Owner


class Head(msgspec.Struct, frozen=True):
    """A profile as its page opens. `shop_id` and `shop_name`: of the official or marketing link, if there is one."""

    account_id: int
    handle: str
    name: str
    market: str
    verified: bool
    followers: int
    following: int
    bio: str
    avatar_key: str | None
    is_followed: bool
    is_own: bool
    official_shop_id: int | None
    marketing_shop_id: int | None
    shop_id: int | None
    shop_name: str | None
    has_collections: bool
    has_vouchers: bool  # any that only this account's audience may claim, running or not

    @property
    def owner(self) -> Owner:
        """The same account as the holder of a Showcase."""
        return Owner(self.account_id, self.handle, self.market, self.official_shop_id, self.marketing_shop_id)


HEAD = rows(
    Head,
    """SELECT a.account_id, a.handle, a.name, a.market, a.verified, a.followers,
              (SELECT count(*) FROM follows f WHERE f.account_id = a.account_id)::int AS following,
              a.bio, a.avatar_key,
              EXISTS (SELECT FROM follows f WHERE f.account_id = $2 AND f.followed_id = a.account_id) AS is_followed,
              a.account_id = $2 AS is_own, c.official_shop_id, c.marketing_shop_id, s.shop_id, s.name AS shop_name,
              EXISTS (SELECT FROM collections k WHERE k.account_id = a.account_id) AS has_collections,
              EXISTS (SELECT FROM vouchers v WHERE v.creator_account_id = a.account_id AND v.status = 'LAUNCHED') AS has_vouchers
         FROM handle_claims h JOIN accounts a ON a.account_id = h.account_id
              LEFT JOIN account_claims c ON c.account_id = a.account_id
              LEFT JOIN shops s ON s.shop_id = coalesce(c.official_shop_id, c.marketing_shop_id)
        WHERE h.handle = $1 AND (a.standing <> 'BANNED' OR a.account_id = $2)""",
)


async def head(db: Db, actor: Actor | None, *, handle: str) -> Head:
    """The head of this profile; NotFound, also for a banned account."""
    found = await HEAD.one(db, handle.lower().removeprefix("@"), actor.account_id if actor else 0)
    if found is None:
        raise NotFound
    return found
