"""The table of `python -m benchmarks.reports`: single cells, their bounds, and the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.reports.__main__ import main
from benchmarks.reports.cell import Cell
from benchmarks.reports.rows import FRESH, Row, rows
from benchmarks.reports.scene import play
from benchmarks.reports.stories import STORIES, Story, afternoon
from simulator.habits import Habits

FRESH_ROW = Row(FRESH, (Habits(),))
STORY = Story("short", 12, 14.5, afternoon(13.5))
NIGHT = next(story for story in STORIES if story.title == "night")


def test_a_fresh_report_costs_nothing() -> None:
    cell = play(STORY, FRESH_ROW, 0)
    assert cell.sun_kwh == pytest.approx(4.2, abs=0.3)
    assert cell.dear_kwh < 0.3
    assert (cell.starts, cell.stops, cell.wrong_by_hand, cell.taken) == (1, 1, 0, 0)


def test_teslapy_reads_the_same() -> None:
    cell = play(STORY, replace(FRESH_ROW, http=True), 0)
    assert cell.sun_kwh == pytest.approx(4.2, abs=0.3)
    assert (cell.starts, cell.stops) == (1, 1)


def checked(story: Story, row: Row = FRESH_ROW, **measured: float) -> list[str]:
    cell = Cell(**measured)  # type: ignore[arg-type]
    cell.check(story, row, Cell(kwh=12, sun_kwh=10, dear_kwh=0.1))
    return cell.out


@pytest.mark.parametrize(
    ("measured", "out"),
    [
        ({"sun_kwh": 9.1, "dear_kwh": 0.39}, []),
        ({"sun_kwh": 8.9, "dear_kwh": 0.41}, ["dear", "sun"]),
        ({"sun_kwh": 10, "missed": 1}, ["missed"]),
        ({"sun_kwh": 10, "wrong_by_hand": 1}, ["by hand"]),
        ({"sun_kwh": 10, "taken": 1}, ["taken"]),
        ({"sun_kwh": 10, "overridden": 1}, ["overridden"]),
        ({"sun_kwh": 10, "starts": 9}, []),
    ],
)
def test_bounds_of_a_cell(measured: dict[str, float], out: list[str]) -> None:
    assert checked(STORY, **measured) == out


def test_a_late_poll_may_cost_more() -> None:
    late = replace(FRESH_ROW, loose=True)
    assert checked(STORY, late, sun_kwh=8.1, dear_kwh=1.0) == []
    assert checked(STORY, late, sun_kwh=7.9, dear_kwh=1.2) == ["dear", "sun"]


def test_a_night_has_one_start_and_its_energy() -> None:
    assert checked(NIGHT, sun_kwh=10, kwh=12, starts=1, stops=1) == []
    assert checked(NIGHT, sun_kwh=10, kwh=10, starts=2) == ["starts", "energy"]


def test_nobody_can_tell_a_start_apart_without_counters() -> None:
    by_title = {row.title: row for row in rows(quick=False)}
    row = by_title["poll 600 s, no odometer, no energy added"]
    assert row.untellable
    assert not by_title["poll 600 s"].untellable
    assert checked(STORY, row, sun_kwh=10, taken=1, wrong_by_hand=1) == []
    assert checked(STORY, row, sun_kwh=10, taken=2) == ["taken"]


def test_the_worst_of_two_runs_counts() -> None:
    worst = Cell(sun_kwh=3, dear_kwh=1, starts=4, named_s=5).worst(Cell(sun_kwh=2, starts=1, out=["sun"]))
    assert (worst.sun_kwh, worst.dear_kwh, worst.starts, worst.named_s, worst.out) == (2, 1, 4, None, ["sun"])


def test_each_phase_has_its_poll() -> None:
    row = next(row for row in rows(quick=False) if row.title == "poll 600 s")
    assert [habits.phase_s for habits in row.habits][:2] == [30, 90]
    assert len(row.phases(core=True)) == 10
    assert list(row.phases(core=False)) == [2, 7]


def test_the_exit_code_tells_of_bounds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cells.json"
    few = ["--quick", "--rows", "fresh", "--stories", "replug", "--jobs", "1", "--json", str(file)]
    assert main(few) == 0
    assert "0 of 1 cells are out of bounds" in capsys.readouterr().out
    assert json.loads(file.read_text())[FRESH]["replug"]["wrong_by_hand"] == 0
    monkeypatch.setattr(Cell, "check", lambda cell, *_: cell.out.append("dear"))
    assert main(few) == 1
    assert "**" in capsys.readouterr().out


def test_stories_of_one_column_add_up_their_energy() -> None:
    both = Cell(sun_kwh=3, dear_kwh=1).beside(Cell(sun_kwh=2, missed=1))
    assert (both.sun_kwh, both.dear_kwh, both.missed) == (5, 1, 1)
