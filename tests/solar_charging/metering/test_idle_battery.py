"""A house battery that does nothing, as one that is held: what stays known of it, and what is not learnt."""

from __future__ import annotations

import pytest

from solar_charging.metering.house_battery import SOC_S, HouseBattery
from solar_charging.settings.house_battery import HouseBattery as Settings

POWER, SOC = "sensor.power", "sensor.soc"
SETTINGS = Settings.model_validate({"power": POWER, "soc": SOC, "capacity_kwh": 10})


def battery(watts: float, for_s: float) -> HouseBattery:
    """It says how full it is once, and then what it gives for so long."""
    found = HouseBattery(SETTINGS, 120.0, 0.0)
    found.update(SOC, {"state": "70", "attributes": {"unit_of_measurement": "%"}}, 0.0)
    for at_s in range(0, round(for_s) + 1, 60):
        # No two readings are alike.
        state = {"state": f"{watts + at_s / 1e6}", "attributes": {"unit_of_measurement": "W"}}
        found.update(POWER, state, float(at_s))
    return found


@pytest.mark.parametrize(("watts", "known"), [(0, True), (49, True), (-49, True), (51, False), (-51, False)])
def test_how_full_it_is_stays_known_while_it_does_nothing(watts: float, known: bool) -> None:
    found = battery(watts, 4 * SOC_S)
    assert (found.soc_pct(4 * SOC_S) is not None) is known


def test_what_was_not_known_any_more_is_not_known_because_it_does_nothing() -> None:
    found = battery(2000, SOC_S + 60)
    found.update(POWER, {"state": "0", "attributes": {"unit_of_measurement": "W"}}, SOC_S + 120)
    assert found.soc_pct(SOC_S + 120) is None


@pytest.mark.parametrize(("held", "gives_w"), [(False, 0), (True, 3000)])
def test_what_it_can_give_is_not_learnt_while_it_is_held(held: bool, gives_w: float) -> None:
    found = battery(3000, 0)
    for at_s, watts, grid_w in ((60.0, 3000, 0.0), (120.0, 3000, 0.0), (180.0, 0, 4000.0)):
        found.update(POWER, {"state": str(watts), "attributes": {"unit_of_measurement": "W"}}, at_s)
        found.held = held and watts == 0
        found.flows(at_s, grid_w)
    stored = found.stored(200.0)
    assert stored is not None
    assert stored.gives_w == gives_w
