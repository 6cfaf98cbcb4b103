"""What comes to the till, and what it answers."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.orders.rules import Status, ViaKind
from etalase.orders.rules.billing import Bill
from etalase.payments.rules import Method, Step
from etalase.promotions.rules import PricedLine
from etalase.shipping.rules import Method as ShippingMethod


class Via(msgspec.Struct, frozen=True):
    """Where the buyer came from: a Showcase by handle, a video, LIVE or ad by id. Recorded as given, whatever it is."""

    kind: ViaKind
    ref: str


class CartLine(msgspec.Struct, frozen=True):
    """So many pieces of one SKU."""

    sku_id: int
    quantity: int
    via: Via | None = None


class Cart(msgspec.Struct, frozen=True):
    """One checkout: lines of any number of shops, one address in the API's shape, one way of paying.

    `expected_minor`: the total the buyer was shown; another one refuses. `from_cart`: what is bought leaves the buyer's cart,
    and the address is kept for next time.
    """

    account_id: int
    lines: list[CartLine]
    address: Mapping[str, object]
    method: Method
    card: str = "approve"  # which of the sandbox's test cards
    codes: tuple[str, ...] = ()  # of vouchers that were typed
    shipping: ShippingMethod = "STANDARD"
    expected_minor: int | None = None
    from_cart: bool = False


class PlacedOrder(msgspec.Struct, frozen=True):
    """One shop's order of a checkout."""

    order_id: int
    shop_id: int
    status: Status
    total_minor: int


class Placed(msgspec.Struct, frozen=True):
    """A checkout that went through."""

    account_id: int
    checkout_id: int
    payment_id: int
    method: Method
    currency: str
    total_minor: int
    orders: list[PlacedOrder]
    payment_status: str = "PENDING"
    next_step: Step | None = None  # what the buyer has to do to pay
    pay_until: datetime | None = None


class SkuFact(msgspec.Struct, frozen=True):
    """What the till must know of a SKU. `purchase_limit`: pieces of its product one buyer may order."""

    sku_id: int
    shop_id: int
    product_id: int
    title: str
    options: str  # JSON
    picture_key: str | None
    price_minor: int
    currency: str
    market: str
    on_sale: bool
    purchase_limit: int | None = None
    category_id: int = 1
    weight_g: int | None = None

    def priced(self, quantity: int) -> PricedLine:
        """So many pieces of it, as its price is asked for."""
        price = self.price_minor, self.currency
        return PricedLine(self.shop_id, self.product_id, self.sku_id, quantity, *price, self.weight_g)


class ShownBy(msgspec.Struct, frozen=True):
    """The account behind a `via` and the right on which it showed the product then."""

    account_id: int
    source: str | None
    link_id: int | None
    plan_id: int | None
    rate_bp: int


class Line(msgspec.Struct, frozen=True):
    """A line as it will be written. `set_aside_id`: where its pieces come from, all of them; None: from what everybody can buy."""

    fact: SkuFact
    warehouse_id: int
    quantity: int
    via: Via | None
    shown_by: ShownBy | None
    set_aside_id: int | None = None


class Decided(msgspec.Struct, frozen=True):
    """A cart that fits, and when: for each shop its bill and its lines, in one order."""

    cart: Cart
    market: str
    currency: str
    orders: list[tuple[Bill, list[Line]]]
    at: datetime

    @property
    def lines(self) -> list[Line]:
        """Of all shops."""
        return [line for _, lines in self.orders for line in lines]

    @property
    def total_minor(self) -> int:
        """Over all shops."""
        return sum(bill.total_minor for bill, _ in self.orders)
