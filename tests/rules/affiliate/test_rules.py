"""Rates, sizes, states and creators, without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import msgspec
import pytest

from etalase.affiliate import rules
from etalase.affiliate.rules import Creator
from etalase.base.errors import Refused
from etalase.base.markets import DEFINITIONS, MARKETS, Policy

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
POLICY = {
    market: msgspec.convert({name: each.of(market) for name, each in DEFINITIONS.items()}, Policy) for market in MARKETS
}
CREATOR = Creator(1, "sari", "ID", "GOOD", None, 600)
PLAN_STATES = ("LIVE", "ENDED", "EXPIRED", "DELETED")
STATES = ("REQUESTED", "APPROVED", "REJECTED", "LEFT", "REMOVED", "WITHDRAWN")


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("rate_bp", "ok"), [(100, True), (8000, True), (99, False), (8001, False), (0, False), (-1, False)]
)
def test_r_aff_1_rates_lie_from_100_to_8000_basis_points(market: str, rate_bp: int, ok: bool) -> None:
    if ok:
        rules.refuse_rate(rate_bp, POLICY[market])
        return
    with pytest.raises(Refused) as no:
        rules.refuse_rate(rate_bp, POLICY[market])
    assert (no.value.code, no.value.facts) == ("affiliate.rate_out_of_range", {"least_bp": 100, "most_bp": 8000})


def test_a_targeted_plan_has_at_most_100_products_and_50_creators() -> None:
    rules.refuse_size("TARGETED", 100, 50, POLICY["ID"])
    rules.refuse_size("OPEN", 900, 0, POLICY["ID"])
    for products, creators, code in ((101, 1, "affiliate.too_many_products"), (1, 51, "affiliate.too_many_creators")):
        with pytest.raises(Refused) as no:
            rules.refuse_size("TARGETED", products, creators, POLICY["ID"])
        assert no.value.code == code


@pytest.mark.parametrize(
    ("kind", "products", "handles", "ends_at", "field"),
    [
        ("OPEN", [], [], None, "products"),
        ("OPEN", list(range(1, 1002)), [], None, "products"),
        ("TARGETED", None, [], None, "handles"),
        ("SECRET", None, [], None, "kind"),
        ("OPEN", None, [], NOW, "ends_at"),
    ],
)
def test_a_plan_of_wrong_shape_names_the_field(
    kind: str, products: list[int] | None, handles: list[str], ends_at: datetime | None, field: str
) -> None:
    assert set(rules.wrong_terms(kind, products, handles, ends_at, NOW)) == {field}
    assert rules.wrong_terms("OPEN", None, [], NOW + timedelta(seconds=1), NOW) == {}


@pytest.mark.parametrize(
    ("creator", "market", "reason"),
    [
        (CREATOR, "ID", None),
        (CREATOR, "MY", "market_differs"),
        (msgspec.structs.replace(CREATOR, standing="WARNED"), "ID", "not_in_good_standing"),
        (msgspec.structs.replace(CREATOR, birth_date=date(2010, 1, 1)), "ID", "not_adult"),
        (msgspec.structs.replace(CREATOR, followers=599), "ID", "too_few_followers"),
        (msgspec.structs.replace(CREATOR, market="MY", followers=999), "MY", "too_few_followers"),
        (msgspec.structs.replace(CREATOR, market="MY", followers=1000), "MY", None),
    ],
)
def test_creators_meet_the_conditions_of_the_shop_s_market(creator: Creator, market: str, reason: str | None) -> None:
    assert rules.not_eligible_because(creator, market, POLICY[market], NOW) == reason
    assert reason is None or rules.REASONS[reason]


@pytest.mark.parametrize(("start", "end"), list(product(PLAN_STATES, PLAN_STATES)))
def test_r_aff_4_a_live_plan_ends_expires_or_is_deleted_and_never_comes_back(start: str, end: str) -> None:
    assert (start in rules.plan_sources(end)) == (start == "LIVE" and end != "LIVE")


@pytest.mark.parametrize(("start", "end"), list(product(STATES, STATES)))
def test_only_open_participations_move(start: str, end: str) -> None:
    allowed = {
        ("REQUESTED", "APPROVED"),
        ("REQUESTED", "REJECTED"),
        ("REQUESTED", "WITHDRAWN"),
        ("APPROVED", "LEFT"),
        ("APPROVED", "REMOVED"),
    }
    assert (start in rules.participation_sources(end)) == ((start, end) in allowed)
