"""Shops and accounts that may be linked, and links between them, made by the rooms' own verbs."""

from datetime import UTC, datetime, timedelta

from etalase.affiliate.actions import accept_link
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.links import actions
from etalase.links.queries import Link
from etalase.shops.actions import set_standing
from etalase.shops.queries import Shop
from etalase.stock.actions import open_shop
from tests.makers.accounts import make_account

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def ready_shop(
    db: Db,
    *,
    owner: str = "seller",
    name: str = "Langkah",
    market: str = "ID",
    seller_type: str = "INDIVIDUAL",
    verified: bool = True,
    probation: bool = False,
    now: datetime = NOW,
) -> tuple[Actor, Shop]:
    """A verified shop past probation and the account that owns it."""
    seller = await make_account(db, handle=owner, market=market)
    shop = await open_shop(db, seller, name=name, market=market, now=now, seller_type=seller_type)
    return seller, await set_standing(db, shop.shop_id, now, verified=verified, probation=probation)


async def ready_account(
    db: Db, handle: str, *, name: str | None = None, market: str = "ID", followers: int = 0
) -> Actor:
    """A verified account; give it the shop's name to make it official."""
    return await make_account(db, handle=handle, name=name, market=market, verified=True, followers=followers)


async def make_link(
    db: Db, seller: Actor, shop: Shop, holder: Actor, kind: str = "MARKETING", now: datetime = NOW
) -> Link:
    """An invitation that the holder accepted."""
    link = await actions.invite(db, seller, shop_id=shop.shop_id, kind=kind, handle=holder.handle, now=now)
    return await accept_link(db, holder, link_id=link.link_id, now=now)


async def drop_link(db: Db, actor: Actor, link: Link, now: datetime) -> Link:
    """A link ended by one side."""
    return await actions.end(db, actor, link_id=link.link_id, now=now)
