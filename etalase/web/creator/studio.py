"""Whose studio a page belongs to, and the numbers of its navigation."""

from datetime import datetime
from typing import Any

import msgspec

from etalase.affiliate.queries import OfferedPlan, plans_inviting
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import Policy, policy
from etalase.doorway.desk import Desk
from etalase.links.queries import Link, open_invitations
from etalase.shops.queries import Shop
from etalase.shops.queries import shop as shop_by_id
from etalase.showcase.queries import Owner, owner_by_id
from etalase.web.frame import Asked
from etalase.web.pages import Html, render


class Studio(msgspec.Struct, frozen=True):
    """The reader as a holder of links and of a Showcase. `shop`: the one it is official for."""

    owner: Owner
    policy: Policy
    shop: Shop | None
    invitations: list[Link]
    offers: list[OfferedPlan]

    @property
    def official(self) -> bool:
        """Whether the Showcase fills itself (R-SHOW-4)."""
        return self.shop is not None


async def studio(db: Db, actor: Actor, *, now: datetime) -> Studio:
    """Everything that every page of the studio needs."""
    owner = await owner_by_id(db, actor.account_id)
    return Studio(
        owner,
        await policy(db, owner.market, now),
        await shop_by_id(db, owner.official_shop_id) if owner.official_shop_id else None,
        await open_invitations(db, actor, now=now),
        await plans_inviting(db, actor, now=now),
    )


async def enter(desk: Desk) -> Studio:
    """The same, as the first step of a page."""
    return await desk.ask(studio)


def shown(request: Asked, place: Studio, name: str, *, status: int = 200, **facts: Any) -> Html:
    """A page of the studio."""
    return render(request, f"creator/{name}.html", status=status, studio=place, **facts)
