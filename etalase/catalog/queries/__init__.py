"""Products as the public, the shop's staff and the rooms above see them."""

from etalase.catalog.queries.categories import CategoryNamed, categories, category_attributes
from etalase.catalog.queries.detail import (
    Detail,
    ProductPage,
    details,
    own_product,
    product_detail,
    shop_of_product,
)
from etalase.catalog.queries.diagnosis import Diagnosis, diagnosis
from etalase.catalog.queries.lists import (
    COUNT_MAX,
    ProductCard,
    ShopProduct,
    cursor_after,
    live_count,
    live_products,
    shop_products,
    sold_out_count,
    status_counts,
)
from etalase.catalog.queries.reviews import SWEEPS as REVIEW_SWEEPS
from etalase.catalog.queries.reviews import (
    ProductReview,
    WaitingProduct,
    product_reviews,
    waiting_products,
    waiting_products_count,
)
from etalase.catalog.queries.rows import PRODUCT_COLUMNS, Product, Sku
from etalase.catalog.queries.searching import MarketProduct, market_products
from etalase.catalog.queries.selling import SWEEPS as SELLING_SWEEPS
from etalase.catalog.queries.selling import OrderSku, SellerSku, seller_skus, skus_for_order
from etalase.catalog.queries.wording import products_by_words

SWEEPS = (*SELLING_SWEEPS, *REVIEW_SWEEPS)

__all__ = [
    "COUNT_MAX",
    "PRODUCT_COLUMNS",
    "SWEEPS",
    "CategoryNamed",
    "Detail",
    "Diagnosis",
    "MarketProduct",
    "OrderSku",
    "Product",
    "ProductCard",
    "ProductPage",
    "ProductReview",
    "SellerSku",
    "ShopProduct",
    "Sku",
    "WaitingProduct",
    "categories",
    "category_attributes",
    "cursor_after",
    "details",
    "diagnosis",
    "live_count",
    "live_products",
    "market_products",
    "own_product",
    "product_detail",
    "product_reviews",
    "products_by_words",
    "seller_skus",
    "shop_of_product",
    "shop_products",
    "skus_for_order",
    "sold_out_count",
    "status_counts",
    "waiting_products",
    "waiting_products_count",
]
