"""Messages between a buyer and a shop, and what each side has read."""

from datetime import datetime

import msgspec

from etalase.aftersales.actions.moving import check_pictures
from etalase.aftersales.queries.conversations import Message, Talk, my_talk, shop_talk
from etalase.aftersales.rules import said
from etalase.aftersales.rules.talking import (
    MESSAGE_MAX,
    MESSAGES_OF_A_BUYER,
    MESSAGES_OF_A_SHOP,
    SHOPS_WRITTEN_TO,
    Speaker,
)
from etalase.base import events, limits, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.shops.queries import permit, role_in, shop


class Opened(msgspec.Struct, frozen=True):
    """The conversation of a pair, and whether this call opened it."""

    conversation_id: int
    fresh: bool


# The row is touched even where it exists: that locks it, so that messages of one conversation are written one by one.
OPEN = rows(
    Opened,
    """INSERT INTO conversations AS c (shop_id, conversation_id, account_id, opened_at, last_at) VALUES ($1, $2, $3, $4, $4)
       ON CONFLICT (shop_id, account_id) DO UPDATE SET opened_at = c.opened_at
       RETURNING conversation_id, conversation_id = $2 AS fresh""",
)
MIRROR = write(
    """INSERT INTO account_conversations (account_id, shop_id, conversation_id) VALUES ($1, $2, $3)
       ON CONFLICT (account_id, shop_id) DO NOTHING"""
)
# Numbered by its conversation, whose row the writer holds: ids of several processes are in no order.
SPEAK = value(
    int,
    """UPDATE conversations SET messages = messages + 1, last_at = $3,
              buyer_read = CASE WHEN $4 = 'BUYER' THEN messages + 1 ELSE buyer_read END,
              seller_read = CASE WHEN $4 = 'SELLER' THEN messages + 1 ELSE seller_read END
        WHERE shop_id = $1 AND conversation_id = $2 RETURNING messages""",
)
WRITE = write(
    """INSERT INTO messages (shop_id, message_id, conversation_id, number, side, account_id, text, picture_key, order_id,
              product_id, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"""
)
BUYER_READ = write(
    """UPDATE conversations SET buyer_read = messages WHERE shop_id = $1 AND account_id = $2 AND buyer_read < messages"""
)
SELLER_READ = write(
    """UPDATE conversations SET seller_read = messages
        WHERE shop_id = $1 AND conversation_id = $2 AND seller_read < messages"""
)
BUYER_OF = value(int, "SELECT account_id FROM conversations WHERE shop_id = $1 AND conversation_id = $2")
TALK_OF = value(int, "SELECT conversation_id FROM conversations WHERE shop_id = $1 AND account_id = $2")
ORDER_OF_PAIR = value(int, "SELECT order_id FROM orders WHERE shop_id = $1 AND order_id = $2 AND buyer_account_id = $3")
PRODUCT_OF_SHOP = value(
    int, "SELECT product_id FROM products WHERE shop_id = $1 AND product_id = $2 AND status <> 'DRAFT'"
)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a message holds: words, a picture, or a card of an order or a product."""

    text: str = ""
    picture_key: str | None = None
    order_id: int | None = None
    product_id: int | None = None


async def write_to_shop(db: Db, actor: Actor, *, shop_id: int, words: Words, now: datetime, wall: datetime) -> Message:
    """The buyer writes to a shop; the first message opens the conversation. Limited; Refused `aftersales.own_shop`."""
    await shop(db, shop_id)
    if await role_in(db, actor, shop_id) is not None:
        raise Refused("aftersales.own_shop")
    await limits.hit(db, MESSAGES_OF_A_BUYER, str(actor.account_id), wall=wall)
    opened = await OPEN.sole(db, shop_id, await db.new_id(), actor.account_id, now)
    if opened.fresh:
        await limits.hit(db, SHOPS_WRITTEN_TO, str(actor.account_id), wall=wall)
        await MIRROR.run(db, actor.account_id, shop_id, opened.conversation_id)
    await _write(db, actor, shop_id, opened.conversation_id, actor.account_id, "BUYER", words, now=now)
    return _last(await my_talk(db, actor, shop_id=shop_id, limit=1))


async def write_to_buyer(
    db: Db, actor: Actor, *, shop_id: int, conversation_id: int, words: Words, now: datetime, wall: datetime
) -> Message:
    """The shop's staff answers. Limited."""
    await permit(db, actor, shop_id, "message.write")
    await limits.hit(db, MESSAGES_OF_A_SHOP, str(shop_id), wall=wall)
    buyer = await BUYER_OF.get(db, shop_id, conversation_id)
    if buyer is None:
        raise NotFound
    await OPEN.sole(db, shop_id, conversation_id, buyer, now)
    await _write(db, actor, shop_id, conversation_id, buyer, "SELLER", words, now=now)
    return _last(await shop_talk(db, actor, shop_id=shop_id, conversation_id=conversation_id, limit=1))


async def read_as_buyer(db: Db, actor: Actor, *, shop_id: int) -> None:
    """The buyer has seen everything the shop said; NotFound when they never wrote to each other."""
    if await BUYER_READ.run(db, shop_id, actor.account_id):
        await live.announce(db, live.shop(shop_id))
    elif await TALK_OF.get(db, shop_id, actor.account_id) is None:
        raise NotFound


async def read_as_shop(db: Db, actor: Actor, *, shop_id: int, conversation_id: int) -> None:
    """Somebody of the staff has seen everything the buyer said; NotFound when the shop has no such conversation."""
    await permit(db, actor, shop_id, "message.read")
    buyer = await BUYER_OF.get(db, shop_id, conversation_id)
    if buyer is None:
        raise NotFound
    if await SELLER_READ.run(db, shop_id, conversation_id):
        await live.announce(db, live.account(buyer))


async def _write(
    db: Db, actor: Actor, shop_id: int, conversation_id: int, buyer: int, side: Speaker, words: Words, *, now: datetime
) -> None:
    text = said("text", words.text, MESSAGE_MAX)
    if text is None and words.picture_key is None and words.order_id is None and words.product_id is None:
        raise Invalid({"text": N_("Write a few words.")})
    await check_pictures(db, [words.picture_key] if words.picture_key else [])
    if words.order_id is not None and await ORDER_OF_PAIR.get(db, shop_id, words.order_id, buyer) is None:
        raise NotFound
    if words.product_id is not None and await PRODUCT_OF_SHOP.get(db, shop_id, words.product_id) is None:
        raise NotFound
    number = await SPEAK.sole(db, shop_id, conversation_id, now, side)
    key = (shop_id, await db.new_id(), conversation_id, number, side, actor.account_id)
    await WRITE.run(db, *key, text, words.picture_key, words.order_id, words.product_id, now)
    facts: dict[str, events.FactValue] = {"conversation_id": str(conversation_id), "side": side}
    await events.record(db, "message.sent", at=now, shop_id=shop_id, account_id=buyer, facts=facts)
    await live.announce(db, live.shop(shop_id))
    await live.announce(db, live.account(buyer))


def _last(talk: Talk | None) -> Message:
    if talk is None:
        raise LookupError("a conversation without a message")
    return talk.messages[-1]
