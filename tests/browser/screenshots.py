"""`python -m tests.browser.screenshots`: the pictures of docs/screenshots, taken of the demo world.

The database is made anew in the cluster of ETALASE_TEST_DSN, or in one that lasts as long as the command.
"""

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg
import msgspec
import pyvips
from playwright.async_api import Page, async_playwright

from etalase.base.cluster import open_cluster
from etalase.demo.cast import PASSWORD
from tests.browser.server import serving
from tests.browser.windows import SIZES, Windows, browser_path, launch, sign_in
from tests.conftest import dsn_of

OUT: Final = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES: Final = 200_000
QUALITIES: Final = (86, 80, 74, 66, 58)
SCALE: Final = 1.5


class Shot(msgspec.Struct, frozen=True):
    """One picture: where, as whom, how; `height` in CSS pixels makes a taller window.

    `path` may ask for the reader's own `{shop}`, `{product}` or `{invitation}`;
    `into` is the link that is followed from there.
    """

    name: str
    path: str
    size: str = "phone"
    login: str = ""
    lang: str = "id"
    theme: str = "light"
    height: int = 0
    into: str = ""


SHOTS: Final = (
    Shot("home", "/", "desk"),
    Shot("showcase", "/@nadia.pakai/showcase", height=1300),
    Shot("showcase-dark", "/@nadia.pakai/showcase", theme="dark", height=1300),
    Shot("product", "{product}"),
    Shot("checkout", "/checkout", login="sari"),
    Shot("order", "/orders", login="sari", into="a.order-link"),
    Shot("seller-home", "{shop}", "desk", "bima"),
    Shot("seller-home-dark", "{shop}", "desk", "bima", theme="dark"),
    Shot("seller-orders", "{shop}/orders", "desk", "bima"),
    Shot("seller-finance", "{shop}/finance", "desk", "bima", "en"),
    Shot("promotion", "{shop}/marketing", "desk", "bima", "en", into="td a.plain-link"),
    Shot("linked-accounts", "{shop}/accounts", "desk", "bima", "en"),
    Shot("invitation", "{invitation}", login="nadia.pakai"),
    Shot("showcase-manager", "/creator/showcase", "desk", "nadia.pakai"),
    Shot("plans", "/creator/plans", "desk", "nadia.pakai", "en"),
)


async def main() -> int:
    """Take every picture; 1 when this machine has no browser."""
    path = browser_path()
    if path is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, ExitStack() as open_things:
        server = os.environ.get("ETALASE_TEST_DSN") or open_things.enter_context(open_cluster(Path(home) / "db")).dsn
        async with fresh_database(server) as dsn:
            load_demo(dsn, Path(home))
            with serving(dsn, Path(home)) as address:
                await take_all(path, address)
    return 0


@asynccontextmanager
async def fresh_database(server: str) -> AsyncGenerator[str]:
    """An empty database for as long as the block lasts."""
    name = "etalase_pictures_" + secrets.token_hex(6)
    admin = await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    try:
        yield dsn_of(server, name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


def load_demo(dsn: str, home: Path) -> None:
    """With the command that people use."""
    env = os.environ | {"DATABASE_URL": dsn, "ETALASE_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "etalase.cli", "demo"], env=env, check=True, stdout=subprocess.DEVNULL)


async def take_all(browser_at: str, address: str) -> None:
    """One window after the other; what a page complains about is told and ends the command."""
    async with async_playwright() as playwright:
        browser = await launch(playwright, browser_at)
        for shot in SHOTS:
            windows = Windows(browser, address, shot.size, SCALE)
            page = await windows.open("/help", lang=shot.lang, theme=shot.theme)
            if shot.height:
                await page.set_viewport_size({"width": SIZES[shot.size]["width"], "height": shot.height})
            await arrive(page, shot)
            print(f"{shot.name}: {keep(shot.name, await picture(page)):,} bytes")
            await windows.close()
            if windows.complaints:
                raise RuntimeError(f"{shot.name}: {windows.complaints}")
        await browser.close()


async def arrive(page: Page, shot: Shot) -> None:
    """Sign in and find the page, as its reader would."""
    if shot.login:
        await sign_in(page, shot.login, PASSWORD)
    if shot.name == "checkout":
        await into_the_cart(page)
    places = {
        "{shop}": ("/seller", "main a[href^='/seller/']"),
        "{product}": ("/@nadia.pakai/showcase", "#products a[href^='/p/']"),
        "{invitation}": ("/creator", "main a.invitation"),
    }
    path = shot.path
    for word, (where, link) in places.items():
        if word in path:
            path = path.replace(word, await first_of(page, where, link))
    if shot.into:
        path = await first_of(page, path, shot.into)
    await page.goto(path)


async def first_of(page: Page, where: str, link: str) -> str:
    """Where the first such link of a page leads; some pages lead on by themselves."""
    await page.goto(where)
    if where == "/seller" and not page.url.endswith("/seller"):
        return page.url.removeprefix(page.url.split("/seller")[0])
    return await page.locator(link).first.get_attribute("href") or ""


async def into_the_cart(page: Page) -> None:
    """Two products of two shops, as somebody who looked around."""
    await page.goto("/@nadia.pakai/showcase")
    links = page.locator("#products a[href^='/p/']")
    found = [await links.nth(place).get_attribute("href") for place in (0, 2)]
    for path in filter(None, found):
        await page.goto(path)
        choice = page.locator("#buy [name=sku]:not([type=hidden]):not(:disabled)")
        if await choice.count():
            await page.locator("#buy label.chip:has(input:not(:disabled))").first.click()
        await page.locator("#buy button[value=cart]").click()
        await page.locator("[data-toast]").wait_for()


async def picture(page: Page) -> bytes:
    """The window when its fonts and pictures are there."""
    await page.evaluate("document.fonts.ready")
    await page.wait_for_function("[...document.images].every(image => image.complete || image.loading === 'lazy')")
    await page.wait_for_load_state("load")
    return await page.screenshot(animations="disabled", caret="hide")


def keep(name: str, png: bytes, qualities: Sequence[int] = QUALITIES) -> int:
    """Write it as WebP, as good as its limit lets it be; the size in bytes."""
    image = pyvips.Image.new_from_buffer(png, "")
    for quality in qualities:
        data: bytes = image.webpsave_buffer(Q=quality, effort=5, smart_subsample=True)
        if len(data) <= MOST_BYTES:
            (OUT / f"{name}.webp").write_bytes(data)
            return len(data)
    raise RuntimeError(f"{name} does not fit into {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
