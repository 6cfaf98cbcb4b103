"""The home of Creator Studio: what waits for an answer, how the Showcase stands, what to do next."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get

from etalase.accounts.queries import account
from etalase.affiliate.queries import Participation, creator_status, my_participations
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.catalog.queries import live_count
from etalase.doorway.desk import Desk
from etalase.links.queries import Link, links_of_account
from etalase.showcase.queries import HeldItem, chosen_items, collections_of, held_items
from etalase.web.creator import next_steps, words
from etalase.web.creator.showcase_view import SHOWN
from etalase.web.creator.studio import Studio, enter, shown
from etalase.web.frame import Asked
from etalase.web.pages import Html

FIRST: Final = 100


class Standing(msgspec.Struct, frozen=True):
    """How the holder stands. `hidden`: of the first hundred items, those that visitors do not see."""

    size: int
    hidden: list[HeldItem]
    pins: int
    links: list[Link]
    plans: list[Participation]
    collections: int
    not_eligible: str | None
    followers: int

    @property
    def taking_part(self) -> list[Participation]:
        """The plans that hold now."""
        return [each for each in self.plans if each.status == "APPROVED"]

    @property
    def requested(self) -> list[Participation]:
        """The plans whose seller has not answered yet."""
        return [each for each in self.plans if each.status == "REQUESTED"]


async def standing(db: Db, actor: Actor, *, place: Studio, now: datetime) -> Standing:
    """All that the home page tells."""
    links = await links_of_account(db, actor, now=now, limit=FIRST)
    plans = await my_participations(db, actor, limit=FIRST)
    held = [] if place.shop else (await held_items(db, actor, now=now, limit=FIRST)).items
    return Standing(
        await live_count(db, place.shop.shop_id) if place.shop else await chosen_items(db, actor.account_id),
        [item for item in held if item.state not in SHOWN],
        sum(item.pinned for item in held),
        [each for each in links.items if each.status == "LINKED"],
        [each for each in plans.items if each.status in {"APPROVED", "REQUESTED"}],
        len(await collections_of(db, actor.account_id)),
        await creator_status(db, actor, now=now),
        (await account(db, actor.account_id)).followers,
    )


@get("/creator")
async def home_page(request: Asked, desk: Desk) -> Html:
    """What waits, how it stands, what is next."""
    place = await enter(desk)
    found = await desk.ask(standing, place=place)
    return shown(request, place, "home/home", **seen(request, place, found))


def seen(request: Asked, place: Studio, found: Standing) -> dict[str, Any]:
    """The page's facts."""
    return {
        "found": found,
        "steps": next_steps.steps(request, place, found),
        "parts": [{"part": each, "said": words.participation_said(request, each)} for each in found.plans[:6]],
        "blocked": words.not_eligible(request, place, found.not_eligible, found.followers),
    }


routes = [home_page]
