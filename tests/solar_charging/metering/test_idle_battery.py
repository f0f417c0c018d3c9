"""A house battery that does nothing, as one that is held: what stays known of it, and what is not learnt."""

from __future__ import annotations

import pytest

from solar_charging.metering.house_battery import (
    EXPORTS_W,
    FULL_PCT,
    IDLE_W,
    ROUNDED_PCT,
    SHOWN_S,
    SOC_S,
    HouseBattery,
)
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


STALE_S = 120.0
FLOOR_PCT = SETTINGS.floor_pct


def silent(watts: float, soc_pct: float, grid_w: float, for_s: float) -> HouseBattery:
    """It says once what it gives and how full it is; then the grid alone says something, until `for_s`."""
    found = HouseBattery(SETTINGS, STALE_S, 0.0)
    found.update(SOC, {"state": f"{soc_pct}", "attributes": {"unit_of_measurement": "%"}}, 0.0)
    found.update(POWER, {"state": f"{watts}", "attributes": {"unit_of_measurement": "W"}}, 0.0)
    for at_s in range(10, round(for_s) + 1, 10):
        found.flows(float(at_s), grid_w)
    return found


@pytest.mark.parametrize(
    ("watts", "soc_pct", "grid_w", "known"),
    [
        # Full it takes nothing of what is fed in, at its floor it gives nothing of what is imported.
        (0, FULL_PCT, -EXPORTS_W, True),
        (-IDLE_W, FULL_PCT, -EXPORTS_W, True),
        (0, FLOOR_PCT + ROUNDED_PCT - 0.1, EXPORTS_W, True),
        # It has said that it does something.
        (IDLE_W + 1, FULL_PCT, -EXPORTS_W, False),
        (-IDLE_W - 1, FULL_PCT, -EXPORTS_W, False),
        # It may take, or give.
        (0, FULL_PCT - 0.1, -EXPORTS_W, False),
        (0, FLOOR_PCT + ROUNDED_PCT, EXPORTS_W, False),
        # It may be what holds the grid near 0.
        (0, FULL_PCT, -EXPORTS_W + 1, False),
        (0, FLOOR_PCT, EXPORTS_W - 1, False),
        (0, FULL_PCT, EXPORTS_W, False),
        (0, FLOOR_PCT, -EXPORTS_W, False),
    ],
)
def test_one_that_rests_need_not_repeat_it_where_the_grid_bears_it_out(
    watts: float, soc_pct: float, grid_w: float, known: bool
) -> None:
    found = silent(watts, soc_pct, grid_w, 4 * SOC_S)
    assert (found.power_w(4 * SOC_S) is not None) is known
    assert (found.soc_pct(4 * SOC_S) is not None) is known


@pytest.mark.parametrize(("after_s", "known"), [(SHOWN_S - 1, True), (SHOWN_S, False)])
def test_its_rest_is_believed_for_a_while(after_s: float, known: bool) -> None:
    found = silent(0.0, 100.0, -EXPORTS_W, 600.0)
    assert (found.power_w(600.0 + after_s) is not None) is known


def test_a_power_that_shows_to_be_wrong_is_not_believed_at_rest_either() -> None:
    found = silent(0.0, 100.0, -EXPORTS_W, 600.0)
    found.update(POWER, {"state": "unavailable", "attributes": {}}, 600.0)
    assert found.power_w(600.0) is None


@pytest.mark.parametrize(
    ("capacity_kwh", "soc_pct", "watts", "grid_w", "takes_w"),
    [
        (10, FULL_PCT - 1, -1000, 0.0, 4000.0),
        (10, FULL_PCT, 0, 0.0, 0.0),
        # What is fed in it does not take, and that is known before what it holds.
        (None, FULL_PCT, 0, 0.0, 0.0),
        (None, 60, -1000, -EXPORTS_W, 1000.0),
        (None, 60, -1000, -EXPORTS_W + 1, 4000.0),
    ],
)
def test_what_it_would_take_of_the_sun(
    capacity_kwh: float | None, soc_pct: float, watts: float, grid_w: float, takes_w: float
) -> None:
    more = {} if capacity_kwh is None else {"capacity_kwh": capacity_kwh}
    named = {"power": POWER, "soc": SOC, "max_charge_w": 4000, **more}
    found = HouseBattery(Settings.model_validate(named), STALE_S, 0.0)
    found.update(SOC, {"state": f"{soc_pct}", "attributes": {"unit_of_measurement": "%"}}, 0.0)
    found.update(POWER, {"state": f"{watts}", "attributes": {"unit_of_measurement": "W"}}, 0.0)
    found.flows(1.0, grid_w)
    assert found.takes_w(1.0) == takes_w
    assert found.takes_w(1.0 + STALE_S) == 0.0, "where it is silent, what is left over is what is fed in"
