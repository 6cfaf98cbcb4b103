"""Buyers in a closed loop on loopback: each places an order as soon as the last was answered. Run as a process of its own.

`python buying.py PORT TASK SECONDS` reads the task as JSON, buys for so long or `most` times, and prints one line of JSON.
"""

import asyncio
import json
import random
import secrets
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

HOST = "127.0.0.1"


class Buyer(asyncio.Protocol):
    """One keep-alive connection, one account. A SKU that is sold out is an answer like another."""

    def __init__(
        self, head: bytes, task: dict[str, Any], deadline: float, left: "Iterator[int]", done: "asyncio.Future[None]"
    ) -> None:
        self._head = head
        self._left = left
        self._skus = task["skus"]
        self._body = task["body"]
        self._deadline = deadline
        self._done = done
        self._buffer = b""
        self._asked = 0.0
        self._key = secrets.token_hex(8)
        self.latencies: list[float] = []
        self.placed = 0
        self.others: dict[str, int] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Buy the first time."""
        self._transport = cast(asyncio.Transport, transport)
        self._ask_or_leave(self._deadline - 1)

    def data_received(self, data: bytes) -> None:
        """Once the answer is whole, buy again."""
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark or len(body) < _length(head):
            return
        now = time.perf_counter()
        self.latencies.append(now - self._asked)
        if head.startswith(b"HTTP/1.1 201"):
            self.placed += 1
        else:
            told = body[:300].decode("utf-8", "replace")
            self.others[told] = self.others.get(told, 0) + 1
        self._buffer = b""
        self._ask_or_leave(now)

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up early is a failure."""
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("the server hung up"))

    def _ask_or_leave(self, now: float) -> None:
        if now < self._deadline and next(self._left, None) is not None:
            self._ask()
        else:
            self._done.set_result(None)
            self._transport.close()

    def _ask(self) -> None:
        number = len(self.latencies)
        body = (self._body % random.choice(self._skus)).encode()
        lines = f"Idempotency-Key: {self._key}{number}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self._asked = time.perf_counter()
        self._transport.write(self._head + lines + body)


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0])


async def run(port: int, task: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Orders a second, latencies in milliseconds, and what else was answered."""
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    waiting: list[asyncio.Future[None]] = []
    buyers: list[Buyer] = []
    most = task.get("most")
    left = iter(range(most)) if most is not None else count()
    for token in task["tokens"]:
        done: asyncio.Future[None] = loop.create_future()
        head = (
            f"POST /api/v1/orders HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\n"
        ).encode()
        buyer = Buyer(head, task, start + seconds, left, done)
        waiting.append(done)
        buyers.append(buyer)
        await loop.create_connection(lambda buyer=buyer: buyer, HOST, port)
    await asyncio.gather(*waiting)
    took = time.perf_counter() - start
    ordered = sorted(latency for buyer in buyers for latency in buyer.latencies)
    others: dict[str, int] = {}
    for buyer in buyers:
        for told, times in buyer.others.items():
            others[told] = others.get(told, 0) + times
    return {
        "placed": sum(buyer.placed for buyer in buyers),
        "per_s": sum(buyer.placed for buyer in buyers) / took,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "others": others,
    }


if __name__ == "__main__":
    import uvloop

    asked = json.loads(Path(sys.argv[2]).read_text())
    print(json.dumps(uvloop.run(run(int(sys.argv[1]), asked, float(sys.argv[3])))))
