"""`etalase import products`: exit codes, report, progress, and memory that does not grow with the file."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etalase.base.pool import Pool
from tests.length import length
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
MIB = 1 << 20
# 100,000 rows take at most 200 MiB, and fewer rows as much less.
ROWS = length(short=20_000, long=100_000)
MOST_MIB = 200 * ROWS / 100_000
# KiB that a process takes that has loaded the command and done nothing, and what it took at its highest. Linux keeps the
# highest for each program; what getrusage tells is inherited from the process that started it.
MEASURED = """
import re, sys
from pathlib import Path
from etalase.cli import importing
from etalase.cli.main import main
highest = lambda: re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
idle = highest()
code = main(sys.argv[1:])
print(idle, highest(), file=sys.stderr)
sys.exit(code)
"""
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def command(pool: Pool, tmp_path: Path) -> Command:
    environment = {**os.environ, "DATABASE_URL": pool.dsn, "ETALASE_HOME": str(tmp_path / "home")}

    def run(
        *arguments: str | Path, program: str = "from etalase.cli.main import main; import sys; sys.exit(main())"
    ) -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-c", program, "import", "products", *map(str, arguments)]
        return subprocess.run(
            words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
        )

    return run


async def shop_in(pool: Pool, market: str = "ID") -> int:
    async with pool.transaction() as db:
        owner = await make_account(db, market=market)
        return (await make_shop(db, owner, market=market)).shop_id


async def counted(pool: Pool, table: str) -> int:
    async with pool.connection() as db:
        return await db.connection.fetchval(f"SELECT count(*) FROM {table}")


async def test_exit_codes_and_the_report(pool: Pool, tmp_path: Path, command: Command) -> None:
    shop = await shop_in(pool)
    file, report = tmp_path / "a.csv", tmp_path / "report.csv"
    file.write_text("title,price,category\nHat,5000,=cmd\nBag,=1+1,\n\x1b[31mCap,6000,\n")
    dry = command(file, "--shop", str(shop), "--dry-run")
    assert (dry.returncode, await counted(pool, "products"), await counted(pool, "import_runs")) == (1, 0, 0)
    done = command(file, "--shop", str(shop), "--report", report)
    assert done.returncode == 1, done.stderr
    assert "problem: line 3, price: The price =1+1 cannot be read.\n" in done.stdout
    assert "2 products landed (2 created, 0 updated, 0 unchanged), 1 did not; 1 notices." in done.stdout
    assert "\x1b" not in done.stdout
    assert "3 of 3 products" in done.stderr
    rows = list(csv.reader(report.open(encoding="utf-8")))
    assert [row[:4] for row in rows] == [
        ["line", "column", "kind", "code"],
        ["2", "category", "notice", "imports.category_unknown"],
        ["3", "price", "problem", "imports.price_unreadable"],
    ]
    file.write_text("title,price\nHat,5000\n")
    again = command(file, "--shop", str(shop))
    assert (again.returncode, await counted(pool, "products")) == (0, 2)


async def test_what_cannot_be_read_at_all(pool: Pool, tmp_path: Path, command: Command) -> None:
    shop, file = str(await shop_in(pool)), tmp_path / "a.csv"
    file.write_text("colour,weight\nred,5\n")
    for arguments, words in (
        ((file, "--shop", shop), "Columns: colour, weight."),
        ((file, "--shop", "999999"), "there is no shop 999999"),
        ((tmp_path / "gone.csv", "--shop", shop), "There is no such file."),
        ((file, "--shop", shop, "--map", "title=Nama"), "There is no column Nama in the file."),
        ((file, "--shop", shop, "--images", tmp_path / "gone"), "there is no folder"),
    ):
        done = command(*arguments)
        assert done.returncode == 2, done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr


async def test_the_mapping_can_be_corrected(pool: Pool, tmp_path: Path, command: Command) -> None:
    shop, file = await shop_in(pool), tmp_path / "a.csv"
    file.write_text("benda;nilai;ukuran\nTopi;Rp 5.000;M\nTopi;Rp 5.000;L\n")
    done = command(file, "--shop", str(shop), "--map", "title=benda", "--map", "price=nilai", "--map", "option1=ukuran")
    assert (done.returncode, await counted(pool, "skus")) == (0, 2), done.stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the shared feeds do not lie at {SHARED}")
@pytest.mark.parametrize(
    ("name", "market", "numbers"), [("footwear", "ID", (50, 275, 66)), ("appliances", "US", (37, 87, 124))]
)
async def test_the_shared_feeds_land_with_their_pictures_and_once(
    pool: Pool, command: Command, name: str, market: str, numbers: tuple[int, int, int]
) -> None:
    shop, folder = await shop_in(pool, market), SHARED / name
    arguments = (folder / "products.csv", "--shop", str(shop), "--images", folder / "images")
    tables = ("products", "skus", "product_pictures")
    first = command(*arguments)
    assert first.returncode == 0, first.stdout + first.stderr
    assert tuple([await counted(pool, table) for table in tables]) == numbers
    moves = await counted(pool, "stock_moves")
    second = command(*arguments)
    assert second.returncode == 0
    assert f"({0} created, 0 updated, {numbers[0]} unchanged)" in second.stdout
    assert tuple([await counted(pool, table) for table in tables]) == numbers
    assert await counted(pool, "stock_moves") == moves


async def test_many_rows_in_bounded_memory(pool: Pool, tmp_path: Path, command: Command) -> None:
    shop, file = await shop_in(pool), tmp_path / "big.csv"
    with file.open("w") as handle:
        handle.write("handle,title,description,size,sku,price,stock\n")
        for n in range(ROWS):
            p = n // 5
            handle.write(f"p-{p},Product number {p},{'Some words about it. ' * 8},{n % 5},SKU-{n},{5000 + p},7\n")
    done = command(file, "--shop", str(shop), program=MEASURED)
    assert done.returncode == 0, done.stderr
    assert await counted(pool, "skus") == ROWS
    idle_kib, highest_kib = map(int, done.stderr.splitlines()[-1].split())
    assert (highest_kib - idle_kib) / 1024 < MOST_MIB
    print(f"{(highest_kib - idle_kib) / 1024:.0f} MiB above idle")
