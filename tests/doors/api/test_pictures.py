"""Uploading a picture and reading it back."""

import re
from html import unescape

import httpx
import pyvips

from etalase.base.pool import Pool
from tests.makers.callers import make_caller, open_shop, product_body, sku_body


def webp() -> bytes:
    return pyvips.Image.black(500, 500, bands=3).copy(interpretation="srgb").webpsave_buffer()


async def test_a_picture_is_uploaded_either_way_and_served_for_ever(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    headers = {"Authorization": f"Bearer {sari.token}"}
    raw = await client.post("/api/v1/pictures", content=webp(), headers=headers | {"Content-Type": "image/webp"})
    assert raw.status_code == 201, raw.text
    form = await client.post("/api/v1/pictures", files={"file": ("a.svg", webp(), "image/svg+xml")}, headers=headers)
    assert form.json() == raw.json()
    served = await client.get(raw.json()["urls"]["400"])
    assert served.status_code == 200 and served.headers["content-type"] == "image/webp"
    assert "immutable" in served.headers["cache-control"]
    for wrong in ("401.webp", "400.png", "x.webp", "400"):
        assert (await client.get(f"/media/{raw.json()['key']}/{wrong}")).status_code == 404


async def test_a_product_shows_its_pictures_in_order(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    headers = {"Authorization": f"Bearer {sari.token}"}
    keys: list[str] = []
    for size in (400, 500):
        data = pyvips.Image.black(size, size, bands=3).copy(interpretation="srgb").pngsave_buffer()
        keys.append((await client.post("/api/v1/pictures", content=data, headers=headers)).json()["key"])
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body(pictures=keys))).json()
    assert [each["key"] for each in made["pictures"]] == keys
    turned = await sari.patch(f"/shops/{shop}/products/{made['id']}", {"pictures": keys[::-1]})
    assert [each["key"] for each in turned.json()["pictures"]] == keys[::-1]
    listed = (await sari.get(f"/shops/{shop}/products")).json()["items"][0]
    assert keys[1] in listed["picture"]


async def test_no_picture_without_a_caller_or_a_picture(client: httpx.AsyncClient, pool: Pool) -> None:
    assert (await client.post("/api/v1/pictures", content=webp())).status_code == 401
    sari = await make_caller(client, pool)
    headers = {"Authorization": f"Bearer {sari.token}"}
    for content in (b"", b"<svg/>", b"\xff\xd8\xff" + b"x" * 10_000_001):
        answer = await client.post("/api/v1/pictures", content=content, headers=headers)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["picture"])
    empty = await client.post("/api/v1/pictures", data={"a": "b"}, files={}, headers=headers)
    assert empty.status_code == 422


async def test_the_gallery_turns_to_the_picture_of_the_option_chosen(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    headers = {"Authorization": f"Bearer {sari.token}"}
    keys: list[str] = []
    for size in (400, 410, 420):
        data = pyvips.Image.black(size, size, bands=3).copy(interpretation="srgb").pngsave_buffer()
        keys.append((await client.post("/api/v1/pictures", content=data, headers=headers)).json()["key"])
    own, red, blue = keys
    looks = [{"name": "Colour", "value": value, "picture": key} for value, key in (("Red", red), ("Blue", blue))]
    skus = [sku_body(value, Colour=value) for value in ("Red", "Blue")]
    shop = await open_shop(sari)
    made = (
        await sari.post(f"/shops/{shop}/products", product_body(*skus, pictures=[own], option_pictures=looks))
    ).json()
    page = unescape((await client.get(f"/p/{made['id']}")).text)
    shown = re.findall(r'<img src="/media/(\w+)/800', page)
    assert shown == keys
    assert re.findall(r'data-gallery-show="(\d)"', page) == ["1", "2"]
    # Without script the page comes back with the choice in its address, and begins with its picture.
    blue_sku = next(each["id"] for each in made["skus"] if each["seller_sku"] == "Blue")
    page = unescape((await client.get(f"/p/{made['id']}?sku={blue_sku}")).text)
    assert re.findall(r'<img src="/media/(\w+)/800', page) == [blue, own, red]
    assert re.findall(r'data-gallery-show="(\d)"', page) == ["2", "0"]
