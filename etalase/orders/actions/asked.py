"""What comes to the till, and what it answers."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.orders.rules import Status, ViaKind
from etalase.payments.rules import Method


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
    """One checkout: lines of any number of shops, one address in the API's shape, one way of paying."""

    account_id: int
    lines: list[CartLine]
    address: Mapping[str, object]
    method: Method
    card: str = "approve"  # which of the sandbox's test cards


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


class SkuFact(msgspec.Struct, frozen=True):
    """What the till must know of a SKU."""

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


class ShownBy(msgspec.Struct, frozen=True):
    """The account behind a `via` and the right on which it showed the product then."""

    account_id: int
    source: str | None
    link_id: int | None
    plan_id: int | None
    rate_bp: int


class Line(msgspec.Struct, frozen=True):
    """A line as it will be written."""

    fact: SkuFact
    warehouse_id: int
    quantity: int
    via: Via | None
    shown_by: ShownBy | None


class Decided(msgspec.Struct, frozen=True):
    """A cart that fits: its lines, in the order asked, and when."""

    cart: Cart
    market: str
    currency: str
    lines: list[Line]
    at: datetime

    def of_shops(self) -> dict[int, list[Line]]:
        """The lines by shop: one order each."""
        shops: dict[int, list[Line]] = {}
        for line in self.lines:
            shops.setdefault(line.fact.shop_id, []).append(line)
        return shops

    @property
    def total_minor(self) -> int:
        """Over all shops."""
        return sum(line.quantity * line.fact.price_minor for line in self.lines)
