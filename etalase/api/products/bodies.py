"""What the calls on products take."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from etalase.catalog.actions import ROWS_MAX, AskedChange, AskedProduct, AskedSku, AskedSkuChange, SkuEdit
from etalase.catalog.rules import Price
from etalase.doorway.inputs import IdText, id_of

# Far above every market's limit: these bound the work, the rules bound the listing.
Text = Annotated[str, msgspec.Meta(max_length=100_000)]
Word = Annotated[str, msgspec.Meta(max_length=1000)]
# Sizes are often written as numbers.
Words = Annotated[dict[str, Word | int], msgspec.Meta(max_length=20)]
Keys = Annotated[list[Word], msgspec.Meta(max_length=50)]


class MoneyBody(msgspec.Struct):
    """`{"amount": "129000", "currency": "IDR"}`; the currency is the shop's when it is left out."""

    amount: Word
    currency: Word | None = None


class OptionPictureBody(msgspec.Struct):
    """What one value of an option looks like: `{"name": "Colour", "value": "Red", "picture": "<key>"}`."""

    name: Word
    value: Word
    picture: Word


OptionPictures = Annotated[list[OptionPictureBody], msgspec.Meta(max_length=300)]


class SkuBody(msgspec.Struct):
    """A SKU: the seller's own key, its options (all SKUs name the same), price, stock, and what a piece weighs when packed."""

    seller_sku: Word
    price: MoneyBody | Word
    options: Words = {}
    stock: int = 0
    weight_g: int | None = None


class ProductBody(msgspec.Struct):
    """A new product. `category` is an id or a name in English or the market's language; pictures are keys of uploads.

    `attributes` are those of its category; `purchase_limit` is per buyer, within `purchase_limit_days` from the first piece.
    A `draft` is not sold before it is submitted.
    """

    title: Text
    skus: Annotated[list[SkuBody], msgspec.Meta(max_length=1000)]
    description: Text = ""
    category: Word | int | None = None
    pictures: Keys = []
    attributes: Words = {}
    option_pictures: OptionPictures = []
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None
    draft: bool = False


class SkuPatch(msgspec.Struct):
    """A SKU that exists, by `id` or else by `seller_sku`, with what changes; or a new one. A weight of 0 is taken away."""

    id: IdText | None = None
    seller_sku: Word | None = None
    options: Words | None = None
    price: MoneyBody | Word | None = None
    stock: int | None = None
    weight_g: int | None = None


class ProductPatch(msgspec.Struct):
    """What to change. SKUs that are not named stay; `status` is ACTIVATE or SELLER_DEACTIVATED.

    `attributes` and `option_pictures` replace all there were; a limit of 0 is taken away.
    """

    title: Text | None = None
    description: Text | None = None
    category: Word | int | None = None
    skus: Annotated[list[SkuPatch], msgspec.Meta(max_length=1000)] = []
    removed_skus: Annotated[list[IdText], msgspec.Meta(max_length=1000)] = []
    pictures: Keys | None = None
    status: Word | None = None
    attributes: Words | None = None
    option_pictures: OptionPictures | None = None
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None


class StockBody(msgspec.Struct):
    """How many can be sold."""

    stock: int


class StatusBody(msgspec.Struct):
    """A status of the product, and why, for its seller."""

    status: Word
    reason: Word = ""


class NoteBody(msgspec.Struct):
    """What speaks for the product."""

    note: Word


class WhyBody(msgspec.Struct):
    """Why not."""

    reason: Word


class SkuEditBody(msgspec.Struct):
    """One row: the SKU by `id` or `seller_sku`, and what changes."""

    id: IdText | None = None
    seller_sku: Word | None = None
    price: MoneyBody | Word | None = None
    stock: int | None = None


class SkuEditsBody(msgspec.Struct):
    """Rows to change; each is answered for itself."""

    skus: Annotated[list[SkuEditBody], msgspec.Meta(min_length=1, max_length=ROWS_MAX)]


def asked_product(body: ProductBody) -> AskedProduct:
    """The new product as the catalogue takes it."""
    skus = tuple(
        AskedSku(sku.seller_sku, texts_of(sku.options), price_of(sku.price), sku.stock, sku.weight_g)
        for sku in body.skus
    )
    return AskedProduct(
        body.title,
        body.description,
        str(body.category or ""),
        skus,
        tuple(body.pictures),
        texts_of(body.attributes),
        shown_values(body.option_pictures),
        body.purchase_limit,
        body.purchase_limit_days,
        body.draft,
    )


def asked_edits(body: SkuEditsBody) -> list[SkuEdit]:
    """The rows as the catalogue takes them."""
    return [
        SkuEdit(
            None if each.id is None else id_of(each.id),
            each.seller_sku,
            None if each.price is None else price_of(each.price),
            each.stock,
        )
        for each in body.skus
    ]


def shown_values(pictures: list[OptionPictureBody]) -> dict[tuple[str, str], str]:
    """(option name, value) to the key of its picture."""
    return {(each.name, each.value): each.picture for each in pictures}


def asked_change(body: ProductPatch) -> AskedChange:
    """The change as the catalogue takes it."""
    skus = tuple(
        AskedSkuChange(
            None if sku.id is None else id_of(sku.id),
            sku.seller_sku,
            None if sku.options is None else texts_of(sku.options),
            None if sku.price is None else price_of(sku.price),
            sku.stock,
            sku.weight_g,
        )
        for sku in body.skus
    )
    return AskedChange(
        body.title,
        body.description,
        None if body.category is None else str(body.category),
        skus,
        tuple(id_of(one) for one in body.removed_skus),
        None if body.pictures is None else tuple(body.pictures),
        body.status,
        None if body.attributes is None else texts_of(body.attributes),
        None if body.option_pictures is None else shown_values(body.option_pictures),
        body.purchase_limit,
        body.purchase_limit_days,
    )


def texts_of(options: Mapping[str, str | int]) -> dict[str, str]:
    """Options as texts."""
    return {name: str(chosen) for name, chosen in options.items()}


def price_of(price: MoneyBody | str) -> Price:
    """A price as it was written."""
    return Price(price) if isinstance(price, str) else Price(price.amount, price.currency)
