"""A way to the database that can be made bad: slow, cut, closed, silent, or losing the word that a transaction committed."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"
PIECE = 65_536


class Proxy:
    """Set its attributes while it runs. Shares are of 1: `lose_commit` of the commits, `reset` of the pieces that pass."""

    def __init__(self, socket: str, seed: int) -> None:
        self.lose_commit = 0.0
        self.reset = 0.0
        self.delay_s = 0.0
        self.jitter_s = 0.0
        self.lost = 0
        self._socket = socket
        self._chance = random.Random(seed)
        self._speaking = asyncio.Event()
        self._speaking.set()
        self._closed = False
        self._ways: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it or the proxy cuts it."""
        if self._closed:
            back.transport.abort()
            return
        server, forth = await asyncio.open_unix_connection(self._socket)
        self._ways |= {back, forth}
        tasks = [asyncio.create_task(self._pass(client, forth, answers=False)),
                 asyncio.create_task(self._pass(server, back, answers=True))]  # fmt: skip
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for way in (back, forth):
            self._ways.discard(way)
            way.transport.abort()

    def close_way(self, *, closed: bool = True) -> None:
        """Cut every connection and let no new one through, or open again."""
        self._closed = closed
        if closed:
            for way in list(self._ways):
                way.transport.abort()

    def fall_silent(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self._speaking.clear()

    def well(self) -> None:
        """No fault any more."""
        self.lose_commit = self.reset = self.delay_s = self.jitter_s = 0.0
        self._speaking.set()
        self.close_way(closed=False)

    async def _pass(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter, *, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(PIECE):
                await self._wait()
                if answers and COMMITTED in piece and self._chance.random() < self.lose_commit:
                    self.lost += 1
                    return
                if self._chance.random() < self.reset:
                    return
                goal.write(piece)
                await goal.drain()

    async def _wait(self) -> None:
        await self._speaking.wait()
        if self.delay_s or self.jitter_s:
            await asyncio.sleep(self.delay_s + self._chance.random() * self.jitter_s)


@asynccontextmanager
async def proxied(dsn: str, seed: int) -> AsyncGenerator[tuple[Proxy, str]]:
    """A proxy to the socket of `dsn`, and the DSN that goes through it."""
    asked = parse_qs(urlsplit(dsn).query)
    proxy = Proxy(str(Path(asked["host"][0]) / ".s.PGSQL.5432"), seed)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy, f"postgresql://{asked['user'][0]}@127.0.0.1:{proxy.port}{urlsplit(dsn).path}"
    finally:
        server.close()
        proxy.close_way()
