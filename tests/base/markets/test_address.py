"""Addresses in the form of each market."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.markets import FORMS, MARKETS, check_address, phone_e164

ADDRESSES: dict[str, dict[str, Any]] = {
    "ID": {
        "phone": "+6281234567890",
        "region": "DKI Jakarta",
        "city": "Jakarta Selatan",
        "district": "Kebayoran Baru",
        "subdistrict": "Senayan",
        "postal_code": "12190",
    },
    "MY": {"phone": "+60123456789", "region": "Selangor", "city": "Petaling Jaya", "postal_code": "46000"},
    "PH": {
        "phone": "+639171234567",
        "region": "National Capital Region (NCR)",
        "city": "Makati",
        "subdistrict": "Bel-Air",
    },
    "SG": {"phone": "+6581234567", "postal_code": "179103"},
    "TH": {
        "phone": "+66812345678",
        "region": "Bangkok",
        "city": "Watthana",
        "subdistrict": "Khlong Toei Nuea",
        "postal_code": "10110",
    },
    "GB": {"phone": "+447700900123", "city": "Leeds", "postal_code": "LS1 4AP"},
    "US": {"phone": "+12025550123", "region": "Washington", "city": "Seattle", "postal_code": "98101-1234"},
    "VN": {"phone": "+84912345678", "region": "Hà Nội", "city": "Phường Hoàn Kiếm"},
}


def address(market: str, **changes: Any) -> dict[str, Any]:
    full = {"name": "Sari Dewi", "country": market, "lines": ["Jalan Melati 5"], **ADDRESSES[market], **changes}
    return {field: value for field, value in full.items() if value is not ...}


@pytest.mark.parametrize("market", list(MARKETS))
def test_an_address_in_the_markets_form_is_complete(market: str) -> None:
    assert check_address(market, address(market), complete=True) == {}


@pytest.mark.parametrize("market", list(MARKETS))
def test_every_required_level_is_asked_for_by_a_page(market: str) -> None:
    for level in FORMS[market].levels:
        errors = check_address(market, address(market, **{level.field: ...}), complete=True)
        assert set(errors) == ({level.field} if level.required else set())


def test_the_api_asks_for_no_more_than_its_contract() -> None:
    assert check_address("ID", address("ID", district=..., subdistrict=..., postal_code=...)) == {}
    assert set(check_address("ID", address("ID", region=..., city=""))) == {"region", "city"}
    assert check_address("SG", address("SG", region="Singapore", city="Singapore")) == {}


def test_a_region_outside_our_list_is_taken() -> None:
    assert check_address("ID", address("ID", region="Provinsi yang belum ada")) == {}


@pytest.mark.parametrize(
    ("market", "code"),
    [
        ("ID", "1219"),
        ("ID", "ABCDE"),
        ("SG", "17910"),
        ("GB", "12345"),
        ("US", "9810"),
        ("PH", "12345"),
        ("TH", "１０１１０"),
    ],
)
def test_a_postal_code_of_another_country_is_refused(market: str, code: str) -> None:
    assert set(check_address(market, address(market, postal_code=code))) == {"postal_code"}


@pytest.mark.parametrize("code", ["sw1a 1aa", "M11AE", "EC1A 1BB", "B33 8TH"])
def test_british_postcodes_may_be_written_carelessly(code: str) -> None:
    assert check_address("GB", address("GB", postal_code=code)) == {}


@pytest.mark.parametrize(
    "phone", ["081234567890", "+62", "+62 812 3456 7890", "+999123456789", "+620000", "call me", 62, ""]
)
def test_a_phone_is_e164_and_exists(phone: object) -> None:
    assert set(check_address("ID", address("ID", phone=phone))) == {"phone"}


def test_a_phone_may_be_of_another_country() -> None:
    assert check_address("ID", address("ID", phone="+6581234567")) == {}


def test_what_a_person_types_becomes_e164() -> None:
    assert phone_e164("0812-3456-7890", "ID") == "+6281234567890"
    assert phone_e164("+65 8123 4567", "ID") == "+6581234567"
    assert phone_e164("(202) 555-0123", "US") == "+12025550123"
    assert phone_e164("12", "ID") is None
    assert phone_e164("nothing", "ID") is None


@pytest.mark.parametrize("country", ["MY", "XX", "id", "", None, 7, ["ID"]])
def test_the_country_is_the_markets(country: object) -> None:
    assert set(check_address("ID", address("ID", country=country))) == {"country"}


@pytest.mark.parametrize(
    "lines", [None, [], [""], ["  "], "Jalan", ["a"] * 4, [1], ["x" * 201], ["a\x00b"], {"0": "a"}]
)
def test_there_are_one_to_three_lines(lines: object) -> None:
    assert set(check_address("ID", address("ID", lines=lines))) == {"lines"}


@pytest.mark.parametrize("text", ["x" * 101, "two\nlines", "nul\x00", 5, ["a"], "   ", "\ud800"])
def test_a_text_is_one_short_line(text: object) -> None:
    assert set(check_address("ID", address("ID", name=text))) == {"name"}
    assert set(check_address("ID", address("ID", city=text))) == {"city"}


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = SCALARS | st.lists(SCALARS, max_size=4) | st.dictionaries(st.sampled_from("abc"), SCALARS, max_size=2)
FIELDS = ["name", "phone", "country", "region", "city", "district", "subdistrict", "postal_code", "lines"]


@given(st.sampled_from(list(MARKETS)), st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)))
def test_any_json_gets_an_answer_and_never_an_exception(market: str, given_address: dict[str, object]) -> None:
    assert set(check_address(market, given_address, complete=True)) <= set(FIELDS)
