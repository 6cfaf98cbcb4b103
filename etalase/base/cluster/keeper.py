"""The process that holds the server: starts it, starts it again when it dies, stops it when the last user is gone.

Run as `python -m etalase.base.cluster.keeper LOCK UID-KIND UID GID -- postgres …`. It waits for the exclusive lock on LOCK,
which it gets when no user holds the shared one any more, and keeps it until it ends, so whoever comes next waits for that.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Final

from etalase.base.cluster.identity import Identity, entry

QUICK_S: Final = 3.0
QUICK_DEATHS: Final = 4
QUICK_DEATHS_LATER: Final = 50  # once it has served: a killed server's orphans may hold its memory for a while
PAUSE_S: Final = 0.4
PATIENCE_S: Final = 20.0


class Keeper:
    """One server and the wish to stop it."""

    def __init__(self, command: list[str], identity: Identity) -> None:
        self._command = command
        self._identity = identity
        self._stopping = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Hold the server until told to stop; the server's last exit code. Dying at once again and again ends it too."""
        quick, code, limit = 0, 0, QUICK_DEATHS
        while not self._stopping.is_set() and quick < limit:
            started = time.monotonic()
            # PostgreSQL dies with this thread, the main one, should the keeper be killed.
            self._server = subprocess.Popen(
                self._command, cwd="/", preexec_fn=entry(self._identity, die_with_parent=True)
            )
            if self._stopping.is_set():
                self._signal(signal.SIGINT)
            code = self._server.wait()
            quick = quick + 1 if time.monotonic() - started < QUICK_S else 0
            if quick == 0 or code < 0:
                limit = QUICK_DEATHS_LATER
            self._stopping.wait(PAUSE_S)
        return code

    def stop_when_unused(self, lock: str) -> None:
        """Block until nobody uses the server, then stop it."""
        fcntl.flock(os.open(lock, os.O_RDWR), fcntl.LOCK_EX)
        self.stop()

    def stop(self) -> None:
        """Fast shutdown; without a checkpoint if it takes too long (the write-ahead log has everything)."""
        self._stopping.set()
        self._signal(signal.SIGINT)
        threading.Timer(PATIENCE_S, self._signal, [signal.SIGQUIT]).start()

    def stop_in_thread(self, number: int, frame: FrameType | None) -> None:
        """For a signal: the main thread may be interrupted while it holds a lock that stopping needs."""
        threading.Thread(target=self.stop).start()

    def _signal(self, number: signal.Signals) -> None:
        # send_signal looks first whether the server was already waited for, so a reused pid is never hit.
        if self._server is not None:
            self._server.send_signal(number)


def main() -> None:
    """See the module."""
    lock, kind, uid, gid = sys.argv[1:5]
    keeper = Keeper(sys.argv[6:], Identity(kind, int(uid), int(gid)))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, keeper.stop_in_thread)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=keeper.stop_when_unused, args=[lock], daemon=True).start()
    code = keeper.run()
    os._exit(0 if code == 0 else 1)  # the timer and the waiting thread have nothing left to do


if __name__ == "__main__":
    main()
