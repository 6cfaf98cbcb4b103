"""Open and close what a serving process holds."""

from etalase.app.wiring import refusals
from etalase.base.clock import Clock
from etalase.base.live import Hub
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.base.texts import Texts
from etalase.doorway.checkouts import Checkouts
from etalase.doorway.house import House
from etalase.media.ports import open_storage


def dsn_of(settings: Settings) -> str:
    """The database to use: DATABASE_URL, else the one of ETALASE_HOME (joined or started)."""
    if settings.database_url:
        return settings.database_url
    from etalase.base.cluster import open_cluster

    return open_cluster(settings.home).dsn


def build_house(settings: Settings, dsn: str) -> House:
    """The parts, nothing started yet."""
    pool, clock = Pool(dsn, size=settings.pool_size), Clock(sandbox=settings.sandbox)
    return House(
        settings=settings,
        pool=pool,
        clock=clock,
        hub=Hub(dsn),
        texts=Texts.load(),
        refusals=refusals(),
        storage=open_storage(settings),
        checkouts=Checkouts(pool, clock),
    )


async def open_house(settings: Settings) -> House:
    """Build the parts and start what listens."""
    house = build_house(settings, dsn_of(settings))
    house.hub.start()
    return house


async def close_house(house: House) -> None:
    """Answer the checkouts that wait, stop listening, close the connections."""
    await house.checkouts.close()
    await house.hub.stop()
    await house.pool.close()
