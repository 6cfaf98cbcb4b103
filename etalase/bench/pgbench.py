"""The limit of a checkout: PostgreSQL's own pgbench with the till's own statement, one order per transaction.

Nothing is decided and nobody is asked: constants stand where the till puts what it worked out, ids come from the client's
number and a counter, and the guard on the stock is the statement's own.
"""

import asyncio
import json
import re
from pathlib import Path
from typing import Any, Final

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
Fields = dict[str, Any]


class Sold(msgspec.Struct, frozen=True):
    """What the runs sell: SKUs with consecutive places in `sku_places`, of one shop and product each, and who buys."""

    skus: int
    buyers: int


class Measured(msgspec.Struct, frozen=True):
    """One run."""

    per_s: float
    p50_ms: float
    orders: int


class Sql(str):
    """An expression where the till would send what it worked out; every other value stands in the JSON as it is."""


# By the fields of the statement's records; one record of each. `s` is the place of the chosen SKU.
CART: Final[Fields] = {
    "account_id": Sql("(:buyer)::bigint"),
    "checkout_id": Sql(ID),
    "payment_id": Sql(f"{ID} + 1"),
    "method": "COD",
    "payment_status": "DUE_ON_DELIVERY",
    "currency": "IDR",
    "address": json.loads(ADDRESS),
}
ORDER: Final[Fields] = {
    "shop_id": Sql("s.shop_id"),
    "order_id": Sql(f"{ID} + 2"),
    "checkout_id": Sql(ID),
    "subtotal": Sql("s.price"),
    "seller_discount": 0,
    "platform_discount": 0,
    "shipping": 9000,
    "tax": 0,
    "tax_included": Sql("(s.price + 9000) * 11 / 111"),
    "buyer_fee": 1000,
    "total": Sql("s.price + 10000"),
    "status": "ON_HOLD",
    "shipping_method": "STANDARD",
    "entry_id": Sql(f"{ID} + 3"),
    "event_id": Sql(f"{ID} + 4"),
    "hold_until": "2030-01-01T00:00:00Z",
}
LINE: Final[Fields] = {
    "shop_id": Sql("s.shop_id"),
    "order_line_id": Sql(f"{ID} + 5"),
    "order_id": Sql(f"{ID} + 2"),
    "move_id": Sql(f"{ID} + 6"),
    "product_id": Sql("s.product_id"),
    "sku_id": Sql("s.sku_id"),
    "warehouse_id": Sql("s.warehouse_id"),
    "title": Sql("to_json(s.title)"),
    "options": {},
    "quantity": 1,
    "unit_price": Sql("s.price"),
    "seller_discount": 0,
    "platform_discount": 0,
    "shipping": 9000,
    "shipping_seller": 0,
    "shipping_platform": 0,
    "tax": 0,
    "tax_included": Sql("(s.price + 9000) * 11 / 111"),
    "buyer_fee": 1000,
    "paid": Sql("s.price + 10000"),
    "tax_rule": "ID 2022-04-01",
    "promotions": [],
    "rate_bp": 0,
}
RECORDS: Final = (CART, ORDER, LINE)
# The answer: account, key, hash of the request, status, body; each an array of one.
ANSWER: Final = (":buyer", f"'pgbench-' || {ID}", "'\\x00'", "201", "'{}'")
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

    def argument(match: "re.Match[str]") -> str:
        number, kind = int(match.group(1)), match.group(2)
        if kind == "json":
            return f"concat({_json(RECORDS[number - 1])})::json"
        if kind.endswith("[]"):
            return f"ARRAY[{ANSWER[number - 5]}]::{kind}"
        return "now()"

    statement = re.sub(r"\$(\d+)::(\w+(?:\[\])?)", argument, WRITE.sql)
    statement = re.sub(r"FROM (json_to_recordset|unnest)\(", rf"FROM ({PLACE}) s, LATERAL \1(", statement)
    return (
        f"\\set n :n + 1\n\\set id {FIRST_ID} + :client_id * 1000000000000 + :run * 10000000000 + :n * 10\n"
        f"\\set place random(1, {sold.skus})\n\\set buyer random(1, {sold.buyers})\n{' '.join(statement.split())};\n"
    )


def _json(fields: Fields) -> str:
    """The pieces of a JSON array with one object: literals and, between them, expressions."""
    pieces: list[str] = []
    literal = "[{"
    for name, value in fields.items():
        literal += f'"{name}":'
        if isinstance(value, Sql):
            pieces += [f"'{literal}'", value]
            literal = ","
        else:
            literal += json.dumps(value, separators=(",", ":")) + ","
    return ", ".join((*pieces, f"'{literal.removesuffix(',')}}}]'"))


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
