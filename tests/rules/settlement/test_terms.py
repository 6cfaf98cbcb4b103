"""Terms by market and record; bank accounts; a provider's day against the books. Without a database."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from etalase.base.errors import Invalid
from etalase.base.markets import MARKETS
from etalase.settlement.rules.banks import checked_account, masked, same_name
from etalase.settlement.rules.matching import Booked, compare
from etalase.settlement.rules.terms import Record, Tier, term_of, tier_of

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("record", "tier"),
    [
        (Record(True, 5_000, 100, 0), "NEW"),
        (Record(False, 0, 0, 0), "STANDARD"),
        (Record(False, 99, 99, 0), "STANDARD"),
        (Record(False, 100, 10, 0), "FAST"),
        (Record(False, 1_000, 10, 2), "EXPRESS"),
        (Record(False, 1_000, 10, 3), "EXTENDED"),
        (Record(False, 5, 9, 9), "STANDARD"),
    ],
)
def test_r_fin_2_a_shop_earns_its_tier(record: Record, tier: Tier) -> None:
    assert tier_of(record) == tier


def test_r_fin_2_the_us_has_five_tiers_of_one_to_31_days() -> None:
    assert [term_of("US", tier, AT).days for tier in get_args(Tier)] == [1, 3, 7, 15, 31]
    new = term_of("US", "NEW", AT)
    assert (new.reserve_bp, new.reserve_days, new.version) == (2_000, 30, "new US 2021-01-01")


@pytest.mark.parametrize("market", sorted(MARKETS))
def test_every_market_settles_every_tier(market: str) -> None:
    days = [term_of(market, tier, AT).days for tier in get_args(Tier)]
    assert days == sorted(days) and days[0] >= 1


def test_viet_nam_settles_after_three_seven_or_fifteen_days() -> None:
    assert {term_of("VN", tier, AT).days for tier in get_args(Tier)} == {3, 7, 15}


def test_a_bank_account_is_kept_plain_and_shown_by_its_last_four() -> None:
    assert checked_account(" Bank  Central Asia", "801-234 5678", "Sari Anggraini") == (
        "Bank Central Asia",
        "8012345678",
        "Sari Anggraini",
    )
    assert masked("8012345678") == "••••5678"


@pytest.mark.parametrize(
    ("bank", "number", "holder", "field"),
    [
        ("B", "80123456", "Sari", "bank"),
        ("BCA", "801", "Sari", "number"),
        ("BCA", "80123456!", "Sari", "number"),
        ("BCA", "8" * 35, "Sari", "number"),
        ("BCA", "80123456", "\x07ari", "holder"),
    ],
)
def test_what_is_no_bank_account_is_told_by_field(bank: str, number: str, holder: str, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        checked_account(bank, number, holder)
    assert set(wrong.value.errors) == {field}


@pytest.mark.parametrize(
    ("written", "at_bank", "same"),
    [
        ("Sari Anggraini", "ANGGRAINI, SARI", True),
        ("Đặng Thị Hoa", "DANG THI HOA", True),
        ("Sari Anggraini", "Sari Anggraeni", False),
        ("Sari", "Sari Anggraini", False),
    ],
)
def test_a_name_is_the_same_in_any_spelling_of_its_letters(written: str, at_bank: str, same: bool) -> None:
    assert same_name(written, at_bank) is same


def test_a_day_is_compared_key_by_key() -> None:
    file = {"a": Booked(100, "IDR"), "b": Booked(50, "IDR"), "c": Booked(-20, "IDR"), "f": Booked(5, "IDR")}
    books = {
        "a": Booked(100, "IDR", "1"),
        "b": Booked(51, "IDR", "2"),
        "d": Booked(7, "IDR", "4"),
        "e": Booked(8, "IDR", "5"),
        "f": Booked(5, "VND", "6"),
    }
    found = compare(file, {"e"}, books, ["a", "b", "d", "e"])
    assert found.matched == 1
    assert [(each.key, each.kind) for each in found.findings] == [
        ("b", "DIFFERENT"),
        ("c", "PROVIDER_ONLY"),
        ("f", "DIFFERENT"),
        ("d", "BOOKS_ONLY"),
    ]
    assert found.count("DIFFERENT") == 2
