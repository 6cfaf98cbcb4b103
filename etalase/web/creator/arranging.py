"""What the buttons of the Showcase do: take out, pin, put in order. Each works as a plain form."""

from typing import Any, Final

from litestar import post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.ids import LARGEST
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.showcase import actions
from etalase.web.creator.showcase import showcase
from etalase.web.frame import Asked
from etalase.web.pages import say_many, see_other
from etalase.web.typed import Typed, act_and_return, trouble_of, typed, whole, wrong

HERE: Final = "/creator/showcase"
PINNED: Final = N_("Pinned.")
UNPINNED: Final = N_("No longer pinned.")
NOTHING_CHOSEN: Final = N_("Choose at least one product.")


@post("/creator/showcase/removal")
async def remove(request: Asked, desk: Desk) -> Response[Any]:
    """Take the chosen products out, 200 at most."""
    chosen = (await typed(request)).ids("product")
    if not chosen:
        return await showcase(request, desk, trouble=wrong(request, {"product": NOTHING_CHOSEN}))
    try:
        removed = await desk.perform(actions.remove_items, product_ids=chosen)
    except (Invalid, Refused) as no:
        return await showcase(request, desk, trouble=trouble_of(request, no))
    return see_other(HERE, told_removed(request, sum(gone for _, gone in removed)))


@post("/creator/showcase/pins/{product:int}")
async def pin(request: Asked, desk: Desk, product: int) -> Response[None]:
    """Pin one product."""
    return await act_and_return(request, desk, HERE, PINNED, actions.pin, product_id=min(product, LARGEST))


@post("/creator/showcase/pins/{product:int}/removal")
async def unpin(request: Asked, desk: Desk, product: int) -> Response[None]:
    """Let one pin go."""
    return await act_and_return(request, desk, HERE, UNPINNED, actions.unpin, product_id=min(product, LARGEST))


@post("/creator/showcase/order")
async def order(request: Asked, desk: Desk) -> Response[None]:
    """The products named in `ids` change places among themselves: after a drag, an arrow key, or the buttons up and down."""
    try:
        await desk.perform(actions.move_among, product_ids=ids_of(await typed(request)))
    except (Invalid, Refused) as no:
        return see_other(HERE, trouble_of(request, no).general, "bad")
    return moved(request, HERE)


def moved(request: Asked, back: str) -> Response[None]:
    """The answer to a move: nothing for the script that made it, the page for a form."""
    if request.headers.get("hx-request") == "true":
        return Response(None, status_code=204)
    return see_other(back)


def ids_of(form: Typed) -> list[int]:
    """The ids of a comma-separated field; anything that is none is left out."""
    numbers = (whole(each) for each in form.text("ids")[:40_000].split(","))
    return [number for number in numbers if number and number <= LARGEST]


def told_removed(request: Asked, count: int) -> str:
    """How many were taken out."""
    return say_many(
        request,
        "%(count)s product taken out of your Showcase.",
        "%(count)s products taken out of your Showcase.",
        count,
    )


routes = [remove, pin, unpin, order]
