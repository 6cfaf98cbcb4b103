"""What a market has its buyers pay besides products, shipping and tax (R-ORD-6): small orders, service, a state's delivery.

The amounts are policies (`small_order_…`, `service_fee_…`) and, for the fee per delivery of a US state, rows of its tax.
"""

from typing import Literal

import msgspec

from etalase.base.markets import Policy
from etalase.orders.rules.taxes import Tax

FeeKind = Literal["SMALL_ORDER_FEE", "SERVICE_FEE", "RETAIL_DELIVERY_FEE"]


class Fee(msgspec.Struct, frozen=True):
    """One fee of one order."""

    kind: FeeKind
    minor: int


def buyer_fees(policy: Policy, tax: Tax, *, sub_total_minor: int, earlier_orders: int) -> list[Fee]:
    """The fees of an order that is the buyer's next after `earlier_orders`; most orders have none."""
    found: list[Fee] = []
    if policy.small_order_fee_minor and sub_total_minor < policy.small_order_below_minor:
        found.append(Fee("SMALL_ORDER_FEE", policy.small_order_fee_minor))
    if policy.service_fee_minor and earlier_orders + 1 >= policy.service_fee_from_order:
        found.append(Fee("SERVICE_FEE", policy.service_fee_minor))
    if tax.delivery_fee_minor and sub_total_minor >= tax.delivery_fee_from_minor:
        found.append(Fee("RETAIL_DELIVERY_FEE", tax.delivery_fee_minor))
    return found
