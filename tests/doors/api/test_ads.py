"""The Product Source: a Shop's inventory or a Showcase, for those who may ask (R-ADS-1, 2)."""

import httpx

from etalase.base.pool import Pool
from tests.makers.callers import make_caller
from tests.makers.trading import make_agent, make_goods, make_seller, refusal

SHAPE = {"product_id", "shop_id", "title", "price", "in_stock", "status"}


async def test_r_ads_1_the_inventory_of_a_shop_for_its_staff(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    live, _ = await make_goods(seller, shop)
    sold_out, _ = await make_goods(seller, shop, stock=0)
    deleted, _ = await make_goods(seller, shop)
    await seller.delete(f"/shops/{shop}/products/{deleted}")
    found = (await seller.get(f"/ad-products?source=SHOP&shop={shop}")).json()
    assert found["next_cursor"] is None and all(set(each) == SHAPE for each in found["items"])
    assert [(each["product_id"], each["in_stock"], each["status"]) for each in found["items"]] == [
        (sold_out, False, "NOT_AVAILABLE"),
        (live, True, "AVAILABLE"),
    ]
    assert found["items"][0]["price"] == {"amount": "129000", "currency": "IDR"}
    await seller.patch(f"/shops/{shop}", {"status": "HOLIDAY"})
    away = (await seller.get(f"/ad-products?source=SHOP&shop={shop}")).json()["items"]
    assert {each["status"] for each in away} == {"NOT_AVAILABLE"}


async def test_r_ads_2_a_showcase_for_its_holder_alone(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    agent = await make_agent(client, pool, seller, shop)
    chosen, _ = await make_goods(seller, shop)
    await make_goods(seller, shop)
    await agent.post("/me/showcase/items", {"product_ids": [chosen]})
    found = (await agent.get("/ad-products?source=SHOWCASE&handle=@Agen")).json()["items"]
    assert [(each["product_id"], each["status"]) for each in found] == [(chosen, "AVAILABLE")]
    assert set(found[0]) == SHAPE
    assert refusal(await seller.get("/ad-products?source=SHOWCASE&handle=agen")) == (403, "not_allowed")
    assert refusal(await agent.get(f"/ad-products?source=SHOP&shop={shop}")) == (404, "not_found")
    # Marketing for a shop on holiday: nothing is left to advertise.
    await seller.patch(f"/shops/{shop}", {"status": "HOLIDAY"})
    assert (await agent.get("/ad-products?source=SHOWCASE&handle=agen")).json()["items"] == []


async def test_lists_are_paged(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    agent = await make_agent(client, pool, seller, shop)
    made = [(await make_goods(seller, shop))[0] for _ in range(3)]
    await agent.post("/me/showcase/items", {"product_ids": made[::-1]})
    for caller, query in ((seller, f"source=SHOP&shop={shop}"), (agent, "source=SHOWCASE&handle=agen")):
        first = (await caller.get(f"/ad-products?{query}&limit=2")).json()
        rest = (await caller.get(f"/ad-products?{query}&limit=2&cursor={first['next_cursor']}")).json()
        assert [each["product_id"] for each in first["items"] + rest["items"]] == made[::-1]


async def test_what_names_no_source_is_422_and_nobody_is_asked_for_nothing(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    caller = await make_caller(client, pool, "rina")
    for query in ("", "source=AD", "source=SHOP", "source=SHOWCASE", "source=SHOP&shop=x"):
        assert refusal(await caller.get(f"/ad-products?{query}")) == (422, "invalid"), query
    for shop in ("-1", "999999999"):
        assert refusal(await caller.get(f"/ad-products?source=SHOP&shop={shop}"))[0] in {404, 422}
    assert refusal(await caller.get("/ad-products?source=SHOWCASE&handle=nobody")) == (404, "not_found")
    assert (await client.get("/api/v1/ad-products?source=SHOP&shop=1")).status_code == 401
