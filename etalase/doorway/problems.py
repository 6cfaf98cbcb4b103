"""Refusals at the JSON doors: `application/problem+json` with a code that stays and a sentence in the caller's language."""

import re
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException

from etalase.base.errors import Busy, Invalid, Limited, NotAllowed, NotFound, Refusal, Unauthenticated
from etalase.base.texts import N_, language_of_header
from etalase.doorway.house import House

TYPE = "application/problem+json"
TITLES = {
    400: N_("The request cannot be read"),
    401: N_("Please sign in"),
    403: N_("This is not allowed"),
    404: N_("Not found"),
    405: N_("This address does not take that method"),
    408: N_("The request did not arrive in time"),
    409: N_("A rule says no"),
    413: N_("The request is too large"),
    415: N_("This kind of content is not accepted"),
    422: N_("Some input is not valid"),
    429: N_("Too many requests"),
    500: N_("Something went wrong on our side"),
    503: N_("Busy, please try again"),
}
DETAILS = {
    "unauthenticated": N_("Send a valid token. Tokens come from POST /api/v1/tokens."),
    "not_allowed": N_("Your account may not do this."),
    "not_found": N_("It does not exist, or it is not yours."),
    "invalid": N_("Correct the fields named in errors and send the request again."),
    "limited": N_("Too many of these in a short time. Try again in %(retry_after_s)s seconds."),
    "busy": N_("The server is busy. Try again in %(retry_after_s)s seconds."),
    "internal": N_("The error was logged. Nothing of your request was carried out."),
}
FIELD = re.compile(r"`\$\.?([^`]*)`")
MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")
# Brackets without end, bytes that are no UTF-8, or a character that no text of the database can hold.
UNREADABLE = (
    RecursionError,
    UnicodeDecodeError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
)
log = structlog.get_logger()


def problem_body(request: "Request[Any, Any, State]", house: House, no: Refusal) -> bytes:
    """The JSON of a refusal."""
    language = language_of_header(request.headers.get("accept-language"))
    facts = dict(no.facts)
    sentence = house.refusals.get(no.code) or DETAILS.get(no.code) or TITLES[no.status]
    core: dict[str, object] = {
        "type": f"{house.settings.public_url}/help/errors#{no.code}",
        "title": house.texts.gettext(language, TITLES[no.status]),
        "status": no.status,
        "code": no.code,
        "detail": house.texts.gettext(language, sentence, **facts),
    }
    # A fact stands beside these, never in their place.
    body = core | facts | core
    if isinstance(no, Invalid):
        body["errors"] = {field: house.texts.gettext(language, msgid, **facts) for field, msgid in no.errors.items()}
    return msgspec.json.encode(body)


def tell(request: "Request[Any, Any, State]", raised: Exception) -> Response[bytes]:
    """The answer to anything raised behind a JSON door."""
    status, headers, body = told(request, request.app.state.house, raised)
    return Response(body, status_code=status, media_type=TYPE, headers=headers)


def told(request: "Request[Any, Any, State]", house: House, raised: Exception) -> tuple[int, dict[str, str], bytes]:
    """Its status, headers and body."""
    no = as_refusal(raised)
    headers: dict[str, str] = {}
    if isinstance(no, Limited | Busy):
        headers["Retry-After"] = str(no.retry_after_s)
    if isinstance(no, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return no.status, headers, problem_body(request, house, no)


def as_refusal(raised: Exception) -> Refusal:
    """Anything raised as one of our refusals; what is none of them is our bug and is logged."""
    if isinstance(raised, Refusal):
        return raised
    if isinstance(raised, ValidationException):
        return _invalid(raised)
    if isinstance(raised, HTTPException):
        return _plain(raised)
    if isinstance(raised, UNREADABLE) or _out_of_range(raised):
        return Invalid({"body": N_("The body cannot be read as JSON.")})
    log.error("unexpected error", exc_info=raised)
    bug = Refusal()
    bug.status, bug.code = 500, "internal"
    return bug


def _out_of_range(raised: Exception) -> bool:
    """A moment or a number that the database cannot hold: the last evening of the year 9999, as it is written in the west."""
    return isinstance(raised, asyncpg.DataError) and isinstance(raised.__cause__, OverflowError)


def _plain(raised: HTTPException) -> Refusal:
    known: dict[int, type[Refusal]] = {401: Unauthenticated, 403: NotAllowed, 404: NotFound}
    if raised.status_code in known:
        return known[raised.status_code]()
    if raised.status_code in {400, 422}:
        return Invalid({"body": N_("The body cannot be read as JSON.")})
    no = Refusal()
    no.status = raised.status_code if raised.status_code in TITLES else 400
    no.code = {405: "method_not_allowed", 408: "too_slow", 413: "too_large", 415: "unsupported_media_type"}.get(
        no.status, "refused"
    )
    return no


def _invalid(raised: ValidationException) -> Refusal:
    found: list[Any] = raised.extra if isinstance(raised.extra, list) else []
    errors: dict[str, str] = {}
    for each in found:
        if each.get("source") == "path":
            return NotFound()
        key, message = _field(str(each.get("key") or ""), str(each.get("message") or ""))
        errors[key] = message
    missing = MISSING.match(raised.detail)
    if missing:
        errors[missing.group(1)] = N_("This field is required.")
    return Invalid(errors or {"body": N_("The body is not valid.")})


def _field(key: str, message: str) -> tuple[str, str]:
    inner = FIELD.search(message)
    name = (inner.group(1) if inner else "") or key or "body"
    missing = re.search(r"missing required field `([^`]+)`", message)
    if missing:
        return missing.group(1) if name in {"body", "data"} else f"{name}.{missing.group(1)}", N_(
            "This field is required."
        )
    if name == "data":
        # The body as a whole: of another type, or (as a bare KeyError) not there.
        return "body", N_("Send a JSON object.")
    return name, message.split(" - at ")[0].replace("%", "%%")
