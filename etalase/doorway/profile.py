"""Editing one's own profile: the name belongs to the links room, because an official account's follows the shop (R-LINK-32)."""

from datetime import datetime

from etalase.accounts import actions, queries
from etalase.accounts.queries import Account
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.links.actions import rename_account


async def edit_profile(
    db: Db,
    actor: Actor,
    *,
    now: datetime,
    name: str | None = None,
    bio: str | None = None,
    language: str | None = None,
    avatar_key: str | None = None,
) -> Account:
    """Change what is given; all of it or nothing. Refused while official: `links.name_follows_shop`."""
    if name is not None and name != (await queries.me(db, actor)).name:
        await rename_account(db, actor, name=name, now=now)
    return await actions.set_profile(db, actor, bio=bio, language=language, avatar_key=avatar_key, now=now)
