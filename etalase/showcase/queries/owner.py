"""Whose Showcase it is, and of which kind."""

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound


class Owner(msgspec.Struct, frozen=True):
    """The holder of a Showcase. `official_shop_id`: the shop whose official account it is, if it is one."""

    account_id: int
    handle: str
    market: str
    official_shop_id: int | None
    marketing_shop_id: int | None


OWNER_BY_HANDLE = rows(
    Owner,
    """SELECT a.account_id, a.handle, a.market, c.official_shop_id, c.marketing_shop_id
         FROM handle_claims h JOIN accounts a ON a.account_id = h.account_id
              LEFT JOIN account_claims c ON c.account_id = a.account_id
        WHERE h.handle = $1 AND a.standing <> 'BANNED'""",
)
OWNER_BY_ID = rows(
    Owner,
    """SELECT a.account_id, a.handle, a.market, c.official_shop_id, c.marketing_shop_id
         FROM accounts a LEFT JOIN account_claims c ON c.account_id = a.account_id
        WHERE a.account_id = $1""",
)
SIZE = value(int, "SELECT items FROM showcases WHERE account_id = $1")


async def owner_by_handle(db: Db, handle: str) -> Owner:
    """The holder with this handle; NotFound when nobody has it, or a banned account."""
    owner = await OWNER_BY_HANDLE.one(db, handle.lower().removeprefix("@"))
    if owner is None:
        raise NotFound
    return owner


async def owner_by_id(db: Db, account_id: int) -> Owner:
    """The holder with this account id."""
    owner = await OWNER_BY_ID.one(db, account_id)
    if owner is None:
        raise NotFound
    return owner


async def chosen_items(db: Db, account_id: int) -> int:
    """How many items the holder chose, shown or not."""
    return await SIZE.get(db, account_id) or 0
