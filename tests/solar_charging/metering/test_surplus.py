"""The surplus: the car's part and the meter's part of a sample belong to the same moment."""

from __future__ import annotations

import math

import pytest

from solar_charging.metering.car_load import CarLoad
from solar_charging.metering.meter import Reading
from solar_charging.metering.surplus import Surplus, SurplusMeter

T = 1_780_000_000.0
AVERAGE_S, STALE_S, SETTLE_S = 300.0, 120.0, 30.0


def idle_car() -> SurplusMeter:
    """A house whose car is known to draw nothing."""
    meter = SurplusMeter(AVERAGE_S, STALE_S)
    meter.car_reported(T - 1000, 0.0)
    return meter


def read(meter: SurplusMeter, from_s: float, until_s: float, grid_w: float) -> None:
    """A grid meter that speaks every ten seconds."""
    for offset_s in range(int(from_s), int(until_s), 10):
        meter.grid_reading(Reading(T + offset_s, grid_w))


def at(meter: SurplusMeter, offset_s: float) -> Surplus:
    return meter.at(T + offset_s, since_s=T - 5000)


def test_an_idle_car_leaves_all_export_as_surplus() -> None:
    meter = idle_car()
    read(meter, 0, 300, -1500.0)
    surplus = at(meter, 300)
    assert (surplus.now_w, surplus.mean_w, surplus.silent_s) == (1500.0, 1500.0, 10.0)
    assert surplus.coverage == pytest.approx(1.0)


def test_what_the_car_draws_is_surplus_too() -> None:
    meter = idle_car()
    meter.commanded(T, 2300.0, SETTLE_S)
    read(meter, 30, 300, 100.0)
    assert (at(meter, 300).now_w, at(meter, 300).mean_w) == (2200.0, 2200.0)


def test_import_while_the_car_is_idle_is_negative_surplus() -> None:
    meter = idle_car()
    read(meter, 0, 100, 400.0)
    assert at(meter, 100).mean_w == -400.0


def test_as_long_as_nothing_is_known_of_the_car_nothing_is_known_of_the_surplus() -> None:
    meter = SurplusMeter(AVERAGE_S, STALE_S)
    read(meter, 0, 100, -1500.0)
    surplus = at(meter, 100)
    assert (surplus.now_w, surplus.mean_w, surplus.coverage) == (None, None, 0.0)
    assert surplus.samples_w.size == surplus.held_s.size == 0
    assert surplus.silent_s == 10.0


def test_the_window_is_told_sample_by_sample() -> None:
    meter = idle_car()
    read(meter, 0, 200, -1500.0)
    read(meter, 200, 300, 400.0)
    surplus = at(meter, 300)
    assert surplus.held_s.sum() == pytest.approx(300)
    assert surplus.held_s[surplus.samples_w == 1500.0].sum() == pytest.approx(200)
    assert surplus.held_s[surplus.samples_w == -400.0].sum() == pytest.approx(100)
    assert surplus.mean_w == pytest.approx((1500 * 200 - 400 * 100) / 300)


def test_samples_are_left_out_while_a_command_settles() -> None:
    meter = idle_car()
    read(meter, 0, 200, -2300.0)
    meter.commanded(T + 200, 2300.0, SETTLE_S)
    # The car does not draw yet: with its 2300 W in the sum, the surplus would look twice as large.
    read(meter, 200, 230, -2300.0)
    read(meter, 230, 300, 0.0)
    surplus = at(meter, 300)
    assert surplus.now_w == 2300.0
    assert surplus.mean_w == pytest.approx(2300.0)
    assert surplus.coverage == pytest.approx(270 / 300, abs=0.003)


def test_the_last_sample_before_a_command_holds_no_longer_than_until_then() -> None:
    meter = idle_car()
    meter.grid_reading(Reading(T, -1500.0))
    meter.commanded(T + 30, 1150.0, SETTLE_S)
    assert at(meter, 100).mean_w == 1500.0
    assert at(meter, 100).coverage == pytest.approx(30 / 300)


@pytest.mark.parametrize(("after_s", "known"), [(29.9, False), (30.0, True)])
def test_a_command_has_settled_at_the_end_of_its_time(after_s: float, known: bool) -> None:
    car = CarLoad()
    car.commanded(T, 2300.0, SETTLE_S)
    assert math.isnan(car.at(T + after_s)) is not known


def test_a_report_from_before_a_command_has_settled_spoils_nothing() -> None:
    meter = idle_car()
    read(meter, 0, 200, -2300.0)
    meter.commanded(T + 200, 2300.0, SETTLE_S)
    meter.car_reported(T + 229.9, 0.0)
    read(meter, 230, 300, 0.0)
    assert at(meter, 300).mean_w == pytest.approx(2300.0)
    assert at(meter, 300).coverage > 0.8


@pytest.mark.parametrize(
    ("reported_w", "coverage", "now_w"),
    [(2000.0, 1.0, 2300.0), (2600.0, 1.0, 2300.0), (1999.0, 0.0, None), (2601.0, 0.0, None)],
)
def test_a_report_that_contradicts_clears_the_window(
    reported_w: float, coverage: float, now_w: float | None
) -> None:
    meter = idle_car()
    meter.commanded(T - 100, 2300.0, SETTLE_S)
    read(meter, 0, 300, 0.0)
    meter.car_reported(T + 295, reported_w)
    assert at(meter, 300).now_w == now_w
    assert at(meter, 300).coverage == pytest.approx(coverage)


def test_a_report_corrects_the_samples_that_follow() -> None:
    meter = idle_car()
    meter.commanded(T - 100, 2300.0, SETTLE_S)
    meter.car_reported(T - 5, 2200.0)
    read(meter, 0, 100, 0.0)
    assert at(meter, 100).mean_w == 2200.0


def test_a_meter_at_the_plug_knows_better_than_commands_and_reports() -> None:
    meter = idle_car()
    meter.car.measured(1800.0)
    meter.commanded(T - 100, 2300.0, SETTLE_S)
    meter.car_reported(T - 5, 0.0)
    read(meter, 0, 100, 0.0)
    assert at(meter, 100).mean_w == 1800.0


def test_when_the_meter_at_the_plug_falls_silent_the_car_has_to_tell() -> None:
    car = CarLoad()
    car.measured(1800.0)
    car.lost()
    assert math.isnan(car.at(T))
    assert car.reported(T, 2300.0) is not None
    assert car.at(T) == 2300.0


@pytest.mark.parametrize(
    ("offset_s", "now_w", "mean_w", "coverage"),
    [(120.0, 1500.0, 1500.0, 0.4), (120.1, None, None, 0.0)],
)
def test_a_meter_silent_for_too_long_is_no_reading(
    offset_s: float, now_w: float | None, mean_w: float | None, coverage: float
) -> None:
    meter = idle_car()
    meter.grid_reading(Reading(T, -1500.0))
    surplus = at(meter, offset_s)
    assert (surplus.now_w, surplus.mean_w) == (now_w, mean_w)
    assert surplus.coverage == pytest.approx(coverage)
    assert surplus.silent_s == pytest.approx(offset_s)


def test_a_meter_that_never_spoke_is_silent_since_the_beginning() -> None:
    assert idle_car().at(T, since_s=T - 50).silent_s == 50.0


def test_a_meter_that_repeats_itself_is_alive() -> None:
    meter = idle_car()
    meter.grid_reading(Reading(T, -1500.0))
    meter.confirm(T + 100)
    surplus = at(meter, 200)
    assert (surplus.mean_w, surplus.silent_s) == (1500.0, 100.0)
    assert surplus.coverage == pytest.approx(200 / 300)


def test_what_a_meter_repeats_after_a_command_has_settled_is_a_sample() -> None:
    meter = idle_car()
    meter.grid_reading(Reading(T, -1500.0))
    meter.commanded(T + 10, 1150.0, SETTLE_S)
    meter.confirm(T + 39)
    assert at(meter, 39).now_w == 1500.0
    meter.confirm(T + 40)
    assert at(meter, 40).now_w == 2650.0


def test_a_confirmation_older_than_the_reading_changes_nothing() -> None:
    meter = idle_car()
    meter.grid_reading(Reading(T, -1500.0))
    meter.confirm(T - 60)
    assert at(meter, 10).silent_s == 10.0


def test_a_meter_that_never_spoke_cannot_be_confirmed() -> None:
    meter = idle_car()
    meter.confirm(T)
    assert at(meter, 10).mean_w is None


def test_a_contradiction_spoils_only_what_was_measured_since_the_car_last_agreed() -> None:
    meter = idle_car()
    read(meter, 0, 300, -1500.0)
    meter.car_reported(T + 240, 0.0)
    meter.car_reported(T + 295, 2300.0)
    assert at(meter, 300).now_w is None
    assert at(meter, 300).mean_w == 1500.0
    assert at(meter, 300).coverage == pytest.approx(0.8, abs=0.04)


def test_a_reading_that_is_none_cannot_be_confirmed() -> None:
    meter = idle_car()
    read(meter, 0, 60, -1500.0)
    meter.no_reading(T + 60)
    meter.confirm(T + 300)
    assert at(meter, 300).silent_s > 200
