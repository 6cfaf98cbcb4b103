"""What must be in a shop's books after each step: pending, available, reserve, fees, tax, and what the bank was sent."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec

from etalase.base.money import Money, share
from etalase.ledger.rules import floor_share
from etalase.settlement.rules.fees import FeeBase, fees_in_force, fees_of
from etalase.shipping.rules import add_working_days
from tests.journeys.life.model import DAY, Line, Model, Order

GOODS, SHIPPING, TAX, FEE = range(4)
CURRENCY = {"ID": "IDR", "US": "USD"}
# Days until a sale is settled (of an old shop in Indonesia: working days), the share of it that is kept, and how much longer.
TERM = {"OLD": (7, 0, 0), "NEW": (31, 2000, 30)}
WORKING = {"ID"}
LEAST = {"ID": 10_000, "US": 1_00}
FASHION = 10


class Charged(msgspec.Struct):
    """A settled line: what was left of what was paid, what had been refunded, its fees, and what of them went back."""

    left: int
    refunded: int
    fees: list[int]
    gone: int = 0
    goods_gone: int = 0


class Settled(msgspec.Struct):
    """A settled order."""

    lines: dict[int, Charged]
    reserve: int
    until: datetime


class Entry(msgspec.Struct):
    """What came to the seller's available money; `closed`: its day is over; `paid`: it is in the bank."""

    at: datetime
    minor: int
    closed: bool = False
    paid: bool = False


class Books(Model):
    """The model with its money. After settlement a refund takes its fees back when the news of it is worked."""

    def __init__(self, stock: dict[int, int], shops: dict[int, str], new: frozenset[int], now: datetime) -> None:
        super().__init__(stock, now)
        self.shops = shops
        self.terms = {shop: TERM["NEW" if shop in new else "OLD"] for shop in shops}
        self.settled: dict[int, Settled] = {}
        self.available_minor: Counter[int] = Counter()
        self.fees: Counter[int] = Counter()
        self.entries: dict[int, list[Entry]] = {shop: [] for shop in shops}
        self.asked: dict[int, datetime] = {}
        self.bank: dict[int, bool | None] = dict.fromkeys(shops)  # None: no account; False: the bank refuses
        self.news: list[tuple[Order, Line, int]] = []

    def refund(self, order: Order, line: Line, minor: int) -> None:
        """The goods' part of it leaves the seller at once."""
        before = line.left(GOODS)
        super().refund(order, line, minor)
        if order.order_id in self.settled:
            goods = before - line.left(GOODS)
            self.available_minor[order.shop] -= goods
            self.news.append((order, line, goods))

    def work_news(self) -> None:
        """Fees go back with what was refunded since, the reserve is drawn on, and it stands on the statement."""
        for order, line, goods in self.news:
            settled = self.settled[order.order_id]
            charged = settled.lines[line.line_id]
            since = line.refunded - charged.refunded
            back = sum(floor_share(fee, since, charged.left) for fee in charged.fees) - charged.gone
            charged.gone += back
            self.fees[order.shop] -= back
            drawn = min(settled.reserve, max(goods - back, 0))
            settled.reserve -= drawn
            self.available_minor[order.shop] += back + drawn
            self.entries[order.shop].append(Entry(self.now, back + drawn - goods))
        self.news.clear()

    def settle_due(self) -> None:
        """What waited long enough, is paid, and nothing holds back."""
        for order in self.orders:
            if order.order_id in self.settled or order.delivered_at is None or order.has_open_return:
                continue
            if order.paid_at and self.due(order, order.delivered_at) <= self.now:
                self.settle(order)
        for order in self.orders:
            settled = self.settled.get(order.order_id)
            if settled and settled.reserve and settled.until <= self.now:
                self.available_minor[order.shop] += settled.reserve
                self.entries[order.shop].append(Entry(self.now, settled.reserve))
                settled.reserve = 0

    def due(self, order: Order, delivered: datetime) -> datetime:
        """When it has waited long enough."""
        days = self.terms[order.shop][0]
        if order.market in WORKING:
            return add_working_days(order.market, delivered, days)
        return delivered + days * DAY

    def settle(self, order: Order) -> None:
        """Fees are taken, a part is kept, the rest is the seller's."""
        assert order.paid_at is not None
        currency = CURRENCY[order.market]
        bases = [
            FeeBase(line.line_id, (FASHION,), line.quantity, line.left(GOODS), line.paid - line.refunded)
            for line in order.lines
        ]
        lines = {line.line_id: Charged(line.paid - line.refunded, line.refunded, []) for line in order.lines}
        for fee in fees_of(currency, bases, fees_in_force(order.market, order.paid_at)):
            lines[fee.line_id].fees.append(fee.amount_minor)
        taken = sum(sum(each.fees) for each in lines.values())
        net = sum(line.left(GOODS) for line in order.lines) - taken
        _, kept_bp, days = self.terms[order.shop]
        reserve = share(Money(net, currency), kept_bp).minor if net > 0 and kept_bp else 0
        self.settled[order.order_id] = Settled(lines, reserve, self.now + timedelta(days=days))
        self.fees[order.shop] += taken
        self.available_minor[order.shop] += net - reserve
        self.entries[order.shop].append(Entry(self.now, net - reserve))

    def pay_out(self) -> None:
        """Days that are over are closed; once a day what they hold goes to the bank, unless the shop owes."""
        midnight = self.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        for shop, market in self.shops.items():
            for entry in self.entries[shop]:
                entry.closed = entry.closed or entry.at < midnight
            ready = [entry for entry in self.entries[shop] if entry.closed and not entry.paid]
            amount = sum(entry.minor for entry in ready)
            if self.bank[shop] is None or amount < LEAST[market] or self.asked.get(shop, midnight - DAY) >= midnight:
                continue
            if self.available_minor[shop] < amount:
                continue
            self.asked[shop] = self.now
            if self.bank[shop]:
                self.available_minor[shop] -= amount
                for entry in ready:
                    entry.paid = True

    def balances(self, shop: int) -> dict[str, int]:
        """The books of a shop; empty accounts are left out."""
        mine = [order for order in self.orders if order.shop == shop and order.paid_at]
        found = {
            "seller_pending": sum(self._left(each, GOODS) for each in mine if each.order_id not in self.settled),
            "seller_available": self.available_minor[shop],
            "seller_reserve": sum(
                self.settled[each.order_id].reserve for each in mine if each.order_id in self.settled
            ),
            "platform_fee": self.fees[shop] + sum(self._left(each, FEE) for each in mine),
            "tax": sum(self._left(each, TAX) for each in mine),
        }
        return {kind: minor for kind, minor in found.items() if minor}

    def _left(self, order: Order, part: int) -> int:
        return sum(line.left(part) for line in order.lines)
