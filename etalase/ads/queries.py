"""The two lists an ad may choose from (R-ADS-1, 2, 6)."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotAllowed
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit
from etalase.showcase.queries import IN_STOCK, PROMOTED_UNTIL, Card, owner_by_handle, page_of_owner, with_kept


class AdProduct(msgspec.Struct, frozen=True):
    """A product an ad may show. `status`: AVAILABLE, or NOT_AVAILABLE while it cannot be bought."""

    product_id: int
    shop_id: int
    title: str
    currency: str
    price_minor: int
    in_stock: bool
    on_sale: bool
    promoted_until: datetime | None

    @property
    def status(self) -> str:
        """Can it be bought?"""
        return "AVAILABLE" if self.on_sale and self.in_stock else "NOT_AVAILABLE"


OF_SHOP = rows(
    AdProduct,
    f"""SELECT p.product_id, p.shop_id, p.title, p.currency, p.price_from_minor AS price_minor,
               {IN_STOCK} AS in_stock, p.status = 'ACTIVATE' AND s.status = 'OPEN' AS on_sale,
               {PROMOTED_UNTIL} AS promoted_until
          FROM products p JOIN shops s ON s.shop_id = p.shop_id
         WHERE p.shop_id = $1 AND p.product_id < $2 AND p.status <> 'DELETED'
         ORDER BY p.product_id DESC LIMIT $3""",
)


async def products_of_shop(
    db: Db, actor: Actor, *, shop_id: int, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[AdProduct]:
    """Source Shop: the shop's inventory, for its staff."""
    await permit(db, actor, shop_id, "ads.read")
    found = await OF_SHOP.all(db, shop_id, below_of(cursor), limit + 1)
    return await with_kept(db, page_of(found, limit, lambda each: (each.product_id,)), now)


async def products_of_showcase(
    db: Db, actor: Actor, *, handle: str, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[AdProduct]:
    """Source Showcase: what the account shows, of any number of shops, for its holder."""
    owner = await owner_by_handle(db, handle)
    if owner.account_id != actor.account_id:
        raise NotAllowed
    page = await page_of_owner(db, owner, now=now, limit=limit, cursor=cursor)
    return (await with_kept(db, page, now)).map(_of_card)


def _of_card(card: Card) -> AdProduct:
    return AdProduct(
        card.product_id,
        card.shop_id,
        card.title,
        card.currency,
        card.price_minor,
        card.in_stock,
        on_sale=True,
        promoted_until=card.promoted_until,
    )
