"""Terms by market and record; bank accounts; a provider's day against the books. Without a database."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from etalase.base.errors import Invalid
from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.settlement.rules.banks import checked_account, masked, same_name
from etalase.settlement.rules.matching import Booked, compare
from etalase.settlement.rules.terms import TIERS, Named, Record, Term, Tier, given, named, term_of, tier_of

SINCE = datetime(2021, 1, 1, tzinfo=UTC)


def numbers(market: str) -> Policy:
    """What a market begins with."""
    return Policy(**{name: definition.of(market) for name, definition in DEFINITIONS.items()})  # pyright: ignore[reportArgumentType]


def term(market: str, tier: Tier) -> Term:
    """The term a market gives for a tier."""
    found = numbers(market)
    return term_of(market, given(tier, found), found, SINCE)


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
    assert tier_of(record, numbers("US")) == tier


def test_r_fin_2_the_market_says_what_earns_a_tier() -> None:
    easier = msgspec.structs.replace(numbers("ID"), settlement_express_from_orders=50, settlement_refunded_max_bp=5_000)
    assert tier_of(Record(False, 50, 10, 5), easier) == "EXPRESS"
    assert tier_of(Record(False, 50, 10, 6), easier) == "EXTENDED"


# Part C, the row "Settlement": ID 1-2 and 7 working days, which MY, PH, SG and TH follow; VN 3, 7, 15; GB about 15; US 1 to 31.
@pytest.mark.parametrize(
    ("market", "terms"),
    [
        *((market, ["2wd", "7wd", "7wd", "15d", "15d"]) for market in ("ID", "MY", "PH", "SG", "TH")),
        ("GB", ["15d", "15d", "15d", "31d", "31d"]),
        ("US", ["1d", "3d", "7d", "15d", "31d"]),
        ("VN", ["3d", "7d", "7d", "15d", "15d"]),
    ],
)
def test_r_fin_2_every_market_settles_every_tier_as_its_rules_say(market: str, terms: list[str]) -> None:
    assert [term(market, tier).version.split(" ")[1] for tier in TIERS] == terms


def test_r_fin_2_new_shops_of_the_us_have_a_reserve() -> None:
    new = term("US", "NEW")
    assert (new.reserve_bp, new.reserve_days, new.version) == (2_000, 30, "new 31d US 2021-01-01")
    assert term("US", "STANDARD").reserve_bp == term("ID", "EXTENDED").reserve_bp == 0


@pytest.mark.parametrize(
    ("delivered", "tier", "due"),
    [
        # A Tuesday; a Friday; a Saturday, which counts from Monday on.
        ("2026-11-24T16:00+07:00", "EXPRESS", "2026-11-26T16:00+07:00"),
        ("2026-11-27T16:00+07:00", "EXPRESS", "2026-12-01T16:00+07:00"),
        ("2026-11-28T16:00+07:00", "EXPRESS", "2026-12-01T16:00+07:00"),
        ("2026-11-24T16:00+07:00", "STANDARD", "2026-12-03T16:00+07:00"),
        # Christmas and New Year are no working days.
        ("2026-12-22T16:00+07:00", "STANDARD", "2027-01-04T16:00+07:00"),
        # In Jakarta it is Saturday already.
        ("2026-11-27T18:00+00:00", "EXPRESS", "2026-11-30T18:00+00:00"),
        ("2026-12-22T16:00+07:00", "EXTENDED", "2027-01-06T16:00+07:00"),
    ],
)
def test_r_fin_2_indonesia_counts_working_days_without_holidays(delivered: str, tier: Tier, due: str) -> None:
    assert term("ID", tier).due(datetime.fromisoformat(delivered)) == datetime.fromisoformat(due)


def test_r_fin_2_the_us_counts_calendar_days() -> None:
    delivered = datetime(2026, 12, 24, 20, tzinfo=UTC)
    assert term("US", "STANDARD").due(delivered) == datetime(2026, 12, 31, 20, tzinfo=UTC)


@pytest.mark.parametrize("market", sorted(MARKETS))
def test_r_fin_2_no_holiday_makes_a_slower_tier_the_faster_one(market: str) -> None:
    begin = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for day in range(700):
        dues = [term(market, tier).due(begin + timedelta(days=day)) for tier in TIERS]
        assert dues == sorted(dues) and dues[0] > begin + timedelta(days=day)


def test_a_held_amount_names_its_term() -> None:
    assert named(term("ID", "STANDARD").version) == Named("STANDARD", 7, True, "2021-01-01")
    assert named(term("US", "NEW").version) == Named("NEW", 31, False, "2021-01-01")
    assert named("extended GB 2021-01-01") == Named("EXTENDED", None, False, "2021-01-01")


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
