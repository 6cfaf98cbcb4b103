"""Real feeds that lie beside the checkout; the same shapes stand in the tests next door, on files they write."""

from collections import Counter
from pathlib import Path

import pytest

from etalase.imports.rules import ProductDraft, World, preview
from tests.rules.imports.files import IDR, USD, codes, products

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the shared feeds do not lie at {SHARED}")


@needs_shared
def test_footwear() -> None:
    found = products(SHARED / "footwear" / "products.csv", IDR, pictures=SHARED / "footwear" / "images")
    drafts = [product for product in found if isinstance(product, ProductDraft)]
    assert len(found) == len(drafts) == 50
    assert sum(len(draft.skus) for draft in drafts) == 275
    assert sum(len(draft.pictures) for draft in drafts) == 66
    assert not any(draft.notices for draft in drafts)
    assert {draft.options for draft in drafts} == {("Size",)}


@needs_shared
def test_appliances_with_parents_and_a_second_currency() -> None:
    found = products(SHARED / "appliances" / "products.csv", USD, pictures=SHARED / "appliances" / "images")
    drafts = [product for product in found if isinstance(product, ProductDraft)]
    assert len(found) == len(drafts) == 37
    assert sum(len(draft.skus) for draft in drafts) == 87
    assert sum(len(draft.pictures) for draft in drafts) == 124
    assert Counter(code for draft in drafts for code in codes(draft)) == {"price_other_currency": 87}


@needs_shared
def test_objects_in_an_array_with_addresses_for_pictures() -> None:
    found = products(SHARED / "dummyjson-products.json", USD, pictures=SHARED)
    drafts = [product for product in found if isinstance(product, ProductDraft)]
    kinds = Counter(code for draft in drafts for code in codes(draft))
    assert set(kinds) == {"picture_remote"}
    assert not any(draft.pictures for draft in drafts)
    assert len(drafts) + sum("price_too_high" in codes(product) for product in found) == len(found) == 194


@needs_shared
def test_a_list_of_reviews_is_not_mistaken() -> None:
    seen = preview(SHARED / "prdect-id.csv", World(IDR))
    assert {field: seen.mapping.names()[field] for field in ("title", "price", "category")} == {
        "title": ["Product Name"],
        "price": ["Price"],
        "category": ["Category"],
    }
