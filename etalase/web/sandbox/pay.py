"""The sandbox provider's own page: what its customers see when they scan a code, open the wallet or go to their bank."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.sandbox import only_in_the_sandbox
from etalase.payments.ports.sandbox import Shown, shown, tap
from etalase.payments.ports.sandbox.page import Tap
from etalase.payments.rules import METHOD_NAMES, Method
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other

Form = Body(media_type=RequestEncodingType.URL_ENCODED)
DONE: Final = N_("Done. The shop's page hears of it in a moment.")
OVER: Final = N_("This payment is over.")


class TapForm(msgspec.Struct):
    """What is done with it."""

    tap: Tap


async def seen(db: Db, _actor: Actor | None, *, ref: str) -> Shown:
    """The charge of that name, for whoever knows it."""
    return await shown(db, ref)


async def tapped(db: Db, _actor: Actor | None, *, ref: str, what: Tap, now: datetime) -> bool:
    """Do it; False when the charge is over."""
    return await tap(db, ref, what, now=now)


@get("/sandbox/pay/{ref:str}")
async def page(request: Asked, desk: Desk, ref: str) -> Html:
    """The charge, and what can be done with it."""
    only_in_the_sandbox(desk)
    found = await desk.look(seen, ref=ref)
    names: dict[str, str] = {str(name): text for name, text in METHOD_NAMES.items()}
    method: Method | str = found.method
    return render(request, "sandbox/pay.html", charge=found, method=say(request, names.get(method, method)))


@post("/sandbox/pay/{ref:str}")
async def act(request: Asked, desk: Desk, ref: str, data: Annotated[TapForm, Form]) -> Response[Any]:
    """Pay, decline, let it expire, or pay and tell twice."""
    only_in_the_sandbox(desk)
    done = await desk.perform(tapped, anybody=True, ref=ref, what=data.tap)
    return see_other(f"/sandbox/pay/{ref}", say(request, DONE if done else OVER), "good" if done else "bad")


routes = [page, act]
