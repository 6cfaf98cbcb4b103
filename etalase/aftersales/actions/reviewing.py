"""Write, edit, add to and delete a review; reply to it; hide it (R-REV-1). The product's figures follow every one."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.aftersales.actions.moving import check_pictures
from etalase.aftersales.queries.reviews import Review, review_row
from etalase.aftersales.rules import few_enough, said
from etalase.aftersales.rules.reviewing import REPLY_MAX, STARS, TEXT_MAX, may_edit, may_follow_up, may_write
from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.catalog.actions import add_ratings
from etalase.orders.queries import order_row
from etalase.orders.queries.one import hold_order
from etalase.shops.queries import permit

REASON_MAX = 200


class Bought(msgspec.Struct, frozen=True):
    """The product of a line."""

    product_id: int


LINE = rows(Bought, "SELECT product_id FROM order_lines WHERE shop_id = $1 AND order_id = $2 AND line_id = $3")
# One review per line, whatever happens at once: the key reviews_line_once.
WRITE = value(
    int,
    """INSERT INTO reviews (shop_id, review_id, line_id, order_id, product_id, account_id, stars, text, picture_keys, anonymous,
              written_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (shop_id, line_id) DO NOTHING RETURNING review_id""",
)
EDIT = value(
    int,
    """UPDATE reviews SET stars = $4, text = $5, picture_keys = $6, anonymous = $7, edits = edits + 1, edited_at = $8
        WHERE shop_id = $1 AND review_id = $2 AND edits = $3 RETURNING review_id""",
)
DELETE = value(int, "DELETE FROM reviews WHERE shop_id = $1 AND review_id = $2 AND edits = $3 RETURNING review_id")
FOLLOW_UP = value(
    int,
    """UPDATE reviews SET follow_up = $3, follow_up_at = $4 WHERE shop_id = $1 AND review_id = $2 AND follow_up IS NULL
    RETURNING review_id""",
)
REPLY = value(
    int,
    """UPDATE reviews SET reply = $3, replied_at = $4
        WHERE shop_id = $1 AND review_id = $2 AND reply IS NULL AND hidden_at IS NULL RETURNING review_id""",
)
HIDE = value(
    int,
    """UPDATE reviews SET hidden_at = $3, hidden_reason = $4
        WHERE shop_id = $1 AND review_id = $2 AND hidden_at IS NULL RETURNING stars::int""",
)
# Locked before its stars are read: two changes at once are counted one after the other.
HOLD = value(int, "SELECT review_id FROM reviews WHERE shop_id = $1 AND review_id = $2 FOR UPDATE")


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a review says."""

    stars: int
    text: str = ""
    picture_keys: list[str] = []
    anonymous: bool = False


async def write_review(db: Db, actor: Actor, *, order_id: int, line_id: int, words: Words, now: datetime) -> Review:
    """Review a line that was delivered. Refused: `aftersales.cannot_review`, `aftersales.reviewed_already`."""
    order = await order_row(db, actor.account_id, order_id)
    await hold_order(db, order)
    order = await order_row(db, actor.account_id, order_id)
    line = await LINE.one(db, order.shop_id, order_id, line_id)
    if line is None:
        raise NotFound
    numbers = await policy(db, order.market, now)
    text, keys = await _checked(db, words, numbers)
    if not may_write(order.status, order.delivered_at, numbers, now):
        raise Refused("aftersales.cannot_review")
    key = (order.shop_id, await db.new_id(), line_id, order_id, line.product_id, actor.account_id)
    anonymous = words.anonymous and numbers.review_anonymous
    made = await WRITE.get(db, *key, words.stars, text, keys, anonymous, now)
    if made is None:
        raise Refused("aftersales.reviewed_already")
    await add_ratings(db, order.shop_id, {line.product_id: (words.stars, 1)})
    review = await review_row(db, made)
    await _tell(db, review, "review.written", now=now)
    return review


async def edit_review(db: Db, actor: Actor, *, review_id: int, words: Words, now: datetime) -> Review:
    """Change a review, as often and as long as the market allows. Refused: `aftersales.cannot_edit_review`."""
    review = await _own(db, actor, review_id)
    numbers = await policy(db, review.market, now)
    text, keys = await _checked(db, words, numbers)
    if not may_edit(review.edits, review.written_at, numbers, now) or review.hidden_at is not None:
        raise Refused("aftersales.cannot_edit_review")
    key = (review.shop_id, review_id, review.edits)
    anonymous = words.anonymous and numbers.review_anonymous
    if await EDIT.get(db, *key, words.stars, text, keys, anonymous, now) is None:
        raise Refused("aftersales.cannot_edit_review")
    if words.stars != review.stars:
        # Out and in, so that no figure passes through what is impossible.
        await add_ratings(db, review.shop_id, {review.product_id: (-review.stars, -1)})
        await add_ratings(db, review.shop_id, {review.product_id: (words.stars, 1)})
    await _tell(db, review, "review.edited", now=now)
    return await review_row(db, review_id)


async def delete_review(db: Db, actor: Actor, *, review_id: int, now: datetime) -> None:
    """Take a review away, where the market allows it. Refused: `aftersales.cannot_delete_review`."""
    review = await _own(db, actor, review_id)
    if not (await policy(db, review.market, now)).review_may_delete:
        raise Refused("aftersales.cannot_delete_review")
    if await DELETE.get(db, review.shop_id, review_id, review.edits) is None:
        raise NotFound
    if review.hidden_at is None:
        await add_ratings(db, review.shop_id, {review.product_id: (-review.stars, -1)})
    await _tell(db, review, "review.deleted", now=now)


async def follow_up(db: Db, actor: Actor, *, review_id: int, text: str, now: datetime) -> Review:
    """Add the one follow-up. Refused: `aftersales.cannot_follow_up`."""
    review = await _own(db, actor, review_id)
    added = said("text", text, TEXT_MAX, needed=True)
    numbers = await policy(db, review.market, now)
    if not may_follow_up(review.follow_up, review.written_at, numbers, now) or review.hidden_at is not None:
        raise Refused("aftersales.cannot_follow_up")
    if await FOLLOW_UP.get(db, review.shop_id, review_id, added, now) is None:
        raise Refused("aftersales.cannot_follow_up")
    await _tell(db, review, "review.followed_up", now=now)
    return await review_row(db, review_id)


async def reply_to_review(db: Db, actor: Actor, *, shop_id: int, review_id: int, text: str, now: datetime) -> Review:
    """The shop's one reply, which everybody reads. Refused: `aftersales.replied_already`."""
    await permit(db, actor, shop_id, "aftersales.write")
    review = await review_row(db, review_id)
    if review.shop_id != shop_id:
        raise NotFound
    reply = said("text", text, REPLY_MAX, needed=True)
    if await REPLY.get(db, shop_id, review_id, reply, now) is None:
        raise Refused("aftersales.replied_already")
    await _tell(db, review, "review.replied", now=now)
    return await review_row(db, review_id)


async def hide_review(db: Db, actor: Actor, *, review_id: int, reason: str, now: datetime) -> Review:
    """An operator hides it, and says why: it is shown and counted no more. Refused: `aftersales.hidden_already`."""
    only_operators(actor)
    why = said("reason", reason, REASON_MAX, needed=True)
    review = await review_row(db, review_id)
    await HOLD.get(db, review.shop_id, review_id)
    stars = await HIDE.get(db, review.shop_id, review_id, now, why)
    if stars is None:
        raise Refused("aftersales.hidden_already")
    await add_ratings(db, review.shop_id, {review.product_id: (-stars, -1)})
    await _tell(db, review, "review.hidden", now=now)
    return await review_row(db, review_id)


async def _own(db: Db, actor: Actor, review_id: int) -> Review:
    """The author's own, locked."""
    review = await review_row(db, review_id)
    if review.account_id != actor.account_id:
        raise NotFound
    await HOLD.get(db, review.shop_id, review_id)
    return await review_row(db, review_id)


async def _checked(db: Db, words: Words, numbers: Policy) -> tuple[str | None, Sequence[str]]:
    if words.stars not in STARS:
        raise Invalid({"stars": N_("From one star to five.")})
    keys = few_enough("pictures", words.picture_keys, numbers.review_pictures_max)
    await check_pictures(db, keys)
    return said("text", words.text, TEXT_MAX), keys


async def _tell(db: Db, review: Review, name: str, *, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {
        "review_id": str(review.review_id),
        "product_id": str(review.product_id),
        "order_id": str(review.order_id),
    }
    await events.record(db, name, at=now, shop_id=review.shop_id, account_id=review.account_id, facts=facts)
    await live.announce(db, live.shop(review.shop_id))
    await live.announce(db, live.account(review.account_id))
