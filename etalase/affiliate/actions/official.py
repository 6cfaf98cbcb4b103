"""The verb with which a holder accepts a link: an official account leaves all affiliate plans first (R-LINK-2, R-LINK-8)."""

from datetime import datetime

from etalase.affiliate.actions.parting import END_OF_ACCOUNT, after_parting
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.links import actions as links
from etalase.links.queries import Link, find_key
from etalase.links.rules import OFFICIAL

BECAME_OFFICIAL = "BECAME_OFFICIAL"


async def accept_link(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """Accept an invitation. Becoming official ends every participation in the same transaction; history keeps them.

    Refusals are those of `links.actions.accept`; after one, nothing has ended.
    """
    key = await find_key(db, link_id)
    if key.account_id != actor.account_id:
        raise NotFound
    async with db.transaction():
        if key.kind == OFFICIAL:
            await _leave_all(db, actor.account_id, now)
        return await links.accept(db, actor, link_id=link_id, now=now)


async def _leave_all(db: Db, account_id: int, now: datetime) -> None:
    await links.lock_account(db, account_id)
    parted = await END_OF_ACCOUNT.all(db, account_id, None, now, BECAME_OFFICIAL)
    await after_parting(db, parted, BECAME_OFFICIAL, now)
