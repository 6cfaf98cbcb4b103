"""Whether an account may be linked to a shop: one list of rules, in the order in which they refuse.

The invitation, the acceptance and the page that explains eligibility all ask this list (R-LINK-26).
"""

import unicodedata
from typing import Final

from etalase.accounts.rules import is_adult
from etalase.base.errors import Fact, Refused
from etalase.base.texts import N_
from etalase.links.rules.cases import Case, Rule, Verdict
from etalase.links.rules.moves import MARKETING, OFFICIAL


def first_refusal(case: Case, *, accepting: bool) -> None:
    """Refuse with the first rule that says no."""
    for rule in RULES:
        if _applies(rule, case, accepting=accepting) and not rule.holds(case):
            raise Refused(rule.code, **rule.facts(case))


def verdicts(case: Case) -> list[Verdict]:
    """Every rule of an invitation and how it decides, in order."""
    asked = [rule for rule in RULES if _applies(rule, case, accepting=False)]
    return [Verdict(rule.code, rule.asks, rule.holds(case), rule.facts(case)) for rule in asked]


def _applies(rule: Rule, case: Case, *, accepting: bool) -> bool:
    return case.kind in rule.kinds and not (accepting and rule.at_invitation_only)


def _adult(case: Case) -> bool:
    return is_adult(case.account.birth_date, case.now, case.policy.holder_min_age_years)


def _linked(case: Case) -> int:
    return case.shop.official_linked if case.kind == OFFICIAL else case.shop.marketing_linked


def _most(case: Case) -> int:
    policy = case.policy
    return policy.official_links_per_shop if case.kind == OFFICIAL else policy.marketing_links_per_shop


def _most_on_probation(case: Case) -> int:
    policy = case.policy
    if case.kind == OFFICIAL:
        return policy.probation_official_max
    if case.shop.seller_type == "BUSINESS":
        return policy.probation_marketing_max_business
    return policy.probation_marketing_max_individual


def _not_held_back_by_probation(case: Case) -> bool:
    most = _most_on_probation(case)
    # Probation refuses only where it allows less than the shop could have anyway: else the shop is simply full.
    return not case.shop.probation or most >= _most(case) or _linked(case) < most


def _free_of(shop_id: int | None, case: Case) -> bool:
    return shop_id is None or shop_id == case.shop.shop_id


def same_name(one: str, other: str) -> bool:
    """The same name, however its characters are composed and spaced."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _links_left(case: Case) -> bool:
    policy = case.policy
    account_left = case.account.recent_links < policy.marketing_links_per_account_window
    return account_left and case.shop.recent_links < policy.marketing_links_per_shop_window


def _used_up(case: Case) -> dict[str, Fact]:
    by_account = case.account.recent_links >= case.policy.marketing_links_per_account_window
    policy = case.policy
    most = policy.marketing_links_per_account_window if by_account else policy.marketing_links_per_shop_window
    counted = "account" if by_account else "shop"
    return {"most": most, "window_days": policy.marketing_links_window_days, "counted": counted}


def _followers_needed(case: Case) -> int:
    return case.policy.followers_official if case.kind == OFFICIAL else case.policy.followers_marketing


# The order is published: an invitation that breaks several rules is refused by the first. What is not published stands last,
# so that it hides nothing that is; a closed shop alone comes before everything.
RULES: Final = (
    Rule(
        "links.shop_not_open",
        N_("The shop is open or on holiday."),
        lambda case: case.shop.status in {"OPEN", "HOLIDAY"},
    ),
    Rule(  # R-LINK-30
        "links.market_differs",
        N_("The account is in the shop's market."),
        lambda case: case.account.market == case.shop.market,
        lambda case: {"account_market": case.account.market, "shop_market": case.shop.market},
    ),
    Rule(  # R-LINK-31
        "links.holder_not_adult",
        N_("The account's holder is an adult."),
        _adult,
        lambda case: {"min_age": case.policy.holder_min_age_years},
    ),
    Rule(  # R-LINK-31
        "links.account_not_in_good_standing",
        N_("The account is in good standing."),
        lambda case: case.account.standing == "GOOD",
    ),
    Rule("links.shop_not_verified", N_("The shop is verified."), lambda case: case.shop.verified),  # R-LINK-33
    Rule("links.account_not_verified", N_("The account is verified."), lambda case: case.account.verified),
    Rule(  # R-LINK-37
        "links.shop_on_probation",
        N_("Probation leaves room for another account of this kind."),
        _not_held_back_by_probation,
        lambda case: {"most": _most_on_probation(case)},
    ),
    Rule(  # R-LINK-7
        "links.already_linked",
        N_("The account is not linked to this shop yet."),
        lambda case: not case.shop.linked_here,
    ),
    Rule(  # R-LINK-2
        "links.account_has_official_shop",
        N_("The account is not official for another shop."),
        lambda case: _free_of(case.account.official_shop_id, case),
        kinds=(OFFICIAL,),
    ),
    Rule(  # R-LINK-2
        "links.account_is_linked_as_official",
        N_("The account is not official for another shop."),
        lambda case: _free_of(case.account.official_shop_id, case),
        kinds=(MARKETING,),
    ),
    Rule(  # R-LINK-2, R-LINK-4
        "links.account_has_marketing_shop",
        N_("The account is not a marketing account of another shop."),
        lambda case: _free_of(case.account.marketing_shop_id, case),
    ),
    Rule(  # R-LINK-1
        "links.shop_has_official",
        N_("The shop has no official account."),
        lambda case: case.shop.official_linked < case.policy.official_links_per_shop,
        kinds=(OFFICIAL,),
    ),
    Rule(  # R-LINK-3
        "links.marketing_slots_full",
        N_("The shop has a free marketing slot."),
        lambda case: case.shop.marketing_linked < case.policy.marketing_links_per_shop,
        lambda case: {"most": case.policy.marketing_links_per_shop},
        kinds=(MARKETING,),
    ),
    Rule(  # R-LINK-32
        "links.name_differs",
        N_("The account has the shop's name."),
        lambda case: not case.policy.official_name_must_match or same_name(case.account.name, case.shop.name),
        lambda case: {"shop_name": case.shop.name, "account_name": case.account.name},
        kinds=(OFFICIAL,),
    ),
    Rule(  # R-LINK-42
        "links.marketing_links_used_up",
        N_("Account and shop have marketing links left."),
        _links_left,
        _used_up,
        kinds=(MARKETING,),
    ),
    Rule(  # R-LINK-35, R-LINK-36
        "links.too_few_followers",
        N_("The account has enough followers."),
        lambda case: case.account.followers >= _followers_needed(case),
        lambda case: {"least": _followers_needed(case)},
    ),
    Rule(
        "links.already_invited",
        N_("The account has no open invitation of this kind from this shop."),
        lambda case: not case.shop.invited_here,
        at_invitation_only=True,
    ),
)
