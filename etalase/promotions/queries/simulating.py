"""What a cart would cost, step by step, before a promotion is launched."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import Invalid, NotFound
from etalase.base.texts import N_
from etalase.catalog.queries import OrderSku, skus_for_order
from etalase.promotions.queries.offering import TIERS, asides_of, offer_of, offers_for
from etalase.promotions.queries.rows import OFFER_COLUMNS, VOUCHER_COLUMNS, OfferRow, VoucherRow
from etalase.promotions.rules import (
    LineDiscounts,
    Offers,
    PricedLine,
    PromotionOffer,
    Step,
    VoucherOffer,
    apply,
    shipping_off,
    shipping_step,
    steps,
)
from etalase.shops.queries import permit

LINES_MAX = 50


class Wanted(msgspec.Struct, frozen=True):
    """A cart to be priced: (SKU, pieces), and which drafts and vouchers are taken as if they were in force and held."""

    lines: Sequence[tuple[int, int]]
    promotion_ids: Sequence[int] = ()
    voucher_ids: Sequence[int] = ()
    shipping_minor: int = 0


class SimulatedLine(msgspec.Struct, frozen=True):
    """A line with what comes off it."""

    sku: OrderSku
    quantity: int
    discounts: LineDiscounts


class Simulated(msgspec.Struct, frozen=True):
    """A cart's price with every step that leads to it. Shipping is what was asked with, less its discount."""

    currency: str
    lines: list[SimulatedLine]
    steps: list[Step]
    list_minor: int
    goods_minor: int
    seller_minor: int
    platform_minor: int
    shipping_minor: int
    shipping_step: Step | None
    total_minor: int


DRAFTED = rows(
    OfferRow,
    f"""SELECT {OFFER_COLUMNS} FROM shop_promotions m
          JOIN promotion_items i ON i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id
         WHERE m.shop_id = $1 AND m.promotion_id = ANY($2::bigint[]) ORDER BY m.promotion_id, i.product_id, i.sku_id""",
)
VOUCHERS = rows(
    VoucherRow,
    f"""SELECT {VOUCHER_COLUMNS}, ARRAY(SELECT p.product_id FROM voucher_products p
                 WHERE p.shop_id = v.shop_id AND p.voucher_id = v.voucher_id) AS product_ids
          FROM vouchers v WHERE v.shop_id = ANY(ARRAY[0, $1::bigint]) AND v.voucher_id = ANY($2::bigint[])
           AND (v.shop_id <> 0 OR v.status = 'LAUNCHED') ORDER BY v.voucher_id""",
)


async def simulate(
    db: Db, actor: Actor, *, shop_id: int, wanted: Wanted | Callable[[str], Wanted], now: datetime
) -> Simulated:
    """The price of a cart of the shop's own SKUs, with what runs now and the drafts and vouchers that are named.

    NotFound for a SKU, promotion or voucher that is not the shop's. A door gives `wanted` once it knows the currency.
    """
    shop = await permit(db, actor, shop_id, "promotion.read")
    wanted = wanted(shop.currency) if callable(wanted) else wanted
    if not 1 <= len(wanted.lines) <= LINES_MAX or any(not 1 <= pieces <= 9999 for _, pieces in wanted.lines):
        raise Invalid({"lines": N_("Send from 1 to 50 lines of 1 to 9999 pieces.")})
    if wanted.shipping_minor < 0:
        raise Invalid({"shipping": N_("Write an amount above zero.")})
    pieces: dict[int, int] = {}
    for sku_id, quantity in wanted.lines:
        pieces[sku_id] = pieces.get(sku_id, 0) + quantity
    skus = await skus_for_order(db, sorted(pieces))
    if set(skus) != set(pieces) or any(sku.shop_id != shop_id or sku.deleted for sku in skus.values()):
        raise NotFound
    ordered = [skus[sku_id] for sku_id in pieces]
    products = sorted({sku.product_id for sku in ordered})
    running = await offers_for(db, [shop_id], products, [], buyer_account_id=None, now=now)
    offers = Offers(
        (
            *running.without(frozenset(("PROMOTION", each) for each in wanted.promotion_ids)).promotions,
            *await _drafted(db, shop_id, wanted.promotion_ids, products, now),
        ),
        tuple(await _held(db, shop_id, wanted.voucher_ids, now)),
    )
    lines = [
        PricedLine(shop_id, sku.product_id, sku.sku_id, pieces[sku.sku_id], sku.price_minor, sku.currency)
        for sku in ordered
    ]
    return _told(ordered, lines, offers, wanted.shipping_minor, shop.currency, now)


async def _drafted(
    db: Db, shop_id: int, promotion_ids: Sequence[int], product_ids: Sequence[int], now: datetime
) -> list[PromotionOffer]:
    found: dict[int, list[OfferRow]] = {}
    for row in await DRAFTED.all(db, shop_id, list(promotion_ids)) if promotion_ids else ():
        found.setdefault(row.promotion_id, []).append(row)
    if set(found) != set(promotion_ids):
        raise NotFound
    tiers = await TIERS.all(db, [shop_id], sorted(found)) if found else []
    rows_found = [row for each in found.values() for row in each]
    asides = await asides_of(db, [shop_id], rows_found, product_ids)
    return [
        msgspec.structs.replace(
            offer_of(items, [each.tier() for each in tiers if each.promotion_id == key], asides=asides.get(key, ())),
            starts_at=now,
            ends_at=datetime.max.replace(tzinfo=now.tzinfo),
        )
        for key, items in sorted(found.items())
    ]


async def _held(db: Db, shop_id: int, voucher_ids: Sequence[int], now: datetime) -> list[VoucherOffer]:
    found = await VOUCHERS.all(db, shop_id, list(voucher_ids)) if voucher_ids else []
    if {each.voucher_id for each in found} != set(voucher_ids):
        raise NotFound
    forever = datetime.max.replace(tzinfo=now.tzinfo)
    return [msgspec.structs.replace(each.offer(0), starts_at=now, ends_at=forever) for each in found]


def _told(
    skus: Sequence[OrderSku], lines: Sequence[PricedLine], offers: Offers, fee_minor: int, currency: str, now: datetime
) -> Simulated:
    discounts = apply(lines, offers, now)
    off = shipping_off(discounts, offers, lines[0].shop_id, fee_minor, now)
    step = shipping_step(off, fee_minor) if off else None
    goods = sum(each.goods_minor for each in discounts)
    shipping = step.after_minor if step else fee_minor
    return Simulated(
        currency,
        [SimulatedLine(*each) for each in zip(skus, [line.quantity for line in lines], discounts, strict=True)],
        steps(discounts),
        sum(each.list_minor for each in discounts),
        goods,
        sum(each.seller_minor for each in discounts) + (step.seller_minor if step else 0),
        sum(each.platform_minor for each in discounts) + (step.platform_minor if step else 0),
        shipping,
        step,
        goods + shipping,
    )
