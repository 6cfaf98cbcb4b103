"""Products for tests, made by the catalogue's own verbs."""

from datetime import UTC, datetime
from itertools import count

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.catalog.actions import Made, create_product
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.shops.queries import Shop

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PRICE = {"IDR": 129_000, "VND": 129_000}
_numbers = count(1)


def sku_draft(
    seller_sku: str | None = None,
    *,
    options: dict[str, str] | None = None,
    price_minor: int = 129_000,
    stock: int = 10,
) -> SkuDraft:
    """One SKU; without a key it gets one that no other has."""
    return SkuDraft(seller_sku or f"SKU-{next(_numbers)}", options or {}, price_minor, stock)


def product_draft(
    *skus: SkuDraft,
    title: str = "Batik scarf, hand drawn in Pekalongan",
    description: str = "Soft cotton.",
    category: str = "Fashion",
    pictures: tuple[str, ...] = (),
) -> ProductDraft:
    """One product; without SKUs it has one."""
    return ProductDraft(title, description, category, skus or (sku_draft(),), pictures)


async def make_product(
    db: Db,
    shop: Shop,
    *,
    title: str = "Batik scarf, hand drawn in Pekalongan",
    price_minor: int | None = None,
    stock: int = 10,
    seller_sku: str | None = None,
    now: datetime = NOW,
) -> Made:
    """A live product with one SKU; `made.product_id`, `made.skus[0].sku_id`. The price fits the shop's market."""
    price = price_minor if price_minor is not None else PRICE.get(shop.currency, 12_900)
    draft = product_draft(sku_draft(seller_sku, price_minor=price, stock=stock), title=title)
    return await create_product(db, SYSTEM, shop_id=shop.shop_id, draft=draft, now=now)
