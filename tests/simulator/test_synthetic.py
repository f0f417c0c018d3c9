"""The day that the simulator ships."""

from __future__ import annotations

import io
from datetime import datetime, timezone

import numpy as np
import pytest

from simulator.__main__ import SHIPPED_TRACE
from simulator.synthetic import write_day
from simulator.trace import Series, Trace, read_trace


@pytest.fixture(scope="module")
def day() -> Trace:
    return read_trace(SHIPPED_TRACE)


def between(trace: Trace, values: Series, start: str, end: str) -> Series:
    def index(text: str) -> int:
        hours, minutes = text.split(":")
        return int((int(hours) * 3600 + int(minutes) * 60) / trace.step_s)

    return values[index(start) : index(end)]


def test_the_file_is_what_the_module_makes() -> None:
    made = io.StringIO()
    write_day(made)
    assert SHIPPED_TRACE.read_text(encoding="utf-8") == made.getvalue()


def test_it_is_one_whole_day_in_utc(day: Trace) -> None:
    assert day.start == datetime(2026, 6, 15, tzinfo=timezone.utc)
    assert day.span_s == 86_400


def test_the_nights_are_dark_and_the_roof_is_six_kilowatts(day: Trace) -> None:
    assert between(day, day.solar_w, "00:00", "02:30").max() == 0
    assert between(day, day.solar_w, "20:00", "24:00").max() == 0
    assert 4500 < day.solar_w.max() < 6000


@pytest.mark.parametrize(
    ("start", "end", "least_w", "most_w"),
    [
        pytest.param("09:00", "09:04", -500, 600, id="too little before the sun comes out"),
        pytest.param("09:05", "09:25", 2500, 4500, id="the sun comes out"),
        pytest.param("10:06", "10:19", 2500, 5500, id="the sun between the clouds and the dark one"),
        pytest.param("10:20", "10:50", -2000, 300, id="the dark cloud"),
        pytest.param("10:51", "11:30", 2500, 5500, id="the clear afternoon"),
    ],
)
def test_the_surplus_tells_the_demos_story(
    day: Trace, start: str, end: str, least_w: float, most_w: float
) -> None:
    surplus_w = between(day, day.solar_w - day.load_w, start, end)
    assert least_w <= surplus_w.min()
    assert surplus_w.max() <= most_w


def test_fair_weather_clouds_pass_for_one_to_four_minutes(day: Trace) -> None:
    shaded = between(day, day.solar_w, "09:25", "10:05") < 2500
    edges = np.flatnonzero(np.diff(np.concatenate(([0], shaded.astype(int), [0]))))
    minutes = (edges[1::2] - edges[::2]) * day.step_s / 60
    assert len(minutes) >= 5
    assert minutes.min() >= 1
    assert minutes.max() <= 4


def test_a_kettle_and_a_heat_pump_run_among_the_clouds(day: Trace) -> None:
    load_w = between(day, day.load_w, "09:25", "10:05")
    kettle_min = (load_w > 2000).sum() * day.step_s / 60
    heat_pump_min = (load_w > 1300).sum() * day.step_s / 60
    assert 2 <= kettle_min <= 3
    assert 15 <= heat_pump_min <= 20


def test_the_house_never_uses_less_than_its_base_load(day: Trace) -> None:
    assert 150 <= day.load_w.min() <= 350
    assert 10 < day.load_w.sum() * day.step_s / 3.6e6 < 20


def test_the_oven_heats_at_noon_and_the_evening_is_dear(day: Trace) -> None:
    assert between(day, day.load_w, "11:30", "12:20").max() > 2200
    assert between(day, day.solar_w - day.load_w, "17:20", "20:00").mean() < -500
