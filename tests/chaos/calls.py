"""One call over a connection of its own: small, so that hundreds of buyers cost little, and blunt, so that a cut is seen as one."""

import asyncio
import json
from typing import Any

import msgspec

HOST = "127.0.0.1"
PATIENCE_S = 20.0


class Answer(msgspec.Struct, frozen=True):
    """What came back, whole."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Its body as JSON."""
        return json.loads(self.body)


async def call(
    port: int,
    method: str,
    path: str,
    *,
    token: str = "",
    key: str = "",
    body: Any = None,
    patience_s: float = PATIENCE_S,
) -> Answer:
    """One request below /api/v1. OSError or TimeoutError when no whole answer came: what it did is then unknown."""
    return await asyncio.wait_for(_call(port, _request(method, path, token, key, body)), patience_s)


def _request(method: str, path: str, token: str, key: str, body: Any) -> bytes:
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} /api/v1{path} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(sent)}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if key:
        lines.append(f"Idempotency-Key: {key}")
    if sent:
        lines.append("Content-Type: application/json")
    return "\r\n".join([*lines, "", ""]).encode() + sent


async def _call(port: int, request: bytes) -> Answer:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        await writer.drain()
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): word.strip() for name, _, word in (line.partition(":") for line in head[1:]) if name
            }
            body = await reader.readexactly(int(headers["content-length"]))
        except (asyncio.IncompleteReadError, KeyError) as cut:
            raise ConnectionError("the answer was cut off") from cut
        return Answer(int(head[0].split(" ")[1]), headers, body)
    finally:
        writer.close()
