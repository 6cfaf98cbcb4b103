"""What makes two calls the same call: the Idempotency-Key, and a fingerprint of method, path and body.

A call that carries a password or is answered with a token is sealed: fingerprint and cipher key come out of argon2 over the
call itself, so that what is kept of it says nothing to anybody but who sends the same again.
"""

import asyncio
import contextlib
import hashlib
import secrets
from typing import Any, Final

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from litestar import Request
from litestar.datastructures import State

from etalase.base import idempotency
from etalase.base.errors import Invalid
from etalase.base.texts import N_

HALF: Final = 32
NONCE: Final = 12
# As passwords are hashed.
TIME_COST: Final = 3
MEMORY_KIB: Final = 12_288


class Asked(msgspec.Struct, frozen=True):
    """One call with a key. `cipher`: None for a call whose answer may be kept as it is."""

    key: str
    fingerprint: bytes
    cipher: bytes | None = None

    def close(self, body: bytes) -> bytes:
        """The body as it is kept."""
        if self.cipher is None:
            return body
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.cipher).encrypt(nonce, body, self.fingerprint)

    def open(self, kept: bytes) -> bytes:
        """The body as it was answered."""
        if self.cipher is None:
            return kept
        return AESGCM(self.cipher).decrypt(kept[:NONCE], kept[NONCE:], self.fingerprint)


async def asked_of(request: "Request[Any, Any, State]", *, sealed: bool) -> Asked | None:
    """What the request asks to be done once; None without a key, Invalid for a key of another form."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    check_key(key)
    said = _said(request.method, request.url.path, await request.body())
    if not sealed:
        return Asked(key, hashlib.sha256(said).digest())
    both = await asyncio.to_thread(_stretched, said, key)
    return Asked(key, both[:HALF], both[HALF:])


def asked_with(key: str, method: str, path: str, sent: object) -> Asked:
    """The same of a call whose body is read as JSON already; Invalid for a key of another form."""
    check_key(key)
    return Asked(key, hashlib.sha256(_heading(method, path) + msgspec.json.encode(sent, order="sorted")).digest())


def check_key(key: str) -> None:
    """Invalid for a key that is empty, too long or not printable."""
    if not 1 <= len(key) <= idempotency.KEY_MAX or not key.isprintable():
        raise Invalid({"Idempotency-Key": N_("Use 1 to 200 printable characters.")})


def _said(method: str, path: str, body: bytes) -> bytes:
    """Method, path and body; a body that is the same JSON written otherwise is the same."""
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        body = msgspec.json.encode(msgspec.json.decode(body), order="sorted")
    return _heading(method, path) + body


def _heading(method: str, path: str) -> bytes:
    return f"{method} {path}\n".encode()


def _stretched(said: bytes, key: str) -> bytes:
    salt = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return hash_secret_raw(said, salt, TIME_COST, MEMORY_KIB, 1, 2 * HALF, Type.ID)
