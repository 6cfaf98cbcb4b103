"""Links: a shop's invitations and linked accounts, and the same from the holder's side."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import delete, get, post

from etalase.affiliate import queries as affiliate
from etalase.affiliate.actions import accept_link
from etalase.api.participations import ParticipationShown, show_participation
from etalase.base import limits
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.texts import language_of_header
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed
from etalase.links import actions, queries, rules

# Whoever asks rule by rule learns something about an account that is not theirs.
ELIGIBILITY_LIMIT = limits.Limit("links.eligibility", hits=60, window_s=60)


class InviteBody(msgspec.Struct):
    """Whom to invite, as what."""

    kind: rules.Kind
    handle: str


class LinkShown(msgspec.Struct, frozen=True):
    """A link or invitation. `ended_by` is a handle, null for the system and the clock; `end_reason` a word for why."""

    id: str
    kind: str
    status: str
    shop_id: str
    shop_name: str
    account_id: str
    handle: str
    account_name: str
    slot: int | None
    invited_by: str | None
    invited_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    linked_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_side: str | None
    end_reason: str | None


class VerdictShown(msgspec.Struct, frozen=True):
    """One condition: what it asks and whether it holds; else the code and the sentence with which it would refuse."""

    code: str
    asks: str
    ok: bool
    detail: str | None
    facts: dict[str, Any]


class EligibilityShown(msgspec.Struct, frozen=True):
    """Whether an account could be invited now, condition by condition."""

    account_id: str
    handle: str
    name: str
    kind: str
    eligible: bool
    rules: list[VerdictShown]


class UsageShown(msgspec.Struct, frozen=True):
    """Slots used and allowed."""

    official_used: int
    official_most: int
    marketing_used: int
    marketing_most: int
    pending: int
    official_unlinks_left: int


def show_link(link: queries.Link) -> LinkShown:
    """A link as JSON."""
    return LinkShown(
        str(link.link_id),
        link.kind,
        link.status,
        str(link.shop_id),
        link.shop_name,
        str(link.account_id),
        link.handle,
        link.account_name,
        link.slot,
        link.invited_by,
        link.invited_at,
        link.expires_at,
        link.answered_at,
        link.linked_at,
        link.ended_at,
        link.ended_by,
        link.ended_side,
        rules.why(link.status, link.ended_side, link.end_reason),
    )


def show_eligibility(found: queries.Eligibility, say: Callable[..., str]) -> EligibilityShown:
    """Every condition as JSON; `say` translates a msgid."""
    verdicts = [
        VerdictShown(
            each.code,
            say(each.asks),
            each.ok,
            None if each.ok else say(rules.REFUSALS[each.code], **each.facts),
            dict(each.facts),
        )
        for each in found.verdicts
    ]
    return EligibilityShown(str(found.account_id), found.handle, found.name, found.kind, found.eligible, verdicts)


def show_usage(usage: queries.Usage) -> UsageShown:
    """Slots as JSON."""
    return UsageShown(*msgspec.structs.astuple(usage))


def show_ending(ended: list[affiliate.Participation]) -> Listed[ParticipationShown]:
    """The participations an acceptance would end."""
    return Listed([show_participation(each) for each in ended], None)


@post("/shops/{shop:int}/links")
async def invite(desk: Desk, shop: Id, data: InviteBody) -> Answer[LinkShown]:
    """Invite an account; nothing takes effect until its holder accepts."""
    return await desk.write(
        actions.invite, show=show_link, status=201, shop_id=shop, kind=data.kind, handle=data.handle
    )


@get("/shops/{shop:int}/links")
async def of_shop(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[LinkShown]]:
    """The shop's links and invitations, ended ones too, newest first."""
    return await desk.page(queries.links_of_shop, show=show_link, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/links/eligibility")
async def eligibility(desk: Desk, shop: Id, handle: str, kind: rules.Kind) -> Answer[EligibilityShown]:
    """Why an account can or cannot be invited, rule by rule."""
    language = language_of_header(desk.request.headers.get("accept-language"))
    say = partial(desk.house.texts.gettext, language)
    show = partial(show_eligibility, say=say)
    return await desk.read(_eligibility, show=show, shop_id=shop, handle=handle, kind=kind)


@get("/shops/{shop:int}/links/usage")
async def usage(desk: Desk, shop: Id) -> Answer[UsageShown]:
    """How many of the shop's slots are used."""
    return await desk.read(queries.usage, show=show_usage, shop_id=shop)


@get("/me/links")
async def mine(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[LinkShown]]:
    """The caller's links and invitations, ended ones too, newest first."""
    return await desk.page(queries.links_of_account, show=show_link, limit=limit, cursor=cursor)


@get("/links/{link:int}")
async def one(desk: Desk, link: Id) -> Answer[LinkShown]:
    """One link, for its holder and the shop's staff."""
    return await desk.read(queries.link, show=show_link, link_id=link)


@get("/links/{link:int}/consequences")
async def consequences(desk: Desk, link: Id) -> Answer[Listed[ParticipationShown]]:
    """The affiliate plans that end when the holder accepts this invitation."""
    return await desk.read(affiliate.what_acceptance_ends, show=show_ending, link_id=link)


@post("/links/{link:int}/acceptance", status_code=200)
async def accept(desk: Desk, link: Id) -> Answer[LinkShown]:
    """Accept an invitation, as its holder."""
    return await desk.write(accept_link, show=show_link, link_id=link)


@post("/links/{link:int}/refusal", status_code=200)
async def refuse(desk: Desk, link: Id) -> Answer[LinkShown]:
    """Refuse an invitation, as its holder."""
    return await desk.write(actions.refuse, show=show_link, link_id=link)


@delete("/links/{link:int}", status_code=200)
async def end(desk: Desk, link: Id) -> Answer[LinkShown]:
    """Cancel an invitation (the seller) or unlink (either side)."""
    return await desk.write(actions.end, show=show_link, link_id=link)


async def _eligibility(
    db: Db, actor: Actor, *, shop_id: int, handle: str, kind: str, now: datetime, wall: datetime
) -> queries.Eligibility:
    await limits.hit(db, ELIGIBILITY_LIMIT, str(actor.account_id), wall=wall)
    return await queries.eligibility(db, actor, shop_id=shop_id, handle=handle, kind=kind, now=now)


routes = [invite, of_shop, eligibility, usage, mine, one, consequences, accept, refuse, end]
