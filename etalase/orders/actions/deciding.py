"""The till's decision, cart by cart, first come first served, all or nothing. Pure: it works on what was read and locked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.errors import Refused
from etalase.base.markets import Policy
from etalase.orders.actions.asked import Cart, CartLine, Decided, Line, ShownBy, SkuFact
from etalase.orders.actions.facts import handle_of
from etalase.orders.rules.billing import NO_OFFERS, Bill, Place, bills
from etalase.orders.rules.taxes import TaxTable
from etalase.payments.rules import CodStanding, Offered, check_cod
from etalase.promotions.rules import Aside, Offers, most_aside, sources
from etalase.stock.queries import Level
from etalase.stock.rules import choose_warehouse

# Nobody whose account was read is unknown.
UNKNOWN = CodStanding(phone_verified=False)
LimitKey = tuple[int, int, int]
"""(shop, product, account)"""


class Known(msgspec.Struct, frozen=True):
    """What was read for a batch of carts.

    `earlier` orders and `standings` are by account, `may_buy` by what limits count, the ways of paying by market. `held`: the
    levels are locked; otherwise they are what they were when they were read.
    """

    facts: Mapping[int, SkuFact]
    levels: Mapping[int, list[Level]]
    shown: Mapping[tuple[str, int], ShownBy]
    policies: Mapping[str, Policy]
    taxes: TaxTable
    now: datetime
    earlier: Mapping[int, int] = {}
    may_buy: Mapping[LimitKey, int | None] = {}
    standings: Mapping[int, CodStanding] = {}
    methods: Mapping[str, Sequence[Offered]] = {}
    held: bool = True


class Remaining(msgspec.Struct):
    """What is left of a level while carts are decided."""

    warehouse_id: int
    available: int


class Till:
    """What is left while carts of one batch are decided in turn."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._left = {
            sku_id: [Remaining(level.warehouse_id, level.available) for level in levels]
            for sku_id, levels in known.levels.items()
        }
        self._asides: dict[int, int] = {}  # set-aside to what is left of it, of those that offers name
        self._earlier = dict(known.earlier)
        self._may_buy = dict(known.may_buy)
        self._bills: dict[object, list[Bill]] = {}

    def decide(self, cart: Cart, offers: Offers = NO_OFFERS) -> Decided | Refused:
        """The cart as it will be written, or the first rule that says no. A refused cart takes nothing."""
        try:
            market = self._market(cart)
            policy = self._known.policies[market]
            wanted = merged(cart)
            self._check_limits(cart, wanted, policy)
            offers = self._with_left(offers)
            lines = self._lines(wanted, offers)
            decided = Decided(cart, market, lines[0].fact.currency, self._orders(cart, lines, offers), self._known.now)
            self._check_payment(decided, policy)
            self._check_expected(decided)
        except Refused as no:
            return no
        self._take(decided, 1)
        return decided

    def undo(self, decided: Decided) -> None:
        """The cart is not written as it was decided: what it took is there again."""
        self._take(decided, -1)

    def _market(self, cart: Cart) -> str:
        if not cart.lines:
            raise Refused("orders.cart_empty")
        country = str(cart.address.get("country"))
        for line in cart.lines:
            fact = self._known.facts.get(line.sku_id)
            if fact is None or not fact.on_sale:
                raise Refused("orders.product_unavailable", sku_id=str(line.sku_id))
            if fact.market != country:
                raise Refused("orders.market_differs", sku_id=str(line.sku_id), market=fact.market)
        return country

    def _check_limits(self, cart: Cart, merged: list[CartLine], policy: Policy) -> None:
        if len(merged) > policy.order_lines_max:
            raise Refused("orders.too_many_lines", most=policy.order_lines_max)
        for line in merged:
            if line.quantity > policy.quantity_max:
                raise Refused("orders.quantity_too_large", sku_id=str(line.sku_id), most=policy.quantity_max)
        if self._may_buy:
            self._check_purchase_limits(cart, merged)

    def _check_purchase_limits(self, cart: Cart, merged: list[CartLine]) -> None:
        wanted: dict[LimitKey, int] = {}
        for line in merged:
            fact = self._known.facts[line.sku_id]
            key = (fact.shop_id, fact.product_id, cart.account_id)
            wanted[key] = wanted.get(key, 0) + line.quantity
            left = self._may_buy.get(key)
            if left is not None and wanted[key] > left:
                raise Refused(
                    "orders.purchase_limit", sku_id=str(line.sku_id), most=fact.purchase_limit or 0, left=left
                )

    def _with_left(self, offers: Offers) -> Offers:
        """The offers with what the carts before left of their set-asides."""
        asides = offers.asides
        if not asides:
            return offers
        for each in asides:
            self._asides.setdefault(each.set_aside_id, each.left)
        return offers.with_left(self._asides)

    def _lines(self, merged: list[CartLine], offers: Offers) -> list[Line]:
        # All of them before anything is taken: a refused cart takes nothing.
        asides: Mapping[int, Aside] = {}
        if offers.asides:
            wanted = [self._known.facts[each.sku_id].priced(each.quantity) for each in merged]
            asides = sources(wanted, offers, self._known.now)
        return [self._line(each, asides.get(each.sku_id), offers) for each in merged]

    def _line(self, asked: CartLine, aside: Aside | None, offers: Offers) -> Line:
        fact = self._known.facts[asked.sku_id]
        place = aside or self._place(fact, asked.quantity, offers)
        shown = None
        if asked.via is not None and asked.via.kind == "SHOWCASE":
            shown = self._known.shown.get((handle_of(asked.via.ref), fact.product_id))
        return Line(
            fact, place.warehouse_id, asked.quantity, asked.via, shown, None if aside is None else aside.set_aside_id
        )

    def _place(self, fact: SkuFact, quantity: int, offers: Offers) -> Remaining:
        places = self._left.get(fact.sku_id, [])
        place = choose_warehouse(places, quantity)
        if place is None:
            # Fewer pieces might have come from a set-aside.
            kept = most_aside(fact.priced(1), offers, self._known.now)
            left = max([kept, *(each.available for each in places)])
            raise Refused("orders.out_of_stock", sku_id=str(fact.sku_id), available=left)
        return place

    def _orders(self, cart: Cart, lines: list[Line], offers: Offers) -> list[tuple[Bill, list[Line]]]:
        found = self._billed(cart, lines, offers)
        if len(found) == 1:
            return [(found[0], lines)]
        return [(bill, [line for line in lines if line.fact.shop_id == bill.shop_id]) for bill in found]

    def _billed(self, cart: Cart, lines: list[Line], offers: Offers) -> list[Bill]:
        market, earlier = lines[0].fact.market, self._earlier.get(cart.account_id, 0)
        policy = self._known.policies[market]
        wanted = [line.fact.priced(line.quantity) for line in lines]
        # In a rush hundreds want the same. Without offers a price depends on this alone: of an address on its region, of
        # earlier orders on whether there are enough for a fee.
        alike = (
            market,
            tuple(wanted),
            cart.shipping,
            cart.address.get("region"),
            min(earlier, policy.service_fee_from_order),
        )
        offered = bool(offers.promotions or offers.vouchers)
        found = None if offered else self._bills.get(alike)
        if found is None:
            place = Place(market, cart.address, cart.shipping, policy, self._known.taxes, self._known.now)
            found = bills(wanted, place, offers=offers, earlier_orders=earlier)
            if not offered:
                self._bills[alike] = found
        return found

    def _check_payment(self, decided: Decided, policy: Policy) -> None:
        cart, market = decided.cart, decided.market
        if cart.method == "COD":
            check_cod(
                policy,
                self._known.standings.get(cart.account_id, UNKNOWN),
                market=market,
                total_minor=decided.total_minor,
                category_ids={line.fact.category_id for line in decided.lines},
                at=decided.at,
            )
        elif all(each.method != cart.method for each in self._known.methods.get(market, ())):
            raise Refused("payments.method_not_offered", method=cart.method)

    def _check_expected(self, decided: Decided) -> None:
        expected = decided.cart.expected_minor
        if expected is not None and expected != decided.total_minor:
            raise Refused("orders.total_changed", total_minor=str(decided.total_minor))

    def _take(self, decided: Decided, sign: int) -> None:
        account_id = decided.cart.account_id
        for line in decided.lines:
            if line.set_aside_id is None:
                for place in self._left[line.fact.sku_id]:
                    if place.warehouse_id == line.warehouse_id:
                        place.available -= sign * line.quantity
            else:
                self._asides[line.set_aside_id] -= sign * line.quantity
            key = (line.fact.shop_id, line.fact.product_id, account_id)
            left = self._may_buy.get(key) if self._may_buy else None
            if left is not None:
                self._may_buy[key] = left - sign * line.quantity
        self._earlier[account_id] = self._earlier.get(account_id, 0) + sign * len(decided.orders)


def merged(cart: Cart) -> list[CartLine]:
    """Lines of one SKU in one cart are one line: two of them must not each see the whole stock. The first `via` counts."""
    if len(cart.lines) == 1:
        return cart.lines
    merged: dict[int, CartLine] = {}
    for line in cart.lines:
        before = merged.get(line.sku_id, CartLine(line.sku_id, 0))
        merged[line.sku_id] = CartLine(line.sku_id, before.quantity + line.quantity, before.via or line.via)
    return list(merged.values())
