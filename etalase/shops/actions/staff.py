"""Verbs on the people who work in a shop. A place is offered by e-mail and lives as long as the policy says (R-SHOP-1)."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import policy
from etalase.shops import queries, rules
from etalase.shops.queries import INVITATION_COLUMNS, Shop, StaffInvitation

INVITE = rows(
    StaffInvitation,
    f"""INSERT INTO staff_invitations (shop_id, invitation_id, email, role, invited_by, invited_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (shop_id, email) WHERE status = 'PENDING' DO NOTHING RETURNING {INVITATION_COLUMNS}""",
)
# An invitation that ran out makes room for a new one to the same address.
DROP_EXPIRED = write(
    """UPDATE staff_invitations SET status = 'CANCELLED', answered_at = $3
       WHERE shop_id = $1 AND email = $2 AND status = 'PENDING' AND expires_at <= $3"""
)
MINT = value(
    str,
    """UPDATE staff_invitations SET token_hash = $3
       WHERE shop_id = $1 AND invitation_id = $2 AND status = 'PENDING' AND expires_at > $4 RETURNING email""",
)
ANSWER = rows(
    StaffInvitation,
    f"""UPDATE staff_invitations SET status = $3, answered_by = $4, answered_at = $5
        WHERE shop_id = $1 AND invitation_id = $2 AND status = 'PENDING' RETURNING {INVITATION_COLUMNS}""",
)
TOKEN_HASH = value(bytes, "SELECT token_hash FROM staff_invitations WHERE shop_id = $1 AND invitation_id = $2")
JOIN = value(
    int,
    """INSERT INTO shop_staff (shop_id, account_id, role, since) VALUES ($1, $2, $3, $4)
       ON CONFLICT (shop_id, account_id) DO NOTHING RETURNING account_id""",
)
SET_ROLE = value(
    int,
    """UPDATE shop_staff SET role = $3 WHERE shop_id = $1 AND account_id = $2 AND role <> 'OWNER' RETURNING account_id""",
)
REMOVE = value(
    int, "DELETE FROM shop_staff WHERE shop_id = $1 AND account_id = $2 AND role <> 'OWNER' RETURNING account_id"
)


class Inviting(msgspec.Struct, frozen=True):
    """What the mail needs: the whole token appears here only."""

    shop_name: str
    email: str
    role: str
    token: str
    expires_at: datetime


async def invite_staff(db: Db, actor: Actor, *, shop_id: int, email: str, role: str, now: datetime) -> StaffInvitation:
    """Offer a place by e-mail; event `staff.invited`. Refused: `shops.already_invited`."""
    shop = await queries.permit(db, actor, shop_id, "staff.write")
    address = rules.checked_email(email)
    given = rules.checked_role(role)
    await DROP_EXPIRED.run(db, shop_id, address, now)
    lives_s = (await policy(db, shop.market, now)).staff_invitation_ttl_s
    expires_at = now + timedelta(seconds=lives_s)
    invited = await INVITE.one(db, shop_id, await db.new_id(), address, given, actor.account_id, now, expires_at)
    if invited is None:
        raise Refused("shops.already_invited", email=address)
    await events.record(
        db,
        "staff.invited",
        at=now,
        shop_id=shop_id,
        account_id=actor.account_id,
        facts={"invitation_id": str(invited.invitation_id), "email": address, "role": given},
    )
    return invited


async def mint_invitation_token(db: Db, shop_id: int, invitation_id: int, now: datetime) -> Inviting | None:
    """Make the secret that the mail carries; None when the invitation is not open any more.

    Called while the mail is written, so that the secret stands in no event. A second mail makes the first one's secret void.
    """
    secret = secrets.token_urlsafe(24)
    invitation = await queries.INVITATION.one(db, shop_id, invitation_id)
    if invitation is None or await MINT.get(db, shop_id, invitation_id, _hash(secret), now) is None:
        return None
    shop = await queries.shop(db, shop_id)
    token = f"{shop_id}.{invitation_id}.{secret}"
    return Inviting(shop.name, invitation.email, invitation.role, token, invitation.expires_at)


async def accept_invitation(db: Db, actor: Actor, *, token: str, now: datetime) -> Shop:
    """Take the place that the token offers; the token proves that the mail was read, whatever e-mail the account has.

    NotFound for a forged token. Refused: `shops.invitation_expired`, `shops.invitation_not_pending`, `shops.already_staff`.
    """
    shop_id, invitation_id = await _read_token(db, token)
    invitation = await queries.INVITATION.one(db, shop_id, invitation_id)
    if invitation is None:
        raise NotFound
    if now >= invitation.expires_at:
        raise Refused("shops.invitation_expired")
    shop = await queries.shop(db, shop_id)
    if shop.status == "CLOSED":
        raise Refused("shops.closed")
    if await ANSWER.one(db, shop_id, invitation_id, "ACCEPTED", actor.account_id, now) is None:
        raise Refused("shops.invitation_not_pending")
    if await JOIN.get(db, shop_id, actor.account_id, invitation.role, now) is None:
        raise Refused("shops.already_staff")
    await _tell(db, "staff.joined", shop_id, actor.account_id, invitation.role, now)
    return shop


async def cancel_invitation(
    db: Db, actor: Actor, *, shop_id: int, invitation_id: int, now: datetime
) -> StaffInvitation:
    """Withdraw an offer."""
    await queries.permit(db, actor, shop_id, "staff.write")
    cancelled = await ANSWER.one(db, shop_id, invitation_id, "CANCELLED", actor.account_id, now)
    if cancelled is not None:
        return cancelled
    if await queries.INVITATION.one(db, shop_id, invitation_id) is None:
        raise NotFound
    raise Refused("shops.invitation_not_pending")


async def set_role(db: Db, actor: Actor, *, shop_id: int, account_id: int, role: str, now: datetime) -> None:
    """Give a member another role. Refused: `shops.owner_stays`."""
    await queries.permit(db, actor, shop_id, "staff.write")
    given = rules.checked_role(role)
    await _member(db, shop_id, account_id)
    if await SET_ROLE.get(db, shop_id, account_id, given) is None:
        raise Refused("shops.owner_stays")
    await _tell(db, "staff.role_changed", shop_id, account_id, given, now)


async def remove_staff(db: Db, actor: Actor, *, shop_id: int, account_id: int, now: datetime) -> None:
    """Take a member off the staff; everybody may leave on their own. Refused: `shops.owner_stays`."""
    if account_id != actor.account_id:
        await queries.permit(db, actor, shop_id, "staff.write")
    role = await _member(db, shop_id, account_id)
    if await REMOVE.get(db, shop_id, account_id) is None:
        raise Refused("shops.owner_stays")
    await _tell(db, "staff.left", shop_id, account_id, role, now)


async def _member(db: Db, shop_id: int, account_id: int) -> str:
    role = await queries.ROLE.get(db, shop_id, account_id)
    if role is None:
        raise NotFound
    return role


async def _tell(db: Db, verb: str, shop_id: int, account_id: int, role: str, now: datetime) -> None:
    await events.record(db, verb, at=now, shop_id=shop_id, account_id=account_id, facts={"role": role})
    await live.announce(db, live.shop(shop_id))
    await live.announce(db, live.account(account_id))


async def _read_token(db: Db, token: str) -> tuple[int, int]:
    shop, _, rest = token.strip().partition(".")
    invitation, _, secret = rest.partition(".")
    if not (shop.isascii() and shop.isdigit() and invitation.isascii() and invitation.isdigit()):
        raise NotFound
    if len(shop) > 16 or len(invitation) > 16:
        raise NotFound
    kept = await TOKEN_HASH.get(db, int(shop), int(invitation))
    if kept is None or not hmac.compare_digest(kept, _hash(secret)):
        raise NotFound
    return int(shop), int(invitation)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
