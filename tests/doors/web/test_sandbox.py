"""The pages of the sandbox: the clock, what waits to be paid, the carrier. Elsewhere they do not exist."""

from datetime import UTC, datetime
from html import unescape

import httpx
import pytest
from msgspec.structs import force_setattr, replace

from etalase.base.pool import Pool
from etalase.doorway.house import House
from etalase.orders.actions import CartLine, buy
from etalase.parcels.rules import KIND_NAMES
from tests.doors.web.test_seller_parcels import opened, ordered
from tests.makers.accounts import make_account
from tests.makers.orders import ADDRESS
from tests.makers.shopping import make_market, sign_in

EN = {"Accept-Language": "en"}
PAGES = ("/sandbox", "/sandbox/parcels", "/sandbox/parcels/KE1")


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    """A page as text."""
    answer = await client.get(path, headers=EN)
    assert answer.status_code == status, answer.text[:2000]
    return unescape(answer.text)


async def sent(client: httpx.AsyncClient, pool: Pool) -> str:
    """The tracking number of a package that the sandbox's carrier is to collect."""
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    await client.post(f"{desk.home}/orders/many", data={"order": [str(order_id)], "do": "arrange"})
    async with pool.connection() as db:
        return await db.connection.fetchval("SELECT tracking_number FROM packages WHERE tracking_number IS NOT NULL")


async def test_the_index_lists_what_there_is(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    page = await read(client, "/sandbox")
    assert "Nobody owes anything now" in page and "No parcel is on the road" in page and "…0001" in page
    assert 'href="/outbox"' in page and 'href="/sandbox"' in page[page.index("<footer") :]
    async with pool.connection() as db:
        lines = [CartLine(market.sizes[0], 1)]
        await buy(db, market.buyer, lines=lines, address=ADDRESS, method="QR", now=datetime.now(UTC))
    page = await read(client, "/sandbox")
    assert 'href="/sandbox/pay/' in page and "QR code" in page and "It shows the real time" in page


async def test_the_clock_moves_on_by_a_press(client: httpx.AsyncClient, pool: Pool) -> None:
    assert (await client.post("/sandbox/clock", data={"seconds": "86400"})).headers["location"].startswith("/login")
    async with pool.transaction() as db:
        somebody = await make_account(db, handle="sari")
    await sign_in(client, pool, somebody)
    for seconds in ("86400", "-5", "x"):  # what no button sends does nothing
        moved = await client.post("/sandbox/clock", data={"seconds": seconds}, headers=EN)
        assert moved.status_code == 303 and moved.headers["location"] == "/sandbox"
    assert "24 hours ahead of the real time" in await read(client, "/sandbox")


async def test_the_carrier_says_what_is_pressed(client: httpx.AsyncClient, pool: Pool) -> None:
    number = await sent(client, pool)
    assert number in await read(client, "/sandbox") and number in await read(client, "/sandbox/parcels")
    found = await client.get("/sandbox/parcels", params={"number": f" {number} "})
    assert found.status_code == 303 and found.headers["location"] == f"/sandbox/parcels/{number}"
    page = await read(client, f"/sandbox/parcels/{number}")
    assert all(name in page for name in KIND_NAMES.values())
    assert 'btn-primary btn-wide" name="event" value="PICKED_UP"' in page
    for kind in ("PICKED_UP", "DELIVERY_FAILED", "DELIVERED"):
        said = await client.post(f"/sandbox/parcels/{number}/events", data={"event": kind, "place": "Bandung"})
        assert said.status_code == 303
        page = await read(client, f"/sandbox/parcels/{number}")
        assert KIND_NAMES[kind] in page and "Bandung" in page
    assert "has ended its way" in page and 'name="event"' not in page
    assert (await client.post(f"/sandbox/parcels/{number}/events", data={"event": "LOST"})).status_code == 422


async def test_an_unknown_number_is_told(client: httpx.AsyncClient) -> None:
    assert "No carrier knows" in await read(client, "/sandbox/parcels?number=KE404")
    await read(client, "/sandbox/parcels/KE404", 404)


@pytest.mark.parametrize("path", PAGES)
async def test_elsewhere_there_is_no_sandbox(client: httpx.AsyncClient, house: House, path: str) -> None:
    force_setattr(house, "settings", replace(house.settings, sandbox=False))
    await read(client, path, 404)
    acts = ("/sandbox/clock", {"seconds": "3600"}), ("/sandbox/parcels/KE1/events", {"event": "DELIVERED"})
    for act, data in acts:
        assert (await client.post(act, data=data)).status_code == 404
