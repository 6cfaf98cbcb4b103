"""Links and invitations, the ended ones too: who, when and why, for both sides."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.markets import policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit, role_in
from etalase.shops.rules import permits


class Link(msgspec.Struct, frozen=True):
    """A link with the names of everyone in it. `ended_by` is a handle; None: the system or the clock."""

    link_id: int
    kind: str
    status: str
    slot: int | None
    shop_id: int
    shop_name: str
    market: str
    logo_key: str | None
    account_id: int
    handle: str
    account_name: str
    avatar_key: str | None
    invited_by: str | None
    invited_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    linked_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_side: str | None
    end_reason: str | None


class LinkKey(msgspec.Struct, frozen=True):
    """Where a link lies: its shop and its holder, which never change."""

    shop_id: int
    link_id: int
    account_id: int
    kind: str


class Usage(msgspec.Struct, frozen=True):
    """Slots of a shop: used and allowed, and how often the official link may still be ended."""

    official_used: int
    official_most: int
    marketing_used: int
    marketing_most: int
    pending: int
    official_unlinks_left: int


class Used(msgspec.Struct, frozen=True):
    """What the shop's rows say of its slots."""

    official: int
    marketing: int
    pending: int
    official_unlinks: int


# An invitation whose time is over is expired, whether or not the timed job has written it down yet.
LINK = """SELECT l.link_id, l.kind, CASE WHEN over THEN 'EXPIRED' ELSE l.status END AS status, l.slot,
              l.shop_id, s.name AS shop_name, s.market, s.logo_key, l.account_id, a.handle, a.name AS account_name,
              a.avatar_key, i.handle AS invited_by, l.invited_at, l.expires_at, l.answered_at, l.linked_at,
              CASE WHEN over THEN l.expires_at ELSE l.ended_at END AS ended_at, e.handle AS ended_by,
              CASE WHEN over THEN 'CLOCK' ELSE l.ended_side END AS ended_side, l.end_reason
         FROM shop_links l
         CROSS JOIN LATERAL (SELECT l.status = 'PENDING' AND l.expires_at <= $1 AS over) AS clock
         JOIN shops s ON s.shop_id = l.shop_id
         JOIN accounts a ON a.account_id = l.account_id
         LEFT JOIN accounts i ON i.account_id = l.invited_by
         LEFT JOIN accounts e ON e.account_id = l.ended_by"""
ONE = rows(Link, LINK + " WHERE l.link_id = $2")
OF_SHOP = rows(Link, LINK + " WHERE l.shop_id = $2 AND l.link_id < $3 ORDER BY l.link_id DESC LIMIT $4")
OF_ACCOUNT = rows(Link, LINK + " WHERE l.account_id = $2 AND l.link_id < $3 ORDER BY l.link_id DESC LIMIT $4")
# At most five are linked; invitations reserve nothing, so a page of them is enough.
OPEN_OF_SHOP = rows(
    Link,
    LINK
    + """ WHERE l.shop_id = $2 AND (l.status = 'LINKED' OR (l.status = 'PENDING' AND l.expires_at > $1))
          ORDER BY l.status, l.kind DESC, l.slot, l.link_id DESC LIMIT 200""",
)
OPEN_OF_ACCOUNT = rows(
    Link,
    LINK + " WHERE l.account_id = $2 AND l.status = 'PENDING' AND l.expires_at > $1 ORDER BY l.link_id DESC LIMIT 100",
)
KEY = rows(LinkKey, "SELECT shop_id, link_id, account_id, kind FROM shop_links WHERE link_id = $1")
USED = rows(
    Used,
    """SELECT count(*) FILTER (WHERE status = 'LINKED' AND kind = 'OFFICIAL')::integer AS official,
              count(*) FILTER (WHERE status = 'LINKED' AND kind = 'MARKETING')::integer AS marketing,
              count(*) FILTER (WHERE status = 'PENDING' AND expires_at > $2)::integer AS pending,
              coalesce((SELECT official_unlinks FROM shop_link_counters WHERE shop_id = $1), 0) AS official_unlinks
         FROM shop_links WHERE shop_id = $1 AND status IN ('LINKED', 'PENDING')""",
)
OFFICIAL_OF = value(int, "SELECT account_id FROM shop_links WHERE shop_id = $1 AND kind = 'OFFICIAL' AND slot = 0")


async def find_key(db: Db, link_id: int) -> LinkKey:
    """Where a link lies, whoever asks; NotFound."""
    found = await KEY.one(db, link_id)
    if found is None:
        raise NotFound
    return found


async def link_of(db: Db, link_id: int, now: datetime) -> Link:
    """A link, whoever asks. For actions that have checked the actor."""
    return await ONE.sole(db, now, link_id)


async def link(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """One link, for its holder and for those of the shop's staff who may read links; NotFound for everybody else."""
    key = await find_key(db, link_id)
    if key.account_id != actor.account_id:
        role = await role_in(db, actor, key.shop_id)
        if role is None or not permits(role, "link.read"):
            raise NotFound
    return await link_of(db, link_id, now)


async def links_of_shop(
    db: Db, actor: Actor, *, shop_id: int, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Link]:
    """The shop's links and invitations, newest first, ended ones included."""
    await permit(db, actor, shop_id, "link.read")
    before = below_of(cursor)
    return page_of(await OF_SHOP.all(db, now, shop_id, before, limit + 1), limit, lambda each: (each.link_id,))


async def open_links_of_shop(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> list[Link]:
    """The shop's links that hold, by slot (the official one first), then invitations that wait for an answer."""
    await permit(db, actor, shop_id, "link.read")
    return await OPEN_OF_SHOP.all(db, now, shop_id)


async def links_of_account(
    db: Db, actor: Actor, *, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Link]:
    """The actor's own links and invitations, newest first, ended ones included."""
    before = below_of(cursor)
    found = await OF_ACCOUNT.all(db, now, actor.account_id, before, limit + 1)
    return page_of(found, limit, lambda each: (each.link_id,))


async def open_invitations(db: Db, actor: Actor, *, now: datetime) -> list[Link]:
    """Invitations that wait for the actor's answer, newest first (100 at most)."""
    return await OPEN_OF_ACCOUNT.all(db, now, actor.account_id)


async def official_account_of(db: Db, shop_id: int) -> int | None:
    """The account that is official for the shop, if it has one."""
    return await OFFICIAL_OF.get(db, shop_id)


async def usage(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> Usage:
    """How many of the shop's slots are used (1 official, 4 marketing)."""
    shop = await permit(db, actor, shop_id, "link.read")
    numbers = await policy(db, shop.market, now)
    used = await USED.sole(db, shop_id, now)
    return Usage(
        used.official,
        numbers.official_links_per_shop,
        used.marketing,
        numbers.marketing_links_per_shop,
        used.pending,
        max(0, numbers.official_unlinks_per_shop - used.official_unlinks),
    )
