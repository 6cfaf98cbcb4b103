"""The one list of rules, without a database: each rule alone, their published order, every verdict."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from etalase.base.errors import Refused
from etalase.base.markets import DEFINITIONS, Policy
from etalase.links import rules
from etalase.links.rules import AccountFacts, Case, ShopFacts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
POLICY = msgspec.convert({name: definition.of("ID") for name, definition in DEFINITIONS.items()}, Policy)
ACCOUNT = AccountFacts(1, "sari", "Langkah", "ID", "GOOD", True, None, 0, None, None, 0, 0)
SHOP = ShopFacts(7, "Langkah", "ID", "OPEN", True, False, "INDIVIDUAL", 0, 0, 0, False, False)
PUBLISHED = (
    "links.market_differs",
    "links.holder_not_adult",
    "links.account_not_in_good_standing",
    "links.shop_not_verified",
    "links.account_not_verified",
    "links.shop_on_probation",
    "links.already_linked",
    "links.account_has_official_shop",
    "links.account_is_linked_as_official",
    "links.account_has_marketing_shop",
    "links.shop_has_official",
    "links.marketing_slots_full",
    "links.name_differs",
    "links.marketing_links_used_up",
)


def case_of(
    kind: str, account: dict[str, Any] | None = None, shop: dict[str, Any] | None = None, **numbers: Any
) -> Case:
    return Case(
        kind,
        msgspec.structs.replace(ACCOUNT, **(account or {})),
        msgspec.structs.replace(SHOP, **(shop or {})),
        msgspec.structs.replace(POLICY, **numbers),
        NOW,
    )


def refused(case: Case, *, accepting: bool = False) -> str | None:
    try:
        rules.first_refusal(case, accepting=accepting)
    except Refused as no:
        return no.code
    return None


BREAKS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("links.shop_not_open", "MARKETING", {}, {"status": "CLOSED"}),
    ("links.shop_not_open", "MARKETING", {}, {"status": "SUSPENDED"}),
    ("links.market_differs", "MARKETING", {"market": "MY"}, {}),
    ("links.holder_not_adult", "MARKETING", {"birth_date": date(2008, 11, 25)}, {}),
    ("links.account_not_in_good_standing", "MARKETING", {"standing": "RESTRICTED"}, {}),
    ("links.account_not_in_good_standing", "OFFICIAL", {"standing": "BANNED"}, {}),
    ("links.shop_not_verified", "MARKETING", {}, {"verified": False}),
    ("links.account_not_verified", "OFFICIAL", {"verified": False}, {}),
    ("links.shop_on_probation", "MARKETING", {}, {"probation": True}),
    ("links.already_linked", "MARKETING", {"official_shop_id": 7}, {"linked_here": True}),
    ("links.already_linked", "OFFICIAL", {"marketing_shop_id": 7}, {"linked_here": True}),
    ("links.already_invited", "OFFICIAL", {}, {"invited_here": True}),
    ("links.account_has_official_shop", "OFFICIAL", {"official_shop_id": 8}, {}),
    ("links.account_is_linked_as_official", "MARKETING", {"official_shop_id": 8}, {}),
    ("links.account_has_marketing_shop", "MARKETING", {"marketing_shop_id": 8}, {}),
    ("links.account_has_marketing_shop", "OFFICIAL", {"marketing_shop_id": 8}, {}),
    ("links.shop_has_official", "OFFICIAL", {}, {"official_linked": 1}),
    ("links.marketing_slots_full", "MARKETING", {}, {"marketing_linked": 4}),
    ("links.name_differs", "OFFICIAL", {"name": "Langkah Kaki"}, {}),
    ("links.marketing_links_used_up", "MARKETING", {"recent_links": 10}, {}),
    ("links.marketing_links_used_up", "MARKETING", {}, {"recent_links": 10}),
]


@pytest.mark.parametrize(("code", "kind", "account", "shop"), BREAKS)
def test_each_rule_refuses_alone(code: str, kind: str, account: dict[str, Any], shop: dict[str, Any]) -> None:
    assert refused(case_of(kind, account, shop)) == code


@pytest.mark.parametrize("kind", rules.KINDS)
def test_a_plain_case_is_not_refused(kind: str) -> None:
    assert refused(case_of(kind)) is None
    assert all(verdict.ok for verdict in rules.verdicts(case_of(kind)))


def test_the_rules_stand_in_the_published_order() -> None:
    ours = [rule.code for rule in rules.RULES]
    assert [code for code in ours if code in PUBLISHED] == list(PUBLISHED)
    assert set(ours) - set(PUBLISHED) == {"links.shop_not_open", "links.already_invited", "links.too_few_followers"}
    assert ours[0] == "links.shop_not_open" and ours[-2:] == ["links.too_few_followers", "links.already_invited"]


@pytest.mark.parametrize("kind", rules.KINDS)
def test_of_several_broken_rules_the_first_in_order_refuses(kind: str) -> None:
    order = [rule.code for rule in rules.RULES]
    broken = [(code, account, shop) for code, of, account, shop in BREAKS if of == kind]
    for one, account_one, shop_one in broken:
        for two, account_two, shop_two in broken:
            merged = case_of(kind, {**account_two, **account_one}, {**shop_two, **shop_one})
            told = refused(merged)
            assert told is not None and order.index(told) <= min(order.index(one), order.index(two))


def test_every_rule_has_a_sentence() -> None:
    for rule in rules.RULES:
        facts = rule.facts(case_of(rule.kinds[0]))
        assert rules.REFUSALS[rule.code] % facts


def test_verdicts_name_every_rule_that_fails() -> None:
    case = case_of("OFFICIAL", {"market": "MY", "verified": False, "name": "Other"})
    failed = [verdict.code for verdict in rules.verdicts(case) if not verdict.ok]
    assert failed == ["links.market_differs", "links.account_not_verified", "links.name_differs"]


def test_an_open_invitation_does_not_stand_in_its_own_way_at_acceptance() -> None:
    assert refused(case_of("OFFICIAL", shop={"invited_here": True}), accepting=True) is None


def test_r_link_31_the_holder_is_an_adult_on_their_birthday() -> None:
    assert refused(case_of("MARKETING", {"birth_date": date(2008, 11, 24)})) is None
    assert refused(case_of("MARKETING", {"birth_date": date(2008, 11, 25)})) == "links.holder_not_adult"
    assert refused(case_of("MARKETING", {"birth_date": None})) is None


def test_r_link_32_names_are_compared_as_people_read_them() -> None:
    assert rules.same_name("Café  Langkah", "Cafe\u0301 Langkah ")
    assert not rules.same_name("Langkah", "langkah")
    assert refused(case_of("MARKETING", {"name": "Something else"})) is None
    assert refused(case_of("OFFICIAL", {"name": "Other"}, official_name_must_match=False)) is None


def test_r_link_35_official_and_marketing_accounts_need_no_followers() -> None:
    assert POLICY.followers_official == 0 and POLICY.followers_marketing == 0
    assert refused(case_of("OFFICIAL")) is None and refused(case_of("MARKETING")) is None


def test_r_link_36_a_market_may_ask_for_followers_per_kind() -> None:
    assert refused(case_of("MARKETING", followers_marketing=100)) == "links.too_few_followers"
    assert refused(case_of("OFFICIAL", followers_marketing=100)) is None
    assert refused(case_of("MARKETING", {"followers": 100}, followers_marketing=100)) is None


def test_r_link_37_probation_leaves_one_official_and_by_seller_type_none_or_one_marketing() -> None:
    individual, business = {"probation": True}, {"probation": True, "seller_type": "BUSINESS"}
    assert refused(case_of("OFFICIAL", shop=individual)) is None
    assert refused(case_of("MARKETING", shop=individual)) == "links.shop_on_probation"
    assert refused(case_of("MARKETING", shop=business)) is None
    assert refused(case_of("MARKETING", shop={**business, "marketing_linked": 1})) == "links.shop_on_probation"
    # An official account more is not probation's doing: the shop is simply full.
    assert refused(case_of("OFFICIAL", shop={**individual, "official_linked": 1})) == "links.shop_has_official"


def test_r_link_42_the_refusal_says_whose_links_are_used_up() -> None:
    for account, shop, counted in (({"recent_links": 10}, {}, "account"), ({}, {"recent_links": 10}, "shop")):
        with pytest.raises(Refused) as no:
            rules.first_refusal(case_of("MARKETING", account, shop), accepting=True)
        assert no.value.facts == {"most": 10, "window_days": 180, "counted": counted}
    assert refused(case_of("OFFICIAL", {"recent_links": 10}, {"recent_links": 10})) is None
