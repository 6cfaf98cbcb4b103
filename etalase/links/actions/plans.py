"""The account's affiliate plans as its claim row counts them: an official account has none (R-LINK-2, R-LINK-8)."""

from collections.abc import Sequence

from etalase.base.db import Db, value, write
from etalase.links.actions.locks import lock_account

ADD = value(
    int,
    """UPDATE account_claims SET affiliate_plans = affiliate_plans + 1
        WHERE account_id = $1 AND official_shop_id IS NULL RETURNING affiliate_plans""",
)
DROP = write(
    """UPDATE account_claims SET affiliate_plans = affiliate_plans - 1 WHERE account_id = $1 AND affiliate_plans > 0"""
)


async def add_affiliate_plan(db: Db, account_id: int) -> bool:
    """Count one plan more; False when the account is official and may have none. Locks the claim row until the commit."""
    await lock_account(db, account_id)
    return await ADD.get(db, account_id) is not None


async def drop_affiliate_plans(db: Db, account_ids: Sequence[int]) -> None:
    """Count one plan less for each id, as often as it is named. Lock them first, in id order (`lock_accounts`)."""
    await DROP.each(db, [(account_id,) for account_id in sorted(account_ids)])
