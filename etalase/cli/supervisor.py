"""Keep processes running: a dead one is started again, all are stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import structlog

STEP_S = 0.1
STEADY_S = 30.0
LONGEST_PAUSE_S = 5.0
DEATHS = 6
PATIENCE_S = 6.0
log = structlog.get_logger()


class Child:
    """One of our own commands as a process, in a session of its own so that Ctrl-C reaches only the supervisor."""

    def __init__(self, command: Sequence[str]) -> None:
        self.name = command[0]
        self._quick_deaths = 0
        self._failures = 0
        self._steady_once = False
        self._command = [sys.executable, "-m", "etalase.cli", *command]
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._next = 0.0

    def keep_running(self) -> None:
        """Start it when it is not running and its pause is over."""
        if self._process is not None and self._process.poll() is not None:
            self._note_death(self._process.returncode)
        if self._process is None and time.monotonic() >= self._next:
            self._started = time.monotonic()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | {"ETALASE_WITH_PARENT": "1"},
            )

    @property
    def hopeless(self) -> bool:
        """It never ran for long and has ended by itself too often: a setting is wrong, and trying again mends nothing.

        One that ran before, or that was killed, is started again for as long as we run: its memory was short, or the database
        is away, and meanwhile the others go on.
        """
        return not self._steady_once and self._failures >= DEATHS

    def end(self) -> None:
        """Ask it to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until it has ended; at the deadline (monotonic seconds) its whole session is killed."""
        if self._process is None:
            return
        try:
            self._process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            log.warning("killed, for it did not end", process=self.name)
        # Also when it ended well: nothing of its session may stay behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _note_death(self, code: int) -> None:
        steady = time.monotonic() - self._started > STEADY_S
        self._steady_once = self._steady_once or steady
        self._quick_deaths = 1 if steady else self._quick_deaths + 1
        self._failures += code >= 0
        pause_s = min(0.5 * 2 ** (self._quick_deaths - 1), LONGEST_PAUSE_S)
        self._next = time.monotonic() + pause_s
        self._process = None
        log.warning("ended by itself, starting it again", process=self.name, code=code, pause_s=pause_s)


class Supervisor:
    """Runs commands until SIGINT or SIGTERM, or until one of them cannot be kept running."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._children = [Child(command) for command in commands]
        self._asked_to_stop = False

    def start(self) -> None:
        """Take over the signals and start everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)
        self.keep_running()

    def keep_running(self) -> bool:
        """One round; False when it is time to stop."""
        for child in self._children:
            child.keep_running()
        return not self._asked_to_stop and not self.gave_up

    @property
    def gave_up(self) -> str:
        """The name of a process that cannot be kept running, else an empty word."""
        return next((child.name for child in self._children if child.hopeless), "")

    def run(self) -> None:
        """Keep everything running until told to stop."""
        while self.keep_running():
            time.sleep(STEP_S)

    def stop(self) -> None:
        """End everything, patiently at first."""
        for child in self._children:
            child.end()
        deadline = time.monotonic() + PATIENCE_S
        for child in self._children:
            child.wait(deadline)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True
