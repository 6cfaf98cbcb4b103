"""The limit of a checkout: PostgreSQL's own pgbench with the till's own statement, one order per transaction.

Nothing is decided and nobody is asked: constants stand where the till puts what it worked out, ids come from the client's
number and a counter, and the guard on the stock is the statement's own.
"""

import asyncio
import re
from pathlib import Path
from typing import Final

import asyncpg
import msgspec

from etalase.base.cluster.binaries import find_binaries
from etalase.orders.actions.writing import WRITE

CLIENTS: Final = 64
FIRST_ID: Final = 4_000_000_000_000_000
ADDRESS: Final = (
    '{"name":"Rina Wulandari","phone":"+6281234567890","country":"ID","lines":["Jl. Kenanga 7"],'
    '"region":"DKI Jakarta","city":"Jakarta Selatan","postal_code":"12190"}'
)


ID: Final = "(:id)::bigint"


class Sold(msgspec.Struct, frozen=True):
    """What the runs sell: SKUs with consecutive places in `sku_places`, of one shop and product each, and who buys."""

    skus: int
    buyers: int


class Measured(msgspec.Struct, frozen=True):
    """One run."""

    per_s: float
    p50_ms: float
    orders: int


# In the order of the statement's parameters; each is an array of one.
VALUES: Final = (
    *(":buyer", ID, f"{ID} + 1", "'COD'", "'DUE_ON_DELIVERY'", "'IDR'", f"'{ADDRESS}'", "now()"),
    *("s.shop_id", f"{ID} + 2", ID, "s.price", "0", "0", "9000", "0", "(s.price + 9000) * 11 / 111", "1000"),
    *("s.price + 10000", "'ON_HOLD'", "NULL", "now() + interval '1 hour'", "'STANDARD'", f"{ID} + 3", f"{ID} + 4"),
    *(
        "s.shop_id",
        f"{ID} + 5",
        f"{ID} + 2",
        f"{ID} + 6",
        "s.product_id",
        "s.sku_id",
        "s.warehouse_id",
        "s.title",
        "'{}'",
    ),
    *("NULL", "1", "s.price", "0", "0", "9000", "0", "0", "0", "(s.price + 9000) * 11 / 111", "1000"),
    *("s.price + 10000", "'ID 2022-04-01'", "'[]'", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "0"),
    *(":buyer", f"'pgbench-' || {ID}", "'\\x00'", "201", "'{}'", "now()"),
)
# Every value of the chosen SKU comes from its place, read by the same statement.
PLACE: Final = "SELECT * FROM bench_places WHERE place = (:place)::int"
SETUP: Final = """CREATE TABLE bench_places AS
SELECT row_number() OVER (ORDER BY k.sku_id)::int AS place, k.shop_id, k.product_id, k.sku_id, l.warehouse_id, p.title,
       k.price_minor AS price
  FROM skus k JOIN products p USING (shop_id, product_id) JOIN stock_levels l USING (shop_id, sku_id)
 WHERE k.sku_id IN ({skus})"""
PLACES: Final = (
    "CREATE UNIQUE INDEX bench_places_place ON bench_places (place)",
    "ANALYZE bench_places",
)


def script(sold: Sold) -> str:
    """One order: of a random SKU of the first `skus`, by a random buyer."""
    arguments = dict(enumerate(VALUES, start=1))

    def argument(match: "re.Match[str]") -> str:
        value, kind = arguments[int(match.group(1))], match.group(2)
        if kind is None:
            return value
        return f"ARRAY[{value}]::{kind}" if kind.endswith("[]") else f"({value})::{kind}"

    statement = re.sub(r"\$(\d+)(?:::(\w+(?:\[\])?))?", argument, WRITE.sql)
    # Every value of the chosen SKU comes from its place, read in the same statement.
    statement = statement.replace("FROM unnest(", f"FROM ({PLACE}) s, LATERAL unnest(")
    return (
        f"\\set n :n + 1\n\\set id {FIRST_ID} + :client_id * 1000000000000 + :run * 10000000000 + :n * 10\n"
        f"\\set place random(1, {sold.skus})\n\\set buyer random(1, {sold.buyers})\n{' '.join(statement.split())};\n"
    )


async def prepare(dsn: str, skus: list[int]) -> None:
    """Lay the SKUs out by place."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("DROP TABLE IF EXISTS bench_places")
        for statement in (SETUP.format(skus=",".join(map(str, skus))), *PLACES):
            await connection.execute(statement)
    finally:
        await connection.close()


async def run(dsn: str, sold: Sold, folder: Path, seconds: int, number: int) -> Measured:
    """So many seconds of 64 clients. `number` tells runs apart, so that no id comes twice."""
    file, log = folder / "checkout.sql", folder / f"pgbench.{number}"
    file.write_text(script(sold))
    command = [
        find_binaries().path("pgbench"),
        "-n",
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        str(seconds),
        "-M",
        "prepared",
    ]
    command += ["-D", "n=0", "-D", f"run={number}", "-f", str(file), "-l", f"--log-prefix={log}", dsn]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output = (await process.communicate())[0].decode()
    rate = re.search(r"tps = ([\d.]+)", output)
    if process.returncode or rate is None:
        raise RuntimeError(f"pgbench failed: {output[-2000:]}")
    latencies = await asyncio.to_thread(_latencies, folder, log.name)
    return Measured(float(rate.group(1)), latencies[len(latencies) // 2] / 1000, len(latencies))


def _latencies(folder: Path, prefix: str) -> list[int]:
    """In microseconds, in order: the third word of each line of pgbench's log."""
    return sorted(int(line.split()[2]) for part in folder.glob(f"{prefix}.*") for line in part.open())
