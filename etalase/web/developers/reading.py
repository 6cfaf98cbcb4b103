"""The OpenAPI document as a page reads it: calls in groups, with parameters, bodies and answers in short words. Pure."""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

Doc = Mapping[str, Any]
METHODS: Final = ("get", "post", "put", "patch", "delete")
PREFIX: Final = "/api/v1"
# How deep an example goes into what a body refers to.
DEEPEST: Final = 4


class Field(msgspec.Struct, frozen=True):
    """A parameter or a field of a body. `kind` is its type in short words."""

    name: str
    kind: str
    required: bool
    note: str
    place: str = "body"


class Call(msgspec.Struct, frozen=True):
    """One call. `id` is its anchor."""

    id: str
    method: str
    path: str
    text: str
    parameters: list[Field]
    body: list[Field]
    answer: str
    fields: list[Field]
    status: str
    curl: str


class Group(msgspec.Struct, frozen=True):
    """Calls about one thing."""

    name: str
    calls: list[Call]


def groups(doc: Doc, server: str) -> list[Group]:
    """All calls, by the thing their path is about, in the order of the document."""
    found: dict[str, list[Call]] = {}
    for path, item in cast(Doc, doc["paths"]).items():
        for method in METHODS:
            if method in item:
                found.setdefault(_about(path), []).append(_call(doc, server, path, method, item[method]))
    return [Group(name, calls) for name, calls in sorted(found.items())]


def _about(path: str) -> str:
    words = [word for word in path.removeprefix(PREFIX).split("/") if word and not word.startswith("{")]
    if words[0] in {"shops", "me", "accounts", "sandbox"} and len(words) > 1 and words[0] != "sandbox":
        return words[1]
    return words[0]


def _call(doc: Doc, server: str, path: str, method: str, operation: Doc) -> Call:
    status = next(code for code in operation["responses"] if code.startswith("2"))
    answer = _schema_of(operation["responses"][status])
    body = _schema_of(operation.get("requestBody", {}))
    return Call(
        f"{method}{path.replace('/', '-').replace('{', '').replace('}', '')}",
        method.upper(),
        path,
        operation.get("description") or operation.get("summary", ""),
        [_parameter(each) for each in operation.get("parameters", [])],
        _fields(doc, body),
        kind_of(answer),
        _fields(doc, answer),
        status,
        _curl(doc, server, path, method, body),
    )


def _schema_of(part: Doc) -> Doc:
    content = cast(Mapping[str, Doc], part.get("content", {}))
    nothing: Doc = {}
    return next((cast(Doc, each.get("schema", nothing)) for each in content.values()), nothing)


def _parameter(each: Doc) -> Field:
    schema = each.get("schema", {})
    note = each.get("description", "")
    if schema.get("default") is not None:
        note = f"{note} (= {schema['default']})".strip()
    return Field(each["name"], kind_of(schema), bool(each.get("required")), note, each["in"])


def _fields(doc: Doc, schema: Doc) -> list[Field]:
    held = resolved(doc, schema)
    required = held.get("required", [])
    return [
        Field(name, kind_of(part), name in required, part.get("description", ""))
        for name, part in held.get("properties", {}).items()
    ]


def resolved(doc: Doc, schema: Doc) -> Doc:
    """The schema itself, or the one it refers to."""
    name = schema.get("$ref")
    return cast(Doc, doc["components"]["schemas"][name.rsplit("/", 1)[1]]) if name else schema


def kind_of(schema: Doc) -> str:
    """A type in short words: `string`, `integer or null`, `list of AddBody`, `one of A, B`."""
    if "$ref" in schema:
        return _plain(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    options = schema.get("oneOf") or schema.get("anyOf")
    if options:
        return " | ".join(kind_of(each) for each in options)
    kind = schema.get("type", "object")
    if kind == "array":
        return f"[{kind_of(schema.get('items', {}))}]"
    if isinstance(kind, list):
        return " | ".join(str(each) for each in cast(list[object], kind))
    return f"{kind}, {schema['format']}" if "format" in schema else str(kind)


def _plain(name: str) -> str:
    # "Listed_etalase.api.links.LinkShown_": what a generic of the code is called here.
    head, _, inner = name.partition("_")
    return f"{head} of {inner.rstrip('_').rsplit('.', 1)[-1]}" if inner else name


def _curl(doc: Doc, server: str, path: str, method: str, body: Doc) -> str:
    lines = [f"curl {'' if method == 'get' else f'-X {method.upper()} '}{server}{path}"]
    lines.append('-H "Authorization: Bearer $TOKEN"')
    if method == "post":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{json.dumps(example(doc, body), ensure_ascii=False)}'")
    return " \\\n  ".join(lines)


def example(doc: Doc, schema: Doc, depth: int = 0) -> object:
    """Something that fits the schema; of a body only what is required, or everything when nothing is."""
    held = resolved(doc, schema)
    if "default" in held and held["default"] is not None:
        return held["default"]
    options = held.get("oneOf") or held.get("anyOf")
    if options:
        return example(doc, options[0], depth + 1)
    if "enum" in held or "const" in held:
        return held.get("const", (held.get("enum") or [""])[0])
    return _example_of(doc, held, depth)


def _example_of(doc: Doc, held: Doc, depth: int) -> object:
    kind = held.get("type")
    if kind == "object" or "properties" in held:
        parts: Doc = held.get("properties", {})
        names = held.get("required") or (list(parts) if depth == 0 else [])
        return {name: example(doc, parts[name], depth + 1) for name in names} if depth < DEEPEST else {}
    if kind == "array":
        return [example(doc, held.get("items", {}), depth + 1)] if depth < DEEPEST else []
    if "pattern" in held:
        return "1001"
    return {"integer": 1, "number": 1, "boolean": True}.get(str(kind), _text(held.get("format")))


def _text(form: str | None) -> str:
    return {"date-time": "2027-01-31T17:00:00Z", "date": "2027-01-31"}.get(form or "", "…")
