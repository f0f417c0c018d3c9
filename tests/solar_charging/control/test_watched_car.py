"""The car that is only thought of: it follows the real one, and charges as it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solar_charging.base.economics import Charger
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.watched_car import AWAKE_S, WatchedCar
from solar_charging.vehicle.car import Asleep, CarState, ChargingState, CommandRefused
from tests.situations import NOW_S, PARKED

CHARGER = Charger(230.0, 5, 16, efficiency=1.0, overhead_w=0.0)
BATTERY_KWH, LONGEST_S = 46.0, 3600.0
"""An hour at 10 A is 2.3 kWh, 5 % of the battery."""

AWAY = replace(PARKED, at_home=False, charging=ChargingState.DISCONNECTED)
AWAY_AT_70 = replace(AWAY, soc_pct=70.0)
ASLEEP = replace(PARKED, asleep=True)


def followed(*reports: CarState | None, car: WatchedCar | None = None) -> WatchedCar:
    """A car that has followed reports, an hour apart, the last of them at NOW_S."""
    car = car or WatchedCar(reads_are_free=False, longest_s=LONGEST_S)
    for number, report in enumerate(reports, start=1):
        car.follow(report, NOW_S + 3600.0 * (number - len(reports)), CHARGER, BATTERY_KWH)
    return car


def charged(hours: int = 1) -> WatchedCar:
    """A car that has charged on its own at 10 A, 5 % an hour, from 50 % on."""
    car = followed(PARKED)
    car.set_current(10)
    car.start()
    for hour in range(1, hours + 1):
        car.follow(PARKED, NOW_S + 3600.0 * hour, CHARGER, BATTERY_KWH)
    return car


def follows(car: WatchedCar, *reports: CarState) -> None:
    """The car follows more reports, a second apart: nothing worth speaking of is charged."""
    for report in reports:
        car.follow(report, car.read(None).at_s + 1.0, CHARGER, BATTERY_KWH)


def test_it_draws_what_it_is_told_and_its_battery_fills() -> None:
    car = charged()
    assert (car.current_a, car.power_w) == (10.0, 2300.0)
    told = car.read(None)
    assert (told.soc_pct, told.drawn_a, told.charging) == (55.0, 10.0, ChargingState.CHARGING)
    assert told.added_kwh == pytest.approx(2.3)


@pytest.mark.parametrize(("hours", "draws"), [(5, True), (6, False), (7, False)])
def test_it_ends_at_its_limit(hours: int, draws: bool) -> None:
    car = charged(hours)
    assert (car.power_w > 0) is draws
    assert car.soc_pct == pytest.approx(min(50.0 + 5 * hours, 80.0))
    if not draws:
        assert car.read(None).charging is ChargingState.COMPLETE
        with pytest.raises(CommandRefused):
            car.start()


def test_a_gap_in_which_nobody_measured_adds_no_more_than_the_longest_beat() -> None:
    car = charged()
    car.follow(PARKED, NOW_S + 100 * 3600.0, CHARGER, BATTERY_KWH)
    assert car.soc_pct == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("reports", "soc_pct", "short_kwh"),
    [
        ([AWAY, replace(AWAY, soc_pct=40.0), replace(PARKED, soc_pct=40.0)], 45.0, 0.0),
        ([replace(PARKED, soc_pct=40.0)], 45.0, 0.0),  # away, and nobody noticed
        ([replace(PARKED, soc_pct=70.0)], 55.0, 0.0),  # the real one was charged at home
        ([AWAY, replace(AWAY, soc_pct=70.0)], 75.0, 0.0),  # and both elsewhere
        ([AWAY, replace(AWAY, soc_pct=79.0)], 80.0, 0.0),  # but none beyond its limit
        ([AWAY, replace(AWAY, soc_pct=90.0)], 90.0, 0.0),  # that it had there
        ([AWAY, replace(AWAY, soc_pct=5.0)], 10.0, 0.0),
        ([replace(PARKED, soc_pct=70.0), AWAY_AT_70, replace(AWAY, soc_pct=49.0)], 34.0, 0.0),
        ([replace(PARKED, soc_pct=70.0), AWAY_AT_70, replace(AWAY, soc_pct=25.0)], 10.0, 0.0),
        ([replace(PARKED, soc_pct=70.0), AWAY_AT_70, replace(AWAY, soc_pct=20.0)], 10.0, 2.3),
        ([replace(PARKED, soc_pct=70.0), AWAY_AT_70, replace(AWAY, soc_pct=8.0)], 8.0, 6.9),
    ],
)
def test_it_drives_the_same_trips(reports: list[CarState], soc_pct: float, short_kwh: float) -> None:
    car = charged()
    car.stop()
    follows(
        car,
        *(
            replace(AWAY, soc_pct=70.0) if each is AWAY and reports[0] is not AWAY else each
            for each in reports
        ),
    )
    assert car.soc_pct == pytest.approx(soc_pct)
    assert car.short_kwh == pytest.approx(short_kwh)


BEGUN = replace(PARKED, charging=ChargingState.CHARGING, offered_a=12)


@pytest.mark.parametrize(
    ("reports", "current_a"),
    [
        ([PARKED, BEGUN], 12.0),
        ([AWAY, BEGUN], 12.0),
        ([PARKED, BEGUN, replace(BEGUN, offered_a=8)], 8.0),
        ([PARKED, BEGUN, PARKED], 0.0),
        ([PARKED, BEGUN, replace(PARKED, charging=ChargingState.COMPLETE)], 12.0),
        ([PARKED, BEGUN, AWAY], 0.0),
        ([PARKED, BEGUN, None], 0.0),
    ],
)
def test_what_a_person_does_there_happens_here(reports: list[CarState | None], current_a: float) -> None:
    assert followed(*reports).current_a == current_a


def test_a_charge_that_the_app_rules_here_does_not_end_with_the_real_one() -> None:
    car = followed(PARKED, BEGUN)
    car.set_current(7)
    follows(car, PARKED)
    assert car.current_a == 7.0


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (None, Problem.NOT_ASKED_YET),
        (CarState(NOW_S, asleep=True), Problem.NOTHING_KNOWN),
        (replace(PARKED, charging=ChargingState.UNKNOWN), Problem.WATCH_UNTOLD),
        (replace(PARKED, at_home=None), Problem.WATCH_UNTOLD),
        (replace(PARKED, soc_pct=None), Problem.WATCH_UNTOLD),
        (replace(PARKED, charge_limit_pct=None), Problem.WATCH_UNTOLD),
        (PARKED, None),
        (AWAY, None),
    ],
)
def test_what_is_not_told_is_said(report: CarState | None, problem: Problem | None) -> None:
    car = followed(report)
    assert car.untold == (None if problem is None else Reason(problem))
    assert car.power_w == 0.0


def test_it_sleeps_with_the_real_one_unless_it_charges_or_was_woken() -> None:
    car = followed(PARKED, ASLEEP)
    assert not car.awake()
    for asked in (car.start, car.stop, lambda: car.set_current(8), lambda: car.read(None)):
        with pytest.raises(Asleep):
            asked()
    car.wake_up()
    assert car.awake()
    car.start()
    car.follow(ASLEEP, NOW_S + 3600.0, CHARGER, BATTERY_KWH)
    assert car.awake()
    car.stop()
    car.follow(ASLEEP, NOW_S + 3600.0 + AWAKE_S, CHARGER, BATTERY_KWH)
    assert not car.awake()


def test_one_whose_reports_are_free_says_that_it_sleeps() -> None:
    car = followed(PARKED, ASLEEP, car=WatchedCar(reads_are_free=True, longest_s=LONGEST_S))
    assert car.read(None).asleep


def test_one_that_is_not_at_the_plug_takes_no_start() -> None:
    with pytest.raises(CommandRefused):
        followed(AWAY).start()


def test_it_is_the_same_after_a_restart() -> None:
    car, restarted = charged(), WatchedCar(reads_are_free=False, longest_s=LONGEST_S)
    restarted.from_dict(car.to_dict())
    assert restarted.to_dict() == car.to_dict()
    restarted.follow(PARKED, NOW_S + 7200.0, CHARGER, BATTERY_KWH)
    assert restarted.soc_pct == 55.0, "nothing was measured yet"
    assert restarted.current_a == 10.0
