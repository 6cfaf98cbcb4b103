"""Pieces kept for a campaign or a LIVE, at the JSON doors."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body


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
