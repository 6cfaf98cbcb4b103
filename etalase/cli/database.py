"""The database a command works on: DATABASE_URL, else the one of ETALASE_HOME, joined when it runs and started when not."""

import os
from collections.abc import Generator
from contextlib import contextmanager

import msgspec

from etalase.base.cluster import open_cluster
from etalase.base.settings import Settings


@contextmanager
def database(settings: Settings) -> Generator[Settings]:
    """`settings` with `database_url` filled in, for as long as the block lasts. ClusterFailed when there is no database.

    The environment is filled in too: processes started inside the block, and parts that read their own settings, see the same.
    """
    if settings.database_url:
        yield settings
        return
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_cluster(settings.home) as cluster:
        os.environ["DATABASE_URL"] = cluster.dsn
        try:
            yield msgspec.structs.replace(settings, database_url=cluster.dsn)
        finally:
            del os.environ["DATABASE_URL"]


def dsn(settings: Settings) -> str:
    """The database of settings that went through `database`."""
    if settings.database_url is None:
        raise LookupError("No database is open.")
    return settings.database_url
