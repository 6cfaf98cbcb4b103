"""The guides of a market in the reader's language; Seller Center, Creator Studio and the help pages show the same."""

import msgspec

from etalase.base.markets import Policy
from etalase.base.markets.linking import Kind, Text, guide
from etalase.web.frame import Asked
from etalase.web.pages import say


class GuideTold(msgspec.Struct, frozen=True):
    """What to do, what must hold first, what is possible, as sentences."""

    steps: list[str]
    conditions: list[str]
    limits: list[str]


def told(request: Asked, market: str, kind: Kind, policy: Policy) -> GuideTold:
    """The guide of one market and kind of account."""
    found = guide(market, kind, policy)
    return GuideTold(
        [in_words(request, text) for text in found.steps],
        [in_words(request, text) for text in found.conditions],
        [in_words(request, text) for text in found.limits],
    )


def in_words(request: Asked, text: Text) -> str:
    """A text of a guide; the country in it is a msgid itself."""
    facts = {name: say(request, str(fact)) if name == "country" else fact for name, fact in text.facts.items()}
    return say(request, text.msgid, **facts)
