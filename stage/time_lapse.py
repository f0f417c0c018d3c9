"""Gives several real processes one fake clock, by the library libfaketime."""

from __future__ import annotations

import shutil
import subprocess
import time
from datetime import datetime, timedelta, timezone

from stage.processes import StageError

INSTALL = "sudo apt-get install faketime"


class TimeLapse:
    """Runs a clock from `start`, `speed` times as fast, for the processes started with it.

    Raises `StageError` where libfaketime is not installed.
    """

    def __init__(self, start: datetime, speed: float) -> None:
        # In UTC, where time passes evenly.
        self.start = start.astimezone(timezone.utc)
        self.speed = speed
        self._library = faketime_library()
        self._origin_s = time.monotonic()
        self._ended = False

    def now(self) -> datetime:
        """Returns the time that the processes see."""
        return self.start + timedelta(seconds=(time.monotonic() - self._origin_s) * self.speed)

    def end(self) -> None:
        """Lets processes that are started from now on have the real time."""
        self._ended = True

    def environment(self) -> dict[str, str]:
        """Returns the environment variables of a process that is started at this moment."""
        if self._ended:
            return {}
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME": f"@{self.now():%Y-%m-%d %H:%M:%S.%f} x{self.speed:g}",
            # libfaketime reads its start in the local time of the process.
            "TZ": "UTC",
        }


def faketime_library() -> str:
    """Returns the path of libfaketime, for a process to be loaded with.

    Raises `StageError` where it is not installed.
    """
    if shutil.which("faketime") is None:
        raise StageError(f"Another clock needs libfaketime, which is not installed: {INSTALL}")
    # The command knows where its library lies, which differs between systems.
    command = ["faketime", "-f", "+0s", "printenv", "LD_PRELOAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
