"""Is this an address the market can deliver to, as far as its shape tells? Pure; errors are field → msgid."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, cast

import phonenumbers

from etalase.base.markets.forms import FORMS, AddressForm, Field
from etalase.base.texts import N_

TEXT_MAX: Final = 100
LINE_MAX: Final = 200
LINES_MAX: Final = 3
LEVELS: Final[tuple[Field, ...]] = ("region", "city", "district", "subdistrict", "postal_code")
# The contract of the API leaves every other level to the market's form.
ALWAYS_ASKED: Final[frozenset[Field]] = frozenset(("region", "city"))
REQUIRED: Final[Mapping[str, frozenset[Field]]] = {
    market: frozenset(field for field in LEVELS if form.requires(field)) for market, form in FORMS.items()
}
ASKED: Final[Mapping[str, frozenset[Field]]] = {market: fields & ALWAYS_ASKED for market, fields in REQUIRED.items()}
E164: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
# Control characters and lone surrogates: the categories Cc and Cs of Unicode.
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Set aside by Ofcom for fiction: demos and tests need no number that could be somebody's.
FICTION: Final = re.compile(r"\+447700900[0-9]{3}", re.ASCII)

MISSING: Final = N_("Fill this in.")
NOT_TEXT: Final = N_("Write this as plain text on one line.")
TOO_LONG: Final = N_("This is too long.")
BAD_PHONE: Final = N_("Write a phone number that exists, with its country code, such as +6281234567890.")
BAD_COUNTRY: Final = N_("Choose one of the eight markets.")
OTHER_COUNTRY: Final = N_("Choose an address in the country of this market.")
BAD_POSTAL: Final = N_("This is not a postal code of this country.")
BAD_LINES: Final = N_("Write one to three address lines.")


def check_address(market: str, address: Mapping[str, object], *, complete: bool = False) -> dict[str, str]:
    """What is wrong with an address of the API's shape, field by field; nothing wrong is an empty dict.

    Region names outside our lists pass. `complete` also asks for every level the market's form requires and for a phone
    number that is in use: pages set it, the API asks only for what its contract does. An address of another country is an
    error here; a caller that has a better answer for it compares the country first and checks the address against its own
    country.
    """
    form, asked = FORMS[market], REQUIRED[market] if complete else ASKED[market]
    found = {
        "name": _text(address.get("name"), TEXT_MAX, required=True),
        "phone": _phone(address.get("phone"), in_use=complete),
        "country": _country(address.get("country"), market),
        "lines": _lines(address.get("lines")),
    }
    for field in LEVELS:
        found[field] = _text(address.get(field), TEXT_MAX, required=field in asked)
    found["postal_code"] = found["postal_code"] or _postal(address.get("postal_code"), form)
    return {field: error for field, error in found.items() if error is not None}


def phone_e164(text: str, market: str) -> str | None:
    """What a person typed, as E.164: "0812 3456 7890" in ID is "+6281234567890". None when it is no number."""
    try:
        number = phonenumbers.parse(text[:TEXT_MAX], market)
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if _phone(written, in_use=True) is None else None


def _phone(given: object, *, in_use: bool) -> str | None:
    if given is None or given == "":
        return MISSING
    if not isinstance(given, str) or not E164.fullmatch(given):
        return BAD_PHONE
    if FICTION.fullmatch(given):
        return None
    return None if _exists(given, in_use=in_use) else BAD_PHONE


# A buyer's number is looked at again with every checkout, and looking costs more than all else that is checked.
@lru_cache(maxsize=16_384)
def _exists(number: str, *, in_use: bool) -> bool:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) if in_use else phonenumbers.is_possible_number(parsed)


def _country(given: object, market: str) -> str | None:
    if given is None or given == "":
        return MISSING
    if not isinstance(given, str) or given not in FORMS:
        return BAD_COUNTRY
    return None if given == market else OTHER_COUNTRY


def _lines(given: object) -> str | None:
    if not isinstance(given, list | tuple):
        return BAD_LINES
    lines = cast("list[object] | tuple[object, ...]", given)
    if not 1 <= len(lines) <= LINES_MAX:
        return BAD_LINES
    for place, line in enumerate(lines):
        error = _text(line, LINE_MAX, required=place == 0)
        if error is not None:
            return error
    return None


def _postal(given: object, form: AddressForm) -> str | None:
    if not isinstance(given, str) or not given.strip():
        return None
    return None if _postal_form(form.postal_pattern).fullmatch(given.strip()) else BAD_POSTAL


@cache
def _postal_form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _text(given: object, longest: int, *, required: bool) -> str | None:
    if given is None or given == "":
        return MISSING if required else None
    # What can be printed holds no control character, and that is known at once; nearly everything can.
    if not isinstance(given, str) or not (given.isprintable() or CONTROL.search(given, 0, longest + 1) is None):
        return NOT_TEXT
    if len(given) > longest:
        return TOO_LONG
    return MISSING if required and given.isspace() else None
