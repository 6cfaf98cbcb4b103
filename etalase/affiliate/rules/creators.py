"""Who may take part in affiliate plans of a market (§2.4 of the domain rules)."""

from datetime import date, datetime

import msgspec

from etalase.accounts.rules import is_adult
from etalase.base.errors import Refused
from etalase.base.markets import Policy


class Creator(msgspec.Struct, frozen=True):
    """What the conditions ask of an account."""

    account_id: int
    handle: str
    market: str
    standing: str
    birth_date: date | None
    followers: int


def not_eligible_because(creator: Creator, shop_market: str, policy: Policy, now: datetime) -> str | None:
    """The first reason why the creator may not join a plan of a shop in this market; None when nothing is in the way."""
    if creator.market != shop_market:
        return "market_differs"
    if creator.standing != "GOOD":
        return "not_in_good_standing"
    if not is_adult(creator.birth_date, now, policy.creator_min_age_years):
        return "not_adult"
    if creator.followers < policy.creator_followers_min:
        return "too_few_followers"
    return None


def refuse_creator(creator: Creator, shop_market: str, policy: Policy, now: datetime) -> None:
    """Refuse a creator who may not take part, with the reason."""
    reason = not_eligible_because(creator, shop_market, policy, now)
    if reason is not None:
        least, min_age = policy.creator_followers_min, policy.creator_min_age_years
        raise Refused("affiliate.not_eligible", reason=reason, least_followers=least, min_age=min_age)
