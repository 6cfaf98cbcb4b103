"""An official account has its shop's name: renaming the shop renames it, and it cannot be renamed alone (R-LINK-32)."""

from datetime import datetime

from etalase.accounts import actions as accounts
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.links.actions.locks import lock_account, lock_shop
from etalase.links.queries import official_account_of
from etalase.shops import actions as shops
from etalase.shops.queries import Shop, permit
from etalase.shops.queries import shop as shop_by_id


async def rename_shop(db: Db, actor: Actor, *, shop_id: int, name: str, now: datetime) -> Shop:
    """Rename a shop and its official account with it."""
    await permit(db, actor, shop_id, "shop.edit")
    # Under the shop's lock no acceptance can compare the account's name with the old one.
    await lock_shop(db, shop_id)
    if not await shops.set_name(db, shop_id, name, now):
        return await shop_by_id(db, shop_id)
    shop = await shop_by_id(db, shop_id)
    official = await official_account_of(db, shop_id)
    if official is not None:
        await accounts.set_name(db, official, shop.name, now)
    return shop


async def rename_account(db: Db, actor: Actor, *, name: str, now: datetime) -> None:
    """Rename the actor's account. Refused while it is official: its name follows the shop's."""
    claims = await lock_account(db, actor.account_id)
    if claims.official_shop_id is not None:
        raise Refused("links.name_follows_shop")
    await accounts.set_name(db, actor.account_id, name, now)
