"""The operators' desk: products that wait for a review, what was said to them, and products to take down (§2.3)."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.catalog import actions, queries
from etalase.catalog.queries import WaitingProduct
from etalase.catalog.rules import attributes_of
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say, see_other
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole

QUEUE: Final = "/operator/listings"
ACCEPTED: Final = N_("The product may be sold.")
REFUSED: Final = N_("Told the seller why.")
TAKEN_DOWN: Final = N_("Nobody can buy it now. The seller was told why and may appeal.")
NO_PRODUCT: Final = N_("There is no such product.")
WAITING_AT_ONCE: Final = 20


@get("/operator/listings")
async def queue_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """The queue, longest waiting first, and the form that takes a product down."""
    return await queue(request, desk, cursor=cursor)


@post("/operator/listings/{product:int}/approval")
async def approve(request: Asked, desk: Desk, product: Id) -> Response[None]:
    """It may be sold."""
    return await act_and_return(request, desk, QUEUE, ACCEPTED, actions.approve_product, product_id=product)


@post("/operator/listings/{product:int}/rejection")
async def reject(request: Asked, desk: Desk, product: Id) -> Response[Any]:
    """It may not; the reason goes to the seller."""
    form = await typed(request)
    try:
        await desk.perform(actions.reject_product, product_id=product, reason=form.text("reason"))
    except (Invalid, Refused) as no:
        return await queue(request, desk, form=form, at=product, trouble=trouble_of(request, no))
    return see_other(QUEUE, say(request, REFUSED), "info")


@post("/operator/listings/down")
async def take_down(request: Asked, desk: Desk) -> Response[Any]:
    """Take a product down or freeze it, named by its number or its page."""
    form = await typed(request)
    product_id = whole(form.text("product").rstrip("/").rsplit("/", 1)[-1])
    becomes = "FREEZE" if form.text("becomes") == "FREEZE" else "PLATFORM_DEACTIVATED"
    trouble = Trouble({"product": say(request, NO_PRODUCT)}, "", 422)
    try:
        if product_id:
            await desk.perform(
                actions.take_down_product, product_id=product_id, becomes=becomes, reason=form.text("why")
            )
            return see_other(QUEUE, say(request, TAKEN_DOWN))
    except NotFound:
        pass
    except (Invalid, Refused) as no:
        found = trouble_of(request, no)
        errors = {"why" if name == "reason" else name: text for name, text in found.errors.items()}
        trouble = Trouble(errors, found.general, found.status)
    return await queue(request, desk, form=form, trouble=trouble)


async def queue(
    request: Asked,
    desk: Desk,
    *,
    cursor: str | None = None,
    form: Typed | None = None,
    at: int = 0,
    trouble: Trouble = FINE,
) -> Html:
    """The page; `at` is the product whose reason came back."""
    found = await desk.ask(queries.waiting_products, limit=WAITING_AT_ONCE, cursor=cursor)
    names = {
        each.category_id: each.name
        for each in await desk.look(queries.categories, language=house().frame(request).lang)
    }
    return render(
        request,
        "operator/listings/listings.html",
        status=trouble.status,
        waiting=[card(request, each, names) for each in found.items],
        more=with_query(QUEUE, cursor=found.next_cursor) if found.next_cursor else "",
        form=form or Typed(),
        at=at,
        errors=trouble.errors,
        general=trouble.general,
    )


def card(request: Asked, one: WaitingProduct, names: Mapping[int, str]) -> dict[str, Any]:
    """One product as the operator judges it."""
    said = one.said()
    known = [each for each in attributes_of(one.category_id, one.market) if each.key in said]
    return {
        "one": one,
        "category": one.category_text or names.get(one.category_id, ""),
        "low": Money(one.price_from_minor, one.currency),
        "high": Money(one.price_to_minor, one.currency),
        "details": [
            [say(request, each.label), say(request, dict(each.choices).get(said[each.key], said[each.key]))]
            for each in known
        ],
    }


routes = [queue_page, approve, reject, take_down]
