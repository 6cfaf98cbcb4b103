"""Accounts are linked in the browser: the seller invites, the holder confirms, the Showcase fills; later they part."""

import re

from playwright.async_api import Page, expect

from tests.browser.walks import accept, invite, linked_holder, titles
from tests.browser.windows import Windows
from tests.journeys.world import World


async def test_r_link_20_an_official_invitation_appears_by_itself_and_the_showcase_fills(
    world: World, windows: Windows, size: str
) -> None:
    name = f"Langkah Resmi {size}"
    seller = await world.person(f"pemilik.resmi.{size}")
    shop = await world.shop(seller, name)
    await world.product(seller, shop, "Sandal Senja")
    brand = await world.person(f"langkah.resmi.{size}", name=name, verified=True)
    studio = await windows.open("/creator", as_=brand)
    desk = await windows.open(f"/seller/{shop}/accounts", as_=seller)
    await invite(desk, "Official", brand.handle)
    await expect(studio.get_by_text("invites you as its official account")).to_be_visible()  # nobody reloaded
    assert await titles(await windows.open(), brand.handle) == []  # nothing takes effect before the holder confirms
    await accept(studio, name)
    await expect(desk.get_by_role("button", name="Unlink").first).to_be_visible()  # nor here
    visitor = await windows.open()
    assert await titles(visitor, brand.handle) == ["Sandal Senja"]
    await desk.goto(f"/seller/{shop}/products/new")
    await write_product(desk, "Sepatu Fajar")
    assert await titles(visitor, brand.handle) == ["Sepatu Fajar", "Sandal Senja"]
    await expect(visitor.get_by_text(f"Official account of {name}")).to_be_visible()


async def write_product(page: Page, title: str) -> None:
    """The form of a product, as short as it may be."""
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Category").select_option(index=1)
    await page.get_by_label("Description").fill(f"{title}, made for this test.")
    for field, text in (("seller_sku", title), ("price", "189000"), ("stock", "4")):
        await page.locator(f"[name={field}]").first.fill(text)
    await page.get_by_role("button", name="Put on sale").click()
    await expect(page.locator("[data-toast]")).to_be_visible()


async def test_r_link_40_too_early_is_explained_and_a_day_later_the_items_leave(
    world: World, windows: Windows, size: str
) -> None:
    name = f"Langkah Pisah {size}"
    seller = await world.person(f"pemilik.pisah.{size}")
    shop = await world.shop(seller, name)
    product = await world.product(seller, shop, "Sandal Pisah")
    holder = await linked_holder(world, seller, shop, f"agen.pisah.{size}", product["id"])
    desk = await windows.open(f"/seller/{shop}/accounts", as_=seller)
    await desk.get_by_role("button", name="Unlink").click()
    await expect(desk.get_by_text("A new link holds for a while.")).to_be_visible()
    await world.advance(seller, hours=25)
    await desk.reload()
    await desk.get_by_role("button", name="Unlink").click()
    await desk.get_by_role("button", name="End the link").click()
    await expect(desk.get_by_text("The link has ended.")).to_be_visible()
    assert await titles(await windows.open(), holder.handle) == []
    studio = await windows.open("/creator/showcase?show=hidden", as_=holder)
    await expect(studio.get_by_text("Sandal Pisah").first).to_be_visible()  # kept for the holder, with the reason
    await expect(studio.get_by_text("The shop ended the link.")).to_be_visible()


async def test_r_link_22_and_24_the_clock_counts_from_what_the_server_says_and_a_code_leads_to_the_answer(
    world: World, windows: Windows, size: str
) -> None:
    seller = await world.person(f"pemilik.kode.{size}")
    shop = await world.shop(seller, f"Langkah Kode {size}")
    holder = await world.person(f"agen.kode.{size}", verified=True)
    await world.advance(seller, hours=72)  # the browser's own clock is days behind
    desk = await windows.open(f"/seller/{shop}/accounts", as_=seller)
    await invite(desk, "Marketing", holder.handle)
    await expect(desk.locator("[data-countdown]").first).to_have_text(re.compile(r"^47:5\d:\d\d$"))
    await desk.get_by_role("button", name="QR code").click()
    code = desk.get_by_role("img", name="QR code of the invitation")
    await expect(code).to_be_visible()
    assert await code.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


async def test_r_link_47_closing_the_shop_empties_the_showcase_and_stops_the_sale(
    world: World, windows: Windows, size: str
) -> None:
    name = f"Langkah Tutup {size}"
    seller = await world.person(f"pemilik.tutup.{size}")
    shop = await world.shop(seller, name)
    product = await world.product(seller, shop, "Sandal Tutup")
    holder = await linked_holder(world, seller, shop, f"agen.tutup.{size}", product["id"])
    visitor = await windows.open()
    assert await titles(visitor, holder.handle) == ["Sandal Tutup"]
    desk = await windows.open(f"/seller/{shop}/settings", as_=seller)
    await desk.get_by_label(f"Type “{name}” to confirm").fill(name)
    await desk.get_by_role("button", name="Close for good").click()
    await expect(desk.locator("[data-toast]")).to_be_visible()
    await visitor.goto(f"/p/{product['id']}")
    await expect(visitor.get_by_role("button", name="Buy now")).to_have_count(0)
    assert await titles(visitor, holder.handle) == []
