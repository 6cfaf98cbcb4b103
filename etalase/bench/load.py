"""A closed loop of clients on loopback, bounded in number and time. Run as a process of its own.

`python -m etalase.bench.load PORT PATH CLIENTS SECONDS` prints one line of JSON.
"""

import asyncio
import json
import sys
import time
from typing import cast

HOST = "127.0.0.1"


class Client(asyncio.Protocol):
    """One keep-alive connection that asks again as soon as it was answered."""

    def __init__(self, request: bytes, deadline: float, latencies: list[float], done: "asyncio.Future[None]") -> None:
        self._request = request
        self._deadline = deadline
        self._latencies = latencies
        self._done = done
        self._buffer = b""
        self._asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first time."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Once the answer is whole, ask again."""
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark or len(body) < _length(head):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._finish(RuntimeError(head[:200].decode("latin-1")))
            return
        now = time.perf_counter()
        self._latencies.append(now - self._asked)
        self._buffer = b""
        if now >= self._deadline:
            self._finish(None)
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up early is a failure."""
        self._finish(exc or ConnectionError("the server hung up"))

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(self._request)

    def _finish(self, problem: Exception | None) -> None:
        if self._done.done():
            return
        if problem is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(problem)
        self._transport.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, number = line.partition(b":")
        if name.lower() == b"content-length":
            return int(number)
    raise ValueError("no content-length")


async def run(port: int, path: str, clients: int, seconds: float) -> dict[str, float]:
    """Requests a second, and latencies in milliseconds."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Language: en\r\n\r\n".encode()
    latencies: list[float] = []
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    waiting: list[asyncio.Future[None]] = []
    for _ in range(clients):
        done: asyncio.Future[None] = loop.create_future()
        waiting.append(done)
        await loop.create_connection(lambda done=done: Client(request, start + seconds, latencies, done), HOST, port)
    await asyncio.gather(*waiting)
    took = time.perf_counter() - start
    ordered = sorted(latencies)
    return {
        "per_s": len(ordered) / took,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
    }


if __name__ == "__main__":
    import uvloop

    print(json.dumps(uvloop.run(run(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))))
