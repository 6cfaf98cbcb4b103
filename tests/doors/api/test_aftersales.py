"""What follows a sale at the JSON doors: a cancellation, a return to its refund, a review, messages, a complaint."""

from datetime import UTC, datetime

import httpx
import pytest

from etalase.accounts.actions import set_operator
from etalase.base.actor import Actor
from etalase.base.pool import Pool
from tests.makers.aftersales import Cases, make_cases
from tests.makers.callers import Caller, make_caller
from tests.makers.trading import make_goods, make_seller, refusal


class World:
    """A seller, a buyer and one of each thing that follows a sale."""

    def __init__(self, seller: Caller, buyer: Caller, shop: str, product: str, cases: Cases) -> None:
        self.seller, self.buyer, self.shop, self.product, self.cases = seller, buyer, shop, product, cases


@pytest.fixture
async def world(client: httpx.AsyncClient, pool: Pool) -> World:
    seller, shop = await make_seller(client, pool)
    product, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    async with pool.transaction() as db:
        owner, customer = (Actor(each.account_id, each.handle, "ID") for each in (seller, buyer))
        cases = await make_cases(db, owner, customer, int(shop), int(sku), datetime.now(UTC))
    return World(seller, buyer, shop, product, cases)


async def test_a_cancellation_is_asked_read_and_answered(world: World) -> None:
    number = world.cases.cancellation_id
    page = (await world.seller.get(f"/shops/{world.shop}/cancellation-requests")).json()
    [asked] = [each for each in page["items"] if each["id"] == str(number)]
    assert (asked["kind"], asked["status"]) == ("BUYER_CANCEL", "CANCELLATION_REQUEST_PENDING")
    door = f"/orders/{asked['order_id']}/cancellation-requests"
    assert (await world.buyer.get(door)).json()["items"] == [asked]
    assert refusal(await world.buyer.post(door)) == (409, "aftersales.cancellation_open")
    where = f"/shops/{world.shop}/cancellation-requests/{number}"
    assert refusal(await world.seller.post(f"{where}/rejection", {"reason": ""})) == (422, "invalid")
    done = (await world.seller.post(f"{where}/approval")).json()
    assert (done["status"], done["decided_by"]) == ("CANCELLATION_REQUEST_COMPLETE", "SELLER")
    assert (await world.buyer.get(f"/orders/{asked['order_id']}")).json()["status"] == "CANCELLED"
    late = await world.buyer.post(f"/cancellation-requests/{number}/withdrawal")
    assert refusal(late) == (409, "aftersales.cancellation_decided")


async def test_a_disputed_return_is_decided_by_the_operator_and_refunded(
    client: httpx.AsyncClient, pool: Pool, world: World
) -> None:
    found = (await world.buyer.get(f"/returns/{world.cases.return_id}")).json()
    assert found["status"] == "REFUND_OR_RETURN_REQUEST_REJECT" and found["asked"]["currency"] == "IDR"
    assert [each["decision"] for each in found["history"]] == [None, "REJECT_REFUND"]
    assert [each["side"] for each in found["evidence"]] == ["SELLER", "BUYER"]
    [dispute] = found["disputes"]
    more = {"statement": "Here is the label."}
    assert (await world.seller.post(f"/disputes/{dispute['id']}/statements", more)).status_code == 201
    operator = await make_caller(client, pool, "operator")
    async with pool.transaction() as db:
        await set_operator(db, operator.account_id, is_operator=True)
    assert [each["id"] for each in (await operator.get("/disputes")).json()["items"]] == [dispute["id"]]
    verdict = {"verdict": "SUPPORT_BUYER", "reason": "By the label."}
    assert refusal(await world.seller.post(f"/disputes/{dispute['id']}/verdict", verdict)) == (403, "not_allowed")
    decided = (await operator.post(f"/disputes/{dispute['id']}/verdict", verdict)).json()
    assert (decided["status"], decided["verdict"]) == ("SUPPORT_BUYER", "By the label.")
    after = (await world.buyer.get(f"/returns/{world.cases.return_id}")).json()
    assert after["status"] == "RETURN_OR_REFUND_REQUEST_SUCCESS" and after["refund"] == after["asked"]


async def test_an_offer_names_its_amount_in_major_units(world: World) -> None:
    where = f"/shops/{world.shop}/returns/{world.cases.return_id}/decision"
    offer = {"decision": "OFFER_PARTIAL_REFUND", "reason": "A part", "amount": {"amount": "12.5", "currency": "IDR"}}
    # It is rejected already.
    assert refusal(await world.seller.post(where, offer)) == (409, "aftersales.wrong_state")
    mine = (await world.buyer.get("/me/returns")).json()["items"]
    theirs = (await world.seller.get(f"/shops/{world.shop}/returns")).json()["items"]
    assert [each["id"] for each in mine] == [each["id"] for each in theirs] == [str(world.cases.return_id)]
    order, line = mine[0]["order_id"], str(world.cases.line_id)
    body = {"kind": "REFUND", "reason": "DAMAGED", "lines": [{"line_id": line, "quantity": 1}], "amount": "1.5"}
    assert refusal(await world.buyer.post(f"/orders/{order}/returns", body)) == (422, "invalid")


async def test_reviews_are_public_and_answered_once(client: httpx.AsyncClient, world: World) -> None:
    public = await client.get(f"/api/v1/products/{world.product}/reviews?stars=4")
    [review] = public.json()["items"]
    assert (review["stars"], review["author"]) == (4, "rina") and "order_id" not in review
    where = f"/shops/{world.shop}/reviews"
    assert [each["id"] for each in (await world.seller.get(f"{where}?unanswered=true")).json()["items"]] == [
        review["id"]
    ]
    assert (await world.seller.post(f"{where}/{review['id']}/reply", {"text": "Thanks"})).json()["reply"] == "Thanks"
    again = await world.seller.post(f"{where}/{review['id']}/reply", {"text": "Thanks"})
    assert refusal(again) == (409, "aftersales.replied_already")
    edited = await world.buyer.patch(f"/reviews/{review['id']}", {"stars": 5, "text": "Better now"})
    assert (edited.json()["stars"], edited.json()["edits"]) == (5, 1)
    assert refusal(await world.buyer.delete(f"/reviews/{review['id']}")) == (409, "aftersales.cannot_delete_review")


async def test_a_buyer_and_a_shop_talk_and_a_repeated_call_says_it_once(world: World) -> None:
    where = f"/shops/{world.shop}/conversations/{world.cases.conversation_id}"
    for _ in range(2):
        said = await world.seller.post(f"{where}/messages", {"text": "How can we help?"}, Idempotency_Key="once")
        assert said.status_code == 201 and said.json()["number"] == 2
    [conversation] = (await world.buyer.get("/me/conversations")).json()["items"]
    assert (conversation["last_text"], conversation["unread_by_buyer"]) == ("How can we help?", 1)
    messages = (await world.buyer.get(f"/me/conversations/{world.shop}/messages")).json()["items"]
    assert [(each["side"], each["text"]) for each in messages] == [("BUYER", "Hello"), ("SELLER", "How can we help?")]
    assert (await world.buyer.post(f"/me/conversations/{world.shop}/reading")).status_code == 200
    # Again nothing is new; a shop that one never wrote to, and one that there is not, have nothing to read.
    assert (await world.buyer.post(f"/me/conversations/{world.shop}/reading")).status_code == 200
    assert refusal(await world.seller.post(f"/me/conversations/{world.shop}/reading")) == (404, "not_found")
    assert refusal(await world.buyer.post("/me/conversations/999999999/reading")) == (404, "not_found")
    [conversation] = (await world.seller.get(f"/shops/{world.shop}/conversations")).json()["items"]
    assert conversation["unread_by_buyer"] == 0
    itself = await world.seller.post(f"/me/conversations/{world.shop}/messages", {"text": "Hello"})
    assert refusal(itself) == (409, "aftersales.own_shop")


async def test_a_complaint_reaches_the_operator_and_its_answer_the_buyer(
    client: httpx.AsyncClient, pool: Pool, world: World
) -> None:
    body = {"about": "SHOP", "about_id": world.shop, "reason": "FRAUD", "text": "Again"}
    assert refusal(await world.buyer.post("/complaints", body)) == (409, "aftersales.complaint_open")
    operator = await make_caller(client, pool, "operator")
    async with pool.transaction() as db:
        await set_operator(db, operator.account_id, is_operator=True)
    [waiting] = (await operator.get("/complaints")).json()["items"]
    answer = {"outcome": "UPHELD", "answer": "We spoke to them."}
    assert (await operator.post(f"/complaints/{waiting['id']}/answer", answer)).json()["status"] == "UPHELD"
    [mine] = (await world.buyer.get("/me/complaints")).json()["items"]
    assert mine["answer"] == "We spoke to them."
