"""A shopper buys from a Showcase in the browser, and the seller sees the order (R-SURF-2)."""

from typing import Any

import msgspec
import pyvips
from playwright.async_api import Page, Route, expect

from tests.browser.windows import Windows, fill_login
from tests.journeys.world import Person, World, link


class Stall(msgspec.Struct):
    """A shop whose product a marketing account shows."""

    seller: Person
    shop: str
    product: Any
    holder: Person
    buyer: Person


async def stall(world: World, name: str) -> Stall:
    """Everybody's handle ends in `name`, so that tests of one module do not meet."""
    seller = await world.person(f"pemilik.{name}")
    shop = await world.shop(seller, f"Langkah {name}")
    skus = [
        {"seller_sku": f"{name}-{size}", "options": {"Size": size}, "price": "149000", "stock": 7} for size in "SML"
    ]
    body = {"title": f"Sandal {name}", "description": "For the beach.", "category": "Other", "skus": skus}
    product = await seller.post(f"/shops/{shop}/products", body)
    holder = await world.person(f"agen.{name}", verified=True)
    await link(seller, shop, holder, "MARKETING")
    await holder.post("/me/showcase/items", {"product_ids": [product["id"]]})
    return Stall(seller, shop, product, holder, await world.person(f"rina.{name}", name="Rina Wulandari"))


async def fill_address(page: Page) -> None:
    """The form of Indonesia."""
    await page.get_by_label("Recipient").fill("Rina Wulandari")
    await page.get_by_label("Phone").fill("081234567890")
    await page.get_by_label("Street, building, number").fill("Jl. Contoh No. 1")
    await page.locator("#region").select_option("DKI Jakarta")
    for field, text in (("city", "Jakarta Selatan"), ("district", "Kebayoran Baru"), ("subdistrict", "Senayan")):
        await page.locator(f"#{field}").fill(text)
    await page.locator("#postal_code").fill("12190")


async def test_r_surf_2_from_the_bag_tab_to_the_order_that_the_seller_sees(
    world: World, windows: Windows, size: str
) -> None:
    placed = await stall(world, f"satu{size}")
    page = await windows.open(f"/@{placed.holder.handle}")
    await page.get_by_role("navigation", name="Sections of this profile").get_by_role("link", name="Showcase").click()
    await page.get_by_role("link", name=placed.product["title"]).click()
    await expect(page.get_by_role("link", name=f"Shown by @{placed.holder.handle}")).to_be_visible()
    await page.locator("#buy label.chip", has_text="M").click()
    await page.get_by_role("button", name="One more").click()
    await page.get_by_role("button", name="Add to cart").click()
    await expect(page.get_by_text("Added to your cart.")).to_be_visible()
    await page.goto("/cart")
    await expect(page.get_by_text(f"Found with @{placed.holder.handle}")).to_be_visible()
    await page.get_by_role("link", name="Check out").click()
    await fill_login(page, placed.buyer.handle)  # the cart comes along
    await expect(page.get_by_role("heading", name="Check out")).to_be_visible()
    await press_pay(page)
    await expect(page.get_by_text("Please look at")).to_be_visible()  # errors stand beside the fields
    await fill_address(page)
    await press_pay(page)
    await expect(page.get_by_role("heading", name="Thank you, it is ordered")).to_be_visible()
    await page.locator("main a[href^='/orders/']").first.click()
    await expect(page.get_by_role("heading", name="What you bought")).to_be_visible()
    await expect(page.get_by_text("Jl. Contoh No. 1")).to_be_visible()
    [order] = (await placed.seller.get(f"/shops/{placed.shop}/orders"))["items"]
    assert (order["total"]["amount"], order["lines"][0]["quantity"]) == ("298000", 2)
    assert order["lines"][0]["via"] == {"showcase": placed.holder.handle}
    desk = await windows.open(f"/seller/{placed.shop}/orders", as_=placed.seller)
    await expect(desk.locator(f"a[href*='/orders/{order['id']}']").first).to_be_visible()


async def test_r_surf_2_a_double_tap_on_the_pay_button_places_one_order(
    world: World, windows: Windows, size: str
) -> None:
    placed = await stall(world, f"ganda{size}")
    page = await windows.open(f"/p/{placed.product['id']}", as_=placed.buyer)
    await page.locator("#buy label.chip", has_text="S").click()
    await page.get_by_role("button", name="Buy now").click()
    await fill_address(page)
    await page.get_by_role("button", name="Place order").locator("visible=true").dblclick()
    await expect(page.get_by_role("heading", name="Thank you, it is ordered")).to_be_visible()
    assert len((await placed.buyer.get("/me/orders"))["items"]) == 1


async def test_the_pay_button_is_off_after_the_first_tap(world: World, windows: Windows, size: str) -> None:
    placed = await stall(world, f"sekali{size}")
    page = await windows.open(f"/p/{placed.product['id']}", as_=placed.buyer)
    await page.locator("#buy label.chip", has_text="S").click()
    await page.get_by_role("button", name="Buy now").click()
    await fill_address(page)

    async def says_nothing(route: Route) -> None:
        await route.fulfill(status=204)  # the page stays as it is while it waits for an answer

    await page.route(lambda url: "/checkout" in url, says_nothing)
    pay = page.get_by_role("button", name="Place order").locator("visible=true")
    await pay.click()
    await expect(pay).to_be_disabled()


async def test_a_code_is_tried_again_and_again_without_losing_what_was_typed(
    world: World, windows: Windows, size: str
) -> None:
    placed = await stall(world, f"kode{size}")
    page = await windows.open(f"/p/{placed.product['id']}", as_=placed.buyer)
    await page.locator("#buy label.chip", has_text="S").click()
    await page.get_by_role("button", name="Buy now").click()
    await fill_address(page)
    for code in ("HEMAT", "LEBIH"):  # the form that came back is a form like the first
        await page.get_by_label("Voucher codes").fill(code)
        await page.keyboard.press("Enter")
        await expect(page.locator(f"[name=codes][type=hidden][value={code}]")).to_have_count(1)
        await expect(page.get_by_text("This takes nothing off")).to_be_visible()
    await expect(page.get_by_label("Street, building, number")).to_have_value("Jl. Contoh No. 1")
    assert (await placed.buyer.get("/me/orders"))["items"] == []


async def press_pay(page: Page) -> None:
    """The button of this width."""
    await page.get_by_role("button", name="Place order").locator("visible=true").click()


async def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the element is focused, as somebody without a mouse does."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by {most} presses of Tab")


async def type_into(page: Page, field: str, text: str) -> None:
    """Reach the field and replace what it holds."""
    await tab_to(page, f"#{field}")
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


async def test_the_whole_purchase_by_keyboard(world: World, windows: Windows, size: str) -> None:
    placed = await stall(world, f"papan{size}")
    page = await windows.open(f"/@{placed.holder.handle}/showcase", as_=placed.buyer)
    await tab_to(page, f"a[href^='/p/{placed.product['id']}']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=placed.product["title"], level=1)).to_be_visible()
    await tab_to(page, "#buy [name=sku]")
    await page.keyboard.press("Space")
    await tab_to(page, "#buy button[value=checkout]")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Check out")).to_be_visible()
    for field, text in (("name", "Rina Wulandari"), ("phone", "081234567890"), ("line1", "Jl. Contoh No. 1")):
        await type_into(page, field, text)
    await tab_to(page, "#region")
    await page.keyboard.type("DKI Jakarta")
    for field, text in (("city", "Jakarta Selatan"), ("district", "Kebayoran Baru"), ("subdistrict", "Senayan")):
        await type_into(page, field, text)
    await type_into(page, "postal_code", "12190")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Thank you, it is ordered")).to_be_visible()
    assert len((await placed.buyer.get("/me/orders"))["items"]) == 1


async def test_choosing_an_option_turns_the_gallery_to_its_picture(world: World, windows: Windows, size: str) -> None:
    seller = await world.person(f"pemilik.warna.{size}")
    shop = await world.shop(seller, f"Langkah Warna {size}")
    keys: list[str] = []
    for red in (10, 120, 240):
        picture = (
            pyvips.Image.black(400, 400, bands=3)
            .linear([1, 1, 1], [red, 60, 60])
            .cast("uchar")
            .copy(interpretation="srgb")
        )
        keys.append(await seller.picture(picture.pngsave_buffer()))
    body: dict[str, Any] = {
        "title": "Kaus Warna",
        "description": "Dua warna.",
        "category": "Other",
        "pictures": keys[:1],
        "option_pictures": [
            {"name": "Warna", "value": value, "picture": key}
            for value, key in zip(("Merah", "Biru"), keys[1:], strict=True)
        ],
        "skus": [
            {"seller_sku": f"{value}-{size}", "options": {"Warna": value}, "price": "129000", "stock": 5}
            for value in ("Merah", "Biru")
        ],
    }
    made = await seller.post(f"/shops/{shop}/products", body)
    page = await windows.open(f"/p/{made['id']}")
    place = page.locator("[data-gallery-place]")
    await expect(place).to_have_text("1")
    await page.locator("label.chip", has_text="Biru").click()
    await expect(place).to_have_text("3")
    await page.locator("label.chip", has_text="Merah").click()
    await expect(place).to_have_text("2")
