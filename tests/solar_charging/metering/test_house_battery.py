"""The house battery's sensors: signs, several of them, silence, and the most that it takes and gives."""

from __future__ import annotations

import pytest

from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.metering.house_battery import (
    EXPORTS_W,
    FULL_PCT,
    IMPORTS_W,
    SHOWN_S,
    SOC_S,
    HouseBattery,
)
from solar_charging.metering.house_meters import HouseMeters
from solar_charging.settings.house_battery import HouseBattery as Settings
from tests.household import settings

POWER, SOC = "sensor.battery_power", "sensor.battery_soc"
STALE_S = 120.0


def state(value: object, unit: str = "W") -> dict[str, object]:
    return {"state": str(value), "attributes": {"unit_of_measurement": unit}}


def battery(**more: object) -> HouseBattery:
    named = {"power": POWER, "soc": SOC, "capacity_kwh": 10, **more}
    given = {name: value for name, value in named.items() if value is not None}
    return HouseBattery(Settings.model_validate(given), STALE_S, 0.0)


def told(of: HouseBattery, power_w: float, soc_pct: float, at_s: float = 0.0) -> HouseBattery:
    of.update(POWER, state(power_w), at_s)
    of.update(SOC, state(soc_pct, "%"), at_s)
    return of


@pytest.mark.parametrize(
    ("more", "states", "power_w"),
    [
        ({}, {POWER: 1500}, 1500.0),
        ({"power_positive": "charging"}, {POWER: 1500}, -1500.0),
        ({"power": [POWER, "sensor.second"]}, {POWER: 1500, "sensor.second": -400}, 1100.0),
        ({"power": [POWER, "sensor.second"]}, {POWER: 1500}, None),
        (
            {"power": None, "charge_power": "sensor.in", "discharge_power": "sensor.out"},
            {"sensor.in": 0, "sensor.out": 800},
            800.0,
        ),
        (
            {"power": None, "charge_power": "sensor.in", "discharge_power": "sensor.out"},
            {"sensor.in": 900, "sensor.out": 0},
            -900.0,
        ),
        ({}, {POWER: "unavailable"}, None),
    ],
)
def test_positive_is_discharging_whatever_the_sensors_are(
    more: dict[str, object], states: dict[str, object], power_w: float | None
) -> None:
    of = battery(**more)
    for entity, value in states.items():
        of.update(entity, state(value), 0.0)
    assert of.power_w(0.0) == power_w


def test_a_power_in_kw_counts_as_such() -> None:
    of = battery()
    of.update(POWER, state(-2.5, "kW"), 0.0)
    assert of.power_w(0.0) == -2500.0


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        (POWER, state(5, "kWh")),
        (POWER, state("1,5")),
        (SOC, state(50, "kWh")),
        (SOC, state(101, "%")),
        (SOC, state(-1, "%")),
        (SOC, state("half", "%")),
    ],
)
def test_what_makes_no_sense_is_named_and_nothing_is_known(entity: str, said: dict[str, object]) -> None:
    of = told(battery(), 1000.0, 50.0)
    with pytest.raises(MeterError, match=entity):
        of.update(entity, said, 1.0)
    assert (of.power_w(1.0) if entity == POWER else of.soc_pct(1.0)) is None
    assert of.stored(1.0) is None


@pytest.mark.parametrize(("age_s", "known"), [(STALE_S, True), (STALE_S + 0.1, False)])
def test_a_power_that_is_old_is_not_known(age_s: float, known: bool) -> None:
    of = told(battery(), 1000.0, 50.0)
    assert (of.power_w(age_s) is not None) is known
    of.confirm(age_s)
    assert of.power_w(age_s + STALE_S) == 1000.0


@pytest.mark.parametrize(("age_s", "known"), [(SOC_S - 0.1, True), (SOC_S, False)])
def test_a_state_of_charge_lasts_longer(age_s: float, known: bool) -> None:
    assert (told(battery(), 0.0, 50.0).soc_pct(age_s) is not None) is known


def test_several_states_of_charge_count_by_what_the_batteries_hold() -> None:
    of = battery(soc=[SOC, "sensor.second_soc"], capacity_kwh=[15, 5])
    of.update(SOC, state(80, "%"), 0.0)
    assert of.soc_pct(0.0) is None, "nobody knows the other's"
    of.update("sensor.second_soc", state(20, "%"), 0.0)
    assert of.soc_pct(0.0) == pytest.approx(65.0)
    alike = battery(soc=[SOC, "sensor.second_soc"], capacity_kwh=None)
    for entity, soc_pct in ((SOC, 80), ("sensor.second_soc", 20)):
        alike.update(entity, state(soc_pct, "%"), 0.0)
    assert alike.soc_pct(0.0) == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("soc_pct", "takes", "gives"),
    [
        (5.0, True, False),
        (6.4, True, False),  # the per cents are rounded
        (6.5, True, True),
        (FULL_PCT - 0.1, True, True),
        (FULL_PCT, False, True),
    ],
)
def test_it_gives_nothing_at_its_floor_and_takes_nothing_when_full(
    soc_pct: float, takes: bool, gives: bool
) -> None:
    stored = told(battery(max_charge_w=4000, max_discharge_w=3000), 0.0, soc_pct).stored(0.0)
    assert stored is not None
    assert (stored.takes_w, stored.gives_w) == (4000.0 * takes, 3000.0 * gives)


def test_the_most_that_it_takes_and_gives_is_what_two_readings_have_shown() -> None:
    of = told(battery(), 0.0, 50.0)
    for at_s, power_w in enumerate((0.0, -2000.0, -2600.0, -2500.0, 1800.0, 1700.0)):
        of.update(POWER, state(power_w), float(at_s))
        of.flows(float(at_s), 0.0)
    stored = of.stored(6.0)
    assert stored is not None
    assert (stored.takes_w, stored.gives_w) == (2500.0, 1700.0)


@pytest.mark.parametrize(("after_s", "takes_w"), [(0.0, 1200.0), (SHOWN_S - 1, 1200.0), (SHOWN_S, 4000.0)])
def test_what_is_fed_in_the_battery_does_not_take_for_a_while(after_s: float, takes_w: float) -> None:
    of = told(battery(max_charge_w=4000), -1200.0, 97.0)
    of.flows(0.0, -EXPORTS_W)
    of.confirm(after_s)
    stored = of.stored(after_s)
    assert stored is not None
    assert stored.takes_w == takes_w


@pytest.mark.parametrize(("grid_w", "gives_w"), [(IMPORTS_W - 1, 3000.0), (IMPORTS_W, 800.0)])
def test_what_is_imported_the_battery_does_not_give(grid_w: float, gives_w: float) -> None:
    of = told(battery(max_discharge_w=3000), 800.0, 50.0)
    of.flows(0.0, grid_w)
    stored = of.stored(0.0)
    assert stored is not None
    assert stored.gives_w == gives_w


HOUSE = settings(battery={"power": POWER, "soc": SOC, "capacity_kwh": 10, "inverter_w": 5000})


def house(*readings: tuple[str, float]) -> HouseMeters:
    """A house that has said so much, second by second."""
    meters = HouseMeters(HOUSE, 0.0)
    meters.surplus.car_reported(0.0, 0.0)
    for at_s, (entity, value) in enumerate(readings):
        meters.update(entity, state(value, "%" if entity == SOC else "W"), float(at_s))
    return meters


GRID, SUN = "sensor.grid_power", "sensor.solar_power"


@pytest.mark.parametrize(
    ("readings", "surplus_w"),
    [
        # What it gives is no surplus, what it takes is one.
        (((GRID, 0.0), (POWER, 1500.0)), -1500.0),
        (((POWER, 1500.0), (GRID, 0.0)), -1500.0),
        (((GRID, 0.0), (POWER, -2200.0)), 2200.0),
        (((GRID, -300.0), (POWER, -2200.0)), 2500.0),
        (((GRID, 400.0), (POWER, 2600.0)), -3000.0),
        # The grid stays at 0 and says nothing: the battery alone moves the surplus.
        (((GRID, 0.0), (POWER, -2200.0), (POWER, -500.0)), 500.0),
        # The sun beyond the inverter reaches the battery alone.
        (((SUN, 6500.0), (GRID, 0.0), (POWER, -4000.0)), 2500.0),
        (((SUN, 5000.0), (GRID, 0.0), (POWER, -4000.0)), 4000.0),
    ],
)
def test_the_surplus_is_without_what_the_battery_gives(
    readings: tuple[tuple[str, float], ...], surplus_w: float
) -> None:
    assert house(*readings).surplus_at(float(len(readings))).now_w == surplus_w


def test_the_house_uses_what_sun_grid_and_battery_give() -> None:
    assert house((GRID, 400.0), (SUN, 1000.0), (POWER, 600.0)).house_w == 2000.0


def test_a_silent_battery_is_asked_for_and_one_that_is_gone_is_no_longer_reckoned_with() -> None:
    meters = house((GRID, 0.0), (POWER, -2200.0), (SOC, 50.0))
    assert meters.half_silent(STALE_S / 2 + 1.1) == (GRID, POWER, SOC)
    meters.update(POWER, state("unavailable"), 3.0)
    assert meters.battery_at(3.0) == (None, 50.0)
    assert meters.surplus_at(3.0).now_w == 0.0


def test_what_was_learnt_outlives_a_restart_but_not_another_battery() -> None:
    of = told(battery(), 0.0, 50.0)
    for at_s in (0.0, 1.0):
        of.update(POWER, state(-2500.0 - at_s), at_s)
        of.flows(at_s, 0.0)
    again, other = battery(), battery(power="sensor.other")
    again.from_dict(of.to_dict())
    other.from_dict(of.to_dict())
    assert again.to_dict() == of.to_dict()
    assert other.to_dict()["takes_w"] == 0.0


def test_a_wrong_sign_is_named_and_the_power_no_longer_believed() -> None:
    of, at_s = battery(), 0.0
    for soc_pct in range(20, 61):
        of.update(POWER, state(2000 + soc_pct % 2), at_s)
        of.update(SOC, state(soc_pct, "%"), at_s)
        at_s += 180.0
    assert of.power_w(at_s - 180.0) is None
    assert of.problem is not None
    assert of.problem.why is Problem.BATTERY_SIGN
