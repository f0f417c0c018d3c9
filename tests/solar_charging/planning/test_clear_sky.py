"""A clear sky: its sun by place, season and hour, and what is guessed until the house's own is known."""

from __future__ import annotations

import math
from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S
from solar_charging.planning.clear_sky import ClearSky, Guess, clear_kw_per_m2
from solar_charging.planning.history import History
from solar_charging.planning.solar_scenarios import MIN_KNOWN_SHARE

ZURICH = (47.4, 8.5)
NOON_S = datetime(2026, 6, 21, 12, tzinfo=timezone.utc).timestamp()
HOUR_S = 3600.0


def at(month: int, day: int, hour: float, latitude: float, longitude: float = 0.0) -> float:
    """What falls on the ground at an hour in UTC."""
    moment_s = datetime(2026, month, day, tzinfo=timezone.utc).timestamp() + hour * HOUR_S
    return float(clear_kw_per_m2(np.array([moment_s]), latitude, longitude)[0])


@pytest.mark.parametrize(
    ("month", "day", "hour", "place", "kw_per_m2"),
    [
        # Overhead 1.098 * exp(-0.059); else by its height at noon, 90 degrees - latitude + declination.
        (3, 20, 12.12, (0.0, 0.0), 1.035),
        (6, 21, 11.47, ZURICH, 1.098 * 0.9137 * math.exp(-0.059 / 0.9137)),
        (12, 21, 11.40, ZURICH, 1.098 * 0.3272 * math.exp(-0.059 / 0.3272)),
        # The other half of the earth, and the other side.
        (12, 21, 11.40, (-47.4, 8.5), 1.098 * 0.9137 * math.exp(-0.059 / 0.9137)),
        (3, 20, 0.12, (0.0, 180.0), 1.035),
        # Night, polar night and polar day.
        (6, 21, 23.4, ZURICH, 0.0),
        (12, 21, 12.0, (70.0, 0.0), 0.0),
    ],
)
def test_the_sun_stands_where_it_should(
    month: int, day: int, hour: float, place: tuple[float, float], kw_per_m2: float
) -> None:
    assert at(month, day, hour, *place) == pytest.approx(kw_per_m2, abs=0.015)


def test_where_the_sun_does_not_set_it_shines_at_midnight() -> None:
    assert at(6, 21, 0.0, 75.0) > 0.05


@pytest.mark.parametrize(("month", "day", "hours"), [(6, 21, 15.9), (12, 21, 8.3), (3, 20, 12.0)])
def test_a_day_is_as_long_as_it_is(month: int, day: int, hours: float) -> None:
    begin_s = datetime(2026, month, day, tzinfo=timezone.utc).timestamp()
    lit = clear_kw_per_m2(begin_s + np.arange(0, 86_400, 60.0), *ZURICH) > 0
    assert lit.sum() / 60 == pytest.approx(hours, abs=0.35)


@effort(deadline=None)
@given(
    st.floats(0, 4e9), st.floats(-90, 90), st.floats(-180, 180),
)  # fmt: skip
def test_anywhere_and_at_any_time_it_is_between_nothing_and_the_most(
    at_s: float, latitude: float, longitude: float
) -> None:
    clear = float(clear_kw_per_m2(np.array([at_s]), latitude, longitude)[0])
    assert 0 <= clear <= 1.036


# The guess


def seen(quarters: int, surplus_w: float = 2000.0) -> History:
    """A house that was looked at for so many quarters of an hour."""
    history = History()
    first = int(NOON_S // QUARTER_S) - quarters
    for number in range(quarters + 1):
        history.measured((first + number) * QUARTER_S + 1, 900, surplus_w, 0.0)
    return history


def over_zurich() -> ClearSky:
    sky = ClearSky()
    sky.over(*ZURICH)
    return sky


def test_before_anything_was_seen_of_the_roof_there_is_no_number() -> None:
    assert over_zurich().guess(History(), NOON_S, math.inf) == Guess(None)
    assert ClearSky().guess(seen(8), NOON_S, math.inf) == Guess(None)
    assert over_zurich().guess(seen(8, surplus_w=-300.0), NOON_S, math.inf) == Guess(None)


def test_a_roof_is_as_large_as_the_most_that_it_has_made() -> None:
    guess = over_zurich().guess(seen(8), NOON_S, math.inf)
    assert guess is not None
    # Two kW around noon: some 2.2 m2 that count, on which 8.6 kWh each fall on a day in June.
    assert guess.kwh == pytest.approx(18, abs=2)
    sky = over_zurich()
    sky.seen([(NOON_S - 86_400, 4.0), (NOON_S - 43_200, 0.1), (NOON_S, math.nan)])
    more = sky.guess(seen(8), NOON_S, math.inf)
    assert more is not None
    assert more.kwh == pytest.approx(2 * guess.kwh, rel=0.05)


@pytest.mark.parametrize(("hours", "kwh"), [(0, 0.0), (-5, 0.0), (1, 2.0), (2, 3.9)])
def test_it_is_for_the_time_until_the_departure(hours: float, kwh: float) -> None:
    guess = over_zurich().guess(seen(8), NOON_S, NOON_S + hours * HOUR_S)
    assert guess is not None
    assert guess.kwh == pytest.approx(kwh, abs=0.15)


@pytest.mark.parametrize("more", [0, 1])
def test_it_ends_as_soon_as_a_day_of_the_house_is_known(more: int) -> None:
    # The examples of the day to come reach from a day ago on.
    count = math.ceil(MIN_KNOWN_SHARE * DAY_QUARTERS)
    guess = over_zurich().guess(seen(count - 1 + more), NOON_S, math.inf)
    assert (guess is None) is bool(more)
