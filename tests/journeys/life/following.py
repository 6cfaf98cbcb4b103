"""What follows a purchase: parcels, requests to cancel, returns and disputes, drawn by chance."""

from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import initialize, precondition, rule

from etalase.aftersales import actions
from etalase.aftersales.actions import Ask, Piece
from etalase.aftersales.rules.returning import share_of
from etalase.parcels import actions as parcels
from etalase.payments.actions import pay_by_hand
from tests.journeys.life import town as towns
from tests.journeys.life.machine import PAUSES, PICK, Buying
from tests.journeys.life.model import (
    ANSWER,
    CANCEL_ANSWER,
    CHECK,
    GUARANTEE,
    HOUR,
    OPERATOR,
    SEND_BACK,
    WINDOW,
    Order,
    Return,
)
from tests.journeys.life.silence import support_buyer, support_seller

EARLY = {"ID": HOUR, "US": 3 * HOUR}


class Sending(Buying):
    """Parcels go out whole or in two, arrive, or come back; buyers change their minds meanwhile."""

    @initialize(begun=some.lists(some.tuples(some.sampled_from(("ID", "ID", "US")), PICK, PICK, some.integers(0, 4)),
                min_size=3, max_size=5))  # fmt: skip
    def begin_with(self, begun: list[tuple[str, int, int, int]]) -> None:
        """Life goes on already: orders that came as far as chance has it, so that all steps are equally near."""
        for market, sku, method, _ in begun:
            self.place(market=market, wish=[(sku, 2), (sku + 1, 1)], method=method - method % 4)
        self.wait(pause=PAUSES[0])
        for order, (*_, steps) in zip(list(self.model.in_state("AWAITING_SHIPMENT")), begun, strict=False):
            for act in (self.ship_it, self.hand_it_over, self.deliver_it)[:steps]:
                act(order)

    @precondition(lambda self: self.model.in_state("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"))
    @rule(number=PICK, part=some.booleans())
    def ship(self, number: int, part: bool) -> None:
        """Everything that is left, or first one piece of it."""
        self.ship_it(self.pick(number, "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"), part=part)

    def ship_it(self, order: Order, *, part: bool = False) -> None:
        """The same of one order."""
        self.tick()
        seller = self.town.stall(order.shop).seller
        self.number += 1
        parcel: dict[str, Any] = {"carrier": "JNE", "tracking_number": f"J{self.number}"}
        if part and order.pieces > 1 and order.arranged == 0:
            self.do(self.ship_one(order, parcel))
            self.model.arrange(order, 1)
        else:
            self.do(parcels.ship_order(self.db, seller, **parcel, **self.of(order)))
            self.model.arrange(order, order.pieces - order.arranged)

    async def ship_one(self, order: Order, parcel: dict[str, Any]) -> None:
        """One piece of the first line in a package of its own."""
        seller, where = self.town.stall(order.shop).seller, self.of(order)
        made = await parcels.pack(self.db, seller, lines={order.lines[0].line_id: 1}, **where)
        key: dict[str, Any] = {"shop_id": order.shop, "package_id": made.package.package_id, "now": self.model.now}
        await parcels.arrange(self.db, seller, **parcel, **key)

    @precondition(lambda self: self.model.in_state("AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT"))
    @rule(number=PICK)
    def all_the_way(self, number: int) -> None:
        """What is left until the buyer has it, without anything in between."""
        order = self.pick(number, "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT")
        if order.arranged < order.pieces:
            self.ship_it(order)
        if order.shipped < order.arranged:
            self.hand_it_over(order)
        self.deliver_it(order)

    def to_hand_over(self) -> list[Order]:
        """Orders with a parcel that waits for its carrier."""
        states = ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT")
        return [order for order in self.model.in_state(*states) if order.arranged > order.shipped]

    @precondition(lambda self: self.to_hand_over())
    @rule(number=PICK)
    def hand_over(self, number: int) -> None:
        """The carrier has what was arranged."""
        found = self.to_hand_over()
        self.hand_it_over(found[number % len(found)])

    def hand_it_over(self, order: Order) -> None:
        """The same of one order."""
        self.tick()
        self.do(parcels.hand_over_order(self.db, self.town.stall(order.shop).seller, **self.of(order)))
        self.model.hand_over(order)

    @precondition(lambda self: any(order.shipped > order.delivered for order in self.model.in_state("IN_TRANSIT")))
    @rule(number=PICK, back=some.sampled_from((False, False, False, True)))
    def deliver(self, number: int, back: bool) -> None:
        """The buyer has it; or the carrier could not deliver it and brought it back."""
        found = [order for order in self.model.in_state("IN_TRANSIT") if order.shipped > order.delivered]
        self.deliver_it(found[number % len(found)], back=back)

    def deliver_it(self, order: Order, *, back: bool = False) -> None:
        """The same of one order."""
        self.tick()
        if back and order.packages == 1:
            self.do(self.come_back(order))
            self.model.come_back(order)
        else:
            self.do(parcels.deliver_order(self.db, self.town.stall(order.shop).seller, **self.of(order)))
            self.model.deliver(order)

    async def come_back(self, order: Order) -> None:
        """The carrier says so, once and once more."""
        number = await towns.NUMBER.sole(self.db, order.order_id)
        report = parcels.Report("JNE", f"back{number}", number, "RETURNED", self.model.now)
        assert await parcels.carrier_reported(self.db, report, now=self.model.now)
        assert not await parcels.carrier_reported(self.db, report, now=self.model.now)

    @precondition(lambda self: self.model.in_state("AWAITING_SHIPMENT", "AWAITING_COLLECTION"))
    @rule(number=PICK)
    def ask_to_cancel(self, number: int) -> None:
        """Granted at once where the market has it, asked of the shop, or too late (R-CAN-2, 3)."""
        self.tick()
        order = self.pick(number, "AWAITING_SHIPMENT", "AWAITING_COLLECTION")
        asked = actions.request_cancellation(
            self.db, self.town.buyers[order.market], order_id=order.order_id, now=self.model.now
        )
        early = self.model.now < (order.paid_at or order.placed_at) + EARLY[order.market]
        if order.status == "AWAITING_COLLECTION" and order.market == "US":
            self.refused(asked, "aftersales.cannot_cancel")
        elif order.status == "AWAITING_SHIPMENT" and (order.market == "ID" or early):
            self.do(asked)
            self.model.cancel(order)
        elif order.request:
            self.refused(asked, "aftersales.cancellation_open")
        else:
            order.request_id = self.do(asked).cancellation_id
            order.request = self.model.now + CANCEL_ANSWER[order.market]

    @precondition(
        lambda self: any(each.request for each in self.model.in_state("AWAITING_SHIPMENT", "AWAITING_COLLECTION"))
    )
    @rule(number=PICK, answer=some.sampled_from(("yes", "no", "withdraw")))
    def answer_the_wish_to_cancel(self, number: int, answer: str) -> None:
        """The shop agrees or does not; or the buyer keeps it."""
        self.tick()
        found = [each for each in self.model.in_state("AWAITING_SHIPMENT", "AWAITING_COLLECTION") if each.request]
        order = found[number % len(found)]
        key: dict[str, Any] = {"cancellation_id": order.request_id, "now": self.model.now}
        seller = self.town.stall(order.shop).seller
        if answer == "yes":
            self.do(actions.approve_cancellation(self.db, seller, shop_id=order.shop, **key))
            self.model.cancel(order)
            return
        if answer == "no":
            self.do(actions.reject_cancellation(self.db, seller, shop_id=order.shop, reason="It is packed", **key))
        else:
            self.do(actions.withdraw_cancellation(self.db, self.town.buyers[order.market], **key))
        order.request = None


class LifeOfOrders(Sending):
    """All of it, to the last refund."""

    def may_return(self) -> list[Order]:
        """Delivered orders with pieces that nobody asked about."""
        return [
            order
            for order in self.model.in_state("DELIVERED")
            if order.delivered_at and self.model.now < order.delivered_at + GUARANTEE[order.market]
            if not order.has_open_return and not order.rejected
            if any(line.claimed < line.wanted for line in order.lines)
        ]

    @precondition(lambda self: self.may_return())
    @rule(number=PICK, kind=some.sampled_from(("REFUND", "RETURN_AND_REFUND")), wish=some.integers(1, 3))
    def ask_to_return(self, number: int, kind: Any, wish: int) -> None:
        """Some pieces of one line, for what was paid for them."""
        found = self.may_return()
        self.ask_for(found[number % len(found)], kind, wish)

    def ask_for(self, order: Order, kind: Any, wish: int) -> None:
        """The same of one order."""
        line = next(line for line in order.lines if line.claimed < line.wanted)
        pieces = min(wish, line.wanted - line.claimed)
        assert order.delivered_at is not None
        any_reason = self.model.now < order.delivered_at + WINDOW[order.market]
        reason = "NO_LONGER_NEEDED" if any_reason and wish == 1 else "DAMAGED"
        ask = Ask(kind=kind, reason=reason, lines=[Piece(line.line_id, pieces)])
        buyer = self.town.buyers[order.market]
        made = self.do(actions.request_return(self.db, buyer, order_id=order.order_id, ask=ask, now=self.model.now))
        asked = min(share_of(line.paid, line.quantity, line.claimed, pieces), line.paid - line.refunded)
        assert made.asked_minor == asked
        line.claimed += pieces
        due = self.model.now + ANSWER
        order.returned = Return(made.return_id, kind, line, pieces, asked, "PENDING", due)

    @precondition(lambda self: self.may_return())
    @rule(number=PICK, wish=some.integers(1, 3))
    def give_money_back(self, number: int, wish: int) -> None:
        """Asked for and agreed to, before or after the sale was settled."""
        found = self.may_return()
        order = found[number % len(found)]
        self.ask_for(order, "REFUND", wish)
        self.decide(number=self.in_return("PENDING").index(order), say="yes")

    def in_return(self, *statuses: str) -> list[Order]:
        """Orders whose return stands there and is not with the operator."""
        return [
            order
            for order in self.model.orders
            if order.returned is not None and order.returned.status in statuses and order.returned.dispute is None
        ]

    def returned(self, number: int, *statuses: str) -> tuple[Order, Return, dict[str, Any]]:
        """One of them, and how its verbs are called."""
        self.tick()
        found = self.in_return(*statuses)
        order = found[number % len(found)]
        assert order.returned is not None
        return order, order.returned, {"return_id": order.returned.return_id, "now": self.model.now}

    @precondition(lambda self: self.in_return("PENDING"))
    @rule(number=PICK, say=some.sampled_from(("yes", "yes", "money", "offer", "no")))
    def decide(self, number: int, say: str) -> None:
        """The shop accepts, pays without a return, offers a part, or refuses."""
        order, request, key = self.returned(number, "PENDING")
        goods = request.kind == "RETURN_AND_REFUND"
        if say == "offer" and (request.offered is not None or request.asked < 2):
            say = "yes"
        decision: Any = {
            "yes": "APPROVE_RETURN" if goods else "APPROVE_REFUND",
            "money": "APPROVE_REFUND",
            "offer": "OFFER_PARTIAL_REFUND",
            "no": "REJECT_RETURN" if goods else "REJECT_REFUND",
        }[say]
        answer = actions.Answer(
            decision=decision, reason="So", amount_minor=request.asked // 2 if say == "offer" else None
        )
        seller = self.town.stall(order.shop).seller
        self.do(actions.decide(self.db, seller, shop_id=order.shop, answer=answer, **key))
        if say == "offer":
            request.status, request.offered, request.due = "OFFERED", request.asked // 2, self.model.now + ANSWER
        elif say == "no":
            request.status, request.due, order.rejected = "REJECTED", self.model.now + ANSWER, True
        elif decision == "APPROVE_RETURN":
            request.status, request.due = "TO_SEND", self.model.now + SEND_BACK[order.market]
        else:
            self.model.grant(order, request.asked)

    @precondition(lambda self: self.in_return("OFFERED"))
    @rule(number=PICK, accept=some.booleans())
    def answer_the_offer(self, number: int, accept: bool) -> None:
        """The buyer takes the part, or leaves it and the shop decides again."""
        order, request, key = self.returned(number, "OFFERED")
        self.do(actions.answer_offer(self.db, self.town.buyers[order.market], accept=accept, **key))
        if accept:
            self.model.grant(order, request.offered or 0)
        else:
            request.status, request.due = "PENDING", self.model.now + ANSWER

    @precondition(lambda self: self.in_return("TO_SEND"))
    @rule(number=PICK)
    def send_back(self, number: int) -> None:
        """It is on its way to the shop."""
        order, request, key = self.returned(number, "TO_SEND")
        parcel = {"carrier": "JNE", "tracking_number": "BACK"}
        self.do(actions.send_back(self.db, self.town.buyers[order.market], **parcel, **key))
        request.status, request.due, request.sent_back = "SENT", self.model.now + CHECK, True

    @precondition(lambda self: self.in_return("SENT"))
    @rule(number=PICK, good=some.booleans())
    def receive(self, number: int, good: bool) -> None:
        """As it should be, or refused: then the operator decides."""
        order, request, key = self.returned(number, "SENT")
        decision: Any = "APPROVE_RECEIVED_PACKAGE" if good else "REJECT_RECEIVED_PACKAGE"
        answer = actions.Answer(decision=decision, reason="So")
        self.do(actions.decide(self.db, self.town.stall(order.shop).seller, shop_id=order.shop, answer=answer, **key))
        if good:
            self.model.take_back(order)
            self.model.grant(order, request.asked)
        else:
            request.status, request.due, request.dispute = "REFUSED", None, self.model.now + OPERATOR
            request.dispute_id = self.run(towns.DISPUTE.sole(self.db, request.return_id))

    def may_dispute(self) -> list[Order]:
        """Rejected ones whose buyer still has time."""
        return [
            order
            for order in self.in_return("REJECTED")
            if order.returned and order.returned.due and order.returned.due > self.model.now
            if order.returned.disputes < 2
        ]

    @precondition(lambda self: self.may_dispute())
    @rule(number=PICK)
    def dispute(self, number: int) -> None:
        """The buyer goes to the operator."""
        found = self.may_dispute()
        order = found[number % len(found)]
        request = order.returned
        assert request is not None
        key: dict[str, Any] = {"return_id": request.return_id, "now": self.model.now}
        buyer = self.town.buyers[order.market]
        made = self.do(actions.dispute_return(self.db, buyer, statement="Look at it", **key))
        request.due, request.dispute, request.dispute_id = None, self.model.now + OPERATOR, made.dispute_id
        request.disputes += 1

    @precondition(lambda self: any(each.returned and each.returned.dispute for each in self.model.orders))
    @rule(number=PICK, buyer=some.booleans())
    def arbitrate(self, number: int, buyer: bool) -> None:
        """The operator supports one side."""
        self.tick()
        found = [each for each in self.model.orders if each.returned and each.returned.dispute]
        order = found[number % len(found)]
        assert order.returned is not None
        said: dict[str, Any] = {"verdict": "SUPPORT_BUYER" if buyer else "SUPPORT_SELLER", "reason": "So"}
        key: dict[str, Any] = {"dispute_id": order.returned.dispute_id, "now": self.model.now}
        self.do(actions.decide_dispute(self.db, self.town.operator, **said, **key))
        (support_buyer if buyer else support_seller)(self.model, order)

    def cash_owed(self) -> list[Order]:
        """Cash that is to be given back by hand."""
        return [
            order
            for order in self.model.orders
            if order.method == "COD" and order.returned and order.returned.status == "GRANTED"
            if not order.returned.arrived
        ]

    @precondition(lambda self: self.cash_owed())
    @rule(number=PICK)
    def give_cash_back(self, number: int) -> None:
        """An operator has done it and says so."""
        self.tick()
        found = self.cash_owed()
        order = found[number % len(found)]
        refund = self.run(towns.CASH_BACK.sole(self.db, order.order_id))
        key: dict[str, Any] = {"shop_id": order.shop, "refund_id": refund, "note": "By bank", "now": self.model.now}
        self.do(pay_by_hand(self.db, self.town.operator, **key))
        assert order.returned is not None
        order.returned.arrived = True
