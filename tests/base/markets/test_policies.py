"""Every number of the rules is a policy: named, typed, sourced, and different where the rules say so."""

import re
from datetime import UTC, datetime

import msgspec
import pytest

from etalase.base.db import Db
from etalase.base.markets import DEFINITIONS, MARKETS, Policy, policy, policy_since, set_policy
from etalase.base.markets.policies import TYPES

NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def of(db: Db, market: str) -> Policy:
    return await policy(db, market, NOW)


async def test_r_link_1_3_slots_are_policy_rows(db: Db) -> None:
    for market in MARKETS:
        p = await of(db, market)
        assert (p.official_links_per_shop, p.marketing_links_per_shop) == (1, 4)


async def test_r_link_8_an_official_account_joins_no_plan_and_nobody_can_switch_that_on(db: Db) -> None:
    assert not (await of(db, "US")).official_may_join_affiliate
    assert DEFINITIONS["official_may_join_affiliate"].high == 0


async def test_r_link_22_invitations_live_48_hours(db: Db) -> None:
    assert (await of(db, "ID")).invitation_ttl_s == 48 * 3600


async def test_r_link_31_32_36_conditions_of_linking(db: Db) -> None:
    p = await of(db, "PH")
    assert p.holder_min_age_years == 18
    assert p.official_name_must_match
    assert p.followers_official == p.followers_marketing == 0


async def test_r_link_37_probation_allows_one_official_and_one_marketing_of_a_company(db: Db) -> None:
    p = await of(db, "TH")
    assert p.probation_official_max == 1
    assert (p.probation_marketing_max_individual, p.probation_marketing_max_business) == (0, 1)


async def test_r_link_40_41_42_unlinking_and_the_rolling_window(db: Db) -> None:
    p = await of(db, "GB")
    assert (p.unlink_min_age_s, p.official_unlinks_per_shop) == (86_400, 3)
    assert p.marketing_links_window_days == 180
    assert p.marketing_links_per_account_window == p.marketing_links_per_shop_window == 10


async def test_r_shop_1_staff_invitations_live_120_hours(db: Db) -> None:
    assert (await of(db, "VN")).staff_invitation_ttl_s == 120 * 3600


async def test_r_shop_2_probation_tiers_where_they_are_published(db: Db) -> None:
    us, th, sg = await of(db, "US"), await of(db, "TH"), await of(db, "SG")
    assert (us.probation_products_max, us.probation_orders_per_day_max) == (100, 50)
    assert (th.probation_products_max, th.probation_orders_per_day_max) == (1000, 100)
    assert (sg.probation_products_max, sg.probation_orders_per_day_max) == (None, None)


async def test_r_aff_1_rate_bounds_are_policy_rows(db: Db) -> None:
    for market in MARKETS:
        p = await of(db, market)
        assert (p.affiliate_rate_min_bp, p.affiliate_rate_max_bp) == (100, 8000)
    assert DEFINITIONS["affiliate_rate_min_bp"].low == 1, "a rate of zero is never allowed"


async def test_followers_of_creators_differ_by_market(db: Db) -> None:
    least = {market: (await of(db, market)).creator_followers_min for market in MARKETS}
    assert least == {**dict.fromkeys(MARKETS, 1000), "ID": 600}


async def test_r_show_10_11_16_17_sizes_of_a_showcase(db: Db) -> None:
    p = await of(db, "MY")
    assert (p.showcase_add_max, p.showcase_remove_max, p.showcase_items_max) == (20, 200, 2000)
    assert (p.collection_products_max, p.collection_description_max) == (100, 200)


async def test_listing_limits_of_section_4_4(db: Db) -> None:
    skus = {market: (await of(db, market)).skus_max for market in MARKETS}
    assert skus == {**dict.fromkeys(MARKETS, 300), "US": 100, "GB": 100}
    assert {market: (await of(db, market)).title_min for market in ("ID", "US", "GB")} == {"ID": 25, "US": 1, "GB": 1}
    assert {market: (await of(db, market)).picture_min_px for market in ("ID", "TH")} == {"ID": 300, "TH": 600}
    p = await of(db, "ID")
    assert (p.title_max, p.pictures_max, p.description_max, p.stock_max) == (255, 9, 10_000, 999_999)
    assert not p.title_min_enforced
    assert not p.picture_min_enforced


async def test_price_bounds_of_section_4_4_in_minor_units(db: Db) -> None:
    bounds = {market: await of(db, market) for market in MARKETS}
    assert {market: (p.price_min_minor, p.price_max_minor) for market, p in bounds.items()} == {
        "ID": (100, 100_000_000),
        "MY": (1, 32_000_000),
        "PH": (1, 40_000_000),
        "SG": (1, 1_000_000),
        "TH": (3_000, 26_000_000),
        "GB": (1, 560_000),
        "US": (1, 760_000),
        "VN": (1, 180_000_000),
    }


async def test_r_ord_2_8_unpaid_and_on_hold(db: Db) -> None:
    waits = {market: (await of(db, market)).unpaid_ttl_s for market in MARKETS}
    assert waits == {**dict.fromkeys(MARKETS, 172_800), "GB": 86_400}
    assert (await of(db, "GB")).on_hold_s == 3600


async def test_r_ord_3_an_order_completes_when_the_return_window_closes(db: Db) -> None:
    days = {market: (await of(db, market)).auto_complete_s // 86_400 for market in MARKETS}
    assert days == {"ID": 6, "MY": 6, "PH": 6, "SG": 6, "TH": 7, "GB": 30, "US": 30, "VN": 15}


async def test_r_cod_1_cash_on_delivery_in_five_markets(db: Db) -> None:
    allowed = {market for market in MARKETS if (await of(db, market)).cod_allowed}
    assert allowed == {"ID", "MY", "PH", "TH", "VN"}
    assert {market for market in MARKETS if (await of(db, market)).cod_max_minor} == allowed


async def test_part_c_every_number_of_the_table_is_the_markets(db: Db) -> None:
    found = {market: await of(db, market) for market in MARKETS}
    asean = dict.fromkeys(("ID", "MY", "PH", "SG", "TH", "VN"), 30)
    rating = {market: p.flash_rating_min_tenths for market, p in found.items()}
    assert rating == asean | {"PH": 25, "TH": 25, "GB": None, "US": None}
    assert {market: p.defect_window_s // 86_400 for market, p in found.items() if p.defect_window_s} == {"US": 90}
    answers = {market: p.return_answer_working_days for market, p in found.items() if p.return_answer_working_days}
    assert answers == {"TH": 1, "VN": 1, "GB": 2}
    assert {p.return_answer_s for p in found.values()} == {2 * 86_400}
    large = (found["GB"].return_answer_large_minor, found["GB"].return_answer_large_working_days)
    assert large == (100_00, 4) and found["US"].return_answer_large_minor is None
    assert {market: p.return_ship_back_s // 86_400 for market, p in found.items()} == dict.fromkeys(MARKETS, 5) | {
        "US": 14
    }
    assert {market: p.return_check_s // 86_400 for market, p in found.items()} == dict.fromkeys(MARKETS, 14) | {
        "TH": 10
    }
    assert {market for market, p in found.items() if p.settlement_working_days} == {"ID", "MY", "PH", "SG", "TH"}
    standard = {market: p.settlement_standard_days for market, p in found.items()}
    assert standard == dict.fromkeys(MARKETS, 7) | {"GB": 15}
    assert {p.creator_min_age_years for p in found.values()} == {18}


async def test_r_fin_2_what_is_in_force_says_since_when(db: Db) -> None:
    names = ("settlement_standard_days", "settlement_working_days")
    assert await policy_since(db, "ID", names, NOW) == datetime(2021, 1, 1, tzinfo=UTC)
    later = datetime(2026, 12, 1, tzinfo=UTC)
    await set_policy(db, "ID", "settlement_standard_days", later, 5)
    await set_policy(db, "ID", "settlement_express_days", later.replace(day=2), 1)
    assert await policy_since(db, "ID", names, NOW) == datetime(2021, 1, 1, tzinfo=UTC)
    assert await policy_since(db, "ID", names, later.replace(day=3)) == later
    assert await policy_since(db, "MY", names, later.replace(day=3)) == datetime(2021, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_a_definition_is_whole(name: str) -> None:
    definition = DEFINITIONS[name]
    assert re.fullmatch(r"R-[A-Z]+-[0-9]+|§[0-9.]+", definition.rule)
    assert definition.mark in {"SEED", "DOC", "INFERRED"}
    assert definition.meaning.endswith((".", ".)")), "one line, one sentence"
    assert set(definition.by_market) <= set(MARKETS)
    for market in MARKETS:
        value = definition.of(market)
        assert msgspec.convert(value, TYPES[name]) == value
        assert value is None or definition.low <= int(value) <= definition.high
