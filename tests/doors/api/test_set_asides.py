"""Pieces kept for a campaign or a LIVE, at the JSON doors."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.doors.api.test_promotions import times
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body
from tests.makers.orders import ADDRESS
from tests.makers.trading import make_agent


async def stocked(client: httpx.AsyncClient, pool: Pool, stock: int = 10) -> tuple[Caller, str, dict[str, Any]]:
    """A seller, the path of the set-asides of their shop, and its product."""
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = await sari.post(f"/shops/{shop}/products", product_body(sku_body(stock=stock)))
    return sari, f"/shops/{shop}/set-asides", made.json()


def body(product: dict[str, Any], quantity: int = 8, ref: str = "1212") -> dict[str, Any]:
    """Pieces of its only SKU for a campaign."""
    return {"sku_id": product["skus"][0]["id"], "quantity": quantity, "purpose": "CAMPAIGN", "purpose_ref": ref}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json()["code"]


async def left_to_buy(client: httpx.AsyncClient, product: dict[str, Any]) -> int:
    """What a shopper is told."""
    return (await client.get(f"/api/v1/products/{product['id']}")).json()["skus"][0]["stock"]


async def test_what_is_kept_is_listed_and_given_back(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    answer = await sari.post(path, body(product))
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert (kept["quantity"], kept["taken"], kept["left"], kept["ended_at"]) == (8, 0, 8, None)
    assert (kept["purpose"], kept["purpose_ref"], kept["product_id"]) == ("CAMPAIGN", "1212", product["id"])
    assert await left_to_buy(client, product) == 2
    assert (await sari.get(path)).json()["items"] == [kept]
    ended = await sari.post(f"{path}/{kept['id']}/end")
    assert ended.status_code == 200 and ended.json()["left"] == 0 and ended.json()["ended_at"] is not None
    assert await left_to_buy(client, product) == 10
    assert (await sari.get(path)).json()["items"] == []
    assert (await sari.get(f"{path}?ended=true")).json()["items"] == [ended.json()]
    assert refusal(await sari.post(f"{path}/{kept['id']}/end")) == (409, "stock.set_aside_ended")
    assert (await sari.post(path, body(product))).status_code == 201


async def test_a_repeated_call_keeps_once_and_ends_once(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    made = [await sari.post(path, body(product), Idempotency_Key="keep") for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201] and made[0].content == made[1].content
    assert await left_to_buy(client, product) == 2
    number = made[0].json()["id"]
    ended = [await sari.post(f"{path}/{number}/end", Idempotency_Key="end") for _ in range(2)]
    assert [each.status_code for each in ended] == [200, 200] and ended[0].content == ended[1].content
    other = await sari.post(path, body(product, 1), Idempotency_Key="keep")
    assert refusal(other) == (409, "idempotency.key_reused")


async def test_more_than_there_is_and_twice_for_the_same_is_refused(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    none_left = await sari.post(path, body(product, 11))
    assert refusal(none_left) == (409, "stock.not_enough") and "10" in none_left.text
    assert refusal(await sari.post(path, body(product, 10**12))) == (409, "stock.not_enough")
    assert (await sari.post(path, body(product, 4))).status_code == 201
    assert refusal(await sari.post(path, body(product, 4))) == (409, "stock.set_aside_already")
    assert (await sari.post(path, body(product, 4, "7"))).status_code == 201
    assert await left_to_buy(client, product) == 2


@pytest.mark.parametrize("wrong", [
    {"quantity": 0}, {"quantity": -1}, {"purpose": "PARTY"}, {"purpose_ref": "0"}, {"purpose_ref": "1" * 16}, {"sku_id": "x"},
])  # fmt: skip
async def test_what_makes_no_sense_is_told(client: httpx.AsyncClient, pool: Pool, wrong: dict[str, Any]) -> None:
    sari, path, product = await stocked(client, pool)
    assert (await sari.post(path, body(product) | wrong)).status_code == 422
    assert await left_to_buy(client, product) == 10


async def test_somebody_elses_is_not_there(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    kept = (await sari.post(path, body(product, 3))).json()
    rival = await make_caller(client, pool, "rival")
    theirs = f"/shops/{await open_shop(rival, 'Toko Saingan')}/set-asides"
    answers = [
        await rival.get(path),
        await rival.post(path, body(product, 1, "2")),
        await rival.post(f"{path}/{kept['id']}/end"),
        await rival.post(theirs, body(product, 1, "2")),
        await rival.post(f"{theirs}/{kept['id']}/end"),
    ]
    assert [each.status_code for each in answers] == [404] * 5
    assert (await sari.get(path)).json()["items"] == [kept]


async def test_a_deleted_product_has_nothing_to_keep_but_gives_back(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    kept = (await sari.post(path, body(product, 3))).json()
    await sari.delete(f"{path.removesuffix('/set-asides')}/products/{product['id']}")
    assert (await sari.post(path, body(product, 1, "2"))).status_code == 404
    assert (await sari.post(f"{path}/{kept['id']}/end")).status_code == 200


async def test_the_list_is_paged_newest_first(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    made = [(await sari.post(path, body(product, 1, str(ref)))).json()["id"] for ref in (1, 2, 3)]
    first = (await sari.get(f"{path}?limit=2")).json()
    rest = (await sari.get(f"{path}?limit=2&cursor={first['next_cursor']}")).json()
    assert [each["id"] for each in (*first["items"], *rest["items"])] == made[::-1]
    assert rest["next_cursor"] is None
    assert (await sari.get(f"{path}?cursor=x")).status_code == 422


async def on_a_deal(sari: Caller, pool: Pool, path: str, product: dict[str, Any], price: str = "99000") -> str:
    """A discount on the product, from now on."""
    item = {"product_id": product["id"], "price": price}
    body_of = {"kind": "FIXED_PRICE", "title": "Weekend", "items": [item], "launch": True, **await times(pool)}
    made = await sari.post(f"{path.removesuffix('/set-asides')}/promotions", body_of)
    assert made.status_code == 201, made.text
    return made.json()["promotion"]["id"]


async def test_the_stock_that_is_set_is_the_whole_count(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, path, product = await stocked(client, pool)
    shop, sku = path.removesuffix("/set-asides"), product["skus"][0]["id"]
    kept = (await sari.post(path, body(product, 4))).json()
    answer = await sari.put(f"{shop}/skus/{sku}/stock", {"stock": 10})
    assert (answer.status_code, answer.json()["stock"]) == (200, 10)
    assert await left_to_buy(client, product) == 6
    assert (await sari.get(f"{shop}/products/{product['id']}")).json()["skus"][0]["stock"] == 10
    whole = (await sari.get(f"{shop}/skus/{sku}/stock")).json()
    assert (whole["on_hand"], whole["stock"], whole["on_sale"], whole["reserved"], whole["aside"]) == (10, 10, 6, 0, 4)
    assert whole["set_asides"] == [kept] and [each["aside"] for each in whole["warehouses"]] == [4]
    warehouse = whole["warehouses"][0]["warehouse_id"]
    there = f"{shop}/warehouses/{warehouse}/skus/{sku}/stock"
    level = (await sari.put(there, {"stock": 5})).json()
    assert (level["stock"], level["aside"]) == (5, 4)
    assert await left_to_buy(client, product) == 1
    for below in (f"{shop}/skus/{sku}/stock", there):
        assert refusal(await sari.put(below, {"stock": 3})) == (409, "stock.below_set_aside")
    rows = await sari.patch(f"{shop}/skus", {"skus": [{"id": sku, "stock": 3}]})
    assert "stock.below_set_aside" in rows.text
    assert await left_to_buy(client, product) == 1
    rival = await make_caller(client, pool, "rival")
    theirs = await open_shop(rival, "Toko Saingan")
    assert (await rival.get(f"{shop}/skus/{sku}/stock")).status_code == 404
    assert (await rival.get(f"/shops/{theirs}/skus/{sku}/stock")).status_code == 404


async def test_a_sku_that_leaves_its_product_gives_back_what_was_set_aside(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    sari, path, _ = await stocked(client, pool)
    shop = path.removesuffix("/set-asides")
    both = [sku_body(key, stock=5, Size=key) for key in ("S", "M")]
    product = (await sari.post(f"{shop}/products", product_body(*both))).json()
    await sari.post(path, body(product, 2))
    gone = await sari.patch(f"{shop}/products/{product['id']}", {"removed_skus": [product["skus"][0]["id"]]})
    assert gone.status_code == 200, gone.text
    assert (await sari.get(path)).json()["items"] == []


async def test_where_the_deals_price_is_shown_its_pieces_are_what_can_be_bought(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    sari, path, product = await stocked(client, pool)
    promotion = await on_a_deal(sari, pool, path, product)
    kept = (await sari.post(path, body(product, 10, promotion))).json()
    shown = (await client.get(f"/api/v1/products/{product['id']}")).json()
    assert (shown["in_stock"], shown["skus"][0]["stock"], shown["skus"][0]["in_stock"]) == (True, 10, True)
    sku = product["skus"][0]["id"]
    assert (await sari.post("/me/cart", {"sku_id": sku, "quantity": 3})).status_code == 200
    [line] = (await sari.get("/me/cart")).json()["items"]
    assert (line["available"], line["quantity"]) == (10, 3)
    order = {"lines": [{"sku_id": sku, "quantity": 3}], "address": ADDRESS, "payment": {"method": "SANDBOX_CARD"}}
    bought = await sari.post("/orders", order, Idempotency_Key="one")
    assert bought.status_code == 201, bought.text
    [now_kept] = (await sari.get(path)).json()["items"]
    assert (now_kept["taken"], now_kept["left"]) == (3, 7)
    more = order | {"lines": [{"sku_id": sku, "quantity": 8}]}
    assert refusal(await sari.post("/orders", more, Idempotency_Key="two")) == (
        409,
        "orders.out_of_stock",
    )
    # Its price has ended with the set-aside's deal, and everybody can buy what is left.
    stop = await sari.post(f"{path.removesuffix('/set-asides')}/promotions/{promotion}/deactivation")
    assert stop.status_code == 200
    assert (await sari.get(path)).json()["items"] == [] and kept["id"] == now_kept["id"]
    assert await left_to_buy(client, product) == 7


async def test_every_list_has_in_stock_what_is_set_aside_for_a_price_that_runs_and_only_that(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    sari, path, product = await stocked(client, pool)
    shop = path.removesuffix("/set-asides")
    number, handle = shop.removeprefix("/shops/"), "agen"
    assert (await sari.put(f"/sandbox{shop}", {"verified": True, "probation": False})).status_code == 200
    agent = await make_agent(client, pool, sari, number, handle)
    assert (await agent.post("/me/showcase/items", {"product_ids": [product["id"]]})).status_code == 200
    lists = {
        "public": (sari, f"{shop}/live-products"),
        "ads": (sari, f"/ad-products?source=SHOP&shop={number}"),
        "ads of a Showcase": (agent, f"/ad-products?source=SHOWCASE&handle={handle}"),
        "held": (agent, "/me/showcase"),
        "to add": (agent, "/me/showcase/candidates"),
        "a Showcase": (agent, f"/accounts/{handle}/showcase"),
    }

    async def told() -> dict[str, bool]:
        found = {name: (await caller.get(where)).json()["items"] for name, (caller, where) in lists.items()}
        return {name: each["in_stock"] for name, rows in found.items() for each in rows}

    assert await told() == dict.fromkeys(lists, True)
    # Everything is kept for a LIVE: nobody can buy it now, but the seller has it.
    kept = (await sari.post(path, body(product, 10, "77") | {"purpose": "LIVE"})).json()
    assert await told() == dict.fromkeys(lists, False)
    [row] = (await sari.get(f"{shop}/products")).json()["items"]
    assert row["stock"] == 10
    own = (await sari.get(f"{shop}/products/{product['id']}")).json()
    assert (own["in_stock"], own["skus"][0]["in_stock"]) == (True, True)
    advice = (await sari.get(f"{shop}/products/{product['id']}/diagnosis")).json()["items"]
    assert not {"sold_out", "some_sold_out"} & {each["code"] for each in advice}
    # Kept for a deal that runs, it can be bought.
    await sari.post(f"{path}/{kept['id']}/end")
    promotion = await on_a_deal(sari, pool, path, product)
    await sari.post(path, body(product, 10, promotion))
    assert await told() == dict.fromkeys(lists, True)
    [held] = (await agent.get("/me/showcase")).json()["items"]
    [ad] = (await sari.get(lists["ads"][1])).json()["items"]
    assert (held["state"], ad["status"]) == ("SHOWN", "AVAILABLE")
    deal = f"{shop}/promotions/{promotion}"
    assert (await sari.get(deal)).json()["promotion"]["status"] == "ONGOING"
    order = {"lines": [{"sku_id": product["skus"][0]["id"], "quantity": 10}], "address": ADDRESS}
    bought = await agent.post("/orders", order | {"payment": {"method": "SANDBOX_CARD"}}, Idempotency_Key="all")
    assert bought.status_code == 201, bought.text
    # Its pieces are gone: sold out everywhere, and the deal has no effect any more.
    assert await told() == dict.fromkeys(lists, False)
    [row] = (await sari.get(f"{shop}/products")).json()["items"]
    assert (row["stock"], (await sari.get(deal)).json()["promotion"]["status"]) == (0, "NOT_EFFECTIVE")
