"""Whoever comes second joins, and the server stays until the last user has gone, whoever started it."""

from pathlib import Path

from etalase.base.cluster import open_cluster
from tests.base.cluster_tools import ask, runs, said, server_pid, start_user


async def test_the_second_joins_and_outlives_the_first(tmp_path: Path) -> None:
    starter = start_user(tmp_path)
    assert said(starter) == "owned"
    pid = server_pid(tmp_path)
    with open_cluster(tmp_path, durable=False) as joined:
        assert not joined.owned
        starter.communicate()
        assert starter.returncode == 0
        assert await ask(joined.dsn, "SELECT 1") == 1
        assert server_pid(tmp_path) == pid
    assert not runs(pid)


async def test_a_user_that_leaves_stops_nothing(tmp_path: Path) -> None:
    with open_cluster(tmp_path, durable=False) as cluster:
        guest = start_user(tmp_path)
        assert said(guest) == "joined"
        guest.communicate()
        assert guest.returncode == 0
        assert await ask(cluster.dsn, "SELECT 1") == 1


def test_of_five_that_start_together_one_starts_it(tmp_path: Path) -> None:
    users = [start_user(tmp_path) for _ in range(5)]
    assert sorted(said(user) for user in users) == ["joined"] * 4 + ["owned"]
    pid = server_pid(tmp_path)
    for user in users:
        user.communicate()
    assert not runs(pid)


def test_stopping_twice_is_stopping_once(tmp_path: Path) -> None:
    cluster = open_cluster(tmp_path, durable=False)
    cluster.stop()
    cluster.stop()
