from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from simulator.__main__ import SHIPPED_TRACE
from stage.day import Day, first_day, read_curves
from stage.day_chart import draw
from stage.verdict import PREFIX

NOON = datetime(2026, 6, 15, 10, 0, tzinfo=timezone.utc)
MIDNIGHT_IN_LONDON = "timestamp_utc,load_w,solar_w\n2026-03-01T00:00:00Z,1,0\n2026-03-01T12:00:00Z,1,0\n"
MIDNIGHT_IN_BERLIN = "timestamp_utc,load_w,solar_w\n2026-02-28T23:00:00Z,1,0\n2026-03-01T11:00:00Z,1,0\n"


@pytest.mark.parametrize("trace", [MIDNIGHT_IN_LONDON, MIDNIGHT_IN_BERLIN])
def test_a_trace_begins_on_the_day_it_holds_most_of(tmp_path: Path, trace: str) -> None:
    file = tmp_path / "trace.csv"
    file.write_text(trace)
    assert first_day(file) == date(2026, 3, 1)


def test_the_shipped_day_is_a_day_in_june() -> None:
    assert first_day(SHIPPED_TRACE) == date(2026, 6, 15)


def test_a_curve_holds_numbers_only() -> None:
    rows = [
        {"entity_id": "sensor.grid_power", "state": "-12.5", "last_changed": "2026-06-15T10:00:00+00:00"},
        {"state": "unavailable", "last_changed": "2026-06-15T10:00:01+00:00"},
        {"state": "0", "last_changed": "2026-06-15T10:00:02+00:00"},
    ]
    at_s = NOON.timestamp()
    assert read_curves({"sensor.grid_power": rows}) == {"sensor.grid_power": [(at_s, -12.5), (at_s + 2, 0.0)]}


def test_a_day_becomes_a_picture_even_if_a_curve_is_missing(tmp_path: Path) -> None:
    curves = {PREFIX + "charging_current": [(NOON.timestamp(), 7.0)]}
    draw(Day(NOON, NOON + timedelta(hours=1), curves, [], []), tmp_path / "day.png")
    assert (tmp_path / "day.png").read_bytes().startswith(b"\x89PNG")
