"""The meters' half of `python -m benchmarks.reports`: plays, bounds, what counts as said, and the table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reports.__main__ import main
from benchmarks.reports.meters.cell import Cell
from benchmarks.reports.meters.play import Charges, play, wrong_after_s
from benchmarks.reports.meters.rows import Kind, Row, rows
from benchmarks.reports.meters.stories import DARK, DAYS, STORIES, SUNNY, cooking
from benchmarks.reports.meters.table import table
from benchmarks.reports.meters.words import Said, blames, first
from benchmarks.reports.scene import Setting, opened
from benchmarks.reports.stories import Story, afternoon

ROWS = {row.title: row for row in rows(quick=False)}
SHORT = Story("short", 12, 14.5, afternoon(13.5))
EVENING = Story("evening", 17.5, 19, load=cooking)


def test_a_right_meter_costs_nothing_and_is_blamed_for_nothing() -> None:
    cell = play(SHORT, ROWS["right"], 0)
    assert cell.sun_kwh == pytest.approx(4.2, abs=0.3)
    assert (cell.starts, cell.stops, cell.blamed, cell.said_h) == (1, 1, "", None)
    assert cell.dear_kwh < 0.3
    assert cell.due_h == pytest.approx(1.5, abs=0.2)


def test_each_row_can_be_played() -> None:
    moment = replace(SHORT, until_h=12.05)
    for row in ROWS.values():
        for phase in range(len(row.settings)):
            play(moment, row, phase)


def test_a_pair_is_played_by_its_halves() -> None:
    assert play(SHORT, ROWS["a pair"], 0).sun_kwh == pytest.approx(4.2, abs=0.3)


def test_what_is_cooked_by_night_is_no_sun() -> None:
    assert play(EVENING, ROWS["right"], 0).kwh == 0


def checked(row: Row, story: str = SUNNY, **measured: Any) -> list[str]:
    cell = Cell(**{"sun_kwh": 10.0, **measured})
    cell.check(story, row, Cell(kwh=10, sun_kwh=10, dear_kwh=0.1))
    return cell.out


@pytest.mark.parametrize(
    ("title", "measured", "out"),
    [
        ("a pair", {"sun_kwh": 9.0, "dear_kwh": 0.39}, []),
        ("a pair", {"sun_kwh": 8.9, "dear_kwh": 0.41}, ["dear", "sun"]),
        ("a pair", {"blamed": "the grid meter has the wrong sign"}, ["blamed"]),
        ("5 min late", {"sun_kwh": 8.5, "dear_kwh": 1.1}, []),
        ("5 min late", {"sun_kwh": 8.4, "dear_kwh": 1.11}, ["dear", "sun"]),
        ("each 15 min, the mean", {"sun_kwh": 6.0}, []),
        ("each 15 min, the mean", {"sun_kwh": 5.9}, ["sun"]),
        ("wrong sign", {"sun_kwh": 0.0, "dear_kwh": 1.1}, []),
        ("wrong sign", {"dear_kwh": 1.11}, ["dear"]),
        ("wrong sign", {"due_h": 2.0}, ["not said"]),
        ("wrong sign", {"due_h": 2.0, "said_h": 2.1}, []),
        ("wrong sign", {"due_h": 2.0, "said_h": 2.11}, ["not said"]),
        ("wrong sign, 3 phases", {"dear_kwh": 1.2}, []),
        ("wrong sign, 3 phases", {"dear_kwh": 1.21}, ["dear"]),
        ("says '-1543,5'", {"sun_kwh": 9.0, "due_h": 0.5}, []),
        ("says '-1543,5'", {"sun_kwh": 8.9, "due_h": 0.5}, ["not said"]),
        ("zero export", {"sun_kwh": 0.0}, []),
        ("zero export", {"blamed": "the grid meter does not see the car"}, ["blamed"]),
        ("TeslaPy, 3 phases untold", {"sun_kwh": 9.0, "dear_kwh": 0.6}, []),
        ("TeslaPy, 3 phases untold", {"sun_kwh": 8.9, "dear_kwh": 0.61}, ["dear", "sun"]),
    ],
)
def test_bounds_of_a_cell(title: str, measured: dict[str, Any], out: list[str]) -> None:
    assert checked(ROWS[title], **measured) == out


@pytest.mark.parametrize(("said_h", "out"), [(None, ["not said"]), (80.0, [])])
def test_in_four_days_all_has_to_be_said(said_h: float | None, out: list[str]) -> None:
    assert checked(ROWS["zero export"], DAYS, said_h=said_h) == out
    assert checked(ROWS["zero export"], DARK, said_h=said_h) == []


def test_the_worst_of_two_phases_counts() -> None:
    worst = Cell(sun_kwh=3, said_h=1.0, said="soon").worst(Cell(sun_kwh=2, dear_kwh=1, out=["dear"]))
    assert (worst.sun_kwh, worst.dear_kwh, worst.said_h, worst.out) == (2, 1, None, ["dear"])


@pytest.mark.parametrize(
    ("kind", "text", "named"),
    [
        ("sign", "sensor.grid_power seems to have the wrong sign: set grid_power_positive", True),
        ("sign", "waiting for sun: 301 W left over, 887 W needed to start", False),
        ("blind", "the grid meter does not see the car", True),
        ("blind", "the car does not see the sun", False),
        ("frozen", "sensor.grid_power has shown the same value for 3 h", True),
        ("battery", "the grid stays at 0 W: house battery or zero export?", True),
        ("battery", "the battery has reached its limit (90%)", False),
        ("plug", "sensor.car_power does not follow the car", True),
        ("words", "sensor.grid_power says '-1543,5', which is no number", True),
        ("half", "the grid meter has been silent for 2 min", False),
        ("half", "sensor.export_power is unavailable", True),
        ("phases", "the car does not say on how many phases it charges", True),
    ],
)
def test_what_counts_as_said(kind: str, text: str, named: bool) -> None:
    assert (first([Said(5.0, text)], kind) is not None) is named


def test_a_hedged_sentence_blames_nobody() -> None:
    hedged = Said(1.0, "the grid meter does not see the car: house battery or zero export?")
    assert list(blames([hedged], "battery")) == []
    assert list(blames([hedged], "")) == [hedged]


def test_the_first_sentence_is_shown_shortened() -> None:
    assert Said(0.0, "One thing. Another.").short == "One thing."
    assert len(Said(0.0, "x" * 500).short) == 130


@pytest.mark.parametrize(
    ("title", "after_s"),
    [("wrong sign", 0.0), ("frozen later", 9000.0), ("pair without export later", 9000.0), ("a pair", 0.0)],
)
def test_from_when_on_a_meter_is_wrong(title: str, after_s: float) -> None:
    assert wrong_after_s(ROWS[title].settings[0]) == after_s


def test_a_charge_that_shows_what_is_wrong() -> None:
    with opened(SHORT, Setting()) as scene:
        charges = Charges(scene)
    charges.spans = [(0.0, 299.0), (1000.0, 1300.0), (2000.0, 4000.0)]
    assert charges.due_s(0.0) == 1300
    assert charges.due_s(1001.0) == 4000
    assert charges.due_s(3701.0) is None


def test_each_row_is_compared_with_one_that_is_there() -> None:
    assert {row.base for row in ROWS.values()} - {None} <= {
        title for title, row in ROWS.items() if row.base is None
    }
    assert len(ROWS) == len(rows(quick=False))
    needs_words = [row for row in ROWS.values() if row.kind not in (Kind.HARMLESS, Kind.LATE)]
    assert all(row.says for row in needs_words)
    assert {title for row in ROWS.values() for title in row.stories} == {story.title for story in STORIES}


def test_the_table_says_what_was_said() -> None:
    row = ROWS["wrong sign"]
    cells = {row.title: {SUNNY: Cell(said="waiting for sun", out=["not said"])}}
    text = table([row], cells)
    assert 'nothing; shows "waiting for sun"' in text
    assert "1 of 1 cells are out of bounds" in text
    cells = {row.title: {SUNNY: Cell(said="turn its sign", said_h=0.5)}}
    assert "| wrong sign | turn its sign |" in table([row], cells)


def test_the_command_measures_one_half(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cells.json"
    few = ["--half", "meters", "--rows", "no unit", "--stories", "sunny", "--jobs", "1", "--json", str(file)]
    assert main(few) == 0
    assert "| no unit | 11.7/0.1" in capsys.readouterr().out
    assert set(json.loads(file.read_text())) == {"right", "no unit"}
