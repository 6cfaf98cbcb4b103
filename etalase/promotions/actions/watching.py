"""What this room notes by itself: list prices as they change, and who has bought where."""

from datetime import datetime

from etalase.base.db import Db, write

# Products changed since the latest that was noted; an hour more, for a clock or a commit that came late.
NOTE_PRICES = write(
    """INSERT INTO price_lows AS l (shop_id, sku_id, day, product_id, price_minor, last_minor, seen_at)
       SELECT k.shop_id, k.sku_id, ($1::timestamptz AT TIME ZONE 'UTC')::date, k.product_id, k.price_minor, k.price_minor,
              p.updated_at
         FROM products p JOIN skus k ON k.shop_id = p.shop_id AND k.product_id = p.product_id
        WHERE k.deleted_at IS NULL AND p.updated_at > coalesce(
              (SELECT seen_at FROM price_lows ORDER BY seen_at DESC LIMIT 1) - interval '1 hour', '-infinity')
       ON CONFLICT (shop_id, sku_id, day) DO UPDATE
          SET price_minor = least(l.price_minor, excluded.price_minor), last_minor = excluded.last_minor,
              seen_at = excluded.seen_at
        WHERE l.last_minor <> excluded.last_minor OR l.seen_at < excluded.seen_at"""
)
# Shop 0: a customer of the marketplace.
NOTE_CUSTOMER = write(
    """INSERT INTO shop_customers AS c (shop_id, account_id, bought_at)
       SELECT u, $2, $3 FROM unnest(ARRAY[0, $1::bigint]) AS u ORDER BY u
       ON CONFLICT (shop_id, account_id) DO UPDATE SET bought_at = greatest(c.bought_at, excluded.bought_at)"""
)


async def note_prices(db: Db, now: datetime) -> int:
    """Note the list prices of the products that changed; how many rows."""
    return await NOTE_PRICES.run(db, now)


async def note_customer(db: Db, *, shop_id: int, account_id: int, at: datetime) -> None:
    """Somebody bought from a shop: they are no new customer there for the market's period (R-PRO-5)."""
    await NOTE_CUSTOMER.run(db, shop_id, account_id, at)
