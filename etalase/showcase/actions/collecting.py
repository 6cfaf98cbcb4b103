"""Collections: up to a hundred products under a title, with a share link (R-SHOW-17)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.showcase.actions.place import lock, without_repeats
from etalase.showcase.queries.owner import Owner, owner_by_id

FREE_SLOT = value(
    int,
    """SELECT slot FROM generate_series(1, $2::int) AS slot
        WHERE NOT EXISTS (SELECT 1 FROM collections c WHERE c.account_id = $1 AND c.slot = slot.slot)
        ORDER BY slot LIMIT 1""",
)
INSERT = write(
    """INSERT INTO collections (account_id, collection_id, title, description, share_token, slot, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)"""
)
RENAME = write("UPDATE collections SET title = $3, description = $4 WHERE account_id = $1 AND collection_id = $2")
DELETE = write("DELETE FROM collections WHERE account_id = $1 AND collection_id = $2")
EMPTY = write("DELETE FROM collection_products WHERE account_id = $1 AND collection_id = $2")
FILL_CHOSEN = write(
    """INSERT INTO collection_products (account_id, collection_id, product_id, shop_id, position)
       SELECT $1, $2, i.product_id, i.shop_id, n.position - 1
         FROM unnest($3::bigint[]) WITH ORDINALITY AS n (product_id, position)
              JOIN showcase_items i ON i.account_id = $1 AND i.product_id = n.product_id"""
)
FILL_OFFICIAL = write(
    """INSERT INTO collection_products (account_id, collection_id, product_id, shop_id, position)
       SELECT $1, $2, p.product_id, p.shop_id, n.position - 1
         FROM unnest($3::bigint[]) WITH ORDINALITY AS n (product_id, position)
              JOIN products p ON p.shop_id = $4 AND p.product_id = n.product_id AND p.status <> 'DELETED'"""
)


async def create_collection(
    db: Db, actor: Actor, *, title: str, description: str, product_ids: Sequence[int], now: datetime
) -> int:
    """A new collection; its id. Refused when the account has as many as it may."""
    owner = await owner_by_id(db, actor.account_id)
    limits = await policy(db, owner.market, now)
    _check_words(title, description, limits)
    await lock(db, owner.account_id)
    most = limits.collections_max
    slot = await FREE_SLOT.get(db, owner.account_id, most)
    if slot is None:
        raise Refused("showcase.too_many_collections", most=most)
    collection_id = await db.new_id()
    token = secrets.token_urlsafe(8)
    await INSERT.run(db, owner.account_id, collection_id, title.strip(), description.strip(), token, slot, now)
    await _fill(db, owner, collection_id, product_ids, now)
    return collection_id


async def edit_collection(
    db: Db,
    actor: Actor,
    *,
    collection_id: int,
    title: str,
    description: str,
    product_ids: Sequence[int],
    now: datetime,
) -> int:
    """Give it these words and exactly these products, in this order; its id. The share link stays."""
    owner = await owner_by_id(db, actor.account_id)
    limits = await policy(db, owner.market, now)
    _check_words(title, description, limits)
    await lock(db, owner.account_id)
    if not await RENAME.run(db, owner.account_id, collection_id, title.strip(), description.strip()):
        raise NotFound
    await EMPTY.run(db, owner.account_id, collection_id)
    await _fill(db, owner, collection_id, product_ids, now)
    return collection_id


async def delete_collection(db: Db, actor: Actor, *, collection_id: int) -> None:
    """Take it away; its products stay in the Showcase."""
    await lock(db, actor.account_id)
    if not await DELETE.run(db, actor.account_id, collection_id):
        raise NotFound


def _check_words(title: str, description: str, limits: Policy) -> None:
    if not 1 <= len(title.strip()) <= limits.collection_title_max:
        raise Invalid({"title": N_("Write a title of 1 to %(most)s characters.")}, most=limits.collection_title_max)
    if len(description.strip()) > limits.collection_description_max:
        raise Invalid({"description": N_("At most %(most)s characters.")}, most=limits.collection_description_max)


async def _fill(db: Db, owner: Owner, collection_id: int, product_ids: Sequence[int], now: datetime) -> None:
    asked = without_repeats(product_ids)
    most = (await policy(db, owner.market, now)).collection_products_max
    if len(asked) > most:
        raise Refused("showcase.collection_full", most=most)
    if owner.official_shop_id is None:
        filled = await FILL_CHOSEN.run(db, owner.account_id, collection_id, asked)
    else:
        filled = await FILL_OFFICIAL.run(db, owner.account_id, collection_id, asked, owner.official_shop_id)
    if filled < len(asked):
        raise Refused("showcase.not_in_showcase")
