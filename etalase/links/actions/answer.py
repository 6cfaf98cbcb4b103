"""How an invitation or a link ends by the will of one side: refused, cancelled, unlinked."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotAllowed, NotFound, Refusal, Refused
from etalase.base.markets import policy
from etalase.links import rules
from etalase.links.actions.locks import lock_account, lock_shop
from etalase.links.actions.news import Told, tell
from etalase.links.queries import Link, LinkKey, find_key, link_of
from etalase.shops.queries import permit
from etalase.shops.queries import shop as shop_by_id


class State(msgspec.Struct, frozen=True):
    """What an end depends on."""

    status: str
    expires_at: datetime
    linked_at: datetime | None


STATE = rows(
    State, "SELECT status, expires_at, linked_at FROM shop_links WHERE shop_id = $1 AND link_id = $2 FOR UPDATE"
)
REFUSE = value(
    int,
    """UPDATE shop_links SET status = 'DECLINED', answered_at = $3, ended_at = $3, ended_by = $4, ended_side = 'HOLDER'
        WHERE shop_id = $1 AND link_id = $2 AND status = ANY($5::text[]) RETURNING account_id""",
)
CANCEL = value(
    int,
    """UPDATE shop_links SET status = 'CANCELLED', ended_at = $3, ended_by = $4, ended_side = 'SELLER'
        WHERE shop_id = $1 AND link_id = $2 AND status = ANY($5::text[]) RETURNING account_id""",
)
UNLINK = value(
    int,
    """UPDATE shop_links SET status = 'UNLINKED', slot = NULL, ended_at = $3, ended_by = $4, ended_side = $5
        WHERE shop_id = $1 AND link_id = $2 AND status = ANY($6::text[]) RETURNING account_id""",
)
RELEASE = write(
    """UPDATE account_claims
          SET official_shop_id = nullif(official_shop_id, $2), marketing_shop_id = nullif(marketing_shop_id, $2)
        WHERE account_id = $1"""
)
COUNT_UNLINK = write("UPDATE shop_link_counters SET official_unlinks = official_unlinks + 1 WHERE shop_id = $1")


async def refuse(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """Refuse an invitation as its holder. Refused: `links.invitation_expired`, `links.not_pending`."""
    key = await find_key(db, link_id)
    if key.account_id != actor.account_id:
        raise NotFound
    state = await STATE.sole(db, key.shop_id, link_id)
    rules.refuse_answer(state.status, state.expires_at, now)
    await REFUSE.sole(db, key.shop_id, link_id, now, actor.account_id, rules.sources("DECLINED"))
    await tell(db, "link.declined", _told(key), now)
    return await link_of(db, link_id, now)


async def end(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """Cancel an open invitation (the seller) or unlink (either side).

    NotFound when it is neither the actor's account nor their shop, NotAllowed when the holder would cancel (refuse it instead).
    Refused: `links.invitation_expired`, `links.not_linked`, `links.too_early_to_unlink` (R-LINK-40),
    `links.official_unlinks_used_up` (R-LINK-41).
    """
    key = await find_key(db, link_id)
    side = await _side(db, actor, key)
    await lock_account(db, key.account_id)
    official_unlinks = await lock_shop(db, key.shop_id)
    state = await STATE.sole(db, key.shop_id, link_id)
    if state.status == "LINKED" and state.linked_at is not None:
        await _unlink(db, actor, key, side, (state.linked_at, official_unlinks), now)
    else:
        await _cancel(db, actor, key, side, state, now)
    return await link_of(db, link_id, now)


async def _side(db: Db, actor: Actor, key: LinkKey) -> rules.Side:
    try:
        await permit(db, actor, key.shop_id, "link.write")
    except Refusal:
        # Staff that may not, or nobody of the shop: then only the holder has a say.
        if key.account_id == actor.account_id:
            return "HOLDER"
        raise
    return "SELLER"


async def _cancel(db: Db, actor: Actor, key: LinkKey, side: rules.Side, state: State, now: datetime) -> None:
    if state.status not in {"PENDING", "EXPIRED"}:
        raise Refused("links.not_linked")
    if side == "HOLDER":
        raise NotAllowed
    rules.refuse_answer(state.status, state.expires_at, now)
    await CANCEL.sole(db, key.shop_id, key.link_id, now, actor.account_id, rules.sources("CANCELLED"))
    await tell(db, "link.cancelled", _told(key), now)


async def _unlink(
    db: Db, actor: Actor, key: LinkKey, side: rules.Side, since_and_count: tuple[datetime, int], now: datetime
) -> None:
    linked_at, official_unlinks = since_and_count
    numbers = await policy(db, (await shop_by_id(db, key.shop_id)).market, now)
    rules.refuse_unlink(key.kind, linked_at, official_unlinks, numbers, now)
    await UNLINK.sole(db, key.shop_id, key.link_id, now, actor.account_id, side, rules.sources("UNLINKED"))
    await RELEASE.run(db, key.account_id, key.shop_id)
    if key.kind == rules.OFFICIAL:
        await COUNT_UNLINK.run(db, key.shop_id)
    await tell(db, "link.unlinked", _told(key), now, side=side)


def _told(key: LinkKey) -> Told:
    return Told(key.shop_id, key.link_id, key.account_id, key.kind)
