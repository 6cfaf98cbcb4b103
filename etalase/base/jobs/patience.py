"""How long we go on with a job that fails, and wait for a worker that says nothing."""

from typing import Final

import msgspec


class Patience(msgspec.Struct, frozen=True):
    """A job is tried `tries` times, with waits that double from `first_wait_s`; then it is parked.

    A worker that was not heard of for `silence_s` has lost its jobs to the others.
    """

    tries: int = 8
    first_wait_s: float = 1.0
    longest_wait_s: float = 300.0
    silence_s: float = 10.0


PATIENCE: Final = Patience()
