"""Links as both sides see them, and why an account may or may not be linked. Never writes."""

from etalase.links.queries.eligible import Eligibility, case_of, eligibility
from etalase.links.queries.lists import (
    Link,
    LinkKey,
    Usage,
    find_key,
    link,
    link_of,
    links_of_account,
    links_of_shop,
    official_account_of,
    open_invitations,
    open_links_of_shop,
    usage,
)
from etalase.links.queries.official import OfficialAccount, official_accounts, speaker_of
from etalase.links.queries.sweeps import SWEEPS

__all__ = [
    "SWEEPS",
    "Eligibility",
    "Link",
    "LinkKey",
    "OfficialAccount",
    "Usage",
    "case_of",
    "eligibility",
    "find_key",
    "link",
    "link_of",
    "links_of_account",
    "links_of_shop",
    "official_account_of",
    "official_accounts",
    "open_invitations",
    "open_links_of_shop",
    "speaker_of",
    "usage",
]
