"""The document against a real server: bounded, seeded noise of every shape it allows and forbids."""

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx

from etalase.base.pool import Pool
from tests.browser.server import serving
from tests.makers.callers import make_caller, open_shop

SEED = "20261124"
LASTS_S = "30"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


async def test_no_call_fails_and_every_answer_is_documented(pool: Pool, tmp_path: Path) -> None:
    with serving(pool.dsn, tmp_path / "home") as address:
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            caller = await make_caller(client, pool, "fuzz")
            await open_shop(caller)
        ran = await asyncio.to_thread(fuzz, address, caller.token, tmp_path)
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]


def fuzz(address: str, token: str, place: Path) -> "subprocess.CompletedProcess[str]":
    """Run it; 0 when nothing was found. Signing out is left alone, since all calls share one token."""
    command = [
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
        *("run", f"{address}/api/openapi.json", "-H", f"Authorization: Bearer {token}"),
        *("--exclude-path", "/api/v1/tokens/current", "--phases", "coverage,fuzzing", "-c", ",".join(CHECKS)),
        *("--max-time", LASTS_S, "-n", "4", "--seed", SEED, "--generation-deterministic", "--no-shrink", "--no-color"),
    ]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=120, check=False)
