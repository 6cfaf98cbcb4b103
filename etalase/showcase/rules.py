"""Words and limits of the Showcase. Numbers come from the market's policy."""

from typing import Final, Literal

from etalase.base.texts import N_

Source = Literal["OFFICIAL", "MARKETING", "AFFILIATE"]
Sort = Literal["recommended", "new", "price_asc", "price_desc", "sales"]
SORTS: Final[tuple[Sort, ...]] = ("recommended", "new", "price_asc", "price_desc", "sales")
NOT_PINNED: Final = 1000

# Why an item of the holder's list is not shown, or is shown without being sold (R-SHOW-30…34).
State = Literal[
    "SHOWN",
    "SOLD_OUT",
    "SELLER_DEACTIVATED",
    "PLATFORM_DEACTIVATED",
    "UNDER_REVIEW",
    "SHOP_ON_HOLIDAY",
    "SHOP_CLOSED",
    "RIGHT_ENDED",
]
STATE_TEXTS: Final = {
    "SHOWN": N_("Shown"),
    "SOLD_OUT": N_("Sold out"),
    "SELLER_DEACTIVATED": N_("The seller took it offline"),
    "PLATFORM_DEACTIVATED": N_("Taken down by the platform"),
    "UNDER_REVIEW": N_("Under review"),
    "SHOP_ON_HOLIDAY": N_("The shop is on holiday"),
    "SHOP_CLOSED": N_("The shop is closed"),
    "RIGHT_ENDED": N_("Your right to show it ended"),
}
REFUSALS: Final = {
    "showcase.no_right": N_(
        "You may not show this product: your account has no link or affiliate plan that covers it."
    ),
    "showcase.official_is_automatic": N_(
        "An official account shows all products of its shop by itself. You can order and pin them."
    ),
    "showcase.full": N_("Your Showcase is full: it holds %(most)s products at most."),
    "showcase.not_eligible": N_("Your account does not meet the conditions for affiliate products yet."),
    "showcase.product_unavailable": N_("This product is not on sale now."),
    "showcase.not_in_showcase": N_("Only products of your Showcase can be pinned, ordered or collected."),
    "showcase.too_many_pins": N_("You can pin %(most)s products at most."),
    "showcase.too_many_collections": N_("You can have %(most)s collections at most."),
    "showcase.collection_full": N_("A collection holds %(most)s products at most."),
}


def state_of(product_status: str, shop_status: str, *, has_right: bool, in_stock: bool) -> State:
    """What the holder is told about an item. The gravest reason wins."""
    if shop_status in {"CLOSED", "SUSPENDED"}:
        return "SHOP_CLOSED"
    if not has_right:
        return "RIGHT_ENDED"
    if shop_status == "HOLIDAY":
        return "SHOP_ON_HOLIDAY"
    return _state_of_product(product_status, in_stock=in_stock)


def _state_of_product(status: str, *, in_stock: bool) -> State:
    if status == "ACTIVATE":
        return "SHOWN" if in_stock else "SOLD_OUT"
    if status in {"PLATFORM_DEACTIVATED", "FREEZE"}:
        return "PLATFORM_DEACTIVATED"
    if status == "SELLER_DEACTIVATED":
        return "SELLER_DEACTIVATED"
    return "UNDER_REVIEW"
