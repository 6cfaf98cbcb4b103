"""What an advertiser may choose from, by product source."""

from typing import Literal

import msgspec
from litestar import get

from etalase.ads import queries
from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import IdAsked, Limit
from etalase.doorway.shown import Listed, MoneyShown, money


class AdProductShown(msgspec.Struct, frozen=True):
    """A product an ad may show."""

    product_id: str
    shop_id: str
    title: str
    price: MoneyShown
    in_stock: bool
    status: str


def show_product(each: queries.AdProduct) -> AdProductShown:
    """The product as JSON."""
    price = money(each.price_minor, each.currency)
    return AdProductShown(str(each.product_id), str(each.shop_id), each.title, price, each.in_stock, each.status)


@get("/ad-products")
async def ad_products(
    desk: Desk,
    source: Literal["SHOP", "SHOWCASE"],
    shop: IdAsked = None,
    handle: str | None = None,
    limit: Limit = 20,
    cursor: str | None = None,
) -> Answer[Listed[AdProductShown]]:
    """The list behind a product source: a Shop's inventory, or a Showcase."""
    if source == "SHOP":
        if shop is None:
            raise Invalid({"shop": N_("Name the shop.")})
        return await desk.page(queries.products_of_shop, show=show_product, shop_id=shop, limit=limit, cursor=cursor)
    if not handle:
        raise Invalid({"handle": N_("Name the holder of the Showcase.")})
    return await desk.page(queries.products_of_showcase, show=show_product, handle=handle, limit=limit, cursor=cursor)


routes = [ad_products]
