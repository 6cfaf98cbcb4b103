"""Both sides of a link hear of it in the same transaction."""

from datetime import datetime

import msgspec

from etalase.base import events, live
from etalase.base.db import Db


class Told(msgspec.Struct, frozen=True):
    """A link that moved: whom it concerns."""

    shop_id: int
    link_id: int
    account_id: int
    kind: str


async def tell(db: Db, name: str, link: Told, at: datetime, **facts: str) -> None:
    """Record the event and wake the pages of the holder and of the shop."""
    told = {"link_id": str(link.link_id), "kind": link.kind, **facts}
    await events.record(db, name, at=at, shop_id=link.shop_id, account_id=link.account_id, facts=told)
    await live.announce(db, live.account(link.account_id))
    await live.announce(db, live.shop(link.shop_id))
