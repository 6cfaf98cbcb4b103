"""The door of the invoice: a PDF for the buyer and the staff that reads orders, in the reader's language or the market's."""

import httpx
import pytest

from etalase.app.wiring import roster
from etalase.base.clock import Clock
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller
from tests.makers.trading import make_goods, make_seller, order, order_body


async def paid_order(client: httpx.AsyncClient, pool: Pool) -> tuple[Caller, Caller, str]:
    """Seller, buyer, and the id of an order that was paid with a card."""
    seller, shop = await make_seller(client, pool)
    assert (await seller.patch(f"/shops/{shop}", {"tax_number": "0123.4567.8901.2345"})).json()[
        "tax_number"
    ] == "0123456789012345"
    _, sku = await make_goods(seller, shop)
    buyer = await make_caller(client, pool, "rina")
    placed = await order(buyer, order_body((sku, 1), method="SANDBOX_CARD"))
    async with pool.transaction() as db:
        await drain(db, roster(), await Clock(sandbox=True).now(db))
    return seller, buyer, placed.json()["orders"][0]["id"]


async def test_buyer_and_shop_get_a_pdf_and_nobody_else(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, buyer, order_id = await paid_order(client, pool)
    for who in (buyer, seller):
        answer = await who.get(f"/orders/{order_id}/invoice")
        assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-") and "no-store" in answer.headers["cache-control"]
        assert "INV-" in answer.headers["content-disposition"]
    stranger = await make_caller(client, pool, "stranger")
    assert (await stranger.get(f"/orders/{order_id}/invoice")).status_code == 404
    assert (await client.get(f"/api/v1/orders/{order_id}/invoice")).status_code == 401
    assert "tax_number" not in (await stranger.get(f"/shops/{(await shop_of(seller))}")).json()


async def shop_of(seller: Caller) -> str:
    """The id of the seller's only shop."""
    return (await seller.get("/me/shops")).json()["items"][0]["id"]


@pytest.mark.parametrize(("asked", "like"), [("id", None), ("en", "en-GB"), ("th, en;q=0.5", "en"), (None, "id")])
async def test_it_is_in_the_language_asked_for_or_the_markets(
    client: httpx.AsyncClient, pool: Pool, asked: str | None, like: str | None
) -> None:
    _, buyer, order_id = await paid_order(client, pool)
    sizes = [len(await in_language(client, buyer, order_id, each)) for each in (asked, like)]
    assert sizes[0] == sizes[1]
    other = "en" if asked in {"id", None} else "id"
    assert len(await in_language(client, buyer, order_id, other)) != sizes[0]


async def in_language(client: httpx.AsyncClient, buyer: Caller, order_id: str, asked: str | None) -> bytes:
    """The sheet for a reader who asks for that language."""
    headers = {"Authorization": f"Bearer {buyer.token}"} | ({"Accept-Language": asked} if asked else {})
    return (await client.get(f"/api/v1/orders/{order_id}/invoice", headers=headers)).content
