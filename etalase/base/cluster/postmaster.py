"""What can be known of a running server from outside: its pid file, its socket, its process."""

import socket
from pathlib import Path

from etalase.base.cluster.place import SOCKET, Place


def is_ready(place: Place) -> bool:
    """Whether the server takes connections now."""
    return _status(place).startswith("ready") and _listens(place.socket_dir / SOCKET)


def is_alive(place: Place) -> bool:
    """Whether the process named in the pid file is a server of this very folder. Pids are used again, most of all by root."""
    pid = _line(place, 0)
    if not pid.isdigit():
        return False
    try:
        return Path("/proc", pid, "cwd").readlink() == place.data.resolve()
    except OSError:
        return _listens(place.socket_dir / SOCKET)


def clear_stale(place: Place) -> None:
    """Remove the two pid files a killed server left: PostgreSQL would take any process with that pid for a rival."""
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    (place.socket_dir / f"{SOCKET}.lock").unlink(missing_ok=True)


def is_stopping(place: Place) -> bool:
    """Whether the server is on its way out."""
    return _status(place).startswith("stopping")


def _status(place: Place) -> str:
    return _line(place, 7)


def _line(place: Place, number: int) -> str:
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    return lines[number].strip() if len(lines) > number else ""


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
