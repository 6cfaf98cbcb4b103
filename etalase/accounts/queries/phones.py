"""Whether a code is under way."""

from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db, value

PENDING = value(str, "SELECT phone FROM phone_checks WHERE account_id = $1 AND expires_at > $2")


async def phone_to_confirm(db: Db, actor: Actor, *, wall: datetime) -> str | None:
    """The phone (E.164) that waits for its code."""
    return await PENDING.get(db, actor.account_id, wall)
