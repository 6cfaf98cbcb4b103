"""A seller invites an account; nothing takes effect until its holder confirms (R-LINK-20, R-LINK-21)."""

from datetime import datetime, timedelta

from etalase.accounts.queries import account_by_handle
from etalase.accounts.rules import plain_handle
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.links import rules
from etalase.links.actions.expire import expire_between
from etalase.links.actions.news import Told, tell
from etalase.links.queries import Link, case_of, link_of
from etalase.shops.queries import permit

INVITE = value(
    int,
    """INSERT INTO shop_links (shop_id, link_id, account_id, kind, status, invited_by, invited_at, expires_at)
       VALUES ($1, $2, $3, $4, 'PENDING', $5, $6, $7)
       ON CONFLICT (shop_id, account_id, kind) WHERE status = 'PENDING' DO NOTHING
       RETURNING link_id""",
)


async def invite(db: Db, actor: Actor, *, shop_id: int, kind: str, handle: str, now: datetime) -> Link:
    """Invite an account as OFFICIAL or MARKETING. An invitation reserves no slot (R-LINK-27) and lives 48 hours (R-LINK-22).

    Refused with the first rule of eligibility that says no (R-LINK-26).
    """
    if kind not in rules.KINDS:
        raise Invalid({"kind": N_("Choose OFFICIAL or MARKETING.")})
    shop = await permit(db, actor, shop_id, "link.write")
    account = await account_by_handle(db, plain_handle(handle))
    case = await case_of(db, kind=kind, account_id=account.account_id, shop=(shop_id, shop.market), now=now)
    rules.first_refusal(case, accepting=False)
    return await _write(db, actor, case)


async def _write(db: Db, actor: Actor, case: rules.Case) -> Link:
    shop_id, account_id, now = case.shop.shop_id, case.account.account_id, case.now
    await expire_between(db, shop_id, account_id, now)
    expires_at = now + timedelta(seconds=case.policy.invitation_ttl_s)
    link_id = await db.new_id()
    if await INVITE.get(db, shop_id, link_id, account_id, case.kind, actor.account_id, now, expires_at) is None:
        raise Refused("links.already_invited")
    await tell(db, "link.invited", Told(shop_id, link_id, account_id, case.kind), now)
    return await link_of(db, link_id, now)
