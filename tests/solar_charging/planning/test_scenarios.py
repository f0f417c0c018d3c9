"""What may come: suns, trips and prices of the past, laid ahead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from solar_charging.base.economics import Charger
from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S
from solar_charging.planning.departures import Departure
from solar_charging.planning.history import History
from solar_charging.planning.house_battery import Store
from solar_charging.planning.plan import plan
from solar_charging.planning.scenarios import (
    HORIZON,
    Battery,
    Known,
    Scenarios,
    make_scenarios,
    usual_value_per_kwh,
)
from solar_charging.planning.solar_scenarios import SCENARIOS

MIDNIGHT = 1_781_481_600.0  # of a Monday, UTC
DAY_S, H = 86_400.0, 3600.0
CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
BATTERY = Battery(kwh=60.0, stored_kwh=24.0, limit_kwh=48.0)
NIGHT = [0.20] * 24 + [0.30] * 72
KNOWN = Known(
    import_per_kwh=np.array(NIGHT * 3),
    export_per_kwh=np.full(HORIZON, 0.08),
    departure=Departure(MIDNIGHT + 31.5 * H, 60.0),
)


def sunny(days: int, kw_of_day: Callable[[int], float] = float) -> History:
    """The days before MIDNIGHT, with sun from ten to two: `age` kW where not said otherwise."""
    history = History()
    for age in range(days, 0, -1):
        for quarter in range(DAY_QUARTERS):
            at_s = MIDNIGHT - age * DAY_S + quarter * QUARTER_S
            history.measured(at_s + 600, 600.0, 1000 * kw_of_day(age) if 40 <= quarter < 56 else 0.0, 0.0)
    history.measured(MIDNIGHT + 1, 1.0, 0.0, 0.0)
    return history


def ahead(history: History, known: Known = KNOWN, now_s: float = MIDNIGHT, clock_s: float = 0.0) -> Scenarios:
    found = make_scenarios(history, known, CHARGER, BATTERY, now_s, clock_s)
    assert found is not None
    return found


def test_without_a_departure_there_is_nothing_to_plan_for() -> None:
    none = replace(KNOWN, departure=None)
    assert make_scenarios(sunny(3), none, CHARGER, BATTERY, MIDNIGHT, 0.0) is None


def test_before_anything_is_known_of_the_sun_there_is_none() -> None:
    found = ahead(History())
    assert found.surplus_kw.shape == (SCENARIOS, len(found.hours))
    assert not found.surplus_kw.any()


def test_what_the_battery_holds_is_passed_on() -> None:
    found = ahead(sunny(1))
    assert (found.stored_kwh, found.limit_kwh) == (24.0, 48.0)
    assert found.final_value_per_kwh == usual_value_per_kwh(sunny(1), KNOWN, CHARGER, MIDNIGHT)


@pytest.mark.parametrize(("after_s", "share"), [(0, 1.0), (225, 0.75), (899, 1 / 900)])
def test_the_running_quarter_counts_by_what_is_left_of_it(after_s: float, share: float) -> None:
    hours = ahead(sunny(1), now_s=MIDNIGHT + after_s).hours
    assert hours[0] == pytest.approx(share / 4)
    assert (hours[1:96] == 0.25).all()


def test_the_first_day_is_laid_ahead_by_the_quarter_and_what_follows_by_the_hour() -> None:
    history = sunny(2, kw_of_day=lambda _: 3.0)
    found = ahead(history, replace(KNOWN, departure=Departure(MIDNIGHT + 40 * H, 60.0)))
    assert found.hours.tolist() == [0.25] * 96 + [1.0] * 16 + [0.25]
    assert found.surplus_kw[0, 96:].tolist() == [0.0] * 10 + [3.0] * 4 + [0.0] * 3
    assert len(found.import_per_kwh) == len(found.export_per_kwh) == len(found.usages[0].plugged) == 113


def test_yesterdays_sun_is_all_that_may_come_after_a_day() -> None:
    found = ahead(sunny(1, kw_of_day=lambda _: 3.0))
    assert found.surplus_kw.shape[0] == SCENARIOS
    assert (found.surplus_kw[:, 40:56] == 3.0).all()
    assert (found.surplus_kw[:, 56:96] == 0.0).all()


def test_each_of_the_last_days_is_a_sun_of_tomorrow() -> None:
    found = ahead(sunny(SCENARIOS + 5))
    assert sorted(found.surplus_kw[:, 40].tolist()) == [float(age) for age in range(1, SCENARIOS + 1)]


def test_fewer_days_come_as_often_as_each_other() -> None:
    noon_kw = ahead(sunny(3)).surplus_kw[:, 45].tolist()
    assert [noon_kw.count(kw) for kw in (1.0, 2.0, 3.0)] == [5, 5, 5]


@pytest.mark.parametrize("clock_h", [0, 2, -7])
def test_each_sun_of_today_goes_with_another_of_tomorrow_from_the_midnight_of_the_house_on(
    clock_h: int,
) -> None:
    days = 40
    history = History()
    for quarter in range(-days * DAY_QUARTERS, 1):
        # Days of the house, each as bright all day as it is old.
        day = (quarter + clock_h * 4) // DAY_QUARTERS
        history.measured(MIDNIGHT + quarter * QUARTER_S + 450, 400.0, -1000.0 * day, 0.0)
    history.measured(MIDNIGHT + QUARTER_S + 1, 1.0, 0.0, 0.0)
    known = replace(KNOWN, departure=Departure(MIDNIGHT + 70 * H, 60.0))
    suns_kw = ahead(history, known, now_s=MIDNIGHT + QUARTER_S, clock_s=clock_h * H).surplus_kw
    changes = np.flatnonzero((suns_kw[:, 1:] != suns_kw[:, :-1]).any(axis=0)) + 2
    assert changes[0] == ((-clock_h * 4) % DAY_QUARTERS or DAY_QUARTERS)
    assert all(len(set(column)) == SCENARIOS for column in suns_kw[:, : changes[0]].T)


@pytest.mark.parametrize("told_kwh", [5.0, 20.0, 45.0])
def test_the_suns_of_the_last_days_are_moved_to_the_forecast(told_kwh: float) -> None:
    # A day's surplus was a third of its forecast in kW, more or less by turns.
    history, today = sunny(SCENARIOS, lambda age: 2.0 * age + (-1) ** age), int(MIDNIGHT // DAY_S)
    for age in range(1, SCENARIOS + 1):
        history.forecast_made(today - age, 6.0 * age)
    noon_kw = ahead(history, replace(KNOWN, forecast_kwh=(told_kwh,))).surplus_kw[:, 48]
    assert noon_kw.mean() == pytest.approx(told_kwh / 3, abs=1)
    assert 2 <= np.ptp(noon_kw) < 4


@pytest.mark.parametrize(("told_days", "moved"), [(5, False), (6, True)])
def test_few_forecasts_move_nothing(told_days: int, moved: bool) -> None:
    history, today = sunny(SCENARIOS), int(MIDNIGHT // DAY_S)
    for age in range(1, told_days + 1):
        history.forecast_made(today - age, 3.0 * age)
    as_they_were = ahead(history).surplus_kw[:, 45]
    told = ahead(history, replace(KNOWN, forecast_kwh=(60.0,))).surplus_kw[:, 45]
    assert (told.tolist() != as_they_were.tolist()) is moved


def test_a_day_that_was_hardly_measured_is_no_example() -> None:
    history = sunny(2)
    whole = ahead(history).surplus_kw[:, 45]
    gappy = History()
    for quarter in range(-2 * DAY_QUARTERS, 1):
        if not -DAY_QUARTERS <= quarter < -DAY_QUARTERS // 2:
            gappy.measured(MIDNIGHT + quarter * QUARTER_S + 450, 400.0, 2000.0, 0.0)
    assert set(whole.tolist()) == {1.0, 2.0}
    assert (ahead(gappy).surplus_kw[:, 45] == 2.0).all()


# The car's life


def test_in_the_first_week_the_plan_ends_with_the_departure() -> None:
    found = ahead(sunny(3))
    (usage,) = found.usages
    assert found.hours.sum() == 31.75
    assert (usage.plugged[:-1] == 1.0).all()
    assert usage.plugged[-1] == 0.0
    assert usage.wanted_kwh[:-1].max() == 0.0
    assert usage.wanted_kwh[-1] == pytest.approx(36.0)
    assert not usage.trip_kwh.any()


def test_a_departure_within_a_quarter_leaves_its_first_part() -> None:
    known = replace(KNOWN, departure=Departure(MIDNIGHT + 2 * H + 225, 60.0))
    (usage,) = ahead(sunny(3), known).usages
    assert usage.plugged[7:].tolist() == pytest.approx([1.0, 0.25])


def commuting(weeks: int) -> History:
    """Each evening at six it comes with 20 kWh, and leaves with 32 at half past seven, when 30 are wanted."""
    history = sunny(3)
    for day in range(-7 * weeks - 1, 0):
        came_s = MIDNIGHT + day * DAY_S + 18 * H
        leaves_s = came_s + 13.5 * H
        history.plugged(came_s, 20.0, (leaves_s, 30.0))
        if leaves_s < MIDNIGHT:
            history.plugged(leaves_s - 60, 32.0, (leaves_s, 30.0))
            history.unplugged(leaves_s)
    return history


def test_after_a_week_each_week_is_a_life() -> None:
    assert len(ahead(commuting(0)).usages) == 1
    assert len(ahead(commuting(1)).usages) == 1
    assert len(ahead(commuting(3)).usages) == 3


def test_after_the_departure_the_car_lives_as_a_week_ago() -> None:
    known = replace(KNOWN, departure=Departure(MIDNIGHT + 7.5 * H, 60.0))
    found = ahead(commuting(2), known)
    usage = found.usages[0]
    begins_h = np.cumsum([0.0, *found.hours[:-1]])
    assert found.hours.sum() == 72
    at_home = [float(hour) for hour in begins_h[usage.plugged > 0] if hour % 1 == 0]
    assert at_home == [*range(8), *range(18, 32), *range(42, 56), *range(66, 72)]
    trips = usage.trip_kwh.nonzero()[0]
    assert begins_h[trips].tolist() == [18, 42, 66]
    assert usage.trip_kwh[trips].tolist() == pytest.approx([12.0] * 3)
    wanted = {float(begins_h[slot]): float(usage.wanted_kwh[slot]) for slot in usage.wanted_kwh.nonzero()[0]}
    assert wanted == {7.5: 36.0, 31: 30.0, 55: 30.0}


# Prices


def test_prices_that_are_not_published_yet_are_those_of_the_day_before() -> None:
    published = np.array(NIGHT + [0.10] * 24 + [0.50] * 72)
    known = replace(KNOWN, import_per_kwh=published, departure=Departure(MIDNIGHT + 71 * H, 60.0))
    found = ahead(sunny(3), known).import_per_kwh
    tomorrow = [0.10] * 6 + [0.50] * 18
    assert found[:96].tolist() == NIGHT
    assert found[96:120].tolist() == pytest.approx(tomorrow)
    assert found[120:143].tolist() == pytest.approx(tomorrow[:23])


@pytest.mark.parametrize(
    ("bought_kwh", "drawn_kwh"),
    [(0.0, 400.0), (200.0, 400.0), (400.0, 400.0)],
)
def test_the_usual_value_lies_between_sun_and_cheap_power_by_what_had_to_be_bought(
    bought_kwh: float, drawn_kwh: float
) -> None:
    history = History()
    hours = drawn_kwh / 4
    history.measured(MIDNIGHT, hours * H, 4000 - 1000 * bought_kwh / hours, 4000.0)
    value = usual_value_per_kwh(history, KNOWN, CHARGER, MIDNIGHT)
    sun, grid = 0.08 * 1.2, 0.20 * CHARGER.drawn_per_stored(CHARGER.most_kw)
    assert 0.08 < value < grid
    never = History()
    never.measured(MIDNIGHT, hours * H, 4000.0, 4000.0)
    if bought_kwh:
        assert value > usual_value_per_kwh(never, KNOWN, CHARGER, MIDNIGHT) + 0.1 * (grid - sun)


def test_beside_a_house_battery_it_is_told_what_that_claims_of_the_same_sun() -> None:
    history = sunny(1, kw_of_day=lambda _: 3.0)
    alone = ahead(history)
    beside = make_scenarios(
        history, KNOWN, CHARGER, BATTERY, MIDNIGHT, 0.0, Store(10.0, 10.0 - 6.0 * 0.95, 5.0, 5.0)
    )
    assert beside is not None
    assert beside.claims is not None
    assert np.array_equal(beside.surplus_kw, alone.surplus_kw)
    assert beside.dark_slots == alone.dark_slots
    # Of 12 kWh the battery takes 6, and it does not matter which.
    free_kwh = (beside.claims.free_kw * beside.hours)[:, :96].sum(axis=1)
    assert free_kwh == pytest.approx(np.full(SCENARIOS, 6.0), abs=0.1)


@pytest.mark.parametrize("charging", [True, False])
@pytest.mark.parametrize("hour", [10.25, 11.0, 12.5])
def test_sun_that_a_house_battery_takes_is_no_night(hour: float, charging: bool) -> None:
    """The car has room for half an hour more, and what little the battery leaves differs between the days."""
    now_s, battery = MIDNIGHT + hour * H, Battery(60.0, 46.5, 48.0, charging)
    history = sunny(SCENARIOS, kw_of_day=lambda age: 2.0 + age / 10)
    coming = make_scenarios(history, KNOWN, CHARGER, battery, now_s, 0.0, Store(10.0, 0.5, 5.0, 5.0))
    assert coming is not None
    assert coming.dark_slots == 0
    assert plan(coming, CHARGER).value_per_kwh > 0.05
