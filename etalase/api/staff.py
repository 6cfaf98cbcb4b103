"""Who works in a shop: invitations by e-mail, roles, leaving."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, get, patch, post

from etalase.api.shops import PublicShopShown, show_public
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id
from etalase.doorway.shown import Empty, Listed, listing, nothing
from etalase.shops import actions, queries
from etalase.shops.queries import Member, StaffInvitation

Word = Annotated[str, msgspec.Meta(max_length=1000)]


class MemberShown(msgspec.Struct, frozen=True):
    """An account on the staff."""

    account_id: str
    handle: str
    name: str
    role: str
    since: datetime


class InvitationShown(msgspec.Struct, frozen=True):
    """An offer of a place; it is accepted with the token in the mail."""

    id: str
    shop_id: str
    email: str
    role: str
    status: str
    invited_at: datetime
    expires_at: datetime


class InviteBody(msgspec.Struct):
    """Whom to invite; `role`: MANAGER, WAREHOUSE or ADS."""

    email: Word
    role: Word


class TokenBody(msgspec.Struct):
    """The token from the mail."""

    token: Word


class RoleBody(msgspec.Struct):
    """MANAGER, WAREHOUSE or ADS."""

    role: Word


def show_member(member: Member) -> MemberShown:
    """One account of the staff."""
    return MemberShown(str(member.account_id), member.handle, member.name, member.role, member.since)


def show_invitation(found: StaffInvitation) -> InvitationShown:
    """One offer."""
    return InvitationShown(
        str(found.invitation_id),
        str(found.shop_id),
        found.email,
        found.role,
        found.status,
        found.invited_at,
        found.expires_at,
    )


@get("/shops/{shop:int}/staff")
async def staff(desk: Desk, shop: Id) -> Answer[Listed[MemberShown]]:
    """Everybody who works in the shop."""
    return await desk.read(queries.staff, shop_id=shop, show=listing(show_member))


@patch("/shops/{shop:int}/staff/{account:int}")
async def set_role(desk: Desk, shop: Id, account: Id, data: RoleBody) -> Answer[Empty]:
    """Give a member another role."""
    return await desk.write(actions.set_role, shop_id=shop, account_id=account, role=data.role, show=nothing)


@delete("/shops/{shop:int}/staff/{account:int}", status_code=200)
async def remove(desk: Desk, shop: Id, account: Id) -> Answer[Empty]:
    """Take a member off the staff, or leave."""
    return await desk.write(actions.remove_staff, shop_id=shop, account_id=account, show=nothing)


@post("/shops/{shop:int}/staff-invitations")
async def invite(desk: Desk, shop: Id, data: InviteBody) -> Answer[InvitationShown]:
    """Offer a place by e-mail; it lives 120 hours (R-SHOP-1)."""
    return await desk.write(
        actions.invite_staff, shop_id=shop, email=data.email, role=data.role, show=show_invitation, status=201
    )


@get("/shops/{shop:int}/staff-invitations")
async def invitations(desk: Desk, shop: Id) -> Answer[Listed[InvitationShown]]:
    """Offers that can still be accepted."""
    return await desk.read(
        queries.staff_invitations,
        shop_id=shop,
        show=listing(show_invitation),
    )


@delete("/shops/{shop:int}/staff-invitations/{invitation:int}", status_code=200)
async def cancel(desk: Desk, shop: Id, invitation: Id) -> Answer[InvitationShown]:
    """Withdraw an offer."""
    return await desk.write(actions.cancel_invitation, shop_id=shop, invitation_id=invitation, show=show_invitation)


@post("/staff-acceptances")
async def accept(desk: Desk, data: TokenBody) -> Answer[PublicShopShown]:
    """Take the place that the token of a mail offers."""
    return await desk.write(actions.accept_invitation, token=data.token, show=show_public, status=201)


routes: list[Any] = [staff, set_role, remove, invite, invitations, cancel, accept]
