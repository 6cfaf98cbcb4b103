"""The same verbs for what arrives at a door: prices are texts, and which currency they are in only the shop knows."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.catalog.actions.create import create_product
from etalase.catalog.actions.merge import ProductChange, SkuChange
from etalase.catalog.actions.update import update_product
from etalase.catalog.queries import Detail, details
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.catalog.rules.prices import Price, price_in
from etalase.shops.queries import permit


class AskedSku(msgspec.Struct, frozen=True):
    """A SKU of a new product."""

    seller_sku: str
    options: dict[str, str]
    price: Price
    stock: int
    weight_g: int | None = None


class AskedProduct(msgspec.Struct, frozen=True):
    """A new product."""

    title: str
    description: str
    category: str
    skus: tuple[AskedSku, ...]
    pictures: tuple[str, ...] = ()
    attributes: dict[str, str] = {}
    option_pictures: dict[tuple[str, str], str] = {}
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None
    keep: bool = False  # as a draft


class AskedSkuChange(msgspec.Struct, frozen=True):
    """A change of one SKU, or a new one; None leaves a field as it is."""

    sku_id: int | None = None
    seller_sku: str | None = None
    options: dict[str, str] | None = None
    price: Price | None = None
    stock: int | None = None
    weight_g: int | None = None  # 0 takes it away


class AskedChange(msgspec.Struct, frozen=True):
    """A change of a product; None leaves a field as it is."""

    title: str | None = None
    description: str | None = None
    category: str | None = None
    skus: tuple[AskedSkuChange, ...] = ()
    removed_skus: tuple[int, ...] = ()
    pictures: tuple[str, ...] | None = None
    status: str | None = None
    attributes: dict[str, str] | None = None
    option_pictures: dict[tuple[str, str], str] | None = None
    purchase_limit: int | None = None  # 0 takes it away
    purchase_limit_days: int | None = None


async def create_asked(db: Db, actor: Actor, *, shop_id: int, asked: AskedProduct, now: datetime) -> Detail:
    """`create_product`, answering the product as it stands."""
    shop = await permit(db, actor, shop_id, "product.write")
    skus = tuple(
        SkuDraft(
            each.seller_sku,
            each.options,
            price_in(each.price, shop.currency, f"skus[{at}].price"),
            each.stock,
            weight_g=each.weight_g,
        )
        for at, each in enumerate(asked.skus)
    )
    draft = ProductDraft(
        asked.title,
        asked.description,
        asked.category,
        skus,
        asked.pictures,
        asked.attributes,
        asked.option_pictures,
        asked.purchase_limit,
        asked.purchase_limit_days,
    )
    made = await create_product(db, actor, shop_id=shop_id, draft=draft, now=now, keep=asked.keep)
    return (await details(db, shop_id, [made.product_id]))[made.product_id]


async def update_asked(
    db: Db, actor: Actor, *, shop_id: int, product_id: int, asked: AskedChange, now: datetime
) -> Detail:
    """`update_product`."""
    shop = await permit(db, actor, shop_id, "product.write")
    skus = tuple(
        SkuChange(
            each.sku_id,
            each.seller_sku,
            each.options,
            None if each.price is None else price_in(each.price, shop.currency, f"skus[{at}].price"),
            each.stock,
            each.weight_g,
        )
        for at, each in enumerate(asked.skus)
    )
    change = ProductChange(
        asked.title,
        asked.description,
        asked.category,
        skus,
        asked.removed_skus,
        asked.pictures,
        asked.status,
        asked.attributes,
        asked.option_pictures,
        asked.purchase_limit,
        asked.purchase_limit_days,
    )
    return await update_product(db, actor, shop_id=shop_id, product_id=product_id, change=change, now=now)
