"""Types of what comes in by path and query."""

from typing import Annotated

import msgspec
from litestar.params import Parameter

from etalase.base.ids import LARGEST
from etalase.base.pages import LIMIT_MAX

Id = Annotated[int, Parameter(gt=0, le=LARGEST, description="an id in decimal digits")]
# The bounds stand on the whole: Litestar forgets those of a part of a union.
IdAsked = Annotated[int | None, Parameter(gt=0, le=LARGEST, description="an id in decimal digits")]
Limit = Annotated[int, Parameter(ge=1, le=LIMIT_MAX, description="how many at most")]
# Ids inside a JSON body are decimal strings, as everywhere at the doors.
IdText = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,15}$")]


def id_of(text: str) -> int:
    """The id in a decimal string whose form was checked already; one past 2^53 names nothing."""
    return min(int(text), LARGEST)
