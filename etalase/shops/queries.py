"""Shops as their staff and the public see them, and the one place that says who may do what in a shop."""

from datetime import datetime

import msgspec

from etalase.base.actor import SYSTEM, Actor, only_operators
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.shops import rules


class Shop(msgspec.Struct, frozen=True):
    """A shop's row. `status` OPEN sells; `verification` is where its latest request stands."""

    shop_id: int
    owner_account_id: int
    name: str
    market: str
    currency: str
    seller_type: str
    status: str
    verification: str
    verified: bool
    probation: bool
    logo_key: str | None
    description: str
    created_at: datetime
    closed_at: datetime | None
    tax_number: str | None


class StaffedShop(msgspec.Struct, frozen=True):
    """A shop with the role that one account has in it."""

    shop_id: int
    name: str
    market: str
    currency: str
    status: str
    verified: bool
    probation: bool
    logo_key: str | None
    role: str
    since: datetime


class Member(msgspec.Struct, frozen=True):
    """An account that works in a shop."""

    shop_id: int
    account_id: int
    handle: str
    name: str
    avatar_key: str | None
    role: str
    since: datetime


class StaffInvitation(msgspec.Struct, frozen=True):
    """An invitation to work in a shop, sent by e-mail."""

    shop_id: int
    invitation_id: int
    email: str
    role: str
    status: str
    invited_by: int
    invited_at: datetime
    expires_at: datetime


class Verification(msgspec.Struct, frozen=True):
    """A request to have the seller's identity checked."""

    shop_id: int
    request_id: int
    legal_name: str
    registration_number: str
    status: str
    requested_at: datetime
    answered_at: datetime | None
    reason: str


class WaitingReview(msgspec.Struct, frozen=True):
    """A verification request as an operator reads it."""

    shop_id: int
    shop_name: str
    market: str
    seller_type: str
    request_id: int
    legal_name: str
    registration_number: str
    requested_at: datetime


SHOP_COLUMNS = """shop_id, owner_account_id, name, market, currency, seller_type, status, verification, verified, probation,
       logo_key, description, created_at, closed_at, tax_number"""
SHOP = rows(Shop, f"SELECT {SHOP_COLUMNS} FROM shops WHERE shop_id = $1")
SHOPS = rows(Shop, f"SELECT {SHOP_COLUMNS} FROM shops WHERE shop_id = ANY($1::bigint[])")
ROLE = value(str, "SELECT role FROM shop_staff WHERE shop_id = $1 AND account_id = $2")
SHOPS_OF = rows(
    StaffedShop,
    """SELECT s.shop_id, s.name, s.market, s.currency, s.status, s.verified, s.probation, s.logo_key, w.role, w.since
       FROM shop_staff w JOIN shops s USING (shop_id)
       WHERE w.account_id = $1 AND s.shop_id > $2
       ORDER BY s.shop_id LIMIT $3""",
)
STAFF = rows(
    Member,
    """SELECT w.shop_id, w.account_id, a.handle, a.name, a.avatar_key, w.role, w.since
       FROM shop_staff w JOIN accounts a USING (account_id)
       WHERE w.shop_id = $1 ORDER BY w.since, w.account_id""",
)
STAFF_IDS = value(int, "SELECT account_id FROM shop_staff WHERE shop_id = $1 ORDER BY account_id")
INVITATION_COLUMNS = "shop_id, invitation_id, email, role, status, invited_by, invited_at, expires_at"
OPEN_INVITATIONS = rows(
    StaffInvitation,
    f"""SELECT {INVITATION_COLUMNS} FROM staff_invitations
        WHERE shop_id = $1 AND status = 'PENDING' AND expires_at > $2 ORDER BY invitation_id""",
)
INVITATION = rows(
    StaffInvitation,
    f"SELECT {INVITATION_COLUMNS} FROM staff_invitations WHERE shop_id = $1 AND invitation_id = $2",
)
LATEST_VERIFICATION = rows(
    Verification,
    """SELECT shop_id, request_id, legal_name, registration_number, status, requested_at, answered_at, reason
       FROM verification_requests WHERE shop_id = $1 ORDER BY request_id DESC LIMIT 1""",
)
WAITING_REVIEWS = rows(
    WaitingReview,
    """SELECT s.shop_id, s.name AS shop_name, s.market, s.seller_type, v.request_id, v.legal_name, v.registration_number,
              v.requested_at
       FROM verification_requests v JOIN shops s USING (shop_id)
       WHERE v.status = 'PENDING' AND v.request_id > $1 ORDER BY v.request_id LIMIT $2""",
)
SWEEPS = (
    (
        "every shop has its owner on the staff",
        value(
            int,
            """SELECT s.shop_id FROM shops s
               LEFT JOIN shop_staff w ON w.shop_id = s.shop_id AND w.role = 'OWNER' AND w.account_id = s.owner_account_id
               WHERE w.account_id IS NULL""",
        ),
    ),
    (
        "a shop waits for review exactly while a request of it is pending",
        value(
            int,
            """SELECT s.shop_id FROM shops s
               LEFT JOIN verification_requests v ON v.shop_id = s.shop_id AND v.status = 'PENDING'
               WHERE (s.verification = 'PENDING') <> (v.shop_id IS NOT NULL)""",
        ),
    ),
)


async def shop(db: Db, shop_id: int) -> Shop:
    """One shop, whoever asks; NotFound."""
    found = await SHOP.one(db, shop_id)
    if found is None:
        raise NotFound
    return found


async def shops(db: Db, shop_ids: list[int]) -> dict[int, Shop]:
    """Many shops by id; those that do not exist are missing."""
    return {each.shop_id: each for each in await SHOPS.all(db, shop_ids)}


async def public_shop(db: Db, actor: Actor | None, *, shop_id: int) -> Shop:
    """A shop as anybody may see it; a closed one is told as such."""
    return await shop(db, shop_id)


async def shop_for(db: Db, actor: Actor | None, *, shop_id: int) -> tuple[Shop, str | None]:
    """A shop and the caller's role in it, None for most; the door shows each their part."""
    found = await shop(db, shop_id)
    return found, None if actor is None else await role_in(db, actor, shop_id)


async def own_shop(db: Db, actor: Actor, *, shop_id: int) -> Shop:
    """A shop as its staff sees it; NotFound for others."""
    return await permit(db, actor, shop_id, "shop.read")


async def permit(db: Db, actor: Actor, shop_id: int, act: str) -> Shop:
    """The shop, if the actor may do this act in it.

    NotFound when the actor does not work there, NotAllowed when the role may not, `shops.closed` when the act changes
    something in a closed shop (R-LINK-46). The system itself may do everything.
    """
    role = await role_in(db, actor, shop_id)
    if role is None:
        raise NotFound
    if not rules.permits(role, act):
        raise NotAllowed
    found = await shop(db, shop_id)
    if found.status == "CLOSED" and act not in rules.ACTS_AFTER_CLOSING:
        raise Refused("shops.closed")
    return found


async def role_in(db: Db, actor: Actor, shop_id: int) -> str | None:
    """The actor's role in a shop; None without one. The system acts as the owner."""
    if actor.account_id == SYSTEM.account_id:
        return "OWNER"
    return await ROLE.get(db, shop_id, actor.account_id)


async def shops_of(db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None) -> Page[StaffedShop]:
    """The shops the actor works in, oldest first."""
    after = decode_cursor(cursor, tuple[int]) or (0,)
    found = await SHOPS_OF.all(db, actor.account_id, after[0], limit + 1)
    return page_of(found, limit, lambda each: (each.shop_id,))


async def staff(db: Db, actor: Actor, *, shop_id: int) -> list[Member]:
    """Everybody who works in the shop."""
    await permit(db, actor, shop_id, "staff.read")
    return await STAFF.all(db, shop_id)


async def staff_ids(db: Db, shop_id: int) -> list[int]:
    """The accounts that work in a shop, for notices."""
    return await STAFF_IDS.all(db, shop_id)


async def staff_invitations(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> list[StaffInvitation]:
    """Invitations that can still be accepted."""
    await permit(db, actor, shop_id, "staff.read")
    return await OPEN_INVITATIONS.all(db, shop_id, now)


async def verification(db: Db, actor: Actor, *, shop_id: int) -> Verification | None:
    """The latest verification request; None when there was none."""
    await permit(db, actor, shop_id, "shop.read")
    return await LATEST_VERIFICATION.one(db, shop_id)


async def latest_verification(db: Db, actor: Actor, *, shop_id: int) -> Verification:
    """The same; NotFound when there was none."""
    found = await verification(db, actor, shop_id=shop_id)
    if found is None:
        raise NotFound
    return found


async def waiting_reviews(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[WaitingReview]:
    """Verification requests that wait for an operator, oldest first; NotAllowed for others."""
    only_operators(actor)
    after = decode_cursor(cursor, tuple[int]) or (0,)
    found = await WAITING_REVIEWS.all(db, after[0], limit + 1)
    return page_of(found, limit, lambda each: (each.request_id,))
