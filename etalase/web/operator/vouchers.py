"""The operators' desk: the platform's own vouchers, and the share it pays of what shops offer."""

from datetime import datetime, timedelta
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import MARKETS
from etalase.base.money import WHOLE_BP
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions import actions, queries
from etalase.promotions.actions import NewVoucher
from etalase.promotions.rules import PLATFORM
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.seller import promotion_form as forms
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole

HERE: Final = "/operator/vouchers"
SAVED: Final = N_("Saved as a draft. Launch it when it is right.")
LAUNCHED: Final = N_("Launched.")
STOPPED: Final = N_("Stopped. Who claimed it cannot use it any more.")
FUNDED: Final = N_("The platform pays this share from the next order on.")
NOT_THERE: Final = Invalid({"offer": N_("This shop has no such offer.")})
WHAT: Final = {"voucher": actions.fund_voucher, "promotion": actions.fund_promotion}


@get(HERE)
async def vouchers_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """The platform's vouchers, the newest first, and the forms."""
    return await page(request, desk, cursor=cursor)


@post(HERE)
async def create(request: Asked, desk: Desk) -> Response[Any]:
    """Save a draft."""
    form = await typed(request)
    try:
        await desk.perform(actions.create_voucher, shop_id=PLATFORM, new=new_voucher(form))
    except (Invalid, Refused) as no:
        return await page(request, desk, form, trouble_of(request, no))
    return see_other(HERE, say(request, SAVED))


@post("/operator/vouchers/{voucher:int}/launch")
async def launch(request: Asked, desk: Desk, voucher: Id) -> Response[None]:
    """Put it into force."""
    at = {"shop_id": PLATFORM, "voucher_id": voucher}
    return await act_and_return(request, desk, HERE, LAUNCHED, actions.launch_voucher, **at)


@post("/operator/vouchers/{voucher:int}/stop")
async def stop(request: Asked, desk: Desk, voucher: Id) -> Response[None]:
    """Stop it for good."""
    at = {"shop_id": PLATFORM, "voucher_id": voucher}
    return await act_and_return(request, desk, HERE, STOPPED, actions.deactivate_voucher, **at)


@post("/operator/vouchers/funding")
async def fund(request: Asked, desk: Desk) -> Response[Any]:
    """Pay a share of what a shop offers; the offer is named by its page at the shop's desk."""
    form = await typed(request)
    try:
        kind, named = offered(form)
        share = WHOLE_BP if form.text("platform_bp") == "100" else forms.percent(form, "platform_bp")
        inputs: dict[str, Any] = {**named, "platform_bp": share}
        await desk.perform(WHAT[kind], **inputs)
    except (Invalid, Refused) as no:
        return await page(request, desk, form, trouble_of(request, no))
    except NotFound:
        return await page(request, desk, form, trouble_of(request, NOT_THERE))
    return see_other(HERE, say(request, FUNDED))


def offered(form: Typed) -> tuple[str, dict[str, int]]:
    """What is meant: "…/seller/7/marketing/vouchers/12" or "…/seller/7/marketing/12". NotFound for anything else."""
    parts = form.text("offer").split("?")[0].rstrip("/").split("/")
    shop_id = whole(parts[parts.index("seller") + 1]) if "seller" in parts[:-1] else None
    number, kind = whole(parts[-1]), "voucher" if "vouchers" in parts else "promotion"
    if not shop_id or not number:
        raise NotFound
    return kind, {"shop_id": shop_id, f"{kind}_id": number}


def new_voucher(form: Typed) -> NewVoucher:
    """What was typed. Invalid beside the field that is wrong."""
    market = form.text("market")
    if market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    currency, by_amount = MARKETS[market].currency, form.text("worth", "amount") == "amount"
    code = form.text("code")
    return NewVoucher(
        form.text("title"),
        "PROMO_CODE" if code else "REGULAR",
        forms.moment(form, "starts_at", market),
        forms.moment(form, "ends_at", market),
        forms.amount(form, "amount", currency, needed=True) if by_amount else None,
        None if by_amount else forms.percent(form, "off"),
        None if by_amount else forms.amount(form, "cap", currency),
        forms.amount(form, "minimum", currency) or 0,
        form.ticked("new_customers"),
        quantity_limit=forms.limit(form, "quantity_limit"),
        buyer_limit=forms.limit(form, "buyer_limit"),
        code=code or None,
        market=market,
    )


async def today(db: Db, actor: Actor, *, now: datetime) -> datetime:
    """The time that the forms begin from."""
    return now


async def page(
    request: Asked,
    desk: Desk,
    form: Typed | None = None,
    trouble: Trouble = FINE,
    *,
    cursor: str | None = None,
) -> Html:
    """The page, with what was typed."""
    found = await desk.ask(queries.vouchers_of_shop, shop_id=PLATFORM, cursor=cursor)
    starts = (await desk.ask(today)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    fresh = [("starts_at", forms.local(starts, "ID")), ("ends_at", forms.local(starts + timedelta(days=7), "ID"))]
    return render(
        request,
        "operator/vouchers/vouchers.html",
        status=trouble.status,
        vouchers=found.items,
        markets=[(code, say(request, market.name)) for code, market in MARKETS.items()],
        form=form if form is not None and form.text("title") else Typed([*fresh, ("buyer_limit", "1")]),
        funding=form if form is not None and "offer" in form.names() else Typed(),
        errors=trouble.errors,
        general=trouble.general,
        more=with_query(HERE, cursor=found.next_cursor) if found.next_cursor else "",
    )


routes = [vouchers_page, create, fund, launch, stop]
