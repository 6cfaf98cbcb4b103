"""Bank accounts: what may be written, how much of it is shown, and whose name it bears. Pure."""

import re
import unicodedata
from typing import Final, Literal

from etalase.base.errors import Invalid
from etalase.base.texts import N_

BankStatus = Literal["PENDING", "VERIFIED", "REJECTED"]
BANK_STATUS_NAMES: Final[dict[BankStatus, str]] = {
    "PENDING": N_("Waiting for the bank"),
    "VERIFIED": N_("Confirmed"),
    "REJECTED": N_("Rejected"),
}
PayoutStatus = Literal["PROCESSING", "PAID", "FAILED"]
PAYOUT_STATUS_NAMES: Final[dict[PayoutStatus, str]] = {
    "PROCESSING": N_("On its way"),
    "PAID": N_("Paid"),
    "FAILED": N_("Failed"),
}
REASONS: Final[dict[str, str]] = {
    "name_differs": N_("The account bears another name at the bank."),
    "unknown_account": N_("The bank does not know this account."),
    "refused": N_("The bank refused the payment."),
    "no_answer": N_("The bank did not answer for too long."),
}
NUMBER: Final = re.compile(r"[0-9A-Z]{4,34}", re.ASCII)
SHOWN: Final = 4


def checked_account(bank: str, number: str, holder: str) -> tuple[str, str, str]:
    """Bank, number and holder as they are kept; Invalid with the field that is wrong."""
    told = {"bank": " ".join(bank.split()), "holder": " ".join(holder.split())}
    digits = re.sub(r"[\s.\-]", "", number).upper()
    wrong: dict[str, str] = {}
    for field, longest in (("bank", 60), ("holder", 120)):
        if not 2 <= len(told[field]) <= longest or not told[field].isprintable():
            wrong[field] = N_("Write a name of two letters or more.")
    if not NUMBER.fullmatch(digits):
        wrong["number"] = N_("Write the account number: 4 to 34 digits or letters.")
    if wrong:
        raise Invalid(wrong)
    return told["bank"], digits, told["holder"]


def masked(number: str) -> str:
    """The last four, and dots for what nobody needs to see."""
    return "••••" + number[-SHOWN:]


def same_name(written: str, at_bank: str) -> bool:
    """Whether two spellings are one name: letter case, accents, punctuation and the order of its parts do not count."""
    return _parts(written) == _parts(at_bank)


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold().replace("đ", "d")
    letters = "".join(each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return sorted(letters.split())
