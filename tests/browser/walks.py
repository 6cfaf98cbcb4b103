"""What people do on the pages of linking, from any journey."""

from playwright.async_api import Page, expect

from tests.journeys.world import Person, World, link


async def invite(page: Page, kind: str, handle: str) -> None:
    """In Seller Center: search the handle, look at every rule, invite."""
    await page.locator("label.choice", has_text=f"{kind} account").click()
    await page.get_by_role("textbox", name="Handle").or_(page.get_by_role("combobox", name="Handle")).fill(handle[:-1])
    await page.get_by_role("option", name=f"@{handle}").click()
    await page.get_by_role("button", name="Check").click()
    await expect(page.get_by_text("Can be invited")).to_be_visible()
    await page.get_by_role("button", name=f"Invite as {kind.lower()} account").click()
    await expect(page.get_by_text("Invitations waiting")).to_be_visible()


async def accept(page: Page, shop: str) -> None:
    """In Creator Studio, from the list of what waits."""
    await page.locator("main a.invitation", has_text=shop).click()
    await page.get_by_role("button", name="Accept").click()
    await expect(page.get_by_role("heading", name=f"You are linked to {shop}")).to_be_visible()


async def titles(page: Page, handle: str) -> list[str]:
    """What anybody sees on the profile's bag tab."""
    await page.goto(f"/@{handle}/showcase")
    return await page.locator("#products .product-title").all_inner_texts()


async def linked_holder(world: World, seller: Person, shop: str, handle: str, product: str) -> Person:
    """A marketing account that shows the product."""
    holder = await world.person(handle, verified=True)
    await link(seller, shop, holder, "MARKETING")
    await holder.post("/me/showcase/items", {"product_ids": [product]})
    return holder
