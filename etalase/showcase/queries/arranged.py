"""The arrangement of a Showcase as plain ids: its pins, and what follows them."""

from etalase.base.db import Db, value
from etalase.showcase.queries.owner import Owner

PINS_CHOSEN = value(
    int, "SELECT product_id FROM showcase_items WHERE account_id = $1 AND pin < 1000 ORDER BY pin, place, product_id"
)
PINS_OFFICIAL = value(
    int,
    """SELECT o.product_id FROM showcase_official_places o
         JOIN products p ON p.shop_id = o.shop_id AND p.product_id = o.product_id
        WHERE o.account_id = $1 AND o.shop_id = $2 AND o.pin < 1000 AND p.status <> 'DELETED'
        ORDER BY o.pin, o.place, o.product_id""",
)
ORDER_CHOSEN = value(
    int,
    """SELECT product_id FROM showcase_items WHERE account_id = $1 AND pin >= 1000
        ORDER BY place, product_id LIMIT $2""",
)
# What was moved comes first, then the rest, newest first: as the public page shows it.
ORDER_OFFICIAL = value(
    int,
    """SELECT t.product_id FROM (
         (SELECT o.product_id, 0 AS tier, o.place FROM showcase_official_places o
            JOIN products p ON p.shop_id = o.shop_id AND p.product_id = o.product_id
           WHERE o.account_id = $1 AND o.shop_id = $2 AND o.pin >= 1000 AND p.status <> 'DELETED'
           ORDER BY o.place, o.product_id LIMIT $3)
         UNION ALL
         (SELECT p.product_id, 1, -p.product_id FROM products p
           WHERE p.shop_id = $2 AND p.status <> 'DELETED' AND NOT EXISTS (
                 SELECT 1 FROM showcase_official_places o
                  WHERE o.account_id = $1 AND o.shop_id = p.shop_id AND o.product_id = p.product_id)
           ORDER BY p.product_id DESC LIMIT $3)) t
        ORDER BY t.tier, t.place, t.product_id LIMIT $3""",
)


async def pinned_ids(db: Db, owner: Owner) -> list[int]:
    """The pins, in order."""
    if owner.official_shop_id is None:
        return await PINS_CHOSEN.all(db, owner.account_id)
    return await PINS_OFFICIAL.all(db, owner.account_id, owner.official_shop_id)


async def ordered_ids(db: Db, owner: Owner, *, limit: int) -> list[int]:
    """The products behind the pins, in order, `limit` at most."""
    if owner.official_shop_id is None:
        return await ORDER_CHOSEN.all(db, owner.account_id, limit)
    return await ORDER_OFFICIAL.all(db, owner.account_id, owner.official_shop_id, limit)
