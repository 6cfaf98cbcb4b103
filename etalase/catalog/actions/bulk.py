"""Prices and stock of many SKUs at once: each row is answered for itself, and a wrong one spoils no other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, write
from etalase.base.errors import Invalid, NotFound, Refusal, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.catalog import rules
from etalase.catalog.queries import Sku
from etalase.catalog.rules.prices import Price, price_in
from etalase.shops.queries import Shop, permit
from etalase.stock.actions import lock_levels, set_levels

ROWS_MAX: Final = 200


class SkuEdit(msgspec.Struct, frozen=True):
    """One row: a SKU by `sku_id`, or else by `seller_sku`; None leaves a figure as it is. `stock` is over all warehouses."""

    sku_id: int | None = None
    seller_sku: str | None = None
    price: Price | None = None
    stock: int | None = None


class _Place(msgspec.Struct, frozen=True):
    sku_id: int
    product_id: int
    seller_sku: str


PLACES = rows(
    _Place,
    """SELECT sku_id, product_id, seller_sku FROM skus
       WHERE shop_id = $1 AND (sku_id = ANY($2::bigint[]) OR seller_sku = ANY($3::text[])) AND deleted_at IS NULL""",
)
# As a change of one product does, so that both wait for each other.
LOCK_PRODUCTS = write(
    """SELECT product_id FROM products WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) AND status <> 'DELETED'
       ORDER BY product_id FOR NO KEY UPDATE"""
)
SET_PRICES = write(
    """UPDATE skus k SET price_minor = u.price_minor FROM unnest($2::bigint[], $3::bigint[]) AS u (sku_id, price_minor)
       WHERE k.shop_id = $1 AND k.sku_id = u.sku_id AND k.deleted_at IS NULL"""
)
SET_RANGES = write(
    """UPDATE products p SET price_from_minor = k.low, price_to_minor = k.high, updated_at = $3
       FROM (SELECT product_id, min(price_minor) AS low, max(price_minor) AS high FROM skus
             WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) AND deleted_at IS NULL GROUP BY product_id) k
       WHERE p.shop_id = $1 AND p.product_id = k.product_id"""
)
SKUS = rows(
    Sku,
    """SELECT k.shop_id, k.sku_id, k.product_id, k.seller_sku, k.options::text AS options, k.price_minor, k.position,
              coalesce((SELECT sum(l.available) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS available,
              coalesce((SELECT sum(l.reserved) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS reserved, k.weight_g,
              coalesce((SELECT sum(l.aside) FROM stock_levels l WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id), 0)::int
                AS aside
       FROM skus k WHERE k.shop_id = $1 AND k.sku_id = ANY($2::bigint[])""",
)


class _Wish(msgspec.Struct, frozen=True):
    """A row that can be done."""

    place: _Place
    price_minor: int | None
    stock: int | None


async def edit_skus(
    db: Db, actor: Actor, *, shop_id: int, edits: Sequence[SkuEdit], now: datetime
) -> tuple[list[Sku | Refusal], str]:
    """Change prices and stock of at most 200 SKUs; what each row says then, in order, and the shop's currency.

    A row is a Refusal when it names no SKU of the shop, names one that a row before it names, breaks a limit of the market, or
    has less stock than is set aside of the SKU.
    NotAllowed for all when the role may not change what is asked. Refused `catalog.too_many_rows`.
    """
    if len(edits) > ROWS_MAX:
        raise Refused("catalog.too_many_rows", max=ROWS_MAX)
    shop = await permit(db, actor, shop_id, "product.read")
    if any(each.price is not None for each in edits):
        await permit(db, actor, shop_id, "product.write")
    if any(each.stock is not None for each in edits):
        await permit(db, actor, shop_id, "stock.write")
    limits = await policy(db, shop.market, now)
    slots = await _placed(db, shop, edits, limits)
    await _write(db, actor, shop, [each for each in slots if isinstance(each, _Wish)], now)
    wanted = [each.place.sku_id for each in slots if isinstance(each, _Wish)]
    found = {each.sku_id: each for each in await SKUS.all(db, shop_id, wanted)}
    return [found[each.place.sku_id] if isinstance(each, _Wish) else each for each in slots], shop.currency


async def _placed(db: Db, shop: Shop, edits: Sequence[SkuEdit], limits: Policy) -> list[_Wish | Refusal]:
    ids = [each.sku_id for each in edits if each.sku_id is not None]
    keys = [each.seller_sku for each in edits if each.sku_id is None and each.seller_sku]
    places = await PLACES.all(db, shop.shop_id, ids, keys)
    # Locked, then looked at again: one of them may be leaving.
    await LOCK_PRODUCTS.run(db, shop.shop_id, sorted({each.product_id for each in places}))
    places = await PLACES.all(db, shop.shop_id, ids, keys)
    aside = await _aside(db, shop.shop_id, edits, places)
    by_id = {each.sku_id: each for each in places}
    by_key = {each.seller_sku: each for each in places}
    taken: set[int] = set()
    slots: list[_Wish | Refusal] = []
    for edit in edits:
        place = by_id.get(edit.sku_id) if edit.sku_id is not None else by_key.get(edit.seller_sku or "")
        slot = NotFound() if place is None else _wish(edit, place, shop, limits, aside.get(place.sku_id, 0))
        if place is not None and place.sku_id in taken:
            slot = Invalid({"sku": N_("A row before this one names the same SKU.")})
        slots.append(slot)
        taken.update([place.sku_id] if isinstance(slot, _Wish) and place is not None else [])
    return slots


async def _aside(db: Db, shop_id: int, edits: Sequence[SkuEdit], places: Sequence[_Place]) -> dict[int, int]:
    """SKU to its pieces that are set aside, its levels locked; nothing where no row has a stock."""
    found: dict[int, int] = {}
    if any(edit.stock is not None for edit in edits):
        for level in await lock_levels(db, shop_id, [each.sku_id for each in places]):
            found[level.sku_id] = found.get(level.sku_id, 0) + level.aside
    return found


def _wish(edit: SkuEdit, place: _Place, shop: Shop, limits: Policy, aside: int) -> _Wish | Refusal:
    try:
        price = None if edit.price is None else price_in(edit.price, shop.currency)
        if price is not None:
            rules.check_price(price, limits, shop.currency)
        if edit.stock is not None:
            rules.check_stock(edit.stock, limits)
            if edit.stock < aside:
                return Refused("stock.below_set_aside", sku_id=str(place.sku_id), aside=aside)
    except Refusal as no:
        return no
    return _Wish(place, price, edit.stock)


async def _write(db: Db, actor: Actor, shop: Shop, wishes: Sequence[_Wish], now: datetime) -> None:
    prices = {each.place.sku_id: each.price_minor for each in wishes if each.price_minor is not None}
    stocks = {each.place.sku_id: each.stock for each in wishes if each.stock is not None}
    repriced = sorted({each.place.product_id for each in wishes if each.price_minor is not None})
    if prices:
        await SET_PRICES.run(db, shop.shop_id, list(prices), list(prices.values()))
        await SET_RANGES.run(db, shop.shop_id, repriced, now)
    if stocks:
        await set_levels(db, shop.shop_id, stocks, now)
    await events.record_all(db, _news(actor, shop, wishes, repriced, stocks, now))
    if prices or stocks:
        await live.announce(db, live.shop(shop.shop_id))


def _news(
    actor: Actor,
    shop: Shop,
    wishes: Sequence[_Wish],
    repriced: Sequence[int],
    stocks: Mapping[int, int],
    now: datetime,
) -> list[events.News]:
    told = [
        events.News("product.updated", now, shop.shop_id, actor.account_id, {"product_id": str(each)})
        for each in repriced
    ]
    for each in wishes:
        if each.place.sku_id in stocks:
            facts: dict[str, events.FactValue] = {
                "sku_id": str(each.place.sku_id),
                "product_id": str(each.place.product_id),
                "stock": stocks[each.place.sku_id],
            }
            told.append(events.News("stock.set", now, shop.shop_id, actor.account_id, facts))
    return told
