"""Shops: opening, changing, closing, verification."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, patch, post

from etalase.closures import actions as closures
from etalase.closures.actions import ShopChange
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed
from etalase.media.rules import url_of
from etalase.shops import actions, queries
from etalase.shops.queries import Shop, StaffedShop, Verification, WaitingReview
from etalase.stock.actions import open_shop

Text = Annotated[str, msgspec.Meta(max_length=10_000)]
Name = Annotated[str, msgspec.Meta(max_length=1000)]


class ShopShown(msgspec.Struct, frozen=True):
    """A shop. `verification` is where its latest request stands: NONE, PENDING, APPROVED, REJECTED."""

    id: str
    name: str
    market: str
    currency: str
    seller_type: str
    status: str
    verification: str
    verified: bool
    probation: bool
    description: str
    logo: str | None
    created_at: datetime
    closed_at: datetime | None
    tax_number: str | None


class StaffedShopShown(msgspec.Struct, frozen=True):
    """A shop the caller works in, and the role."""

    id: str
    name: str
    market: str
    currency: str
    status: str
    verified: bool
    probation: bool
    role: str
    since: datetime


class PublicShopShown(msgspec.Struct, frozen=True):
    """A shop as anybody sees it."""

    id: str
    name: str
    market: str
    currency: str
    status: str
    verified: bool
    description: str
    logo: str | None
    created_at: datetime


class VerificationShown(msgspec.Struct, frozen=True):
    """A request to be verified; `reason` says why it was rejected."""

    id: str
    shop_id: str
    legal_name: str
    registration_number: str
    status: str
    requested_at: datetime
    answered_at: datetime | None
    reason: str


class WaitingShown(msgspec.Struct, frozen=True):
    """A request that waits for an operator."""

    id: str
    shop_id: str
    shop_name: str
    market: str
    seller_type: str
    legal_name: str
    registration_number: str
    requested_at: datetime


class ShopBody(msgspec.Struct):
    """A new shop. `market` is one of the eight; `seller_type` INDIVIDUAL or BUSINESS."""

    name: Name
    market: Name
    seller_type: Name = "INDIVIDUAL"
    description: Text = ""


class ShopPatch(msgspec.Struct):
    """What to change. `status`: OPEN, HOLIDAY, or CLOSED for ever. `logo` is the key of an uploaded picture.

    `tax_number` is the seller's at the market's tax office, for its invoices; an empty one takes it away.
    """

    name: Name | None = None
    status: Name | None = None
    description: Text | None = None
    logo: Name | None = None
    seller_type: Name | None = None
    tax_number: Name | None = None


class PapersBody(msgspec.Struct):
    """What the reviewer compares."""

    legal_name: Name
    registration_number: Name = ""


class ReasonBody(msgspec.Struct):
    """Why."""

    reason: Text


def show_shop(shop: Shop) -> ShopShown:
    """A shop for its staff."""
    return ShopShown(
        str(shop.shop_id),
        shop.name,
        shop.market,
        shop.currency,
        shop.seller_type,
        shop.status,
        shop.verification,
        shop.verified,
        shop.probation,
        shop.description,
        logo_url(shop.logo_key),
        shop.created_at,
        shop.closed_at,
        shop.tax_number,
    )


def show_public(shop: Shop) -> PublicShopShown:
    """A shop for anybody."""
    return PublicShopShown(
        str(shop.shop_id),
        shop.name,
        shop.market,
        shop.currency,
        shop.status,
        shop.verified,
        shop.description,
        logo_url(shop.logo_key),
        shop.created_at,
    )


def show_staffed(shop: StaffedShop) -> StaffedShopShown:
    """A shop in the caller's list."""
    return StaffedShopShown(
        str(shop.shop_id),
        shop.name,
        shop.market,
        shop.currency,
        shop.status,
        shop.verified,
        shop.probation,
        shop.role,
        shop.since,
    )


def show_verification(found: Verification) -> VerificationShown:
    """One request."""
    return VerificationShown(
        str(found.request_id),
        str(found.shop_id),
        found.legal_name,
        found.registration_number,
        found.status,
        found.requested_at,
        found.answered_at,
        found.reason,
    )


def show_waiting(found: WaitingReview) -> WaitingShown:
    """One request for the operator."""
    return WaitingShown(
        str(found.request_id),
        str(found.shop_id),
        found.shop_name,
        found.market,
        found.seller_type,
        found.legal_name,
        found.registration_number,
        found.requested_at,
    )


def logo_url(key: str | None) -> str | None:
    """The address of a small picture, or null."""
    return None if key is None else url_of(key, 200)


@post("/shops")
async def open_a_shop(desk: Desk, data: ShopBody) -> Answer[ShopShown]:
    """Open a shop; the caller owns it. It starts unverified and on probation (R-SHOP-2)."""
    return await desk.write(
        open_shop,
        name=data.name,
        market=data.market,
        seller_type=data.seller_type,
        description=data.description,
        show=show_shop,
        status=201,
    )


@patch("/shops/{shop:int}")
async def change_a_shop(desk: Desk, shop: Id, data: ShopPatch) -> Answer[ShopShown]:
    """Rename (R-LINK-32), describe, go on holiday, open again, or close for ever (R-LINK-46)."""
    change = ShopChange(data.name, data.status, data.description, data.logo, data.seller_type, data.tax_number)
    return await desk.write(closures.change_shop, shop_id=shop, change=change, show=show_shop)


@get("/shops/{shop:int}", security=ANYBODY)
async def one_shop(desk: Desk, shop: Id) -> Answer[ShopShown | PublicShopShown]:
    """A shop: all of it for its staff, its public part for everybody else."""
    return await desk.public(queries.shop_for, shop_id=shop, show=lambda found: show_for(*found))


def show_for(shop: Shop, role: str | None) -> ShopShown | PublicShopShown:
    """As the caller may see it."""
    return show_public(shop) if role is None else show_shop(shop)


@get("/me/shops")
async def my_shops(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[StaffedShopShown]]:
    """The shops the caller works in."""
    return await desk.page(queries.shops_of, limit=limit, cursor=cursor, show=show_staffed)


@post("/shops/{shop:int}/verification")
async def ask_verification(desk: Desk, shop: Id, data: PapersBody) -> Answer[VerificationShown]:
    """Ask to be verified (R-LINK-33)."""
    return await desk.write(
        actions.request_verification,
        shop_id=shop,
        legal_name=data.legal_name,
        registration_number=data.registration_number,
        show=show_verification,
        status=201,
    )


@get("/shops/{shop:int}/verification")
async def latest_verification(desk: Desk, shop: Id) -> Answer[VerificationShown]:
    """The latest request of the shop; 404 when there was none."""
    return await desk.read(queries.latest_verification, shop_id=shop, show=show_verification)


@post("/shops/{shop:int}/verification/approval", status_code=200)
async def approve(desk: Desk, shop: Id) -> Answer[ShopShown]:
    """Approve it; operators only."""
    return await desk.write(actions.approve_verification, shop_id=shop, show=show_shop)


@post("/shops/{shop:int}/verification/rejection", status_code=200)
async def reject(desk: Desk, shop: Id, data: ReasonBody) -> Answer[ShopShown]:
    """Reject it with a reason; operators only."""
    return await desk.write(actions.reject_verification, shop_id=shop, reason=data.reason, show=show_shop)


@get("/verification-requests")
async def waiting(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[WaitingShown]]:
    """Requests that wait for an answer; operators only."""
    return await desk.page(queries.waiting_reviews, limit=limit, cursor=cursor, show=show_waiting)


routes: list[Any] = [
    open_a_shop,
    change_a_shop,
    one_shop,
    my_shops,
    ask_verification,
    latest_verification,
    approve,
    reject,
    waiting,
]
