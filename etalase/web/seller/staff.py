"""Who works in a shop: invite by e-mail, change roles, remove; and the page on which an invited person says yes."""

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, NotFound, Refused, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.shops import actions
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.seller.settings import settings
from etalase.web.seller.workplace import enter
from etalase.web.typed import act_and_return, sentence, trouble_of, typed

INVITED: Final = N_("Invited. The mail is on its way.")
WITHDRAWN: Final = N_("The invitation is withdrawn.")
ROLE_SET: Final = N_("The role is changed.")
REMOVED: Final = N_("Removed from the shop.")
LEFT: Final = N_("You left the shop.")
WELCOME: Final = N_("Welcome. You work in this shop now.")
FORGED: Final = N_("This invitation is not valid. Open the link of the newest mail.")


@post("/seller/{shop:int}/staff")
async def invite(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Offer a place by e-mail."""
    place = await enter(desk, shop, "staff.write")
    form = await typed(request)
    try:
        await desk.perform(actions.invite_staff, shop_id=shop, email=form.text("email"), role=form.text("role"))
    except (Invalid, Refused) as no:
        return await settings(request, desk, place, form, trouble_of(request, no))
    return see_other(f"{place.home}/settings#staff", say(request, INVITED))


@post("/seller/{shop:int}/staff/invitations/{invitation:int}/cancellation")
async def cancel(request: Asked, desk: Desk, shop: Id, invitation: Id) -> Response[None]:
    """Withdraw an offer."""
    place = await enter(desk, shop, "staff.write")
    back = f"{place.home}/settings#staff"
    inputs = {"shop_id": shop, "invitation_id": invitation}
    return await act_and_return(request, desk, back, WITHDRAWN, actions.cancel_invitation, **inputs)


@post("/seller/{shop:int}/staff/{member:int}/role")
async def set_role(request: Asked, desk: Desk, shop: Id, member: Id) -> Response[None]:
    """Another role."""
    place = await enter(desk, shop, "staff.write")
    role = (await typed(request)).text("role")
    back = f"{place.home}/settings#staff"
    inputs = {"shop_id": shop, "account_id": member, "role": role}
    return await act_and_return(request, desk, back, ROLE_SET, actions.set_role, **inputs)


@post("/seller/{shop:int}/staff/{member:int}/removal")
async def remove(request: Asked, desk: Desk, shop: Id, member: Id) -> Response[None]:
    """Take somebody off the staff; everybody may leave."""
    place, actor = await enter(desk, shop), await desk.actor()
    mine = actor is not None and actor.account_id == member
    back, done = ("/seller", LEFT) if mine else (f"{place.home}/settings#staff", REMOVED)
    return await act_and_return(request, desk, back, done, actions.remove_staff, shop_id=shop, account_id=member)


@get("/staff-invitations")
async def invitation_page(request: Asked, desk: Desk, token: str = "") -> Html:
    """What the mail leads to; signing in comes first and leads back here."""
    if await desk.actor() is None:
        raise Unauthenticated
    return answer(request, token)


@post("/staff-invitations")
async def accept(request: Asked, desk: Desk) -> Response[Any]:
    """Take the place."""
    token = (await typed(request)).text("token")
    try:
        shop = await desk.perform(actions.accept_invitation, token=token)
    except NotFound:
        return answer(request, token, say(request, FORGED), 404)
    except (Invalid, Refused) as no:
        return answer(request, token, sentence(request, no), no.status)
    return see_other(f"/seller/{shop.shop_id}", say(request, WELCOME))


def answer(request: Asked, token: str, general: str = "", status: int = 200) -> Html:
    """The page with its one button."""
    return render(request, "seller/staff/invitation.html", status=status, token=token, general=general)


routes = [invite, cancel, set_role, remove, invitation_page, accept]
