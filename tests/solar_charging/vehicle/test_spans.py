"""Between what the values of a car lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solar_charging.vehicle.tesla.vehicle_data import car_state
from tests.household import ZONE, Household, constant_day


@pytest.mark.parametrize(("told_a", "taken_a"), [(-1, None), (0, 0), (16, 16), (500, 500), (501, None)])
@pytest.mark.parametrize(
    ("name", "field"),
    [("charge_current_request", "offered_a"), ("charge_current_request_max", "max_current_a")],
)
def test_nothing_is_asked_for_below_0_and_what_says_so_is_not_saved(
    name: str, field: str, told_a: int, taken_a: int | None
) -> None:
    home = Household(trace=constant_day(5000))
    now_s = home.now.timestamp()
    car = car_state({"charge_state": {name: told_a, "charging_state": "Stopped"}}, ZONE, now_s)
    assert getattr(car, field) == taken_a
    home.controller.car_read(replace(car, at_home=True), now_s)
    saved = home.controller.saved_state.to_dict(home.now)
    assert Household().controller.saved_state.from_dict(saved) == []
