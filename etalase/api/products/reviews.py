"""Drafts, submissions, appeals, and the operator's queue."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import get, post

from etalase.api.products.bodies import NoteBody, WhyBody
from etalase.api.products.shown import MovedShown, show_moved, small, url_of_product
from etalase.catalog import actions, queries
from etalase.catalog.queries import ProductReview, WaitingProduct
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed, MoneyShown, listing, money


class WaitingProductShown(msgspec.Struct, frozen=True):
    """A product that waits. `kind`: LISTING is new, APPEAL was taken down, CHANGE sells on meanwhile."""

    id: str
    kind: str
    note: str
    asked_at: datetime
    shop_id: str
    shop_name: str
    market: str
    product_id: str
    title: str
    description: str
    category_id: str
    attributes: dict[str, str]
    price: MoneyShown
    price_to: MoneyShown
    pictures: list[str | None]
    url: str


class ReviewShown(msgspec.Struct, frozen=True):
    """One review of a product; `status` PENDING, APPROVED, REJECTED or WITHDRAWN."""

    id: str
    kind: str
    status: str
    note: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None


def show_waiting(found: WaitingProduct) -> WaitingProductShown:
    """One of the queue."""
    return WaitingProductShown(
        id=str(found.review_id),
        kind=found.kind,
        note=found.note,
        asked_at=found.asked_at,
        shop_id=str(found.shop_id),
        shop_name=found.shop_name,
        market=found.market,
        product_id=str(found.product_id),
        title=found.title,
        description=found.description,
        category_id=str(found.category_id),
        attributes=found.said(),
        price=money(found.price_from_minor, found.currency),
        price_to=money(found.price_to_minor, found.currency),
        pictures=[small(key) for key in found.pictures],
        url=url_of_product(found.product_id),
    )


def show_review(found: ProductReview) -> ReviewShown:
    """One review."""
    return ReviewShown(
        str(found.review_id),
        found.kind,
        found.status,
        found.note,
        found.reason,
        found.asked_at,
        found.answered_at,
    )


@post("/shops/{shop:int}/products/{product:int}/submission", status_code=200)
async def submit(desk: Desk, shop: Id, product: Id) -> Answer[MovedShown]:
    """Sell a draft, or one that was not accepted: at once, or after a review where the market asks for one."""
    return await desk.write(actions.submit_product, shop_id=shop, product_id=product, show=show_moved)


@post("/shops/{shop:int}/products/{product:int}/appeal", status_code=200)
async def appeal(desk: Desk, shop: Id, product: Id, data: NoteBody) -> Answer[MovedShown]:
    """Ask for a second look at a product that was taken down or frozen."""
    return await desk.write(actions.appeal_product, shop_id=shop, product_id=product, note=data.note, show=show_moved)


@get("/shops/{shop:int}/products/{product:int}/reviews")
async def of_product(desk: Desk, shop: Id, product: Id) -> Answer[Listed[ReviewShown]]:
    """How the reviews of a listing went, newest first."""
    return await desk.read(
        queries.product_reviews,
        shop_id=shop,
        product_id=product,
        show=listing(show_review),
    )


@get("/listing-reviews")
async def waiting_listings(
    desk: Desk, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[WaitingProductShown]]:
    """Products that wait for an operator, longest first; operators only."""
    return await desk.page(queries.waiting_products, limit=limit, cursor=cursor, show=show_waiting)


@post("/products/{product:int}/review/approval", status_code=200)
async def accept(desk: Desk, product: Id) -> Answer[MovedShown]:
    """It may be sold; operators only."""
    return await desk.write(actions.approve_product, product_id=product, show=show_moved)


@post("/products/{product:int}/review/rejection", status_code=200)
async def turn_down(desk: Desk, product: Id, data: WhyBody) -> Answer[MovedShown]:
    """It may not be sold, with the reason for its seller; operators only."""
    return await desk.write(actions.reject_product, product_id=product, reason=data.reason, show=show_moved)


handlers: list[Any] = [submit, appeal, of_product, waiting_listings, accept, turn_down]
