"""Verification of the seller (R-LINK-33): the seller asks, an operator answers."""

from datetime import datetime

from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.shops import queries
from etalase.shops.queries import SHOP_COLUMNS, Shop, Verification

COLUMNS = "shop_id, request_id, legal_name, registration_number, status, requested_at, answered_at, reason"
REQUEST = rows(
    Verification,
    f"""INSERT INTO verification_requests (shop_id, request_id, legal_name, registration_number, requested_by, requested_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (shop_id) WHERE status = 'PENDING' DO NOTHING RETURNING {COLUMNS}""",
)
WAIT = value(int, "UPDATE shops SET verification = 'PENDING' WHERE shop_id = $1 AND NOT verified RETURNING shop_id")
ANSWER = write(
    """UPDATE verification_requests SET status = $2, answered_by = $3, answered_at = $4, reason = $5
       WHERE shop_id = $1 AND status = 'PENDING'"""
)
JUDGE = rows(
    Shop,
    f"""UPDATE shops SET verification = $2, verified = verified OR $2 = 'APPROVED' WHERE shop_id = $1
        RETURNING {SHOP_COLUMNS}""",
)


async def request_verification(
    db: Db, actor: Actor, *, shop_id: int, legal_name: str, registration_number: str, now: datetime
) -> Verification:
    """Ask to be verified. Refused: `shops.already_verified`, `shops.verification_pending`."""
    await queries.permit(db, actor, shop_id, "shop.verify")
    name, number = " ".join(legal_name.split()), registration_number.strip()
    _check_papers(name, number)
    asked = await REQUEST.one(db, shop_id, await db.new_id(), name, number, actor.account_id, now)
    if asked is None:
        raise Refused("shops.verification_pending")
    if await WAIT.get(db, shop_id) is None:
        raise Refused("shops.already_verified")
    await events.record(db, "shop.verification_requested", at=now, shop_id=shop_id, account_id=actor.account_id)
    return asked


async def approve_verification(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> Shop:
    """The seller is who they say; operators only."""
    return await _answer(db, actor, shop_id, "APPROVED", "", now)


async def reject_verification(db: Db, actor: Actor, *, shop_id: int, reason: str, now: datetime) -> Shop:
    """The papers do not do; the seller reads why and may ask again. Operators only."""
    why = reason.strip()
    if not 1 <= len(why) <= 500 or "\x00" in why:
        raise Invalid({"reason": N_("Say why, in at most 500 characters.")})
    return await _answer(db, actor, shop_id, "REJECTED", why, now)


def _check_papers(legal_name: str, registration_number: str) -> None:
    errors: dict[str, str] = {}
    if not 2 <= len(legal_name) <= 200 or not legal_name.isprintable():
        errors["legal_name"] = N_("Write the name on your papers, 2 to 200 characters.")
    if len(registration_number) > 64 or not registration_number.isprintable():
        errors["registration_number"] = N_("At most 64 characters.")
    if errors:
        raise Invalid(errors)


async def _answer(db: Db, actor: Actor, shop_id: int, status: str, reason: str, now: datetime) -> Shop:
    only_operators(actor)
    await queries.shop(db, shop_id)
    if not await ANSWER.run(db, shop_id, status, actor.account_id, now, reason):
        raise Refused("shops.no_verification_pending")
    judged = await JUDGE.sole(db, shop_id, status)
    verb = "shop.verified" if status == "APPROVED" else "shop.verification_rejected"
    await events.record(db, verb, at=now, shop_id=shop_id, account_id=judged.owner_account_id, facts={"reason": reason})
    await live.announce(db, live.shop(shop_id))
    return judged
