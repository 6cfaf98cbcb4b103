"""What eligibility is asked about: the facts of an account and of a shop, a case, a rule, its verdict."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import msgspec

from etalase.base.errors import Fact
from etalase.base.markets import Policy
from etalase.links.rules.moves import KINDS


class AccountFacts(msgspec.Struct, frozen=True):
    """The account's half of a case. `recent_links`: marketing links made in the window of R-LINK-42."""

    account_id: int
    handle: str
    name: str
    market: str
    standing: str
    verified: bool
    birth_date: date | None
    followers: int
    official_shop_id: int | None
    marketing_shop_id: int | None
    affiliate_plans: int
    recent_links: int


class ShopFacts(msgspec.Struct, frozen=True):
    """The shop's half. `linked_here` and `invited_here` are about the account of the case and, invited, its kind."""

    shop_id: int
    name: str
    market: str
    status: str
    verified: bool
    probation: bool
    seller_type: str
    official_linked: int
    marketing_linked: int
    recent_links: int
    linked_here: bool
    invited_here: bool


class Case(msgspec.Struct, frozen=True):
    """One question: may this account be linked to this shop in this way, now?"""

    kind: str
    account: AccountFacts
    shop: ShopFacts
    policy: Policy
    now: datetime


class Rule(msgspec.Struct, frozen=True):
    """`holds` says yes or no; `facts` go into the sentence of the refusal; `asks` is the condition as a page states it."""

    code: str
    asks: str
    holds: Callable[[Case], bool]
    facts: Callable[[Case], dict[str, Fact]] = lambda _case: {}
    kinds: tuple[str, ...] = KINDS
    at_invitation_only: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """How one rule decided."""

    code: str
    asks: str
    ok: bool
    facts: Mapping[str, Fact]
