"""The market's address form: from what was typed to the API's shape and back, with the errors beside the fields. Pure."""

from collections.abc import Mapping
from typing import Any, Final, cast

from etalase.base.markets import FORMS, REGIONS, check_address, phone_e164
from etalase.web.frame import Asked
from etalase.web.pages import say

LINES: Final = ("line1", "line2")
AUTOCOMPLETE: Final = {
    "region": "address-level1",
    "city": "address-level2",
    "district": "address-level3",
    "subdistrict": "address-level4",
    "postal_code": "postal-code",
}


def levels_of(request: Asked, market: str) -> list[dict[str, Any]]:
    """The levels the market asks for, outermost first; a region is chosen from a list where there is one."""
    form = FORMS[market]
    return [
        {
            "field": level.field,
            "label": say(request, level.label),
            "required": level.required,
            "autocomplete": AUTOCOMPLETE[level.field],
            "options": [[name, name] for name in REGIONS[market]] if level.field == "region" else [],
            "placeholder": form.postal_example if level.field == "postal_code" else "",
        }
        for level in form.levels
    ]


def address_of(market: str, typed: Mapping[str, str]) -> dict[str, object]:
    """What was typed, in the API's shape. A local phone number is written with its country code."""
    phone = typed.get("phone", "").strip()
    address: dict[str, object] = {
        "name": typed.get("name", "").strip(),
        "phone": phone_e164(phone, market) or phone,
        "country": market,
        "lines": [typed[line].strip() for line in LINES if typed.get(line, "").strip()] or [""],
    }
    for level in FORMS[market].levels:
        if typed.get(level.field, "").strip():
            address[level.field] = typed[level.field].strip()
    return address


def address_errors(request: Asked, market: str, address: Mapping[str, object]) -> dict[str, str]:
    """Field of the form to what is wrong with it."""
    found = check_address(market, address, complete=True)
    return {"line1" if field == "lines" else field: say(request, msgid) for field, msgid in found.items()}


def typed_of(address: Mapping[str, object] | None, market: str, name: str = "") -> dict[str, str]:
    """A kept address as the values of the form; one of another country fills in the name only."""
    typed = dict.fromkeys(("name", "phone", *LINES, *AUTOCOMPLETE), "")
    if address is None or address.get("country") != market:
        return typed | {"name": str(address.get("name", "")) if address else name}
    lines = cast("list[object]", address.get("lines") or [])
    typed |= {field: str(address.get(field) or "") for field in ("name", "phone", *AUTOCOMPLETE)}
    return typed | {field: str(line) for field, line in zip(LINES, lines, strict=False)}


def written(address: Mapping[str, object]) -> list[str]:
    """An address as lines to read: who, where, from the small to the large."""
    lines = cast("list[object]", address.get("lines") or [])
    around = [str(address[field]) for field in ("subdistrict", "district", "city", "region") if address.get(field)]
    place = ", ".join([*around, str(address.get("postal_code") or "")]).strip(", ")
    return [text for text in (str(address.get("name") or ""), *map(str, lines), place) if text]
