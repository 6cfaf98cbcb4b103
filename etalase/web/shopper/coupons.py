"""Vouchers as a shopper meets and keeps them."""

from datetime import datetime
from typing import Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions import actions
from etalase.promotions.queries import VoucherShown, my_vouchers
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render
from etalase.web.typed import act_and_return, typed

CLAIMED: Final = N_("It is yours. The greatest of your vouchers is used at checkout.")
SHOWN_AT_ONCE: Final = 25


class Kept(msgspec.Struct, frozen=True):
    """A voucher somebody holds, and whether it could still take something off."""

    voucher: VoucherShown
    usable: bool


class Wallet(msgspec.Struct, frozen=True):
    """A page of vouchers."""

    vouchers: list[Kept]
    next_cursor: str | None


async def wallet(db: Db, actor: Actor, *, cursor: str | None, now: datetime) -> Wallet:
    """The vouchers that the reader claimed."""
    page = await my_vouchers(db, actor, limit=SHOWN_AT_ONCE, cursor=cursor)
    return Wallet([Kept(each, each.usable(now)) for each in page.items], page.next_cursor)


@get("/vouchers")
async def vouchers_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """The reader's vouchers, the newest first."""
    found = await desk.ask(wallet, cursor=cursor)
    more = with_query("/vouchers", cursor=found.next_cursor) if found.next_cursor else ""
    return render(request, "shopper/vouchers/vouchers.html", kept=found.vouchers, more=more)


@post("/vouchers/{voucher:int}/claim")
async def claim(request: Asked, desk: Desk, voucher: Id) -> Response[None]:
    """Claim it, and come back to where it was found."""
    form = await typed(request)
    back, via = form.text("back", "/vouchers"), form.text("via") or None
    return await act_and_return(request, desk, back, CLAIMED, actions.claim_voucher, voucher_id=voucher, via=via)


routes = [vouchers_page, claim]
