"""The locks under which links are decided: the account's claim row first, then the shop's row. Never the other way round."""

from collections.abc import Sequence

import msgspec

from etalase.base.db import Db, rows, value, write


class Claims(msgspec.Struct, frozen=True):
    """What one account holds."""

    account_id: int
    official_shop_id: int | None
    marketing_shop_id: int | None
    affiliate_plans: int


BEGIN_CLAIMS = write(
    """INSERT INTO account_claims (account_id) SELECT unnest($1::bigint[])
       ON CONFLICT (account_id) DO NOTHING"""
)
LOCK_CLAIMS = rows(
    Claims,
    """SELECT account_id, official_shop_id, marketing_shop_id, affiliate_plans
         FROM account_claims WHERE account_id = $1 FOR UPDATE""",
)
HOLD_CLAIMS = write("SELECT account_id FROM account_claims WHERE account_id = $1 FOR UPDATE")
BEGIN_SHOP = write("INSERT INTO shop_link_counters (shop_id) VALUES ($1) ON CONFLICT (shop_id) DO NOTHING")
LOCK_SHOP = value(int, "SELECT official_unlinks FROM shop_link_counters WHERE shop_id = $1 FOR UPDATE")


async def lock_account(db: Db, account_id: int) -> Claims:
    """Lock the account's claim row, making it when it is missing; what it holds."""
    found = await LOCK_CLAIMS.one(db, account_id)
    if found is not None:
        return found
    await BEGIN_CLAIMS.run(db, [account_id])
    return await LOCK_CLAIMS.sole(db, account_id)


async def lock_accounts(db: Db, account_ids: Sequence[int]) -> None:
    """Lock many accounts' claim rows in id order, one statement each: no lock spans shards."""
    ordered = sorted(set(account_ids))
    await BEGIN_CLAIMS.run(db, ordered)
    await HOLD_CLAIMS.each(db, [(account_id,) for account_id in ordered])


async def lock_shop(db: Db, shop_id: int) -> int:
    """Lock the shop's row, making it when it is missing; how many official links it has ended."""
    found = await LOCK_SHOP.get(db, shop_id)
    if found is not None:
        return found
    await BEGIN_SHOP.run(db, shop_id)
    return await LOCK_SHOP.sole(db, shop_id)
