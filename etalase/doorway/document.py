"""The OpenAPI document: what Litestar knows of the doors, and what all of them share."""

import copy
from typing import Any, Final, cast

from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin

from etalase.base.idempotency import KEY_MAX
from etalase.doorway.problems import TYPE

Document = dict[str, Any]
WRITES: Final = ("post", "put", "patch", "delete")
METHODS: Final = ("get", *WRITES)
# Where a call without a key is refused.
KEY_REQUIRED: Final = {("post", "/api/v1/orders")}
INTRODUCTION: Final = (
    "Ids are decimal strings. Money is an amount in major units, as a decimal string, with its currency. Times are RFC 3339 "
    "UTC. Lists take `limit` and `cursor`. Every refusal is `application/problem+json` with a code that stays."
)
REFUSED: Final = {
    "401": "No token, or one that is not valid.",
    "403": "The caller may not do this.",
    "404": "It does not exist, or it is not the caller's.",
    "409": "A rule says no; `code` names it.",
    "413": "The body is too large.",
    "422": "The input is malformed; `errors` says where.",
    "429": "Too many of these; see Retry-After.",
    "503": "Busy; see Retry-After.",
}
OF_WRITES_ONLY: Final = frozenset({"413"})
SECONDS: Final = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
HEADERS: Final[dict[str, Document]] = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "429": SECONDS,
    "503": SECONDS,
}
PROBLEM: Final[Document] = {
    "title": "Problem",
    "description": "Why not. The facts of the case stand beside the code.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


class DocumentPlugin(JsonRenderPlugin):
    """Serves the whole document as openapi.json."""

    def render(self, request: "Request[Any, Any, Any]", openapi_schema: Document) -> bytes:
        """Litestar's document, completed."""
        return self.render_json(request, document(request.app, openapi_schema))


def name_of(door: HTTPRouteHandler, *_: object) -> str:
    """The operation's id: `checkout.place`."""
    return f"{door.fn.__module__.removeprefix('etalase.api.').split('.')[0]}.{door.fn.__name__}"


def document(app: Litestar, known: Document | None = None) -> Document:
    """The document of the running application; made when it is first asked for."""
    made: Document | None = app.state.get("document")
    if made is None:
        made = app.state["document"] = completed(known or app.openapi_schema.to_schema())
    return made


def completed(known: Document) -> Document:
    """What Litestar says, with the ways in, the refusals and the Idempotency-Key that it cannot know of."""
    doc = _unions(copy.deepcopy(known))
    doc["info"]["description"] = INTRODUCTION
    parts: Document = doc.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["responses"] = {f"Refused{status}": _refusal(status) for status in REFUSED}
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    for path, item in doc["paths"].items():
        for method in METHODS:
            if method in item:
                _complete(item[method], method, path)
    return doc


def _unions(part: Any) -> Any:
    # A type or another: Litestar writes that exactly one fits, but a shop for its staff is a public shop, too.
    if isinstance(part, dict):
        held = cast(Document, part)
        return {"anyOf" if key == "oneOf" else key: _unions(value) for key, value in held.items()}
    return [_unions(each) for each in cast(list[Any], part)] if isinstance(part, list) else part


def _complete(operation: Document, method: str, path: str) -> None:
    operation["tags"] = [operation["operationId"].split(".")[0]]
    answers: Document = operation["responses"]
    # Litestar's own shape for malformed input, which no door answers.
    answers.pop("400", None)
    for status in REFUSED:
        if method in WRITES or status not in OF_WRITES_ONLY:
            answers[status] = {"$ref": f"#/components/responses/Refused{status}"}
    body: Document = operation.get("requestBody", {})
    if {"type": "null"} in body.get("content", {}).get("application/json", {}).get("schema", {}).get("anyOf", []):
        body["required"] = False
    if method in WRITES:
        operation.setdefault("parameters", []).append(_key(required=(method, path) in KEY_REQUIRED))


def _key(*, required: bool) -> Document:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": required,
        "description": "the same key and body take effect once and answer the same, for 7 days",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_MAX},
    }


def _refusal(status: str) -> Document:
    refusal: Document = {
        "description": REFUSED[status],
        "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in HEADERS:
        refusal["headers"] = HEADERS[status]
    return refusal
