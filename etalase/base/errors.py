"""The few ways Etalase says no. Anything else that is raised is our bug and answers 500."""

from collections.abc import Mapping

Fact = str | int | bool | list[dict[str, str]] | list[str]


class Refusal(Exception):
    """What every refusal has: an HTTP status and a code that never changes once published."""

    status = 400
    code = "refused"
    facts: Mapping[str, Fact] = {}


class Unauthenticated(Refusal):
    """No token, or one that is not valid any more (401)."""

    status = 401
    code = "unauthenticated"


class NotAllowed(Refusal):
    """The caller is known and may not do this (403)."""

    status = 403
    code = "not_allowed"


class NotFound(Refusal):
    """It does not exist, or it is not yours: the two are told alike (404)."""

    status = 404
    code = "not_found"


class Invalid(Refusal):
    """The shape of the input is wrong (422). `errors` maps a field to a msgid."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Mapping[str, str], **facts: Fact) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)
        self.facts = facts


class Refused(Refusal):
    """A rule says no (409). `code` names the rule; its sentence stands in the REFUSALS of the room."""

    status = 409

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Limited(Refusal):
    """Too many of them (429). Try again after `retry_after_s` seconds."""

    status = 429
    code = "limited"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s
        self.facts = {"retry_after_s": retry_after_s}


class Busy(Refusal):
    """The server cannot take it now: no free connection, or no database (503)."""

    status = 503
    code = "busy"

    def __init__(self, retry_after_s: int = 1) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s
        self.facts = {"retry_after_s": retry_after_s}
