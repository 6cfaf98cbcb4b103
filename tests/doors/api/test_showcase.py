"""The doors of the Showcase: the contract's shapes, an answer per item, and what is refused."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller
from tests.makers.trading import make_agent, make_goods, make_seller, refusal

CARD = {
    "product_id", "shop_id", "shop_name", "title", "price", "price_to", "in_stock", "sold", "source", "pinned", "picture", "url",
}  # fmt: skip
HELD = {
    "product_id", "shop_id", "shop_name", "title", "price", "in_stock", "state", "source", "link_id", "plan_id", "rate_bp",
    "pinned", "added_at", "ended_source", "ended_at",
}  # fmt: skip


async def shown(client: httpx.AsyncClient, handle: str = "agen", query: str = "") -> list[Any]:
    answer = await client.get(f"/api/v1/accounts/{handle}/showcase{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def filled(client: httpx.AsyncClient, pool: Pool, count: int = 3) -> tuple[Caller, Caller, str, list[str]]:
    """Seller, marketing account, shop, and its products, all chosen, in the order shown."""
    seller, shop = await make_seller(client, pool)
    agent = await make_agent(client, pool, seller, shop)
    products = [(await make_goods(seller, shop, title=f"Sandal nomor {number}"))[0] for number in range(count)]
    assert (await agent.post("/me/showcase/items", {"product_ids": products})).status_code == 200
    return seller, agent, shop, products


async def test_r_show_6_what_anybody_sees_has_the_contracts_shape(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, shop, products = await filled(client, pool)
    cards = await shown(client, "@AGEN")
    assert [card["product_id"] for card in cards] == products
    card = cards[0]
    assert set(card) >= CARD
    assert (card["shop_id"], card["shop_name"], card["source"], card["pinned"]) == (shop, "Langkah", "MARKETING", False)
    assert (card["price"], card["in_stock"]) == ({"amount": "129000", "currency": "IDR"}, True)
    assert card["url"].startswith(f"/p/{products[0]}")
    assert refusal(await client.get("/api/v1/accounts/nobody/showcase")) == (404, "not_found")


async def test_r_show_10_an_answer_for_each_item(client: httpx.AsyncClient, pool: Pool) -> None:
    _, agent, shop, products = await filled(client, pool)
    asked = {"product_ids": ["999999999", products[0]]}
    assert (await agent.post("/me/showcase/items", asked)).json() == {
        "items": [
            {"product_id": "999999999", "status": "REFUSED", "code": "not_found"},
            {"product_id": products[0], "status": "ALREADY_ADDED"},
        ]
    }
    gone = await agent.call("DELETE", "/me/showcase/items", {"product_ids": [products[1], "999999999"]})
    assert gone.json() == {
        "items": [
            {"product_id": products[1], "status": "REMOVED"},
            {"product_id": "999999999", "status": "NOT_FOUND"},
        ]
    }
    assert (await agent.delete(f"/me/showcase/items/{products[2]}")).json()["items"][0]["status"] == "REMOVED"
    added = (await agent.post("/me/showcase/items", {"all_of_shop": shop})).json()["items"]
    assert {each["product_id"] for each in added} == set(products[1:])


async def test_r_show_10_11_more_than_a_call_may_hold_is_422(client: httpx.AsyncClient, pool: Pool) -> None:
    _, agent, _, products = await filled(client, pool, 1)
    numbers = [str(number) for number in range(1, 202)]
    assert (await agent.post("/me/showcase/items", {"product_ids": numbers[:20]})).status_code == 200
    assert refusal(await agent.post("/me/showcase/items", {"product_ids": numbers[:21]})) == (422, "invalid")
    assert (await agent.call("DELETE", "/me/showcase/items", {"product_ids": numbers[:200]})).status_code == 200
    assert refusal(await agent.call("DELETE", "/me/showcase/items", {"product_ids": numbers})) == (422, "invalid")
    assert [card["product_id"] for card in await shown(client)] == products


async def test_r_show_12_pins_and_order(client: httpx.AsyncClient, pool: Pool) -> None:
    _, agent, _, [a, b, c] = await filled(client, pool)
    assert (await agent.put("/me/showcase/pins", {"product_ids": [c]})).json() == {"product_ids": [c]}
    assert (await agent.put("/me/showcase/order", {"product_ids": [b, b]})).json() == {"product_ids": [b]}
    assert [(card["product_id"], card["pinned"]) for card in await shown(client)] == [(c, True), (b, False), (a, False)]
    for path in ("/me/showcase/pins", "/me/showcase/order"):
        stranger = await agent.put(path, {"product_ids": ["999999999"]})
        assert refusal(stranger) == (409, "showcase.not_in_showcase")
        assert stranger.json()["product_ids"] == ["999999999"]


async def test_r_show_5_an_official_account_is_told_that_its_showcase_fills_itself(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    seller, shop = await make_seller(client, pool, name="merek")
    product, _ = await make_goods(seller, shop)
    brand = await make_caller(client, pool, "merek")
    await brand.put("/sandbox/accounts/merek", {"verified": True})
    link = (await seller.post(f"/shops/{shop}/links", {"kind": "OFFICIAL", "handle": "merek"})).json()["id"]
    await brand.post(f"/links/{link}/acceptance")
    assert [card["source"] for card in await shown(client, "merek")] == ["OFFICIAL"]
    for method, path, body in (
        ("POST", "/me/showcase/items", {"product_ids": [product]}),
        ("POST", "/me/showcase/items", {"all_of_shop": shop}),
        ("DELETE", "/me/showcase/items", {"product_ids": [product]}),
        ("DELETE", f"/me/showcase/items/{product}", None),
    ):
        assert refusal(await brand.call(method, path, body)) == (409, "showcase.official_is_automatic")


async def test_r_link_44_the_holders_list_tells_state_reason_and_date(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, agent, shop, [product] = await filled(client, pool, 1)
    [item] = (await agent.get("/me/showcase")).json()["items"]
    assert set(item) >= HELD and (item["state"], item["ended_at"]) == ("SHOWN", None)
    assert item["link_id"] is not None and item["added_at"].endswith("Z")
    assert (await seller.patch(f"/shops/{shop}", {"status": "HOLIDAY"})).status_code == 200
    assert await shown(client) == []
    assert (await agent.get("/me/showcase")).json()["items"][0]["state"] == "SHOP_ON_HOLIDAY"
    await seller.patch(f"/shops/{shop}", {"status": "OPEN"})
    await seller.put("/sandbox/clock", {"advance_s": 90_000})
    assert (await agent.delete(f"/links/{item['link_id']}")).status_code == 200
    [item] = (await agent.get("/me/showcase")).json()["items"]
    assert (item["state"], item["ended_source"], item["source"]) == ("RIGHT_ENDED", "MARKETING", None)
    assert item["ended_at"].endswith("Z") and await shown(client) == []
    [answer] = (await agent.post("/me/showcase/items", {"product_ids": [product]})).json()["items"]
    assert answer == {"product_id": product, "status": "REFUSED", "code": "showcase.no_right"}
    whole = await agent.post("/me/showcase/items", {"all_of_shop": shop})
    assert refusal(whole) == (409, "showcase.no_right")


async def test_r_show_14_candidates_and_their_right(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, agent, shop, _ = await filled(client, pool, 1)
    new, _ = await make_goods(seller, shop, title="Tas ransel 100%")
    found = (await agent.get("/me/showcase/candidates")).json()["items"]
    assert (found[0]["product_id"], found[0]["source"], found[0]["added"]) == (new, "MARKETING", False)
    assert found[1]["added"] is True and found[0]["link_id"] is not None
    one = (await agent.get(f"/me/showcase/candidates?shop={shop}&q=100%25")).json()["items"]
    assert [each["product_id"] for each in one] == [new]
    assert (await agent.get("/me/showcase/candidates?shop=999999999")).json()["items"] == []
    nobody = await make_caller(client, pool, "rina")
    assert (await nobody.get("/me/showcase/candidates")).json() == {"items": [], "next_cursor": None}


async def test_sorted_searched_and_paged(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, _, products = await filled(client, pool, 3)
    for sort in ("recommended", "new", "price_asc", "price_desc", "sales"):
        first = (await client.get(f"/api/v1/accounts/agen/showcase?limit=2&sort={sort}")).json()
        rest = await shown(client, query=f"?limit=2&sort={sort}&cursor={first['next_cursor']}")
        assert sorted(card["product_id"] for card in first["items"] + rest) == sorted(products)
    assert [card["title"] for card in await shown(client, query="?q=nomor+2")] == ["Sandal nomor 2"]
    for query in ("sort=best", "limit=0", "limit=101", "cursor=!", "cursor=WzllOTksMCwwXQ", "q=" + "x" * 101):
        assert refusal(await client.get(f"/api/v1/accounts/agen/showcase?{query}"))[0] == 422, query
    assert refusal(await client.get("/api/v1/accounts/agen/showcase?q=%00"))[0] == 422


@pytest.mark.parametrize(
    "body",
    [
        *(
            None,
            [],
            "x",
            5,
            {},
            {"product_ids": None},
            {"product_ids": "1"},
            {"product_ids": [1]},
            {"product_ids": [""]},
        ),
        *({"product_ids": [None]}, {"product_ids": ["-1"]}, {"product_ids": ["1e3"]}, {"product_ids": [["1"]]}),
        *(
            {"product_ids": ["1"], "all_of_shop": "1"},
            {"all_of_shop": 1},
            {"all_of_shop": "x"},
            {"product_ids": {"1": 1}},
        ),
    ],
)
async def test_what_names_no_products_is_422(client: httpx.AsyncClient, pool: Pool, body: Any) -> None:
    agent = await make_caller(client, pool, "agen")
    assert refusal(await agent.post("/me/showcase/items", body)) == (422, "invalid")


async def test_r_show_17_collections_at_the_doors(client: httpx.AsyncClient, pool: Pool) -> None:
    _, agent, _, [a, b, c] = await filled(client, pool)
    body = {"title": "Untuk lari", "description": "Ringan.", "product_ids": [c, a]}
    made = await agent.post("/me/showcase/collections", body)
    assert made.status_code == 201
    number = made.json()["id"]
    [listed] = (await client.get("/api/v1/accounts/agen/collections")).json()["items"]
    assert (listed["id"], listed["title"], listed["products"]) == (number, "Untuk lari", 2)
    assert listed["url"].startswith("/@agen/showcase/")
    changed = body | {"title": "Baru", "product_ids": [b]}
    assert (await agent.put(f"/me/showcase/collections/{number}", changed)).status_code == 200
    eve = await make_caller(client, pool, "eve")
    empty: dict[str, Any] = {"title": "x", "product_ids": []}
    assert refusal(await eve.put(f"/me/showcase/collections/{number}", empty)) == (404, "not_found")
    assert refusal(await eve.delete(f"/me/showcase/collections/{number}")) == (404, "not_found")
    garbled: list[Any] = [
        {"title": "x" * 51},
        {"title": "x", "description": "y" * 201},
        {"title": ""},
        {"title": 5},
        [],
    ]
    for wrong in garbled:
        assert refusal(await agent.post("/me/showcase/collections", wrong)) == (422, "invalid")
    assert (await agent.delete(f"/me/showcase/collections/{number}")).status_code == 200
    assert (await client.get("/api/v1/accounts/agen/collections")).json()["items"] == []


async def test_without_a_token_nothing_is_arranged(client: httpx.AsyncClient, pool: Pool) -> None:
    for method, path in (
        ("GET", "/me/showcase"),
        ("GET", "/me/showcase/candidates"),
        ("DELETE", "/me/showcase/items/1"),
    ):
        assert (await client.request(method, f"/api/v1{path}")).status_code == 401
        forged = {"Authorization": "Bearer 1.forged"}
        assert (await client.request(method, f"/api/v1{path}", headers=forged)).status_code == 401
