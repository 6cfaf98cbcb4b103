"""Messages between buyer and shop, and complaints to the operator."""

from typing import Any

import msgspec
import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions import Words
from etalase.aftersales.queries import (
    my_complaints,
    my_conversations,
    my_talk,
    shop_conversations,
    shop_talk,
    unread_of_buyer,
    unread_of_shop,
    waiting_complaints,
)
from etalase.aftersales.rules.talking import MESSAGES_OF_A_BUYER
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Limited, NotAllowed, NotFound
from tests.makers.accounts import make_account
from tests.makers.aftersales import NOW, Sale, make_sale
from tests.makers.links import ready_shop
from tests.makers.orders import broken
from tests.makers.shops import make_staff
from tests.rooms.aftersales.test_returning import refusal


async def to_shop(db: Db, sale: Sale, text: str = "Hello", actor: Actor | None = None, **cards: Any) -> int:
    words = Words(text=text, **cards)
    shop_id = sale.shop.shop_id
    written = await actions.write_to_shop(db, actor or sale.buyer, shop_id=shop_id, words=words, now=NOW, wall=NOW)
    return written.message_id


async def to_buyer(db: Db, sale: Sale, conversation_id: int, text: str, actor: Actor | None = None) -> None:
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "conversation_id": conversation_id}
    await actions.write_to_buyer(db, actor or sale.seller, **where, words=Words(text=text), now=NOW, wall=NOW)


async def test_a_buyer_writes_a_shop_answers_and_each_side_reads(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    await to_shop(db, sale, "Is it red?", product_id=sale.product_ids[0])
    await to_shop(db, sale, "And my order?", order_id=sale.order_id)
    [conversation] = (await shop_conversations(db, sale.seller, shop_id=sale.shop.shop_id)).items
    assert (conversation.last_text, conversation.unread_by_seller, conversation.unread_by_buyer) == (
        "And my order?",
        2,
        0,
    )
    assert await unread_of_shop(db, sale.shop.shop_id) == 1
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "conversation_id": conversation.conversation_id}
    talk = await shop_talk(db, sale.seller, **where)
    assert [(each.number, each.text, each.read) for each in talk.messages] == [
        (1, "Is it red?", False),
        (2, "And my order?", False),
    ]
    assert talk.messages[0].product_title and talk.messages[1].order_status == "ON_HOLD"
    await actions.read_as_shop(db, sale.seller, **where)
    await to_buyer(db, sale, conversation.conversation_id, "It is.")
    mine = await my_talk(db, sale.buyer, shop_id=sale.shop.shop_id)
    assert mine is not None and [(each.text, each.read) for each in mine.messages] == [
        ("Is it red?", True), ("And my order?", True), ("It is.", False)
    ]  # fmt: skip
    assert await unread_of_buyer(db, sale.buyer) == 1
    await actions.read_as_buyer(db, sale.buyer, shop_id=sale.shop.shop_id)
    assert await unread_of_buyer(db, sale.buyer) == 0 == await unread_of_shop(db, sale.shop.shop_id)
    assert [each.last_text for each in (await my_conversations(db, sale.buyer)).items] == ["It is."]
    assert await broken(db) == []


async def test_a_shop_marks_its_own_conversations_read_and_no_other(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    await to_shop(db, sale)
    talk = await my_talk(db, sale.buyer, shop_id=sale.shop.shop_id)
    rival, other = await ready_shop(db, owner="toko.lain", name="Lain")
    assert talk is not None
    for shop_id, conversation_id in ((other.shop_id, talk.conversation.conversation_id), (other.shop_id, 12)):
        with pytest.raises(NotFound):
            await actions.read_as_shop(db, rival, shop_id=shop_id, conversation_id=conversation_id)
    assert await unread_of_shop(db, sale.shop.shop_id) == 1


async def test_older_messages_and_conversations_come_page_by_page(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    for number in range(5):
        await to_shop(db, sale, f"Message {number}")
    newest = await my_talk(db, sale.buyer, shop_id=sale.shop.shop_id, limit=3)
    assert newest is not None and [each.text for each in newest.messages] == ["Message 2", "Message 3", "Message 4"]
    older = await my_talk(db, sale.buyer, shop_id=sale.shop.shop_id, limit=3, cursor=newest.next_cursor)
    assert older is not None and [each.text for each in older.messages] == ["Message 0", "Message 1"]
    others = [await make_account(db, handle=f"other{number}") for number in range(3)]
    for each in others:
        await to_shop(db, sale, actor=each)
    seen, cursor = list[str](), None
    while True:
        page = await shop_conversations(db, sale.seller, shop_id=sale.shop.shop_id, limit=2, cursor=cursor)
        seen += [each.buyer_handle for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted([sale.buyer.handle, *(each.handle for each in others)])


async def test_cards_show_only_what_both_may_see(db: Db) -> None:
    sale, other = await make_sale(db, "PLACED"), await make_sale(db, "PLACED", market="TH")
    foreign: list[dict[str, Any]] = [{"order_id": other.order_id}, {"product_id": other.product_ids[0]}]
    for cards in foreign:
        with pytest.raises(NotFound):
            await to_shop(db, sale, **cards)
    with pytest.raises(Invalid):
        await to_shop(db, sale, " ")
    with pytest.raises(Invalid):
        await to_shop(db, sale, picture_key="f" * 64)


async def test_a_shop_does_not_write_to_itself_nor_to_strangers(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    assert await refusal(db, to_shop(db, sale, actor=sale.seller)) == "aftersales.own_shop"
    with pytest.raises(NotFound):
        await to_buyer(db, sale, 1, "Buy more!")
    stranger = await make_account(db, handle="stranger")
    await to_shop(db, sale)
    [conversation] = (await shop_conversations(db, sale.seller, shop_id=sale.shop.shop_id)).items
    with pytest.raises(NotFound):
        await to_buyer(db, sale, conversation.conversation_id, "Hi", stranger)
    worker = await make_account(db, handle="worker")
    await make_staff(db, sale.seller, sale.shop, worker, "WAREHOUSE")
    with pytest.raises(NotAllowed):
        await shop_conversations(db, worker, shop_id=sale.shop.shop_id)


async def test_nobody_floods_a_shop(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    for _ in range(MESSAGES_OF_A_BUYER.hits):
        await to_shop(db, sale)
    with pytest.raises(Limited):
        await to_shop(db, sale)


async def complain(db: Db, actor: Actor, about: Any, about_id: int) -> Any:
    told: dict[str, Any] = {"about": about, "about_id": about_id, "reason": "FRAUD", "text": "It was a stone."}
    return await actions.complain(db, actor, **told, now=NOW, wall=NOW)


async def test_a_complaint_is_made_once_and_answered_once(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    operator = msgspec.structs.replace(await make_account(db, handle="operator"), is_operator=True)
    made = await complain(db, sale.buyer, "ORDER", sale.order_id)
    assert (made.status, made.shop_name) == ("OPEN", sale.shop.name)
    assert await refusal(db, complain(db, sale.buyer, "ORDER", sale.order_id)) == "aftersales.complaint_open"
    await complain(db, sale.buyer, "SHOP", sale.shop.shop_id)
    await complain(db, sale.buyer, "PRODUCT", sale.product_ids[0])
    assert [each.about for each in (await waiting_complaints(db, operator)).items] == ["ORDER", "SHOP", "PRODUCT"]
    answer: dict[str, Any] = {
        "complaint_id": made.complaint_id,
        "outcome": "UPHELD",
        "answer": "You are right.",
        "now": NOW,
    }
    with pytest.raises(NotAllowed):
        await actions.answer_complaint(db, sale.seller, **answer)
    assert (await actions.answer_complaint(db, operator, **answer)).status == "UPHELD"
    assert await refusal(db, actions.answer_complaint(db, operator, **answer)) == "aftersales.complaint_answered"
    assert len((await my_complaints(db, sale.buyer)).items) == 3
    assert (await complain(db, sale.buyer, "ORDER", sale.order_id)).status == "OPEN"


async def test_nobody_complains_about_somebody_elses_order_or_what_does_not_exist(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    stranger = await make_account(db, handle="stranger")
    for about, about_id in (("ORDER", sale.order_id), ("SHOP", 1), ("PRODUCT", 1)):
        with pytest.raises(NotFound):
            await complain(db, stranger, about, about_id)
    with pytest.raises(NotAllowed):
        await waiting_complaints(db, stranger)
