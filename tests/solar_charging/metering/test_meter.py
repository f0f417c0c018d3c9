"""States of Home Assistant as readings: units, signs, pairs and nonsense."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.base.errors import MeterError
from solar_charging.metering.meter import GridMeter, Reading, forecast_kwh, power_w, voltage_v
from solar_charging.settings.meters import Meters
from tests.words import raises, words

METER = "sensor.meter"


def state(value: object, unit: str | None = "W") -> dict[str, Any]:
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    return {"state": value, "attributes": attributes}


@pytest.mark.parametrize(
    ("value", "unit", "watts"),
    [
        ("1150", "W", 1150.0),
        ("-1150.5", "W", -1150.5),
        ("1.15", "kW", 1150.0),
        ("0.00115", "MW", 1150.0),
        ("1150", None, 1150.0),
        ("0", "W", 0.0),
        ("200000", "W", 200_000.0),
        ("-200", "kW", -200_000.0),
    ],
)
def test_power_comes_in_watts_whatever_its_unit(value: str, unit: str | None, watts: float) -> None:
    assert power_w(METER, state(value, unit)) == pytest.approx(watts)


@pytest.mark.parametrize("value", ["unavailable", "unknown", None])
def test_what_is_not_told_is_no_reading(value: object) -> None:
    assert power_w(METER, state(value)) is None
    assert voltage_v(METER, state(value, "V")) is None
    assert forecast_kwh(METER, state(value, "kWh")) is None


@pytest.mark.parametrize(
    "value", ["", "on", "nan", "inf", "-inf", "n/a", "1,150", "-1543,5", "-1543 W", [], {}]
)
def test_nonsense_is_named(value: object) -> None:
    for read, unit in ((power_w, "W"), (voltage_v, "V"), (forecast_kwh, "kWh")):
        with raises(MeterError, match=r"sensor\.meter"):
            read(METER, state(value, unit))


@pytest.mark.parametrize(("value", "unit"), [("200001", "W"), ("-200.001", "kW"), ("0.3", "MW")])
def test_more_than_any_house_draws_is_named(value: str, unit: str) -> None:
    with raises(MeterError, match=r"sensor\.meter: must be between"):
        power_w(METER, state(value, unit))


@pytest.mark.parametrize(
    ("value", "unit", "volts"),
    [
        ("230.4", "V", 230.4),
        ("230400", "mV", 230.4),
        ("80", "V", 80.0),
        ("79.9", "V", None),
        ("280", "V", 280.0),
        ("280.1", "V", None),
        ("0", "V", None),
    ],
)
def test_voltage_is_that_of_a_mains(value: str, unit: str, volts: float | None) -> None:
    assert voltage_v(METER, state(value, unit)) == (None if volts is None else pytest.approx(volts))


@pytest.mark.parametrize(
    ("value", "unit", "kwh"),
    [
        ("21.5", "kWh", 21.5),
        ("21500", "Wh", 21.5),
        ("0.0215", "MWh", 21.5),
        ("21.5", None, 21.5),
        ("0", "kWh", 0.0),
        ("2000", "kWh", 2000.0),
    ],
)
def test_a_forecast_is_the_energy_of_a_roofs_day(value: str, unit: str | None, kwh: float | None) -> None:
    assert forecast_kwh(METER, state(value, unit)) == (None if kwh is None else pytest.approx(kwh))


@pytest.mark.parametrize("value", ["-0.1", "2000.1"])
def test_a_forecast_that_no_roof_makes_is_named(value: str) -> None:
    with raises(MeterError, match=r"sensor\.meter: must be between"):
        forecast_kwh(METER, state(value, "kWh"))


def test_a_forecast_of_power_is_named() -> None:
    with raises(MeterError, match=r"sensor\.meter: unit_of_measurement must be one of Wh, kWh, MWh"):
        forecast_kwh(METER, state("2100", "W"))


@pytest.mark.parametrize("unit", ["kWh", "VA", "%"])
@pytest.mark.parametrize("value", ["5", "unavailable"])
def test_an_entity_that_measures_something_else_is_named(value: str, unit: str) -> None:
    with raises(MeterError, match=r"sensor\.meter") as caught:
        power_w(METER, state(value, unit))
    assert unit in words(caught.value)


def test_several_entities_are_their_sum_once_all_are_known() -> None:
    meter = GridMeter(Meters(grid_power=["sensor.l1", "sensor.l2", "sensor.l3"]))
    assert meter.update("sensor.l1", state("-500"), 1.0) is None
    assert meter.update("sensor.l2", state("0.2", "kW"), 2.0) is None
    assert meter.gone == "sensor.l3"
    assert meter.update("sensor.l3", state("100"), 3.0) == Reading(3.0, -200.0)
    assert meter.gone is None


@pytest.mark.parametrize(("told", "named"), [("-50", False), ("-51", True)])
def test_a_half_that_is_clearly_negative_is_named(told: str, named: bool) -> None:
    meter = pair()
    meter.update("sensor.import", state("0"), 1.0)
    if not named:
        assert meter.update("sensor.export", state(told), 2.0) == Reading(2.0, 0.0)
        return
    with raises(MeterError, match=r"sensor\.export"):
        meter.update("sensor.export", state(told), 2.0)


def test_a_state_without_attributes_is_in_watts() -> None:
    assert power_w(METER, {"state": "7", "attributes": None}) == 7.0
    assert power_w(METER, {"state": "7"}) == 7.0


@pytest.mark.parametrize(
    ("positive", "told_kw", "grid_w"),
    [
        ("import", "0.3", 300.0),
        ("import", "-0.3", -300.0),
        ("export", "0.3", -300.0),
        ("export", "-0.3", 300.0),
    ],
)
def test_one_signed_meter_is_turned_so_that_import_is_positive(
    positive: Any, told_kw: str, grid_w: float
) -> None:
    meter = GridMeter(Meters(grid_power=METER, grid_power_positive=positive))
    assert meter.entities == (METER,)
    assert meter.update(METER, state(told_kw, "kW"), 7.0) == Reading(7.0, grid_w)


def test_a_signed_meter_that_breaks_down_says_nothing() -> None:
    meter = GridMeter(Meters(grid_power=METER))
    meter.update(METER, state("300"), 1.0)
    assert meter.update(METER, state("unavailable"), 2.0) is None


def pair() -> GridMeter:
    return GridMeter(Meters(import_power="sensor.import", export_power="sensor.export"))


def test_a_pair_speaks_once_both_halves_have_spoken() -> None:
    meter = pair()
    assert meter.entities == ("sensor.import", "sensor.export")
    assert meter.update("sensor.import", state("0"), 1.0) is None
    assert meter.update("sensor.export", state("1.2", "kW"), 2.0) == Reading(2.0, -1200.0)


def test_a_pair_is_as_young_as_its_younger_half() -> None:
    meter = pair()
    meter.update("sensor.export", state("0"), 1.0)
    meter.update("sensor.import", state("500"), 2.0)
    assert meter.update("sensor.import", state("600"), 9000.0) == Reading(9000.0, 600.0)


def test_a_pair_with_a_broken_half_says_nothing_until_that_is_back() -> None:
    meter = pair()
    meter.update("sensor.export", state("0"), 1.0)
    meter.update("sensor.import", state("500"), 2.0)
    assert meter.update("sensor.export", state("unavailable"), 3.0) is None
    assert meter.update("sensor.import", state("510"), 4.0) is None
    assert meter.update("sensor.export", state("0"), 5.0) == Reading(5.0, 510.0)


def test_an_idle_half_that_dips_below_zero_counts_as_zero() -> None:
    meter = pair()
    meter.update("sensor.import", state("500"), 1.0)
    assert meter.update("sensor.export", state("-3"), 2.0) == Reading(2.0, 500.0)
