"""What the controller learns of a simulated car that is not as the settings suppose."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from simulator.car import CarSettings
from solar_charging.planning.battery_estimate import LEAST_CHARGES
from solar_charging.vehicle.car import CarState, HomeZone
from tests.household import GRID, PLUG, SOLAR, Household, SimulatedVehicle, constant_day, settings

BIG = CarSettings(battery_kwh=75.0, charge_efficiency=0.94)
MORNING = datetime(2026, 6, 15, 6, tzinfo=timezone.utc)
METERED = {"grid_power": GRID, "solar_power": SOLAR, "car_power": PLUG}


class TellsNothingAdded(SimulatedVehicle):
    """A car that does not say how much it got."""

    def read(self, home: HomeZone | None) -> CarState:
        return replace(super().read(home), added_kwh=None)


def with_big_car(metered: bool = False, tells: bool = True) -> Household:
    meters = METERED if metered else {}
    home = Household(
        settings=settings(meters=meters),
        trace=constant_day(3400),
        car_settings=BIG,
        soc_pct=40,
        start=MORNING,
    )
    if not tells:
        home.vehicle = TellsNothingAdded(home.car)
        home.restart()
    return home


def charged(home: Household, times: int = LEAST_CHARGES) -> Household:
    """Some charges of a sunny morning, each after a trip."""
    for _ in range(times):
        home.run(hours=4.5)
        home.car.unplug(home.now.timestamp())
        home.run(minutes=45)
        home.car.set_soc(40, home.now.timestamp())
        home.car.plug_in(home.now.timestamp())
        home.run(minutes=15)
    return home


@pytest.mark.parametrize("metered", [False, True])
def test_it_finds_out_how_big_the_battery_is_and_what_reaches_it(metered: bool) -> None:
    estimate = charged(with_big_car(metered)).last.battery_estimate
    assert estimate.battery_kwh == pytest.approx(75, rel=0.04)
    assert estimate.efficiency == pytest.approx(0.94, abs=0.02)


def test_of_a_car_that_does_not_say_what_it_got_the_usual_losses_are_supposed() -> None:
    estimate = charged(with_big_car(tells=False)).last.battery_estimate
    assert estimate.battery_kwh == pytest.approx(75 * 0.98 / 0.94, rel=0.04)
    assert (estimate.efficiency, estimate.learnt_efficiency) == (0.98, None)


def test_what_was_learnt_outlives_a_restart_and_the_plan_reckons_with_it() -> None:
    home = charged(with_big_car(metered=True))
    estimate = home.last.battery_estimate
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    home.controller.saved_state.from_dict(saved)
    assert home.beat().battery_estimate == estimate
    home.run(minutes=25)
    stay = home.controller.saved_state.to_dict(home.now)["history"]["stay"]
    assert stay[3] / home.car.soc_pct * 100 == pytest.approx(estimate.battery_kwh, rel=0.05)


def test_a_memory_from_before_it_learnt_anything_is_taken_up() -> None:
    home = with_big_car()
    saved = home.controller.saved_state.to_dict(home.now)
    del saved["learnt"]
    home.controller.saved_state.from_dict(saved)
    assert home.beat().battery_estimate.battery_kwh == 60
