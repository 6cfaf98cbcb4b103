"""The holder's side: the whole list with reasons, also of what is not shown any more (R-SHOW-30…34, R-LINK-44, 45)."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.showcase.queries.cards import PRODUCT
from etalase.showcase.queries.chosen import RIGHT, START, Key
from etalase.showcase.queries.keeping import with_kept
from etalase.showcase.queries.rights import ended_right_sql
from etalase.showcase.rules import NOT_PINNED, State, state_of


class HeldItem(msgspec.Struct, frozen=True):
    """One chosen product. Without a right, `ended_*` tell which right ended and when."""

    product_id: int
    shop_id: int
    shop_name: str
    title: str
    currency: str
    price_minor: int
    price_to_minor: int
    in_stock: bool
    picture_key: str | None
    sold: int
    promoted_until: datetime | None
    source: str | None
    link_id: int | None
    plan_id: int | None
    rate_bp: int
    pin: int
    place: int
    added_at: datetime
    product_status: str
    shop_status: str
    ended_source: str | None
    ended_at: datetime | None

    @property
    def pinned(self) -> bool:
        """Whether it is among the pins."""
        return self.pin < NOT_PINNED

    @property
    def state(self) -> State:
        """Why it is, or is not, shown."""
        return state_of(
            self.product_status, self.shop_status, has_right=self.source is not None, in_stock=self.in_stock
        )


ENDED = ended_right_sql("i.account_id", "i.shop_id", "i.product_id", "$2::timestamptz")
HELD = rows(
    HeldItem,
    f"""
    SELECT {PRODUCT}, r.source, r.link_id, r.plan_id, coalesce(r.rate_bp, 0) AS rate_bp, i.pin, i.place, i.added_at,
           p.status AS product_status, s.status AS shop_status, e.source AS ended_source, e.until AS ended_at
      FROM showcase_items i
           JOIN products p ON p.shop_id = i.shop_id AND p.product_id = i.product_id AND p.status <> 'DELETED'
           JOIN shops s ON s.shop_id = i.shop_id
           LEFT JOIN LATERAL ({RIGHT}) r ON true
           LEFT JOIN LATERAL ({ENDED}) e ON r.source IS NULL
     WHERE i.account_id = $1 AND (i.pin, i.place, i.product_id) > ($3::bigint, $4::bigint, $5::bigint)
     ORDER BY i.pin, i.place, i.product_id LIMIT $6""",
)


async def held_items(
    db: Db, actor: Actor, *, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[HeldItem]:
    """What the caller chose, in order. A product deleted for good is gone from it (R-SHOW-32)."""
    key = decode_cursor(cursor, Key) or START
    found = await HELD.all(db, actor.account_id, now, *key, limit + 1)
    return await with_kept(db, page_of(found, limit, lambda item: (item.pin, item.place, item.product_id)), now)
