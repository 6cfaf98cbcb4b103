"""Vouchers of one creator, claimed where that creator shows products."""

from datetime import UTC, datetime
from typing import Any

import httpx

from etalase.base.pool import Pool
from etalase.promotions.actions import deactivate_voucher
from etalase.promotions.queries import Voucher
from tests.doors.web.test_shopper_profile import read
from tests.makers.catalog import make_product
from tests.makers.promotions import make_voucher
from tests.makers.shopping import Market, make_market, sign_in

BAG = "/@nadia/showcase"


async def with_voucher(pool: Pool, **terms: Any) -> tuple[Market, Voucher]:
    """A market whose shop gives a voucher with nadia only."""
    market = await make_market(pool)
    async with pool.transaction() as db:
        given: dict[str, Any] = {"display": "CREATOR_EXCLUSIVE", "creator": "nadia", "now": datetime.now(UTC)} | terms
        return market, await make_voucher(db, market.seller, market.shop, **given)


def button(voucher: Voucher) -> str:
    return f'action="/vouchers/{voucher.voucher_id}/claim"'


async def test_r_pro_6_a_creators_voucher_is_claimed_on_the_showcase(client: httpx.AsyncClient, pool: Pool) -> None:
    market, voucher = await with_voucher(pool)
    page = await read(client, BAG)
    assert button(voucher) in page and "Vouchers from Nadia Kirana" in page and 'name="via" value="nadia"' in page
    for elsewhere in ("/@langkah/showcase", f"/s/{market.shop.shop_id}"):
        assert button(voucher) not in await read(client, elsewhere)
    await sign_in(client, pool, market.buyer)
    sent = {"back": BAG, "via": "nadia"}
    claimed = await client.post(f"/vouchers/{voucher.voucher_id}/claim", data=sent)
    assert (claimed.status_code, claimed.headers["location"].partition("?")[0]) == (303, BAG)
    page = await read(client, BAG)
    assert button(voucher) not in page and "Claimed" in page
    assert "Rp10,000 off" in await read(client, "/vouchers")


async def test_r_pro_6_the_product_opened_from_the_showcase_offers_it_too(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market, voucher = await with_voucher(pool)
    path = f"/p/{market.shoe.product_id}"
    page = await read(client, path, showcase="nadia")
    assert button(voucher) in page and f'name="back" value="{path}?showcase=nadia"' in page
    for showcase in ("", "langkah", "nobody"):
        assert button(voucher) not in await read(client, path, showcase=showcase)


async def test_r_pro_6_for_other_products_it_is_not_offered_beside_this_one(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market = await make_market(pool)
    async with pool.transaction() as db:
        other = await make_product(db, market.shop, title="Leather sandal Rumput, sewn by hand")
        given: dict[str, Any] = {"display": "CREATOR_EXCLUSIVE", "creator": "nadia", "product_ids": (other.product_id,)}
        voucher = await make_voucher(db, market.seller, market.shop, now=datetime.now(UTC), **given)
    assert button(voucher) not in await read(client, f"/p/{market.shoe.product_id}", showcase="nadia")
    assert button(voucher) in await read(client, BAG)


async def test_r_pro_6_what_cannot_be_claimed_any_more_has_no_button(client: httpx.AsyncClient, pool: Pool) -> None:
    market, voucher = await with_voucher(pool)
    async with pool.transaction() as db:
        where: dict[str, Any] = {"shop_id": market.shop.shop_id, "voucher_id": voucher.voucher_id}
        await deactivate_voucher(db, market.seller, **where, now=datetime.now(UTC))
    assert "/claim" not in await read(client, BAG)
    assert "/claim" not in await read(client, f"/p/{market.shoe.product_id}", showcase="nadia")


async def test_r_pro_6_a_draft_is_seen_by_nobody(client: httpx.AsyncClient, pool: Pool) -> None:
    await with_voucher(pool, at_once=False)
    assert "/claim" not in await read(client, BAG)


async def test_a_visitor_who_is_not_signed_in_is_asked_to(client: httpx.AsyncClient, pool: Pool) -> None:
    _, voucher = await with_voucher(pool)
    claimed = await client.post(f"/vouchers/{voucher.voucher_id}/claim", data={"back": BAG, "via": "nadia"})
    assert claimed.status_code == 303 and claimed.headers["location"].startswith("/login")


async def test_claiming_with_another_creator_is_refused_where_it_was_asked(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market, voucher = await with_voucher(pool)
    await sign_in(client, pool, market.buyer)
    for via in ("langkah", ""):
        refused = await client.post(f"/vouchers/{voucher.voucher_id}/claim", data={"back": BAG, "via": via})
        assert refused.status_code == 303
    assert button(voucher) in await read(client, BAG)
