"""Every amount of an order, worked out once and laid on its lines by the largest remainder (R-ORD-6). Pure.

sub-total = Σ original − seller discount − platform discount; total = sub-total + shipping + tax + buyer fees. Each amount of
the order is the sum of its lines to the last minor unit, in every column, so a refund only ever subtracts what is written.
The cart, the checkout, quotes, the till and the simulator of promotions all ask here.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from etalase.base.money import Money, split
from etalase.base.texts import N_
from etalase.orders.rules.fees import FEE_NAMES, Fee
from etalase.orders.rules.taxes import WHOLE_PPM, Tax

StepKind = Literal[
    "ITEMS",
    "SELLER_DISCOUNT",
    "PLATFORM_DISCOUNT",
    "SHIPPING",
    "SHIPPING_SELLER",
    "SHIPPING_PLATFORM",
    "TAX",
    "SMALL_ORDER_FEE",
    "SERVICE_FEE",
    "RETAIL_DELIVERY_FEE",
]
STEP_NAMES: Final[dict[StepKind, str]] = {
    "ITEMS": N_("Products"),
    "SELLER_DISCOUNT": N_("Discount by the shop"),
    "PLATFORM_DISCOUNT": N_("Discount by the platform"),
    "SHIPPING": N_("Shipping"),
    "SHIPPING_SELLER": N_("Shipping paid by the shop"),
    "SHIPPING_PLATFORM": N_("Shipping paid by the platform"),
    "TAX": N_("Sales tax"),
    **FEE_NAMES,
}


class Item(msgspec.Struct, frozen=True):
    """So many pieces of one SKU at one list price. Discounts are of the whole line; `promotions` is JSON: which and whose."""

    sku_id: int
    quantity: int
    unit_price_minor: int
    seller_discount_minor: int = 0
    platform_discount_minor: int = 0
    promotions: str = "[]"

    @property
    def list_minor(self) -> int:
        """At list price."""
        return self.quantity * self.unit_price_minor

    @property
    def net_minor(self) -> int:
        """What is left of it after both discounts."""
        return self.list_minor - self.seller_discount_minor - self.platform_discount_minor


class Delivery(msgspec.Struct, frozen=True):
    """The shipping of one order: its whole fee, and how much of that the seller and the platform take over."""

    fee_minor: int = 0
    seller_minor: int = 0
    platform_minor: int = 0

    @property
    def left_minor(self) -> int:
        """What the buyer pays of it."""
        return self.fee_minor - self.seller_minor - self.platform_minor


class Amounts(msgspec.Struct, frozen=True):
    """Amounts in minor units: of a line, or of an order as the sum of its lines. The columns of both tables."""

    list_minor: int
    seller_discount_minor: int = 0
    platform_discount_minor: int = 0
    shipping_minor: int = 0  # left for the buyer to pay
    shipping_seller_minor: int = 0
    shipping_platform_minor: int = 0
    tax_minor: int = 0  # on top
    tax_included_minor: int = 0  # inside what is paid for products and shipping
    buyer_fee_minor: int = 0

    @property
    def sub_total_minor(self) -> int:
        """List prices less both discounts."""
        return self.list_minor - self.seller_discount_minor - self.platform_discount_minor

    @property
    def paid_minor(self) -> int:
        """What the buyer pays."""
        return self.sub_total_minor + self.shipping_minor + self.tax_minor + self.buyer_fee_minor


class Step(msgspec.Struct, frozen=True):
    """One step from the list price to the total, in the order in which they are taken."""

    kind: StepKind
    minor: int  # negative where it takes off


class Priced(msgspec.Struct, frozen=True):
    """One order's price: its lines' amounts in the order of `items`, their sums, and how it came about."""

    items: list[Item]
    lines: list[Amounts]
    total: Amounts
    delivery: Delivery
    tax: Tax
    fees: list[Fee]

    @property
    def steps(self) -> list[Step]:
        """From list price to total; the steps that change nothing are left out, save the first."""
        whole, delivery = self.total, self.delivery
        found = [
            Step("SELLER_DISCOUNT", -whole.seller_discount_minor),
            Step("PLATFORM_DISCOUNT", -whole.platform_discount_minor),
            Step("SHIPPING", delivery.fee_minor),
            Step("SHIPPING_SELLER", -delivery.seller_minor),
            Step("SHIPPING_PLATFORM", -delivery.platform_minor),
            Step("TAX", whole.tax_minor),
            *(Step(fee.kind, fee.minor) for fee in self.fees),
        ]
        return [Step("ITEMS", whole.list_minor), *(step for step in found if step.minor)]


def price(
    items: Sequence[Item], *, currency: str, tax: Tax, delivery: Delivery | None = None, fees: Sequence[Fee] = ()
) -> Priced:
    """Price one shop's order. Shipping and fees are spread over the lines by what each costs, tax by what of it is taxed."""
    delivery = delivery or Delivery()
    net = [item.net_minor for item in items]
    weights = net if any(net) else [item.list_minor for item in items]
    shipping = _spread(delivery.left_minor, weights, currency)
    taxed = [each + (ship if tax.shipping_taxed else 0) for each, ship in zip(net, shipping, strict=True)]
    taxes = _spread(tax_of(sum(taxed), tax), taxed, currency)
    by_seller = _spread(delivery.seller_minor, weights, currency)
    by_platform = _spread(delivery.platform_minor, weights, currency)
    buyer_fees = _spread(sum(fee.minor for fee in fees), weights, currency)
    lines = [
        Amounts(
            item.list_minor,
            item.seller_discount_minor,
            item.platform_discount_minor,
            shipping[at],
            by_seller[at],
            by_platform[at],
            0 if tax.included else taxes[at],
            taxes[at] if tax.included else 0,
            buyer_fees[at],
        )
        for at, item in enumerate(items)
    ]
    return Priced(list(items), lines, _sum(lines), delivery, tax, list(fees))


def tax_of(base_minor: int, tax: Tax) -> int:
    """The tax inside an amount, or on top of it, to the nearest minor unit, halves up."""
    whole = WHOLE_PPM + tax.rate_ppm if tax.included else WHOLE_PPM
    return (2 * base_minor * tax.rate_ppm + whole) // (2 * whole)


def _spread(minor: int, weights: Sequence[int], currency: str) -> list[int]:
    if not minor:
        return [0] * len(weights)
    if len(weights) == 1:
        return [minor]
    return [part.minor for part in split(Money(minor, currency), weights)]


def _sum(lines: Sequence[Amounts]) -> Amounts:
    if len(lines) == 1:
        return lines[0]
    return Amounts(*(sum(getattr(line, name) for line in lines) for name in Amounts.__struct_fields__))
