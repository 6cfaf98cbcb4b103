"""Drafts become products: whole or not at all, and a second time nothing."""

import asyncio
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pyvips

from etalase.base.actor import SYSTEM
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.pool import Pool
from etalase.catalog.actions import deactivate_product, delete_product, set_stock_aside
from etalase.catalog.queries import Detail, details, seller_skus
from etalase.imports import actions
from etalase.imports.actions.connections import within
from etalase.imports.queries import world_of
from etalase.imports.rules import Note, read_products
from etalase.media.ports import memory_storage
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop

FILE = """handle,title,description,category,size,sku,price,stock,images
hat,Sun hat,Straw,Footwear,M,H-M,129.000,5,hat.png|gone.png
hat,Sun hat,,,L,H-L,139.000,6,
bag,Bag,Cloth,Kites and such,,B,45.000,7,bad.png
"""


class Trial:
    """A shop, a folder of pictures, and imports into it."""

    def __init__(self, db: Db, shop: Shop, folder: Path, now: datetime) -> None:
        self.db, self.shop, self.folder, self.now = db, shop, folder, now
        self.storage = memory_storage()

    async def bring(self, text: str) -> tuple[actions.Counts, list[Note]]:
        path = self.folder / "products.csv"
        path.write_text(text)
        world = await world_of(self.db, self.shop, now=self.now)
        world = msgspec.structs.replace(world, pictures=self.folder)
        counts, notes = actions.Counts(), list[Note]()

        def tell(some: actions.Counts, found: object) -> None:
            counts.add(some)
            notes.extend(found)  # type: ignore[arg-type] # a sequence of notes

        with read_products(path, world) as reading:
            importer = actions.Importer(
                within(self.db), self.storage, Clock(sandbox=False), SYSTEM, self.shop.shop_id, None, tell
            )
            assert await importer.land_all(reading)
        return counts, notes

    async def product(self, sku: str) -> Detail:
        held = await seller_skus(self.db, self.shop.shop_id, [sku])
        return (await details(self.db, self.shop.shop_id, [held[sku].product_id]))[held[sku].product_id]


async def trial(db: Db, folder: Path, now: datetime, market: str = "ID") -> Trial:
    owner = await make_account(db, market=market)
    picture = pyvips.Image.black(320, 320).copy(interpretation="srgb")
    (folder / "hat.png").write_bytes(BytesIO(picture.pngsave_buffer()).read())
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    return Trial(db, await make_shop(db, owner, market=market), folder, now)


async def state(db: Db) -> list[list[asyncpg.Record]]:
    tables = (
        "products",
        "skus",
        "product_options",
        "product_pictures",
        "stock_levels",
        "stock_moves",
        "events",
        "media_objects",
    )
    return [await db.connection.fetch(f"SELECT *, xmin::text FROM {table} ORDER BY 1, 2") for table in tables]


async def test_products_land_with_skus_stock_pictures_and_categories(db: Db, now: datetime, tmp_path: Path) -> None:
    it = await trial(db, tmp_path, now)
    counts, notes = await it.bring(FILE)
    assert (counts.created, counts.rejected, counts.problems) == (2, 0, 0)
    hat, bag = await it.product("H-L"), await it.product("B")
    assert (hat.product.title, hat.product.category_name, hat.product.option_names) == ("Sun hat", "Footwear", ["Size"])
    assert [(s.seller_sku, s.chosen(), s.price_minor, s.available) for s in hat.skus] == [
        ("H-M", {"Size": "M"}, 129_000, 5),
        ("H-L", {"Size": "L"}, 139_000, 6),
    ]
    assert len(hat.product.pictures) == 1
    assert (bag.product.category_name, bag.product.category_text, bag.product.pictures) == (
        "Other",
        "Kites and such",
        [],
    )
    assert sorted((note.line, note.code) for note in notes) == [
        (2, "imports.picture_missing"),
        (4, "imports.category_unknown"),
        (4, "imports.picture_unreadable"),
    ]


async def test_a_second_run_changes_nothing(db: Db, now: datetime, tmp_path: Path) -> None:
    it = await trial(db, tmp_path, now)
    await it.bring(FILE)
    before = await state(db)
    counts, _ = await it.bring(FILE)
    assert (counts.created, counts.updated, counts.unchanged, counts.rejected) == (0, 0, 2, 0)
    assert await state(db) == before


async def test_what_differs_is_changed_and_what_the_file_does_not_say_stays(
    db: Db, now: datetime, tmp_path: Path
) -> None:
    it = await trial(db, tmp_path, now)
    await it.bring(FILE)
    untouched = await it.product("B")
    counts, _ = await it.bring(
        "handle,title,size,sku,price\nhat,Straw hat,M,H-M,99.000\nhat,Straw hat,XL,H-XL,149.000\nbag,Bag,,B,45000\n"
    )
    assert (counts.created, counts.updated, counts.unchanged) == (0, 1, 1)
    hat = await it.product("H-M")
    assert (hat.product.title, hat.product.description, len(hat.product.pictures)) == ("Straw hat", "Straw", 1)
    assert [(s.seller_sku, s.price_minor, s.available) for s in hat.skus] == [
        ("H-M", 99_000, 5),
        ("H-L", 139_000, 6),
        ("H-XL", 149_000, 0),
    ]
    assert await it.product("B") == untouched


async def test_a_weight_is_read_kept_where_the_file_says_none_and_told_where_it_is_no_number(
    db: Db, now: datetime, tmp_path: Path
) -> None:
    it = await trial(db, tmp_path, now)

    async def bring(*weights: str) -> tuple[list[int | None], list[str]]:
        rows = [f"hat,Sun hat,{size},H-{size},129.000,5,{each}" for size, each in zip("ML", weights, strict=True)]
        _, notes = await it.bring("\n".join(["handle,title,size,sku,price,stock,weight_g", *rows, ""]))
        return [sku.weight_g for sku in (await it.product("H-M")).skus], [note.code for note in notes]

    assert await bring("250", "0") == ([250, None], [])
    assert await bring("", "1.200") == ([250, 1200], [])
    assert await bring("1kg", "1000001") == ([250, 1200], ["imports.weight_unreadable"] * 2)


async def test_skus_of_two_products_are_told(db: Db, now: datetime, tmp_path: Path) -> None:
    it = await trial(db, tmp_path, now)
    await it.bring("handle,title,sku,price\na,Hat,A,5000\nb,Bag,B,5000\n")
    counts, notes = await it.bring("handle,title,size,sku,price\nc,Both,M,A,5000\nc,Both,L,B,5000\nd,New,M,D,5000\n")
    assert (counts.created, counts.rejected) == (1, 1)
    assert [(note.line, note.code, note.facts) for note in notes] == [(2, "imports.skus_of_several", {"skus": "A, B"})]


async def test_what_the_catalogue_refuses_spoils_no_other(db: Db, now: datetime, tmp_path: Path) -> None:
    it = await trial(db, tmp_path, now)
    await it.bring("handle,title,size,sku,price\na,Hat,M,A,5000\na,Hat,L,A2,5000\n")
    before = await it.product("A")
    counts, notes = await it.bring("handle,title,warna,sku,price\na,Hat,Merah,A,6000\nb,Bag,Biru,B,5000\n")
    assert (counts.created, counts.rejected) == (1, 1)
    assert [note.code for note in notes] == ["imports.not_landed"]
    assert await it.product("A") == before


async def test_the_stock_of_a_file_is_the_whole_count_what_is_set_aside_included(
    db: Db, now: datetime, tmp_path: Path
) -> None:
    here = await trial(db, tmp_path, now)
    await here.bring(FILE)
    sku = (await here.product("B")).skus[0]
    kept: dict[str, Any] = {"sku_id": sku.sku_id, "quantity": 3, "purpose": "LIVE", "purpose_ref": 1}
    await set_stock_aside(db, SYSTEM, shop_id=here.shop.shop_id, now=now, **kept)
    for stock, general in ((7, 4), (10, 7), (3, 0)):
        counts, _ = await here.bring(FILE.replace("45.000,7,", f"45.000,{stock},"))
        found = (await here.product("B")).skus[0]
        assert (counts.rejected, found.stock, found.available, found.aside) == (0, stock, general, 3)
    counts, notes = await here.bring(FILE.replace("45.000,7,", "45.000,2,"))
    assert counts.rejected == 1 and "3 pieces are set aside" in str(notes)
    assert (await here.product("B")).skus[0].stock == 3


async def test_a_product_the_seller_took_offline_stays_so_and_a_deleted_one_comes_anew(
    db: Db, now: datetime, tmp_path: Path
) -> None:
    it = await trial(db, tmp_path, now)
    await it.bring("title,sku,price\nHat,A,5000\nBag,B,5000\n")
    hat, bag = await it.product("A"), await it.product("B")
    await deactivate_product(db, SYSTEM, shop_id=it.shop.shop_id, product_id=hat.product.product_id, now=now)
    await delete_product(db, SYSTEM, shop_id=it.shop.shop_id, product_id=bag.product.product_id, now=now)
    counts, _ = await it.bring("title,sku,price\nHat,A,6000\nBag,B,5000\n")
    assert (counts.created, counts.updated) == (1, 1)
    assert (await it.product("A")).product.status == "SELLER_DEACTIVATED"
    assert (await it.product("B")).product.product_id != bag.product.product_id


async def test_two_runs_of_one_file_together_make_its_products_once(pool: Pool, now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,sku,price\n" + "".join(f"Item {n},S{n},5000\n" for n in range(300)))
    async with pool.transaction() as db:
        shop = await make_shop(db, await make_account(db))
        world = await world_of(db, shop, now=now)

    async def bring() -> None:
        with read_products(path, world) as reading:
            importer = actions.Importer(pool.transaction, memory_storage(), Clock(sandbox=False), SYSTEM, shop.shop_id)
            assert await importer.land_all(reading)

    await asyncio.gather(bring(), bring())
    async with pool.connection() as db:
        assert len(await seller_skus(db, shop.shop_id, [f"S{n}" for n in range(300)])) == 300
        assert await db.connection.fetchval("SELECT count(*) FROM products") == 300
