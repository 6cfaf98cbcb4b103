"""The statements that write new products, each over arrays, so that a thousand products cost as many round trips as one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, value, write
from etalase.catalog import rules
from etalase.catalog.rules import ProductDraft, SkuDraft

INSERT_PRODUCTS = write(
    """INSERT INTO products (shop_id, product_id, title, description, category_id, category_text, status, currency,
                             price_from_minor, price_to_minor, picture_key, created_at, updated_at, attributes, purchase_limit,
                             purchase_limit_days)
       SELECT $1, u.product_id, u.title, u.description, u.category_id, u.category_text, $12, $2,
              u.price_from_minor, u.price_to_minor, u.picture_key, $3, $3, u.attributes::jsonb, u.purchase_limit, u.days
       FROM unnest($4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[], $10::bigint[], $11::text[],
                   $13::text[], $14::int[], $15::int[])
            AS u (product_id, title, description, category_id, category_text, price_from_minor, price_to_minor, picture_key,
                  attributes, purchase_limit, days)"""
)
# In the order of the seller's keys, so that two batches with the same keys wait for one another instead of crossing.
INSERT_SKUS = value(
    int,
    """INSERT INTO skus (shop_id, sku_id, product_id, seller_sku, options, price_minor, position, weight_g)
       SELECT $1, u.sku_id, u.product_id, u.seller_sku, u.options::jsonb, u.price_minor, u.position, u.weight_g
       FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[])
            AS u (sku_id, product_id, seller_sku, options, price_minor, position, weight_g)
       ORDER BY u.seller_sku
       ON CONFLICT (shop_id, seller_sku) WHERE deleted_at IS NULL DO NOTHING
       RETURNING sku_id""",
)
INSERT_OPTIONS = write(
    """INSERT INTO product_options (shop_id, product_id, position, name)
       SELECT $1, u.product_id, u.position, u.name
       FROM unnest($2::bigint[], $3::smallint[], $4::text[]) AS u (product_id, position, name)"""
)
INSERT_PICTURES = write(
    """INSERT INTO product_pictures (shop_id, product_id, position, key)
       SELECT $1, u.product_id, u.position, u.key
       FROM unnest($2::bigint[], $3::smallint[], $4::text[]) AS u (product_id, position, key)"""
)

INSERT_OPTION_PICTURES = write(
    """INSERT INTO option_pictures (shop_id, product_id, name, value, key)
       SELECT $1, u.product_id, u.name, u.value, u.key
       FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS u (product_id, name, value, key)"""
)


class MadeSku(msgspec.Struct, frozen=True):
    """The id that a SKU of the draft got; SKUs stand in the draft's order."""

    sku_id: int
    seller_sku: str


class Made(msgspec.Struct, frozen=True):
    """A product that landed, as it was checked, with its new ids."""

    shop_id: int
    product_id: int
    currency: str
    category_id: int
    category_text: str | None
    draft: ProductDraft
    skus: tuple[MadeSku, ...]


async def insert_products(db: Db, made: Sequence[Made], status: str, now: datetime) -> None:
    """Their rows. All are of one shop."""
    ranges = [rules.price_range(each.draft.skus) for each in made]
    await INSERT_PRODUCTS.run(
        db,
        made[0].shop_id,
        made[0].currency,
        now,
        [each.product_id for each in made],
        [each.draft.title for each in made],
        [each.draft.description for each in made],
        [each.category_id for each in made],
        [each.category_text for each in made],
        [lowest for lowest, _ in ranges],
        [highest for _, highest in ranges],
        [next(iter(each.draft.pictures), None) for each in made],
        status,
        [msgspec.json.encode(each.draft.attributes).decode() for each in made],
        [each.draft.purchase_limit for each in made],
        [each.draft.purchase_limit_days for each in made],
    )


async def insert_skus(
    db: Db, shop_id: int, groups: Sequence[tuple[int, Sequence[MadeSku], Sequence[SkuDraft]]], start: int = 0
) -> set[int]:
    """The SKUs of (product, ids, drafts); the ids whose seller SKU was free. Positions count from `start`."""
    flat = [
        (made, product_id, draft, start + position)
        for product_id, ids, drafts in groups
        for position, (made, draft) in enumerate(zip(ids, drafts, strict=True))
    ]
    inserted = await INSERT_SKUS.all(
        db,
        shop_id,
        [made.sku_id for made, _, _, _ in flat],
        [product_id for _, product_id, _, _ in flat],
        [draft.seller_sku for _, _, draft, _ in flat],
        [msgspec.json.encode(draft.options).decode() for _, _, draft, _ in flat],
        [draft.price_minor for _, _, draft, _ in flat],
        [position for _, _, _, position in flat],
        [draft.weight_g for _, _, draft, _ in flat],
    )
    return set(inserted)


async def insert_options(db: Db, shop_id: int, names: Mapping[int, Sequence[str]]) -> None:
    """The option names of products, in order."""
    flat = [(product_id, at, name) for product_id, of in names.items() for at, name in enumerate(of)]
    if flat:
        await INSERT_OPTIONS.run(db, shop_id, *zip(*flat, strict=True))


async def insert_pictures(db: Db, shop_id: int, keys: Mapping[int, Sequence[str]]) -> None:
    """The pictures of products, in order."""
    flat = [(product_id, at, key) for product_id, of in keys.items() for at, key in enumerate(of)]
    if flat:
        await INSERT_PICTURES.run(db, shop_id, *zip(*flat, strict=True))


async def insert_option_pictures(db: Db, shop_id: int, keys: Mapping[int, Mapping[tuple[str, str], str]]) -> None:
    """What the values of options look like, by product."""
    flat = [(product_id, name, value, key) for product_id, of in keys.items() for (name, value), key in of.items()]
    if flat:
        await INSERT_OPTION_PICTURES.run(db, shop_id, *zip(*flat, strict=True))
