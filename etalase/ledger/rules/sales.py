"""How the money of one sold line falls on the accounts, and how it goes back."""

import msgspec

from etalase.base.money import Money, share
from etalase.ledger.rules.accounts import Kind, Leg
from etalase.ledger.rules.shares import floor_share, shares_of
from etalase.ledger.rules.withholding import Withholding

# Where buyers' money lies; what comes from there sums to what the buyer paid.
BUYERS_MONEY: tuple[Kind, ...] = ("clearing", "carrier_cash")


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """A sold line's amounts, all of the whole line. `revenue` is the goods at the price the seller asks, its discounts off."""

    currency: str
    revenue_minor: int
    platform_discount_minor: int
    shipping_minor: int
    shipping_seller_minor: int
    shipping_platform_minor: int
    tax_minor: int
    buyer_fee_minor: int
    in_cash: bool  # collected by the carrier, or paid through the provider
    seller_ships: bool  # then shipping is the seller's own, else it pays into the platform's fund
    tax_rule: str = ""


class Move(msgspec.Struct, frozen=True):
    """One part: from where, to where, how much, by which rule."""

    leg: int
    debit: Kind
    credit: Kind
    amount_minor: int
    rule: str = ""


def moves_of(sold: Sold, withheld: Withholding | None) -> list[Move]:
    """The parts of a line when its money comes in. Those from the buyer's money sum to what was paid for the line."""
    if sold.platform_discount_minor > sold.revenue_minor:
        raise ValueError("the platform pays more than the price")
    source: Kind = "carrier_cash" if sold.in_cash else "clearing"
    carrier: Kind = "seller_pending" if sold.seller_ships else "shipping_fund"
    moves = [
        Move(Leg.ITEM, source, "seller_pending", sold.revenue_minor - sold.platform_discount_minor),
        Move(Leg.PLATFORM_DISCOUNT, "promo_platform", "seller_pending", sold.platform_discount_minor),
        Move(Leg.SHIPPING, source, carrier, sold.shipping_minor),
        Move(Leg.SHIPPING_PLATFORM, "promo_platform", carrier, sold.shipping_platform_minor),
        Move(Leg.TAX, source, "tax", sold.tax_minor, sold.tax_rule),
        Move(Leg.BUYER_FEE, source, "platform_fee", sold.buyer_fee_minor),
        *_withheld(sold, withheld),
    ]
    if not sold.seller_ships:
        # Who ships alone and asks less for it has already paid: nothing moves.
        moves.append(Move(Leg.SHIPPING_SELLER, "seller_pending", carrier, sold.shipping_seller_minor))
    return [move for move in moves if move.amount_minor > 0]


def back(parts: list[Move], before_minor: int, after_minor: int, whole_minor: int) -> list[Move]:
    """What of each part goes back when `after` of `whole` is refunded and `before` was already; parts of nothing left out.

    The amounts are those of the refund; the direction is still the part's own. Of the buyer's money exactly
    `after - before` goes back. A line for which nothing was paid goes back whole.
    """
    bought = [part for part in parts if part.debit in BUYERS_MONEY]
    amounts = [part.amount_minor for part in bought]
    grown = [
        new - old for new, old in zip(shares_of(amounts, after_minor), shares_of(amounts, before_minor), strict=True)
    ]
    given = [msgspec.structs.replace(part, amount_minor=amount) for part, amount in zip(bought, grown, strict=True)]
    for part in parts:
        if part.debit not in BUYERS_MONEY:
            done = floor_share(part.amount_minor, before_minor, whole_minor) if whole_minor else 0
            amount = floor_share(part.amount_minor, after_minor, whole_minor) - done
            given.append(msgspec.structs.replace(part, amount_minor=amount))
    return [part for part in given if part.amount_minor > 0]


def _withheld(sold: Sold, withheld: Withholding | None) -> list[Move]:
    if withheld is None:
        return []
    revenue = Money(sold.revenue_minor, sold.currency)
    return [
        Move(leg, "seller_pending", "tax", share(revenue, rate_bp).minor, withheld.version)
        for leg, rate_bp in ((Leg.WITHHELD_VAT, withheld.vat_bp), (Leg.WITHHELD_PIT, withheld.pit_bp))
    ]
