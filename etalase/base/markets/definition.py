"""What stands beside a number of Policy: its default, its source, and what an operator may set it to."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

Value = int | bool | None
Mark = Literal["SEED", "DOC", "INFERRED"]
SEED: Final[Mark] = "SEED"
DOC: Final[Mark] = "DOC"
INFERRED: Final[Mark] = "INFERRED"
LARGEST: Final = 2**53 - 1

HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S


class Definition(msgspec.Struct, frozen=True):
    """`rule` is the number in the domain rules. SEED: on the page itself; DOC: in a public document; INFERRED: ours.

    `by_market` overrides `default`. Values lie from `low` to `high`, both included;
    a flag counts as 0 or 1, so `high=0` marks one that nobody may switch on yet.
    """

    default: Value
    rule: str
    mark: Mark
    meaning: str
    by_market: Mapping[str, Value]
    low: int
    high: int

    def of(self, market: str) -> Value:
        """What the market starts with."""
        return self.by_market.get(market, self.default)


def says(
    default: Value, rule: str, mark: Mark, meaning: str, *, low: int = 0, high: int = LARGEST, **by_market: Value
) -> Definition:
    """A definition; `ID=600` gives one market its own value."""
    return Definition(default, rule, mark, meaning, by_market, low, high)
