"""The listing check: what it says, in which order, and how the score follows."""

from typing import Any

import msgspec
import pytest

from etalase.catalog import rules
from etalase.catalog.rules import Listing
from etalase.catalog.rules.diagnosis import WEIGHTS
from tests.rules.catalog.test_listing import limits

GOOD = Listing(
    title="Canvas sneaker for every day, sizes 36 to 45", description_length=200, pictures=5, smallest_px=800
)


def codes(market: str = "ID", /, **changes: Any) -> list[str]:
    found = rules.listing_diagnosis(msgspec.structs.replace(GOOD, **changes), limits(market))
    return [each.code for each in found]


def test_a_good_listing_has_nothing_to_mend_and_a_full_score() -> None:
    assert codes() == [] and rules.score([]) == 100


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "x" * 24}, ["title_short"]),
        ({"title": "CANVAS SNEAKER FOR EVERY DAY"}, ["title_shouts"]),
        ({"pictures": 0, "smallest_px": None}, ["pictures_missing"]),
        ({"pictures": 2}, ["pictures_few"]),
        ({"smallest_px": 299}, ["picture_small"]),
        ({"description_length": 0}, ["description_missing"]),
        ({"description_length": 12}, ["description_short"]),
        ({"has_category": False}, ["category_missing"]),
        ({"missing": ("Material",), "optional": 2}, ["attributes_missing", "attributes_optional"]),
        ({"bare_values": ("Red", "Blue")}, ["option_pictures_missing"]),
        ({"skus": 3, "skus_without_stock": 3}, ["sold_out"]),
        ({"skus": 3, "skus_without_stock": 1}, ["some_sold_out"]),
    ],
)
def test_each_finding_is_told(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(**changes) == expected


def test_the_bounds_are_the_markets() -> None:
    assert codes("US", title="x") == []
    assert codes("TH", smallest_px=599) == ["picture_small"]


def test_the_gravest_comes_first_and_the_worst_scores_nothing() -> None:
    found = rules.listing_diagnosis(
        Listing(
            title="X",
            description_length=0,
            pictures=0,
            has_category=False,
            missing=("Material",),
            optional=3,
            bare_values=("Red",),
            skus_without_stock=1,
        ),
        limits(),
    )
    weights = [WEIGHTS[each.code] for each in found]
    assert weights == sorted(weights, reverse=True) and rules.score(found) == 0


def test_labels_are_told_in_the_language_of_the_door() -> None:
    found = rules.listing_diagnosis(msgspec.structs.replace(GOOD, missing=("Material", "Brand")), limits())

    def say(message: str, **facts: object) -> str:
        return {"Material": "Bahan", "Brand": "Merek"}.get(message, message) % facts

    assert found[0].told(say) == "Required here, and missing: Bahan, Merek."
