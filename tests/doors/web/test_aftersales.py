"""Pages of what follows a sale: the buyer's, the returns desk, the operator's."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from etalase.accounts.actions import set_operator
from etalase.aftersales.actions import Answer, Ask, Piece, decide, request_return
from etalase.base.pool import Pool
from tests.makers.accounts import make_account
from tests.makers.aftersales import Cases, Sale, make_cases, make_sale
from tests.makers.shopping import sign_in


class Visit:
    """A browser at the pages."""

    def __init__(self, client: httpx.AsyncClient, pool: Pool, sale: Sale, cases: Cases) -> None:
        self.client, self.pool, self.sale, self.cases = client, pool, sale, cases

    async def page(self, path: str, *, lang: str = "en", status: int = 200) -> str:
        answer = await self.client.get(path, headers={"Accept-Language": lang})
        assert answer.status_code == status, answer.text[:3000]
        return unescape(answer.text)

    async def send(self, path: str, status: int = 303, **fields: Any) -> str:
        answer = await self.client.post(path, data=fields, headers={"Accept-Language": "en"})
        assert answer.status_code == status, unescape(answer.text)[:3000]
        return answer.headers.get("location", "")

    async def as_buyer(self) -> None:
        await sign_in(self.client, self.pool, self.sale.buyer)

    async def as_seller(self) -> str:
        await sign_in(self.client, self.pool, self.sale.seller)
        return f"/seller/{self.sale.shop.shop_id}"

    async def as_operator(self) -> None:
        async with self.pool.transaction() as db:
            operator = await make_account(db, handle="operator")
            await set_operator(db, operator.account_id, is_operator=True)
        await sign_in(self.client, self.pool, operator)


def text_of(page: str) -> str:
    """What a reader sees of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture
async def visit(client: httpx.AsyncClient, pool: Pool) -> Visit:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        sale = await make_sale(db, "DELIVERED", quantity=2, stock=20, now=now)
        cases = await make_cases(db, sale.seller, sale.buyer, sale.shop.shop_id, sale.sku_ids[0], now)
    return Visit(client, pool, sale, cases)


async def test_a_buyer_asks_for_a_return_follows_it_and_withdraws_it(visit: Visit) -> None:
    await visit.as_buyer()
    order = f"/orders/{visit.sale.order_id}"
    page = await visit.page(order)
    assert "Return or refund" in page and "Write a review" in page and "Message the shop" in page
    form = await visit.page(f"{order}/return")
    assert "Refund only" in form and "Replacement" in form
    async with visit.pool.connection() as db:
        [line] = await visit.sale.line_ids(db)
    # Nothing ticked: told above the form, which keeps what was chosen.
    assert await visit.send(f"{order}/return", 422, kind="RETURN_AND_REFUND", reason="DAMAGED") == ""
    asked: dict[str, Any] = {
        "kind": "RETURN_AND_REFUND",
        "reason": "DAMAGED",
        "line": str(line),
        f"quantity-{line}": "1",
    }
    where = await visit.send(f"{order}/return", **asked)
    shown = await visit.page(where)
    assert "Waiting for the shop" in shown and "Withdraw the request" in shown and "It arrived damaged" in shown
    assert "Waiting for the shop" in await visit.page(order)
    await visit.send(f"{where}/withdrawal")
    assert "Withdrawn" in await visit.page(where)
    assert "Return and refund" in await visit.page("/returns")


async def test_part_c_after_thirty_days_the_us_page_offers_what_the_guarantee_covers(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    async with pool.transaction() as db:
        sale = await make_sale(db, market="US", now=datetime.now(UTC) - timedelta(days=40))
        [line] = await sale.line_ids(db)
    await sign_in(client, pool, sale.buyer)
    order = f"/orders/{sale.order_id}"
    english = {"Accept-Language": "en"}
    told = "What is damaged, incomplete, wrong or not as described can be returned until"
    assert told in unescape((await client.get(order, headers=english)).text)
    form = unescape((await client.get(f"{order}/return", headers=english)).text)
    assert told in form and "It arrived damaged or does not work" in form and "I no longer need it" not in form
    typed = {"kind": "REFUND", "reason": "NO_LONGER_NEEDED", "line": str(line), f"quantity-{line}": "1"}
    refused = await client.post(f"{order}/return", data=typed, headers=english)
    assert "The time to return it for any reason is over." in unescape(refused.text)
    asked = await client.post(f"{order}/return", data=typed | {"reason": "DAMAGED"}, headers=english)
    assert asked.status_code == 303 and asked.headers["location"].startswith("/returns/")


async def test_r_ret_5_after_a_rejection_the_form_offers_the_reasons_of_the_first_request(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        sale = await make_sale(db, market="US", now=now - timedelta(days=40))
        [line] = await sale.line_ids(db)
        ask = Ask(kind="REFUND", reason="NO_LONGER_NEEDED", lines=[Piece(line, 1)])
        asked = await request_return(
            db, sale.buyer, order_id=sale.order_id, ask=ask, now=sale.at + timedelta(days=29, hours=23)
        )
        where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": asked.return_id}
        await decide(db, sale.seller, **where, answer=Answer(decision="REJECT_REFUND", reason="No."), now=now)
    await sign_in(client, pool, sale.buyer)
    form = unescape((await client.get(f"/orders/{sale.order_id}/return", headers={"Accept-Language": "en"})).text)
    assert "I no longer need it" in form and "Possible until" in form
    typed = {"kind": "REFUND", "reason": "NO_LONGER_NEEDED", "line": str(line), f"quantity-{line}": "1"}
    again = await client.post(f"/orders/{sale.order_id}/return", data=typed)
    assert again.status_code == 303 and again.headers["location"].startswith("/returns/")


async def test_a_cancellation_is_asked_for_and_withdrawn_on_the_page_of_its_order(visit: Visit) -> None:
    await visit.as_buyer()
    async with visit.pool.connection() as db:
        number = await db.connection.fetchval(
            "SELECT order_id FROM cancellations WHERE cancellation_id = $1", visit.cases.cancellation_id
        )
    page = await visit.page(f"/orders/{number}")
    assert "You asked to cancel" in page and "Keep the order" in page
    await visit.send(f"/orders/{number}/cancellation/withdrawal")
    assert "Ask to cancel" in await visit.page(f"/orders/{number}")
    await visit.send(f"/orders/{number}/cancellation", reason="Found it cheaper")
    home = await visit.as_seller()
    desk = await visit.page(f"{home}/returns?state=cancel")
    assert "Found it cheaper" in desk and "Cancel the order" in desk
    async with visit.pool.connection() as db:
        asked = await db.connection.fetchval(
            "SELECT max(cancellation_id) FROM cancellations WHERE order_id = $1", number
        )
    await visit.send(f"{home}/cancellations/{asked}/approval")
    await visit.as_buyer()
    assert "Cancelled" in await visit.page(f"/orders/{number}")


async def test_the_returns_desk_decides_and_tells_what_is_missing(visit: Visit) -> None:
    await visit.as_buyer()
    async with visit.pool.connection() as db:
        [line] = await visit.sale.line_ids(db)
    asked: dict[str, Any] = {"kind": "REFUND", "reason": "DAMAGED", "line": str(line), f"quantity-{line}": "2"}
    where = await visit.send(f"/orders/{visit.sale.order_id}/return", **asked)
    home = await visit.as_seller()
    assert "Refund only" in await visit.page(f"{home}/returns")
    one = f"{home}{where}"
    page = await visit.page(one)
    assert "Offer a part of the money" in page and "Reject" in page
    await visit.send(f"{one}/decision", 422)
    assert "Amount (an offer needs it)" in text_of(page)
    assert "Reason, which the buyer reads (an offer and a rejection need it)" in text_of(page)
    assert "Offer a part of the money Needs an amount and a reason." in text_of(page)
    answer = await visit.client.post(
        f"{one}/decision", data={"decision": "OFFER_PARTIAL_REFUND"}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 422
    assert "Say how much you offer." in answer.text and "Write a few words." in answer.text
    for field in ("amount", "reason"):
        told = re.search(rf'<(?:input|textarea)[^>]*name="{field}"[^>]*>', answer.text)
        assert told and 'aria-invalid="true"' in told[0] and f"{field}-error" in told[0], told
    await visit.send(f"{one}/decision", 422, decision="REJECT_REFUND")
    await visit.send(f"{one}/decision", 422, decision="OFFER_PARTIAL_REFUND", reason="A part", amount="much")
    await visit.send(f"{one}/decision", decision="OFFER_PARTIAL_REFUND", reason="A part", amount="50000")
    await visit.as_buyer()
    assert "The shop offers" in await visit.page(where)
    await visit.send(f"{where}/offer", answer="accept")
    assert "refund on its way" in await visit.page(where)


async def test_the_operator_reads_both_sides_and_decides(visit: Visit) -> None:
    await visit.as_operator()
    assert "Disputes" in await visit.page("/operator")
    assert str(visit.cases.dispute_id) in await visit.page("/operator/disputes")
    one = f"/operator/disputes/{visit.cases.dispute_id}"
    page = await visit.page(one)
    assert "It looks fine" in page and "It does not" in page
    await visit.send(f"{one}/verdict", 422, reason="So")
    await visit.send(f"{one}/verdict", 422, verdict="SUPPORT_BUYER")
    await visit.send(f"{one}/verdict", verdict="SUPPORT_BUYER", reason="The pictures show it")
    assert "No disputes" in await visit.page("/operator/disputes")
    assert "They shout" in await visit.page("/operator/complaints")
    await visit.send(f"/operator/complaints/{visit.cases.complaint_id}/answer", outcome="UPHELD", answer="Told them")
    await visit.as_buyer()
    assert "Told them" in await visit.page("/complaints")
    assert "The pictures show it" in await visit.page(f"/returns/{visit.cases.return_id}")


async def test_reviews_are_written_shown_answered_and_hidden(visit: Visit) -> None:
    await visit.as_buyer()
    async with visit.pool.connection() as db:
        [line] = await visit.sale.line_ids(db)
    form = f"/orders/{visit.sale.order_id}/lines/{line}/review"
    assert "How is it?" in await visit.page(form)
    await visit.send(form, 422, text="Good")
    await visit.send(form, stars="5", text="Fits like a glove")
    product = f"/p/{visit.sale.product_ids[0]}"
    assert "Fits like a glove" in await visit.page(product)
    assert "Fits like a glove" in await visit.page(f"{product}/reviews?stars=5")
    assert "Fits like a glove" not in await visit.page(f"{product}/reviews?stars=1")
    home = await visit.as_seller()
    assert "Fits like a glove" in await visit.page(f"{home}/reviews")
    async with visit.pool.connection() as db:
        number = await db.connection.fetchval("SELECT review_id FROM reviews WHERE line_id = $1", line)
    await visit.send(f"{home}/reviews/{number}/reply", text="Thank you very much")
    assert "Thank you very much" in await visit.page(f"{product}/reviews")
    await visit.as_operator()
    await visit.send(f"/operator/reviews/{number}/hiding", reason="Spam")
    assert "Spam" in await visit.page("/operator/reviews")
    assert "Fits like a glove" not in await visit.page(f"{product}/reviews")


async def test_buyer_and_shop_talk_on_their_pages(visit: Visit) -> None:
    await visit.as_buyer()
    shop = visit.sale.shop.shop_id
    await visit.send(f"/messages/{shop}", 422, text=" ")
    await visit.send(f"/messages/{shop}", text="Is it waterproof?", order=str(visit.sale.order_id))
    assert "Is it waterproof?" in await visit.page("/messages")
    home = await visit.as_seller()
    assert "Is it waterproof?" in await visit.page(f"{home}/messages")
    talk = f"{home}/messages/{visit.cases.conversation_id}"
    assert str(visit.sale.order_id) in await visit.page(talk)
    await visit.send(talk, text="It is not.")
    await visit.as_buyer()
    assert "It is not." in await visit.page(f"/messages/{shop}")
    await visit.send(
        "/complaints", about="PRODUCT", id=str(visit.sale.product_ids[0]), reason="MISLEADING", text="It is wet"
    )
    assert "It is wet" in await visit.page("/complaints")


async def test_the_form_of_a_complaint_names_what_it_is_about(visit: Visit) -> None:
    await visit.as_buyer()
    shop, sale = visit.sale.shop, visit.sale
    told = {
        f"about=SHOP&id={shop.shop_id}": (shop.name,),
        f"about=PRODUCT&id={sale.product_ids[0]}": (shop.name, "A product"),
        f"about=ORDER&id={sale.order_id}": (shop.name, str(sale.order_id)),
    }
    for asked, names in told.items():
        page = await visit.page(f"/complaints/new?{asked}")
        head = page.split("Report to the operator")[1].split("<form")[0]
        assert all(name in head for name in names), head
        assert asked.startswith("about=ORDER") or asked.split("id=")[1] not in head
    await visit.page("/complaints/new?about=SHOP&id=1", status=404)
    await visit.page("/complaints/new?about=WEATHER&id=1", status=404)
    async with visit.pool.transaction() as db:
        stranger = await make_account(db, handle="stranger")
    await sign_in(visit.client, visit.pool, stranger)
    await visit.page(f"/complaints/new?about=ORDER&id={sale.order_id}", status=404)


async def test_buyers_are_spoken_to_as_one_person_in_their_messages(visit: Visit) -> None:
    await visit.as_buyer()
    await visit.send(f"/messages/{visit.sale.shop.shop_id}", text="Is it waterproof?")
    assert "Kamu: Is it waterproof?" in " ".join((await visit.page("/messages", lang="id")).split())


async def test_nobody_sees_what_is_not_theirs(visit: Visit) -> None:
    async with visit.pool.transaction() as db:
        stranger = await make_account(db, handle="stranger")
    await sign_in(visit.client, visit.pool, stranger)
    home = f"/seller/{visit.sale.shop.shop_id}"
    order = f"/orders/{visit.sale.order_id}"
    hidden = (
        f"/returns/{visit.cases.return_id}",
        f"{order}/return",
        f"{home}/returns",
        f"{home}/messages",
        f"{home}/reviews",
    )
    for path in hidden:
        await visit.page(path, status=404)
    for path in (
        "/operator/disputes",
        f"/operator/disputes/{visit.cases.dispute_id}",
        "/operator/complaints",
        "/operator/reviews",
    ):
        await visit.page(path, status=403)
