"""A body that is too large is refused in words, over a real connection: the answer must not be lost to a reset."""

import asyncio
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from etalase.base.pool import Pool
from tests.browser.server import serving

MEGABYTE = b"x" * 1_000_000


def ask(address: str, path: str, headers: dict[str, str], megabytes: int, *, chunked: bool) -> tuple[int, str]:
    """Send it all, then read; an OSError when the server hangs up before."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    size = {} if chunked else {"Content-Length": str(megabytes * len(MEGABYTE))}

    def pieces() -> Iterator[bytes]:
        for _ in range(megabytes):
            yield MEGABYTE

    connection.request("POST", path, pieces(), headers | size, encode_chunked=chunked)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


async def test_a_body_that_is_too_large_is_answered_in_words(pool: Pool, tmp_path: Path) -> None:
    with serving(pool.dsn, tmp_path / "home") as address:
        for chunked in (False, True):
            status, page = await asyncio.to_thread(
                ask,
                address,
                "/login",
                {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"},
                30,
                chunked=chunked,
            )
            assert status == 413 and "Send a smaller file." in page
            json = {"Content-Type": "application/json"}
            status, problem = await asyncio.to_thread(ask, address, "/api/v1/tokens", json, 30, chunked=chunked)
            assert status == 413 and '"code":"too_large"' in problem
            # Refused for who asks, before anybody looked at the body.
            status, problem = await asyncio.to_thread(ask, address, "/api/v1/pictures", json, 8, chunked=chunked)
            assert status == 401 and '"code":"unauthenticated"' in problem
