"""Messages between buyers and shops, and complaints to the operator."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post

from etalase.aftersales import actions, queries
from etalase.aftersales.rules.talking import About, Complaint, Outcome
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdText, Limit, id_of
from etalase.doorway.shown import Empty, Listed, maybe_id, nothing
from etalase.media.rules import url_of

Words = Annotated[str, msgspec.Meta(max_length=10_000)]
PICTURE_WIDTH = 800


class MessageBody(msgspec.Struct):
    """Words, a picture (its key), or a card of an order or a product."""

    text: Words = ""
    picture: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    order_id: IdText | None = None
    product_id: IdText | None = None


class ComplaintBody(msgspec.Struct):
    """What it is about and what is wrong."""

    about: About
    about_id: IdText
    reason: Complaint
    text: Words


class AnswerBody(msgspec.Struct):
    """Whether the operator agrees, and the answer."""

    outcome: Outcome
    answer: Words


class ConversationShown(msgspec.Struct, frozen=True):
    """A buyer and a shop, with the last word and how much each side has not read."""

    id: str
    shop_id: str
    shop_name: str
    buyer: str
    last_text: str | None
    last_side: str
    last_at: datetime
    unread_by_buyer: int
    unread_by_seller: int


class MessageShown(msgspec.Struct, frozen=True):
    """One message. `number` counts in its conversation; `read`: the other side has seen it."""

    id: str
    number: int
    side: str
    text: str | None
    picture: str | None
    order_id: str | None
    product_id: str | None
    at: datetime
    read: bool


class ComplaintShown(msgspec.Struct, frozen=True):
    """A complaint and its answer."""

    id: str
    about: str
    about_id: str
    shop_id: str
    reason: str
    text: str
    status: str
    made_at: datetime
    answered_at: datetime | None
    answer: str | None


def show_conversation(found: queries.Conversation) -> ConversationShown:
    """One conversation."""
    return ConversationShown(
        str(found.conversation_id),
        str(found.shop_id),
        found.shop_name,
        found.buyer_handle,
        found.last_text,
        found.last_side,
        found.last_at,
        found.unread_by_buyer,
        found.unread_by_seller,
    )


def show_message(found: queries.Message) -> MessageShown:
    """One message."""
    picture = url_of(found.picture_key, PICTURE_WIDTH) if found.picture_key else None
    cards = (maybe_id(found.order_id), maybe_id(found.product_id))
    return MessageShown(
        str(found.message_id), found.number, found.side, found.text, picture, *cards, found.at, found.read
    )


def show_talk(found: queries.Talk | None) -> Listed[MessageShown]:
    """A conversation's messages, oldest of the page first; nothing where nobody spoke yet."""
    if found is None:
        return Listed([], None)
    return Listed([show_message(each) for each in found.messages], found.next_cursor)


def show_complaint(found: queries.Complaint) -> ComplaintShown:
    """One complaint."""
    return ComplaintShown(
        str(found.complaint_id),
        found.about,
        str(found.about_id),
        str(found.shop_id),
        found.reason,
        found.text,
        found.status,
        found.made_at,
        found.answered_at,
        found.answer,
    )


def words_of(data: MessageBody) -> actions.Words:
    """The body as the room takes it."""
    return actions.Words(
        text=data.text,
        picture_key=data.picture,
        order_id=id_of(data.order_id) if data.order_id else None,
        product_id=id_of(data.product_id) if data.product_id else None,
    )


@get("/me/conversations")
async def my_conversations(
    desk: Desk, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ConversationShown]]:
    """The caller's with shops, the latest word first."""
    return await desk.page(queries.my_conversations, show=show_conversation, limit=limit, cursor=cursor)


@get("/me/conversations/{shop:int}/messages")
async def my_messages(
    desk: Desk, shop: Id, limit: Limit = 50, cursor: str | None = None
) -> Answer[Listed[MessageShown]]:
    """What the caller and a shop have said; the cursor leads to what was said before."""
    return await desk.read(queries.my_talk, show=show_talk, shop_id=shop, limit=limit, cursor=cursor)


@post("/me/conversations/{shop:int}/messages", status_code=201)
async def write_to_shop(desk: Desk, shop: Id, data: MessageBody) -> Answer[MessageShown]:
    """Write to a shop."""
    return await desk.write(actions.write_to_shop, show=show_message, status=201, shop_id=shop, words=words_of(data))


@post("/me/conversations/{shop:int}/reading", status_code=200)
async def read_as_buyer(desk: Desk, shop: Id) -> Answer[Empty]:
    """The caller has read all of it."""
    return await desk.write(actions.read_as_buyer, show=nothing, shop_id=shop)


@get("/shops/{shop:int}/conversations")
async def shop_conversations(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ConversationShown]]:
    """A shop's with buyers, the latest word first."""
    return await desk.page(queries.shop_conversations, show=show_conversation, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/conversations/{conversation:int}/messages")
async def shop_messages(
    desk: Desk, shop: Id, conversation: Id, limit: Limit = 50, cursor: str | None = None
) -> Answer[Listed[MessageShown]]:
    """What a shop and a buyer have said."""
    ids: dict[str, Any] = {"shop_id": shop, "conversation_id": conversation}
    return await desk.read(queries.shop_talk, show=show_talk, limit=limit, cursor=cursor, **ids)


@post("/shops/{shop:int}/conversations/{conversation:int}/messages", status_code=201)
async def write_to_buyer(desk: Desk, shop: Id, conversation: Id, data: MessageBody) -> Answer[MessageShown]:
    """Answer a buyer."""
    ids: dict[str, Any] = {"shop_id": shop, "conversation_id": conversation}
    return await desk.write(actions.write_to_buyer, show=show_message, status=201, words=words_of(data), **ids)


@post("/shops/{shop:int}/conversations/{conversation:int}/reading", status_code=200)
async def read_as_shop(desk: Desk, shop: Id, conversation: Id) -> Answer[Empty]:
    """Somebody of the staff has read all of it."""
    return await desk.write(actions.read_as_shop, show=nothing, shop_id=shop, conversation_id=conversation)


@post("/complaints", status_code=201)
async def complain(desk: Desk, data: ComplaintBody) -> Answer[ComplaintShown]:
    """Tell the operator about a shop, a product or an order of the caller's."""
    about: dict[str, Any] = {
        "about": data.about,
        "about_id": id_of(data.about_id),
        "reason": data.reason,
        "text": data.text,
    }
    return await desk.write(actions.complain, show=show_complaint, status=201, **about)


@get("/me/complaints")
async def my_complaints(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[ComplaintShown]]:
    """The caller's, newest first."""
    return await desk.page(queries.my_complaints, show=show_complaint, limit=limit, cursor=cursor)


@get("/complaints")
async def waiting_complaints(
    desk: Desk, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ComplaintShown]]:
    """What waits for an operator, oldest first; operators only."""
    return await desk.page(queries.waiting_complaints, show=show_complaint, limit=limit, cursor=cursor)


@post("/complaints/{complaint:int}/answer", status_code=200)
async def answer_complaint(desk: Desk, complaint: Id, data: AnswerBody) -> Answer[ComplaintShown]:
    """The operator's answer; operators only."""
    said: dict[str, Any] = {"outcome": data.outcome, "answer": data.answer}
    return await desk.write(actions.answer_complaint, show=show_complaint, complaint_id=complaint, **said)


routes = [
    my_conversations,
    my_messages,
    write_to_shop,
    read_as_buyer,
    shop_conversations,
    shop_messages,
    write_to_buyer,
    read_as_shop,
    complain,
    my_complaints,
    waiting_complaints,
    answer_complaint,
]
