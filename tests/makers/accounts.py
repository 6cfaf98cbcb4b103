"""Accounts for tests, made by the room's own verbs."""

from datetime import UTC, date, datetime

from etalase.accounts import actions, queries
from etalase.accounts.rules import SignUp
from etalase.base.actor import Actor
from etalase.base.db import Db

PASSWORD = "correct horse battery"
# Of PASSWORD, hashed once for all: hashing takes longer than the rest of most tests.
PASSWORD_HASH = "$argon2id$v=19$m=12288,t=3,p=1$TNhbaCyKziAZC4NbcUURzA$c/upyeuNGw/K5pH7+eEzy/2TRYzQxb0NkBkOXgn/caw"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def make_account(
    db: Db,
    *,
    handle: str = "sari",
    market: str = "ID",
    name: str | None = None,
    birth_date: date | None = None,
    verified: bool = False,
    followers: int = 0,
    now: datetime = NOW,
) -> Actor:
    """An account that can sign in with PASSWORD, as the actor it is. `verified` is what most links ask for."""
    asked = SignUp(handle, name or handle, f"{handle.strip('.')}@example.com", PASSWORD, market, birth_date)
    new = await actions.prepare(asked, today=now.date(), password_hash=PASSWORD_HASH)
    created = await actions.create_account(db, None, new=new, now=now, wall=now)
    actor = Actor(created.account_id, created.handle, created.market)
    if verified or followers:
        await review(db, actor, actions.Review(followers, verified), now)
    return actor


async def review(db: Db, actor: Actor, changes: actions.Review, now: datetime = NOW) -> queries.Account:
    """What a reviewer or time does to an account."""
    return await actions.review_account(db, actor, handle=actor.handle, review=changes, now=now)
