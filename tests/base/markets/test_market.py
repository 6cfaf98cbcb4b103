"""The eight markets, their forms and their regions."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from babel import Locale

from etalase.base.markets import FORMS, MARKETS, REGIONS
from etalase.base.markets.reference import reference
from etalase.base.money import DECIMALS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "markets.md"


def test_the_eight_markets_of_the_page_can_be_chosen_in_its_order() -> None:
    assert list(MARKETS) == ["ID", "MY", "PH", "SG", "TH", "GB", "US", "VN"]
    assert set(MARKETS) == set(FORMS) == set(REGIONS)


@pytest.mark.parametrize("code", list(MARKETS))
def test_a_market_agrees_with_the_world(code: str) -> None:
    market = MARKETS[code]
    assert market.currency in DECIMALS
    assert market.phone_code == phonenumbers.country_code_for_region(code)
    assert ZoneInfo(market.time_zone)
    assert market.language in market.languages
    assert all(Locale.parse(language) for language in market.languages)
    assert Locale("en").territories[code] == market.name


@pytest.mark.parametrize("code", list(MARKETS))
def test_a_form_starts_with_the_outermost_level_and_ends_with_the_postal_code(code: str) -> None:
    order = ["region", "city", "district", "subdistrict", "postal_code"]
    fields = [level.field for level in FORMS[code].levels]
    assert fields == sorted(fields, key=order.index)
    assert fields[-1] == "postal_code"
    assert re.fullmatch(FORMS[code].postal_pattern, FORMS[code].postal_example)


def test_regions_are_complete_and_named_once() -> None:
    counts = {code: len(names) for code, names in REGIONS.items()}
    assert counts == {"ID": 38, "MY": 16, "PH": 18, "SG": 0, "TH": 77, "GB": 4, "US": 56, "VN": 34}
    assert all(len(set(names)) == len(names) and all(names) for names in REGIONS.values())


def test_the_reference_page_is_what_the_data_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m etalase.base.markets.reference docs/reference/markets.md"
    )
