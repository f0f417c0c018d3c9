"""Runs real processes with a log file, ended for certain; finds free ports; waits with a deadline."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")

LOCAL = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
"""Excludes this machine from a proxy that is set for the way out."""

Variables = Callable[[], dict[str, str]]
"""More environment variables, asked for at the moment of a process's start."""


class StageError(Exception):
    """Says that something on the stage did not come up; the message says what, and the end of its log."""


def free_port(wanted: int) -> int:
    """Returns the first free TCP port on 127.0.0.1 of the hundred from `wanted` on; raises `StageError`."""
    for port in range(wanted, wanted + 100):
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise StageError(f"ports: none is free between {wanted} and {wanted + 99}")


def wait_for(what: str, look: Callable[[], Value | None], within_s: float, every_s: float = 0.1) -> Value:
    """Calls `look` until it returns something true, and returns that.

    Raises `StageError` after `within_s` seconds.
    """
    deadline_s = time.monotonic() + within_s
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline_s:
            raise StageError(f"{what}: not seen within {within_s:g} s")
        time.sleep(every_s)


class Process:
    """Runs a command in the background, its output in a log file.

    It has a session of its own, so that Ctrl-C reaches the stage alone, which then ends its processes in
    order.
    """

    def __init__(
        self, name: str, command: Sequence[str | Path], log_file: Path, variables: Variables = dict
    ) -> None:
        self.name = name
        self.log_file = log_file
        self._variables = variables
        self._command = [str(part) for part in command]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the command; its output is appended to the log file."""
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | LOCAL
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment | self._variables(),
                cwd=self.log_file.parent,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the whole session of the process; nothing where it has ended."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def freeze(self) -> None:
        """Has it do nothing more, without its connections ending, until it is thawed."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Has a frozen one go on."""
        self.signal(signal.SIGCONT)

    def stop(self, within_s: float = 10) -> None:
        """Ends it politely, and by force after `within_s` seconds."""
        if self._process is None:
            return
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self._process is not None:
            self.signal(signal.SIGKILL)
            self._process.wait()

    def until(self, look: Callable[[], Value | None], within_s: float) -> Value:
        """Waits for a sign of readiness.

        Raises `StageError` with the log's end if the process dies or stays silent.
        """

        def look_while_running() -> Value | None:
            if not self.running:
                raise StageError("it ended")
            return look()

        try:
            return wait_for("a sign of readiness", look_while_running, within_s)
        except StageError as problem:
            raise StageError(
                f"{self.name} did not start: {problem}. Its last lines:\n{self.last_lines()}"
            ) from None

    def last_lines(self, count: int = 15) -> str:
        """Returns the end of the log, for an error message."""
        lines = self.log_file.read_text(errors="replace").splitlines() if self.log_file.exists() else []
        return "\n".join(f"    {line}" for line in lines[-count:])


class Breakable:
    """Is run as a `_process`, which can break as processes do."""

    _process: Process

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.kill()

    def freeze(self) -> None:
        """Has it do nothing more, without its connections ending, until it is thawed."""
        self._process.freeze()

    def thaw(self) -> None:
        """Has a frozen one go on."""
        self._process.thaw()
