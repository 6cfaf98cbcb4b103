"""What everybody sees of an account, and how handles are found."""

import msgspec

from etalase.accounts import rules
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, LIMIT_MAX, Page, decode_cursor, page_of


class Profile(msgspec.Struct, frozen=True):
    """The head of a profile page. `is_followed` and `is_own`: seen from the one who asks."""

    account_id: int
    handle: str
    name: str
    market: str
    verified: bool
    kind: str
    followers: int
    following: int
    bio: str
    avatar_key: str | None
    is_followed: bool
    is_own: bool


class Found(msgspec.Struct, frozen=True):
    """A handle in a list of search results or of accounts followed."""

    account_id: int
    handle: str
    name: str
    market: str
    verified: bool
    followers: int
    avatar_key: str | None


PROFILE = rows(
    Profile,
    """SELECT a.account_id, a.handle, a.name, a.market, a.verified, a.kind, a.followers,
              (SELECT count(*)::integer FROM follows f WHERE f.account_id = a.account_id) AS following,
              a.bio, a.avatar_key,
              EXISTS (SELECT FROM follows f WHERE f.account_id = $2 AND f.followed_id = a.account_id) AS is_followed,
              a.account_id = $2 AS is_own
       FROM handle_claims h JOIN accounts a ON a.account_id = h.account_id
       WHERE h.handle = $1 AND (a.standing <> 'BANNED' OR a.account_id = $2)""",
)
# A prefix as a range of the claims' own key, which is in byte order.
SEARCH = rows(
    Found,
    """SELECT a.account_id, a.handle, a.name, a.market, a.verified, a.followers, a.avatar_key
       FROM handle_claims h JOIN accounts a ON a.account_id = h.account_id
       WHERE h.handle >= $1 AND h.handle < $2
         AND ($3::text IS NULL OR a.market = $3) AND a.standing <> 'BANNED'
       ORDER BY h.handle LIMIT $4""",
)
FOLLOWED = rows(
    Found,
    """SELECT a.account_id, a.handle, a.name, a.market, a.verified, a.followers, a.avatar_key
       FROM follows f JOIN accounts a ON a.account_id = f.followed_id
       WHERE f.account_id = $1 AND f.followed_id > $2 ORDER BY f.followed_id LIMIT $3""",
)


async def profile(db: Db, actor: Actor | None, *, handle: str) -> Profile:
    """The profile with this handle; NotFound, also for a banned account."""
    name = rules.plain_handle(handle)
    found = await PROFILE.one(db, name, actor.account_id if actor else 0) if rules.HANDLE.fullmatch(name) else None
    if found is None:
        raise NotFound
    return found


async def search_handles(db: Db, prefix: str, market: str | None, limit: int = LIMIT_DEFAULT) -> list[Found]:
    """Accounts whose handle begins so, in order; none for a prefix that no handle can have.

    Doors call `actions.search_handles`, which counts how often an account asks.
    """
    begin = rules.plain_handle(prefix)
    if not begin or not rules.HANDLE.fullmatch(begin.ljust(2, "a")):
        return []
    # "~" follows every letter of a handle.
    return await SEARCH.all(db, begin, begin + "~", market, min(limit, LIMIT_MAX))


async def followed(db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None) -> Page[Found]:
    """Whom the caller follows."""
    after = decode_cursor(cursor, tuple[int]) or (0,)
    found = await FOLLOWED.all(db, actor.account_id, after[0], limit + 1)
    return page_of(found, limit, lambda each: (each.account_id,))
