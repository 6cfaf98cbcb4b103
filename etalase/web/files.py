"""Static files: read into memory once, named by content, kept by browsers for a year."""

from functools import cache
from mimetypes import guess_type
from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.response import Response

from etalase.base.errors import NotFound
from etalase.web.assets import manifest

FOR_EVER: Final = "public, max-age=31536000, immutable"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


class File(msgspec.Struct, frozen=True):
    """One built file; `squeezed` is its gzip form, if it has one."""

    content: bytes
    squeezed: bytes | None
    media_type: str


@cache
def built() -> dict[str, File]:
    """Every file of the manifest by its hashed name."""
    files = manifest.load()
    found: dict[str, File] = {}
    for name in files.names.values():
        path, packed = files.folder / name, files.folder / f"{name}.gz"
        kind = TYPES.get(path.suffix) or guess_type(name)[0] or "application/octet-stream"
        found[name] = File(path.read_bytes(), packed.read_bytes() if packed.exists() else None, kind)
    return found


@get("/static/{name:str}", sync_to_thread=False, include_in_schema=False)
def static_file(request: Request[Any, Any, Any], name: str) -> Response[bytes]:
    """A built file; 404 for a name that is not of this build."""
    file = built().get(name)
    if file is None:
        raise NotFound
    headers = {"cache-control": FOR_EVER, "vary": "Accept-Encoding"}
    if file.squeezed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.squeezed, media_type=file.media_type, headers={**headers, "content-encoding": "gzip"})
    return Response(file.content, media_type=file.media_type, headers=headers)


@get("/favicon.ico", sync_to_thread=False, include_in_schema=False)
def favicon() -> Response[bytes]:
    """Browsers ask for it unasked."""
    file = built()[manifest.load().names["favicon.svg"]]
    return Response(file.content, media_type=file.media_type, headers={"cache-control": "public, max-age=86400"})


routes = [static_file, favicon]
