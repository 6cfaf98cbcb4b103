"""File locks with a deadline. The kernel drops them when their holder ends, however it ends."""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from etalase.base.cluster.binaries import ClusterFailed

STEP_S = 0.02


def take(path: Path, kind: int) -> int | None:
    """The lock as an open descriptor, or None when somebody holds it in the way. `kind` is LOCK_SH or LOCK_EX."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def wait_for(path: Path, kind: int, deadline: float) -> int:
    """Like take, patiently until `deadline` (monotonic seconds), then ClusterFailed."""
    while (descriptor := take(path, kind)) is None:
        pause(deadline, f"{path} stayed locked: another command is starting or stopping the database.")
    return descriptor


def release(descriptor: int) -> None:
    """Drop a lock, also for children that inherited it."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


@contextmanager
def held(path: Path, kind: int, deadline: float) -> Generator[None]:
    """A lock for the length of a block."""
    descriptor = wait_for(path, kind, deadline)
    try:
        yield
    finally:
        release(descriptor)


def pause(deadline: float, complaint: str) -> None:
    """One step of waiting for something; ClusterFailed(complaint) once the deadline has passed."""
    if time.monotonic() > deadline:
        raise ClusterFailed(complaint)
    time.sleep(STEP_S)
