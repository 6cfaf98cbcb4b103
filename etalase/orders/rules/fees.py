"""What a market has its buyers pay besides products, shipping and tax (R-ORD-6): small orders, service, a state's delivery.

The amounts are policies (`small_order_…`, `service_fee_…`) and, for the fee per delivery of a US state, rows of its tax.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.orders.rules.taxes import Tax

FeeKind = Literal["SMALL_ORDER_FEE", "SERVICE_FEE", "RETAIL_DELIVERY_FEE"]


# What a fee is called where it is charged; a market that changes its fees calls an old sum by the first of these.
FEE_NAMES: Final[Mapping[FeeKind, str]] = {
    "SMALL_ORDER_FEE": N_("Small order fee"),
    "SERVICE_FEE": N_("Service fee"),
    "RETAIL_DELIVERY_FEE": N_("Retail delivery fee of the state"),
}
CUSTOMARY: Final[Mapping[str, FeeKind]] = {"TH": "SMALL_ORDER_FEE", "US": "RETAIL_DELIVERY_FEE"}


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


def charged_fees(policy: Policy, tax: Tax, *, sub_total_minor: int, charged_minor: int, market: str) -> list[Fee]:
    """Which fees the one sum of an order is made of, by the numbers that were in force when it was placed.

    The service fee is the one that depended on the buyer: it is among them if only so the sum comes out. Numbers that were
    corrected since then may not explain it at all; then it stands under the name that the market's fee usually has.
    """
    if not charged_minor:
        return []
    for earlier in (0, policy.service_fee_from_order):
        fees = buyer_fees(policy, tax, sub_total_minor=sub_total_minor, earlier_orders=earlier)
        if sum(fee.minor for fee in fees) == charged_minor:
            return fees
    return [Fee(CUSTOMARY.get(market, "SERVICE_FEE"), charged_minor)]
