from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from stage.processes import StageError
from stage.time_lapse import TimeLapse

START = datetime(2026, 6, 15, 5, 0, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all there is on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def faketime(path: Path) -> None:
    command = path / "faketime"
    command.write_text("#!/bin/sh\necho /usr/lib/some/libfaketime.so.1\n")
    command.chmod(0o755)


def test_where_libfaketime_is_missing_the_way_to_it_is_told(path: Path) -> None:
    assert list(path.iterdir()) == []
    with pytest.raises(StageError, match="sudo apt-get install faketime"):
        TimeLapse(START, 120)


@pytest.mark.usefixtures("faketime")
def test_a_process_is_given_the_library_and_the_moment_in_utc() -> None:
    variables = TimeLapse(START, 120).environment()
    assert variables["LD_PRELOAD"] == "/usr/lib/some/libfaketime.so.1"
    assert variables["TZ"] == "UTC"
    begin, speed = variables["FAKETIME"].rsplit(" ", 1)
    assert begin.startswith("@2026-06-15 03:0")
    assert speed == "x120"


@pytest.mark.usefixtures("faketime")
def test_a_later_process_joins_the_same_clock() -> None:
    clock = TimeLapse(START, 1_000_000)
    assert clock.environment()["FAKETIME"] < clock.environment()["FAKETIME"]
    assert clock.now() > START + timedelta(seconds=1)


@pytest.mark.usefixtures("faketime")
def test_after_its_end_a_process_sees_the_real_time() -> None:
    clock = TimeLapse(START, 120)
    clock.end()
    assert clock.environment() == {}
