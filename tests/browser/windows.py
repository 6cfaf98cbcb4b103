"""Windows of a real browser: one context per person, with a size, a language and a theme, and ears for complaints."""

import re
import shutil
from pathlib import Path
from typing import Final
from urllib.parse import quote

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, ViewportSize

from tests.journeys.world import PASSWORD, Person

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES: Final[dict[str, ViewportSize]] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 900},
}
ARGUMENTS: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS: Final = 30_000
# A page that is gone and a form that comes back with its errors are told by the browser as failed loads of the page itself.
REFUSED: Final = re.compile(r"Failed to load resource: .* status of 4(04|09|22)\b")


def browser_path() -> str | None:
    """Where this machine has a browser, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


async def launch(playwright: Playwright, path: str) -> Browser:
    """The browser of this machine; nothing is fetched from anywhere."""
    return await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


class Windows:
    """Opens windows at one server; everything a page complains about is kept in `complaints`."""

    def __init__(self, browser: Browser, address: str, size: str = "phone", scale: float = 1.0) -> None:
        self.address = address
        self.size = size
        self.complaints: list[str] = []
        self._browser = browser
        self._scale = scale
        self._contexts: list[BrowserContext] = []

    async def open(
        self,
        path: str = "/",
        *,
        as_: Person | None = None,
        lang: str = "en",
        theme: str = "light",
        bypass_csp: bool = False,
    ) -> Page:
        """A window of its own at `path`, signed in through the login form when a person is given."""
        context = await self._browser.new_context(
            base_url=self.address,
            viewport=SIZES[self.size],
            device_scale_factor=self._scale,
            has_touch=self.size == "phone",
            locale="id-ID" if lang == "id" else "en-GB",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
            color_scheme="dark" if theme == "dark" else "light",
            bypass_csp=bypass_csp,
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        cookies = {"lang": lang, "theme": theme}
        await context.add_cookies([{"name": k, "value": v, "url": self.address} for k, v in cookies.items()])
        page = await context.new_page()
        self._listen(page)
        if as_ is None:
            await page.goto(path)
        else:
            await sign_in(page, as_.handle, path=path)
        return page

    async def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            await context.close()
        self._contexts.clear()

    def _listen(self, page: Page) -> None:
        def on_console(message: ConsoleMessage) -> None:
            of_page = message.location.get("url") == page.url and REFUSED.search(message.text)
            if message.type in {"error", "warning"} and not of_page:
                self.complaints.append(f"{page.url}: {message.text}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))


async def sign_in(page: Page, handle: str, password: str = PASSWORD, path: str = "/") -> None:
    """Through the login form, and on to `path`."""
    await page.goto(f"/login?next={quote(path)}")
    await fill_login(page, handle, password)
    await page.wait_for_url(lambda url: "/login" not in url)


async def fill_login(page: Page, handle: str, password: str = PASSWORD) -> None:
    """Write handle and password into the form that is shown, and send it."""
    await page.locator("#login").fill(handle)
    await page.locator("#password").fill(password)
    await page.locator("main form[action='/login'] [type=submit]").click()


def axe_path() -> Path:
    """Where `npm ci` put axe-core."""
    return Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
