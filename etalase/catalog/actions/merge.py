"""What a change asks for, laid over the SKUs that exist."""

import msgspec

from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.catalog.queries import Detail, Sku
from etalase.catalog.rules import SkuDraft


class SkuChange(msgspec.Struct, frozen=True):
    """A SKU that exists (named by `sku_id`, else by `seller_sku`) or a new one; None leaves a field as it is.

    A `weight_g` of 0 takes the weight away.
    """

    sku_id: int | None = None
    seller_sku: str | None = None
    options: dict[str, str] | None = None
    price_minor: int | None = None
    stock: int | None = None
    weight_g: int | None = None


class ProductChange(msgspec.Struct, frozen=True):
    """None leaves a field as it is. SKUs that are not named stay; `removed_skus` are taken out.

    `attributes` and `option_pictures` replace all there were. `purchase_limit` and its days: 0 takes them away.
    """

    title: str | None = None
    description: str | None = None
    category: str | None = None
    skus: tuple[SkuChange, ...] = ()
    removed_skus: tuple[int, ...] = ()
    pictures: tuple[str, ...] | None = None
    status: str | None = None
    attributes: dict[str, str] | None = None
    option_pictures: dict[tuple[str, str], str] | None = None
    purchase_limit: int | None = None
    purchase_limit_days: int | None = None


def merged_skus(before: Detail, change: ProductChange) -> tuple[SkuDraft, ...]:
    """The SKUs as they will be; new ones have no `sku_id`. Invalid when a change names none of them and is no whole new one."""
    names = before.product.option_names
    by_id = {sku.sku_id: sku for sku in before.skus}
    by_key = {sku.seller_sku: sku for sku in before.skus}
    if any(sku_id not in by_id for sku_id in change.removed_skus):
        raise Invalid({"removed_skus": N_("This product has no such SKU.")})
    merged: dict[int, SkuDraft] = {
        sku.sku_id: _as_it_is(sku, names) for sku in before.skus if sku.sku_id not in change.removed_skus
    }
    added: list[SkuDraft] = []
    for at, each in enumerate(change.skus):
        held = by_id.get(each.sku_id) if each.sku_id is not None else by_key.get(each.seller_sku or "")
        if each.sku_id is not None and held is None:
            raise Invalid({f"skus[{at}].id": N_("This product has no such SKU.")})
        if held is None:
            added.append(_new(each, at))
        elif held.sku_id in merged:
            merged[held.sku_id] = _laid_over(merged[held.sku_id], each)
    return (*merged.values(), *added)


def _as_it_is(sku: Sku, names: list[str]) -> SkuDraft:
    return SkuDraft(sku.seller_sku, sku.chosen(names), sku.price_minor, sku.stock, sku.sku_id, sku.weight_g)


def _laid_over(held: SkuDraft, change: SkuChange) -> SkuDraft:
    return SkuDraft(
        held.seller_sku if change.seller_sku is None else change.seller_sku,
        held.options if change.options is None else change.options,
        held.price_minor if change.price_minor is None else change.price_minor,
        held.stock if change.stock is None else change.stock,
        held.sku_id,
        held.weight_g if change.weight_g is None else change.weight_g or None,
    )


def _new(change: SkuChange, at: int) -> SkuDraft:
    if change.seller_sku is None or change.price_minor is None:
        raise Invalid({f"skus[{at}]": N_("A new SKU needs seller_sku and price.")})
    return SkuDraft(
        change.seller_sku, change.options or {}, change.price_minor, change.stock or 0, weight_g=change.weight_g or None
    )
