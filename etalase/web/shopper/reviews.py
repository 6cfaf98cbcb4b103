"""Reviews: write and change one, read a product's."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.rules.reviewing import STARS, may_edit, may_follow_up, may_write
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.catalog.queries import product_detail
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.orders.queries import OrderDetail, OrderLine, my_order
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say, see_other
from etalase.web.seller.uploads import store
from etalase.web.shopper.choosing import described
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole

WRITTEN = N_("Thank you! Your review is online.")
CHANGED = N_("Your review is changed.")
ADDED = N_("Added to your review.")
DELETED = N_("Your review is deleted.")
SHOWN_AT_ONCE = 20
NEWEST = 3
WORDS = {5: N_("Very good"), 4: N_("Good"), 3: N_("All right"), 2: N_("Poor"), 1: N_("Bad")}


class Reviewing(msgspec.Struct, frozen=True):
    """A bought line with its review, if there is one, and what the market allows now."""

    detail: OrderDetail
    line: OrderLine
    review: queries.Review | None
    policy: Policy
    may_write: bool
    may_edit: bool
    may_follow_up: bool


async def reviewing(db: Db, actor: Actor, *, order_id: int, line_id: int, now: datetime) -> Reviewing:
    """What the form of a review shows; NotFound for somebody else's order or no line of it."""
    detail = await my_order(db, actor, order_id=order_id)
    line = next((each for each in detail.lines if each.line_id == line_id), None)
    if line is None:
        raise NotFound
    numbers = await policy(db, detail.order.market, now)
    found = await queries.reviews_of_order(db, detail.order.shop_id, order_id)
    review = next((each for each in found if each.line_id == line_id), None)
    shown = review is not None and review.hidden_at is None
    return Reviewing(
        detail,
        line,
        review,
        numbers,
        review is None and may_write(detail.order.status, detail.order.delivered_at, numbers, now),
        shown and review is not None and may_edit(review.edits, review.written_at, numbers, now),
        shown and review is not None and may_follow_up(review.follow_up, review.written_at, numbers, now),
    )


class ReviewsSeen(msgspec.Struct, frozen=True):
    """A product's reviews, and how its stars are spread."""

    title: str
    shop_id: int
    page: Any
    summary: queries.Summary


async def reviews_seen(
    db: Db, actor: Actor | None, *, product_id: int, stars: int, pictures: bool, cursor: str | None, language: str
) -> ReviewsSeen:
    """What the page of a product's reviews shows; NotFound while it is not on sale."""
    product = (await product_detail(db, actor, product_id=product_id, language=language)).product
    asked: dict[str, Any] = {
        "stars": stars or None,
        "with_pictures": pictures,
        "limit": SHOWN_AT_ONCE,
        "cursor": cursor,
    }
    found = await queries.product_reviews(db, actor, product_id=product_id, **asked)
    summary = await queries.review_summary(db, product.shop_id, product_id)
    return ReviewsSeen(product.title, product.shop_id, found, summary)


class Said(msgspec.Struct, frozen=True):
    """What stands on a product's own page: the newest reviews and how the stars are spread."""

    newest: list[queries.Review]
    summary: queries.Summary


async def said_of(db: Db, shop_id: int, product_id: int, rating_count: int) -> Said:
    """Read it, where there is anything to read."""
    if not rating_count:
        return Said([], queries.Summary({}))
    newest = await queries.product_reviews(db, product_id=product_id, limit=NEWEST)
    return Said(newest.items, await queries.review_summary(db, shop_id, product_id))


def said_shown(said: Said) -> dict[str, Any]:
    """The same as the page shows it."""
    return {"reviews": [shown(each) for each in said.newest], "summary": summary_of(said.summary)}


@get("/orders/{order:int}/lines/{line:int}/review")
async def review_form(request: Asked, desk: Desk, order: Id, line: Id) -> Html:
    """Write it, or change it."""
    return await form_page(request, desk, order, line, Typed())


@post("/orders/{order:int}/lines/{line:int}/review")
async def save_review(request: Asked, desk: Desk, order: Id, line: Id) -> Response[Any]:
    """What was written goes online."""
    form = await typed(request)
    found = await desk.ask(reviewing, order_id=order, line_id=line)
    try:
        kept = form.every("kept")
        words = actions.ReviewWords(
            stars=whole(form.text("stars")) or 0,
            text=form.text("text"),
            anonymous=form.ticked("anonymous"),
            picture_keys=[*kept, *await store(desk, form.files("pictures"))],
        )
        if found.review is None:
            await desk.perform(actions.write_review, order_id=order, line_id=line, words=words)
        else:
            await desk.perform(actions.edit_review, review_id=found.review.review_id, words=words)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, order, line, form, trouble_of(request, no))
    return see_other(f"/orders/{order}", say(request, WRITTEN if found.review is None else CHANGED))


@post("/orders/{order:int}/lines/{line:int}/review/follow-up")
async def follow_up(request: Asked, desk: Desk, order: Id, line: Id) -> Response[None]:
    """Add to it, once."""
    form, found = await typed(request), await desk.ask(reviewing, order_id=order, line_id=line)
    number = found.review.review_id if found.review else 0
    back = f"/orders/{order}"
    return await act_and_return(request, desk, back, ADDED, actions.follow_up, review_id=number, text=form.text("text"))


@post("/orders/{order:int}/lines/{line:int}/review/deletion")
async def delete_review(request: Asked, desk: Desk, order: Id, line: Id) -> Response[None]:
    """Take it away."""
    found = await desk.ask(reviewing, order_id=order, line_id=line)
    number = found.review.review_id if found.review else 0
    return await act_and_return(request, desk, f"/orders/{order}", DELETED, actions.delete_review, review_id=number)


@get("/p/{product:int}/reviews")
async def product_reviews(
    request: Asked, desk: Desk, product: Id, stars: int = 0, pictures: bool = False, cursor: str | None = None
) -> Html:
    """What buyers say, newest first; stars and pictures filter."""
    language = house().frame(request).lang
    asked: dict[str, Any] = {"stars": stars, "pictures": pictures, "cursor": cursor, "language": language}
    seen = await desk.look(reviews_seen, product_id=product, **asked)
    here = f"/p/{product}/reviews"
    following = seen.page.next_cursor
    more = (
        with_query(here, stars=str(stars or ""), pictures="1" if pictures else "", cursor=following)
        if following
        else ""
    )
    return render(
        request,
        "shopper/reviews/product.html",
        product_id=product,
        title=seen.title,
        reviews=[shown(each) for each in seen.page.items],
        summary=summary_of(seen.summary),
        filters=filters_of(request, here, seen.summary, stars, pictures=pictures),
        more=more,
    )


def filters_of(
    request: Asked, here: str, summary: queries.Summary, stars: int, *, pictures: bool
) -> list[dict[str, Any]]:
    """All, each number of stars, with pictures: as links."""
    found: list[dict[str, Any]] = [
        {"label": say(request, N_("All")), "href": here, "current": not stars and not pictures, "count": summary.count}
    ]
    for each in STARS:
        label = "★" * each
        found.append(
            {"label": label, "href": f"{here}?stars={each}", "current": stars == each, "count": summary.counts[each]}
        )
    found.append({"label": say(request, N_("With pictures")), "href": f"{here}?pictures=1", "current": pictures})
    return found


def shown(review: queries.Review) -> dict[str, Any]:
    """A review as lists show it; an anonymous one without its author."""
    name = "" if review.anonymous else review.author_name
    return {
        "review": review,
        "name": name,
        "avatar": None if review.anonymous else review.avatar_key,
        "options": described(review.options),
    }


def summary_of(summary: queries.Summary) -> dict[str, Any]:
    """The average, how many, and each number of stars with its share."""
    most = max(summary.count, 1)
    return {
        "average": f"{summary.average_tenths // 10}.{summary.average_tenths % 10}",
        "rounded": (summary.average_tenths + 5) // 10,
        "count": summary.count,
        "bars": [
            {"stars": each, "count": summary.counts.get(each, 0), "share": summary.counts.get(each, 0) * 100 // most}
            for each in STARS
        ],
    }


async def form_page(
    request: Asked, desk: Desk, order_id: int, line_id: int, form: Typed, trouble: Trouble = FINE
) -> Html:
    """The form, with what was typed or written before."""
    found = await desk.ask(reviewing, order_id=order_id, line_id=line_id)
    review = found.review
    return render(
        request,
        "shopper/reviews/form.html",
        status=trouble.status,
        found=found,
        order=found.detail.order,
        line=found.line,
        options=described(found.line.options),
        review=review,
        stars=form.text("stars") or (str(review.stars) if review else ""),
        text=form.text("text") or ((review.text or "") if review else ""),
        kept=review.picture_keys if review else [],
        choices=[{"value": each, "label": f"{'★' * each} {say(request, WORDS[each])}"} for each in STARS],
        errors=trouble.errors,
        general=trouble.general,
    )


routes = [review_form, save_review, follow_up, delete_review, product_reviews]
