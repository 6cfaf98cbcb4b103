"""What the sandbox offers, on one page: the clock, payments that wait, parcels on the road, the bank, the outbox."""

from datetime import datetime, timedelta
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
from etalase.doorway.sandbox import advance, only_in_the_sandbox
from etalase.parcels.queries import Package, moving
from etalase.parcels.rules import STATUS_NAMES
from etalase.payments.ports.sandbox import Shown, waiting
from etalase.payments.rules import METHOD_NAMES
from etalase.settlement.ports import OTHER_NAME, REFUSES, SLOW, UNKNOWN
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.parcel_view import TONES

SHOWN: Final = 8
# How far one press moves the clock.
STEPS: Final = {
    "3600": N_("An hour on"),
    "86400": N_("A day on"),
    "259200": N_("Three days on"),
    "604800": N_("A week on"),
}
MOVED: Final = N_("The clock is moved on. What is due now is done in a moment.")
ENDINGS: Final = (
    (REFUSES, N_("The bank refuses the payout.")),
    (SLOW, N_("The bank takes its time.")),
    (OTHER_NAME, N_("The bank knows another holder.")),
    (UNKNOWN, N_("The bank knows no such account.")),
)


class Offered(msgspec.Struct, frozen=True):
    """What waits for somebody to play the world outside."""

    now: datetime
    ahead: timedelta
    charges: list[Shown]
    packages: list[Package]


class StepForm(msgspec.Struct):
    """How far: a key of STEPS."""

    seconds: str


async def offered(db: Db, _actor: Actor | None, *, now: datetime, wall: datetime) -> Offered:
    """All that the page lists."""
    return Offered(now, now - wall, await waiting(db, now, limit=SHOWN), await moving(db, limit=SHOWN))


@get("/sandbox")
async def page(request: Asked, desk: Desk) -> Html:
    """Everything at a glance."""
    only_in_the_sandbox(desk)
    found = await desk.look(offered)
    return render(
        request,
        "sandbox/index.html",
        found=found,
        # Under a minute it is the two clocks' own difference.
        ahead_hours=round(found.ahead.total_seconds() / 3600),
        steps=[(seconds, say(request, name)) for seconds, name in STEPS.items()],
        charges=[{"charge": each, "method": method_of(request, each)} for each in found.charges],
        packages=[parcel_of(request, each) for each in found.packages],
        endings=[[ending, say(request, text)] for ending, text in ENDINGS],
    )


@post("/sandbox/clock")
async def move(
    request: Asked, desk: Desk, data: Annotated[StepForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[Any]:
    """Time passes."""
    only_in_the_sandbox(desk)
    if data.seconds in STEPS:
        await desk.perform(advance, seconds=int(data.seconds))
    return see_other("/sandbox", say(request, MOVED))


def method_of(request: Asked, charge: Shown) -> str:
    """How it is paid, in words."""
    names: dict[str, str] = {str(name): text for name, text in METHOD_NAMES.items()}
    return say(request, names.get(charge.method, charge.method))


def parcel_of(request: Asked, package: Package) -> dict[str, Any]:
    """A package as lists show it."""
    name = say(request, STATUS_NAMES[package.status])
    return {"number": package.tracking_number, "carrier": package.carrier, "state": name, "tone": TONES[package.status]}


routes = [page, move]
