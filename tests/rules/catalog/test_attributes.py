"""Attributes of categories: where they are asked for, and what may be said."""

import pytest

from etalase.base.errors import Invalid
from etalase.base.markets import MARKETS
from etalase.catalog.rules import CATEGORIES, attributes_of, checked_attributes, missing_attributes
from etalase.catalog.rules.attributes import BY_CATEGORY

IDS = [each[0] for each in CATEGORIES]


def test_every_row_names_a_category_that_exists_and_keys_are_told_once() -> None:
    assert set(BY_CATEGORY) <= set(IDS)
    for category_id in IDS:
        for market in MARKETS:
            keys = [each.key for each in attributes_of(category_id, market)]
            assert len(keys) == len(set(keys)) and "brand" in keys


def test_required_ones_come_first_and_an_enum_has_choices() -> None:
    for category_id in IDS:
        found = attributes_of(category_id, "ID")
        flags = [each.required for each in found]
        assert flags == sorted(flags, reverse=True)
        assert all(bool(each.choices) == (each.kind == "ENUM") for each in found)


def test_a_category_has_its_own_and_those_from_above() -> None:
    keys = {each.key for each in attributes_of(14, "ID")}
    assert {"sole", "material", "brand"} <= keys
    assert "sole" not in {each.key for each in attributes_of(10, "ID")}


def test_what_a_markets_law_asks_for_is_asked_there_only() -> None:
    skincare = {market: {each.key for each in attributes_of(21, market)} for market in MARKETS}
    assert "bpom" in skincare["ID"] and "halal" in skincare["ID"]
    assert not skincare["US"] & {"bpom", "halal", "npra", "fda_th", "responsible"}
    assert "responsible" in skincare["GB"]


@pytest.mark.parametrize(
    ("key", "said", "fits"),
    [
        ("material", "COTTON", True),
        ("material", "cotton", False),
        ("brand", "x" * 200, True),
        ("brand", "x" * 201, False),
        ("brand", "a\u0000b", False),
        ("sole_height", "3", False),
    ],
)
def test_what_may_be_said_of_clothing(key: str, said: str, fits: bool) -> None:
    known = attributes_of(11, "ID")
    if fits:
        assert checked_attributes({key: said}, known) == {key: said}
    else:
        with pytest.raises(Invalid) as no:
            checked_attributes({key: said}, known)
        assert list(no.value.errors) == [f"attributes.{key}"]


@pytest.mark.parametrize(
    ("said", "fits"), [("250", True), ("1.5", True), ("1,5", False), ("-1", False), ("1e3", False)]
)
def test_a_number_is_a_decimal(said: str, fits: bool) -> None:
    known = attributes_of(51, "US")
    if fits:
        assert checked_attributes({"net_weight": said}, known) == {"net_weight": said}
    else:
        with pytest.raises(Invalid):
            checked_attributes({"net_weight": said}, known)


def test_empty_answers_are_none_and_what_is_required_is_missing() -> None:
    known = attributes_of(11, "ID")
    said = checked_attributes({"material": " ", "brand": " Kain   Kita "}, known)
    assert said == {"brand": "Kain Kita"}
    assert [each.key for each in missing_attributes(said, known)] == ["material"]
