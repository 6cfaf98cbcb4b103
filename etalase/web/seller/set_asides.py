"""Stock kept for a campaign or a LIVE: what is kept and what is left of it, a form for more, and the end of one."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.ids import LARGEST
from etalase.base.texts import N_
from etalase.catalog import queries as catalog
from etalase.catalog.actions import set_stock_aside
from etalase.catalog.queries import Detail
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions.queries import kept_in_vain, promotion_names, promotions_that_may_keep
from etalase.stock import queries
from etalase.stock.actions import end_set_aside
from etalase.stock.queries import SetAside
from etalase.stock.rules import PURPOSE_NAMES
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.warehouses import name_of
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.shopper.choosing import described
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole

Tab = Annotated[str, Parameter(query="state")]
SHOWN_AT_ONCE: Final = 25
TABS: Final = {"": N_("Kept now"), "ended": N_("Ended")}
KEPT: Final = N_("The pieces are set aside.")
ENDED: Final = N_("It has ended. What was left can be bought again.")
OWN_NUMBER: Final = N_("No promotion: by a number of your own")
NO_SUCH: Final = N_("No SKU of this shop is called so.")


class Line(msgspec.Struct, frozen=True):
    """One set-aside with the names of what it keeps; a product or SKU that was deleted has none, nor has a number of the
    seller's own a `promotion`.

    `warehouse` is empty where the shop never had another one. `unsold`: the promotion does not sell it.
    """

    kept: SetAside
    purpose: str
    promotion: str
    title: str
    name: str
    seller_sku: str
    picture_key: str | None
    warehouse: str
    unsold: bool


class Shelf(msgspec.Struct, frozen=True):
    """A page of set-asides, newest first; `chosen`: the product whose SKUs the form offers, `offered`: [promotion, title],
    `unsold`: set-asides that are kept in vain."""

    found: list[SetAside]
    details: dict[int, Detail]
    warehouses: dict[int, str]
    promotions: dict[int, str]
    unsold: set[int]
    offered: list[list[str]]
    next_cursor: str | None
    chosen: Detail | None


async def shelf(
    db: Db, actor: Actor, *, shop_id: int, ended: bool, product_id: int, cursor: str | None, now: datetime
) -> Shelf:
    """What the page shows; a product that is not there, 0 for one, is not offered."""
    page = await queries.set_asides_of_shop(db, actor, shop_id=shop_id, ended=ended, limit=SHOWN_AT_ONCE, cursor=cursor)
    wanted = {product_id, *(each.product_id for each in page.items)}
    found = await catalog.details(db, shop_id, sorted(wanted))
    places = await queries.warehouses(db, actor, shop_id=shop_id, closed=True)
    names = {each.warehouse_id: each.name for each in places}
    titles = await promotion_names(db, shop_id, sorted({each.purpose_ref for each in page.items}))
    # What has ended is on sale again, and what is kept for something else is not ours to judge.
    kept = [each for each in page.items if each.purpose == "CAMPAIGN" and each.ended_at is None]
    vain = await kept_in_vain(db, shop_id, [(each.purpose_ref, each.product_id, each.sku_id) for each in kept])
    unsold = {each.set_aside_id for each in kept if (each.purpose_ref, each.sku_id) in vain}
    offered = [[str(each.promotion_id), each.title] for each in await promotions_that_may_keep(db, shop_id, now)]
    return Shelf(page.items, found, names, titles, unsold, offered, page.next_cursor, found.get(product_id))


async def keep(
    db: Db, actor: Actor, *, shop_id: int, seller_sku: str, quantity: int, purpose: str, purpose_ref: int, now: datetime
) -> SetAside:
    """Set aside by the seller's own key; Invalid when the shop has no such SKU."""
    found = (await catalog.seller_skus(db, shop_id, [seller_sku])).get(seller_sku)
    if found is None:
        raise Invalid({"seller_sku": NO_SUCH})
    return await set_stock_aside(
        db,
        actor,
        shop_id=shop_id,
        sku_id=found.sku_id,
        quantity=quantity,
        purpose=purpose,
        purpose_ref=purpose_ref,
        now=now,
    )


def purpose_of(form: Typed) -> dict[str, Any]:
    """What for: the promotion that was chosen, else what was typed."""
    promotion = whole(form.text("promotion"))
    if promotion:
        return {"purpose": "CAMPAIGN", "purpose_ref": promotion}
    return {"purpose": form.text("purpose"), "purpose_ref": whole(form.text("purpose_ref")) or 0}


@get("/seller/{shop:int}/set-asides")
async def set_asides_page(
    request: Asked,
    desk: Desk,
    shop: Id,
    tab: Tab = "",
    product: str = "",
    promotion: str = "",
    cursor: str | None = None,
) -> Html:
    """What is kept, or was; with a product, its SKUs are offered in the form, and a promotion is chosen."""
    place = await enter(desk, shop, "stock.read")
    form = Typed([("product", product), ("promotion", promotion)])
    return await page(request, desk, place, form, ended=tab == "ended", cursor=cursor)


@post("/seller/{shop:int}/set-asides")
async def set_aside(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Keep some; what was typed stays when something is wrong."""
    place = await enter(desk, shop, "stock.write")
    form = await typed(request)
    try:
        await desk.perform(
            keep,
            shop_id=shop,
            seller_sku=form.text("seller_sku"),
            quantity=whole(form.text("quantity")) or 0,
            **purpose_of(form),
        )
    except (Invalid, Refused) as no:
        return await page(request, desk, place, form, trouble_of(request, no))
    return see_other(f"{place.home}/set-asides", say(request, KEPT))


@post("/seller/{shop:int}/set-asides/{number:int}/end")
async def end(request: Asked, desk: Desk, shop: Id, number: Id) -> Response[None]:
    """It is over: what is left goes back on sale."""
    back = f"{(await enter(desk, shop, 'stock.write')).home}/set-asides"
    return await act_and_return(request, desk, back, ENDED, end_set_aside, shop_id=shop, set_aside_id=number)


async def page(
    request: Asked,
    desk: Desk,
    place: Workplace,
    form: Typed,
    trouble: Trouble = FINE,
    *,
    ended: bool = False,
    cursor: str | None = None,
) -> Html:
    """The list and the form, with what was typed."""
    here, product_id = f"{place.home}/set-asides", min(whole(form.text("product")) or 0, LARGEST)
    seen = await desk.ask(shelf, shop_id=place.shop.shop_id, ended=ended, product_id=product_id, cursor=cursor)
    asked = {"state": "ended"} if ended else {}
    return shown(
        request,
        place,
        "set_asides/set_asides",
        status=trouble.status,
        lines=[line_of(request, each, seen) for each in seen.found],
        tabs=[
            {
                "label": say(request, label),
                "href": with_query(here, state=tab) if tab else here,
                "current": (tab == "ended") == ended,
            }
            for tab, label in TABS.items()
        ],
        ended=ended,
        more=with_query(here, **asked, cursor=seen.next_cursor) if seen.next_cursor else "",
        product=seen.chosen.product if seen.chosen else None,
        choices=choices_of(request, seen.chosen) if seen.chosen else [],
        promotions=[["", say(request, OWN_NUMBER)], *seen.offered],
        purposes=[{"value": key, "label": say(request, label)} for key, label in PURPOSE_NAMES.items()],
        form=form,
        errors=trouble.errors,
        general=trouble.general,
    )


def line_of(request: Asked, kept: SetAside, seen: Shelf) -> Line:
    """A set-aside as a row."""
    detail = seen.details.get(kept.product_id)
    sku = next((each for each in detail.skus if each.sku_id == kept.sku_id), None) if detail else None
    return Line(
        kept,
        say(request, PURPOSE_NAMES[kept.purpose]),
        seen.promotions.get(kept.purpose_ref, "") if kept.purpose == "CAMPAIGN" else "",
        detail.product.title if detail else "",
        described(sku.chosen(detail.product.option_names)) if detail and sku else "",
        sku.seller_sku if sku else "",
        next(iter(detail.product.pictures), None) if detail else None,
        name_of(request, seen.warehouses[kept.warehouse_id]) if len(seen.warehouses) > 1 else "",
        kept.set_aside_id in seen.unsold,
    )


def choices_of(request: Asked, detail: Detail) -> list[list[str]]:
    """The SKUs of a product, each with how many of it can be sold."""
    names = detail.product.option_names
    return [
        [
            each.seller_sku,
            say(
                request,
                N_("%(name)s: %(count)s in stock"),
                name=described(each.chosen(names)) or each.seller_sku,
                count=each.available,
            ),
        ]
        for each in detail.skus
    ]


routes = [set_asides_page, set_aside, end]
