"""Creator Studio: the Showcase is filled, kept in order and mended with plain forms (R-SHOW-5…18, 30…34)."""

from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from etalase.affiliate.actions import end_plan, join
from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.links.actions import end
from etalase.shops.queries import Shop
from etalase.showcase.actions import add_items, create_collection
from etalase.showcase.queries import held_items
from tests.makers.affiliate import make_plan, make_products
from tests.makers.links import make_link, ready_account, ready_shop
from tests.makers.shopping import sign_in

EN = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def english(client: httpx.AsyncClient) -> None:
    """Sentences that survive a redirect are in the language of the form."""
    client.headers.update(EN)


Stage = tuple[Actor, Shop, Actor, list[int]]


async def stage(pool: Pool, *, products: int = 4, kind: str = "MARKETING", add: bool = True) -> Stage:
    """A seller with products and a holder linked three days ago."""
    before = datetime.now(UTC) - timedelta(days=3)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, name="Langkah", now=before)
        made = await make_products(db, seller, shop, products, before)
        who = await ready_account(db, "langkah" if kind == "OFFICIAL" else "fern", name="Langkah", followers=2_000)
        await make_link(db, seller, shop, who, kind, before)
        if add and kind != "OFFICIAL":
            await add_items(db, who, product_ids=made, now=before)
    return seller, shop, who, made


async def read(client: httpx.AsyncClient, path: str) -> str:
    """A page in English as text."""
    page = await client.get(path)
    assert page.status_code == 200, page.text
    return unescape(page.text)


async def order_of(pool: Pool, who: Actor) -> list[int]:
    """The holder's list, pins first."""
    async with pool.transaction() as db:
        return [item.product_id for item in (await held_items(db, who, now=datetime.now(UTC), limit=100)).items]


async def test_the_list_tells_state_right_and_offers_every_act(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, made = await stage(pool)
    await sign_in(client, pool, who)
    page = await read(client, "/creator/showcase")
    assert page.count("Shown") >= 4 and "Marketing account" in page and 'data-reorder="/creator/showcase/order"' in page
    for product in made:
        assert f'action="/creator/showcase/pins/{product}"' in page
    assert "style=" not in page and "<script>" not in page


async def test_r_show_12_up_down_drag_and_pins(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, (a, b, c, d) = await stage(pool)
    await sign_in(client, pool, who)
    assert await order_of(pool, who) == [a, b, c, d]
    moved = await client.post("/creator/showcase/order", data={"ids": f"{c},{b}"})
    assert moved.headers["location"] == "/creator/showcase"
    assert await order_of(pool, who) == [a, c, b, d]
    dragged = await client.post(
        "/creator/showcase/order", data={"ids": f"{d},{c},{b},{a}"}, headers={"HX-Request": "true"}
    )
    assert dragged.status_code == 204 and await order_of(pool, who) == [d, c, b, a]
    await client.post(f"/creator/showcase/pins/{a}")
    await client.post(f"/creator/showcase/pins/{c}")
    assert await order_of(pool, who) == [a, c, d, b]
    await client.post("/creator/showcase/order", data={"ids": f"{c},{a}"})
    assert await order_of(pool, who) == [c, a, d, b]
    await client.post(f"/creator/showcase/pins/{c}/removal")
    assert (await order_of(pool, who))[0] == a


async def test_a_forged_order_or_pin_changes_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, made = await stage(pool)
    await sign_in(client, pool, who)
    for ids in ("", "x", "-1,'", "99999,88888", "9" * 30):
        assert (await client.post("/creator/showcase/order", data={"ids": ids})).status_code == 303
    assert (await client.post("/creator/showcase/pins/99999")).status_code == 303
    assert "Only products of your Showcase can be pinned" in await read(client, "/creator/showcase")
    assert await order_of(pool, who) == made


async def test_r_show_11_taking_out_one_and_many(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, (a, b, c, d) = await stage(pool)
    await sign_in(client, pool, who)
    nothing = await client.post("/creator/showcase/removal")
    assert nothing.status_code == 422 and "Choose at least one product." in nothing.text
    many = [str(number) for number in range(1, 202)]
    assert (await client.post("/creator/showcase/removal", data={"product": many})).status_code == 422
    await client.post("/creator/showcase/removal", data={"product": [str(a), str(c)]})
    assert await order_of(pool, who) == [b, d]
    assert "2 products taken out" in await read(client, "/creator/showcase")


async def test_r_show_10_adding_chosen_products_and_all_of_a_shop(client: httpx.AsyncClient, pool: Pool) -> None:
    _, shop, who, made = await stage(pool, products=25, add=False)
    await sign_in(client, pool, who)
    page = await read(client, f"/creator/showcase/add?shop={shop.shop_id}")
    assert "Add all of this shop" in page and "Marketing account" in page and page.count('name="product"') == 24
    sent = await client.post("/creator/showcase/items", data={"product": [str(made[0]), str(made[1])]})
    assert sent.headers["location"] == "/creator/showcase"
    assert "2 products added to your Showcase." in await read(client, "/creator/showcase")
    every = [str(each) for each in made[2:24]]
    many = await client.post("/creator/showcase/items", data={"product": every, "q": "sepatu"})
    assert many.status_code == 422 and "Add 20 products at most at a time. You chose 22." in unescape(many.text)
    assert f'value="{every[-1]}" checked' in many.text and 'value="sepatu"' in many.text
    await client.post(f"/creator/showcase/shops/{shop.shop_id}")
    assert len(await order_of(pool, who)) == 25
    again = await client.post(f"/creator/showcase/shops/{shop.shop_id}")
    assert again.headers["location"] == f"/creator/showcase/add?shop={shop.shop_id}"
    strange = await client.post("/creator/showcase/shops/99")
    assert strange.status_code == 409 and "You may not show this product" in unescape(strange.text)


async def test_what_may_not_be_shown_is_told_and_stays_chosen(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, made = await stage(pool, add=False)
    async with pool.transaction() as db:
        other, shop = await ready_shop(db, owner="other", name="Kaki Senja", now=datetime.now(UTC))
        (strange,) = await make_products(db, other, shop, 1, datetime.now(UTC))
    await sign_in(client, pool, who)
    sent = await client.post("/creator/showcase/items", data={"product": [str(made[0]), str(strange)]})
    assert sent.status_code == 409
    assert "1 product added" in sent.text and "You may not show this product" in unescape(sent.text)
    assert await order_of(pool, who) == [made[0]]


async def test_r_link_44_an_ended_right_says_since_when_and_why(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, who, made = await stage(pool)
    async with pool.transaction() as db:
        link = await db.connection.fetchval("SELECT link_id FROM shop_links WHERE status = 'LINKED'")
        await end(db, seller, link_id=link, now=datetime.now(UTC) - timedelta(minutes=1))
    await sign_in(client, pool, who)
    page = await read(client, "/creator/showcase?show=hidden")
    assert "Your right to show it ended" in page and "The shop ended the link." in page and "Since " in page
    assert "Look after what visitors cannot see" in await read(client, "/creator")
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, products=made[:1], now=now)
        await join(db, who, plan_id=plan.plan_id, now=now)
    page = await read(client, "/creator/showcase")
    assert page.count("Show it again") == 1
    await client.post("/creator/showcase/items", data={"product": str(made[0])})
    assert "Affiliate plan" in await read(client, "/creator/showcase")


async def test_a_hidden_product_is_replaced_by_another(client: httpx.AsyncClient, pool: Pool) -> None:
    before = datetime.now(UTC) - timedelta(days=2)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, name="Langkah", now=before)
        a, b = await make_products(db, seller, shop, 2, before)
        first = await make_plan(db, seller, shop, products=[a], now=before)
        second = await make_plan(db, seller, shop, products=[b], now=before)
        who = await ready_account(db, "fern", name="Fern", followers=2_000)
        for plan in (first, second):
            await join(db, who, plan_id=plan.plan_id, now=before)
        await add_items(db, who, product_ids=[a], now=before)
        await end_plan(db, seller, shop_id=shop.shop_id, plan_id=first.plan_id, now=before + timedelta(hours=1))
    await sign_in(client, pool, who)
    page = await read(client, "/creator/showcase")
    assert "The plan ended." in page and f'name="replaces" value="{a}"' in page
    await client.post("/creator/showcase/items", data={"product": str(b), "replaces": str(a)})
    assert await order_of(pool, who) == [b]


async def test_r_show_5_an_official_account_orders_and_pins_only(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, (a, b, c, d) = await stage(pool, kind="OFFICIAL")
    await sign_in(client, pool, who)
    page = await read(client, "/creator/showcase")
    assert "Your Showcase fills itself" in page and "/creator/showcase/removal" not in page
    assert page.index(f'data-id="{d}"') < page.index(f'data-id="{a}"')
    await client.post("/creator/showcase/order", data={"ids": f"{b},{c}"})
    page = await read(client, "/creator/showcase")
    places = [page.index(f'data-id="{each}"') for each in (d, b, c, a)]
    assert places == sorted(places)
    await client.post(f"/creator/showcase/pins/{a}")
    page = await read(client, "/creator/showcase")
    assert page.index(f'data-id="{a}"') < page.index(f'data-id="{d}"') and "These come first." in page
    assert (await client.get("/creator/showcase/add")).headers["location"] == "/creator/showcase"
    refused = await client.post("/creator/showcase/removal", data={"product": str(a)})
    assert refused.status_code == 409 and "You can order and pin them." in unescape(refused.text)


async def test_r_show_17_a_collection_from_title_to_share_link(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who, (a, b, c, _) = await stage(pool)
    await sign_in(client, pool, who)
    wrong = await client.post("/creator/collections", data={"title": " ", "description": "Dry feet"})
    assert wrong.status_code == 422 and "Write a title of 1 to" in wrong.text and "Dry feet" in wrong.text
    made = await client.post("/creator/collections", data={"title": "Rain", "description": "Dry feet"})
    path = made.headers["location"]
    await client.post(f"{path}/products", data={"product": [str(a), str(b), str(c)]})
    await client.post(f"{path}/order", data={"ids": f"{b},{a}"})
    await client.post(f"{path}/products/{c}/removal")
    await client.post(path, data={"title": "Rainy days", "description": ""})
    page = await read(client, path)
    assert "Rainy days" in page and page.index(f'data-id="{b}"') < page.index(f'data-id="{a}"')
    assert f'data-id="{c}"' not in page and "/@fern/showcase/" in page and 'class="qr"' in page
    strange = await client.post(f"{path}/products", data={"product": "99999"})
    assert strange.status_code == 409 and "Only products of your Showcase" in unescape(strange.text)
    await client.post(f"{path}/deletion")
    assert "No collections yet" in await read(client, "/creator/collections")


async def test_a_collection_of_somebody_else_is_not_there(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, _, who, made = await stage(pool)
    async with pool.transaction() as db:
        number = await create_collection(db, who, title="Mine", description="", product_ids=made, now=datetime.now(UTC))
    await sign_in(client, pool, seller)
    path = f"/creator/collections/{number}"
    assert (await client.get(path)).status_code == 404
    assert (await client.post(path, data={"title": "Stolen"})).status_code == 404
    assert (await client.post(f"{path}/products", data={"product": str(made[0])})).status_code == 404
    await client.post(f"{path}/deletion")
    await sign_in(client, pool, who)
    assert "Mine" in await read(client, path)
