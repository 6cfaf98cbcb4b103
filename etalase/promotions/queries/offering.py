"""The offers in force for carts: one statement at most when the shops of a batch offer nothing, a handful when
they do.

Every statement takes arrays: it costs the same for one cart and for all carts of a batch.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base.db import Db, rows
from etalase.base.markets import MARKETS, policy
from etalase.promotions.queries.rows import OFFER_COLUMNS, RUNS, VOUCHER_COLUMNS, OfferRow, TierRow, VoucherRow
from etalase.promotions.rules import PLATFORM, Aside, ItemOffer, Offers, PromotionOffer, Tier, VoucherOffer

NOTHING: Final = Offers()
ItemKey = tuple[int, int, int]


class Ask(msgspec.Struct, frozen=True):
    """One cart: whose, and what lies in it. Codes as they were typed."""

    account_id: int | None
    shop_ids: Sequence[int]
    product_ids: Sequence[int]
    codes: Sequence[str] = ()


class Anything(msgspec.Struct, frozen=True):
    """Is anything offered at all?"""

    promotions: bool
    vouchers: bool


class Had(msgspec.Struct, frozen=True):
    """What a buyer has had of an item."""

    account_id: int
    promotion_id: int
    product_id: int
    sku_id: int
    quantity: int


class AsideRow(msgspec.Struct, frozen=True):
    """Pieces of a SKU set aside for a promotion."""

    promotion_id: int
    sku_id: int
    set_aside_id: int
    warehouse_id: int
    left: int


class Pair(msgspec.Struct, frozen=True):
    """A voucher a buyer holds, or how often they used it."""

    account_id: int
    voucher_id: int
    orders: int


class Customer(msgspec.Struct, frozen=True):
    """Somebody who bought, or was welcomed as new, since a time."""

    shop_id: int
    account_id: int


# Whether anything is offered by these shops: the fields of Anything.
ANYTHING_COLUMNS: Final = """EXISTS (SELECT FROM shop_promotions WHERE shop_id = ANY({shops}) AND status = 'LAUNCHED'
                         AND starts_at <= {now} AND ends_at > {now}) AS promotions,
              EXISTS (SELECT FROM vouchers WHERE shop_id = ANY({shops} || 0::bigint) AND status = 'LAUNCHED'
                         AND starts_at <= {now} AND ends_at > {now}) AS vouchers"""
ANYTHING = rows(Anything, f"SELECT {ANYTHING_COLUMNS.format(shops='$1::bigint[]', now='$2')}")
PROMOTIONS = rows(
    OfferRow,
    f"""SELECT {OFFER_COLUMNS} FROM shop_promotions m
          JOIN promotion_items i ON i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id
               AND i.product_id = ANY($3::bigint[] || 0::bigint)
         WHERE m.shop_id = ANY($1::bigint[]) AND {RUNS.format(now="$2")}
         ORDER BY m.promotion_id, i.product_id, i.sku_id""",
)
TIERS = rows(
    TierRow,
    """SELECT promotion_id, from_quantity, from_minor, off_bp, off_minor FROM promotion_tiers
        WHERE shop_id = ANY($1::bigint[]) AND promotion_id = ANY($2::bigint[]) ORDER BY promotion_id, position""",
)
HAD = rows(
    Had,
    """SELECT account_id, promotion_id, product_id, sku_id, quantity FROM promotion_uses
        WHERE shop_id = ANY($1::bigint[]) AND promotion_id = ANY($2::bigint[]) AND account_id = ANY($3::bigint[])""",
)
# What is set aside of these products for promotions of these numbers.
ASIDES = rows(
    AsideRow,
    """SELECT purpose_ref AS promotion_id, sku_id, set_aside_id, warehouse_id, quantity - taken AS left FROM stock_set_asides
        WHERE shop_id = ANY($1::bigint[]) AND purpose = 'CAMPAIGN' AND purpose_ref = ANY($2::bigint[])
          AND product_id = ANY($3::bigint[]) AND ended_at IS NULL ORDER BY sku_id""",
)
HELD = rows(
    Pair,
    """SELECT account_id, voucher_id, 0 AS orders FROM account_vouchers
        WHERE account_id = ANY($1::bigint[]) AND shop_id = ANY($2::bigint[] || 0::bigint)""",
)
VOUCHERS = rows(
    VoucherRow,
    f"""SELECT {VOUCHER_COLUMNS}, ARRAY(SELECT p.product_id FROM voucher_products p WHERE p.shop_id = v.shop_id
                  AND p.voucher_id = v.voucher_id AND p.product_id = ANY($3::bigint[])) AS product_ids
          FROM vouchers v
         WHERE v.shop_id = ANY($1::bigint[] || 0::bigint) AND v.status = 'LAUNCHED' AND v.starts_at <= $2 AND v.ends_at > $2
           AND (v.voucher_id = ANY($4::bigint[]) OR v.code = ANY($5::text[]))
         ORDER BY v.voucher_id""",
)
USED = rows(
    Pair,
    """SELECT account_id, voucher_id, orders FROM voucher_uses
        WHERE shop_id = ANY($1::bigint[] || 0::bigint) AND voucher_id = ANY($2::bigint[]) AND account_id = ANY($3::bigint[])""",
)
CUSTOMERS = rows(
    Customer,
    """SELECT shop_id, account_id FROM shop_customers
        WHERE shop_id = ANY($1::bigint[] || 0::bigint) AND account_id = ANY($2::bigint[])
          AND greatest(bought_at, welcomed_at) > $3""",
)


async def offers_for(
    db: Db,
    shop_ids: Sequence[int],
    product_ids: Sequence[int],
    sku_ids: Sequence[int],
    *,
    buyer_account_id: int | None,
    voucher_codes: Sequence[str] = (),
    now: datetime,
) -> Offers:
    """What may change the price of these SKUs of these products for one buyer (None: a guest)."""
    del sku_ids  # the offers of a product hold those of all its SKUs
    [found] = await offers_for_all(db, [Ask(buyer_account_id, shop_ids, product_ids, voucher_codes)], now=now)
    return found


async def offers_for_all(
    db: Db, asks: Sequence[Ask], *, now: datetime, anything: Anything | None = None
) -> list[Offers]:
    """The same for many carts at once, in their order. `anything`: what is known of it by the caller."""
    shops = sorted({shop for ask in asks for shop in ask.shop_ids})
    anything = anything or await ANYTHING.sole(db, shops, now)
    if not anything.promotions and not anything.vouchers:
        return [NOTHING] * len(asks)
    promotions = await _promotions(db, asks, shops, now) if anything.promotions else [()] * len(asks)
    vouchers = await _vouchers(db, asks, shops, now) if anything.vouchers else [()] * len(asks)
    return [Offers(promoted, held) for promoted, held in zip(promotions, vouchers, strict=True)]


async def _promotions(db: Db, asks: Sequence[Ask], shops: list[int], now: datetime) -> list[tuple[PromotionOffer, ...]]:
    found = await PROMOTIONS.all(db, shops, now, _products(asks))
    more = sorted({each.promotion_id for each in found if each.kind == "BUY_MORE_SAVE_MORE"})
    tiers: dict[int, list[Tier]] = {}
    for row in await TIERS.all(db, shops, more) if more else ():
        tiers.setdefault(row.promotion_id, []).append(row.tier())
    limited = sorted({each.promotion_id for each in found if each.buyer_limit != -1})
    accounts = _accounts(asks)
    had: dict[tuple[int, ItemKey], int] = {}
    for use in await HAD.all(db, shops, limited, accounts) if limited and accounts else ():
        had[use.account_id, (use.promotion_id, use.product_id, use.sku_id)] = use.quantity
    by_product: dict[int, list[OfferRow]] = {}
    for row in found:
        by_product.setdefault(row.product_id, []).append(row)
    asides = await asides_of(db, shops, found, _products(asks))
    return [_promoted(ask, by_product, tiers, had, asides) for ask in asks]


async def asides_of(
    db: Db, shops: Sequence[int], found: Sequence[OfferRow], product_ids: Sequence[int]
) -> dict[int, list[Aside]]:
    """Promotion to what is set aside for it of these products; no statement where nothing is.

    Read under the lock of the levels it stays so until the end of the transaction.
    """
    keeping = sorted({each.promotion_id for each in found if each.keeps})
    asides: dict[int, list[Aside]] = {}
    for row in await ASIDES.all(db, list(shops), keeping, list(product_ids)) if keeping else ():
        aside = Aside(row.sku_id, row.set_aside_id, row.warehouse_id, row.left)
        asides.setdefault(row.promotion_id, []).append(aside)
    return asides


def _promoted(
    ask: Ask,
    by_product: dict[int, list[OfferRow]],
    tiers: dict[int, list[Tier]],
    had: dict[tuple[int, ItemKey], int],
    asides: dict[int, list[Aside]],
) -> tuple[PromotionOffer, ...]:
    own: dict[int, list[OfferRow]] = {}
    for product_id in sorted({0, *ask.product_ids}):
        for row in by_product.get(product_id, ()):
            if row.shop_id in ask.shop_ids:
                own.setdefault(row.promotion_id, []).append(row)
    buyer = ask.account_id or 0
    return tuple(
        offer_of(
            own[key],
            tiers.get(key, ()),
            {
                (each.product_id, each.sku_id): had.get((buyer, (key, each.product_id, each.sku_id)), 0)
                for each in own[key]
            },
            asides.get(key, ()),
        )
        for key in sorted(own)
    )


def offer_of(
    items: Sequence[OfferRow],
    tiers: Iterable[Tier] = (),
    had: dict[tuple[int, int], int] | None = None,
    asides: Iterable[Aside] = (),
) -> PromotionOffer:
    """One promotion from its rows; `had`: what the buyer has had of each (product, SKU)."""
    first, uses = items[0], had or {}
    return PromotionOffer(
        first.shop_id,
        first.promotion_id,
        first.kind,
        first.title,
        first.starts_at,
        first.ends_at,
        first.platform_bp,
        first.minimum_minor,
        first.shipping_off_minor,
        tuple(
            ItemOffer(
                each.product_id,
                each.sku_id,
                each.price_minor,
                each.off_bp,
                each.left(uses.get((each.product_id, each.sku_id), 0)),
                each.counted,
            )
            for each in items
        ),
        tuple(tiers),
        tuple(asides),
    )


async def _vouchers(db: Db, asks: Sequence[Ask], shops: list[int], now: datetime) -> list[tuple[VoucherOffer, ...]]:
    accounts = _accounts(asks)
    held: dict[int, set[int]] = {}
    for pair in await HELD.all(db, accounts, shops) if accounts else ():
        held.setdefault(pair.account_id, set()).add(pair.voucher_id)
    # No voucher is called by what cannot be printed, and no database takes all of it.
    codes = sorted({code for ask in asks for code in map(plain_code, ask.codes) if code.isprintable()})
    claimed = sorted({voucher_id for each in held.values() for voucher_id in each})
    if not claimed and not codes:
        return [()] * len(asks)
    found = await VOUCHERS.all(db, shops, now, _products(asks), claimed, codes)
    ids = [each.voucher_id for each in found if each.buyer_limit != -1]
    used: dict[tuple[int, int], int] = {}
    for pair in await USED.all(db, shops, ids, accounts) if ids and accounts else ():
        used[pair.account_id, pair.voucher_id] = pair.orders
    known = await _customers(db, [each for each in found if each.new_customers], accounts, now)
    return [
        tuple(
            row.offer(used.get((ask.account_id or 0, row.voucher_id), 0))
            for row in found
            if _may_use(ask, row, held.get(ask.account_id or 0, set()), known)
        )
        for ask in asks
    ]


def _may_use(ask: Ask, row: VoucherRow, held: set[int], known: set[tuple[int, int]]) -> bool:
    if row.shop_id not in {PLATFORM, *ask.shop_ids}:
        return False
    if row.new_customers and (ask.account_id is None or (row.shop_id, ask.account_id) in known):
        return False
    return row.voucher_id in held or (row.code is not None and row.code in {plain_code(code) for code in ask.codes})


async def _customers(
    db: Db, vouchers: Sequence[VoucherRow], accounts: list[int], now: datetime
) -> set[tuple[int, int]]:
    """(shop, account) of those who are not new, for the shops of these vouchers (R-PRO-5)."""
    known: set[tuple[int, int]] = set()
    for currency in sorted({each.currency for each in vouchers}):
        shops = sorted({each.shop_id for each in vouchers if each.currency == currency})
        since = now - await new_customer_period(db, currency, now)
        known |= {(each.shop_id, each.account_id) for each in await CUSTOMERS.all(db, shops, accounts, since)}
    return known


async def new_customer_period(db: Db, currency: str, now: datetime) -> timedelta:
    """How long somebody who bought is no new customer, in the market of this currency."""
    market = next(name for name, each in MARKETS.items() if each.currency == currency)
    return timedelta(seconds=(await policy(db, market, now)).new_customer_period_s)


def plain_code(code: str) -> str:
    """A code as it is kept: upper case, without spaces around."""
    return code.strip().upper()


def _accounts(asks: Sequence[Ask]) -> list[int]:
    return sorted({ask.account_id for ask in asks if ask.account_id is not None})


def _products(asks: Sequence[Ask]) -> list[int]:
    return sorted({product for ask in asks for product in ask.product_ids})
