"""Packages at the desk: many orders at once with an answer for each, one order in parts, labels, the table for spreadsheets."""

import re
from datetime import UTC, datetime, timedelta

import httpx

from etalase.base.pool import Pool
from etalase.orders.actions import CartLine, buy
from etalase.orders.actions.moving import release_hold
from etalase.orders.queries import order_row_of_shop
from etalase.web.seller.orders_csv import row_of
from etalase.web.shopper.address_form import address_of
from tests.makers.desks import Desk
from tests.makers.shopping import ADDRESS, Market, make_market, sign_in


async def ordered(pool: Pool, market: Market, pieces: int = 2) -> int:
    """An order that may be sent; its id."""
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        lines, address = [CartLine(market.sizes[0], pieces)], address_of("ID", ADDRESS)
        placed = await buy(db, market.buyer, lines=lines, address=address, method="COD", now=now)
        order = await order_row_of_shop(db, market.shop.shop_id, placed.orders[0].order_id)
        await release_hold(db, order, now=now + timedelta(hours=1))
    return order.order_id


async def opened(client: httpx.AsyncClient, pool: Pool) -> tuple[Desk, Market]:
    market = await make_market(pool)
    client.headers["accept-language"] = "en"
    desk = Desk(client, pool, market.seller, market.shop)
    await desk.as_(market.seller)
    return desk, market


async def test_many_orders_at_once_have_an_answer_each(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    first, second = await ordered(pool, market), await ordered(pool, market)
    many = f"{desk.home}/orders/many"
    answer = await client.post(many, data={"order": [str(first), "12"], "do": "arrange"})
    assert answer.status_code == 200 and "1 of 2 orders done" in answer.text
    assert "Booked with the carrier." in answer.text and "It is not there any more." in answer.text
    answer = await client.post(many, data={"order": [str(first), str(second)], "do": "arrange"})
    assert "1 of 2 orders done" in answer.text and "The order is Awaiting collection" in answer.text
    labels = await client.get(f"{desk.home}/labels", params={"order": [str(first), str(second)]})
    assert labels.headers["content-type"] == "application/pdf" and labels.content.startswith(b"%PDF")
    answer = await client.post(many, data={"order": [str(first), str(second)], "do": "handover"})
    assert "2 of 2 orders done" in answer.text
    assert (await client.post(many, data={"do": "handover"})).status_code == 303


async def test_an_order_in_parts_and_its_buyer_sees_each(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market, pieces=3)
    page = await desk.page(f"/orders/{order_id}")
    assert "3 pieces are not packed yet" in page
    line = page.split('name="line-')[1].split('"')[0]
    await desk.send(f"/orders/{order_id}/packages", **{f"line-{line}": "2"})
    page = await desk.page(f"/orders/{order_id}")
    assert "1 piece is not packed yet" in page and "Split it" in page
    package = page.split('id="package-')[1].split('"')[0]
    await desk.send(f"/orders/{order_id}/packages/{package}/shipment")
    page = await desk.page(f"/orders/{order_id}")
    assert "Partly shipped" in page and "Waits for the carrier" in page and "KEID" in page
    label = await client.get(f"{desk.home}/orders/{order_id}/packages/{package}/label")
    assert label.headers["content-type"] == "application/pdf"
    await desk.send(f"/orders/{order_id}/booking")
    await desk.send(f"/orders/{order_id}/packages/{package}/handover")
    await sign_in(client, pool, market.buyer)
    page = (await client.get(f"/orders/{order_id}")).text
    assert "In transit" in page and "Package 1" in page and "Package 2" in page and "Picked up by the carrier" in page
    assert "Should arrive until" in page


async def test_packages_of_one_buyer_are_put_together_and_taken_apart(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    first, second = await ordered(pool, market), await ordered(pool, market, pieces=1)
    here = f"/orders/{first}"
    for each in (first, second):
        await desk.send(f"/orders/{each}/packages")
    page = await desk.page(here)
    form = page.split("Put packages of this buyer together")[1].split("</form>")[0]
    packages = re.findall(r'name="package" value="(\d+)"', form)
    assert len(packages) == 2
    told = " ".join(re.sub(r"<[^>]*>", " ", form).split())
    assert f"This package · 2 pieces · Order {first}" in told
    assert f"A package of another order · 1 piece · Order {second}" in told
    few = await desk.send(f"{here}/combination", package=packages[:1])
    assert few.status_code == 303 and "Choose at least two packages" in await desk.page(here)
    answer = await desk.send(f"{here}/combination", package=packages)
    assert answer.status_code == 303 and answer.headers["location"].endswith(here)
    page = await desk.page(here)
    assert "Put together in one package." in page and "Put packages of this buyer together" not in page
    assert page.count('id="package-') == 1 and page.count('name="line-') == 2
    together = page.split("Together with the order")[1].split("</p>")[0]
    assert str(second) in together and str(first) not in together.split(str(second))[1]
    lines = re.findall(r'name="(line-\d+)"', page)
    assert page.count('id="package-') == (await desk.page(f"/orders/{second}")).count('id="package-') == 1
    # The buyer sees of which order each piece is.
    await sign_in(client, pool, market.buyer)
    own = (await client.get(here)).text.split("Package", 1)[1]
    assert f"Order {first}</span></li>" in own and f"Order {second}</span></li>" in own
    await desk.as_(market.seller)
    # One piece of the larger order goes on its own.
    await desk.send(f"{here}/packages/{packages[0]}/split", **{lines[0]: "1"})
    page = await desk.page(here)
    assert page.count('id="package-') == 2 and "In a package of its own now." in page
    form = page.split("Put packages of this buyer together")[1].split("</form>")[0]
    assert "Package 1" in form and "Package 2" in form


async def test_one_package_has_its_next_step_once(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market, pieces=2)
    here = f"/orders/{order_id}"
    await desk.send(f"{here}/packages")
    for said, path in (("Book ", "booking"), ("The carrier has it", "handover"), ("The buyer has it", "delivery")):
        page = await desk.page(here)
        assert page.count(f"<span>{said}") == 1 and f"{desk.home}{here}/{path}" in page, path
        await desk.send(f"{here}/{path}")
    assert "Delivered" in await desk.page(here)


async def test_the_list_is_filtered_and_told_as_a_table(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = str(await ordered(pool, market))
    for query, found in (
        (f"q={order_id}", True),
        ("q=12", False),
        ("q=@sari", True),
        ("q=@nobody", False),
        ("q=sneaker", True),
        ("q=umbrella", False),
        ("q=sneaker&state=ship", True),
        ("carrier=JNE", False),
        ("due=late&state=ship", False),
        ("since=2020-01-01&until=2020-01-02", False),
        ("since=nonsense", True),
        ("state=cancelled", False),
    ):
        assert (f'/orders/{order_id}"' in await desk.page(f"/orders?{query}")) is found, query
    table = await client.get(f"{desk.home}/orders.csv", params={"q": "sneaker"})
    assert table.headers["content-type"].startswith("text/csv") and "Canvas sneaker Kawah" in table.text
    assert len(table.text.strip().splitlines()) == 2 and "Kenanga" in table.text


def test_a_cell_that_looks_like_a_formula_is_none() -> None:
    assert row_of(["=1+1", "@x", "plain", -5, None]) == "'=1+1,'@x,plain,-5,\r\n"
