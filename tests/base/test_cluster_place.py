"""Where it lies: short enough for the kernel, closed to others, and as root without touching what is around it."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etalase.base.cluster import open_cluster
from etalase.base.cluster.place import LONGEST, SOCKET, find_place, fits
from tests.base.cluster_tools import ask, server_pid

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about root only")


async def test_a_deep_home_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / ("deep" * 20) / ("deeper" * 10)
    place = find_place(home)
    assert len(os.fsencode(place.socket_dir / SOCKET)) <= LONGEST
    assert stat.S_IMODE(place.socket_dir.stat().st_mode) == 0o700
    with open_cluster(home, durable=False) as cluster:
        assert await ask(cluster.dsn, "SELECT 1") == 1
    assert find_place(home).socket_dir == place.socket_dir
    place.socket_dir.rmdir()


def test_a_socket_folder_that_others_can_enter_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / ("deep" * 30)
    first = find_place(home).socket_dir
    first.chmod(0o755)
    second = find_place(home).socket_dir
    assert second != first
    first.rmdir()
    second.rmdir()


def test_the_limit_counts_the_socket_itself() -> None:
    longest = LONGEST - len("/" + SOCKET)
    assert fits(Path("/" + "x" * (longest - 1)))
    assert not fits(Path("/" + "x" * longest))


def test_only_its_owner_may_enter(tmp_path: Path) -> None:
    place = find_place(tmp_path)
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.socket_dir.stat().st_mode) == 0o700


@as_root
def test_root_changes_no_folder_around_it_and_nobody_runs_it_as_root(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with open_cluster(closed / "home", durable=False):
        status = Path(f"/proc/{server_pid(closed / 'home')}/status").read_text()
        # In a namespace root shows as itself from outside, without any capability; else it is another user.
        capabilities = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff"))
        assert int(capabilities, 16) == 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, which pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix="etalase-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@as_root
async def test_root_runs_the_cluster_of_an_ordinary_user_as_that_user(open_folder: Path) -> None:
    other = pwd.getpwnam("nobody")
    folder = open_folder / "postgres"
    folder.mkdir()
    os.chown(folder, other.pw_uid, other.pw_gid)
    with open_cluster(open_folder, durable=False) as cluster:
        assert await ask(cluster.dsn, "SELECT 1") == 1
        assert Path(f"/proc/{server_pid(open_folder)}").stat().st_uid == other.pw_uid
