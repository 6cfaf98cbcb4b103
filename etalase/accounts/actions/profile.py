"""What an account says of itself, and what is said of it."""

from datetime import date, datetime

import msgspec

from etalase.accounts import rules
from etalase.accounts.queries.account import ACCOUNT_COLUMNS, Account, account_by_handle
from etalase.accounts.queries.profile import Found
from etalase.accounts.queries.profile import search_handles as search
from etalase.base import events, limits, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid
from etalase.base.pages import LIMIT_DEFAULT
from etalase.base.texts import N_
from etalase.media.queries import known_keys

SET_NAME = value(int, "UPDATE accounts SET name = $2 WHERE account_id = $1 AND name <> $2 RETURNING account_id")
EDIT = rows(
    Account,
    f"""UPDATE accounts SET bio = coalesce($2, bio), language = nullif(coalesce($3, language), ''),
               avatar_key = nullif(coalesce($4, avatar_key), '')
        WHERE account_id = $1 RETURNING {ACCOUNT_COLUMNS}""",
)
# What changes without a follow is granted, so that the sum of both stays the figure that is shown.
REVIEW = rows(
    Account,
    f"""UPDATE accounts SET followers_granted = followers_granted + coalesce($2 - followers, 0),
               followers = coalesce($2, followers), verified = coalesce($3, verified), standing = coalesce($4, standing),
               birth_date = CASE WHEN $5 THEN $6 ELSE birth_date END
        WHERE account_id = $1 RETURNING {ACCOUNT_COLUMNS}""",
)
MAKE_BUSINESS = write("UPDATE accounts SET kind = 'BUSINESS' WHERE account_id = $1 AND kind <> 'BUSINESS'")
MAKE_OPERATOR = write("UPDATE accounts SET is_operator = $2 WHERE account_id = $1")


class Review(msgspec.Struct, frozen=True):
    """What a reviewer or time does to an account; None leaves as it is, UNSET leaves the birth date (None: declared adult)."""

    followers: int | None = None
    verified: bool | None = None
    standing: str | None = None
    birth_date: date | msgspec.UnsetType | None = msgspec.UNSET


async def set_name(db: Db, account_id: int, name: str, now: datetime) -> bool:
    """Low-level: the name alone; True when it changed. The verb with its rules is `links.actions.rename_account`."""
    tidy = rules.tidy_name(name)
    rules.refuse({"name": rules.name_error(tidy)})
    if await SET_NAME.get(db, account_id, tidy) is None:
        return False
    await events.record(db, "account.renamed", at=now, account_id=account_id)
    await live.announce(db, live.account(account_id))
    return True


async def set_profile(
    db: Db,
    actor: Actor,
    *,
    now: datetime,
    bio: str | None = None,
    language: str | None = None,
    avatar_key: str | None = None,
) -> Account:
    """Change what the account says of itself; None leaves a field as it is, an empty text takes it away."""
    rules.refuse(
        {
            "bio": rules.bio_error(bio) if bio else None,
            "language": rules.language_error(language) if language else None,
            "avatar": await _avatar_error(db, avatar_key) if avatar_key else None,
        }
    )
    edited = await EDIT.sole(db, actor.account_id, None if bio is None else bio.strip(), language, avatar_key)
    await events.record(db, "account.edited", at=now, account_id=actor.account_id)
    return edited


async def set_avatar(db: Db, actor: Actor, *, key: str, now: datetime) -> Account:
    """Show this picture of the media room; an empty key takes the picture away."""
    return await set_profile(db, actor, avatar_key=key, now=now)


async def make_business(db: Db, account_id: int) -> None:
    """Low-level: an account that is linked to a shop is a business account (R-LINK-34)."""
    await MAKE_BUSINESS.run(db, account_id)


async def set_operator(db: Db, account_id: int, *, is_operator: bool) -> None:
    """Low-level: may this account act for the platform? The command line and the demo world decide."""
    await MAKE_OPERATOR.run(db, account_id, is_operator)


async def review_account(db: Db, actor: Actor, *, handle: str, review: Review, now: datetime) -> Account:
    """What a reviewer or time would do. The sandbox's door lets anybody; no other door leads here."""
    found = await account_by_handle(db, rules.plain_handle(handle))
    _check(review, now.date())
    keeps_birth = isinstance(review.birth_date, msgspec.UnsetType)
    birth_date = None if isinstance(review.birth_date, msgspec.UnsetType) else review.birth_date
    reviewed = await REVIEW.sole(
        db, found.account_id, review.followers, review.verified, review.standing, not keeps_birth, birth_date
    )
    await events.record(db, "account.reviewed", at=now, account_id=found.account_id)
    await live.announce(db, live.account(found.account_id))
    return reviewed


async def search_handles(
    db: Db, actor: Actor, *, prefix: str, wall: datetime, market: str | None = None, limit: int = LIMIT_DEFAULT
) -> list[Found]:
    """Accounts whose handle begins so; Limited when the caller asks too often. Counting is why it is an action."""
    await limits.hit(db, rules.SEARCHES, str(actor.account_id), wall=wall)
    return await search(db, prefix, market, limit)


async def _avatar_error(db: Db, key: str) -> str | None:
    return None if await known_keys(db, [key]) else N_("Upload the picture first.")


def _check(review: Review, today: date) -> None:
    errors: dict[str, str | None] = {}
    if review.followers is not None and not 0 <= review.followers <= rules.FOLLOWERS_MAX:
        errors["followers"] = N_("Use a whole number from 0.")
    if review.standing is not None and review.standing not in rules.STANDINGS:
        raise Invalid({"standing": N_("Use one of %(standings)s.")}, standings=", ".join(rules.STANDINGS))
    if isinstance(review.birth_date, date):
        errors["birth_date"] = rules.birth_date_error(review.birth_date, today)
    rules.refuse(errors)
