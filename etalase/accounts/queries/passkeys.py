"""The passkeys of an account."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows


class Passkey(msgspec.Struct, frozen=True):
    """A passkey as its holder sees it."""

    passkey_id: int
    credential_id: bytes
    name: str
    created_at: datetime
    last_used_at: datetime | None


PASSKEYS = rows(
    Passkey,
    """SELECT passkey_id, credential_id, name, created_at, last_used_at FROM passkeys
       WHERE account_id = $1 ORDER BY passkey_id""",
)


async def passkeys(db: Db, actor: Actor) -> list[Passkey]:
    """The caller's passkeys, oldest first."""
    return await PASSKEYS.all(db, actor.account_id)
