"""What the sun may make now follows from two weeks of it, and from today's forecast."""

from __future__ import annotations

import json
import math

import pytest

from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S
from solar_charging.metering.solar_profile import SolarProfile

DAY_S = 86_400.0
DAWN, DUSK, NOON = 24, 72, 48
"""Quarters of the day."""


def roof(best_w: float, first: int = DAWN, last: int = DUSK) -> list[float]:
    """A day by its quarters: half a wave between two of them."""
    length = last - first
    return [
        best_w * max(math.sin(math.pi * (number + 0.5 - first) / length), 0.0)
        if first <= number < last
        else 0.0
        for number in range(DAY_QUARTERS)
    ]


def after(*days: list[float]) -> SolarProfile:
    """A profile that has seen these days, one after the other, from 1970 on."""
    profile = SolarProfile()
    for day, quarters in enumerate(days):
        for number, watts in enumerate(quarters):
            profile.measured(day * DAY_S + (number + 0.5) * QUARTER_S, QUARTER_S, watts)
    profile.measured(len(days) * DAY_S, 1.0, 0.0)
    return profile


def at(quarter: int, day: int = 20) -> float:
    return day * DAY_S + (quarter + 0.5) * QUARTER_S


def test_before_a_day_is_known_nothing_is_expected() -> None:
    profile = after(roof(5000)[:60])
    assert profile.expected_w(at(NOON), 20.0) is None
    assert profile.height(at(NOON)) is None


@pytest.mark.parametrize(
    ("best", "expected_w"),
    [
        ([4000], 4000),
        ([4000, 1000], 4000),
        ([4000, 1000, 3000], 3000),
        ([1000, 4000, 3900, 2000], 3900),
    ],
)
def test_the_second_best_of_some_days_is_expected(best: list[float], expected_w: float) -> None:
    profile = after(*(roof(each) for each in best))
    assert profile.expected_w(at(NOON), None) == pytest.approx(expected_w, rel=0.01)
    assert profile.expected_w(at(DAWN - 8), None) == 0


def test_days_of_more_than_two_weeks_ago_are_forgotten() -> None:
    profile = after(roof(5000), roof(5000), roof(5000), *[roof(1000)] * 14)
    assert profile.expected_w(at(NOON), None) == pytest.approx(1000, rel=0.01)


def test_a_forecast_scales_what_was_seen() -> None:
    profile = after(*[roof(4000)] * 3)
    whole_kwh = sum(roof(4000)) / 4000
    full_w, half_w = (profile.expected_w(at(NOON), share * whole_kwh) for share in (1.0, 0.5))
    assert full_w is not None
    assert half_w is not None
    assert half_w == pytest.approx(full_w / 2, rel=0.01)
    assert 4000 <= full_w <= 1.25 * 4000


@pytest.mark.parametrize("shift", [0, 30, 50, 70])
def test_where_all_was_thrown_away_the_forecast_says_how_much_there_is(shift: int) -> None:
    # The house takes 300 W, dawn and dusk alone are whole; of a day that begins at any hour of UTC.
    shown = [min(watts, 300.0) for watts in roof(5000)]
    shown = shown[-shift:] + shown[:-shift]
    profile = after(shown, shown, shown)
    kwh = sum(roof(5000)) / 4000
    assert profile.expected_w(at(NOON + shift), kwh) == pytest.approx(5000, rel=0.2)
    assert profile.expected_w(at(NOON + shift), None) == pytest.approx(300)
    assert profile.height(at(NOON + shift)) == pytest.approx(1.0, abs=0.01)
    assert profile.height(at(DAWN - 4 + shift)) == 0
    told_kwh = sum(profile.expected_w(at(number), kwh) or 0.0 for number in range(DAY_QUARTERS)) / 4000
    assert told_kwh == pytest.approx(kwh, rel=0.05)


def test_it_outlives_a_restart() -> None:
    profile, restored = after(*[roof(4000)] * 2), SolarProfile()
    restored.from_dict(json.loads(json.dumps(profile.to_dict())))
    for quarter in (DAWN, NOON, DUSK):
        assert restored.expected_w(at(quarter), 12.0) == pytest.approx(
            profile.expected_w(at(quarter), 12.0), abs=1.0
        )


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"quarter": 1, "made_w": [1.0]},
        {"quarter": 1.5, "made_w": []},
        {"quarter": 1, "made_w": ["x"] * 1344},
    ],
)
def test_a_spoilt_file_changes_nothing(spoilt: dict[str, object]) -> None:
    profile = after(*[roof(4000)] * 2)
    before = profile.to_dict()
    with pytest.raises((ValueError, KeyError, TypeError)):
        profile.from_dict(spoilt)
    assert profile.to_dict() == before
