"""A shop's vouchers at the Marketing desk."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.catalog.queries import ShopProduct, shop_products
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions import actions, queries, rules
from etalase.promotions.actions import VoucherChanges
from etalase.promotions.queries import Voucher
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import promotion_form as forms
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed

SAVED: Final = N_("Saved as a draft. Launch it when it is right.")
CHANGED: Final = N_("Saved.")
LAUNCHED: Final = N_("Launched.")
STOPPED: Final = N_("Stopped. Who claimed it cannot use it any more.")
NO_PRODUCT: Final = Invalid({"products": N_("One of these products is not there any more.")})
SHOWN_AT_ONCE: Final = 25
CHOICES_MAX: Final = 100


class Bench(msgspec.Struct, frozen=True):
    """What a voucher's form works with."""

    products: list[ShopProduct]
    now: datetime


async def bench(db: Db, actor: Actor, *, place: Workplace, now: datetime) -> Bench:
    """The products to choose from."""
    found = await shop_products(db, actor, shop_id=place.shop.shop_id, limit=CHOICES_MAX)
    return Bench(found.items, now)


@get("/seller/{shop:int}/marketing/vouchers")
async def vouchers_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """The shop's vouchers with their states, the newest first."""
    place = await enter(desk, shop, "promotion.read")
    found = await desk.ask(queries.vouchers_of_shop, shop_id=shop, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query(f"{place.home}/marketing/vouchers", cursor=found.next_cursor) if found.next_cursor else ""
    return shown(request, place, "marketing/vouchers", vouchers=found.items, more=more)


@get("/seller/{shop:int}/marketing/vouchers/new")
async def new_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """An empty form."""
    return await form_page(request, desk, await enter(desk, shop, "promotion.write"), None)


@post("/seller/{shop:int}/marketing/vouchers/new")
async def create(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Save a draft."""
    place, form = await enter(desk, shop, "promotion.write"), await typed(request)
    try:
        new = forms.new_voucher(form, place.shop)
        made = await desk.perform(actions.create_voucher, shop_id=shop, new=new)
    except (Invalid, Refused) as no:
        return await form_page(request, desk, place, form, trouble=trouble_of(request, no))
    except NotFound:
        return await form_page(request, desk, place, form, trouble=trouble_of(request, NO_PRODUCT))
    return see_other(f"{place.home}/marketing/vouchers/{made.voucher_id}", say(request, SAVED))


@get("/seller/{shop:int}/marketing/vouchers/{voucher:int}")
async def voucher_page(request: Asked, desk: Desk, shop: Id, voucher: Id) -> Html:
    """One voucher."""
    return await one_page(request, desk, await enter(desk, shop, "promotion.read"), voucher)


@post("/seller/{shop:int}/marketing/vouchers/{voucher:int}")
async def edit(request: Asked, desk: Desk, shop: Id, voucher: Id) -> Response[Any]:
    """Another title, end or total limit."""
    place, form = await enter(desk, shop, "promotion.write"), await typed(request)
    try:
        ends_at = forms.moment(form, "ends_at", place.shop.market)
        changes = VoucherChanges(form.text("title"), ends_at, forms.limit(form, "quantity_limit"))
        await desk.perform(actions.edit_voucher, shop_id=shop, voucher_id=voucher, changes=changes)
    except (Invalid, Refused) as no:
        return await one_page(request, desk, place, voucher, form, trouble_of(request, no))
    return see_other(f"{place.home}/marketing/vouchers/{voucher}", say(request, CHANGED))


@post("/seller/{shop:int}/marketing/vouchers/{voucher:int}/launch")
async def launch(request: Asked, desk: Desk, shop: Id, voucher: Id) -> Response[None]:
    """Put it into force."""
    place = await enter(desk, shop, "promotion.write")
    back = f"{place.home}/marketing/vouchers/{voucher}"
    return await act_and_return(request, desk, back, LAUNCHED, actions.launch_voucher, shop_id=shop, voucher_id=voucher)


@post("/seller/{shop:int}/marketing/vouchers/{voucher:int}/stop")
async def stop(request: Asked, desk: Desk, shop: Id, voucher: Id) -> Response[None]:
    """Stop it for good."""
    place = await enter(desk, shop, "promotion.write")
    back = f"{place.home}/marketing/vouchers/{voucher}"
    act = actions.deactivate_voucher
    return await act_and_return(request, desk, back, STOPPED, act, shop_id=shop, voucher_id=voucher)


async def form_page(
    request: Asked, desk: Desk, place: Workplace, form: Typed | None, *, trouble: Trouble = FINE
) -> Html:
    """The form as it was typed, else empty."""
    found = await desk.ask(bench, place=place)
    shape = form if form is not None else forms.empty(found.now, "VOUCHER", place.shop)
    return shown(
        request,
        place,
        "marketing/voucher_form",
        status=trouble.status,
        form=shape,
        products=found.products,
        chosen=shape.ids("product"),
        displays=[(each, say(request, rules.DISPLAY_NAMES[each])) for each in forms.DISPLAYED],
        errors=trouble.errors,
        general=trouble.general,
    )


async def one_page(
    request: Asked, desk: Desk, place: Workplace, voucher_id: int, form: Typed | None = None, trouble: Trouble = FINE
) -> Html:
    """A voucher with the form of what may still change."""
    found = await desk.ask(queries.voucher, shop_id=place.shop.shop_id, voucher_id=voucher_id)
    open_still = found.status in {"DRAFT", "NOT_START", "ONGOING", "NOT_EFFECTIVE"}
    return shown(
        request,
        place,
        "marketing/voucher",
        status=trouble.status,
        one=found,
        form=form if form is not None else _of_voucher(found, place),
        open_still=open_still,
        display=say(request, rules.DISPLAY_NAMES[found.display]),
        errors=trouble.errors,
        general=trouble.general,
    )


def _of_voucher(found: Voucher, place: Workplace) -> Typed:
    most = "" if found.quantity_limit == rules.UNLIMITED else str(found.quantity_limit)
    ends_at = forms.local(found.ends_at, place.shop.market)
    return Typed([("title", found.title), ("ends_at", ends_at), ("quantity_limit", most)])


routes = [vouchers_page, new_page, create, voucher_page, edit, launch, stop]
