"""`kill -9` of the user, the keeper or the server leaves no process behind and loses no committed row."""

import os
import subprocess
from pathlib import Path

from etalase.base.cluster import open_cluster
from tests.base.cluster_tools import ask, eventually, kill, runs, said, server_pid, start_user


async def test_the_server_follows_a_killed_user(tmp_path: Path) -> None:
    user = start_user(tmp_path)
    assert said(user) == "owned"
    pid = server_pid(tmp_path)
    user.kill()
    user.wait()
    assert eventually(lambda: not runs(pid))
    with open_cluster(tmp_path, durable=False) as cluster:
        assert await ask(cluster.dsn, "SELECT 1") == 1


async def test_a_killed_server_comes_back_with_its_rows(tmp_path: Path) -> None:
    with open_cluster(tmp_path) as cluster:
        await ask(cluster.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
        pid = server_pid(tmp_path)
        kill(pid)
        assert eventually(lambda: server_pid(tmp_path) not in {0, pid})
        with open_cluster(tmp_path) as again:
            assert await ask(again.dsn, "SELECT answer FROM kept") == 42


async def test_the_server_follows_a_killed_keeper_and_starts_anew(tmp_path: Path) -> None:
    with open_cluster(tmp_path, durable=False):
        pid = server_pid(tmp_path)
        kill(parent_of(pid))
        with open_cluster(tmp_path, durable=False) as again:
            assert again.owned
            assert not runs(pid)
            assert await ask(again.dsn, "SELECT 1") == 1


async def test_a_pid_file_that_names_a_stranger_is_stale(tmp_path: Path) -> None:
    user = start_user(tmp_path)
    assert said(user) == "owned"
    pid = server_pid(tmp_path)
    kill(parent_of(pid))
    kill(pid)
    user.kill()
    user.wait()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        for name in ("data/postmaster.pid", "run/.s.PGSQL.5432.lock"):
            file = tmp_path / "postgres" / name
            file.write_text(file.read_text().replace(str(pid), str(stranger.pid), 1))
        with open_cluster(tmp_path, durable=False) as cluster:
            assert await ask(cluster.dsn, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def parent_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    assert int(fields[1]) not in {1, os.getpid()}
    return int(fields[1])
