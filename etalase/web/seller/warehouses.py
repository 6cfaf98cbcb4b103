"""The warehouses of a shop: where stock lies, opened, renamed and closed."""

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.stock import actions, queries
from etalase.stock.rules import DEFAULT_WAREHOUSE
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.workplace import enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed

OPENED: Final = N_("The warehouse is open.")
RENAMED: Final = N_("Saved.")
CLOSED: Final = N_("The warehouse is closed.")


@get("/seller/{shop:int}/warehouses")
async def warehouses_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """All open ones, with what lies in each."""
    return await page(request, desk, shop)


@post("/seller/{shop:int}/warehouses")
async def open_one(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """One more, empty."""
    form = await typed(request)
    try:
        await desk.perform(actions.open_warehouse, shop_id=shop, name=form.text("name"))
    except (Invalid, Refused) as no:
        return await page(request, desk, shop, form, trouble_of(request, no))
    return see_other(f"/seller/{shop}/warehouses", say(request, OPENED))


@post("/seller/{shop:int}/warehouses/{warehouse:int}/name")
async def rename(request: Asked, desk: Desk, shop: Id, warehouse: Id) -> Response[None]:
    """Another name."""
    name, back = (await typed(request)).text("name"), f"/seller/{shop}/warehouses"
    return await act_and_return(
        request, desk, back, RENAMED, actions.rename_warehouse, shop_id=shop, warehouse_id=warehouse, name=name
    )


@post("/seller/{shop:int}/warehouses/{warehouse:int}/closure")
async def close(request: Asked, desk: Desk, shop: Id, warehouse: Id) -> Response[None]:
    """Closed for good, when it is empty."""
    back = f"/seller/{shop}/warehouses"
    return await act_and_return(
        request, desk, back, CLOSED, actions.close_warehouse, shop_id=shop, warehouse_id=warehouse
    )


async def page(request: Asked, desk: Desk, shop_id: int, form: Typed | None = None, trouble: Trouble = FINE) -> Html:
    """The list, and the form for one more with what was typed."""
    place = await enter(desk, shop_id, "product.read")
    found = await desk.ask(queries.warehouses, shop_id=shop_id)
    return shown(
        request,
        place,
        "warehouses/warehouses",
        status=trouble.status,
        found=[(each, name_of(request, each.name)) for each in found],
        form=form or Typed(),
        errors=trouble.errors,
        general=trouble.general,
    )


def name_of(request: Asked, name: str) -> str:
    """A warehouse's name; that of the first one in the reader's language until somebody renames it."""
    return say(request, name) if name == DEFAULT_WAREHOUSE else name


routes = [warehouses_page, open_one, rename, close]
