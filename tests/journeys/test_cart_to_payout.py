"""From the cart to the payout in three markets, through the API: numbers worked out by hand, sweeps clean at every step."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pyvips

from etalase.base.actor import SYSTEM
from etalase.base.pool import Pool
from etalase.settlement.actions import reconcile_day
from etalase.settlement.queries import findings
from etalase.shipping.rules import add_working_days
from tests.journeys.expected import STORIES, Expected, Line
from tests.journeys.stage import Stage, utc_days
from tests.journeys.world import Person

BANKS = {"ID": "BCA", "US": "Chase", "VN": "Vietcombank"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.market)
async def test_from_the_cart_to_the_payout(client: httpx.AsyncClient, pool: Pool, story: Expected) -> None:
    journey = Journey(Stage(client, pool), story)
    await journey.two_shops_open()
    await journey.the_cart_is_bought()
    await journey.two_more_orders_follow()
    await journey.the_hour_passes()
    await journey.parcels_leave()
    await journey.the_buyer_wants_to_cancel_and_the_seller_is_silent()
    await journey.parcels_arrive()
    await journey.a_scarf_comes_back()
    await journey.what_is_held_is_told()
    await journey.the_orders_settle()
    await journey.the_payout_is_paid()
    await journey.provider_and_books_agree()


class Journey:
    """Who and what there is; each step is one that a person or time makes."""

    seller: Person
    other: Person
    buyer: Person
    shop: str
    other_shop: str
    products: tuple[str, str, str]
    skus: tuple[str, str, str]
    first: str  # the orders: scarves and soap
    lamp: str
    second: str  # a soap
    third: str  # a scarf, cancelled
    started: datetime
    delivered: datetime

    def __init__(self, stage: Stage, story: Expected) -> None:
        self.stage, self.story = stage, story

    async def two_shops_open(self) -> None:
        """Products with stock, ten percent off scarves, a voucher that the buyer claims, a bank account that is confirmed."""
        stage, story = self.stage, self.story
        self.started = await stage.begin()
        self.seller = await stage.person("penenun", story.market)
        self.other = await stage.person("tukang.lampu", story.market)
        self.buyer = await stage.person("rina", story.market)
        self.shop = await stage.shop(self.seller, "Rumah Tenun", story.market)
        self.other_shop = await stage.shop(self.other, "Terang", story.market)
        scarf, soap, lamp = story.prices
        made = [
            await stage.goods(self.seller, self.shop, "Hand-woven scarf, indigo and white", "Fashion", scarf),
            await stage.goods(self.seller, self.shop, "Soap with lemongrass from the garden", "Fashion", soap),
            await stage.goods(self.other, self.other_shop, "Reading lamp with a warm light", "Electronics", lamp),
        ]
        self.products = (made[0][0], made[1][0], made[2][0])
        self.skus = (made[0][1], made[1][1], made[2][1])
        await self.offers()
        account = {"bank": BANKS[story.market], "number": "8012345678", "holder": "Penenun"}
        await self.seller.post(f"/shops/{self.shop}/bank-accounts", account)
        await stage.settled()
        [bank] = (await self.seller.get(f"/shops/{self.shop}/bank-accounts"))["items"]
        assert (bank["status"], bank["ending"]) == ("VERIFIED", "5678")

    async def offers(self) -> None:
        """What the shop offers, and what the simulator says of it before anybody buys."""
        span = {"starts_at": self.started.isoformat(), "ends_at": (self.started + timedelta(days=2)).isoformat()}
        item = {"product_id": self.products[0], "off_bp": 1000}
        off: dict[str, Any] = {"kind": "DIRECT_DISCOUNT", "title": "Scarves", "items": [item], "launch": True}
        promotion = await self.seller.post(f"/shops/{self.shop}/promotions", off | span)
        assert promotion["promotion"]["status"] == "ONGOING"
        amount, least = self.story.voucher
        voucher: dict[str, Any] = {"title": "Welcome", "amount": amount, "minimum_spend": least, "launch": True}
        given = await self.seller.post(f"/shops/{self.shop}/vouchers", voucher | span)
        await self.buyer.post(f"/vouchers/{given['id']}/claims")

    async def the_cart_is_bought(self) -> None:
        """Two shops in one cart, quoted, one payment, an order for each; twice the same key is one checkout."""
        buyer, story = self.buyer, self.story
        for sku, quantity in zip(self.skus, (3, 1, 1), strict=True):
            await buyer.post("/me/cart", {"sku_id": sku, "quantity": quantity})
        cart = (await buyer.get("/me/cart"))["items"]
        lines = [{"sku_id": each["sku_id"], "quantity": each["quantity"]} for each in cart]
        body = {"lines": lines, "address": story.address, "payment": {"method": "SANDBOX_CARD"}}
        quoted = await buyer.post("/quotes", {"lines": lines, "address": story.address})
        assert quoted["total"] == self.money(story.paid)
        key = uuid.uuid4().hex
        placed = await buyer.post("/orders", body, key=key)
        assert await buyer.post("/orders", body, key=key) == placed
        assert placed["payment"]["status"] == "PAID" and placed["payment"]["amount"] == self.money(story.paid)
        by_shop = {each["shop_id"]: each for each in placed["orders"]}
        first, lamp = by_shop[self.shop], by_shop[self.other_shop]
        assert [each["total"] for each in (first, lamp)] == [self.money(story.total), self.money(story.lamp_total)]
        self.first, self.lamp = first["id"], lamp["id"]
        order = await buyer.get(f"/orders/{self.first}")
        scarves, soap = sorted(order["lines"], key=lambda line: -line["quantity"])
        assert (self.shown(scarves), self.shown(soap)) == (story.scarves, story.soap)
        [same] = [each for each in quoted["orders"] if each["shop_id"] == self.shop]
        said = {line["sku_id"]: line["amounts"]["total"]["amount"] for line in same["lines"]}
        assert (said[self.skus[0]], said[self.skus[1]]) == (story.scarves.paid, story.soap.paid)
        await self.stage.settled()

    async def two_more_orders_follow(self) -> None:
        """Cash at the door where the market has it; and an order that will be cancelled. A declined card is tried again."""
        buyer, story = self.buyer, self.story
        body: dict[str, Any] = {"lines": [{"sku_id": self.skus[1], "quantity": 1}], "address": story.address}
        paid = body | {"payment": {"method": story.second_method}}
        placed = await buyer.post("/orders", paid, key=uuid.uuid4().hex)
        [second] = placed["orders"]
        assert (second["status"], second["total"]) == ("ON_HOLD", self.money(story.second_total))
        body["lines"] = [{"sku_id": self.skus[0], "quantity": 1}]
        body["shipping"] = story.third_shipping
        declined = body | {"payment": {"method": "SANDBOX_CARD", "card": "decline"}}
        [third] = (await buyer.post("/orders", declined, key=uuid.uuid4().hex))["orders"]
        assert (third["status"], third["total"]) == ("UNPAID", self.money(story.third_total))
        assert (await buyer.post(f"/orders/{third['id']}/payment"))["status"] == "ON_HOLD"
        self.second, self.third = second["id"], third["id"]
        await self.stage.settled()

    async def the_hour_passes(self) -> None:
        """Before it the seller sees no address and packs nothing; after it, both (R-ORD-2, R-ORD-4)."""
        where = f"/shops/{self.shop}/orders/{self.first}/packages"
        assert await self.seller.refused("POST", where) == "orders.wrong_state"
        await self.stage.wait(minutes=59)
        held = await self.seller.get(f"/orders/{self.first}")
        assert (held["status"], held["address"]) == ("ON_HOLD", None)
        await self.stage.wait(minutes=2)
        free = await self.seller.get(f"/orders/{self.first}")
        assert free["status"] == "AWAITING_SHIPMENT" and free["address"]["name"] == self.story.address["name"]
        statuses = [
            (await self.buyer.get(f"/orders/{each}"))["status"] for each in (self.second, self.lamp, self.third)
        ]
        assert statuses == ["AWAITING_SHIPMENT"] * 3

    async def parcels_leave(self) -> None:
        """The first order goes in two packages with their labels, the others in one."""
        seller, shop = self.seller, f"/shops/{self.shop}"
        whole = await seller.post(f"{shop}/orders/{self.first}/packages")
        scarves = next(line for line in whole["lines"] if line["quantity"] == 3)
        two = [{"line_id": scarves["line_id"], "quantity": 2}]
        apart = await seller.post(f"{shop}/packages/{whole['id']}/split", {"lines": two})
        for package in (whole["id"], apart["id"]):
            sent = await seller.post(f"{shop}/packages/{package}/shipment")
            assert sent["tracking_number"].startswith(f"KE{self.story.market}")
            label = await seller.call("GET", f"{shop}/packages/{package}/label")
            assert label.status_code == 200 and label.content.startswith(b"%PDF")
        assert (await seller.get(f"/orders/{self.first}"))["status"] == "AWAITING_COLLECTION"
        await seller.post(f"{shop}/packages/{whole['id']}/handover")
        assert (await seller.get(f"/orders/{self.first}"))["status"] == "IN_TRANSIT"
        await seller.post(f"{shop}/orders/{self.second}/shipment")
        await self.other.post(f"/shops/{self.other_shop}/orders/{self.lamp}/shipment")
        await self.stage.settled()

    async def the_buyer_wants_to_cancel_and_the_seller_is_silent(self) -> None:
        """Four hours later nothing is automatic any more: the shop is asked, says nothing, and that is a yes (R-CAN-2, 3)."""
        if self.story.market == "ID":
            # In Indonesia a buyer may ask until the parcel is on its way, and is asked about once it is packed.
            parcel = {"carrier": "JNE", "tracking_number": "JNE0012"}
            await self.seller.post(f"/shops/{self.shop}/orders/{self.third}/shipment", parcel)
        await self.stage.wait(hours=4)
        where = f"/orders/{self.third}/cancellation-requests"
        asked = await self.buyer.post(where, {"reason": "I found one at home"})
        assert asked["status"] == "CANCELLATION_REQUEST_PENDING"
        await self.stage.wait(hours=48)
        [answered] = (await self.buyer.get(where))["items"]
        assert (answered["status"], answered["decided_by"]) == ("CANCELLATION_REQUEST_COMPLETE", "SYSTEM")
        order = await self.buyer.get(f"/orders/{self.third}")
        assert order["status"] == "CANCELLED"

    async def parcels_arrive(self) -> None:
        """The sandbox's carrier has told each step meanwhile; the buyer reviews what came."""
        tracked = await self.buyer.get(f"/orders/{self.first}/tracking")
        assert tracked["status"] == "DELIVERED"
        told = [[event["event"] for event in package["events"]] for package in tracked["packages"]]
        assert told == [["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]] * 2
        for each in (self.second, self.lamp):
            assert (await self.buyer.get(f"/orders/{each}"))["status"] == "DELIVERED"
        order = await self.buyer.get(f"/orders/{self.first}")
        self.delivered = datetime.fromisoformat(order["delivered_at"])
        soap = next(line for line in order["lines"] if line["quantity"] == 1)
        words = {"stars": 5, "text": "It smells of the garden."}
        review = await self.buyer.post(f"/orders/{self.first}/lines/{soap['id']}/review", words)
        reply = {"text": "Thank you!"}
        await self.seller.post(f"/shops/{self.shop}/reviews/{review['id']}/reply", reply)
        [public] = (await self.buyer.get(f"/products/{self.products[1]}/reviews"))["items"]
        assert (public["stars"], public["reply"]) == (5, "Thank you!")
        await self.stage.settled()

    async def a_scarf_comes_back(self) -> None:
        """One of three, with a picture: accepted, sent back, received, refunded to the last unit; the piece can be sold again."""
        buyer, seller, story = self.buyer, self.seller, self.story
        order = await buyer.get(f"/orders/{self.first}")
        scarves = next(line for line in order["lines"] if line["quantity"] == 3)
        evidence = pyvips.Image.black(500, 400, bands=3).copy(interpretation="srgb").webpsave_buffer()
        ask = {
            "kind": "RETURN_AND_REFUND",
            "reason": "DAMAGED",
            "note": "A thread is drawn.",
            "lines": [{"line_id": scarves["id"], "quantity": 1}],
            "pictures": [await self.stage.picture(buyer, evidence)],
        }
        asked = await buyer.post(f"/orders/{self.first}/returns", ask)
        assert (asked["status"], asked["asked"]) == ("RETURN_OR_REFUND_REQUEST_PENDING", self.money(story.refund))
        where, shop_where = f"/returns/{asked['id']}", f"/shops/{self.shop}/returns/{asked['id']}/decision"
        [told] = (await seller.get(where))["evidence"]
        assert (await self.stage.client.get(told["pictures"][0])).headers["content-type"] == "image/webp"
        assert (await seller.post(shop_where, {"decision": "APPROVE_RETURN"}))["status"] == "AWAITING_BUYER_SHIP"
        await buyer.post(f"{where}/shipment", {"carrier": "JNE", "tracking_number": "BACK1"})
        await self.stage.wait(hours=30)
        checked = await seller.post(shop_where, {"decision": "APPROVE_RECEIVED_PACKAGE"})
        assert (checked["refund"], checked["restocked"]) == (self.money(story.refund), True)
        await self.stage.settled()
        assert (await buyer.get(where))["status"] == "RETURN_OR_REFUND_REQUEST_COMPLETE"
        stock = [(await seller.get(f"/shops/{self.shop}/products/{each}"))["skus"][0] for each in self.products[:2]]
        assert [each["stock"] for each in stock] == [18, 18]

    async def what_is_held_is_told(self) -> None:
        """Nothing is available yet; every held amount says until when, and by which rule (R-FIN-2)."""
        balance = await self.seller.get(f"/shops/{self.shop}/balance")
        assert balance["available"]["amount"] in {"0", "0.00"} and balance["pending"]["amount"] not in {"0", "0.00"}
        held = (await self.seller.get(f"/shops/{self.shop}/balance/held"))["items"]
        assert sorted(each["order_id"] for each in held) == sorted([self.first, self.second])
        ends = {(each["rule"], datetime.fromisoformat(each["release_at"]).isoformat()) for each in held}
        assert ends == {(self.story.term, self.release.isoformat())}

    @property
    def release(self) -> datetime:
        """When what was delivered is settled."""
        if self.story.market == "ID":
            return add_working_days("ID", self.delivered, 7)
        return self.delivered + timedelta(days=7)

    async def the_orders_settle(self) -> None:
        """Seven days after delivery, in Indonesia working days; the statement of that day opens down to every transfer."""
        await self.until(self.release + timedelta(minutes=1))
        await self.until(self.release.replace(hour=0, minute=5) + timedelta(days=1))
        [statement] = (await self.seller.get(f"/shops/{self.shop}/statements"))["items"]
        assert statement["settlement"] == self.money(self.story.payout)
        opened = (await self.seller.get(f"/shops/{self.shop}/statements/{statement['id']}/lines"))["items"]
        found = {(line["order_id"], line["quantity"]): line for line in opened}
        assert len(found) == len(opened) == 3
        keys = ((self.first, 3), (self.first, 1), (self.second, 1))
        for key, expected in zip(keys, self.story.settled, strict=True):
            line = found[key]
            assert (line["revenue"]["amount"], line["fees"]["amount"]) == (expected.revenue, expected.fees)
            assert tuple(part["amount"]["amount"] for part in line["parts"]) == expected.parts
            assert all(part["name"] for part in line["parts"])

    async def the_payout_is_paid(self) -> None:
        """What the statement says has come to the bank, by itself; the other shop, without an account, has its money."""
        [payout] = (await self.seller.get(f"/shops/{self.shop}/payouts"))["items"]
        paid = (payout["status"], payout["amount"], payout["automatic"], payout["ending"])
        assert paid == ("PAID", self.money(self.story.payout), True, "5678")
        balance = await self.seller.get(f"/shops/{self.shop}/balance")
        assert {balance[each]["amount"] for each in ("pending", "available", "reserve")} <= {"0", "0.00"}
        other = await self.other.get(f"/shops/{self.other_shop}/balance")
        assert other["available"] == self.money(self.story.lamp_net)
        assert other["blocked"] == "NO_BANK_ACCOUNT"
        done = (await self.buyer.get(f"/orders/{self.first}"))["status"]
        assert done == ("COMPLETED" if self.story.completed_by_then else "DELIVERED")

    async def provider_and_books_agree(self) -> None:
        """Day by day, key by key: nothing is missing on either side, nothing differs."""
        now = await self.stage.now()
        async with self.stage.pool.connection() as db:
            days = [await reconcile_day(db, "SANDBOX", day.date(), now=now) for day in utc_days(self.started, now)]
            assert sum(day.matched for day in days) == self.story.provider_rows
            assert await findings(db, SYSTEM) == []

    async def until(self, at: datetime) -> None:
        """Time passes until then."""
        now = await self.stage.now()
        await self.stage.wait(seconds=int((at.astimezone(UTC) - now).total_seconds()) + 1)

    def money(self, amount: str) -> dict[str, str]:
        """An amount as the API writes it."""
        return {"amount": amount, "currency": self.story.currency}

    def shown(self, line: dict[str, Any]) -> Line:
        """A line of an order as it is expected."""
        return Line(*(line[name]["amount"] for name in ("seller_discount", "shipping", "tax", "paid")))
