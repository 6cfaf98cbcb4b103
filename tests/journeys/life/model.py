"""What must be of orders and stock after each act, said once more and independently of the rooms that do it."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec

from etalase.ledger.rules import shares_of
from etalase.shipping.rules import add_working_days

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# By market: working days until the system cancels, the return window and the guarantee, and how long a buyer has to send
# something back.
PATIENCE_WD = {"ID": 2, "US": 7}
WINDOW = {"ID": 6 * DAY, "US": 30 * DAY}
GUARANTEE = {"ID": 6 * DAY, "US": 90 * DAY}
SEND_BACK = {"ID": 5 * DAY, "US": 14 * DAY}
CANCEL_ANSWER = {"ID": 2 * DAY, "US": DAY}
CHECK = 14 * DAY
ANSWER = 2 * DAY
OPERATOR = 7 * DAY


class Line(msgspec.Struct):
    """A line with the parts of what is paid for it (goods, shipping, tax, fee), as they were fixed when it was placed."""

    line_id: int
    sku: int
    quantity: int
    parts: list[int]
    refunded: int = 0
    claimed: int = 0
    dropped: int = 0  # pieces that were not sent in time while others were
    kept: bool = False  # its pieces were set aside for its price

    @property
    def wanted(self) -> int:
        """The pieces that are, or were, to be sent."""
        return self.quantity - self.dropped

    @property
    def paid(self) -> int:
        """What the buyer pays for it."""
        return sum(self.parts)

    def left(self, part: int) -> int:
        """What is left of a part after refunds."""
        return self.parts[part] - shares_of(self.parts, self.refunded)[part]


class Return(msgspec.Struct):
    """A return of pieces of one line. `due` None: nobody is asked, or the operator is."""

    return_id: int
    kind: str
    line: Line
    quantity: int
    asked: int
    status: str
    due: datetime | None
    offered: int | None = None
    sent_back: bool = False
    dispute: datetime | None = None
    dispute_id: int = 0
    disputes: int = 0
    arrived: bool = False  # the money is where it was to go

    @property
    def is_open(self) -> bool:
        """Something may still follow."""
        return self.status not in {"CLOSED", "COMPLETE"}


class Order(msgspec.Struct):
    """An order and how far it is."""

    order_id: int
    shop: int
    market: str
    method: str
    checkout: int
    status: str
    lines: list[Line]
    placed_at: datetime
    unpaid_until: datetime | None = None
    hold_until: datetime | None = None
    cancel_at: datetime | None = None
    paid_at: datetime | None = None
    delivered_at: datetime | None = None
    arranged: int = 0
    shipped: int = 0
    delivered: int = 0
    packages: int = 0
    request: datetime | None = None  # a cancellation that was asked for, and until when it is answered
    request_id: int = 0
    returned: Return | None = None
    rejected: bool = False

    @property
    def pieces(self) -> int:
        """Pieces of all lines that are, or were, to be sent."""
        return sum(line.wanted for line in self.lines)

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return sum(line.paid for line in self.lines)

    @property
    def refunded(self) -> int:
        """What went back."""
        return sum(line.refunded for line in self.lines)

    @property
    def has_open_return(self) -> bool:
        """A return holds it back."""
        return self.returned is not None and self.returned.is_open


class Checkout(msgspec.Struct):
    """What was bought together. `ref`: the transfer a buyer may make; `sent`: it was made, and we do not know
    yet; `closing`: the buyer tries another way, and the provider is told soon."""

    payment_id: int
    buyer: int
    orders: list[Order]
    paid: bool = False
    ref: str = ""
    open: bool = False
    sent: bool = False
    closing: bool = False


class Model:
    """Orders and stock. What they mean for the books is `money.Books`, which is told of every capture and refund."""

    def __init__(self, stock: dict[int, int], now: datetime) -> None:
        self.available = Counter(stock)
        self.reserved: Counter[int] = Counter()
        self.aside: Counter[int] = Counter()
        self.keeping: set[int] = set()  # SKUs with a set-aside that is open
        self.orders: list[Order] = []
        self.checkouts: dict[int, Checkout] = {}
        self.now = now

    def in_state(self, *statuses: str) -> list[Order]:
        """Orders in one of these states."""
        return [order for order in self.orders if order.status in statuses]

    def keep(self, kept: dict[int, int]) -> None:
        """So many pieces of these SKUs are set aside for their promotions."""
        self.keeping = set(kept)
        for sku, pieces in kept.items():
            self.aside[sku] += pieces
            self.available[sku] -= pieces

    def keeps(self, sku: int, pieces: int) -> bool:
        """Would a line have all of so many from what is set aside?"""
        return sku in self.keeping and pieces <= self.aside[sku]

    def end(self, sku: int) -> None:
        """Its set-aside ends: everybody can buy what is left."""
        self.keeping.remove(sku)
        self.available[sku] += self.aside.pop(sku, 0)

    def again(self, line: Line, pieces: int) -> None:
        """They can be sold again, from where they were."""
        (self.aside if line.kept and line.sku in self.keeping else self.available)[line.sku] += pieces

    def place(self, checkout_id: int, checkout: Checkout) -> None:
        """It was placed: its pieces are reserved."""
        self.checkouts[checkout_id] = checkout
        self.orders += checkout.orders
        for order in checkout.orders:
            for line in order.lines:
                (self.aside if line.kept else self.available)[line.sku] -= line.quantity
                self.reserved[line.sku] += line.quantity

    def hold(self, order: Order) -> None:
        """The hour begins."""
        order.status, order.hold_until = "ON_HOLD", self.now + HOUR

    def release(self, order: Order) -> None:
        """The hour is over."""
        order.status = "AWAITING_SHIPMENT"
        order.cancel_at = add_working_days(order.market, self.now, PATIENCE_WD[order.market])

    def cancel(self, order: Order) -> None:
        """Its pieces can be sold again, and what was paid goes back."""
        order.status, order.request = "CANCELLED", None
        for line in order.lines:
            self.reserved[line.sku] -= line.wanted
            self.again(line, line.wanted)
        if order.paid_at:
            self.refund_all(order)

    def cut(self, order: Order) -> None:
        """Only its first piece was arranged in time: the others can be sold again, and what was paid for them goes back."""
        for number, line in enumerate(order.lines):
            line.dropped = line.quantity - (number == 0)
            self.reserved[line.sku] -= line.dropped
            self.again(line, line.dropped)
        if order.paid_at:
            self.refund_dropped(order)
        self.follow(order)

    def refund_dropped(self, order: Order) -> None:
        """What was paid for pieces that were never sent."""
        for line in order.lines:
            if line.dropped:
                self.refund(order, line, line.paid - line.paid * line.wanted // line.quantity)

    def arrange(self, order: Order, pieces: int) -> None:
        """A carrier was told of so many pieces."""
        order.arranged += pieces
        order.packages += 1
        self.follow(order)

    def hand_over(self, order: Order) -> None:
        """What was arranged has left the stock. Of a part, it is the first piece of the first line."""
        for line, pieces in self.on_their_way(order):
            self.reserved[line.sku] -= pieces
        order.shipped = order.arranged
        self.follow(order)

    def on_their_way(self, order: Order) -> list[tuple[Line, int]]:
        """The arranged pieces that no carrier has yet, by line."""
        if order.shipped == 0 and order.arranged == order.pieces:
            return [(line, line.wanted) for line in order.lines]
        if order.shipped == 0:
            return [(order.lines[0], 1)]
        return [(line, line.quantity - (number == 0)) for number, line in enumerate(order.lines)]

    def deliver(self, order: Order) -> None:
        """The buyer has what was on its way; cash is paid with the last of it."""
        order.delivered = order.shipped
        self.follow(order)
        if order.status == "DELIVERED":
            order.delivered_at = self.now
            if order.method == "COD":
                order.paid_at = self.now
                self.refund_dropped(order)

    def come_back(self, order: Order) -> None:
        """The only parcel came back: no sale."""
        order.status = "CANCELLED"
        for line in order.lines:
            self.again(line, line.wanted)
        if order.paid_at:
            self.refund_all(order)

    def follow(self, order: Order) -> None:
        """An order is as far as its packages are."""
        if order.delivered == order.pieces:
            order.status = "DELIVERED"
        elif order.arranged == order.pieces:
            order.status = "IN_TRANSIT" if order.shipped else "AWAITING_COLLECTION"
        else:
            order.status = "PARTIALLY_SHIPPING"

    def pay(self, checkout: Checkout) -> None:
        """The money of a checkout has come: what waits is held, what was cancelled gets its share back."""
        checkout.paid = True
        for order in checkout.orders:
            order.paid_at = self.now
            if order.status == "UNPAID":
                self.hold(order)
            else:
                self.refund_all(order)

    def refund_all(self, order: Order) -> None:
        """Everything that is left goes back."""
        for line in order.lines:
            self.refund(order, line, line.paid - line.refunded)

    def refund(self, order: Order, line: Line, minor: int) -> None:
        """So much of a line goes back."""
        line.refunded += minor

    def grant(self, order: Order, minor: int) -> None:
        """A return is granted for so much."""
        request = order.returned
        assert request is not None
        request.status, request.due, request.dispute = "GRANTED", None, None
        self.refund(order, request.line, min(minor, request.line.paid - request.line.refunded))

    def take_back(self, order: Order) -> None:
        """The pieces of a return lie with the shop again."""
        assert order.returned is not None
        self.available[order.returned.line.sku] += order.returned.quantity

    def close(self, order: Order) -> None:
        """A return ends without money: its pieces are free again."""
        assert order.returned is not None
        order.returned.status, order.returned.due = "CLOSED", None
        order.returned.line.claimed -= order.returned.quantity
