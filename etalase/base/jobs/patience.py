"""How long we go on with a job that fails or hangs, and wait for a worker that says nothing."""

from typing import Final

import msgspec


class Patience(msgspec.Struct, frozen=True):
    """A job is tried `tries` times, with waits that double from `first_wait_s`; then it is parked.

    A worker that was not heard of for `silence_s` has lost its jobs to the others. An act may take `act_s`, and no more than
    `stop_s` once its worker has been asked to stop.
    """

    tries: int = 8
    first_wait_s: float = 1.0
    longest_wait_s: float = 300.0
    silence_s: float = 10.0
    act_s: float = 120.0
    stop_s: float = 8.0


PATIENCE: Final = Patience()
