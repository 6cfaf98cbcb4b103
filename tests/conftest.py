"""One cluster for the run, a template database per schema, and for each test a transaction or a database of its own."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx
import pytest
from hypothesis import HealthCheck, settings

from etalase.app.asgi import app
from etalase.app.wiring import refusals, roster, seed
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.live import Hub
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.base.texts import Texts
from etalase.doorway.checkouts import Checkouts
from etalase.doorway.house import House
from etalase.media.ports import open_storage
from etalase.payments.ports import set_up as set_up_providers
from tests.house.floors import declared_schema
from tests.lending import Lender, dsn_of

TEMPLATE_LOCK = 771_204
RUN_HOME = "ETALASE_TEST_HOME"
# Nobody real pays in a test: the sandbox provider takes the money, and phones count as verified.
set_up_providers(Settings(home=Path(tempfile.gettempdir()), sandbox=True))
# Machines differ and are busy: a property is wrong or right, never late.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the run, made before the workers of xdist begin, which find it in their environment."""
    if not hasattr(config, "workerinput") and not os.environ.get("ETALASE_TEST_DSN"):
        os.environ[RUN_HOME] = tempfile.mkdtemp(prefix="etalase-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing of the run stays; the workers have ended, and with the last of them the cluster."""
    if hasattr(config, "workerinput") or RUN_HOME not in os.environ:
        return
    home = Path(os.environ.pop(RUN_HOME))
    # Where root had to settle outside, its place is on record.
    elsewhere = [
        record.read_text() for name in ("place", "socket_dir") if (record := home / "postgres" / name).exists()
    ]
    for folder in (*elsewhere, home):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, object]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """The maintenance database of a cluster: the one named by ETALASE_TEST_DSN, or one of the run's own."""
    given = os.environ.get("ETALASE_TEST_DSN")
    if given:
        yield given
        return
    from etalase.base.cluster import open_cluster

    cluster = open_cluster(Path(os.environ[RUN_HOME]), durable=False)
    try:
        yield cluster.dsn
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
async def template(server_dsn: str) -> str:
    """The name of a database that holds the declared schema and the seeded reference rows."""
    schema = declared_schema()
    # Which events wake which reactions is seeded, too.
    made_of = schema + "".join(f"{job.event} {job.name}\n" for job in roster().reactions)
    name = "etalase_template_" + hashlib.sha256(made_of.encode()).hexdigest()[:12]
    admin = await asyncpg.connect(server_dsn)
    try:
        await admin.execute("SELECT pg_advisory_lock($1)", TEMPLATE_LOCK)
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            building = name + "_building"
            await admin.execute(f"DROP DATABASE IF EXISTS {building}")
            await admin.execute(f"CREATE DATABASE {building}")
            await fill(dsn_of(server_dsn, building), schema)
            await admin.execute(f"ALTER DATABASE {building} RENAME TO {name}")
    finally:
        await admin.close()
    return name


async def fill(dsn: str, schema: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(schema)
    finally:
        await connection.close()
    pool = Pool(dsn, size=1)
    async with pool.transaction() as db:
        await seed(db)
    await pool.close()


@pytest.fixture(scope="session")
async def lender(server_dsn: str, template: str) -> AsyncIterator[Lender]:
    """The one database that tests of this worker are lent, one after another."""
    lender = Lender(server_dsn, template)
    yield lender
    await lender.close()


@pytest.fixture(scope="session")
async def worker_pool(server_dsn: str, template: str) -> AsyncIterator[Pool]:
    lender = Lender(server_dsn, template)
    pool = Pool(await lender.lend(), size=60)
    yield pool
    await pool.close()
    await lender.close()


@pytest.fixture
async def db(worker_pool: Pool) -> AsyncIterator[Db]:
    """A Db inside a transaction that is rolled back at the end of the test."""
    async with worker_pool.connection() as db:
        transaction = db.connection.transaction()
        await transaction.start()
        try:
            yield db
        finally:
            await transaction.rollback()


@pytest.fixture
async def pool(lender: Lender) -> AsyncIterator[Pool]:
    """A pool on a database of its own, for tests that commit or race."""
    pool = Pool(await lender.lend(), size=60)
    try:
        yield pool
    finally:
        await pool.close()
        await lender.take_back()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@cache
def _texts() -> Texts:
    return Texts.load()


@pytest.fixture
def house(pool: Pool, tmp_path: Path) -> House:
    """What a serving process holds, on a database of its own, with the sandbox on."""
    settings, clock = Settings(home=tmp_path, sandbox=True), Clock(sandbox=True)
    return House(
        settings=settings,
        pool=pool,
        clock=clock,
        hub=Hub(pool.dsn),
        texts=_texts(),
        refusals=refusals(),
        storage=open_storage(settings),
        checkouts=Checkouts(pool, clock),
    )


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A caller at the doors of the whole application."""
    # Its doors are put together once per process, which takes seconds; only what stands behind them is new for each test.
    app.state.house = house
    transport = httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://etalase.test") as caller:
        yield caller
