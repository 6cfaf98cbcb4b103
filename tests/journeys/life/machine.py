"""The acts of buyers, sellers, carriers, banks and the operator, drawn by chance, and what is compared after each."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from etalase.orders.actions import CartLine, buy, cancel_as_buyer, cancel_as_seller
from etalase.orders.actions.paying import pay_again
from etalase.parcels import actions as parcels
from etalase.payments.ports.sandbox import tap
from etalase.payments.queries import attempts
from etalase.stock.actions import end_set_asides
from tests.journeys.life import town as towns
from tests.journeys.life.model import HOUR, Checkout, Order
from tests.journeys.life.money import Books
from tests.journeys.life.silence import work
from tests.makers.aftersales import ADDRESSES

Answer = TypeVar("Answer")
PICK = some.integers(0, 11)
# How long nothing is done: past the hour, past a night, past most deadlines, past settlement, past a new shop's settlement.
PAUSES = (HOUR * 1.1, HOUR * 7, HOUR * 50, timedelta(days=8), timedelta(days=8), timedelta(days=33))
METHODS = {"ID": ("SANDBOX_CARD", "BANK_TRANSFER", "COD"), "US": ("SANDBOX_CARD", "SANDBOX_CARD", "BANK_TRANSFER")}
# The holidays of a calendar are known for so long.
FURTHEST = timedelta(days=300)


class Ground:
    """One connection with a town on it, in a transaction that is never committed; each example begins at a savepoint."""

    def __init__(self, dsn: str) -> None:
        import uvloop

        self.runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.run(self._open(dsn))

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        """Wait for it."""
        return self.runner.run(act)

    async def _open(self, dsn: str) -> None:
        self.pool = Pool(dsn, size=1)
        self._lease = self.pool.connection()
        self.db: Db = await self._lease.__aenter__()
        self._whole = self.db.connection.transaction()
        await self._whole.start()
        self.town = await towns.found_town(self.db)
        await towns.work(self.db, towns.BEGIN)

    def close(self) -> None:
        """Nothing of it stays."""
        self.run(self._close())
        self.runner.close()

    async def _close(self) -> None:
        await self._whole.rollback()
        await self._lease.__aexit__(None, None, None)
        await self.pool.close()


class Buying(RuleBasedStateMachine):
    """Placing, paying, cancelling before anything is sent, and time."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.db, self.town = self.ground.db, self.ground.town
        shops = {stall.shop.shop_id: stall.shop.market for stall in self.town.stalls}
        self.model = Books(self.town.stock, shops, self.town.new, towns.BEGIN)
        self.model.keep(self.town.kept)
        self.example = self.db.connection.transaction()
        self.run(self.example.start())
        self.number = 0

    def teardown(self) -> None:
        """As if it had not been."""
        self.run(self.example.rollback())

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        """Wait for it."""
        return self.ground.run(act)

    def do(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        """An act of a person, in a savepoint of its own, a minute after the one before."""

        async def safely() -> Answer:
            async with self.db.transaction():
                return await act

        return self.run(safely())

    def refused(self, act: Coroutine[Any, Any, object], *codes: str) -> None:
        """An act that a rule refuses."""
        with pytest.raises(Refused) as no:
            self.do(act)
        assert no.value.code in codes

    def pick(self, number: int, *statuses: str) -> Order:
        """One of the orders in these states."""
        found = self.model.in_state(*statuses)
        return found[number % len(found)]

    def of(self, order: Order) -> dict[str, Any]:
        """An order, as a seller's verb names it."""
        return {"shop_id": order.shop, "order_id": order.order_id, "now": self.model.now}

    def tick(self) -> None:
        """A minute passes between two acts."""
        self.model.now += timedelta(minutes=1)

    @initialize(willing=some.tuples(*[some.booleans()] * 4))
    def open_accounts(self, willing: tuple[bool, ...]) -> None:
        """Where the shops are to be paid: at a good bank, or at one that refuses."""
        for stall, good in zip(self.town.stalls, willing, strict=True):
            self.do(towns.open_account(self.db, stall, good=good, now=self.model.now))
            self.model.bank[stall.shop.shop_id] = good
        self.run(towns.work(self.db, self.model.now))

    @rule(market=some.sampled_from(("ID", "ID", "US")), wish=some.lists(some.tuples(PICK, some.integers(1, 3)), min_size=1,
          max_size=3), method=PICK)  # fmt: skip
    def place(self, market: str, wish: list[tuple[int, int]], method: int) -> None:
        """One to three lines over the shops of a market; the same SKU twice is one line."""
        self.tick()
        skus = [sku for stall in self.town.stalls if stall.shop.market == market for sku in stall.skus]
        wanted: dict[int, int] = {}
        for number, pieces in wish:
            sku = skus[number % len(skus)]
            wanted[sku] = wanted.get(sku, 0) + pieces
        lines = [CartLine(skus[number % len(skus)], pieces) for number, pieces in wish]
        how = METHODS[market][method % 3]
        card = "decline" if method % 4 == 3 else "approve"
        asked = buy(
            self.db, self.town.buyers[market], lines=lines, address=ADDRESSES[market], method=how, card=card,  # type: ignore[arg-type] # named as texts
            now=self.model.now,
        )  # fmt: skip
        kept = {sku for sku, pieces in wanted.items() if self.model.keeps(sku, pieces)}
        if any(self.model.available[sku] < pieces for sku, pieces in wanted.items() if sku not in kept):
            self.refused(asked, "orders.out_of_stock")
            return
        placed = self.do(asked)
        ids = [each.order_id for each in placed.orders]
        dear = self.model.keeping - kept
        orders = self.run(towns.checkout_of(self.db, self.town, ids, how, self.model.now, dear=dear, kept=kept))
        assert sum(order.total for order in orders) == placed.total_minor
        checkout = Checkout(placed.payment_id, placed.account_id, orders)
        self.model.place(placed.checkout_id, checkout)
        for order in orders:
            order.checkout, order.unpaid_until = placed.checkout_id, self.model.now + 48 * HOUR
        if how == "BANK_TRANSFER":
            checkout.open, checkout.ref = True, self.run(self.newest_ref(checkout))
        elif how == "COD":
            for order in orders:
                self.model.hold(order)
        elif card == "approve":
            self.model.pay(checkout)

    async def newest_ref(self, checkout: Checkout) -> str:
        """What the provider calls the transfer."""
        ref = (await attempts(self.db, checkout.buyer, checkout.payment_id))[-1].provider_ref
        assert ref is not None
        return ref

    @precondition(lambda self: self.model.in_state("UNPAID"))
    @rule(number=PICK, card=some.sampled_from(("approve", "approve", "decline")))
    def pay(self, number: int, card: str) -> None:
        """Pay by card what was not paid; too late or declined, it stays as it is."""
        self.tick()
        order = self.pick(number, "UNPAID")
        buyer = self.town.buyers[order.market]
        asked = pay_again(self.db, buyer, order_id=order.order_id, method="SANDBOX_CARD", card=card, now=self.model.now)
        if order.unpaid_until and order.unpaid_until <= self.model.now:
            self.refused(asked, "payments.not_open")
            return
        self.model.checkouts[order.checkout].closing = True
        if card == "decline":
            self.run(self.declined(asked))
        else:
            self.do(asked)
            for each in self.model.checkouts[order.checkout].orders:
                each.method = "SANDBOX_CARD"
            self.model.pay(self.model.checkouts[order.checkout])

    async def declined(self, asked: Coroutine[Any, Any, object]) -> None:
        """Not undone: the attempt is written down."""
        with pytest.raises(Refused, match=r"payments\.declined"):
            await asked

    @precondition(lambda self: any(each.ref for each in self.model.checkouts.values()))
    @rule(number=PICK)
    def transfer(self, number: int) -> None:
        """The buyer transfers the money, perhaps after the order was cancelled; the provider tells us later."""
        self.tick()
        found = [each for each in self.model.checkouts.values() if each.ref]
        checkout = found[number % len(found)]
        done = self.run(tap(self.db, checkout.ref, "pay", now=self.model.now))
        in_time = all(order.unpaid_until and order.unpaid_until > self.model.now for order in checkout.orders)
        assert done == (checkout.open and in_time)
        if checkout.open:
            checkout.open, checkout.sent = False, done

    @precondition(lambda self: self.model.in_state("ON_HOLD"))
    @rule()
    def wait_an_hour(self) -> None:
        """So that what is held goes on."""
        self.wait(pause=PAUSES[0])

    @precondition(lambda self: self.model.now < towns.BEGIN + FURTHEST)
    @rule(pause=some.sampled_from(PAUSES))
    def wait(self, pause: timedelta) -> None:
        """Nothing is done for a while; then everything that was due is."""
        self.model.now += pause
        self.run(towns.work(self.db, self.model.now))
        work(self.model)

    @precondition(lambda self: self.model.keeping)
    @rule(number=some.integers(0, 40))
    def end_set_aside(self, number: int) -> None:
        """A seller gives back what is left of a set-aside, now and then: the promotion goes on with the general stock."""
        if number < len(self.model.keeping):
            self.tick()
            sku = sorted(self.model.keeping)[number]
            stall = next(each for each in self.town.stalls if sku in each.skus)
            what: dict[str, Any] = {"purpose": "CAMPAIGN", "purpose_ref": self.town.promotions[sku]}
            self.do(end_set_asides(self.db, stall.shop.shop_id, now=self.model.now, **what))
            self.model.end(sku)

    @precondition(lambda self: self.model.in_state("UNPAID", "ON_HOLD"))
    @rule(number=PICK)
    def cancel_by_buyer(self, number: int) -> None:
        """Alone, while it is unpaid or on hold (R-ORD-2)."""
        self.tick()
        order = self.pick(number, "UNPAID", "ON_HOLD")
        buyer = self.town.buyers[order.market]
        self.do(cancel_as_buyer(self.db, buyer, order_id=order.order_id, reason="", now=self.model.now))
        self.model.cancel(order)

    @precondition(lambda self: self.model.in_state("AWAITING_SHIPMENT"))
    @rule(number=PICK)
    def cancel_by_seller(self, number: int) -> None:
        """What cannot be shipped."""
        self.tick()
        order = self.pick(number, "AWAITING_SHIPMENT")
        seller = self.town.stall(order.shop).seller
        self.do(cancel_as_seller(self.db, seller, reason="", **self.of(order)))
        self.model.cancel(order)

    @precondition(lambda self: self.model.orders)
    @rule(number=PICK, act=some.sampled_from(("ship", "hand_over", "deliver", "cancel_by_seller", "cancel_by_buyer")))
    def try_what_the_state_forbids(self, number: int, act: str) -> None:
        """Refused, and nothing changes."""
        order = self.model.orders[number % len(self.model.orders)]
        seller, where = self.town.stall(order.shop).seller, self.of(order)
        allowed = {
            "ship": ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"),
            "hand_over": ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT"),
            "deliver": ("IN_TRANSIT",),
            "cancel_by_seller": ("AWAITING_SHIPMENT",),
            "cancel_by_buyer": ("UNPAID", "ON_HOLD"),
        }[act]
        if order.status in allowed:
            return
        match act:
            case "ship":
                self.refused(parcels.ship_order(self.db, seller, carrier="JNE", **where), "orders.wrong_state")
            case "hand_over":
                self.refused(parcels.hand_over_order(self.db, seller, **where), "orders.wrong_state")
            case "deliver":
                self.refused(parcels.deliver_order(self.db, seller, **where), "orders.wrong_state")
            case "cancel_by_seller":
                self.refused(cancel_as_seller(self.db, seller, reason="", **where), "orders.wrong_state")
            case _:
                buyer = self.town.buyers[order.market]
                mine: dict[str, Any] = {"order_id": order.order_id, "reason": "", "now": self.model.now}
                self.refused(cancel_as_buyer(self.db, buyer, **mine), "orders.wrong_state")

    @invariant()
    def model_and_database_say_the_same(self) -> None:
        """Orders, refunds, stock, books; and no promise is broken."""
        self.run(self.compare())

    async def compare(self) -> None:
        """Each is one statement."""
        seen = {each.order_id: (each.status, each.refunded_minor) for each in await towns.ORDERS.all(self.db)}
        assert seen == {order.order_id: (order.status, order.refunded) for order in self.model.orders}
        for each in await towns.STOCK.all(self.db):
            expected = tuple(of[each.sku_id] for of in (self.model.available, self.model.reserved, self.model.aside))
            assert (each.available, each.reserved, each.aside) == expected, each.sku_id
        for shop in self.model.shops:
            assert await towns.books_of(self.db, shop) == self.model.balances(shop)
        assert await towns.BROKEN.all(self.db) == []
