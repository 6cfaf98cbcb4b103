"""`etalase up` serves, continues with the same data, and leaves nothing behind however it is ended."""

import os
import signal
from pathlib import Path

import pytest

from tests.base.cluster_tools import eventually, runs
from tests.cli.shell import Running, run

ENOUGH = 4  # the command, its keeper, the server, the worker


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_and_it_starts_again(tmp_path: Path, number: signal.Signals) -> None:
    for _ in range(2):
        with Running(tmp_path, "--empty") as running:
            running.wait_until_ready()
            family = running.family()
            assert len(family) > ENOUGH
            assert running.get("/") == 200
            running.process.send_signal(number)
            assert running.process.wait(60) == 0, running.log.read_text()
            assert not [pid for pid in family if runs(pid)]


def test_killed_outright_it_takes_everything_along(tmp_path: Path) -> None:
    with Running(tmp_path, "--empty", "--workers", "2") as running:
        running.wait_until_ready()
        family = running.family()
        running.process.kill()
        running.process.wait()
        assert eventually(lambda: not [pid for pid in family if runs(pid)])


def test_a_dead_part_is_started_again(tmp_path: Path) -> None:
    with Running(tmp_path, "--empty") as running:
        running.wait_until_ready()
        before = running.family()
        for pid in before - {running.process.pid}:
            if "etalase.cli serve" in _command_line(pid):
                os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: _answers(running)), running.log.read_text()
        assert running.family() - before
        running.process.terminate()
        assert running.process.wait(60) == 0


def test_another_command_joins_while_it_runs(tmp_path: Path) -> None:
    with Running(tmp_path, "--empty") as running:
        running.wait_until_ready()
        assert run("migrate", etalase_home=str(tmp_path)).stdout == "Nothing to apply.\n"
        assert running.get("/") == 200
        running.process.terminate()
        assert running.process.wait(60) == 0


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with Running(tmp_path, "--empty") as running:
        running.wait_until_ready()
        second = run("up", "--port", str(running.port), etalase_home=str(tmp_path / "other"))
        assert second.returncode == 1
        assert "in use" in second.stderr
        assert not (tmp_path / "other").exists()
        running.process.terminate()
        running.process.wait(60)


def _answers(running: Running) -> bool:
    try:
        return running.get("/") == 200
    except OSError:
        return False


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
