"""The upload of Seller Center: kept, looked at, queued, landed by a job, told with its notes."""

from datetime import datetime
from pathlib import Path

import pytest

from etalase.base import jobs
from etalase.base.actor import SYSTEM
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.imports import actions, queries
from etalase.imports.actions import uploads
from etalase.imports.jobs import JOBS
from etalase.media.ports import Storage, memory_storage, open_storage
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop, make_staff

FILE = b"Nama Produk,Harga,Kategori\nTopi,129.000,Lain lain sekali\nTas,gratis,\nBaju,50.000,\n"


async def land(db: Db, storage: Storage, run: queries.Run, now: datetime) -> queries.Run:
    return await uploads.land_upload(
        db, storage, Clock(sandbox=False), actor=SYSTEM, shop_id=run.shop_id, run_id=run.run_id, now=now
    )


async def test_a_file_goes_the_whole_way(db: Db, now: datetime) -> None:
    owner, storage = await make_account(db), memory_storage()
    shop_id = (await make_shop(db, owner)).shop_id
    key = await actions.keep_file(storage, shop_id, FILE)
    seen = await actions.preview(db, owner, storage=storage, shop_id=shop_id, file_key=key, now=now)
    assert seen.mapping.names() == {"title": ["Nama Produk"], "category": ["Kategori"], "price": ["Harga"]}
    assert [row.cell(0) for row in seen.rows] == ["Topi", "Tas", "Baju"]
    run = await actions.start_run(db, owner, shop_id=shop_id, file_name="produk.csv", file_key=key, now=now)
    assert (run.status, run.products) == ("QUEUED", None)
    run = await land(db, storage, run, now)
    assert (run.status, run.products, run.done, run.created, run.rejected, run.problems, run.notices) == (
        "DONE",
        3,
        3,
        2,
        1,
        1,
        1,
    )
    page = await queries.notes(db, owner, shop_id=shop_id, run_id=run.run_id, limit=1)
    rest = await queries.notes(db, owner, shop_id=shop_id, run_id=run.run_id, cursor=page.next_cursor)
    assert sorted((note.line, note.column_name, note.kind, note.code) for note in (*page.items, *rest.items)) == [
        (2, "Kategori", "NOTICE", "imports.category_unknown"),
        (3, "Harga", "PROBLEM", "imports.price_unreadable"),
    ]
    bad = await queries.notes(db, owner, shop_id=shop_id, run_id=run.run_id, kind="PROBLEM")
    assert bad.items[0].note.facts["price"] == "gratis"
    assert [each.run_id for each in (await queries.runs(db, owner, shop_id=shop_id)).items] == [run.run_id]


async def test_a_long_file_is_landed_in_slices(db: Db, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SLICE_S", 0.0)
    owner, storage = await make_account(db), memory_storage()
    shop_id = (await make_shop(db, owner)).shop_id
    rows = "".join(f"Item {n},{5000 + n}\n" for n in range(450))
    key = await actions.keep_file(storage, shop_id, b"title,price\n" + rows.encode())
    run = await actions.start_run(db, owner, shop_id=shop_id, file_name="a.csv", file_key=key, now=now)
    steps: list[tuple[str, int]] = []
    while run.ended_at is None:
        run = await land(db, storage, run, now)
        run = await queries.run(db, owner, shop_id=shop_id, run_id=run.run_id)
        steps.append((run.status, run.done))
    assert steps == [("RUNNING", 200), ("RUNNING", 400), ("RUNNING", 450), ("DONE", 450)]
    assert run.created == 450


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"colour\nred\n", "imports.no_title_column"),
        (b"PK\x03\x04" + bytes(50), "imports.xlsx_broken"),
        (b"\n", "imports.empty"),
    ],
)
async def test_a_file_that_cannot_be_read_fails_its_run(db: Db, now: datetime, content: bytes, refusal: str) -> None:
    owner, storage = await make_account(db), memory_storage()
    shop_id = (await make_shop(db, owner)).shop_id
    key = await actions.keep_file(storage, shop_id, content)
    run = await actions.start_run(db, owner, shop_id=shop_id, file_name="a.csv", file_key=key, now=now)
    run = await land(db, storage, run, now)
    assert (run.status, run.refusal, run.done) == ("FAILED", refusal, 0)
    with pytest.raises(NotFound):
        await land(db, storage, run, now)


async def test_a_run_whose_file_is_gone_ends_and_says_so(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop_id = (await make_shop(db, owner)).shop_id
    for key in (f"imports/{shop_id}/{'0' * 64}", f"imports/{shop_id + 1}/{'0' * 64}"):
        run = await actions.start_run(db, owner, shop_id=shop_id, file_name="a.csv", file_key=key, now=now)
        run = await land(db, memory_storage(), run, now)
        assert (run.status, run.refusal) == ("FAILED", "imports.no_such_file")


async def test_uploads_have_a_size(db: Db) -> None:
    for data in (b"", bytes(actions.UPLOAD_MAX + 1)):
        with pytest.raises(Invalid):
            await actions.keep_file(memory_storage(), 1, data)


async def test_files_and_runs_of_other_shops_are_not_found(db: Db, now: datetime) -> None:
    owner, other, storage = await make_account(db), await make_account(db, handle="budi"), memory_storage()
    shop, foreign = await make_shop(db, owner), await make_shop(db, other, name="Toko Budi")
    key = await actions.keep_file(storage, shop.shop_id, FILE)
    run = await actions.start_run(db, owner, shop_id=shop.shop_id, file_name="a.csv", file_key=key, now=now)
    with pytest.raises(NotFound):
        await queries.run(db, other, shop_id=shop.shop_id, run_id=run.run_id)
    with pytest.raises(NotFound):
        await queries.run(db, other, shop_id=foreign.shop_id, run_id=run.run_id)
    with pytest.raises(NotFound):
        await actions.preview(db, other, storage=storage, shop_id=foreign.shop_id, file_key=key, now=now)


async def test_a_role_that_may_not_write_products_may_not_import(db: Db, now: datetime) -> None:
    owner, ads = await make_account(db), await make_account(db, handle="ayu")
    shop = await make_shop(db, owner)
    await make_staff(db, owner, shop, ads, "ADS")
    with pytest.raises(NotAllowed):
        await actions.start_run(db, ads, shop_id=shop.shop_id, file_name="a.csv", now=now)


async def test_pictures_that_were_uploaded_are_found_by_name(db: Db, now: datetime) -> None:
    owner, storage = await make_account(db), memory_storage()
    shop_id = (await make_shop(db, owner)).shop_id
    key = await actions.keep_file(storage, shop_id, b"title,price,images\nHat,5000,folder/hat.webp|gone.webp\n")
    seen = await actions.preview(
        db, owner, storage=storage, shop_id=shop_id, file_key=key, pictures={"hat.webp": "a" * 64}, now=now
    )
    assert seen.products[0].pictures == ("a" * 64,)  # type: ignore[union-attr] # it is a draft
    assert [note.code for note in seen.products[0].notices] == ["imports.picture_missing"]


async def test_the_job_lands_what_was_queued(
    pool: Pool, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETALASE_HOME", str(tmp_path))
    monkeypatch.delenv("ETALASE_MEDIA_URL", raising=False)
    storage, roster = open_storage(Settings.load()), jobs.Roster(JOBS)
    async with pool.transaction() as db:
        owner = await make_account(db)
        shop_id = (await make_shop(db, owner)).shop_id
        key = await actions.keep_file(storage, shop_id, FILE)
        run = await actions.start_run(db, owner, shop_id=shop_id, file_name="a.csv", file_key=key, now=now)
    async with pool.connection() as db:
        assert await jobs.drain(db, roster, now) == 1
        run = await queries.run(db, owner, shop_id=shop_id, run_id=run.run_id)
        assert (run.status, run.created) == ("DONE", 2)
        assert await jobs.drain(db, roster, now) == 0
