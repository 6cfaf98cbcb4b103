"""Warehouses of a shop: where the pieces lie."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, patch, post, put

from etalase.api.set_asides import SetAsideShown, show_set_aside
from etalase.catalog.actions import set_warehouse_stock
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id
from etalase.doorway.shown import Listed, listing
from etalase.stock import actions, queries
from etalase.stock.queries import Level, StockOf, Warehouse


class NameBody(msgspec.Struct):
    """What it is called."""

    name: Annotated[str, msgspec.Meta(max_length=200)]


class LevelBody(msgspec.Struct):
    """How many can be sold from there, what is set aside included."""

    stock: int


class WarehouseShown(msgspec.Struct, frozen=True):
    """A warehouse with the pieces of all SKUs in it; `aside` of `stock` is kept for campaigns and LIVEs, `reserved` none of it."""

    id: str
    name: str
    default: bool
    stock: int
    reserved: int
    aside: int
    closed_at: datetime | None


class LevelShown(msgspec.Struct, frozen=True):
    """One SKU in one warehouse; `aside` of `stock` is kept for campaigns and LIVEs, `reserved` none of it."""

    sku_id: str
    warehouse_id: str
    stock: int
    reserved: int
    aside: int


class StockShown(msgspec.Struct, frozen=True):
    """All pieces of a SKU: `on_hand` lie in the warehouses, `reserved` of them are ordered, `stock` can be sold: `on_sale` to
    everybody, `aside` through the set-asides."""

    sku_id: str
    on_hand: int
    reserved: int
    stock: int
    on_sale: int
    aside: int
    warehouses: list[LevelShown]
    set_asides: list[SetAsideShown]


def show_stock(found: StockOf) -> StockShown:
    """The stock of a SKU."""
    stock = found.on_sale + found.aside
    return StockShown(
        str(found.sku_id),
        stock + found.reserved,
        found.reserved,
        stock,
        found.on_sale,
        found.aside,
        [show_level(each) for each in found.levels],
        [show_set_aside(each) for each in found.set_asides],
    )


def show_warehouse(found: Warehouse) -> WarehouseShown:
    """A warehouse."""
    return WarehouseShown(
        str(found.warehouse_id),
        found.name,
        found.slot == 0,
        found.available + found.aside,
        found.reserved,
        found.aside,
        found.closed_at,
    )


def show_level(found: Level) -> LevelShown:
    """A level."""
    return LevelShown(str(found.sku_id), str(found.warehouse_id), found.stock, found.reserved, found.aside)


@get("/shops/{shop:int}/skus/{sku:int}/stock")
async def stock_of(desk: Desk, shop: Id, sku: Id) -> Answer[StockShown]:
    """Where the pieces of a SKU lie and what they are for."""
    return await desk.read(queries.stock_of_sku, shop_id=shop, sku_id=sku, show=show_stock)


@get("/shops/{shop:int}/warehouses")
async def of_shop(desk: Desk, shop: Id) -> Answer[Listed[WarehouseShown]]:
    """The shop's open warehouses, the default one first."""
    return await desk.read(queries.warehouses, shop_id=shop, show=listing(show_warehouse))


@post("/shops/{shop:int}/warehouses")
async def open_one(desk: Desk, shop: Id, data: NameBody) -> Answer[WarehouseShown]:
    """Open one more, empty."""
    return await desk.write(actions.open_warehouse, shop_id=shop, name=data.name, show=show_warehouse, status=201)


@patch("/shops/{shop:int}/warehouses/{warehouse:int}")
async def rename(desk: Desk, shop: Id, warehouse: Id, data: NameBody) -> Answer[WarehouseShown]:
    """Call it something else."""
    return await desk.write(
        actions.rename_warehouse, shop_id=shop, warehouse_id=warehouse, name=data.name, show=show_warehouse
    )


@post("/shops/{shop:int}/warehouses/{warehouse:int}/closure", status_code=200)
async def close(desk: Desk, shop: Id, warehouse: Id) -> Answer[WarehouseShown]:
    """Close an empty one for good; the default one stays."""
    return await desk.write(actions.close_warehouse, shop_id=shop, warehouse_id=warehouse, show=show_warehouse)


@put("/shops/{shop:int}/warehouses/{warehouse:int}/skus/{sku:int}/stock")
async def set_level(desk: Desk, shop: Id, warehouse: Id, sku: Id, data: LevelBody) -> Answer[LevelShown]:
    """Set how many can be sold from one warehouse."""
    return await desk.write(
        set_warehouse_stock, shop_id=shop, warehouse_id=warehouse, sku_id=sku, stock=data.stock, show=show_level
    )


routes: list[Any] = [stock_of, of_shop, open_one, rename, close, set_level]
