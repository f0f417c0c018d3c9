"""The rows of a real recorder: how they are read from its file, counted, and weighted for a usual day."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import real_recorder
from benchmarks.document import IN_REAL_TIME
from benchmarks.real_recorder import HOUSES, Counted, a_usual_day, counted, late_s, table
from benchmarks.recorder import main
from benchmarks.recorder_rows import Rows

PREFIX = "sensor.solar_charging_"
Row = tuple[float, str, str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A recorder's file with two entities of the app, a meter, and one that is none of ours."""
    rows = [
        (90.0, f"{PREFIX}state", "away"),
        (95.0, f"{PREFIX}grid_power", "100"),
        (100.0, "sensor.grid_power", "100"),
        (110.0, "sensor.grid_power", "2100"),
        (125.0, f"{PREFIX}grid_power", "2100"),
        (130.0, f"{PREFIX}grid_power", "2100"),
        (130.0, f"{PREFIX}state", "waiting_for_sun"),
        (140.0, "sensor.somebody_else", "1"),
        (150.0, f"{PREFIX}grid_power", "300"),
        (170.0, f"{PREFIX}grid_power", "400"),
    ]
    path = tmp_path / "home-assistant_v2.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE states_meta (metadata_id INTEGER, entity_id TEXT)")
        database.execute(
            "CREATE TABLE states (state_id INTEGER PRIMARY KEY, entity_id TEXT, metadata_id INTEGER,"
            " state TEXT, last_updated_ts REAL)"
        )
        names = sorted({entity for _, entity, _ in rows})
        database.executemany("INSERT INTO states_meta VALUES (?, ?)", enumerate(names))
        database.executemany(
            "INSERT INTO states (metadata_id, state, last_updated_ts) VALUES (?, ?, ?)",
            [(names.index(entity), state, at_s) for at_s, entity, state in rows],
        )
    database.close()
    return path


def test_rows_of_the_app_are_counted_to_the_state_that_was_shown(file: Path) -> None:
    found = counted(HOUSES[0], file, 100.0, 160.0)
    assert found.rows.by_state == {"away": 3, "waiting_for_sun": 1}
    assert found.rows.by_entity == {"grid_power": 3, "state": 1}
    assert found.rows.of_attributes["grid_power"] == 1
    assert found.rows.spent_s == {"away": 30.0, "waiting_for_sun": 30.0}
    assert found.late_s == [15.0]


METER = [(0.0, "m", "0"), (10.0, "m", "600"), (20.0, "m", "1100")]


@pytest.mark.parametrize(
    ("shown", "late"),
    [
        ([(10.0, "s", "600"), (20.0, "s", "1000")], [0.0, 0.0]),
        ([(18.0, "s", "500"), (45.0, "s", "1100")], [8.0, 25.0]),
        ([(18.0, "s", "499"), (20.1, "s", "1201")], []),
        ([(5.0, "s", "600"), (21.0, "s", "unknown")], []),
        ([], []),
    ],
)
def test_a_step_of_the_meter_was_shown_when_the_card_came_near(shown: list[Row], late: list[float]) -> None:
    assert late_s(METER, shown) == pytest.approx(late)


def test_a_usual_day_is_so_many_hours_in_each_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sum(each.hours for each in HOUSES) == 24
    found = [
        Counted(house, Rows(by_state=Counter(s=100), by_entity=Counter(s=100), spent_s={"s": 3600.0}), [])
        for house in HOUSES
    ]
    assert a_usual_day(found) == pytest.approx(2400)
    assert "| a usual day | | | | 2400 | 24 |" in table(found)
    assert "| s | 2400 | 0 |" in table(found)
    monkeypatch.setattr(real_recorder, "count", lambda *_: found)
    page, file = tmp_path / "recorder.md", tmp_path / "counts.json"
    page.write_text("\n".join(IN_REAL_TIME))
    assert main(["--real", "--document", str(page), "--json", str(file)]) == 0
    assert "| a usual day | | | | 2400 | 24 |" in page.read_text()
    assert json.loads(file.read_text())[HOUSES[0].title]["by_state"] == {"s": 100}
