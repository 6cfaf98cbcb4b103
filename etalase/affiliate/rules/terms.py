"""What a plan may promise: its rate, its products, its creators."""

from datetime import datetime
from typing import Final, Literal

from etalase.base.errors import Refused
from etalase.base.markets import Policy
from etalase.base.texts import N_

PlanKind = Literal["OPEN", "TARGETED"]
OPEN: Final = "OPEN"
TARGETED: Final = "TARGETED"
KINDS: Final = (OPEN, TARGETED)
ALL: Final = "ALL"
# An open plan may list many products; a longer list is better said as ALL.
LISTED_MAX: Final = 1000
NAME_MAX: Final = 100
MESSAGE_MAX: Final = 500


def refuse_rate(rate_bp: int, policy: Policy) -> None:
    """Refuse a rate outside the market's bounds (R-AFF-1); zero is outside."""
    least, most = policy.affiliate_rate_min_bp, policy.affiliate_rate_max_bp
    if not least <= rate_bp <= most:
        raise Refused("affiliate.rate_out_of_range", least_bp=least, most_bp=most)


def refuse_size(kind: str, products: int, creators: int, policy: Policy) -> None:
    """Refuse a targeted plan that is too large (100 products, 50 creators)."""
    if kind != TARGETED:
        return
    if products > policy.targeted_products_max:
        raise Refused("affiliate.too_many_products", most=policy.targeted_products_max)
    if creators > policy.targeted_creators_max:
        raise Refused("affiliate.too_many_creators", most=policy.targeted_creators_max)


def wrong_terms(
    kind: str, product_ids: list[int] | None, handles: list[str], ends_at: datetime | None, now: datetime
) -> dict[str, str]:
    """The fields of a new plan whose shape is wrong, each with its message. `product_ids` None is ALL."""
    wrong: dict[str, str] = {}
    if kind not in KINDS:
        wrong["kind"] = N_("Choose OPEN or TARGETED.")
    if product_ids is not None and not product_ids:
        wrong["products"] = N_("Choose at least one product, or ALL.")
    if product_ids is not None and len(product_ids) > LISTED_MAX:
        wrong["products"] = N_("These are too many products for a list. Choose ALL.")
    if kind == TARGETED and not handles:
        wrong["handles"] = N_("Name at least one creator.")
    if ends_at is not None and ends_at <= now:
        wrong["ends_at"] = N_("Choose a time in the future.")
    return wrong


def wrong_words(name: str | None, message: str | None) -> dict[str, str]:
    """The texts of a plan that are too long."""
    wrong: dict[str, str] = {}
    if name is not None and len(name) > NAME_MAX:
        wrong["name"] = N_("Write at most 100 characters.")
    if message is not None and len(message) > MESSAGE_MAX:
        wrong["message"] = N_("Write at most 500 characters.")
    return wrong
