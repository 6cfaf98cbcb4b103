"""What a tired operator types: each ends in a line of words and a code, never in a traceback or a second server."""

import socket
from pathlib import Path

import pytest

from tests.cli.shell import run

AWAY = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(
    "words", [("sweep",), ("work",), ("migrate",), ("demo",), ("import", "products", "x.csv", "--shop", "1")]
)
def test_a_database_that_is_away_is_said_in_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    shown = run(*words, database_url=AWAY, etalase_home=str(tmp_path))
    assert shown.returncode == 1, shown.stderr
    assert "127.0.0.1" in shown.stderr and "Traceback" not in shown.stderr


@pytest.mark.parametrize("command", ["serve", "up"])
def test_a_port_that_is_taken_is_not_shared(command: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        shown = run(command, "--port", str(other.getsockname()[1]), database_url=AWAY, etalase_home=str(tmp_path))
    assert shown.returncode == 1
    assert "in use" in shown.stderr and "Traceback" not in shown.stderr


def test_an_address_of_another_machine_is_refused_in_one_line(tmp_path: Path) -> None:
    shown = run("serve", "--host", "192.0.2.1", "--port", "8000", database_url=AWAY, etalase_home=str(tmp_path))
    assert shown.returncode == 1
    assert shown.stderr.startswith("etalase: ") and "Traceback" not in shown.stderr


@pytest.mark.parametrize("shop", ["99999999999999999999", "\u0661", "-1", "1e3", ""])
def test_an_id_that_is_none_is_wrong_use(shop: str, tmp_path: Path) -> None:
    shown = run("import", "products", "x.csv", "--shop", shop, database_url=AWAY, etalase_home=str(tmp_path))
    assert shown.returncode == 2 and "usage: etalase" in shown.stderr


def test_a_home_that_is_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    shown = run("migrate", etalase_home=str(tmp_path / "home"))
    assert shown.returncode == 1
    assert str(tmp_path / "home") in shown.stderr and "Traceback" not in shown.stderr
