"""Settings of a shop: how it is called, whether it is open, whether it is verified, and its end."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.markets.tax_numbers import TAX_NUMBERS
from etalase.base.texts import N_
from etalase.closures.actions import ShopChange, change_shop, close_shop
from etalase.closures.queries import checklist
from etalase.closures.rules import Check
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links.queries import OfficialAccount, speaker_of
from etalase.shops import actions, queries
from etalase.shops.queries import Member, StaffInvitation, Verification
from etalase.shops.rules import DESCRIPTION_MAX, GIVEN_ROLES, NAME_MAX
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.uploads import store
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, wrong

SAVED: Final = N_("Saved.")
HOLIDAY: Final = N_("The shop is on holiday. Nothing of it is shown until you open again.")
OPEN: Final = N_("The shop is open.")
ASKED: Final = N_("A reviewer looks at it. The answer appears here.")
CLOSED: Final = N_("The shop is closed. Thank you for everything you sold here.")
NAME_DIFFERS: Final = N_("Type the name of the shop exactly.")
LOGO_MAX: Final = 12_000_000
# Where each line of the closing checklist is worked on.
WORKED_ON: Final = {
    "closures.orders_open": "orders",
    "closures.after_sales_open": "returns",
    "closures.disputes_open": "returns",
    "closures.orders_unsettled": "finance/held",
    "closures.reserve_held": "finance/held",
    "closures.payout_under_way": "finance/payouts",
    "closures.balance_left": "finance",
    "closures.debt_left": "finance/transactions",
}


class Office(msgspec.Struct, frozen=True):
    """All that the page tells; empty where the reader's role may not look."""

    speaker: OfficialAccount | None
    verification: Verification | None
    staff: list[Member]
    invitations: list[StaffInvitation]
    checklist: list[Check]


async def office(db: Db, actor: Actor, *, place: Workplace, now: datetime) -> Office:
    """What the settings show."""
    shop_id, reads_staff = place.shop.shop_id, place.may("staff.read")
    return Office(
        await speaker_of(db, shop_id),
        await queries.verification(db, actor, shop_id=shop_id),
        await queries.staff(db, actor, shop_id=shop_id) if reads_staff else [],
        await queries.staff_invitations(db, actor, shop_id=shop_id, now=now) if reads_staff else [],
        await checklist(db, actor, shop_id=shop_id) if place.may("shop.close") else [],
    )


@get("/seller/{shop:int}/settings")
async def settings_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """Everything at once."""
    return await settings(request, desk, await enter(desk, shop))


@post("/seller/{shop:int}/settings", request_max_body_size=LOGO_MAX)
async def save(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Name, description, logo. A new name is the official account's too (R-LINK-32)."""
    place = await enter(desk, shop, "shop.edit")
    form = await typed(request)
    try:
        logo = await store(desk, form.files("logo")[:1])
        change = ShopChange(
            form.text("name"),
            None,
            form.text("description"),
            logo[0] if logo else None,
            form.text("seller_type") or None,
            form.text("tax_number") if "tax_number" in form.names() else None,
        )
        await desk.perform(change_shop, shop_id=shop, change=change)
    except (Invalid, Refused) as no:
        return await settings(request, desk, place, form, logo_trouble(trouble_of(request, no)))
    return see_other(f"{place.home}/settings", say(request, SAVED))


@post("/seller/{shop:int}/settings/status")
async def set_status(request: Asked, desk: Desk, shop: Id) -> Response[None]:
    """On holiday, or open again."""
    place = await enter(desk, shop, "shop.edit")
    status = "HOLIDAY" if (await typed(request)).text("status") == "HOLIDAY" else "OPEN"
    done = HOLIDAY if status == "HOLIDAY" else OPEN
    back = f"{place.home}/settings"
    return await act_and_return(request, desk, back, done, actions.set_status, shop_id=shop, status=status)


@post("/seller/{shop:int}/settings/verification")
async def ask_verification(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Send the papers to a reviewer (R-LINK-33)."""
    place = await enter(desk, shop, "shop.verify")
    form = await typed(request)
    papers: dict[str, Any] = {name: form.text(name) for name in ("legal_name", "registration_number")}
    try:
        await desk.perform(actions.request_verification, shop_id=shop, **papers)
    except (Invalid, Refused) as no:
        return await settings(request, desk, place, form, trouble_of(request, no))
    return see_other(f"{place.home}/settings#verify", say(request, ASKED), "info")


@post("/seller/{shop:int}/settings/closing")
async def close(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Close for good, once the name was typed (R-LINK-46)."""
    place = await enter(desk, shop, "shop.close")
    form = await typed(request)
    if form.text("confirm") != place.shop.name:
        return await settings(request, desk, place, form, wrong(request, {"confirm": NAME_DIFFERS}))
    try:
        await desk.perform(close_shop, shop_id=shop, reason=form.text("why"))
    except (Invalid, Refused) as no:
        return await settings(request, desk, place, form, trouble_of(request, no))
    return see_other(place.home, say(request, CLOSED), "info")


async def settings(
    request: Asked, desk: Desk, place: Workplace, form: Typed | None = None, trouble: Trouble = FINE
) -> Html:
    """The page, with what was typed."""
    shop = place.shop
    kept = {"description": shop.description, "seller_type": shop.seller_type, "tax_number": shop.tax_number or ""}
    stored = Typed([("name", shop.name), *kept.items()])
    profile = form if form is not None and "description" in form.names() else stored
    found = await desk.ask(office, place=place)
    return shown(
        request,
        place,
        "settings/settings",
        status=trouble.status,
        found=found,
        form=form or Typed(),
        profile=profile,
        checks=[
            {"check": each, "title": say(request, each.title), "left": each.left, "page": WORKED_ON[each.code]}
            for each in found.checklist
        ],
        # All is done but the money, which may be too little for a payout of every day.
        last_payout=[each.code for each in found.checklist if each.left] == ["closures.balance_left"],
        roles=GIVEN_ROLES,
        name_max=NAME_MAX,
        tax_form=TAX_NUMBERS[shop.market],
        tax_label=say(request, TAX_NUMBERS[shop.market].label),
        description_max=DESCRIPTION_MAX,
        errors=trouble.errors,
        general=trouble.general,
    )


def logo_trouble(trouble: Trouble) -> Trouble:
    """What is wrong with a picture is told at the logo."""
    errors = {"logo" if field == "picture" else field: text for field, text in trouble.errors.items()}
    return Trouble(errors, trouble.general, trouble.status)


routes = [settings_page, save, set_status, ask_verification, close]
