"""The main pages in two languages, both themes and two widths: nothing for axe to find, nothing wider than the screen."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import msgspec
import pytest
from playwright.async_api import Browser, Page, ViewportSize

from etalase.accounts.actions import set_operator
from etalase.base.pool import Pool
from tests.browser.windows import Windows, axe_path
from tests.journeys.world import Person, World, link, order_of

# Language, theme, width.
LOOKS = [("id", "light", "phone"), ("id", "dark", "desk"), ("en", "light", "desk"), ("en", "dark", "phone")]
AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    found => `${found.id}, ${found.nodes.length} times: ${found.nodes[0].html.slice(0, 200)}
        ${found.nodes[0].failureSummary}`)"""
# A desk's window at 200 %.
ZOOMED: Final = ViewportSize(width=640, height=450)
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


class Street(msgspec.Struct, frozen=True):
    """A world with something on every page."""

    seller: Person
    shop: str
    product: Any
    order: str
    holder: Person
    invited: Person
    invitation: str
    plan: str
    buyer: Person
    promotion: str
    voucher: str


@pytest.fixture(scope="module")
async def street(address: str) -> Street:
    """Made once for the module: the pages are only looked at."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        return await build(World(client))


async def build(world: World) -> Street:
    """A shop with a linked account, an invitation, a plan and an order."""
    seller = await world.person("pemilik", name="Bu Ratna")
    shop = await world.shop(seller, "Langkah Nusantara")
    skus = [{"seller_sku": each, "options": {"Size": each}, "price": "149000", "stock": 7} for each in "SML"]
    body = {"title": "Sandal Senja", "description": "For the beach.", "category": "Other", "skus": skus}
    product = await seller.post(f"/shops/{shop}/products", body)
    other = await world.product(seller, shop, "Sepatu Fajar")
    kept = {"sku_id": product["skus"][2]["id"], "quantity": 2, "purpose": "CAMPAIGN", "purpose_ref": "1212"}
    await seller.post(f"/shops/{shop}/set-asides", kept)
    plan = await seller.post(f"/shops/{shop}/plans", {"kind": "OPEN", "rate_bp": 1250, "products": "ALL"})
    holder = await world.person("agen", name="Nadia Pakai", verified=True, followers=5000)
    await link(seller, shop, holder, "MARKETING")
    await holder.post("/me/showcase/items", {"product_ids": [product["id"], other["id"]]})
    await holder.put("/me/showcase/pins", {"product_ids": [other["id"]]})
    brand = await world.person("langkah", name="Langkah Nusantara", verified=True, followers=5000)
    await brand.post(f"/plans/{plan['id']}/joins")
    invited = await seller.post(f"/shops/{shop}/links", {"kind": "OFFICIAL", "handle": "langkah"})
    buyer = await world.person("rina", name="Rina Wulandari")
    placed = await buyer.post("/orders", order_of(product["skus"][0]["id"], via={"showcase": "agen"}), key="k" * 20)
    order = placed["orders"][0]["id"]
    promotion, voucher = await deals(seller, shop, product["id"])
    return Street(seller, shop, product, order, holder, brand, invited["id"], plan["id"], buyer, promotion, voucher)


async def deals(seller: Person, shop: str, product: str) -> tuple[str, str]:
    """A flash deal that runs and a voucher to claim; their ids."""
    now = datetime.now(UTC)
    span = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=20)).isoformat(), "launch": True}
    sale = {"kind": "FLASHSALE", "title": "Kilat sore", "items": [{"product_id": product, "off_bp": 2000}]}
    promotion = await seller.post(f"/shops/{shop}/promotions", sale | span)
    coupon = {"display": "REGULAR", "title": "Salam kenal", "amount": "10000", "minimum_spend": "50000"}
    voucher = await seller.post(f"/shops/{shop}/vouchers", coupon | span)
    return promotion["promotion"]["id"], voucher["id"]


@pytest.fixture(params=LOOKS, ids="-".join)
async def look(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> AsyncIterator[tuple[Windows, dict[str, Any]]]:
    """Windows of one width, and what else makes the look. axe is a foreign script: the policy is set aside for it."""
    lang, theme, size = request.param
    windows = Windows(browser, address, size)
    yield windows, {"lang": lang, "theme": theme, "bypass_csp": True}
    await windows.close()
    assert windows.complaints == []


async def findings(page: Page, *paths: str) -> list[str]:
    """Everything that is wrong with the pages, in one list."""
    found: list[str] = []
    # Every page it goes to from here on begins with axe.
    await page.add_init_script(path=axe_path())
    for path in paths:
        answer = await page.goto(path)
        if answer is None or answer.status != 200:
            found.append(f"{path} answers {answer and answer.status}")
            continue
        found += [f"{path} {each}" for each in await page.evaluate(AXE)]
        if (wide := await page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{path} is {wide} px wider than the screen")
    return found


async def test_pages_for_everybody(look: tuple[Windows, dict[str, Any]], street: Street) -> None:
    windows, looks = look
    page = await windows.open("/", **looks)
    product = f"/p/{street.product['id']}?showcase={street.holder.handle}"
    bag = f"/@{street.holder.handle}/showcase"
    shop = f"/s/{street.shop}"
    assert await findings(page, "/", bag, product, shop, "/search?q=sandal", "/login", "/signup", "/help") == []


async def test_pages_of_a_buyer(look: tuple[Windows, dict[str, Any]], street: Street) -> None:
    windows, looks = look
    page = await windows.open(f"/p/{street.product['id']}", as_=street.buyer, **looks)
    await page.locator("#buy label.chip", has_text="M").click()
    await page.locator("#buy button[value=cart]").click()
    await page.locator("[data-toast]").wait_for()
    assert await findings(page, "/cart", "/checkout", "/orders", f"/orders/{street.order}", "/me") == []
    around = ("/returns", "/messages", f"/messages/{street.shop}", "/vouchers", "/complaints")
    complain = f"/complaints/new?about=SHOP&id={street.shop}"
    assert await findings(page, *around, complain, "/sandbox", "/sandbox/parcels") == []


async def test_pages_of_a_seller(look: tuple[Windows, dict[str, Any]], street: Street) -> None:
    windows, looks = look
    home = f"/seller/{street.shop}"
    page = await windows.open(home, as_=street.seller, **looks)
    places = (
        "",
        "/orders",
        f"/orders/{street.order}",
        "/products",
        "/products/new",
        f"/products/{street.product['id']}",
    )
    linking = (
        f"/accounts?kind=MARKETING&handle={street.buyer.handle}",
        "/plans",
        f"/plans/{street.plan}",
        "/plans/new",
    )
    assert await findings(page, *(home + place for place in (*places, *linking, "/products/import"))) == []


async def test_pages_of_a_seller_at_work(look: tuple[Windows, dict[str, Any]], street: Street) -> None:
    windows, looks = look
    home = f"/seller/{street.shop}"
    page = await windows.open(home, as_=street.seller, **looks)
    answering = ("/returns", "/returns?state=cancel", "/messages", "/reviews")
    stocking = ("/products/edit", "/warehouses", "/set-asides", f"/set-asides?product={street.product['id']}")
    promoting = (
        "/marketing",
        "/marketing/new",
        "/marketing/new/flashsale",
        f"/marketing/{street.promotion}",
        "/marketing/vouchers",
        "/marketing/vouchers/new",
        f"/marketing/vouchers/{street.voucher}",
    )
    money = ("", "/held", "/today", "/transactions", "/payouts", "/conditions")
    places = (*answering, *stocking, *promoting, *(f"/finance{each}" for each in money), "/settings")
    assert await findings(page, *(home + place for place in places)) == []


async def test_pages_of_an_operator(look: tuple[Windows, dict[str, Any]], street: Street, database: str) -> None:
    windows, looks = look
    pool = Pool(database, size=1)
    async with pool.transaction() as db:
        await set_operator(db, int(street.holder.account["id"]), is_operator=True)
    await pool.close()
    page = await windows.open("/operator", as_=street.holder, **looks)
    queues = ("/verifications", "/disputes", "/complaints", "/reviews", "/listings", "/refunds")
    assert await findings(page, *(f"/operator{each}" for each in ("", *queues, "/reconciliation", "/sweeps"))) == []


async def test_pages_of_a_creator(look: tuple[Windows, dict[str, Any]], street: Street) -> None:
    windows, looks = look
    invited = await windows.open(f"/creator/invitations/{street.invitation}", as_=street.invited, **looks)
    assert await findings(invited, f"/creator/invitations/{street.invitation}", "/creator/plans/mine") == []
    page = await windows.open("/creator", as_=street.holder, **looks)
    places = ("/creator", "/creator/links", "/creator/showcase", "/creator/showcase/add", "/creator/plans")
    assert await findings(page, *places, "/creator/collections", "/creator/collections/new") == []


async def test_at_200_percent_everything_fits_and_what_is_chosen_shows_in_forced_colours(
    browser: Browser, address: str, street: Street
) -> None:
    windows = Windows(browser, address, "desk")
    bag, home = f"/@{street.holder.handle}/showcase", f"/seller/{street.shop}"
    for who, paths in (
        (street.buyer, ("/", bag, f"/p/{street.product['id']}", "/cart", "/orders", f"/orders/{street.order}", "/me")),
        (street.seller, tuple(home + each for each in ("", "/orders", "/products", "/finance", "/marketing/new"))),
    ):
        page = await windows.open("/help", as_=who, bypass_csp=True)
        await page.set_viewport_size(ZOOMED)
        assert await findings(page, *paths) == []
    buyer = await windows.open(bag, as_=street.buyer)
    await buyer.emulate_media(forced_colors="active")
    for path, chosen, other in (
        (bag, ".chip[aria-current]", ".chip:not([aria-current])"),
        (f"/p/{street.product['id']}", "#buy .chip:has(:checked)", "#buy .chip:not(:has(:checked))"),
    ):
        await buyer.goto(path)
        if path.startswith("/p/"):
            await buyer.locator("#buy label.chip", has_text="M").click()
        assert await background(buyer, chosen) != await background(buyer, other)
    await windows.close()
    assert windows.complaints == []


async def background(page: Page, selector: str) -> str:
    """The colour behind the first such element, when its transition is over."""
    element = page.locator(selector).first
    await element.evaluate("element => Promise.all(element.getAnimations().map(each => each.finished))")
    return await element.evaluate("element => getComputedStyle(element).backgroundColor")
