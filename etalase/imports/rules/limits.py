"""What a listing may be in the shop's market (§4.4), as far as an import can tell."""

from typing import Final

import msgspec

from etalase.base.markets import Policy
from etalase.base.money import Money

OPTIONS_MAX: Final = 5
OPTION_NAME_MAX: Final = 50
OPTION_VALUE_MAX: Final = 50
SELLER_SKU_MAX: Final = 100
CATEGORY_MAX: Final = 200


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one market; prices in minor units of `currency`, texts in characters."""

    currency: str
    title_min: int
    title_max: int
    description_max: int
    pictures_max: int
    skus_max: int
    stock_max: int
    price_min_minor: int
    price_max_minor: int

    @staticmethod
    def of(policy: Policy, currency: str) -> "Limits":
        """The bounds that refuse; advice of the listing diagnosis is none of them."""
        return Limits(
            currency=currency,
            title_min=policy.title_min if policy.title_min_enforced else 1,
            title_max=policy.title_max,
            description_max=policy.description_max,
            pictures_max=policy.pictures_max,
            skus_max=policy.skus_max,
            stock_max=policy.stock_max,
            price_min_minor=policy.price_min_minor,
            price_max_minor=policy.price_max_minor,
        )

    def money(self, minor: int) -> str:
        """An amount of the shop's currency, to be shown."""
        return f"{Money(minor, self.currency).decimal()} {self.currency}"
