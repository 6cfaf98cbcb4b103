"""What is written to people, as msgids, and how long carrying a message is tried. No database, no clock."""

from datetime import timedelta
from typing import Final

import msgspec

from etalase.base.texts import N_

MAIL: Final = "MAIL"
SMS: Final = "SMS"
TRIES_MAX: Final = 8
BATCH: Final = 20
# Longer than a tick may take, so that no message is carried twice by workers who live.
CLAIM_LASTS: Final = timedelta(minutes=3)
SUBJECT_MAX: Final = 200


class Wording(msgspec.Struct, frozen=True):
    """A message's subject (none in an SMS) and body, both msgids; `%(fact)s` places are filled when it is written."""

    subject: str
    body: str


PASSWORD_RESET: Final = Wording(
    N_("Choose a new password"),
    N_(
        "Hello %(name)s,\n\nsomebody, probably you, asked for a new password for @%(handle)s. Choose it here within an hour:\n\n"
        "%(link)s\n\nIf it was not you, do nothing: your password stays as it is."
    ),
)
PASSWORD_CHANGED: Final = Wording(
    N_("Your password was changed"),
    N_(
        "Hello %(name)s,\n\nthe password of @%(handle)s was changed and every other session was ended.\n\n"
        "If it was not you, choose a new one at once: %(link)s"
    ),
)
PASSKEY_ADDED: Final = Wording(
    N_("A passkey was added to your account"),
    N_(
        "Hello %(name)s,\n\nfrom now on @%(handle)s can also sign in with a new passkey.\n\n"
        "If it was not you, remove it here: %(link)s"
    ),
)
PHONE_CODE: Final = Wording("", N_("%(code)s is your Etalase code. It is valid for ten minutes. Tell it to nobody."))
STAFF_INVITED: Final = Wording(
    N_("%(shop)s invites you to its team"),
    N_(
        "Hello,\n\n%(shop)s would like you to work in its shop as %(role)s. Accept here within five days:\n\n%(link)s\n\n"
        "You need an account to do so; the invitation works for one account only."
    ),
)
LINK_INVITED: Final = Wording(
    N_("%(shop)s invites @%(handle)s"),
    N_(
        "Hello %(name)s,\n\nthe shop %(shop)s would like to link your account @%(handle)s. Nothing changes until you confirm. "
        "The invitation is open for 48 hours:\n\n%(link)s"
    ),
)
ROLES: Final = {"MANAGER": N_("manager"), "WAREHOUSE": N_("warehouse staff"), "ADS": N_("advertising staff")}


def wait_after(tries: int) -> timedelta:
    """How long a message waits after so many failed tries: ten seconds, then twice as long each time."""
    return timedelta(seconds=10 * 2 ** (tries - 1))


def one_line(subject: str) -> str:
    """A subject that fits into one header and brings no other with it."""
    return " ".join(subject.split())[:SUBJECT_MAX]
