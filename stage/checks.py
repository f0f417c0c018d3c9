"""Runs all checks, as ./test does: the stories, which mostly wait, beside the other tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

INTERRUPTED = 130
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POLITELY = ("nice", "-n", "10")
"""Waiting or not, the stories are bound to real time: they come first where processors are scarce."""

Command = Sequence[str]

PYTEST = (sys.executable, "-m", "pytest")
ONE_BY_ONE: tuple[Command, ...] = (
    (sys.executable, "-m", "ruff", "check", "."),
    (sys.executable, "-m", "ruff", "format", "--check", "."),
    (*POLITELY, sys.executable, "-m", "mypy"),
    # Neighbours stay together, for the tests of a file may share what is dear to make.
    (
        *POLITELY,
        *PYTEST,
        "-m",
        "not story and not long",
        "-n",
        "auto",
        "--maxprocesses",
        "8",
        "--dist",
        "worksteal",
    ),
)
BESIDE: Command = (*PYTEST, "-m", "story")


def main() -> int:
    """Runs everything; returns the exit code, which is 0 where all of it was well."""
    for number in ENDING:
        # With nohup it outlives its terminal. But Ctrl-C it hears even where a shell has started it in the
        # background: else all that it starts would be deaf to it too, and could not be ended in order.
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        return 0 if run_all(ONE_BY_ONE, BESIDE) else 1
    except KeyboardInterrupt:
        return INTERRUPTED


def run_all(one_by_one: Sequence[Command], beside: Command) -> bool:
    """Runs commands one by one, and one beside them, whose output follows theirs; whether all was well."""
    began_s = time.monotonic()
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("wb") as written, output.open("rb") as read, _started(beside, written) as waiting:
            for command in one_by_one:
                _say(f"$ {_shown(command)}")
                with _started(command) as process:
                    codes.append((command, process.wait()))
            _say(f"$ {_shown(beside)}")
            codes.append((beside, _follow(waiting, read)))
    _say(f"\nAfter {time.monotonic() - began_s:.0f} s:")
    for command, code in codes:
        _say(f"  {'failed' if code else 'ok    '} {_shown(command)}")
    return not any(code for _, code in codes)


@contextmanager
def _started(command: Command, output: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    # In a session of its own, so that Ctrl-C reaches it once, and time enough to end what it has started.
    error = None if output is None else subprocess.STDOUT
    process = subprocess.Popen(command, stdout=output, stderr=error, start_new_session=True)
    try:
        yield process
    except BaseException:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def _follow(process: subprocess.Popen[bytes], output: IO[bytes]) -> int:
    """Shows what the process has written and still writes, until it ends; its exit code."""
    while True:
        ended = process.poll()
        sys.stdout.buffer.write(output.read())
        sys.stdout.flush()
        if ended is not None:
            return ended
        time.sleep(0.2)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, flush=True)


def _shown(command: Command) -> str:
    """Writes a command as a person would type it."""
    words = command[len(POLITELY) :] if tuple(command[: len(POLITELY)]) == POLITELY else command
    return " ".join("python" if word == sys.executable else word for word in words)


if __name__ == "__main__":
    sys.exit(main())
