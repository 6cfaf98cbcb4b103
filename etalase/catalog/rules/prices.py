"""Prices as people and machines write them."""

import msgspec

from etalase.base.errors import Invalid, Refused
from etalase.base.money import DECIMALS, Money, NotMoney
from etalase.base.texts import N_


class Price(msgspec.Struct, frozen=True):
    """An amount in major units as text, "129000" or "12.50"; without a currency it is the shop's."""

    amount: str
    currency: str | None = None


def price_in(price: Price, currency: str, field: str = "price") -> int:
    """Minor units of the shop's currency. Invalid when it is no amount; `catalog.currency_differs` for another one's money."""
    if price.currency is not None and price.currency != currency:
        if price.currency not in DECIMALS:
            raise Invalid({field: N_("There is no such currency here.")})
        raise Refused("catalog.currency_differs", currency=price.currency, expected=currency)
    try:
        return Money.parse(price.amount, currency).minor
    except NotMoney as wrong:
        raise Invalid(
            {field: N_("Write an amount such as 129000 or 12.50, with no more decimals than the currency has.")}
        ) from wrong
