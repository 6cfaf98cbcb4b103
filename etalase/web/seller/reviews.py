"""What buyers say of a shop's products, and the shop's reply."""

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.rules.reviewing import NEGATIVE, STARS
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say
from etalase.web.seller.workplace import enter, shown
from etalase.web.shopper.reviews import shown as review_shown
from etalase.web.typed import act_and_return, typed

REPLIED: Final = N_("Everybody can read your reply now.")
SHOWN_AT_ONCE: Final = 20
TABS: Final = {"open": N_("Without a reply"), "bad": N_("One or two stars"), "all": N_("All")}


@get("/seller/{shop:int}/reviews")
async def reviews_page(request: Asked, desk: Desk, shop: Id, show: str = "open", cursor: str | None = None) -> Html:
    """Newest first; without a reply, or bad ones, apart."""
    place = await enter(desk, shop, "aftersales.read")
    show = show if show in TABS else "open"
    asked: dict[str, Any] = {"stars": NEGATIVE if show == "bad" else STARS, "unanswered": show == "open"}
    found = await desk.ask(queries.shop_reviews, shop_id=shop, limit=SHOWN_AT_ONCE, cursor=cursor, **asked)
    here = f"{place.home}/reviews"
    tabs = [
        {"label": say(request, name), "href": f"{here}?show={key}", "current": key == show}
        for key, name in TABS.items()
    ]
    more = with_query(here, show=show, cursor=found.next_cursor) if found.next_cursor else ""
    return shown(
        request, place, "reviews/reviews", reviews=[review_shown(each) for each in found.items], tabs=tabs, more=more
    )


@post("/seller/{shop:int}/reviews/{review:int}/reply")
async def reply(request: Asked, desk: Desk, shop: Id, review: Id) -> Response[None]:
    """The shop's one reply."""
    back = f"{(await enter(desk, shop, 'aftersales.write')).home}/reviews"
    inputs: dict[str, Any] = {"shop_id": shop, "review_id": review, "text": (await typed(request)).text("text")}
    return await act_and_return(request, desk, back, REPLIED, actions.reply_to_review, **inputs)


routes = [reviews_page, reply]
