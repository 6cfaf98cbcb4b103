"""Review what was bought; reply; hide."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, get, patch, post

from etalase.aftersales import actions, queries
from etalase.aftersales.rules.reviewing import ANONYMOUS_NAME
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Empty, Listed, nothing
from etalase.media.rules import url_of

Words = Annotated[str, msgspec.Meta(max_length=10_000)]
Keys = Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=50)]
PICTURE_WIDTH = 800


class ReviewBody(msgspec.Struct):
    """Stars from 1 to 5. `anonymous` counts where the market allows it; `pictures`: keys of uploads."""

    stars: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: Words = ""
    anonymous: bool = False
    pictures: Keys = []


class TextBody(msgspec.Struct):
    """A few words."""

    text: Words


class ReasonBody(msgspec.Struct):
    """Why."""

    reason: Words


class ReviewShown(msgspec.Struct, frozen=True):
    """A review as anybody reads it; an anonymous one has no author."""

    id: str
    product_id: str
    shop_id: str
    author: str | None
    options: dict[str, str]
    stars: int
    text: str | None
    pictures: list[str]
    written_at: datetime
    edited_at: datetime | None
    follow_up: str | None
    reply: str | None
    replied_at: datetime | None


class OwnReviewShown(ReviewShown, frozen=True, kw_only=True):
    """The same for its author, the shop and the operator."""

    line_id: str
    order_id: str
    anonymous: bool
    edits: int
    hidden_reason: str | None


def show_public(found: queries.Review) -> ReviewShown:
    """As anybody reads it."""
    return ReviewShown(
        str(found.review_id),
        str(found.product_id),
        str(found.shop_id),
        None if found.anonymous else found.author,
        msgspec.json.decode(found.options, type=dict[str, str]),
        found.stars,
        found.text,
        [url_of(key, PICTURE_WIDTH) for key in found.picture_keys],
        found.written_at,
        found.edited_at,
        found.follow_up,
        found.reply,
        found.replied_at,
    )


def show_own(found: queries.Review) -> OwnReviewShown:
    """As its author and those who answer it read it; an anonymous author stays unknown to the shop."""
    facts: dict[str, Any] = msgspec.structs.asdict(show_public(found))
    facts["author"] = ANONYMOUS_NAME if found.anonymous else found.author
    return OwnReviewShown(
        **facts,
        line_id=str(found.line_id),
        order_id=str(found.order_id),
        anonymous=found.anonymous,
        edits=found.edits,
        hidden_reason=found.hidden_reason,
    )


def words_of(data: ReviewBody) -> actions.ReviewWords:
    """The body as the room takes it."""
    return actions.ReviewWords(stars=data.stars, text=data.text, anonymous=data.anonymous, picture_keys=data.pictures)


@post("/orders/{order:int}/lines/{line:int}/review", status_code=201)
async def write_review(desk: Desk, order: Id, line: Id, data: ReviewBody) -> Answer[OwnReviewShown]:
    """Review a line that was delivered; once."""
    ids: dict[str, Any] = {"order_id": order, "line_id": line}
    return await desk.write(actions.write_review, show=show_own, status=201, words=words_of(data), **ids)


@patch("/reviews/{review:int}")
async def edit_review(desk: Desk, review: Id, data: ReviewBody) -> Answer[OwnReviewShown]:
    """Change it, as often and as long as the market allows."""
    return await desk.write(actions.edit_review, show=show_own, review_id=review, words=words_of(data))


@delete("/reviews/{review:int}", status_code=200)
async def delete_review(desk: Desk, review: Id) -> Answer[Empty]:
    """Take it away, where the market allows it."""
    return await desk.write(actions.delete_review, show=nothing, review_id=review)


@post("/reviews/{review:int}/follow-up", status_code=201)
async def follow_up(desk: Desk, review: Id, data: TextBody) -> Answer[OwnReviewShown]:
    """Add to it, once, where the market allows it."""
    return await desk.write(actions.follow_up, show=show_own, status=201, review_id=review, text=data.text)


@get("/products/{product:int}/reviews", security=ANYBODY)
async def product_reviews(
    desk: Desk,
    product: Id,
    limit: Limit = 20,
    cursor: str | None = None,
    stars: int | None = None,
    with_pictures: bool = False,
) -> Answer[Listed[ReviewShown]]:
    """What buyers say of a product, newest first; `stars` and `with_pictures` filter."""
    asked: dict[str, Any] = {"product_id": product, "stars": stars, "with_pictures": with_pictures}
    return await desk.page(queries.product_reviews, show=show_public, public=True, limit=limit, cursor=cursor, **asked)


@get("/shops/{shop:int}/reviews")
async def shop_reviews(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None, unanswered: bool = False
) -> Answer[Listed[OwnReviewShown]]:
    """A shop's, newest first, for its staff."""
    return await desk.page(
        queries.shop_reviews, show=show_own, shop_id=shop, unanswered=unanswered, limit=limit, cursor=cursor
    )


@post("/shops/{shop:int}/reviews/{review:int}/reply", status_code=201)
async def reply_to_review(desk: Desk, shop: Id, review: Id, data: TextBody) -> Answer[OwnReviewShown]:
    """The shop's one reply."""
    ids: dict[str, Any] = {"shop_id": shop, "review_id": review}
    return await desk.write(actions.reply_to_review, show=show_own, status=201, text=data.text, **ids)


@post("/reviews/{review:int}/hiding", status_code=200)
async def hide_review(desk: Desk, review: Id, data: ReasonBody) -> Answer[OwnReviewShown]:
    """Hide it, and say why; operators only."""
    return await desk.write(actions.hide_review, show=show_own, review_id=review, reason=data.reason)


routes = [
    write_review,
    edit_review,
    delete_review,
    follow_up,
    product_reviews,
    shop_reviews,
    reply_to_review,
    hide_review,
]
