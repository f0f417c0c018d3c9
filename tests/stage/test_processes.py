from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stage.processes import Process, StageError, free_port, wait_for

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield int(server.getsockname()[1])


def test_a_taken_port_is_passed_over(taken_port: int) -> None:
    assert taken_port < free_port(taken_port) < taken_port + 100


def test_a_wait_ends_with_what_was_found() -> None:
    found = iter([None, "", "it"])
    assert wait_for("it", lambda: next(found), within_s=1, every_s=0) == "it"


def test_a_wait_in_vain_names_what_was_missing() -> None:
    with pytest.raises(StageError, match=r"the sun: not seen within 0\.01 s"):
        wait_for("the sun", lambda: None, within_s=0.01, every_s=0)


def test_a_process_that_ends_at_once_shows_its_last_words(tmp_path: Path) -> None:
    process = Process("The oven", [sys.executable, "-c", "print('no gas')"], tmp_path / "oven.log")
    process.start()
    with pytest.raises(StageError, match=r"(?s)The oven did not start: it ended.*no gas"):
        process.until(lambda: None, within_s=30)


def test_a_process_that_will_not_end_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "stubborn.log"
    process = Process("stubborn", [sys.executable, "-c", STUBBORN], log)
    process.start()
    process.until(lambda: "up" in log.read_text(), within_s=30)
    process.stop(within_s=0.1)
    assert not process.running


def test_a_process_that_was_never_started_can_be_stopped(tmp_path: Path) -> None:
    process = Process("idle", ["true"], tmp_path / "idle.log")
    process.stop()
    assert not process.running


def test_a_process_sees_its_variables_of_the_moment_but_not_our_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/ours")
    log = tmp_path / "variables.log"
    show = "import os; print('[' + os.environ.get('PYTHONPATH', '') + '|' + os.environ['MOMENT'] + ']')"
    process = Process("variables", [sys.executable, "-c", show], log, lambda: {"MOMENT": "now"})
    process.start()
    wait_for("its output", lambda: "[|now]" in log.read_text(), within_s=30)
    process.stop()
