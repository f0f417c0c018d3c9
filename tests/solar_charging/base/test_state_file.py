"""The memory in real files."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import solar_charging
from solar_charging.base.state_file import StateFile
from tests.household import Household, settings
from tests.words import words


@pytest.fixture
def memory(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "memory.json")


def recalled(memory: StateFile) -> Any:
    found: list[Any] = []
    assert memory.recall(lambda content: found.append(content) or []) is None  # type: ignore[func-returns-value]
    return found[0]


def test_what_was_saved_last_is_recalled(memory: StateFile) -> None:
    for content in ({"a": 1}, {"a": 2}):
        memory.save(content)
    assert recalled(memory) == {"a": 2}


def test_it_is_a_file_for_nobody_else_and_leaves_no_other(memory: StateFile) -> None:
    memory.file.with_name("memory.json.part").write_text("cut off by a power cut")
    memory.save({"a": 1})
    assert stat.S_IMODE(memory.file.stat().st_mode) == 0o600
    assert list(memory.file.parent.iterdir()) == [memory.file]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o666, 0o700, 0o600])
def test_a_file_that_an_older_version_left_open_is_closed_to_others(memory: StateFile, mode: int) -> None:
    memory.save({"a": 1})
    memory.file.chmod(mode)
    assert recalled(memory) == {"a": 1}
    assert stat.S_IMODE(memory.file.stat().st_mode) == 0o600


def test_an_app_that_is_killed_while_it_writes_leaves_what_was_saved_before(memory: StateFile) -> None:
    memory.save({"a": 1})
    dying = (
        "import os, pathlib, signal, sys; from solar_charging.base.state_file import StateFile;"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        "StateFile(pathlib.Path(sys.argv[1])).save({'a': 2})"
    )
    apps = Path(solar_charging.__file__).parent.parent
    died = subprocess.run([sys.executable, "-c", dying, str(memory.file)], cwd=apps, check=False)
    assert died.returncode == -signal.SIGKILL
    assert recalled(memory) == {"a": 1}
    memory.save({"a": 3})
    assert recalled(memory) == {"a": 3}
    assert list(memory.file.parent.iterdir()) == [memory.file]


def test_content_that_cannot_be_written_leaves_the_file_as_it_was(memory: StateFile) -> None:
    memory.save({"a": 1})
    with pytest.raises(TypeError):
        memory.save({"a": object()})
    assert recalled(memory) == {"a": 1}


def test_no_file_is_no_problem(memory: StateFile) -> None:
    assert memory.recall(lambda _: pytest.fail("there is nothing to recall")) is None


def test_a_folder_that_does_not_exist_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        StateFile(tmp_path / "nowhere" / "memory.json").save({})


def test_what_cannot_be_read_is_told_and_left_alone(tmp_path: Path) -> None:
    problem = StateFile(tmp_path).recall(lambda _: None)
    assert problem is not None
    told = words(problem)
    assert str(tmp_path) in told
    assert "Is a directory" in told
    assert tmp_path.is_dir()


GOOD = Household().controller.saved_state.to_dict(Household().now)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b"[" * 100_000,
        b"1" + b"0" * 100_000,
        json.dumps({**GOOD, "version": 2}).encode(),
    ],
)
def test_a_broken_file_is_told_in_one_line_and_kept_aside(memory: StateFile, content: bytes) -> None:
    told = broken(memory, content)
    assert "must be what the app saved" in told
    assert "starting anew" in told
    assert not memory.file.exists()


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({**GOOD, "version": None}).encode(),
        json.dumps({**GOOD, "history": {}}).encode(),
        json.dumps({**GOOD, "history": []}).encode(),
        json.dumps({**GOOD, "history": {**GOOD["history"], "car_kwh": []}}).encode(),
        json.dumps({**GOOD, "spending": {"today": "0", "month": "0"}}).encode(),
        json.dumps({**GOOD, "spending": {**GOOD["spending"], "at": "yesterday"}}).encode(),
        json.dumps({**GOOD, "spending": {**GOOD["spending"], "at": "2026-06-15T12:00:00"}}).encode(),
        json.dumps({**GOOD, "spending": {**GOOD["spending"], "at": 5}}).encode(),
    ],
)
def test_a_part_that_is_broken_is_told_and_the_whole_is_kept_aside(memory: StateFile, content: bytes) -> None:
    told = broken(memory, content)
    assert "these parts must be what the app saved" in told
    assert "the rest counts" in told
    assert memory.file.read_bytes() == content, "until it is saved anew"


def broken(memory: StateFile, content: bytes) -> str:
    """What is told of a broken file, of which nothing is taken up but what is as good as new."""
    memory.file.write_bytes(content)
    home = Household()
    problem = memory.recall(home.controller.saved_state.from_dict)
    assert problem is not None
    told = words(problem)
    assert str(memory.file) in told
    assert "\n" not in told
    assert len(told) < 600
    aside = memory.file.with_name("memory.json.broken")
    assert aside.read_bytes() == content
    assert home.controller.saved_state.to_dict(home.now) == GOOD, "as if there had been none"
    return told


def test_an_unchanged_controller_is_recalled_whole(memory: StateFile) -> None:
    home = Household(settings=settings(api={"monthly_cap": 8.0})).run(hours=3)
    saved = home.controller.saved_state.to_dict(home.now)
    assert saved["spending"]["month"] != "0"
    memory.save(saved)
    home.restart()
    assert memory.recall(home.controller.saved_state.from_dict) is None
    assert home.controller.saved_state.to_dict(home.now) == saved
