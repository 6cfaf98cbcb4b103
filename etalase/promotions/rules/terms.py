"""Words, numbers and refusals of promotions and vouchers (R-PRO-1…7)."""

from datetime import datetime, timedelta
from typing import Final, Literal

from etalase.base.texts import N_
from etalase.promotions.rules.offers import Kind

Level = Literal["PRODUCT", "VARIATION", "SHOP"]
Stored = Literal["DRAFT", "LAUNCHED", "DEACTIVATED"]
Status = Literal["DRAFT", "NOT_START", "ONGOING", "EXPIRED", "DEACTIVATED", "NOT_EFFECTIVE"]
Display = Literal["REGULAR", "LIVE", "CREATOR_EXCLUSIVE", "CHAT", "PROMO_CODE"]
LiveTask = Literal["WATCH", "FOLLOW", "NONE"]

KINDS: Final[tuple[Kind, ...]] = (
    "FIXED_PRICE",
    "DIRECT_DISCOUNT",
    "FLASHSALE",
    "SHIPPING_DISCOUNT",
    "BUY_MORE_SAVE_MORE",
)
DISPLAYS: Final[tuple[Display, ...]] = ("REGULAR", "PROMO_CODE", "CHAT", "LIVE", "CREATOR_EXCLUSIVE")
LIVE_TASKS: Final[tuple[LiveTask, ...]] = ("NONE", "WATCH", "FOLLOW")
KIND_NAMES: Final[dict[str, str]] = {
    "FIXED_PRICE": N_("Fixed price"),
    "DIRECT_DISCOUNT": N_("Percentage off"),
    "FLASHSALE": N_("Flash deal"),
    "SHIPPING_DISCOUNT": N_("Shipping discount"),
    "BUY_MORE_SAVE_MORE": N_("Buy more, save more"),
    "SELLER_VOUCHER": N_("Shop voucher"),
    "PLATFORM_VOUCHER": N_("Platform voucher"),
}
STATUS_NAMES: Final[dict[Status, str]] = {
    "DRAFT": N_("Draft"),
    "NOT_START": N_("Scheduled"),
    "ONGOING": N_("Running"),
    "EXPIRED": N_("Over"),
    "DEACTIVATED": N_("Stopped"),
    "NOT_EFFECTIVE": N_("No effect"),
}
DISPLAY_NAMES: Final[dict[Display, str]] = {
    "REGULAR": N_("Everybody"),
    "PROMO_CODE": N_("By code"),
    "CHAT": N_("In chat"),
    "LIVE": N_("In LIVE"),
    "CREATOR_EXCLUSIVE": N_("From one creator"),
}

TITLE_MAX: Final = 50
FLASH_UNDER: Final = timedelta(hours=72)
TIERS_MAX: Final = 2
OFF_MIN_BP: Final = 100
OFF_MAX_BP: Final = 9900

REFUSALS: Final = {
    "promotions.not_below_lowest": N_(
        "A flash deal must be cheaper than the lowest price of the last %(days)s days: below %(lowest)s."
    ),
    "promotions.rating_too_low": N_(
        "A flash deal needs a shop that is rated %(least)s or better. Yours is rated %(rating)s."
    ),
    "promotions.owes_too_much": N_(
        "A flash deal needs a shop that owes less than %(amount)s. The next sales pay for it first."
    ),
    "promotions.no_discount": N_("The price of a product must be lower than what it costs now."),
    "promotions.too_many_active": N_("A shop can have %(most)s of these at a time. Stop one first."),
    "promotions.on_flash_deal": N_("A product of a flash deal cannot be in it at the same time."),
    "promotions.shop_on_probation": N_("A shop on probation cannot offer a shipping discount."),
    "promotions.balance_not_positive": N_("A shipping discount needs a positive balance."),
    "promotions.wrong_state": N_("This is %(promotion_status)s, so it cannot be done now."),
    "promotions.already_over": N_("Its time is over. Choose a later end first."),
    "promotions.code_taken": N_("Another voucher has this code."),
    "promotions.used_up": N_("This offer is used up."),
    "promotions.not_for_you": N_("This voucher cannot be claimed here."),
    "promotions.voucher_over": N_("This voucher is over."),
}


def status_of(stored: str, starts_at: datetime, ends_at: datetime, at: datetime, *, effective: bool = True) -> Status:
    """The status as it is told at a moment (R-PRO-1). `effective`: something it covers is on sale and limits leave some."""
    if stored == "DRAFT":
        return "DRAFT"
    if stored == "DEACTIVATED":
        return "DEACTIVATED"
    if ends_at <= at:
        return "EXPIRED"
    if starts_at > at:
        return "NOT_START"
    return "ONGOING" if effective else "NOT_EFFECTIVE"
