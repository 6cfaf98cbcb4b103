"""When the supervisor gives up: where a process cannot be right, and not because it was killed or the database was away."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from etalase.cli import supervisor
from etalase.cli.supervisor import Supervisor
from tests.base.cluster_tools import eventually

# No such command: it ends by itself at once, with a code.
WRONG = "no-such-command"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE_S", 0.01)
    monkeypatch.setattr(supervisor, "DEATHS", 2)


def started() -> set[int]:
    """The processes it runs now."""
    children = {int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}
    return {pid for pid in children if WRONG.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()}


def given_up(over: Callable[[], bool]) -> str:
    """What was given up before it was over."""
    running = Supervisor([(WRONG,)])
    assert eventually(lambda: not running.keep_running() or over())
    running.stop()
    return running.gave_up


def test_a_process_that_ends_by_itself_at_once_is_given_up() -> None:
    assert given_up(lambda: False) == WRONG


def test_a_process_that_is_killed_is_started_again_however_often() -> None:
    killed: set[int] = set()

    def kill() -> bool:
        for pid in started() - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        return len(killed) > 2 * supervisor.DEATHS

    assert not given_up(kill)


def test_one_that_ran_for_long_is_started_again_though_it_fails_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STEADY_S", 0.0)
    seen: set[int] = set()

    def often() -> bool:
        seen.update(started())
        if len(seen) > 1:
            monkeypatch.setattr(supervisor, "STEADY_S", 60.0)
        return len(seen) > 2 * supervisor.DEATHS

    assert not given_up(often)
