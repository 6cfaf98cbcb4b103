"""Showcases seen from the street: a shop's own window, and the Showcases worth a visit."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.pages import LIMIT_DEFAULT, Page
from etalase.shops.queries import shop
from etalase.showcase.queries.cards import Card
from etalase.showcase.queries.official import official_page
from etalase.showcase.rules import Sort

# No account has it, so nobody's order and pins are found.
NOBODY = 0


class FilledShowcase(msgspec.Struct, frozen=True):
    """A Showcase that its holder filled. `pictures`: of its first products."""

    account_id: int
    handle: str
    name: str
    verified: bool
    followers: int
    avatar_key: str | None
    items: int
    pictures: list[str]


# Cut first, then dressed: however many accounts there are, only so many are looked at.
FILLED = rows(
    FilledShowcase,
    """SELECT a.account_id, a.handle, a.name, a.verified, a.followers, a.avatar_key, z.items,
              ARRAY(SELECT p.picture_key FROM showcase_items i
                      JOIN products p ON p.shop_id = i.shop_id AND p.product_id = i.product_id
                     WHERE i.account_id = a.account_id AND p.status = 'ACTIVATE' AND p.picture_key IS NOT NULL
                     ORDER BY i.pin, i.place LIMIT 3) AS pictures
         FROM (SELECT account_id, items FROM showcases WHERE items > 0 ORDER BY account_id DESC LIMIT 500) z
              JOIN accounts a ON a.account_id = z.account_id
        WHERE a.market = $1 AND a.standing <> 'BANNED'
        ORDER BY a.followers DESC, a.account_id LIMIT $2""",
)


async def shop_window(
    db: Db,
    _actor: Actor | None,
    *,
    shop_id: int,
    sort: Sort = "recommended",
    words: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Card]:
    """What a shop sells, ordered as its official Showcase would be without an arrangement; nothing while it is not open."""
    if (await shop(db, shop_id)).status != "OPEN":
        return Page([])
    return await official_page(db, NOBODY, shop_id, limit=limit, cursor=cursor, sort=sort, words=words)


async def filled_showcases(db: Db, _actor: Actor | None, *, market: str, limit: int = 12) -> list[FilledShowcase]:
    """Showcases of a market that somebody filled, the most followed of the newest first."""
    return await FILLED.all(db, market, limit)
