"""The operators' desk: the providers' days against the books, every account of the platform, and what sweeps found."""

from datetime import date, datetime
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base import sweeping
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.ledger.rules import KIND_NAMES
from etalase.settlement import actions, queries
from etalase.settlement.rules.matching import FINDING_NAMES, Compared
from etalase.web.frame import Asked
from etalase.web.pages import Html, render
from etalase.web.typed import act_and_return

COMPARED: Final = N_("The day was compared once more.")
HERE: Final = "/operator/reconciliation"


@get("/operator/reconciliation")
async def reconciliation_page(request: Asked, desk: Desk) -> Html:
    """How far providers and books agree, and the books themselves."""
    return render(
        request,
        "operator/money/reconciliation.html",
        days=await desk.ask(queries.reconciled_days),
        findings=await desk.ask(queries.findings),
        balances=await desk.ask(queries.trial_balance),
        kind_names=KIND_NAMES,
        finding_names=FINDING_NAMES,
    )


@post("/operator/reconciliation/{provider:str}/{day:str}")
async def compare_again(request: Asked, desk: Desk, provider: str, day: str) -> Response[None]:
    """Ask the provider for its file once more."""
    try:
        asked = date.fromisoformat(day)
    except ValueError as wrong:
        raise NotFound from wrong
    inputs: dict[str, Any] = {"provider": provider, "day": asked}
    return await act_and_return(request, desk, HERE, COMPARED, again, **inputs)


@get("/operator/sweeps")
async def sweeps_page(request: Asked, desk: Desk) -> Html:
    """Every promise of the data, and whether it was kept last time."""
    return render(request, "operator/money/sweeps.html", sweeps=await desk.ask(swept))


async def again(db: Db, actor: Actor, *, provider: str, day: date, now: datetime) -> Compared:
    """Compare a day once more."""
    return await actions.reconcile_again(db, actor, provider=provider, day=day, now=now)


async def swept(db: Db, actor: Actor) -> list[sweeping.Swept]:
    """What sweeps found last."""
    return await sweeping.swept(db, actor)


routes = [reconciliation_page, compare_again, sweeps_page]
