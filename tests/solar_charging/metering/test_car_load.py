"""The car's load: what it is believed to draw, and what a report bears out of that."""

from __future__ import annotations

import pytest

from solar_charging.metering.car_load import CarLoad

T, SETTLE_S = 1_780_000_000.0, 30.0


@pytest.mark.parametrize(("after_s", "likely_w"), [(29.9, 1750.0), (30.0, 2300.0)])
def test_what_is_added_up_goes_half_way_while_a_command_settles(after_s: float, likely_w: float) -> None:
    car = CarLoad()
    car.reported(T - 100, 1200.0)
    car.commanded(T, 2300.0, SETTLE_S)
    assert car.likely_w(T + after_s) == likely_w


def test_a_command_upon_another_goes_on_from_half_way() -> None:
    car = CarLoad()
    car.reported(T - 100, 0.0)
    car.commanded(T, 2000.0, SETTLE_S)
    car.commanded(T + 10, 3000.0, SETTLE_S)
    assert car.likely_w(T + 20) == 2000.0


def test_a_meter_at_the_plug_is_added_up_as_it_is() -> None:
    car = CarLoad()
    car.measured(1200.0)
    car.commanded(T, 2300.0, SETTLE_S)
    assert car.likely_w(T + 5) == 1200.0


@pytest.mark.parametrize(
    ("reported_w", "at_s", "share"),
    [
        (2300.0, 30.0, 1.0),
        (2000.0, 30.0, 1.0),
        (1840.0, 30.0, 0.9),
        (0.0, 30.0, 0.5),
        (7000.0, 30.0, 1.0),
        (0.0, 29.9, None),
    ],
)
def test_a_report_bears_out_what_was_believed_or_half_of_what_it_takes_back(
    reported_w: float, at_s: float, share: float | None
) -> None:
    car = CarLoad()
    car.commanded(T, 2300.0, SETTLE_S)
    assert car.borne_out(T + at_s, reported_w) == share


def test_a_meter_at_the_plug_needs_nobody_to_bear_it_out() -> None:
    car = CarLoad()
    car.measured(2300.0)
    assert car.borne_out(T, 0.0) == 1.0


def test_where_nothing_was_believed_there_is_nothing_to_contradict() -> None:
    assert CarLoad().borne_out(T, 0.0) == 1.0
