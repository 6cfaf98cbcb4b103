"""The seller's calls: create, change, delete, stock."""

from functools import partial
from typing import Any

from litestar import delete, patch, post, put

from etalase.api.products.bodies import (
    ProductBody,
    ProductPatch,
    SkuEditsBody,
    StatusBody,
    StockBody,
    asked_change,
    asked_edits,
    asked_product,
)
from etalase.api.products.edited import EditedShown, show_edited
from etalase.api.products.shown import (
    MovedShown,
    ProductShown,
    SkuShown,
    show_moved,
    show_product,
    show_sku,
)
from etalase.base.texts import language_of_header
from etalase.catalog import actions
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id


@post("/shops/{shop:int}/products")
async def create(desk: Desk, shop: Id, data: ProductBody) -> Answer[ProductShown]:
    """Create a product, live at once."""
    return await desk.write(
        actions.create_asked, shop_id=shop, asked=asked_product(data), show=show_product, status=201
    )


@patch("/shops/{shop:int}/products/{product:int}")
async def change(desk: Desk, shop: Id, product: Id, data: ProductPatch) -> Answer[ProductShown]:
    """Change what is named."""
    return await desk.write(
        actions.update_asked, shop_id=shop, product_id=product, asked=asked_change(data), show=show_product
    )


@delete("/shops/{shop:int}/products/{product:int}", status_code=200)
async def take_out(desk: Desk, shop: Id, product: Id) -> Answer[MovedShown]:
    """Delete a product; it can be restored for 30 days."""
    return await desk.write(actions.delete_product, shop_id=shop, product_id=product, show=show_moved)


@post("/shops/{shop:int}/products/{product:int}/restoration", status_code=200)
async def restore(desk: Desk, shop: Id, product: Id) -> Answer[MovedShown]:
    """Bring a deleted product back; it is not live yet."""
    return await desk.write(actions.restore_product, shop_id=shop, product_id=product, show=show_moved)


@put("/shops/{shop:int}/skus/{sku:int}/stock")
async def set_stock(desk: Desk, shop: Id, sku: Id, data: StockBody) -> Answer[SkuShown]:
    """Set how many can be sold."""
    return await desk.write(
        actions.set_stock, shop_id=shop, sku_id=sku, stock=data.stock, show=lambda found: show_sku(*found)
    )


@put("/products/{product:int}/platform-status")
async def set_platform_status(desk: Desk, product: Id, data: StatusBody) -> Answer[MovedShown]:
    """Take a product down (PLATFORM_DEACTIVATED, FREEZE) or let it sell again (ACTIVATE); operators only."""
    return await desk.write(
        actions.set_platform_status, product_id=product, becomes=data.status, reason=data.reason, show=show_moved
    )


@patch("/shops/{shop:int}/skus")
async def edit_skus(desk: Desk, shop: Id, data: SkuEditsBody) -> Answer[EditedShown]:
    """Change prices and stock of up to 200 SKUs; each row is answered for itself, and a wrong one spoils no other."""
    say = partial(desk.house.texts.gettext, language_of_header(desk.request.headers.get("accept-language")))
    return await desk.write(
        actions.edit_skus,
        shop_id=shop,
        edits=asked_edits(data),
        show=lambda found: show_edited(*found, desk.house.refusals, say),
    )


handlers: list[Any] = [create, change, take_out, restore, set_stock, set_platform_status, edit_skus]
