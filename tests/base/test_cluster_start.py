"""A cluster is made, serves through its socket only, keeps its promises of durability, and stops without a trace."""

from pathlib import Path

import pytest

from etalase.base.cluster import ClusterFailed, open_cluster
from tests.base.cluster_tools import ask, runs, server_pid

DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")


async def test_it_is_made_durable_and_reachable_by_socket_only(tmp_path: Path) -> None:
    with open_cluster(tmp_path) as cluster:
        assert cluster.owned
        assert [await ask(cluster.dsn, f"SHOW {name}") for name in DURABLE] == ["on"] * len(DURABLE)
        assert await ask(cluster.dsn, "SHOW listen_addresses") == ""
        assert await ask(cluster.dsn, "SELECT current_database() || ' ' || current_user") == "etalase etalase"


async def test_sorting_is_by_bytes_and_letters_are_unicode(tmp_path: Path) -> None:
    with open_cluster(tmp_path, durable=False) as cluster:
        assert await ask(cluster.dsn, "SELECT 'Z' < 'a'")
        assert await ask(cluster.dsn, "SELECT upper('é')") == "É"


async def test_data_outlive_a_stop_and_nothing_else_does(tmp_path: Path) -> None:
    with open_cluster(tmp_path, durable=False) as cluster:
        await ask(cluster.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
        pid = server_pid(tmp_path)
        assert runs(pid)
    assert not runs(pid)
    with open_cluster(tmp_path, durable=False) as cluster:
        assert await ask(cluster.dsn, "SELECT answer FROM kept") == 42


async def test_databases_are_made_copied_and_dropped(tmp_path: Path) -> None:
    with open_cluster(tmp_path, durable=False) as cluster:
        first = await cluster.create_database("first one")
        await ask(first, "CREATE TABLE kept AS SELECT 7 AS answer")
        copy = await cluster.create_database('a "copy"', template="first one")
        assert await ask(copy, "SELECT answer FROM kept") == 7
        await cluster.drop_database("first one")
        await cluster.drop_database("first one")
        assert await ask(cluster.dsn, "SELECT count(*) FROM pg_database WHERE datname = 'first one'") == 0


def test_a_folder_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterFailed, match="PostgreSQL 9, which made this data folder, was not found"):
        open_cluster(tmp_path)


def test_what_the_server_said_is_in_the_failure(tmp_path: Path) -> None:
    open_cluster(tmp_path, durable=False).stop()
    (tmp_path / "postgres" / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ClusterFailed, match="no_such_setting"):
        open_cluster(tmp_path, durable=False)


def test_making_was_cut_short_and_starts_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    open_cluster(tmp_path, durable=False).stop()
    assert not half.exists()
