"""A small market to shop in: a shop with sizes, its official account, a creator who shows it, and a buyer."""

from datetime import UTC, datetime

import httpx
import msgspec

from etalase.accounts.actions import begin_session
from etalase.base.actor import SYSTEM, Actor
from etalase.base.pool import Pool
from etalase.catalog.actions import Made, create_product
from etalase.doorway.desk import SESSION_COOKIE
from etalase.shops.queries import Shop
from etalase.showcase.actions import add_items
from tests.makers.accounts import make_account
from tests.makers.catalog import product_draft, sku_draft
from tests.makers.links import make_link, ready_account, ready_shop

ADDRESS = {
    "name": "Sari Anggraini",
    "phone": "0812 3456 7890",
    "line1": "Jl. Kenanga 7",
    "region": "DKI Jakarta",
    "city": "Jakarta Selatan",
    "district": "Kebayoran Baru",
    "subdistrict": "Senayan",
    "postal_code": "12190",
}


class Market(msgspec.Struct, frozen=True):
    """Who and what there is. `shoe` has the sizes 41 (10 pieces), 42 (3 pieces, dearer) and 43 (none)."""

    seller: Actor
    shop: Shop
    official: Actor
    creator: Actor
    buyer: Actor
    shoe: Made

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The SKUs of the sizes 41, 42 and 43."""
        first, second, third = (sku.sku_id for sku in self.shoe.skus)
        return first, second, third


async def make_market(pool: Pool) -> Market:
    """The market, as of now: pages are asked at the time of the clock."""
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, name="Langkah", now=now)
        official = await ready_account(db, "langkah", name="Langkah")
        await make_link(db, seller, shop, official, "OFFICIAL", now)
        creator = await ready_account(db, "nadia", name="Nadia Kirana", followers=2_000)
        await make_link(db, seller, shop, creator, "MARKETING", now)
        buyer = await make_account(db, handle="sari", name="Sari Anggraini", now=now)
        sizes = [sku_draft(None, options={"Size": size}, price_minor=price, stock=stock)
                 for size, price, stock in (("41", 389_000, 10), ("42", 399_000, 3), ("43", 389_000, 0))]  # fmt: skip
        draft = product_draft(*sizes, title="Canvas sneaker Kawah", description="First line.\n\nSecond <b>line</b>.")
        shoe = await create_product(db, SYSTEM, shop_id=shop.shop_id, draft=draft, now=now)
        await add_items(db, creator, product_ids=[shoe.product_id], now=now)
    return Market(seller, shop, official, creator, buyer, shoe)


async def sign_in(client: httpx.AsyncClient, pool: Pool, who: Actor) -> None:
    """Let the browser of the test be this account's, from now on."""
    async with pool.transaction() as db:
        minted = await begin_session(db, who.account_id, kind="SESSION", wall=datetime.now(UTC))
    client.cookies.set(SESSION_COOKIE, minted.token)


async def put_in_cart(client: httpx.AsyncClient, sku_id: int, quantity: int = 1, **fields: str) -> httpx.Response:
    """What the form of a product page sends."""
    return await client.post("/cart/lines", data={"sku": str(sku_id), "quantity": str(quantity), **fields})
