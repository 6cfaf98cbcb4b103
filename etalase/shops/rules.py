"""Who may do what in a shop, how a shop's status moves, and why it says no. No database, no clock."""

import re
from collections.abc import Mapping
from typing import Final

from etalase.base.errors import Invalid
from etalase.base.texts import N_

NAME_MAX: Final = 60
DESCRIPTION_MAX: Final = 2000
EMAIL: Final = re.compile(r"[^\s@<>()\",;:\\]+@[^\s@<>()\",;:\\.]+(\.[^\s@<>()\",;:\\.]+)+")
SELLER_TYPES: Final = ("INDIVIDUAL", "BUSINESS")
ROLES: Final = ("OWNER", "MANAGER", "WAREHOUSE", "ADS")
GIVEN_ROLES: Final = ROLES[1:]  # the owner's is never given or taken

# Reading the shop's own pages is `shop.read`. A higher room that needs a new act adds it here.
_EVERYBODY: Final = frozenset({"shop.read", "product.read", "stock.read"})
_MANAGER: Final = _EVERYBODY | {
    "shop.edit",
    "product.write",
    "stock.write",
    "link.read",
    "link.write",
    "plan.read",
    "plan.write",
    "promotion.read",
    "promotion.write",
    "order.read",
    "order.ship",
    "order.cancel",
    "aftersales.read",
    "aftersales.write",
    "message.read",
    "message.write",
    "ads.read",
    "ads.write",
    "staff.read",
    "insight.read",
    "finance.read",
}
PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "OWNER": _MANAGER | {"shop.close", "shop.verify", "staff.write", "finance.write"},
    "MANAGER": _MANAGER,
    "WAREHOUSE": _EVERYBODY | {"stock.write", "order.read", "order.ship", "aftersales.read"},
    "ADS": _EVERYBODY | {"ads.read", "ads.write", "link.read", "plan.read", "promotion.read", "insight.read"},
}
ACTS: Final[frozenset[str]] = frozenset(act for acts in PERMISSIONS.values() for act in acts)
# A closed shop is read, never written, but it still honours what it sold (R-LINK-46).
ACTS_AFTER_CLOSING: Final = frozenset(act for act in ACTS if act.endswith(".read")) | {
    "order.ship",
    "aftersales.write",
    "message.write",
    "finance.write",
}

# What the staff itself may choose. Closing has a checklist in a higher room; suspending is the platform's.
MOVES: Final[Mapping[str, tuple[str, ...]]] = {"OPEN": ("HOLIDAY",), "HOLIDAY": ("OPEN",)}
CLOSES_FROM: Final = ("OPEN", "HOLIDAY", "SUSPENDED")
SELLS_IN: Final = ("OPEN",)

REFUSALS: Final = {
    "shops.cannot_move": N_("A shop that is %(from_status)s cannot become %(to_status)s."),
    "shops.closed": N_("This shop is closed: it can be read, not changed."),
    "shops.closed_in_this_market": N_("You closed a shop in %(market)s; another one cannot be opened there."),
    "shops.already_verified": N_("This shop is verified already."),
    "shops.verification_pending": N_("A verification request of this shop is waiting for an answer."),
    "shops.no_verification_pending": N_("No verification request of this shop is waiting for an answer."),
    "shops.already_invited": N_("%(email)s has an open invitation to this shop already."),
    "shops.already_staff": N_("This account works in this shop already."),
    "shops.invitation_expired": N_("This invitation has expired. Ask the shop for a new one."),
    "shops.invitation_not_pending": N_("This invitation was answered or withdrawn."),
    "shops.owner_stays": N_("The owner's role cannot be changed or removed."),
}


def permits(role: str, act: str) -> bool:
    """May this role do this act? An act nobody named is our bug."""
    if act not in ACTS:
        raise KeyError(act)
    return act in PERMISSIONS[role]


def moves_to(status: str) -> list[str]:
    """From which statuses the staff may come to this one."""
    return [start for start, ends in MOVES.items() if status in ends]


def checked_name(name: str) -> str:
    """A shop's name, trimmed; Invalid when it is empty, too long or has control characters."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise Invalid({"name": N_("Write a name.")})
    if len(trimmed) > NAME_MAX:
        raise Invalid({"name": N_("At most %(max)s characters.")}, max=NAME_MAX)
    if not trimmed.isprintable():
        raise Invalid({"name": N_("Use printable characters only.")})
    return trimmed


def checked_description(description: str) -> str:
    """A shop's description; Invalid when it is too long."""
    if len(description) > DESCRIPTION_MAX:
        raise Invalid({"description": N_("At most %(max)s characters.")}, max=DESCRIPTION_MAX)
    if "\x00" in description:
        raise Invalid({"description": N_("Use printable characters only.")})
    return description.strip()


def checked_role(role: str) -> str:
    """A role that can be given; Invalid otherwise."""
    if role not in GIVEN_ROLES:
        raise Invalid({"role": N_("Use MANAGER, WAREHOUSE or ADS.")})
    return role


def checked_email(email: str) -> str:
    """An e-mail address by its form, lower case; Invalid otherwise. Its domain is never looked up."""
    address = email.strip().lower()
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise Invalid({"email": N_("Write an e-mail address.")})
    return address
