"""The form of an affiliate plan, and its people in words. Rates are typed in per cent, ends as a day in the shop's country."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import UNSET, UnsetType

from etalase.affiliate.actions import NewPlan, PlanChanges
from etalase.affiliate.queries import Invitee, Participation, Plan
from etalase.base.errors import Fact, Invalid
from etalase.base.markets import MARKETS
from etalase.base.texts import N_
from etalase.catalog.queries import ShopProduct
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.typed import Typed

RATE: Final = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)
RATE_WRONG: Final = N_("Write a rate in per cent, such as 12 or 12.5.")
RATE_RANGE: Final = N_("From %(least)s to %(most)s per cent.")
DAY_WRONG: Final = N_("Write a date.")
NO_PRODUCT: Final = Invalid({"products": N_("One of these products is not there any more.")})
STATES: Final = {
    "REQUESTED": (N_("Asks to join"), "info"),
    "APPROVED": (N_("Takes part"), "good"),
    "REJECTED": (N_("Refused"), ""),
    "LEFT": (N_("Left"), ""),
    "REMOVED": (N_("Removed"), ""),
    "WITHDRAWN": (N_("Withdrew"), ""),
    "INVITED": (N_("Invited"), "info"),
    "ACCEPTED": (N_("Accepted"), "good"),
    "DECLINED": (N_("Declined"), ""),
}


def new_plan(form: Typed, market: str) -> NewPlan:
    """What was typed as a new plan. Invalid `rate`, `ends`."""
    return NewPlan(
        form.text("kind") or "OPEN",
        rate_bp(form.text("rate")),
        None if form.text("scope", "all") == "all" else form.ids("product"),
        handles(form.text("handles")),
        ends_at(form.text("ends_at"), market),
        form.ticked("needs_approval"),
        form.text("name"),
        form.text("message"),
    )


def changes(form: Typed, plan: Plan | None, market: str) -> PlanChanges:
    """What was typed as a change of a live plan; kind and scope stay."""
    everything = plan is None or plan.all_products
    products: list[int] | UnsetType | None = UNSET if everything else form.ids("product")
    return PlanChanges(
        rate_bp(form.text("rate")),
        form.text("name"),
        form.text("message"),
        form.ticked("needs_approval"),
        ends_at(form.text("ends_at"), market),
        products,
        handles(form.text("handles")),
    )


def of_plan(plan: Plan, market: str) -> Typed:
    """A plan as its form shows it. Handles are invited in addition, so their field is empty."""
    ends = plan.ends_at.astimezone(_zone(market)) - timedelta(seconds=1) if plan.ends_at else None
    fields = [
        ("kind", plan.kind),
        ("name", plan.name),
        ("rate", percent(plan.rate_bp)),
        ("scope", "all" if plan.all_products else "chosen"),
        ("message", plan.message),
        ("ends_at", ends.date().isoformat() if ends else ""),
        ("needs_approval", "1" if plan.needs_approval else ""),
    ]
    return Typed([*fields, *(("product", str(product_id)) for product_id in plan.product_ids)])


def rate_bp(text: str) -> int:
    """Per cent as basis points: "12.5" is 1250. Invalid."""
    match = RATE.fullmatch(text.removesuffix("%").strip())
    if match is None:
        raise Invalid({"rate": RATE_WRONG})
    return int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))


def percent(rate: int) -> str:
    """Basis points as people type them: 1250 is "12.5"."""
    return f"{(Decimal(rate) / 100).normalize():f}"


def ends_at(text: str, market: str) -> datetime | None:
    """The end of that day where the shop is; None for an empty field. Invalid."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
    except (ValueError, OverflowError) as wrong:
        raise Invalid({"ends_at": DAY_WRONG}) from wrong
    return datetime.combine(day, time.min, _zone(market)).astimezone(UTC)


def handles(text: str) -> list[str]:
    """Handles between spaces, commas or lines, with or without @."""
    return list(dict.fromkeys(each.removeprefix("@") for each in re.split(r"[\s,;]+", text) if each.strip("@")))


def person(request: Asked, found: Participation) -> dict[str, Any]:
    """Somebody who takes or took part."""
    name, tone = STATES.get(found.status, (found.status, ""))
    return {"one": found, "state": say(request, name), "tone": tone}


def invited(request: Asked, found: Invitee) -> dict[str, Any]:
    """Somebody whom a targeted plan invites."""
    name, tone = STATES.get(found.status, (found.status, ""))
    return {"one": found, "state": say(request, name), "tone": tone}


def listed(plan: Plan | None, products: Sequence[ShopProduct]) -> list[ShopProduct]:
    """The products of a plan with a list, of those that are at hand."""
    chosen = set(plan.product_ids) if plan else set[int]()
    return [each for each in products if each.product_id in chosen]


def not_shown(form: Typed, products: Sequence[ShopProduct]) -> list[int]:
    """Chosen products that the form has no box for; they stay chosen."""
    shown = {each.product_id for each in products}
    return [product_id for product_id in form.ids("product") if product_id not in shown]


def bounds(facts: Mapping[str, object]) -> dict[str, str]:
    """The bounds of a refused rate, in per cent."""
    return {name: percent(int(str(facts[f"{name}_bp"]))) for name in ("least", "most")}


def conflicts(facts: Mapping[str, Fact]) -> str:
    """Which creators of a refused plan are invited already."""
    found = facts.get("conflicts")
    pairs = found if isinstance(found, list) else []
    names = dict.fromkeys(each["handle"] for each in pairs if isinstance(each, dict))
    return ", ".join(f"@{name}" for name in list(names)[:20])


def _zone(market: str) -> ZoneInfo:
    return ZoneInfo(MARKETS[market].time_zone)
