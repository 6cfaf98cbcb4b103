"""What sending costs, by market, method, distance and weight (R-ORD-6)."""

from datetime import UTC, datetime
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.base.markets.regions import REGIONS
from etalase.shipping.rules import (
    CARRIERS,
    HUBS,
    METHODS,
    RATES,
    ZONES,
    Method,
    Shipped,
    carrier_name,
    carriers_of,
    quote,
    zone_of,
)
from etalase.shipping.rules.zones import GROUP_OF

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def policy(market: str, **changes: int | None) -> Policy:
    start = Policy(**{name: definition.of(market) for name, definition in DEFINITIONS.items()})  # pyright: ignore[reportArgumentType]
    return msgspec.structs.replace(start, **changes)


def test_there_is_a_rate_for_every_market_method_and_zone_in_its_currency() -> None:
    found = {(rate.market, rate.method, rate.zone) for rate in RATES}
    assert found == set(product(MARKETS, METHODS, ZONES))
    assert len(RATES) == len(found)
    for rate in RATES:
        assert rate.currency == MARKETS[rate.market].currency
        assert min(rate.first_g, rate.first_minor, rate.step_g, rate.step_minor) > 0


def test_further_and_faster_never_costs_less() -> None:
    by_key = {(rate.market, rate.method, rate.zone): rate.first_minor for rate in RATES}
    for market in MARKETS:
        for method in METHODS:
            costs = [by_key[market, method, zone] for zone in ZONES]
            assert costs == sorted(costs)
        assert all(by_key[market, "ECONOMY", zone] <= by_key[market, "STANDARD", zone] for zone in ZONES)


def test_every_region_lies_in_a_group_and_every_hub_is_a_region() -> None:
    for market, regions in REGIONS.items():
        assert set(GROUP_OF[market]) == set(regions)
        assert HUBS[market] in regions or not regions


@pytest.mark.parametrize(
    ("market", "origin", "region", "zone"),
    [
        ("ID", None, "DKI Jakarta", "LOCAL"),
        ("ID", None, "Jawa Barat", "NEAR"),
        ("ID", None, "Bali", "FAR"),
        ("ID", None, "Papua", "REMOTE"),
        ("ID", "Bali", "Bali", "LOCAL"),
        ("ID", "Papua", "DKI Jakarta", "REMOTE"),
        ("ID", "nowhere", "Jawa Barat", "NEAR"),
        ("ID", None, "a region of tomorrow", "FAR"),
        ("ID", None, None, "FAR"),
        ("SG", None, None, "LOCAL"),
        ("MY", None, "Sabah", "FAR"),
        ("US", "Texas", "Hawaii", "REMOTE"),
        ("US", "Texas", "Ohio", "NEAR"),
        ("GB", None, "Northern Ireland", "REMOTE"),
        ("VN", None, "Cần Thơ", "FAR"),
    ],
)
def test_how_far_it_goes(market: str, origin: str | None, region: str | None, zone: str) -> None:
    assert zone_of(market, origin, region) == zone


def test_r_ord_6_the_first_kilogram_and_every_further_one_begun() -> None:
    numbers = policy("ID", shipping_free_from_minor=None)
    for weight_g, fee in ((1, 9_000), (1000, 9_000), (1001, 18_000), (2000, 18_000), (2001, 27_000)):
        lines, address = [Shipped(1, weight_g)], {"region": "DKI Jakarta"}
        found = quote("ID", "STANDARD", None, address, lines, numbers, goods_minor=1, at=NOW)
        assert (found.fee_minor, found.weight_g, found.zone) == (fee, weight_g, "LOCAL")
    pieces = quote("ID", "STANDARD", None, {"region": "Bali"}, [Shipped(3)], numbers, goods_minor=1, at=NOW)
    assert (pieces.weight_g, pieces.fee_minor, pieces.rule) == (1500, 58_000, "ID/STANDARD/FAR/2021-01-01")
    assert quote("ID", "STANDARD", None, {}, [], numbers, goods_minor=0, at=NOW).fee_minor == 0


def test_r_ord_6_grams_where_they_are_said_and_an_ordinary_piece_where_not() -> None:
    numbers, address = policy("ID", shipping_free_from_minor=None), {"region": "DKI Jakarta"}

    def weighed(*lines: Shipped) -> tuple[int, int]:
        found = quote("ID", "STANDARD", None, address, lines, numbers, goods_minor=1, at=NOW)
        return found.weight_g, found.fee_minor

    assert weighed(Shipped(3, 100), Shipped(2, 350)) == (1000, 9_000)
    assert weighed(Shipped(3), Shipped(2)) == (2500, 27_000)
    # A light piece without a weight does not make a heavy order cheap.
    assert weighed(Shipped(1, 12_000)) == (12_000, 108_000)
    assert weighed(Shipped(1, 12_000), Shipped(1)) == (12_500, 117_000)


def test_r_ord_6_from_an_amount_on_the_platform_pays_its_own_carriers() -> None:
    numbers = policy("ID")
    least = numbers.shipping_free_from_minor or 0
    address, lines = {"region": "DKI Jakarta"}, [Shipped(1)]

    def fees(method: Method, goods_minor: int) -> tuple[int, int]:
        found = quote("ID", method, None, address, lines, numbers, goods_minor=goods_minor, at=NOW)
        return found.fee_minor, found.free_minor

    assert fees("STANDARD", least - 1) == (9_000, 0)
    assert fees("STANDARD", least) == (0, 9_000)
    assert fees("SELLER", least) == (10_000, 0)


@given(
    st.sampled_from(sorted(MARKETS)),
    st.sampled_from(METHODS),
    st.lists(st.builds(Shipped, st.integers(1, 99), st.none() | st.integers(1, 30_000)), min_size=1, max_size=5),
    st.integers(0, 10**9),
)
def test_r_ord_6_more_never_costs_less(market: str, method: Method, lines: list[Shipped], goods_minor: int) -> None:
    numbers = policy(market)
    whole = quote(market, method, None, {}, lines, numbers, goods_minor=goods_minor, at=NOW)
    part = quote(market, method, None, {}, lines[1:] or lines, numbers, goods_minor=goods_minor, at=NOW)
    assert whole.list_minor >= part.list_minor > 0
    assert 0 <= whole.fee_minor <= whole.list_minor == whole.fee_minor + whole.free_minor


def test_who_carries_where() -> None:
    assert set(CARRIERS) == set(MARKETS)
    for market in MARKETS:
        assert [each.key for each in carriers_of(market, "STANDARD")] == ["SANDBOX"]
        assert len(carriers_of(market, "SELLER")) >= 3
    assert carrier_name("ID", "SANDBOX") == "Kurir Etalase"
    assert (carrier_name("ID", "my cousin"), carrier_name("ID", None)) == ("my cousin", "")
