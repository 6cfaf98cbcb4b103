"""The limits: bare ASGI handlers without a framework.

`/sql` runs the very statements of a Showcase page through the same driver and answers bytes it was given; `/bytes` answers
them without a database. Run by the bench with the server the application runs on.
"""

import os
from pathlib import Path
from typing import Any

import msgspec

from etalase.base.pool import Pool


class Task(msgspec.Struct, frozen=True):
    """What to run (text and arguments, times as ISO text) and what to answer."""

    statements: list[tuple[str, list[Any]]]
    body: bytes
    content_type: str


class Bare:
    """An ASGI application of twenty lines."""

    def __init__(self) -> None:
        self._task = msgspec.msgpack.decode(Path(os.environ["ETALASE_BENCH_TASK"]).read_bytes(), type=Task)
        self._pool = Pool(os.environ["DATABASE_URL"], size=8)
        self._head = [
            (b"content-type", self._task.content_type.encode()),
            (b"content-length", str(len(self._task.body)).encode()),
        ]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer any path; `/sql` asks the database first."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["path"] == "/sql":
            async with self._pool.connection() as db:
                for text, arguments in self._task.statements:
                    await db.connection.fetch(text, *arguments)
        await send({"type": "http.response.start", "status": 200, "headers": self._head})
        await send({"type": "http.response.body", "body": self._task.body})

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return


def make() -> Bare:
    """The application, made when the server loads it."""
    return Bare()
