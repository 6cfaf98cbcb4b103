"""The kinds of accounts a shop's books have, and the legs of an event."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final, Literal, get_args

from etalase.base.texts import N_

Kind = Literal[
    "clearing",
    "carrier_cash",
    "seller_pending",
    "seller_available",
    "seller_reserve",
    "platform_fee",
    "tax",
    "promo_platform",
    "shipping_fund",
    "affiliate_pending",
    "payout_transit",
    "bank",
    "write_off",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
KIND_NAMES: Final[Mapping[Kind, str]] = {
    "clearing": N_("At the payment provider"),
    "carrier_cash": N_("Cash that carriers collected"),
    "seller_pending": N_("Seller, not settled yet"),
    "seller_available": N_("Seller, available"),
    "seller_reserve": N_("Seller, reserve"),
    "platform_fee": N_("Platform fees"),
    "tax": N_("Tax owed to the state"),
    "promo_platform": N_("Discounts the platform pays"),
    "shipping_fund": N_("Shipping of the platform"),
    "affiliate_pending": N_("Creators, not settled yet"),
    "payout_transit": N_("Payouts on their way"),
    "bank": N_("The platform's bank"),
    "write_off": N_("Written off"),
}


class Leg(IntEnum):
    """Which part of an event a transfer is. The leg of a sold line's capture is its part, for ever."""

    ITEM = 1  # what the buyer paid for the goods
    PLATFORM_DISCOUNT = 2  # what the platform paid for them
    SHIPPING = 3  # what the buyer paid for shipping
    SHIPPING_SELLER = 4  # what the seller paid for it
    SHIPPING_PLATFORM = 5  # what the platform paid for it
    TAX = 6  # sales tax on top of the price
    BUYER_FEE = 7
    WITHHELD_VAT = 8
    WITHHELD_PIT = 9
    # What a settlement takes from a line, and where the rest goes.
    COMMISSION = 20
    DYNAMIC = 21
    PAYMENT = 22
    ORDER = 23
    AFFILIATE = 30
    RESERVE = 40
    NET = 41
