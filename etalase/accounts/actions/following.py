"""Follow and unfollow. The figure on the followed account changes in the same transaction, so it is exact."""

from datetime import datetime

from etalase.accounts import rules
from etalase.accounts.queries.account import account_by_handle
from etalase.accounts.queries.profile import Profile, profile
from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import NotFound, Refused

FOLLOW = value(
    int,
    """INSERT INTO follows (account_id, followed_id, since) VALUES ($1, $2, $3)
       ON CONFLICT (account_id, followed_id) DO NOTHING RETURNING followed_id""",
)
UNFOLLOW = value(int, "DELETE FROM follows WHERE account_id = $1 AND followed_id = $2 RETURNING followed_id")
GAIN = write("UPDATE accounts SET followers = followers + 1 WHERE account_id = $1")
# The sandbox may have set the figure below the number of follows; it is never shown below zero.
LOSE = write(
    """UPDATE accounts SET followers = greatest(followers - 1, 0),
              followers_granted = followers_granted + CASE WHEN followers = 0 THEN 1 ELSE 0 END
       WHERE account_id = $1"""
)


async def follow(db: Db, actor: Actor, *, handle: str, now: datetime) -> Profile:
    """Follow an account; again changes nothing. Event `account.followed`. Refused: `accounts.cannot_follow_self`."""
    followed = await account_by_handle(db, rules.plain_handle(handle))
    if followed.account_id == actor.account_id:
        raise Refused("accounts.cannot_follow_self")
    if followed.standing == "BANNED":
        raise NotFound
    if await FOLLOW.get(db, actor.account_id, followed.account_id, now) is not None:
        await GAIN.run(db, followed.account_id)
        facts = {"follower_id": str(actor.account_id)}
        await events.record(db, "account.followed", at=now, account_id=followed.account_id, facts=facts)
    return await profile(db, actor, handle=followed.handle)


async def unfollow(db: Db, actor: Actor, *, handle: str) -> None:
    """Follow no more; again changes nothing."""
    followed = await account_by_handle(db, rules.plain_handle(handle))
    if await UNFOLLOW.get(db, actor.account_id, followed.account_id) is not None:
        await LOSE.run(db, followed.account_id)
