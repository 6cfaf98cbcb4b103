"""Reads of promotions: what is offered to a cart, what a list shows, what a shop and a shopper have."""

from etalase.promotions.queries.claimable import (
    VoucherShown,
    my_vouchers,
    voucher_for,
    vouchers_at_shop,
    vouchers_of_creator,
    vouchers_shown,
)
from etalase.promotions.queries.keeping import Stocked, restocked
from etalase.promotions.queries.offering import ANYTHING_COLUMNS, Anything, Ask, offers_for, offers_for_all
from etalase.promotions.queries.own import (
    Item,
    Promotion,
    Voucher,
    Whole,
    kept_in_vain,
    promotion,
    promotion_names,
    promotion_of,
    promotions_of_shop,
    promotions_that_may_keep,
    voucher,
    voucher_of,
    vouchers_of_shop,
)
from etalase.promotions.queries.rows import SETS_PRICES
from etalase.promotions.queries.showing import PROMOTED, PriceShown, SkuPrice, prices_shown, sku_prices
from etalase.promotions.queries.simulating import Simulated, Wanted, simulate
from etalase.promotions.queries.sweeps import SWEEPS

__all__ = [
    "ANYTHING_COLUMNS",
    "PROMOTED",
    "SETS_PRICES",
    "SWEEPS",
    "Anything",
    "Ask",
    "Item",
    "PriceShown",
    "Promotion",
    "Simulated",
    "SkuPrice",
    "Stocked",
    "Voucher",
    "VoucherShown",
    "Wanted",
    "Whole",
    "kept_in_vain",
    "my_vouchers",
    "offers_for",
    "offers_for_all",
    "prices_shown",
    "promotion",
    "promotion_names",
    "promotion_of",
    "promotions_of_shop",
    "promotions_that_may_keep",
    "restocked",
    "simulate",
    "sku_prices",
    "voucher",
    "voucher_for",
    "voucher_of",
    "vouchers_at_shop",
    "vouchers_of_creator",
    "vouchers_of_shop",
    "vouchers_shown",
]
