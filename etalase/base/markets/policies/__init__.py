"""Every number that differs by market or time, said once: the fields of Policy.

A field's type is what code reads; its Definition says the default, the markets that differ, the rule and what it means.
The rows of the table `policy_rows` come from here, and docs/reference/markets.md is written from here. One file per
topic, each adding its own fields.
"""

from collections.abc import Mapping
from typing import Final, get_type_hints

from etalase.base.markets.definition import Definition
from etalase.base.markets.policies.promotions import PromotionNumbers

__all__ = ["DEFINITIONS", "TYPES", "Policy"]


class Policy(PromotionNumbers, frozen=True, kw_only=True):
    """All numbers of one market at one time. Amounts (`…_minor`) are in the market's currency."""


TYPES: Final[Mapping[str, object]] = get_type_hints(Policy)
DEFINITIONS: Final[Mapping[str, Definition]] = {
    name: next(extra for extra in hint.__metadata__ if isinstance(extra, Definition))
    for name, hint in get_type_hints(Policy, include_extras=True).items()
}
