"""What an account may look like, how often things may be tried, and why it says no. No database, no clock."""

import hashlib
import ipaddress
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec

from etalase.base.errors import Invalid, Unauthenticated
from etalase.base.limits import Limit
from etalase.base.markets import MARKETS
from etalase.base.texts import LANGUAGES, N_

HANDLE: Final = re.compile(r"[a-z0-9._]{2,24}")
EMAIL: Final = re.compile(r"[^\s@<>()\",;:\\]{1,64}@[^\s@<>()\",;:\\.]+(\.[^\s@<>()\",;:\\.]+)+")
EMAIL_MAX: Final = 254
NAME_MAX: Final = 60
BIO_MAX: Final = 500
PASSWORD_MIN: Final = 8
PASSWORD_MAX: Final = 200
FOLLOWERS_MAX: Final = 2_000_000_000
EARLIEST_BIRTH: Final = date(1900, 1, 1)
ADULT_YEARS: Final = 18
STANDINGS: Final = ("GOOD", "WARNED", "RESTRICTED", "BANNED")
GOOD_STANDINGS: Final = ("GOOD", "WARNED")  # a warning takes no right away
TOKEN: Final = "TOKEN"  # noqa: S105 - the kind of a session, no secret
SESSION: Final = "SESSION"

# Wall-clock lives.
SESSION_LIVES: Final = timedelta(days=60)
RESET_LIVES: Final = timedelta(hours=1)
CODE_LIVES: Final = timedelta(minutes=10)
CHALLENGE_LIVES: Final = timedelta(minutes=5)
CODE_DIGITS: Final = 6
CODE_TRIES: Final = 5
PASSKEYS_MAX: Final = 20

# Only what fails is counted at the door: whoever knows the password is never slowed down.
FAILED_LOGINS: Final = Limit("login.failed", 10, 900)
FAILED_LOGINS_OF_ADDRESS: Final = Limit("login.failed.address", 100, 900)
SIGN_UPS_OF_ADDRESS: Final = Limit("account.created.address", 30, 3600)
RESETS: Final = Limit("password.reset", 5, 3600)
RESETS_OF_ADDRESS: Final = Limit("password.reset.address", 30, 3600)
PHONE_CHECKS: Final = Limit("phone.check", 5, 3600)
SEARCHES: Final = Limit("handle.search", 120, 60)

REFUSALS: Final = {
    "accounts.handle_taken": N_("Somebody has the handle %(handle)s already."),
    "accounts.email_taken": N_("This e-mail address belongs to an account already."),
    "accounts.wrong_login": N_("No account has this login and password."),
    "accounts.wrong_password": N_("That is not your password now."),
    "accounts.cannot_follow_self": N_("An account cannot follow itself."),
    "accounts.reset_not_valid": N_("This link was used already, has expired or was replaced by a newer one."),
    "accounts.no_phone_check": N_("There is no code to confirm. Ask for a new one."),
    "accounts.phone_code_expired": N_("This code has expired. Ask for a new one."),
    "accounts.phone_code_wrong": N_("That is not the code. Tries left: %(tries_left)s."),
    "accounts.phone_code_used_up": N_("That was wrong too often. Ask for a new code."),
    "accounts.passkey_not_valid": N_("The passkey was not accepted. Please try again."),
    "accounts.passkey_known": N_("This passkey belongs to an account already."),
    "accounts.too_many_passkeys": N_("An account can have %(most)s passkeys."),
}


class WrongLogin(Unauthenticated):
    """The login or the password is wrong; which of them is not told (401)."""

    code = "accounts.wrong_login"


class SignUp(msgspec.Struct, frozen=True):
    """What somebody writes to become an account. `birth_date` empty: declared to be an adult."""

    handle: str
    name: str
    email: str
    password: str
    market: str
    birth_date: date | None = None


def checked_sign_up(asked: SignUp, today: date) -> SignUp:
    """The same with name and e-mail tidied; Invalid with every field that is wrong, not only the first."""
    email, name = tidy_email(asked.email), tidy_name(asked.name)
    found = {
        "handle": handle_error(asked.handle),
        "name": name_error(name),
        "email": email_error(email),
        "password": password_error(asked.password),
        "market": market_error(asked.market),
        "birth_date": birth_date_error(asked.birth_date, today),
    }
    refuse(found)
    return msgspec.structs.replace(asked, email=email, name=name)


def refuse(found: Mapping[str, str | None]) -> None:
    """Invalid when any field has an error."""
    errors = {field: error for field, error in found.items() if error is not None}
    if errors:
        raise Invalid(errors)


def handle_error(handle: str) -> str | None:
    """A handle is two to twenty-four of a-z, 0-9, dot and underscore; dots alone would be lost in an address."""
    if not HANDLE.fullmatch(handle) or not handle.strip("."):
        return N_("Use 2 to 24 of a-z, 0-9, dot and underscore.")
    return None


def plain_handle(text: str) -> str:
    """A handle as people type it: with an @, in capitals."""
    return text.strip().removeprefix("@").lower()


def tidy_email(email: str) -> str:
    """Lower case, without spaces around."""
    return email.strip().lower()


def email_error(email: str) -> str | None:
    """The form alone: the domain is never looked up."""
    if len(email) > EMAIL_MAX or not email.isprintable() or not EMAIL.fullmatch(email):
        return N_("Write an e-mail address.")
    return None


def tidy_name(name: str) -> str:
    """One space between words, none around."""
    return " ".join(name.split())


def name_error(name: str) -> str | None:
    """A tidied name: one to sixty printable characters."""
    if not 1 <= len(name) <= NAME_MAX:
        return N_("Write a name of 1 to 60 characters.")
    return None if name.isprintable() else N_("Use printable characters only.")


def bio_error(bio: str) -> str | None:
    """Up to five hundred characters, line breaks allowed."""
    if len(bio) > BIO_MAX:
        return N_("At most 500 characters.")
    return None if all(letter.isprintable() or letter in "\n\r\t" for letter in bio) else N_("Use plain text.")


def password_error(password: str) -> str | None:
    """Eight to two hundred characters of any kind."""
    if len(password) < PASSWORD_MIN:
        return N_("Use at least 8 characters.")
    return N_("Use at most 200 characters.") if len(password) > PASSWORD_MAX else None


def market_error(market: str) -> str | None:
    """One of the eight."""
    return None if market in MARKETS else N_("Choose one of the eight markets.")


def language_error(language: str) -> str | None:
    """One that the pages may speak."""
    return None if language in LANGUAGES else N_("Choose one of the languages of these pages.")


def birth_date_error(birth_date: date | None, today: date) -> str | None:
    """Somewhere in a living person's past."""
    if birth_date is None or EARLIEST_BIRTH <= birth_date <= today:
        return None
    return N_("Write the date of birth as YYYY-MM-DD.")


def is_adult(birth_date: date | None, now: datetime, min_age_years: int = ADULT_YEARS) -> bool:
    """Whether the holder is old enough (R-LINK-31); no birth date is a declared adult.

    Born on 29 February: a year older on 1 March of other years.
    """
    if birth_date is None:
        return True
    today = now.astimezone(UTC).date()
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) >= min_age_years


def counted_login(account_id: int | None, login: str) -> str:
    """Whose failures a login counts to: the account's by whatever name, else the unknown name's (hashed: it may be private)."""
    return str(account_id) if account_id else hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def counted_address(address: str) -> str:
    """Whose failures an address counts to: IPv6 is handed out in networks of 64 bits, so those count together."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
