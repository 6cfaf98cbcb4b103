"""One product with all that its page shows."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.catalog.queries.rows import Sku
from etalase.catalog.rules import LIVE
from etalase.shops.queries import permit, role_in


class ProductPage(msgspec.Struct, frozen=True):
    """A product with its shop, pictures (keys, the first leads), option names in order, and figures."""

    shop_id: int
    shop_name: str
    shop_status: str
    shop_verified: bool
    shop_logo_key: str | None
    market: str
    product_id: int
    title: str
    description: str
    category_id: int
    category_name: str
    category_text: str | None
    status: str
    currency: str
    price_from_minor: int
    price_to_minor: int
    created_at: datetime
    updated_at: datetime
    pictures: list[str]
    option_names: list[str]
    sold: int
    rating_sum: int
    rating_count: int
    purchase_limit: int | None
    purchase_limit_days: int | None
    attributes: str
    status_reason: str | None
    option_pictures: list[list[str]]

    def said(self) -> dict[str, str]:
        """Attribute key to what the seller said."""
        return msgspec.json.decode(self.attributes, type=dict[str, str])

    def shown_values(self) -> dict[tuple[str, str], str]:
        """(option name, value) to the picture that shows it."""
        return {(name, chosen): key for name, chosen, key in self.option_pictures}


class Detail(msgspec.Struct, frozen=True):
    """A product and its SKUs."""

    product: ProductPage
    skus: list[Sku]

    @property
    def in_stock(self) -> bool:
        """Has any SKU of it stock, as its seller counts it?"""
        return any(sku.stock > 0 for sku in self.skus)


PAGES = rows(
    ProductPage,
    """SELECT p.shop_id, s.name AS shop_name, s.status AS shop_status, s.verified AS shop_verified,
              s.logo_key AS shop_logo_key, s.market, p.product_id, p.title, p.description,
              p.category_id, coalesce(n.name, '') AS category_name, p.category_text, p.status, p.currency, p.price_from_minor,
              p.price_to_minor, p.created_at, p.updated_at,
              ARRAY(SELECT key FROM product_pictures i WHERE i.shop_id = p.shop_id AND i.product_id = p.product_id
                    ORDER BY position) AS pictures,
              ARRAY(SELECT name FROM product_options o WHERE o.shop_id = p.shop_id AND o.product_id = p.product_id
                    ORDER BY position) AS option_names,
              coalesce(f.sold, 0) AS sold, coalesce(f.rating_sum, 0) AS rating_sum,
              coalesce(f.rating_count, 0) AS rating_count, p.purchase_limit, p.purchase_limit_days,
              p.attributes::text AS attributes, p.status_reason,
              ARRAY(SELECT ARRAY[v.name, v.value, v.key] FROM option_pictures v
                     WHERE v.shop_id = p.shop_id AND v.product_id = p.product_id ORDER BY v.name, v.value) AS option_pictures
       FROM products p
       JOIN shops s ON s.shop_id = p.shop_id
       LEFT JOIN category_names n ON n.category_id = p.category_id AND n.language = $3
       LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = p.product_id
       WHERE p.product_id = ANY($1::bigint[]) AND p.shop_id = $2 AND p.status <> 'DELETED'
       ORDER BY p.product_id""",
)
SKUS = rows(
    Sku,
    """SELECT k.shop_id, k.sku_id, k.product_id, k.seller_sku, k.options::text AS options, k.price_minor, k.position,
              coalesce(l.available, 0)::int AS available, coalesce(l.reserved, 0)::int AS reserved, k.weight_g,
              coalesce(l.aside, 0)::int AS aside
       FROM skus k
       LEFT JOIN (SELECT shop_id, sku_id, sum(available) AS available, sum(reserved) AS reserved, sum(aside) AS aside
                  FROM stock_levels WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) GROUP BY shop_id, sku_id) l
         ON l.shop_id = k.shop_id AND l.sku_id = k.sku_id
       WHERE k.shop_id = $1 AND k.product_id = ANY($2::bigint[]) AND k.deleted_at IS NULL
       ORDER BY k.product_id, k.position, k.sku_id""",
)
SHOP_OF = value(int, "SELECT shop_id FROM products WHERE product_id = $1")


async def shop_of_product(db: Db, product_id: int) -> int:
    """The shop of a product, deleted ones too; NotFound."""
    found = await SHOP_OF.get(db, product_id)
    if found is None:
        raise NotFound
    return found


async def product_detail(db: Db, actor: Actor | None, *, product_id: int, language: str = "en") -> Detail:
    """A product as a shopper sees it; NotFound unless it is live in an open shop (R-SHOW-31, R-SHOW-34).

    The shop's own staff sees it in every status but DELETED.
    """
    shop_id = await shop_of_product(db, product_id)
    detail = await _detail(db, shop_id, product_id, language)
    live = detail.product.status == LIVE and detail.product.shop_status == "OPEN"
    if not live and (actor is None or await role_in(db, actor, shop_id) is None):
        raise NotFound
    return detail


async def own_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, language: str = "en") -> Detail:
    """A product as its shop's staff sees it; NotFound for another shop's."""
    await permit(db, actor, shop_id, "product.read")
    return await _detail(db, shop_id, product_id, language)


async def details(db: Db, shop_id: int, product_ids: list[int], language: str = "en") -> dict[int, Detail]:
    """Many products of one shop, whoever asks; deleted ones are missing."""
    skus: dict[int, list[Sku]] = {}
    for sku in await SKUS.all(db, shop_id, product_ids):
        skus.setdefault(sku.product_id, []).append(sku)
    pages = await PAGES.all(db, product_ids, shop_id, language)
    return {page.product_id: Detail(page, skus.get(page.product_id, [])) for page in pages}


async def _detail(db: Db, shop_id: int, product_id: int, language: str) -> Detail:
    found = (await details(db, shop_id, [product_id], language)).get(product_id)
    if found is None:
        raise NotFound
    return found
