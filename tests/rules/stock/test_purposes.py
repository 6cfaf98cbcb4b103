"""What pieces may be kept for."""

import pytest

from etalase.base.errors import Invalid
from etalase.stock.rules import PURPOSE_NAMES, PURPOSE_REF_MAX, PURPOSES, checked_purpose


@pytest.mark.parametrize("purpose", PURPOSES)
def test_pieces_are_kept_for_a_campaign_or_a_live_with_a_number(purpose: str) -> None:
    assert [checked_purpose(purpose, number) for number in (1, PURPOSE_REF_MAX)] == [purpose, purpose]
    assert set(PURPOSE_NAMES) == set(PURPOSES)


@pytest.mark.parametrize(("purpose", "number", "field"), [
    ("PARTY", 1, "purpose"), ("", 1, "purpose"), ("live", 1, "purpose"),
    ("LIVE", 0, "purpose_ref"), ("LIVE", -1, "purpose_ref"), ("CAMPAIGN", PURPOSE_REF_MAX + 1, "purpose_ref"),
])  # fmt: skip
def test_for_nothing_else(purpose: str, number: int, field: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_purpose(purpose, number)
    assert set(no.value.errors) == {field}
