"""The browser of the run, a server per module, and windows that must not complain."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.server import serving
from tests.browser.windows import PATIENCE_MS, SIZES, Windows, browser_path, launch
from tests.conftest import dsn_of
from tests.journeys.world import World

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser that this machine has."""
    path = browser_path()
    if path is None:
        pytest.skip("There is no Chromium on this machine, so nothing was tried in a browser.")
    async with async_playwright() as playwright:
        browser = await launch(playwright, path)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
async def database(server_dsn: str, template: str) -> AsyncIterator[str]:
    """A database of the module's own."""
    name = "etalase_browser_" + secrets.token_hex(6)
    admin = await asyncpg.connect(server_dsn)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield dsn_of(server_dsn, name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture(scope="module")
def address(browser: Browser, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server of this module answers."""
    with serving(database, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
async def world(address: str) -> AsyncIterator[World]:
    """People and shops, made through the API of the server."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield World(client)


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """Phone and desk."""
    return request.param


@pytest.fixture
async def windows(browser: Browser, address: str, size: str) -> AsyncIterator[Windows]:
    """Windows of this size. At the end none of their pages may have complained."""
    opened = Windows(browser, address, size)
    yield opened
    await opened.close()
    assert opened.complaints == []
