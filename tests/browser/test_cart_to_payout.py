"""From the cart to the payout in the browser, in three markets: a phone buys, returns and cancels, a desk ships and is paid."""

import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest
import pyvips
from playwright.async_api import Browser, Page, expect

from etalase.base.pool import Pool
from tests.browser.windows import Windows
from tests.journeys.expected import STORIES, Expected
from tests.journeys.stage import Stage
from tests.journeys.world import Person

# Where to keep a picture of every step, for somebody who wants to look at them.
SHOTS: Final = os.environ.get("ETALASE_JOURNEY_SHOTS")
PHONES: Final = {"ID": "081234567890", "US": "4155550123", "VN": "0912345678"}
SHOWN: Final = {"ID": "Rp349,000", "US": "$74.32", "VN": "₫435,000"}
PAID_OUT: Final = {"ID": "Rp207,342", "US": "$46.21", "VN": "₫260,947"}
CODE: Final = "TENUN"


class Street(msgspec.Struct):
    """Who is there, and what they sell."""

    stage: Stage
    story: Expected
    seller: Person
    buyer: Person
    shop: str
    scarf: tuple[str, str]
    soap: tuple[str, str]
    lamp: tuple[str, str]


@pytest.fixture
async def stage(address: str, database: str) -> AsyncIterator[Stage]:
    """People at the API of the server, and the jobs that a worker would do."""
    pool = Pool(database, size=4)
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        yield Stage(client, pool)
    await pool.close()


@pytest.fixture
async def phone(browser: Browser, address: str) -> AsyncIterator[Windows]:
    """The buyer's."""
    async for opened in windows(browser, address, "phone"):
        yield opened


@pytest.fixture
async def desk(browser: Browser, address: str) -> AsyncIterator[Windows]:
    """The seller's."""
    async for opened in windows(browser, address, "desk"):
        yield opened


async def windows(browser: Browser, address: str, size: str) -> AsyncIterator[Windows]:
    """Windows of one size, whose pages may not complain."""
    opened = Windows(browser, address, size)
    yield opened
    await opened.close()
    assert opened.complaints == []


async def build(stage: Stage, story: Expected) -> Street:
    """Two shops with goods, ten percent off scarves, a voucher with a code."""
    at = story.market.lower()
    await stage.begin(keeper=f"penjaga.{at}")
    seller = await stage.person(f"penenun.{at}", story.market, name="Penenun")
    other = await stage.person(f"terang.{at}", story.market)
    buyer = await stage.person(f"rina.{at}", story.market, name="Rina Wulandari")
    shop = await stage.shop(seller, "Rumah Tenun", story.market)
    other_shop = await stage.shop(other, "Terang", story.market)
    prices = story.prices
    scarf = await stage.goods(seller, shop, "Hand-woven scarf, indigo and white", "Fashion", prices[0])
    soap = await stage.goods(seller, shop, "Soap with lemongrass from the garden", "Fashion", prices[1])
    lamp = await stage.goods(other, other_shop, "Reading lamp with a warm light", "Electronics", prices[2])
    now = await stage.now()
    span = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(days=2)).isoformat(), "launch": True}
    off = {"kind": "DIRECT_DISCOUNT", "title": "Scarves", "items": [{"product_id": scarf[0], "off_bp": 1000}]}
    await seller.post(f"/shops/{shop}/promotions", off | span)
    amount, least = story.voucher
    code = {"display": "PROMO_CODE", "code": CODE + story.market, "title": "Welcome", "amount": amount}
    await seller.post(f"/shops/{shop}/vouchers", code | {"minimum_spend": least} | span)
    return Street(stage, story, seller, buyer, shop, scarf, soap, lamp)


async def look(page: Page, street: Street, name: str) -> None:
    """Nothing is wider than the screen; a picture of it, if somebody asked for them."""
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    if SHOTS:
        path = Path(SHOTS) / f"{street.story.market.lower()}-{name}.png"
        await page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.market)
async def test_from_the_cart_to_the_payout(stage: Stage, phone: Windows, desk: Windows, story: Expected) -> None:
    street = await build(stage, story)
    hand = await phone.open("/", as_=street.buyer)
    home = f"/seller/{street.shop}"
    office = await desk.open(f"{home}/finance", as_=street.seller)
    await the_seller_says_where_the_money_goes(office, street)
    order = await the_buyer_fills_a_cart_and_pays(hand, street)
    await stage.wait(hours=1, minutes=1)
    await the_seller_packs(office, street, order)
    await the_buyer_follows_it(hand, street, order)
    cancelled = await the_buyer_buys_once_more_and_wants_to_cancel(hand, office, street)
    await stage.wait(hours=48)
    await silence_is_a_yes(hand, street, cancelled)
    await a_scarf_comes_back(hand, office, street, order)
    await the_money_comes(office, street, order)


async def the_seller_says_where_the_money_goes(office: Page, street: Street) -> None:
    await expect(office.get_by_text("Add a bank account, so that you can be paid.")).to_be_visible()
    await look(office, street, "01-finance-empty")
    for field, text in (("Bank", "BCA"), ("Account number", "8012345678"), ("Name on the account", "Penenun")):
        await office.get_by_label(field, exact=True).fill(text)
    await office.get_by_role("button", name="Save").click()
    await street.stage.settled()
    await office.reload()
    await expect(office.get_by_text("Confirmed by the bank")).to_be_visible()


async def the_buyer_fills_a_cart_and_pays(hand: Page, street: Street) -> str:
    for product, times in ((street.scarf, 3), (street.soap, 1), (street.lamp, 1)):
        await hand.goto(f"/p/{product[0]}")
        for _ in range(times - 1):
            await hand.get_by_role("button", name="One more").click()
        if times > 1:
            await look(hand, street, "02-product")
        await hand.get_by_role("button", name="Add to cart").click()
        await expect(hand.get_by_text("Added to your cart.")).to_be_visible()
    await hand.goto("/cart")
    await look(hand, street, "03-cart")
    await hand.get_by_role("link", name="Check out").click()
    await fill_address(hand, street.story)
    await hand.get_by_label("Voucher codes").fill(CODE + street.story.market)
    await hand.keyboard.press("Enter")  # which tries the code, and orders nothing
    await expect(hand.get_by_text("less with it.")).to_be_visible()
    await hand.locator("label.choice", has_text="card").first.click()
    await look(hand, street, "04-checkout")
    await press_pay(hand)
    # The total is another one with the address and the code: it is shown before anything is bought.
    if await hand.get_by_role("heading", name="Check out").is_visible():
        await look(hand, street, "05-checkout-total")
        await press_pay(hand)
    await expect(hand.get_by_role("heading", name="Thank you, it is ordered")).to_be_visible()
    await look(hand, street, "06-placed")
    await hand.locator("main a[href^='/orders/']", has_text="Rumah Tenun").click()
    await expect(hand.get_by_text(SHOWN[street.story.market]).first).to_be_visible()
    await look(hand, street, "07-order-on-hold")
    return hand.url.rsplit("/", 1)[1].partition("?")[0]


async def fill_address(page: Page, story: Expected) -> None:
    address = story.address
    await page.get_by_label("Recipient").fill(address["name"])
    await page.get_by_label("Phone").fill(PHONES[story.market])
    await page.get_by_label("Street, building, number").fill(address["lines"][0])
    await page.locator("#region").select_option(address["region"])
    for field in ("city", "district", "subdistrict", "postal_code"):
        if field in address:
            await page.locator(f"#{field}").fill(address[field])


async def press_pay(page: Page) -> None:
    await page.get_by_role("button", name="Place order").locator("visible=true").click()
    await page.wait_for_load_state("load")


async def the_seller_packs(office: Page, street: Street, order: str) -> None:
    await office.goto(f"/seller/{street.shop}/orders")
    await look(office, street, "08-desk-orders")
    await office.locator(f"a[href*='/orders/{order}']").first.click()
    await expect(office.get_by_text(street.story.address["lines"][0])).to_be_visible()
    await look(office, street, "09-desk-order")
    await office.get_by_role("button", name="Pack and book").click()
    label = office.get_by_role("link", name="Label")
    href = await label.get_attribute("href")
    printed = await office.request.get(str(href))
    assert printed.headers["content-type"] == "application/pdf" and (await printed.body()).startswith(b"%PDF")
    await look(office, street, "10-desk-arranged")
    await office.get_by_role("button", name="The carrier has it").first.click()
    await expect(office.get_by_role("button", name="The buyer has it").first).to_be_visible()


async def the_buyer_follows_it(hand: Page, street: Street, order: str) -> None:
    await street.stage.wait(hours=18)
    await hand.goto(f"/orders/{order}")
    await expect(hand.get_by_role("heading", name="In transit")).to_be_visible()
    await look(hand, street, "11-tracking")


async def the_buyer_buys_once_more_and_wants_to_cancel(hand: Page, office: Page, street: Street) -> str:
    story = street.story
    asked: dict[str, Any] = {"lines": [{"sku_id": street.soap[1], "quantity": 1}], "address": story.address}
    asked |= {"payment": {"method": "SANDBOX_CARD"}, "shipping": story.third_shipping}
    placed = await street.buyer.post("/orders", asked, key=f"second-{story.market}-of-the-journey")
    order = placed["orders"][0]["id"]
    await street.stage.wait(hours=4)
    if story.market == "ID":
        await office.goto(f"/seller/{street.shop}/orders/{order}")
        if (
            await office.get_by_label("Carrier", exact=True).count() == 0
            or not await office.get_by_label("Carrier", exact=True).first.is_visible()
        ):
            await office.get_by_text("Send it with a carrier of your own").click()
        await office.get_by_label("Carrier", exact=True).first.fill("JNE")
        await office.get_by_label("Tracking number").first.fill("JNE0012")
        await office.get_by_role("button", name="Packed").click()
    await hand.goto(f"/orders/{order}")
    await hand.get_by_label("Changed your mind?").fill("I found one at home")
    await look(hand, street, "12-may-cancel")
    hand.on("dialog", lambda dialog: dialog.accept())
    await hand.get_by_role("button", name="Ask to cancel").click()
    confirm = hand.locator("dialog[open] button[value], dialog[open] .btn-primary, dialog[open] .btn-danger").last
    if await hand.locator("dialog[open]").count():
        await confirm.click()
    await expect(hand.get_by_role("heading", name="You asked to cancel")).to_be_visible()
    await look(hand, street, "13-asked-to-cancel")
    await office.goto(f"/seller/{street.shop}/returns?tab=cancel")
    await look(office, street, "14-desk-cancellations")
    return order


async def silence_is_a_yes(hand: Page, street: Street, order: str) -> None:
    await hand.goto(f"/orders/{order}")
    await expect(hand.get_by_role("heading", name="Cancelled")).to_be_visible()
    await look(hand, street, "15-cancelled")


async def a_scarf_comes_back(hand: Page, office: Page, street: Street, order: str) -> None:
    await hand.goto(f"/orders/{order}")
    await expect(hand.get_by_role("heading", name="Delivered")).to_be_visible()
    await look(hand, street, "16-delivered")
    await hand.get_by_role("link", name="Return or refund").click()
    await hand.get_by_role("checkbox", name="Hand-woven scarf").check()
    await hand.locator("input[name^='quantity-']").first.fill("1")
    await hand.locator("label.choice", has_text="Return and refund").click()
    await hand.get_by_label("Why?").select_option("DAMAGED")
    await hand.get_by_label("Tell the shop what is wrong").fill("A thread is drawn.")
    evidence = pyvips.Image.gaussnoise(600, 400, mean=140, sigma=30).cast("uchar").pngsave_buffer()
    await hand.locator("input[type=file]").set_input_files(
        {"name": "thread.png", "mimeType": "image/png", "buffer": evidence}
    )
    await look(hand, street, "17-return-form")
    await hand.get_by_role("button", name="Send to the shop").click()
    await expect(hand.get_by_role("heading", name="Waiting for the shop")).to_be_visible()
    await look(hand, street, "18-return-asked")
    returned = hand.url
    await office.goto(f"/seller/{street.shop}/returns")
    await look(office, street, "19-desk-returns")
    await office.locator("main a[href*='/returns/']").first.click()
    await office.locator("label.choice", has_text="Accept the return").click()
    await look(office, street, "20-desk-return")
    await office.get_by_role("button", name="Decide").click()
    await hand.goto(returned)
    await hand.get_by_label("Carrier").fill("JNE")
    await hand.get_by_label("Tracking number").fill("BACK1")
    await look(hand, street, "21-send-it-back")
    await hand.get_by_role("button", name="It is on its way").click()
    await street.stage.wait(hours=30)
    await office.reload()
    await office.locator("label.choice", has_text="The parcel is as it should be").click()
    await office.get_by_role("button", name="Decide").click()
    await street.stage.settled()
    await hand.goto(returned)
    await expect(hand.get_by_role("heading", name="Refunded")).to_be_visible()
    await look(hand, street, "22-refunded")


async def the_money_comes(office: Page, street: Street, order: str) -> None:
    stage, finance = street.stage, f"/seller/{street.shop}/finance"
    await office.goto(f"{finance}/held")
    await look(office, street, "23-held")
    held = (await street.seller.get(f"/shops/{street.shop}/balance/held"))["items"]
    release = datetime.fromisoformat(next(each["release_at"] for each in held if each["order_id"] == order))
    for at in (release + timedelta(minutes=1), release.replace(hour=0, minute=5) + timedelta(days=1)):
        await stage.wait(seconds=int((at - await stage.now()).total_seconds()) + 1)
    await office.goto(finance)
    await expect(office.get_by_text(PAID_OUT[street.story.market]).first).to_be_visible()
    await look(office, street, "24-finance")
    await office.locator("a[href*='/finance/statements/']").first.click()
    await office.locator("details summary").first.click()
    await expect(office.get_by_text("Platform commission").first).to_be_visible()
    await look(office, street, "25-statement")
    await office.goto(f"{finance}/payouts")
    await expect(office.get_by_text("Paid", exact=True).first).to_be_visible()
    await look(office, street, "26-payouts")
