"""A shop's conversations with its buyers."""

from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.base.errors import Invalid, Refused
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, see_other
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.shopper.messages import words_of
from etalase.web.typed import FINE, Trouble, trouble_of, typed

SHOWN_AT_ONCE: Final = 30


@get("/seller/{shop:int}/messages")
async def messages_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """With whom the shop writes, the latest word first."""
    place = await enter(desk, shop, "message.read")
    found = await desk.ask(queries.shop_conversations, shop_id=shop, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query(f"{place.home}/messages", cursor=found.next_cursor) if found.next_cursor else ""
    return shown(request, place, "messages/messages", conversations=found.items, more=more)


@get("/seller/{shop:int}/messages/{conversation:int}")
async def talk_page(request: Asked, desk: Desk, shop: Id, conversation: Id, cursor: str | None = None) -> Html:
    """What was said with one buyer; opened, it is read."""
    return await talk(request, desk, await enter(desk, shop, "message.read"), conversation, cursor=cursor)


@post("/seller/{shop:int}/messages/{conversation:int}")
async def write(request: Asked, desk: Desk, shop: Id, conversation: Id) -> Response[Any]:
    """Answer the buyer."""
    place, form = await enter(desk, shop, "message.write"), await typed(request)
    ids: dict[str, Any] = {"shop_id": shop, "conversation_id": conversation}
    try:
        await desk.perform(actions.write_to_buyer, words=await words_of(desk, form), **ids)
    except (Invalid, Refused) as no:
        return await talk(request, desk, place, conversation, trouble=trouble_of(request, no))
    return see_other(f"{place.home}/messages/{conversation}")


async def talk(
    request: Asked,
    desk: Desk,
    place: Workplace,
    conversation_id: int,
    *,
    cursor: str | None = None,
    trouble: Trouble = FINE,
) -> Html:
    """The page of one conversation; NotFound for another shop's."""
    ids: dict[str, Any] = {"shop_id": place.shop.shop_id, "conversation_id": conversation_id}
    found = await desk.ask(queries.shop_talk, cursor=cursor, **ids)
    await desk.perform(actions.read_as_shop, **ids)
    here = f"{place.home}/messages/{conversation_id}"
    older = with_query(here, cursor=found.next_cursor) if found.next_cursor else ""
    facts: dict[str, Any] = {"talk": found.conversation, "messages": found.messages, "older": older, "here": here}
    wrongs: dict[str, Any] = {"errors": trouble.errors, "general": trouble.general}
    return shown(request, place, "messages/talk", status=trouble.status, **facts, **wrongs)


routes = [messages_page, talk_page, write]
