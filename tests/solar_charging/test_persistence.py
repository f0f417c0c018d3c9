"""What is kept on the disk, and when."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from solar_charging.accounting.bill import Session
from solar_charging.persistence import SAVE_S, Persistence
from tests.household import settings
from tests.words import words

ENDED = (Session(0.0, 40.0, 3600.0, 50.0),)


def kept(folder: Path, **files: str) -> Persistence:
    return Persistence(folder, "garage", settings(**files), ZoneInfo("UTC"), now_s=0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("revision", "changed", "now_s", "due"),
    [
        (1, False, SAVE_S - 1, False),
        (1, False, SAVE_S, True),
        (1, True, 1.0, True),
        (2, False, 1.0, True),
    ],
)
def test_it_is_saved_for_other_sums_for_a_change_and_after_a_while(
    tmp_path: Path, revision: int, changed: bool, now_s: float, due: bool
) -> None:
    files = kept(tmp_path)
    assert files.due(1, 0.0), "of a first beat nothing is saved yet"
    assert files.save({}, 0.0) is None
    if changed:
        files.changed()
    assert files.due(revision, now_s) is due


def test_what_is_saved_is_recalled(tmp_path: Path) -> None:
    kept(tmp_path).save({"a": 1}, 0.0)
    found: list[object] = []
    assert kept(tmp_path).recall(found.append) is None
    assert found == [{"a": 1}]
    assert [file.name for file in tmp_path.iterdir()] == ["solar_charging_garage.json"]


def test_files_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    nowhere = {key: str(tmp_path / "nowhere" / key) for key in ("state_file", "sessions_file")}
    files = kept(tmp_path, **nowhere)
    unsaved, unwritten = files.save({}, 0.0), files.write_sessions(ENDED)
    assert unsaved is not None
    assert unwritten is not None
    assert words(unsaved) == f"{nowhere['state_file']}: cannot be written (No such file or directory)"
    assert words(unwritten).endswith("the new rows are kept for later")


@pytest.mark.parametrize("content", [b"another,table\n", b"\xff\xfe"])
def test_another_table_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "solar_charging_garage_sessions.csv"
    table.write_bytes(content)
    problem = kept(tmp_path).write_sessions(ENDED)
    assert problem is not None
    assert str(table) in words(problem)
    assert table.read_bytes() == content
