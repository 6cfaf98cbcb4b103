"""End with the process that started us, however it ends, so that killing `make` or the supervisor leaves nothing behind."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
STEP_S = 0.5


def follow_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """From now on this signal comes to us when our parent is gone. Called by whoever was started with ETALASE_WITH_PARENT=1."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    else:
        threading.Thread(target=_watch, args=[parent, number], daemon=True).start()
    if parent == 1 or os.getppid() != parent:
        os.kill(os.getpid(), number)


def _watch(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(STEP_S)
    os.kill(os.getpid(), number)
