"""Work of this room that nobody asks for: invitations run out, banned accounts lose their links."""

from datetime import datetime
from typing import Final

from etalase.accounts.queries import account
from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed
from etalase.links.actions import expire_invitations, revoke_links_of_account


async def expire(db: Db, now: datetime) -> None:
    """Write down the invitations whose 48 hours are over (R-LINK-22)."""
    await expire_invitations(db, now)


async def revoke_banned(db: Db, event: Event, now: datetime) -> None:
    """A banned account is nobody's official or marketing account any more."""
    if event.account_id is None:
        return
    if (await account(db, event.account_id)).standing == "BANNED":
        await revoke_links_of_account(db, account_id=event.account_id, reason="ACCOUNT_BANNED", now=now)


JOBS: Final = (
    Timed("links.expire", every_s=5, act=expire),
    Reaction("account.reviewed", "links.revoke_banned", revoke_banned),
)
