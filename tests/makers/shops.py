"""Shops for tests, made by the rooms' own verbs."""

from datetime import UTC, datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.shops import actions as shops
from etalase.shops.queries import Shop
from etalase.stock.actions import open_shop

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def make_shop(
    db: Db,
    owner: Actor,
    *,
    name: str = "Toko Sari",
    market: str = "ID",
    verified: bool = True,
    probation: bool = False,
    seller_type: str = "INDIVIDUAL",
    now: datetime = NOW,
) -> Shop:
    """A shop with its warehouse that has proved itself: verified, and past probation."""
    shop = await open_shop(db, owner, name=name, market=market, seller_type=seller_type, now=now)
    return await shops.set_standing(db, shop.shop_id, now, verified=verified, probation=probation)


async def make_staff(db: Db, owner: Actor, shop: Shop, member: Actor, role: str, *, now: datetime = NOW) -> None:
    """Put an account on the staff, through an invitation that it accepts."""
    email = f"{member.handle}.{role.lower()}@example.com"
    invited = await shops.invite_staff(db, owner, shop_id=shop.shop_id, email=email, role=role, now=now)
    inviting = await shops.mint_invitation_token(db, shop.shop_id, invited.invitation_id, now)
    assert inviting is not None
    await shops.accept_invitation(db, member, token=inviting.token, now=now)
