"""What is remembered of the house and the car: quarters of an hour, gaps, stays and weeks."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S, WEEK_S
from solar_charging.planning.history import DAYS, MIN_KNOWN_S, History, Stay

T = 1_781_481_600.0  # a midnight, so a quarter of an hour begins
FIRST = int(T // QUARTER_S)
H = 3600.0
DAY = int(T // 86_400)


def measure(history: History, since_s: float, until_s: float, surplus_w: float, car_w: float = 0.0) -> None:
    """A beat each 30 s; the last one ends at `until_s`."""
    for at_s in np.arange(since_s + 30, until_s + 1, 30):
        history.measured(float(at_s), 30.0, surplus_w, car_w)


def lived(days: int) -> History:
    history = History()
    for day in range(days):
        begin_s = T + day * 86_400
        measure(history, begin_s + 10 * H, begin_s + 11 * H, 1000.0 * (day + 1), car_w=1500.0)
        history.plugged(begin_s, 20.0, (begin_s + 7 * H, 30.0))
        history.unplugged(begin_s + 8 * H)
        history.forecast_made(DAY + day, 10.0 + day)
    history.plugged(T + days * 86_400, 25.0, None)
    return history


def test_a_quarter_of_an_hour_is_known_by_its_mean_when_it_is_over() -> None:
    history = History()
    measure(history, T, T + 420, 1000.0)
    measure(history, T + 420, T + 870, 3000.0)
    assert math.isnan(history.surplus_kw(FIRST, 1)[0])
    measure(history, T + 870, T + 930, 0.0)
    assert history.surplus_kw(FIRST, 1)[0] == pytest.approx((14 * 1.0 + 15 * 3.0) / 29)


@pytest.mark.parametrize(("known_s", "known"), [(MIN_KNOWN_S - 30, False), (MIN_KNOWN_S, True)])
def test_a_quarter_of_which_little_was_measured_is_not_known(known_s: float, known: bool) -> None:
    history = History()
    measure(history, T, T + known_s, 1000.0)
    measure(history, T + QUARTER_S, T + QUARTER_S + 60, 1000.0)
    assert math.isnan(history.surplus_kw(FIRST, 1)[0]) is not known


def test_what_was_missed_is_not_known() -> None:
    history = History()
    measure(history, T, T + H, 1000.0)
    measure(history, T + 3 * H, T + 4 * H + 60, 2000.0)
    found = history.surplus_kw(FIRST - 4, 24)
    assert np.isnan(found[:4]).all()
    assert found[4:7].tolist() == [1.0] * 3
    assert np.isnan(found[8:16]).all()
    assert found[16:19].tolist() == [2.0] * 3
    assert np.isnan(found[20:]).all()


def test_of_four_weeks_ago_nothing_is_left() -> None:
    history = History()
    for day in range(DAYS + 2):
        history.measured(T + day * 86_400 + 450, 300.0, 1000.0 * day, 0.0)
        history.measured(T + day * 86_400 + 1000, 300.0, 0.0, 0.0)
    at_midnight = [history.surplus_kw(FIRST + day * DAY_QUARTERS, 1)[0] for day in range(DAYS + 2)]
    assert all(math.isnan(kw) for kw in at_midnight[:2])
    assert at_midnight[3:] == [float(day) for day in range(3, DAYS + 2)]


def test_a_long_absence_leaves_nothing_of_the_old_ring() -> None:
    history = History()
    measure(history, T, T + 24 * H, 1000.0)
    history.measured(T + 90 * 86_400, 30.0, 5000.0, 0.0)
    found = history.surplus_kw(FIRST + 90 * DAY_QUARTERS - DAYS * DAY_QUARTERS, DAYS * DAY_QUARTERS)
    assert np.isnan(found).all()


def test_the_share_that_was_bought_leans_on_a_half_before_much_is_known() -> None:
    history = History()
    assert history.grid_share(T) == 0.5
    measure(history, T, T + 10 * H, surplus_w=1000.0, car_w=2000.0)
    assert history.grid_share(T + 10 * H) == pytest.approx((10 + 2) / (20 + 4))
    measure(history, T + 20 * H, T + 30 * H, surplus_w=-500.0, car_w=2000.0)
    assert history.grid_share(T + 30 * H) == pytest.approx((30 + 2) / (40 + 4))
    assert history.grid_share(T + 20 * 86_400) == 0.5


def test_a_stay_is_from_the_plug_to_the_unplugging() -> None:
    history = History()
    for hour in range(9):
        history.plugged(T + hour * H, 20.0 + hour, None)
    history.unplugged(T + 9 * H)
    history.unplugged(T + 10 * H)
    history.plugged(T + 17 * H, 24.0, None)
    history.unplugged(T + 18 * H)
    week = list(history.stays(0))
    assert week == [
        (Stay(T, T + 9 * H, 20.0, 28.0, 0.0), 0.0),
        (Stay(T + 17 * H, T + 18 * H, 24.0, 24.0, 0.0), 4.0),
    ]


@pytest.mark.parametrize(("lost_kwh", "stays"), [(1.4, 1), (1.6, 2)])
def test_a_car_that_lost_much_was_away_though_nobody_noticed(lost_kwh: float, stays: int) -> None:
    history = History()
    history.plugged(T, 20.0, None)
    history.plugged(T + H, 30.0, None)
    history.plugged(T + 5 * H, 30.0 - lost_kwh, None)
    history.unplugged(T + 6 * H)
    found = list(history.stays(0))
    assert len(found) == stays
    assert found[-1][1] == pytest.approx(0.0 if stays == 1 else lost_kwh)


def test_only_stays_that_end_late_enough_are_told() -> None:
    history = lived(3)
    ends_s = [stay.until_s for stay, _ in history.stays(1, T + WEEK_S + 8 * H)]
    assert min(ends_s) > T + WEEK_S + 8 * H
    assert len(ends_s) == len(list(history.stays(1))) - 1


def test_a_stay_that_lasts_beyond_a_departure_becomes_two() -> None:
    history = History()
    history.plugged(T, 20.0, (T + 7 * H, 30.0))
    history.plugged(T + 6.9 * H, 30.0, (T + 7 * H, 30.0))
    history.plugged(T + 7 * H, 30.0, (T + 31 * H, 30.0))
    history.unplugged(T + 12 * H)
    assert [stay for stay, _ in history.stays(0)] == [
        Stay(T, T + 7 * H, 20.0, 30.0, 30.0),
        Stay(T + 7 * H, T + 12 * H, 30.0, 30.0, 30.0),
    ]


def test_stays_are_moved_by_weeks() -> None:
    history = History()
    history.plugged(T, 20.0, None)
    history.unplugged(T + H)
    ((stay, _),) = history.stays(2)
    assert (stay.since_s, stay.until_s) == (T + 2 * WEEK_S, T + 2 * WEEK_S + H)


@pytest.mark.parametrize(
    ("later_s", "weeks"),
    [(0, 0), (WEEK_S - 2 * H, 0), (WEEK_S - H, 1), (2 * WEEK_S, 2), (3.9 * WEEK_S, 3)],
)
def test_weeks_are_counted_from_the_first_stay(later_s: float, weeks: int) -> None:
    history = History()
    assert history.weeks(T + later_s) == 0
    history.plugged(T, 20.0, None)
    history.unplugged(T + H)
    assert history.weeks(T + later_s) == weeks


def test_stays_are_forgotten_after_four_weeks() -> None:
    history = History()
    for day in range(40):
        history.plugged(T + day * 86_400, 20.0, None)
        history.unplugged(T + day * 86_400 + H)
    assert len(list(history.stays(0))) == DAYS


def test_the_first_forecast_of_a_day_is_the_one_that_counts() -> None:
    history = History()
    history.forecast_made(DAY, 12.5)
    history.forecast_made(DAY, 3.0)
    assert history.forecast_kwh(DAY) == 12.5
    assert history.forecast_kwh(DAY + 1) is None


def test_what_is_saved_survives_json_and_goes_on_as_if_nothing_had_been() -> None:
    history = lived(9)
    restored = History.from_dict(json.loads(json.dumps(history.to_dict())))
    assert restored.to_dict() == history.to_dict()
    now_s = T + 9 * 86_400
    for each in (history, restored):
        measure(each, now_s, now_s + H, 700.0, car_w=800.0)
        each.unplugged(now_s + 2 * H)
    count = 10 * DAY_QUARTERS
    assert restored.surplus_kw(FIRST, count) == pytest.approx(history.surplus_kw(FIRST, count), nan_ok=True)
    assert list(restored.stays(1)) == list(history.stays(1))
    assert restored.weeks(now_s) == history.weeks(now_s) == 1
    assert restored.grid_share(now_s) == history.grid_share(now_s)
    assert restored.forecast_kwh(DAY + 3) == 13.0


def test_an_empty_one_is_saved_and_restored_too() -> None:
    restored = History.from_dict(json.loads(json.dumps(History().to_dict())))
    assert np.isnan(restored.surplus_kw(FIRST, 10)).all()
    assert list(restored.stays(1)) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {**History().to_dict(), "surplus_kw": [1.0, 2.0]},
        {**History().to_dict(), "surplus_kw": None},
        {**History().to_dict(), "surplus_kw": ["much"] * (DAYS * DAY_QUARTERS)},
        {**History().to_dict(), "quarter": "noon"},
        {**History().to_dict(), "stays": [[1.0, 2.0]]},
        {**History().to_dict(), "stays": [["a", "b", "c", "d", "e"]]},
        {**History().to_dict(), "stay": 5},
        {**History().to_dict(), "car_kwh": {"monday": [1, 2]}},
        {**History().to_dict(), "car_kwh": {"20000": [1]}},
        {**History().to_dict(), "forecast_kwh": {"20000": "much"}},
        {key: value for key, value in History().to_dict().items() if key != "stays"},
    ],
)
def test_nonsense_is_refused(spoilt: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        History.from_dict(spoilt)


beats = st.lists(
    st.tuples(st.floats(1, 40_000), st.floats(0.1, 60), st.floats(-20_000, 20_000), st.floats(0, 11_000)),
    max_size=40,
)


@effort(deadline=None)
@given(beats)
def test_a_quarter_is_not_known_or_lies_between_what_was_measured(
    told: list[tuple[float, float, float, float]],
) -> None:
    history, now_s = History(), T
    for step_s, span_s, surplus_w, car_w in told:
        now_s += step_s
        history.measured(now_s, span_s, surplus_w, car_w)
    found = history.surplus_kw(int(now_s // QUARTER_S) - DAYS * DAY_QUARTERS, DAYS * DAY_QUARTERS + 5)
    known = found[~np.isnan(found)]
    if known.size:
        powers_kw = [surplus_w / 1000 for _, _, surplus_w, _ in told]
        assert min(powers_kw) - 1e-9 <= known.min() <= known.max() <= max(powers_kw) + 1e-9
    assert 0 <= history.grid_share(now_s) <= 1
