"""The page that Etalase implements, played through the API: linking, Showcases, selling from them."""

import uuid

import httpx
import pytest

from tests.journeys.world import World, link, order_of


@pytest.fixture
def world(client: httpx.AsyncClient) -> World:
    return World(client)


async def test_r_show_4_an_official_showcase_fills_itself_and_stays_in_step(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah Nusantara")
    await world.product(seller, shop, "Sandal Senja")
    brand = await world.person("langkah", name="Langkah Nusantara", verified=True)
    invited = await seller.post(f"/shops/{shop}/links", {"kind": "OFFICIAL", "handle": "langkah"})
    assert invited["status"] == "PENDING"
    assert await world.titles("langkah") == []  # nothing takes effect before the holder confirms
    await brand.post(f"/links/{invited['id']}/acceptance")
    assert await world.titles("langkah") == ["Sandal Senja"]
    new = await world.product(seller, shop, "Sepatu Fajar")
    assert await world.titles("langkah") == ["Sepatu Fajar", "Sandal Senja"]
    assert {item["source"] for item in await world.showcase("langkah")} == {"OFFICIAL"}
    await seller.delete(f"/shops/{shop}/products/{new['id']}")
    assert await world.titles("langkah") == ["Sandal Senja"]


async def test_r_show_5_an_official_showcase_is_ordered_and_pinned_but_not_chosen(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    first, second, third = [await world.product(seller, shop, title) for title in ("Satu", "Dua", "Tiga")]
    brand = await world.person("langkah", name="Langkah", verified=True)
    await link(seller, shop, brand, "OFFICIAL")
    code = await brand.refused("POST", "/me/showcase/items", {"product_ids": [first["id"]]})
    assert code == "showcase.official_is_automatic"
    await brand.put("/me/showcase/pins", {"product_ids": [first["id"]]})
    await brand.put("/me/showcase/order", {"product_ids": [second["id"], third["id"]]})
    assert await world.titles("langkah") == ["Satu", "Dua", "Tiga"]
    assert [item["pinned"] for item in await world.showcase("langkah")] == [True, False, False]


async def test_r_show_6_a_marketing_account_shows_only_what_its_holder_chose(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    chosen = await world.product(seller, shop, "Dipilih")
    await world.product(seller, shop, "Tidak dipilih")
    holder = await world.person("agen", verified=True)
    await link(seller, shop, holder, "MARKETING")
    assert await world.titles("agen") == []
    candidates = await holder.get("/me/showcase/candidates")
    assert [each["source"] for each in candidates["items"]] == ["MARKETING", "MARKETING"]
    answers = await holder.post("/me/showcase/items", {"product_ids": [chosen["id"], "999999999"]})
    assert [each["status"] for each in answers["items"]] == ["ADDED", "REFUSED"]
    assert await world.titles("agen") == ["Dipilih"]
    await holder.post("/me/showcase/items", {"all_of_shop": shop})
    assert sorted(await world.titles("agen")) == ["Dipilih", "Tidak dipilih"]


async def test_r_link_5_a_marketing_account_may_be_an_affiliate_of_another_shop(world: World) -> None:
    first, second = await world.person("satu"), await world.person("dua")
    shop_one, shop_two = await world.shop(first, "Toko Satu"), await world.shop(second, "Toko Dua")
    mine = await world.product(first, shop_one, "Dari Satu")
    theirs = await world.product(second, shop_two, "Dari Dua")
    retailer = await world.person("peritel", verified=True, followers=5000)
    await link(first, shop_one, retailer, "MARKETING")
    plan = await second.post(f"/shops/{shop_two}/plans", {"kind": "OPEN", "rate_bp": 1200, "products": "ALL"})
    await retailer.post(f"/plans/{plan['id']}/joins")
    await retailer.post("/me/showcase/items", {"product_ids": [mine["id"], theirs["id"]]})
    shown = {item["title"]: item["source"] for item in await world.showcase("peritel")}
    assert shown == {"Dari Satu": "MARKETING", "Dari Dua": "AFFILIATE"}


async def test_r_link_44_unlinking_hides_the_items_and_keeps_them_for_the_holder(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    product = await world.product(seller, shop, "Sandal")
    holder = await world.person("agen", verified=True)
    link_id = await link(seller, shop, holder, "MARKETING")
    await holder.post("/me/showcase/items", {"product_ids": [product["id"]]})
    assert await holder.refused("DELETE", f"/links/{link_id}") == "links.too_early_to_unlink"
    await world.advance(seller, hours=25)
    await holder.delete(f"/links/{link_id}")
    assert await world.titles("agen") == []
    [kept] = (await holder.get("/me/showcase"))["items"]
    assert (kept["state"], kept["ended_source"]) == ("RIGHT_ENDED", "MARKETING")
    assert kept["ended_at"] is not None
    await link(seller, shop, holder, "MARKETING")
    assert await world.titles("agen") == []  # it returns only by the holder's act
    await holder.post("/me/showcase/items", {"product_ids": [product["id"]]})
    assert await world.titles("agen") == ["Sandal"]


async def test_r_link_45_an_item_falls_back_to_another_right_without_a_gap(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    product = await world.product(seller, shop, "Sandal")
    holder = await world.person("agen", verified=True, followers=5000)
    plan = await seller.post(f"/shops/{shop}/plans", {"kind": "OPEN", "rate_bp": 1000, "products": [product["id"]]})
    await holder.post(f"/plans/{plan['id']}/joins")
    await holder.post("/me/showcase/items", {"product_ids": [product["id"]]})
    await world.advance(seller, hours=1)
    await link(seller, shop, holder, "MARKETING")
    assert [item["source"] for item in await world.showcase("agen")] == ["MARKETING"]
    await world.advance(seller, hours=1)
    await holder.delete(f"/plans/{plan['id']}/joins")
    assert [item["source"] for item in await world.showcase("agen")] == ["MARKETING"]


async def test_r_link_8_accepting_an_official_link_leaves_every_plan(world: World) -> None:
    seller, other = await world.person("pemilik"), await world.person("lain")
    shop, shop_of_other = await world.shop(seller, "Langkah"), await world.shop(other, "Toko Lain")
    product = await world.product(other, shop_of_other, "Topi")
    brand = await world.person("langkah", name="Langkah", verified=True, followers=5000)
    plan = await other.post(f"/shops/{shop_of_other}/plans", {"kind": "OPEN", "rate_bp": 900, "products": "ALL"})
    await brand.post(f"/plans/{plan['id']}/joins")
    await brand.post("/me/showcase/items", {"product_ids": [product["id"]]})
    await link(seller, shop, brand, "OFFICIAL")
    assert await world.titles("langkah") == []
    assert await brand.refused("POST", f"/plans/{plan['id']}/joins") == "affiliate.official_account"


async def test_r_link_47_closing_a_shop_ends_links_plans_and_sales(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    product = await world.product(seller, shop, "Sandal")
    brand = await world.person("langkah", name="Langkah", verified=True)
    link_id = await link(seller, shop, brand, "OFFICIAL")
    await seller.patch(f"/shops/{shop}", {"status": "CLOSED"})
    assert await world.titles("langkah") == []
    [ended] = [each for each in (await brand.get("/me/links"))["items"] if each["id"] == link_id]
    assert ended["status"] == "REVOKED"
    buyer = await world.person("pembeli")
    code = await buyer.refused("POST", "/orders", order_of(product["skus"][0]["id"]))
    assert code == "orders.product_unavailable"


async def test_r_surf_2_a_shopper_buys_from_a_showcase_and_the_seller_sees_the_order(world: World) -> None:
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    product = await world.product(seller, shop, "Sandal", price="149000", stock=3)
    holder = await world.person("agen", verified=True)
    link_id = await link(seller, shop, holder, "MARKETING")
    await holder.post("/me/showcase/items", {"product_ids": [product["id"]]})
    buyer = await world.person("pembeli")
    body = order_of(product["skus"][0]["id"], 2, via={"showcase": "agen"})
    key = uuid.uuid4().hex
    placed = await buyer.post("/orders", body, key=key)
    assert placed["orders"][0]["total"] == {"amount": "298000", "currency": "IDR"}
    assert placed["orders"][0]["status"] == "ON_HOLD"
    again = await buyer.call("POST", "/orders", body, key=key)
    assert (again.status_code, again.json()) == (201, placed)
    reused = await buyer.call("POST", "/orders", order_of(product["skus"][0]["id"], 1), key=key)
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency.key_reused")
    [order] = (await seller.get(f"/shops/{shop}/orders"))["items"]
    [line] = order["lines"]
    assert (line["via"], line["shown_right"], line["link_id"]) == ({"showcase": "agen"}, "MARKETING", link_id)
    assert order["address"] is None  # hidden while on hold
    sold_out = await buyer.call("POST", "/orders", order_of(product["skus"][0]["id"], 2), key=uuid.uuid4().hex)
    assert (sold_out.json()["code"], sold_out.json()["available"]) == ("orders.out_of_stock", 1)


async def test_r_ads_1_the_product_source_changes_the_list(world: World) -> None:
    first, second = await world.person("satu"), await world.person("dua")
    shop_one, shop_two = await world.shop(first, "Toko Satu"), await world.shop(second, "Toko Dua")
    one = await world.product(first, shop_one, "Dari Satu")
    await world.product(first, shop_one, "Tidak dipilih")
    two = await world.product(second, shop_two, "Dari Dua")
    creator = await world.person("kreator", verified=True, followers=5000)
    for owner, shop in ((first, shop_one), (second, shop_two)):
        plan = await owner.post(f"/shops/{shop}/plans", {"kind": "OPEN", "rate_bp": 1000, "products": "ALL"})
        await creator.post(f"/plans/{plan['id']}/joins")
    await creator.post("/me/showcase/items", {"product_ids": [one["id"], two["id"]]})
    of_shop = await first.get(f"/ad-products?source=SHOP&shop={shop_one}")
    of_showcase = await creator.get("/ad-products?source=SHOWCASE&handle=kreator")
    assert sorted(each["title"] for each in of_shop["items"]) == ["Dari Satu", "Tidak dipilih"]
    assert {each["shop_id"] for each in of_showcase["items"]} == {shop_one, shop_two}
    assert (await creator.call("GET", f"/ad-products?source=SHOP&shop={shop_one}")).status_code == 404
    assert (await first.call("GET", "/ad-products?source=SHOWCASE&handle=kreator")).status_code == 403
