"""Lists by pages: where one goes on, and where it begins."""

import pytest

from etalase.base.errors import Invalid
from etalase.base.ids import LARGEST
from etalase.base.pages import below_of, encode_cursor


def test_a_list_of_the_newest_first_begins_above_every_id_and_goes_on_below_its_cursor() -> None:
    assert below_of(None) == below_of("") > LARGEST
    assert below_of(encode_cursor(42)) == 42
    for foreign in ("nonsense", encode_cursor("a"), encode_cursor(1, 2)):
        with pytest.raises(Invalid):
            below_of(foreign)
