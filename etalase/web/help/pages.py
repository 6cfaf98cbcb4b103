"""/help: public pages. What differs by country comes from the policy of the country that is asked for (R-SHOP-1, R-LINK-20…42)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS, Policy, policy
from etalase.base.markets.linking import KINDS, Kind
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.web import guides
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
        "linking/official",
        "badge-check",
        N_("Link an official account"),
        N_("The voice of a shop: one account that shows everything it sells."),
        True,
    ),
    Topic(
        "linking/marketing",
        "megaphone",
        N_("Link a marketing account"),
        N_("Partners who show the shop's products on their own profiles."),
        True,
    ),
    Topic(
        "linking/affiliate",
        "handshake",
        N_("Sell as an affiliate"),
        N_("Join the plans of many shops and earn a commission."),
        True,
    ),
    Topic("unlink", "link-2-off", N_("End a link"), N_("When a link may end, and what happens to the Showcase."), True),
    Topic(
        "showcase-ads",
        "chart-line",
        N_("Ads and product sources"),
        N_("Advertise what a Shop sells, or what a Showcase shows."),
    ),
    Topic("errors", "circle-help", N_("When something is refused"), N_("Every refusal, its code and what it says.")),
)
BY_NAME: Final = {topic.name: topic for topic in TOPICS}
BY_KIND: Final[dict[str, Kind]] = {kind: kind for kind in KINDS}
# These have doors and templates of their own.
APART: Final = {"errors"}


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
    if topic not in BY_NAME or topic in APART:
        raise NotFound
    chosen = chosen_market(request, market)
    rules = await desk.look(numbers, market=chosen)
    return topic_page(request, topic, "help/topic.html", market=chosen, rules=rules)


@get("/help/linking/{kind:str}")
async def help_linking(request: Asked, desk: Desk, kind: str, market: str | None = None) -> Html:
    """How one kind of account is linked in a country: steps, conditions and limits from its policy rows."""
    known = BY_KIND.get(kind)
    if known is None:
        raise NotFound
    chosen = chosen_market(request, market)
    rules = await desk.look(numbers, market=chosen)
    told = guides.told(request, chosen, known, rules)
    return topic_page(request, f"linking/{known}", "help/linking.html", market=chosen, guide=told)


def topic_page(request: Asked, name: str, template: str, **facts: Any) -> Html:
    """A page of help, with its title and the way to the others."""
    return render(request, template, topic=BY_NAME[name], topics=TOPICS, markets=tuple(MARKETS), **facts)


def chosen_market(request: Asked, market: str | None) -> str:
    """The country that was asked for, else the reader's own."""
    return market if market and market in MARKETS else house().frame(request).market


routes = [help_index, help_topic, help_linking]
