"""/help: what a Shop and a Showcase are, and how each kind of account is linked, with the numbers of the reader's country."""

from datetime import datetime
from typing import Final

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS, Policy, policy
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render


class Topic(msgspec.Struct, frozen=True):
    """One page of help. `by_country`: its numbers differ, so the reader chooses a country."""

    name: str
    icon: str
    title: str
    lead: str
    by_country: bool = False


TOPICS: Final = (
    Topic("shop", "store", N_("What a Shop is"), N_("The goods, the stock and the people who sell them.")),
    Topic("showcase", "shopping-bag", N_("What a Showcase is"), N_("The bag on a profile: what an account shows.")),
    Topic(
        "official",
        "badge-check",
        N_("Link an official account"),
        N_("The voice of a shop: one account that shows everything it sells."),
        True,
    ),
    Topic(
        "marketing",
        "megaphone",
        N_("Link a marketing account"),
        N_("Partners who show the shop's products on their own profiles."),
        True,
    ),
    Topic(
        "affiliate",
        "handshake",
        N_("Sell as an affiliate"),
        N_("Join the plans of many shops and earn a commission."),
        True,
    ),
    Topic("unlink", "link-2-off", N_("End a link"), N_("When a link may end, and what happens to the Showcase."), True),
)
BY_NAME: Final = {topic.name: topic for topic in TOPICS}


async def numbers(db: Db, actor: Actor | None, *, market: str, now: datetime) -> Policy:
    """The policy of a market; the same for everyone."""
    del actor
    return await policy(db, market, now)


@get("/help", sync_to_thread=False)
def help_index(request: Asked) -> Html:
    """Every topic."""
    return render(request, "help/index.html", topics=TOPICS)


@get("/help/{topic:str}")
async def help_topic(request: Asked, desk: Desk, topic: str, market: str | None = None) -> Html:
    """One topic; `market` chooses the country whose numbers stand in it."""
    found = BY_NAME.get(topic)
    if found is None:
        raise NotFound
    chosen = market if market in MARKETS else house().frame(request).market
    rules = await desk.look(numbers, market=chosen)
    return render(
        request, "help/topic.html", topic=found, topics=TOPICS, market=chosen, markets=tuple(MARKETS), rules=rules
    )


routes = [help_index, help_topic]
