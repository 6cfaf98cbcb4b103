"""The rules of the catalogue: what a product may be, how its status moves, which categories there are, and why it says no."""

from typing import Final

from etalase.base.texts import N_
from etalase.catalog.rules.attributes import Attribute, attributes_of, checked_attributes, missing_attributes
from etalase.catalog.rules.categories import CATEGORIES, LANGUAGES, OTHER
from etalase.catalog.rules.diagnosis import Advice, Listing, listing_diagnosis, score
from etalase.catalog.rules.listing import (
    WEIGHT_MAX_G,
    ProductDraft,
    SkuDraft,
    check_price,
    check_stock,
    checked,
    option_names,
    picturing_option,
    price_range,
)
from etalase.catalog.rules.prices import Price, price_in
from etalase.catalog.rules.states import (
    APPEALS_FROM,
    BY_PLATFORM,
    BY_SELLER,
    LIVE,
    RECOVERABLE,
    RESTORED_TO,
    STATUSES,
    SUBMITS_FROM,
    checked_note,
    checked_reason,
    may_move,
    seller_starts,
)

__all__ = [
    "APPEALS_FROM",
    "BY_PLATFORM",
    "BY_SELLER",
    "CATEGORIES",
    "LANGUAGES",
    "LIVE",
    "OTHER",
    "RECOVERABLE",
    "REFUSALS",
    "RESTORED_TO",
    "STATUSES",
    "SUBMITS_FROM",
    "WEIGHT_MAX_G",
    "Advice",
    "Attribute",
    "Listing",
    "Price",
    "ProductDraft",
    "SkuDraft",
    "attributes_of",
    "check_price",
    "check_stock",
    "checked",
    "checked_attributes",
    "checked_note",
    "checked_reason",
    "listing_diagnosis",
    "may_move",
    "missing_attributes",
    "option_names",
    "picturing_option",
    "price_in",
    "price_range",
    "score",
    "seller_starts",
]

REFUSALS: Final = {
    "catalog.title_too_long": N_("A title may have at most %(max)s characters in this market."),
    "catalog.title_too_short": N_("A title must have at least %(min)s characters in this market."),
    "catalog.description_too_long": N_("A description may have at most %(max)s characters in this market."),
    "catalog.picture_missing": N_("A product needs at least one picture in this market."),
    "catalog.too_many_pictures": N_("A product may have at most %(max)s pictures."),
    "catalog.too_many_skus": N_("A product may have at most %(max)s SKUs in this market."),
    "catalog.seller_sku_taken": N_("Your shop uses the seller SKU %(seller_sku)s already."),
    "catalog.price_out_of_range": N_("A price must be from %(min)s to %(max)s %(currency)s in this market."),
    "catalog.currency_differs": N_("Prices of this shop are in %(expected)s, not in %(currency)s."),
    "catalog.stock_out_of_range": N_("Stock must be from 0 to %(max)s."),
    "catalog.probation_products_full": N_("A shop on probation may have at most %(max)s live products."),
    "catalog.cannot_move": N_("A product that is %(from_status)s cannot become %(to_status)s."),
    "catalog.attributes_missing": N_("This category asks for more in this market: %(names)s."),
    "catalog.no_review_pending": N_("This product does not wait for a review."),
    "catalog.too_many_rows": N_("At most %(max)s rows at once."),
    "catalog.not_recoverable": N_("This product was deleted more than %(days)s days ago."),
    "catalog.too_many_products": N_("At most %(max)s products at once."),
}
