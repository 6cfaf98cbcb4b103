"""Reads of promotions: what is offered to a cart, what a list shows."""

from etalase.promotions.queries.offering import Ask, offers_for, offers_for_all
from etalase.promotions.queries.showing import PROMOTED, PriceShown, SkuPrice, prices_shown, sku_prices

__all__ = [
    "PROMOTED",
    "Ask",
    "PriceShown",
    "SkuPrice",
    "offers_for",
    "offers_for_all",
    "prices_shown",
    "sku_prices",
]
