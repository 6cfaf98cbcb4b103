"""How products look at the JSON doors."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.catalog.queries import CategoryNamed, Detail, ProductCard, ShopProduct, Sku
from etalase.catalog.queries.rows import Product
from etalase.doorway.shown import MoneyShown, maybe_id, money
from etalase.media.rules import WIDTHS, url_of
from etalase.promotions.queries import SkuPrice


class PictureShown(msgspec.Struct, frozen=True):
    """A picture: its key and its address in each width."""

    key: str
    urls: dict[str, str]


class SkuShown(msgspec.Struct, frozen=True):
    """A SKU; `weight_g` is of one piece, null where the seller said none.

    `stock`: to its shop all that can be sold, what is set aside included; to everybody the most pieces an order can have now.
    """

    id: str
    seller_sku: str
    options: dict[str, str]
    price: MoneyShown
    stock: int
    in_stock: bool
    weight_g: int | None


class OptionPictureShown(msgspec.Struct, frozen=True):
    """What one value of an option looks like."""

    name: str
    value: str
    picture: PictureShown


class ProductShown(msgspec.Struct, frozen=True):
    """A product with its SKUs. `price` and `price_to` are the range of theirs; `status_reason` is why the platform said no."""

    id: str
    shop_id: str
    shop_name: str
    shop_verified: bool
    market: str
    title: str
    description: str
    category_id: str
    category_text: str | None
    status: str
    price: MoneyShown
    price_to: MoneyShown
    in_stock: bool
    options: list[str]
    skus: list[SkuShown]
    pictures: list[PictureShown]
    sold: int
    rating_count: int
    rating_average: str | None
    created_at: datetime
    updated_at: datetime
    url: str
    attributes: dict[str, str]
    option_pictures: list[OptionPictureShown]
    purchase_limit: int | None
    purchase_limit_days: int | None
    status_reason: str | None


class ListedProductShown(msgspec.Struct, frozen=True):
    """A product in the seller's list."""

    id: str
    title: str
    status: str
    price: MoneyShown
    price_to: MoneyShown
    picture: str | None
    skus: int
    stock: int
    sold: int
    created_at: datetime
    updated_at: datetime


class CardShown(msgspec.Struct, frozen=True):
    """A product in a public list."""

    product_id: str
    shop_id: str
    title: str
    price: MoneyShown
    price_to: MoneyShown
    in_stock: bool
    picture: str | None
    sold: int
    url: str


class MovedShown(msgspec.Struct, frozen=True):
    """A product whose status moved."""

    id: str
    status: str


class CategoryShown(msgspec.Struct, frozen=True):
    """A category; `parent_id` is null at the top."""

    id: str
    parent_id: str | None
    name: str


def show_to_buyers(found: tuple[Detail, Mapping[int, SkuPrice]]) -> ProductShown:
    """A product as everybody sees it, with what can be bought of it now."""
    detail, prices = found
    page = detail.product
    stock = {
        sku.sku_id: prices[sku.sku_id].available(sku.available) if sku.sku_id in prices else sku.available
        for sku in detail.skus
    }
    return msgspec.structs.replace(
        show_product(detail),
        in_stock=any(stock.values()),
        skus=[show_sku(sku, page.currency, page.option_names, stock[sku.sku_id]) for sku in detail.skus],
    )


def show_product(detail: Detail) -> ProductShown:
    """A product as its shop sees it."""
    page = detail.product
    return ProductShown(
        id=str(page.product_id),
        shop_id=str(page.shop_id),
        shop_name=page.shop_name,
        shop_verified=page.shop_verified,
        market=page.market,
        title=page.title,
        description=page.description,
        category_id=str(page.category_id),
        category_text=page.category_text,
        status=page.status,
        price=money(page.price_from_minor, page.currency),
        price_to=money(page.price_to_minor, page.currency),
        in_stock=detail.in_stock,
        options=page.option_names,
        skus=[show_sku(sku, page.currency, page.option_names) for sku in detail.skus],
        pictures=[show_picture(key) for key in page.pictures],
        sold=page.sold,
        rating_count=page.rating_count,
        rating_average=average(page.rating_sum, page.rating_count),
        created_at=page.created_at,
        updated_at=page.updated_at,
        url=url_of_product(page.product_id),
        attributes=page.said(),
        option_pictures=[
            OptionPictureShown(name, chosen, show_picture(key)) for name, chosen, key in page.option_pictures
        ],
        purchase_limit=page.purchase_limit,
        purchase_limit_days=page.purchase_limit_days,
        status_reason=page.status_reason,
    )


def show_sku(sku: Sku, currency: str, names: list[str] | None = None, stock: int | None = None) -> SkuShown:
    """A SKU with its options in the product's order; without `stock` as its shop sees it."""
    price = money(sku.price_minor, currency)
    chosen = sku.chosen(names)
    stock = sku.stock if stock is None else stock
    return SkuShown(str(sku.sku_id), sku.seller_sku, chosen, price, stock, stock > 0, sku.weight_g)


def show_listed(product: ShopProduct) -> ListedProductShown:
    """A row of the seller's list."""
    return ListedProductShown(
        str(product.product_id),
        product.title,
        product.status,
        money(product.price_from_minor, product.currency),
        money(product.price_to_minor, product.currency),
        small(product.picture_key),
        product.skus,
        product.stock,
        product.sold,
        product.created_at,
        product.updated_at,
    )


def show_card(card: ProductCard) -> CardShown:
    """A card of a public list."""
    return CardShown(
        str(card.product_id),
        str(card.shop_id),
        card.title,
        money(card.price_from_minor, card.currency),
        money(card.price_to_minor, card.currency),
        card.in_stock,
        small(card.picture_key),
        card.sold,
        url_of_product(card.product_id),
    )


def show_moved(product: Product) -> MovedShown:
    """What a move answers."""
    return MovedShown(str(product.product_id), product.status)


def show_category(category: CategoryNamed) -> CategoryShown:
    """One category."""
    return CategoryShown(str(category.category_id), maybe_id(category.parent_id), category.name)


def show_picture(key: str) -> PictureShown:
    """A picture in every width."""
    return PictureShown(key, {str(width): url_of(key, width) for width in WIDTHS})


def small(key: str | None) -> str | None:
    """The address of a small picture, or null."""
    return None if key is None else url_of(key, 400)


def average(total: int, count: int) -> str | None:
    """The mean rating with one decimal, rounded half up; null without ratings."""
    if not count:
        return None
    tenths = (20 * total + count) // (2 * count)
    return f"{tenths // 10}.{tenths % 10}"


def url_of_product(product_id: int) -> str:
    """The page of a product."""
    return f"/p/{product_id}"
