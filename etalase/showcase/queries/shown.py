"""The public side: the Showcase tab, its collections, and the right by which a product is shown."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page
from etalase.showcase.queries import chosen, official
from etalase.showcase.queries.cards import Card
from etalase.showcase.queries.owner import Owner, owner_by_handle
from etalase.showcase.queries.rights import right_now_sql
from etalase.showcase.rules import Sort


class Collection(msgspec.Struct, frozen=True):
    """A collection of a Showcase; `share_token` is the end of its share link."""

    collection_id: int
    title: str
    description: str
    share_token: str
    products: int
    picture_key: str | None


class ShownRight(msgspec.Struct, frozen=True):
    """The right by which an account shows a product now (R-SHOW-18: a link before a plan)."""

    product_id: int
    source: str
    link_id: int | None
    plan_id: int | None
    rate_bp: int


COLLECTIONS = rows(
    Collection,
    """SELECT c.collection_id, c.title, c.description, c.share_token,
              (SELECT count(*) FROM collection_products k
                WHERE k.account_id = c.account_id AND k.collection_id = c.collection_id)::int AS products,
              (SELECT p.picture_key FROM collection_products k
                 JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
                WHERE k.account_id = c.account_id AND k.collection_id = c.collection_id AND p.status = 'ACTIVATE'
                ORDER BY k.position LIMIT 1) AS picture_key
         FROM collections c WHERE c.account_id = $1 ORDER BY c.collection_id DESC""",
)
# The Showcase of a banned account is shown to nobody, so nothing is bought from it on a right.
NOT_BANNED = "EXISTS (SELECT FROM accounts b WHERE b.account_id = $1 AND b.standing <> 'BANNED')"
SHOWN_RIGHTS = rows(
    ShownRight,
    f"""SELECT i.product_id, r.source, r.link_id, r.plan_id, r.rate_bp
          FROM showcase_items i CROSS JOIN LATERAL (
               {right_now_sql("i.account_id", "i.shop_id", "i.product_id", "$3::timestamptz", chosen_at="i.added_at")}) r
         WHERE i.account_id = $1 AND i.product_id = ANY($2::bigint[]) AND {NOT_BANNED}
        UNION ALL
        SELECT p.product_id, 'OFFICIAL', l.link_id, NULL, 0
          FROM account_claims c JOIN products p ON p.shop_id = c.official_shop_id AND p.product_id = ANY($2::bigint[])
               JOIN shop_links l ON l.shop_id = c.official_shop_id AND l.kind = 'OFFICIAL' AND l.slot = 0
         WHERE c.account_id = $1 AND {NOT_BANNED}""",
)


async def showcase_page(
    db: Db,
    _actor: Actor | None,
    *,
    handle: str,
    now: datetime,
    sort: Sort = "recommended",
    words: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Card]:
    """What anybody sees of a Showcase, in the order asked for. Two statements."""
    owner = await owner_by_handle(db, handle)
    return await page_of_owner(db, owner, now=now, sort=sort, words=words, limit=limit, cursor=cursor)


async def page_of_owner(
    db: Db,
    owner: Owner,
    *,
    now: datetime,
    sort: Sort = "recommended",
    words: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Card]:
    """The same, when the holder is known already."""
    if owner.official_shop_id is None:
        return await chosen.chosen_page(
            db, owner.account_id, now=now, limit=limit, cursor=cursor, sort=sort, words=words
        )
    return await official.official_page(
        db, owner.account_id, owner.official_shop_id, limit=limit, cursor=cursor, sort=sort, words=words
    )


async def collections_of(db: Db, account_id: int) -> list[Collection]:
    """All collections of a Showcase, newest first; there are only so many."""
    return await COLLECTIONS.all(db, account_id)


async def collection_by_token(db: Db, owner: Owner, token: str, *, now: datetime) -> tuple[Collection, list[Card]]:
    """A collection and what may be shown of it; NotFound for an unknown share link."""
    for collection in await collections_of(db, owner.account_id):
        if collection.share_token == token:
            return collection, await collection_cards(db, owner, collection.collection_id, now=now)
    raise NotFound


async def collection_cards(db: Db, owner: Owner, collection_id: int, *, now: datetime) -> list[Card]:
    """What may be shown of one collection."""
    if owner.official_shop_id is None:
        return await chosen.collected(db, owner.account_id, collection_id, now=now)
    return await official.collected(db, owner.account_id, owner.official_shop_id, collection_id)


async def shown_rights(db: Db, account_id: int, product_ids: Sequence[int], *, now: datetime) -> dict[int, ShownRight]:
    """Product id to the right by which this account shows it now; a product it does not show is missing."""
    return {right.product_id: right for right in await SHOWN_RIGHTS.all(db, account_id, list(product_ids), now)}
