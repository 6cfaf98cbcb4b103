"""The verbs of the catalogue."""

from etalase.catalog.actions.asked import (
    AskedChange,
    AskedProduct,
    AskedSku,
    AskedSkuChange,
    create_asked,
    update_asked,
)
from etalase.catalog.actions.bulk import ROWS_MAX, SkuEdit, edit_skus
from etalase.catalog.actions.buyers import COUNT_FRAGMENT, Bought, Held, count_bought, give_back_bought, hold_bought
from etalase.catalog.actions.categories import categories_named, seed_categories
from etalase.catalog.actions.create import BATCH_MAX, create_product, create_products
from etalase.catalog.actions.figures import add_ratings, add_sold
from etalase.catalog.actions.inserts import Made, MadeSku
from etalase.catalog.actions.merge import ProductChange, SkuChange
from etalase.catalog.actions.reviews import approve_product, reject_product, take_down_product
from etalase.catalog.actions.skus import set_sku_price, set_stock, set_stock_aside, set_stocks, set_warehouse_stock
from etalase.catalog.actions.status import (
    activate_product,
    appeal_product,
    deactivate_product,
    delete_product,
    restore_product,
    set_platform_status,
    submit_product,
)
from etalase.catalog.actions.update import update_product
from etalase.catalog.rules import ProductDraft, SkuDraft

__all__ = [
    "BATCH_MAX",
    "COUNT_FRAGMENT",
    "ROWS_MAX",
    "AskedChange",
    "AskedProduct",
    "AskedSku",
    "AskedSkuChange",
    "Bought",
    "Held",
    "Made",
    "MadeSku",
    "ProductChange",
    "ProductDraft",
    "SkuChange",
    "SkuDraft",
    "SkuEdit",
    "activate_product",
    "add_ratings",
    "add_sold",
    "appeal_product",
    "approve_product",
    "categories_named",
    "count_bought",
    "create_asked",
    "create_product",
    "create_products",
    "deactivate_product",
    "delete_product",
    "edit_skus",
    "give_back_bought",
    "hold_bought",
    "reject_product",
    "restore_product",
    "seed_categories",
    "set_platform_status",
    "set_sku_price",
    "set_stock",
    "set_stock_aside",
    "set_stocks",
    "set_warehouse_stock",
    "submit_product",
    "take_down_product",
    "update_asked",
    "update_product",
]
