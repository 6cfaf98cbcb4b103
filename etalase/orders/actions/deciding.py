"""The till's decision, cart by cart, first come first served, all or nothing. Pure: it works on what was read and locked."""

from datetime import datetime

from etalase.base.errors import Refused
from etalase.base.markets import Policy
from etalase.orders.actions.asked import Cart, CartLine, Decided, Line, ShownBy, SkuFact
from etalase.orders.actions.facts import handle_of
from etalase.stock.queries import Level


class Till:
    """What is left while carts of one batch are decided in turn."""

    def __init__(
        self,
        facts: dict[int, SkuFact],
        levels: dict[int, Level],
        shown: dict[tuple[str, int], ShownBy],
        policies: dict[str, Policy],
        now: datetime,
    ) -> None:
        self._facts = facts
        self._levels = levels
        self._shown = shown
        self._policies = policies
        self._now = now
        self._left = {sku_id: level.available for sku_id, level in levels.items()}

    def decide(self, cart: Cart) -> Decided | Refused:
        """The cart as it will be written, or the first rule that says no. A refused cart takes nothing."""
        try:
            market = self._market(cart)
            self._check_limits(cart, self._policies[market])
            decided = Decided(
                cart, market, self._currency(cart), [self._line(each) for each in _merged(cart)], self._now
            )
            self._check_payment(decided, self._policies[market])
            self._take(decided)
        except Refused as no:
            return no
        return decided

    def _market(self, cart: Cart) -> str:
        country = str(cart.address.get("country"))
        for line in cart.lines:
            fact = self._facts.get(line.sku_id)
            if fact is None or not fact.on_sale:
                raise Refused("orders.product_unavailable", sku_id=str(line.sku_id))
            if fact.market != country:
                raise Refused("orders.market_differs", sku_id=str(line.sku_id), market=fact.market)
        return country

    def _currency(self, cart: Cart) -> str:
        return self._facts[cart.lines[0].sku_id].currency

    def _check_limits(self, cart: Cart, policy: Policy) -> None:
        merged = _merged(cart)
        if len(merged) > policy.order_lines_max:
            raise Refused("orders.too_many_lines", most=policy.order_lines_max)
        for line in merged:
            if line.quantity > policy.quantity_max:
                raise Refused("orders.quantity_too_large", sku_id=str(line.sku_id), most=policy.quantity_max)

    def _line(self, asked: CartLine) -> Line:
        fact = self._facts[asked.sku_id]
        left = self._left.get(asked.sku_id, 0)
        if left < asked.quantity:
            raise Refused("orders.out_of_stock", sku_id=str(asked.sku_id), available=left)
        shown = None
        if asked.via is not None and asked.via.kind == "SHOWCASE":
            shown = self._shown.get((handle_of(asked.via.ref), fact.product_id))
        return Line(fact, self._levels[asked.sku_id].warehouse_id, asked.quantity, asked.via, shown)

    def _check_payment(self, decided: Decided, policy: Policy) -> None:
        if decided.cart.method != "COD":
            return
        if not policy.cod_allowed:
            raise Refused("payments.method_not_offered", method="COD")
        if policy.cod_max_minor is not None and decided.total_minor > policy.cod_max_minor:
            raise Refused("payments.cod_too_large", most_minor=str(policy.cod_max_minor))

    def _take(self, decided: Decided) -> None:
        for line in decided.lines:
            self._left[line.fact.sku_id] -= line.quantity


def _merged(cart: Cart) -> list[CartLine]:
    """Lines of one SKU in one cart are one line: two of them must not each see the whole stock. The first `via` counts."""
    merged: dict[int, CartLine] = {}
    for line in cart.lines:
        before = merged.get(line.sku_id, CartLine(line.sku_id, 0))
        merged[line.sku_id] = CartLine(line.sku_id, before.quantity + line.quantity, before.via or line.via)
    return list(merged.values())
