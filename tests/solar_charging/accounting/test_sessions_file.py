"""The table of sessions in real files."""

from __future__ import annotations

import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from solar_charging.accounting.bill import Bill, Session
from solar_charging.accounting.sessions_file import HEADER, SessionsFile
from solar_charging.base.errors import ProblemError
from tests.words import raises

FIRST = Session(1_780_000_000.4, 40.0, 1_780_030_000.0, 79.96, Bill(9.0004, 2.0, 1.3, -0.0001, 2.5, 0.22))
SECOND = Session(1_780_080_000.0, None, 1_780_090_000.0, None)
ROWS = [
    "2026-05-28T22:26:40+02:00,2026-05-29T06:46:40+02:00,40,80,13.500,9.000,2.000,1.300,0.000,2.500,0.220",
    "2026-05-29T20:40:00+02:00,2026-05-29T23:26:40+02:00,,,0.000,0.000,0.000,0.000,0.000,0.000,0.000",
]


@pytest.fixture
def table(tmp_path: Path) -> SessionsFile:
    return SessionsFile(tmp_path / "sessions.csv", ZoneInfo("Europe/Paris"))


def test_a_new_file_gets_its_header_once_and_a_row_for_each_session(table: SessionsFile) -> None:
    table.add([FIRST])
    table.add([SECOND])
    assert table.file.read_text() == "\n".join([HEADER, *ROWS, ""])


def test_a_session_that_is_there_already_is_not_repeated(table: SessionsFile) -> None:
    for sessions in ([FIRST], [FIRST, SECOND], [SECOND]):
        table.add(sessions)
    assert table.file.read_text().splitlines() == [HEADER, *ROWS]


@pytest.mark.parametrize("before", ["", HEADER, f"{HEADER}\n", f"{HEADER}\r\n"])
def test_a_file_that_a_person_touched_goes_on(table: SessionsFile, before: str) -> None:
    table.file.write_text(before)
    table.add([FIRST])
    assert table.file.read_text().splitlines() == [HEADER, ROWS[0]]


@pytest.mark.parametrize("foreign", [b"day,kwh\n1,2\n", b"\xff\xfe\x00"])
def test_another_table_is_left_alone(table: SessionsFile, foreign: bytes) -> None:
    table.file.write_bytes(foreign)
    with raises(ProblemError, match=r"must begin with plug_in|invalid start byte"):
        table.add([FIRST])
    assert table.file.read_bytes() == foreign


def test_a_folder_that_does_not_exist_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        SessionsFile(tmp_path / "nowhere" / "sessions.csv", ZoneInfo("UTC")).add([FIRST])


def test_a_link_stays_one(table: SessionsFile, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.csv"
    table.file.symlink_to(target)
    table.add([FIRST])
    assert table.file.is_symlink()
    assert target.read_text().splitlines() == [HEADER, ROWS[0]]


def test_nobody_else_reads_when_the_car_was_at_home(table: SessionsFile) -> None:
    table.file.write_text(f"{HEADER}\n")
    table.file.chmod(0o644)
    assert not SessionsFile(table.file, ZoneInfo("UTC")).file.stat().st_mode & 0o077
    table.file.unlink()
    table.add([FIRST])
    assert stat.S_IMODE(table.file.stat().st_mode) == 0o600
