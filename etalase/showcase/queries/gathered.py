"""A collection as its holder edits it: every product in it, whether it is shown now or not."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.showcase.queries.cards import ON_SALE
from etalase.showcase.queries.owner import owner_by_id
from etalase.showcase.queries.shown import Collection, collections_of


class Gathered(msgspec.Struct, frozen=True):
    """A product of a collection."""

    product_id: int
    shop_name: str
    title: str
    currency: str
    price_minor: int
    picture_key: str | None
    on_sale: bool


# Only what the holder could put in today: what left the Showcase is not there to be kept.
GATHERED = rows(
    Gathered,
    f"""SELECT k.product_id, s.name AS shop_name, p.title, p.currency, p.price_from_minor AS price_minor, p.picture_key,
               ({ON_SALE}) AS on_sale
          FROM collection_products k
               JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id AND p.status <> 'DELETED'
               JOIN shops s ON s.shop_id = k.shop_id
         WHERE k.account_id = $1 AND k.collection_id = $2
           AND (k.shop_id = $3 OR $3::bigint IS NULL AND EXISTS (
                SELECT 1 FROM showcase_items i WHERE i.account_id = k.account_id AND i.product_id = k.product_id))
         ORDER BY k.position""",
)


async def own_collection(db: Db, actor: Actor, *, collection_id: int) -> tuple[Collection, list[Gathered]]:
    """A collection of the actor's and its products in order; NotFound for another's."""
    owner = await owner_by_id(db, actor.account_id)
    for collection in await collections_of(db, owner.account_id):
        if collection.collection_id == collection_id:
            return collection, await GATHERED.all(db, owner.account_id, collection_id, owner.official_shop_id)
    raise NotFound
