"""The rows of the catalogue as Structs."""

from datetime import datetime

import msgspec


class Product(msgspec.Struct, frozen=True):
    """A product's row. Prices are the range of its SKUs, in minor units of `currency`."""

    shop_id: int
    product_id: int
    title: str
    description: str
    category_id: int
    category_text: str | None
    status: str
    currency: str
    price_from_minor: int
    price_to_minor: int
    picture_key: str | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    purchase_limit: int | None
    purchase_limit_days: int | None
    attributes: str
    status_reason: str | None
    status_before: str | None

    def said(self) -> dict[str, str]:
        """Attribute key to what the seller said."""
        return msgspec.json.decode(self.attributes, type=dict[str, str])


class Sku(msgspec.Struct, frozen=True):
    """A SKU with what can be sold of it: `available` to everybody, `aside` in campaigns and LIVEs.

    `options` is a JSON object; `chosen` gives it in the product's order.
    """

    shop_id: int
    sku_id: int
    product_id: int
    seller_sku: str
    options: str
    price_minor: int
    position: int
    available: int
    reserved: int
    weight_g: int | None = None
    aside: int = 0

    @property
    def stock(self) -> int:
        """What can be sold in all, as its seller counts and sets it; what is reserved is sold."""
        return self.available + self.aside

    def chosen(self, names: list[str] | None = None) -> dict[str, str]:
        """Option name to value, in the order of `names` where given."""
        values = msgspec.json.decode(self.options, type=dict[str, str])
        return {name: values[name] for name in names if name in values} if names else values


PRODUCT_COLUMNS = """shop_id, product_id, title, description, category_id, category_text, status, currency,
       price_from_minor, price_to_minor, picture_key, created_at, updated_at, deleted_at, purchase_limit,
       purchase_limit_days, attributes::text AS attributes, status_reason, status_before"""
