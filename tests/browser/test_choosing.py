"""Those who sell for others choose what they show: marketing accounts and affiliates, in the browser."""

from playwright.async_api import Page, expect

from tests.browser.walks import accept, invite, titles
from tests.browser.windows import Windows
from tests.journeys.world import World


async def test_r_show_6_a_marketing_account_chooses_orders_by_keyboard_and_pins(
    world: World, windows: Windows, size: str
) -> None:
    name = f"Langkah Mitra {size}"
    seller = await world.person(f"pemilik.mitra.{size}")
    shop = await world.shop(seller, name)
    for title in ("Satu", "Dua", "Tiga", "Empat"):
        await world.product(seller, shop, title)
    holder = await world.person(f"agen.mitra.{size}", verified=True)
    studio = await windows.open("/creator", as_=holder)
    desk = await windows.open(f"/seller/{shop}/accounts", as_=seller)
    await invite(desk, "Marketing", holder.handle)
    await expect(studio.get_by_text("invites you as a marketing account")).to_be_visible()
    await accept(studio, name)
    await studio.get_by_role("link", name="Choose products").click()
    await choose(studio, "Satu", "Dua", "Tiga")
    await expect(studio.get_by_text("3 products added to your Showcase.")).to_be_visible()
    first, second, third = await titles(studio, holder.handle)
    await studio.goto("/creator/showcase")
    async with studio.expect_response("**/creator/showcase/order"):
        await studio.get_by_role("button", name=f"Move {first} with the arrow keys").focus()
        await studio.keyboard.press("ArrowDown")
    assert await titles(studio, holder.handle) == [second, first, third]
    await studio.goto("/creator/showcase")
    await studio.get_by_role("button", name=f"What to do with {third}").click()
    await studio.get_by_role("button", name="Pin to the top").locator("visible=true").click()
    await expect(studio.get_by_role("heading", name="Pinned")).to_be_visible()
    assert await titles(studio, holder.handle) == [third, second, first]


async def choose(page: Page, *chosen: str) -> None:
    """Tick products and add them."""
    for title in chosen:
        await page.locator("label.pick", has_text=title).click()
    await page.get_by_role("button", name="Add to my Showcase").click()


async def test_r_aff_1_a_creator_joins_the_plan_that_a_seller_published(
    world: World, windows: Windows, size: str
) -> None:
    name = f"Langkah Afiliasi {size}"
    seller = await world.person(f"pemilik.afiliasi.{size}")
    shop = await world.shop(seller, name)
    await world.product(seller, shop, "Topi Laut")
    creator = await world.person(f"kreator.{size}", verified=True, followers=5000)
    desk = await windows.open(f"/seller/{shop}/plans", as_=seller)
    await desk.get_by_role("link", name="New plan").first.click()
    await desk.get_by_label("Commission").fill("12.5")
    await desk.get_by_role("button", name="Publish").click()
    await expect(desk.get_by_text("12.5%").first).to_be_visible()
    studio = await windows.open("/creator/plans", as_=creator)
    await studio.locator("#plans > *", has_text=name).get_by_role("button", name="Take part").click()
    await expect(studio.locator("[data-toast]")).to_be_visible()
    await studio.goto("/creator/showcase/add")
    await choose(studio, "Topi Laut")
    await expect(studio.get_by_text("1 product added to your Showcase.")).to_be_visible()
    visitor = await windows.open()
    assert await titles(visitor, creator.handle) == ["Topi Laut"]
    await expect(visitor.get_by_text(f"from {name}")).to_be_visible()
