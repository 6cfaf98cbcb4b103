"""What the rooms bring to the running server: reference rows, jobs, refusals, sweeps.

A room that is missing a file simply brings nothing of that kind; the order is that of the floors.
"""

import importlib
import importlib.util
from datetime import datetime
from typing import Any

from etalase.accounts.actions import forget_expired
from etalase.base import clock, idempotency, limits
from etalase.base.db import Db
from etalase.base.jobs import Roster, Timed, subscribe
from etalase.base.sweeping import sweep_all

ROOMS = (
    "ledger",
    "media",
    "accounts",
    "shops",
    "stock",
    "payments",
    "catalog",
    "imports",
    "links",
    "shipping",
    "affiliate",
    "promotions",
    "showcase",
    "orders",
    "parcels",
    "aftersales",
    "settlement",
    "ads",
    "closures",
    "notices",
)


def gather(furniture: str, constant: str) -> list[Any]:
    """The constant of that name from every room that has it, lowest floor first."""
    found: list[Any] = []
    for room in ROOMS:
        name = f"etalase.{room}.{furniture}"
        if importlib.util.find_spec(f"etalase.{room}") and importlib.util.find_spec(name):
            found.append(getattr(importlib.import_module(name), constant, None))
    return [each for each in found if each is not None]


def refusals() -> dict[str, str]:
    """Every refusal code with its sentence (msgid)."""
    collected: dict[str, str] = dict(idempotency.REFUSALS)
    for each in gather("rules", "REFUSALS"):
        collected.update(each)
    return collected


def roster() -> Roster:
    """Every reaction and timed job of the rooms, and the ground floor's own tidying."""
    return Roster(
        [
            Timed("house.tidy", every_s=3600, act=tidy),
            Timed("house.sweep", every_s=3600, act=sweep, outside=True),
            *(job for each in gather("jobs", "JOBS") for job in each),
        ]
    )


async def sweep(db: Db, now: datetime) -> None:
    """Look for broken promises and keep what was found for operators; each statement by itself, no transaction over all."""
    await sweep_all(db, sweeps(), now=now)


async def tidy(db: Db, _now: datetime) -> None:
    """Forget old idempotency keys, counters and sessions; all follow the wall clock, never the sandbox's."""
    wall = await clock.Clock(sandbox=False).wall(db)
    await idempotency.sweep(db, wall)
    await limits.sweep(db, wall)
    await forget_expired(db, wall)


def sweeps() -> list[Any]:
    """Every (name, statement) whose rows would be a broken promise."""
    return [sweep for each in gather("queries", "SWEEPS") for sweep in each]


async def seed(db: Db) -> None:
    """Write the reference rows that are missing; safe to run at every start."""
    for seed_room in SEEDS:
        module_name, name = seed_room.rsplit(".", 1)
        if importlib.util.find_spec(module_name):
            await getattr(importlib.import_module(module_name), name)(db)
    await subscribe(db, roster())


SEEDS = (
    "etalase.base.markets.seed",
    "etalase.catalog.actions.seed_categories",
    "etalase.orders.actions.taxing.seed_taxes",
)
