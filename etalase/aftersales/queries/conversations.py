"""Conversations as each side reads them, and how much is unread."""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import Invalid, NotFound
from etalase.base.ids import LARGEST
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.base.texts import N_
from etalase.shops.queries import permit

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
NUMBER_MOST: Final = 2**31 - 1


class Conversation(msgspec.Struct, frozen=True):
    """A buyer and a shop. `unread_*`: messages of the other side that this side has not read."""

    shop_id: int
    conversation_id: int
    account_id: int
    shop_name: str
    shop_logo_key: str | None
    buyer_handle: str
    buyer_name: str
    buyer_avatar_key: str | None
    last_at: datetime
    last_text: str | None
    last_side: str
    unread_by_buyer: int
    unread_by_seller: int


class Message(msgspec.Struct, frozen=True):
    """One message. `order_id` and `product_id` are cards of what it speaks of; `read`: the other side has seen it."""

    message_id: int
    number: int
    side: str
    account_id: int
    handle: str
    text: str | None
    picture_key: str | None
    order_id: int | None
    order_status: str | None
    product_id: int | None
    product_title: str | None
    product_picture_key: str | None
    at: datetime
    read: bool


class Talk(msgspec.Struct, frozen=True):
    """A conversation with its newest messages, oldest of them first, and the cursor of those before."""

    conversation: Conversation
    messages: list[Message]
    next_cursor: str | None


COLUMNS = """c.shop_id, c.conversation_id, c.account_id, s.name AS shop_name, s.logo_key AS shop_logo_key,
       a.handle AS buyer_handle, a.name AS buyer_name, a.avatar_key AS buyer_avatar_key, c.last_at, m.text AS last_text,
       m.side AS last_side,
       (SELECT count(*) FROM messages u WHERE u.shop_id = c.shop_id AND u.conversation_id = c.conversation_id
           AND u.side = 'SELLER' AND u.number > c.buyer_read)::int AS unread_by_buyer,
       (SELECT count(*) FROM messages u WHERE u.shop_id = c.shop_id AND u.conversation_id = c.conversation_id
           AND u.side = 'BUYER' AND u.number > c.seller_read)::int AS unread_by_seller
  FROM conversations c JOIN messages m ON m.shop_id = c.shop_id AND m.conversation_id = c.conversation_id AND m.number = c.messages
       JOIN shops s ON s.shop_id = c.shop_id JOIN accounts a ON a.account_id = c.account_id"""
OF_BUYER = rows(
    Conversation,
    f"""SELECT {COLUMNS} JOIN account_conversations mine ON mine.shop_id = c.shop_id AND mine.conversation_id = c.conversation_id
         WHERE mine.account_id = $1 AND (c.last_at, c.conversation_id) < ($2, $3::bigint)
         ORDER BY c.last_at DESC, c.conversation_id DESC LIMIT $4""",
)
OF_SHOP = rows(
    Conversation,
    f"""SELECT {COLUMNS} WHERE c.shop_id = $1 AND (c.last_at, c.conversation_id) < ($2, $3::bigint)
        ORDER BY c.last_at DESC, c.conversation_id DESC LIMIT $4""",
)
PAIR = rows(Conversation, f"SELECT {COLUMNS} WHERE c.shop_id = $1 AND c.account_id = $2")
ONE = rows(Conversation, f"SELECT {COLUMNS} WHERE c.shop_id = $1 AND c.conversation_id = $2")
MESSAGES = rows(
    Message,
    """SELECT m.message_id, m.number, m.side, m.account_id, a.handle, m.text, m.picture_key, m.order_id, o.status AS order_status,
              m.product_id, p.title AS product_title, p.picture_key AS product_picture_key, m.at,
              m.number <= CASE m.side WHEN 'BUYER' THEN c.seller_read ELSE c.buyer_read END AS read
         FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.conversation_id = m.conversation_id
              JOIN accounts a ON a.account_id = m.account_id
              LEFT JOIN orders o ON o.shop_id = m.shop_id AND o.order_id = m.order_id
              LEFT JOIN products p ON p.shop_id = m.shop_id AND p.product_id = m.product_id
        WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.number < $3 ORDER BY m.number DESC LIMIT $4""",
)
UNREAD_OF_BUYER = value(
    int,
    """SELECT count(*) FROM account_conversations mine
         JOIN conversations c ON c.shop_id = mine.shop_id AND c.conversation_id = mine.conversation_id
        WHERE mine.account_id = $1 AND EXISTS (SELECT 1 FROM messages u
               WHERE u.shop_id = c.shop_id AND u.conversation_id = c.conversation_id AND u.side = 'SELLER'
                 AND u.number > c.buyer_read)""",
)
UNREAD_OF_SHOP = value(
    int,
    """SELECT count(*) FROM conversations c WHERE c.shop_id = $1 AND EXISTS (SELECT 1 FROM messages u
        WHERE u.shop_id = c.shop_id AND u.conversation_id = c.conversation_id AND u.side = 'BUYER'
          AND u.number > c.seller_read)""",
)


async def my_conversations(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Conversation]:
    """The caller's with shops, the latest word first."""
    found = await OF_BUYER.all(db, actor.account_id, *_before(cursor), limit + 1)
    return page_of(found, limit, _key)


async def shop_conversations(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Conversation]:
    """A shop's with buyers, the latest word first."""
    await permit(db, actor, shop_id, "message.read")
    found = await OF_SHOP.all(db, shop_id, *_before(cursor), limit + 1)
    return page_of(found, limit, _key)


async def my_talk(db: Db, actor: Actor, *, shop_id: int, limit: int = 50, cursor: str | None = None) -> Talk | None:
    """What the caller and a shop have said; None when they never spoke."""
    found = await PAIR.one(db, shop_id, actor.account_id)
    return None if found is None else await _talk(db, found, limit, cursor)


async def shop_talk(
    db: Db, actor: Actor, *, shop_id: int, conversation_id: int, limit: int = 50, cursor: str | None = None
) -> Talk:
    """What a shop and one of its buyers have said; NotFound for others."""
    await permit(db, actor, shop_id, "message.read")
    found = await ONE.one(db, shop_id, conversation_id)
    if found is None:
        raise NotFound
    return await _talk(db, found, limit, cursor)


async def conversation_with(db: Db, shop_id: int, account_id: int) -> Conversation | None:
    """The conversation of a pair."""
    return await PAIR.one(db, shop_id, account_id)


async def unread_of_buyer(db: Db, actor: Actor) -> int:
    """In how many of the caller's conversations something is unread."""
    return await UNREAD_OF_BUYER.sole(db, actor.account_id)


async def unread_of_shop(db: Db, shop_id: int) -> int:
    """In how many conversations of a shop something is unread."""
    return await UNREAD_OF_SHOP.sole(db, shop_id)


async def _talk(db: Db, found: Conversation, limit: int, cursor: str | None) -> Talk:
    newest = await MESSAGES.all(db, found.shop_id, found.conversation_id, _below(cursor), limit + 1)
    page = page_of(newest, limit, lambda each: (each.number,))
    return Talk(found, list(reversed(page.items)), page.next_cursor)


def _below(cursor: str | None) -> int:
    key = decode_cursor(cursor, tuple[int])
    return min(key[0], NUMBER_MOST) if key else NUMBER_MOST


def _key(found: Conversation) -> tuple[int, int]:
    return (found.last_at - EPOCH) // MICROSECOND, found.conversation_id


def _before(cursor: str | None) -> tuple[datetime, int]:
    key = decode_cursor(cursor, tuple[int, int])
    if key is None:
        return EVER, LARGEST
    try:
        return EPOCH + key[0] * MICROSECOND, key[1]
    except OverflowError as broken:
        raise Invalid({"cursor": N_("This cursor is not valid.")}) from broken
