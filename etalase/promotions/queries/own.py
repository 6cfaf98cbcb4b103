"""A shop's promotions and vouchers as its staff sees them; the platform's, which are shop 0's, as the operator does."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.promotions.queries.rows import SETS_PRICES
from etalase.promotions.rules import PLATFORM, Display, Kind, Level, LiveTask, Status, Stored, Tier, status_of
from etalase.shops.queries import permit


class Promotion(msgspec.Struct, frozen=True):
    """A promotion. `reach` counts its items, `sold` pieces counted on limits; `effective`: it changes some price now."""

    shop_id: int
    promotion_id: int
    kind: Kind
    level: Level
    title: str
    stored: Stored
    currency: str
    starts_at: datetime
    ends_at: datetime
    minimum_minor: int
    shipping_off_minor: int | None
    platform_bp: int
    created_at: datetime
    launched_at: datetime | None
    deactivated_at: datetime | None
    reach: int
    sold: int
    effective: bool
    at: datetime  # when it was read

    @property
    def status(self) -> Status:
        """As it stood when it was read (R-PRO-1)."""
        return self.status_at(self.at)

    def status_at(self, at: datetime) -> Status:
        """As it stands at another moment."""
        return status_of(self.stored, self.starts_at, self.ends_at, at, effective=self.effective)


class Item(msgspec.Struct, frozen=True):
    """What a promotion covers; `title` and `list_minor` (lowest and highest) are those of the product or SKU now."""

    promotion_id: int
    product_id: int
    sku_id: int
    price_minor: int | None
    off_bp: int | None
    quantity_limit: int
    buyer_limit: int
    sold: int
    on_sale: bool
    title: str | None
    options: str | None
    picture_key: str | None
    list_from_minor: int | None
    list_to_minor: int | None


class TierOf(msgspec.Struct, frozen=True):
    """A tier with its promotion."""

    promotion_id: int
    from_quantity: int | None
    from_minor: int | None
    off_bp: int | None
    off_minor: int | None

    def tier(self) -> Tier:
        """The tier alone."""
        return Tier(self.from_quantity, self.from_minor, self.off_bp, self.off_minor)


class Whole(msgspec.Struct, frozen=True):
    """A promotion with all that belongs to it."""

    promotion: Promotion
    items: list[Item]
    tiers: list[Tier]

    @property
    def status(self) -> Status:
        """As it stood when it was read."""
        return self.promotion.status


class Named(msgspec.Struct, frozen=True):
    """What a promotion is called."""

    promotion_id: int
    title: str


class Pair(msgspec.Struct, frozen=True):
    """A promotion and a SKU."""

    promotion_id: int
    sku_id: int


class Voucher(msgspec.Struct, frozen=True):
    """A voucher of a shop or, with shop 0, of the platform."""

    shop_id: int
    voucher_id: int
    title: str
    stored: Stored
    display: Display
    code: str | None
    creator_handle: str | None
    live_task: LiveTask | None
    currency: str
    amount_minor: int | None
    off_bp: int | None
    cap_minor: int | None
    minimum_minor: int
    new_customers: bool
    all_products: bool
    product_ids: list[int]
    quantity_limit: int
    buyer_limit: int
    platform_bp: int
    used: int
    claimed: int
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    at: datetime  # when it was read

    @property
    def status(self) -> Status:
        """As it stood when it was read; without effect when it is used up."""
        return self.status_at(self.at)

    def status_at(self, at: datetime) -> Status:
        """As it stands at another moment."""
        left = self.quantity_limit == -1 or self.used < self.quantity_limit
        return status_of(self.stored, self.starts_at, self.ends_at, at, effective=left)


NAMES = rows(
    Named, "SELECT promotion_id, title FROM shop_promotions WHERE shop_id = $1 AND promotion_id = ANY($2::bigint[])"
)
MAY_KEEP = rows(
    Named,
    f"""SELECT m.promotion_id, m.title FROM shop_promotions m
        WHERE m.shop_id = $1 AND {SETS_PRICES} AND m.status <> 'DEACTIVATED'
          AND m.ends_at > $2 ORDER BY m.promotion_id DESC LIMIT 100""",
)
# Pieces kept for a promotion that takes nothing off them, or whose limit is used up: it sells none, and nobody else can buy them.
KEPT_IN_VAIN = rows(
    Pair,
    f"""SELECT n.promotion_id, n.sku_id
         FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS n (promotion_id, product_id, sku_id)
              JOIN shop_promotions m ON m.shop_id = $1 AND m.promotion_id = n.promotion_id
        WHERE NOT ({SETS_PRICES})
           OR NOT EXISTS (
              SELECT FROM promotion_items i JOIN skus k ON k.shop_id = i.shop_id AND k.sku_id = n.sku_id
               WHERE i.shop_id = $1 AND i.promotion_id = n.promotion_id
                 AND (i.product_id = 0 OR (i.product_id = n.product_id AND i.sku_id IN (0, n.sku_id)))
                 AND (i.price_minor IS NULL OR i.price_minor < k.price_minor)
                 AND (i.quantity_limit = -1 OR i.sold < i.quantity_limit))""",
)
# Something it covers is on sale in an open shop, and a limit, or what is set aside for it, leaves some of it.
# Of a whole shop it looks at products one by one until the first that fits, however many there are.
EFFECTIVE = """EXISTS (SELECT FROM shops s WHERE s.shop_id = m.shop_id AND s.status = 'OPEN')
       AND EXISTS (SELECT FROM promotion_items i
         WHERE i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id AND (i.quantity_limit = -1 OR i.sold < i.quantity_limit)
           AND EXISTS (SELECT FROM (
                  SELECT p.product_id FROM products p
                   WHERE p.shop_id = m.shop_id AND p.product_id = i.product_id AND p.status = 'ACTIVATE'
                  UNION ALL
                  SELECT p.product_id FROM products p WHERE i.product_id = 0 AND p.shop_id = m.shop_id AND p.status = 'ACTIVATE') p
                CROSS JOIN LATERAL (
                  SELECT FROM skus k WHERE k.shop_id = m.shop_id AND k.product_id = p.product_id AND k.deleted_at IS NULL
                     AND i.sku_id IN (0, k.sku_id)
                     AND NOT EXISTS (SELECT FROM stock_set_asides e
                          WHERE e.shop_id = m.shop_id AND e.purpose = 'CAMPAIGN' AND e.purpose_ref = m.promotion_id
                            AND e.sku_id = k.sku_id AND e.ended_at IS NULL AND e.taken = e.quantity)
                   LIMIT 1) k))"""
PROMOTION = f"""SELECT m.shop_id, m.promotion_id, m.kind, m.level, m.title, m.status AS stored, m.currency, m.starts_at, m.ends_at,
       m.minimum_minor, m.shipping_off_minor, m.platform_bp, m.created_at, m.launched_at, m.deactivated_at,
       (SELECT count(*)::int FROM promotion_items i WHERE i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id) AS reach,
       (SELECT coalesce(sum(i.sold), 0)::int FROM promotion_items i
         WHERE i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id) AS sold,
       {EFFECTIVE} AS effective, $1::timestamptz AS at FROM shop_promotions m"""
ONE = rows(Promotion, PROMOTION + " WHERE m.shop_id = $2 AND m.promotion_id = $3")
OF_SHOP = rows(
    Promotion, PROMOTION + " WHERE m.shop_id = $2 AND m.promotion_id < $3 ORDER BY m.promotion_id DESC LIMIT $4"
)
ITEMS = rows(
    Item,
    """SELECT i.promotion_id, i.product_id, i.sku_id, i.price_minor, i.off_bp, i.quantity_limit, i.buyer_limit, i.sold,
              coalesce(p.status = 'ACTIVATE' AND (i.sku_id = 0 OR k.deleted_at IS NULL), i.product_id = 0) AS on_sale,
              p.title, k.options::text AS options, p.picture_key,
              coalesce(k.price_minor, p.price_from_minor) AS list_from_minor,
              coalesce(k.price_minor, p.price_to_minor) AS list_to_minor
         FROM promotion_items i
         LEFT JOIN products p ON p.shop_id = i.shop_id AND p.product_id = i.product_id
         LEFT JOIN skus k ON k.shop_id = i.shop_id AND k.sku_id = i.sku_id
        WHERE i.shop_id = $1 AND i.promotion_id = $2 ORDER BY i.product_id, i.sku_id""",
)
TIERS = rows(
    TierOf,
    """SELECT promotion_id, from_quantity, from_minor, off_bp, off_minor FROM promotion_tiers
        WHERE shop_id = $1 AND promotion_id = $2 ORDER BY position""",
)
VOUCHER = """SELECT v.shop_id, v.voucher_id, v.title, v.status AS stored, v.display, v.code, a.handle AS creator_handle,
       v.live_task, v.currency, v.amount_minor, v.off_bp, v.cap_minor, v.minimum_minor, v.new_customers, v.all_products,
       ARRAY(SELECT p.product_id FROM voucher_products p WHERE p.shop_id = v.shop_id AND p.voucher_id = v.voucher_id
              ORDER BY p.product_id) AS product_ids,
       v.quantity_limit, v.buyer_limit, v.platform_bp, v.used, v.claimed, v.starts_at, v.ends_at, v.created_at,
       $1::timestamptz AS at
  FROM vouchers v LEFT JOIN accounts a ON a.account_id = v.creator_account_id"""
VOUCHER_ONE = rows(Voucher, VOUCHER + " WHERE v.shop_id = $2 AND v.voucher_id = $3")
VOUCHERS_OF = rows(Voucher, VOUCHER + " WHERE v.shop_id = $2 AND v.voucher_id < $3 ORDER BY v.voucher_id DESC LIMIT $4")


async def promotion_names(db: Db, shop_id: int, promotion_ids: list[int]) -> dict[int, str]:
    """Titles of promotions of the shop, by id; other numbers are missing."""
    return {each.promotion_id: each.title for each in await NAMES.all(db, shop_id, promotion_ids)}


async def promotions_that_may_keep(db: Db, shop_id: int, now: datetime) -> list[Named]:
    """Promotions of prices that are not over, for which pieces may be set aside; newest first, a hundred at most."""
    return await MAY_KEEP.all(db, shop_id, now)


async def kept_in_vain(db: Db, shop_id: int, kept: Sequence[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """(promotion, SKU) of those kept (promotion, product, SKU) that the promotion does not sell: it takes nothing off them,
    or its limit is used up. Other numbers are missing."""
    if not kept:
        return set()
    columns = [list(column) for column in zip(*kept, strict=True)]
    return {(each.promotion_id, each.sku_id) for each in await KEPT_IN_VAIN.all(db, shop_id, *columns)}


async def promotion_of(db: Db, shop_id: int, promotion_id: int, now: datetime) -> Whole:
    """A promotion with its items and tiers, whoever asks; NotFound."""
    found = await ONE.one(db, now, shop_id, promotion_id)
    if found is None:
        raise NotFound
    items = await ITEMS.all(db, shop_id, promotion_id)
    tiers = [each.tier() for each in await TIERS.all(db, shop_id, promotion_id)]
    return Whole(found, items, tiers)


async def promotion(db: Db, actor: Actor, *, shop_id: int, promotion_id: int, now: datetime) -> Whole:
    """A promotion for the shop's staff."""
    await permit(db, actor, shop_id, "promotion.read")
    return await promotion_of(db, shop_id, promotion_id, now)


async def promotions_of_shop(
    db: Db, actor: Actor, *, shop_id: int, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Promotion]:
    """The shop's promotions, newest first."""
    await permit(db, actor, shop_id, "promotion.read")
    before = below_of(cursor)
    return page_of(await OF_SHOP.all(db, now, shop_id, before, limit + 1), limit, lambda each: (each.promotion_id,))


async def voucher_of(db: Db, shop_id: int, voucher_id: int, now: datetime) -> Voucher:
    """A voucher, whoever asks; NotFound."""
    found = await VOUCHER_ONE.one(db, now, shop_id, voucher_id)
    if found is None:
        raise NotFound
    return found


async def voucher(db: Db, actor: Actor, *, shop_id: int, voucher_id: int, now: datetime) -> Voucher:
    """A voucher for the shop's staff, or the operator's for the operator."""
    await permit_voucher(db, actor, shop_id, "promotion.read")
    return await voucher_of(db, shop_id, voucher_id, now)


async def vouchers_of_shop(
    db: Db, actor: Actor, *, shop_id: int, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Voucher]:
    """The vouchers of a shop, or with shop 0 of the platform, newest first."""
    await permit_voucher(db, actor, shop_id, "promotion.read")
    before = below_of(cursor)
    return page_of(await VOUCHERS_OF.all(db, now, shop_id, before, limit + 1), limit, lambda each: (each.voucher_id,))


async def permit_voucher(db: Db, actor: Actor, shop_id: int, act: str) -> str | None:
    """May the actor do this with vouchers of the shop? Its currency; None for the platform, which is the operator's."""
    if shop_id != PLATFORM:
        return (await permit(db, actor, shop_id, act)).currency
    if not actor.is_operator:
        raise NotFound
    return None
