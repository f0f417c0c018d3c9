"""States of Home Assistant as readings: units, signs, pairs and nonsense."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.errors import MeterError
from solar_charging.metering.meter import GridMeter, Reading, Sum, forecast_kwh, half_w, power_w, voltage_v
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
def test_silence_is_no_reading(value: object) -> None:
    assert power_w(METER, state(value)) is None
    assert voltage_v(METER, state(value, "V")) is None
    assert forecast_kwh(METER, state(value, "kWh")) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "on",
        "nan",
        "inf",
        "-inf",
        "1,150",
        "-1543,5",
        "-1543 W",
        "n/a",
        "None",
        "1_000",
        "\u22125",
        "\u0661",
        [],
        {},
    ],
)
def test_what_is_no_number_is_named_with_what_it_says(value: object) -> None:
    for read, unit in ((power_w, "W"), (voltage_v, "V"), (forecast_kwh, "kWh")):
        with raises(MeterError, match=r"sensor\.meter: must be a plain number") as caught:
            read(METER, state(value, unit))
        assert words(caught.value).endswith(f"is {value!r}")


def test_a_long_text_is_named_by_its_begin() -> None:
    with raises(MeterError) as caught:
        power_w(METER, state("x" * 255))
    assert len(words(caught.value)) < 110


@pytest.mark.parametrize(
    ("unit", "watts"),
    [
        ("w", 2.0),
        ("Watt", 2.0),
        ("watts", 2.0),
        (" W ", 2.0),
        ("KW", 2000.0),
        ("Kilowatt", 2000.0),
        ("mW", 0.002),
    ],
)
def test_units_are_understood_in_other_spellings(unit: str, watts: float) -> None:
    assert power_w(METER, state("2", unit)) == pytest.approx(watts)


@pytest.mark.parametrize("unit", ["mw", "Mw", "MWH"])
def test_a_spelling_that_may_be_a_thousandth_or_a_million_is_not_guessed_at(unit: str) -> None:
    with raises(MeterError, match="unit_of_measurement must be one of"):
        (forecast_kwh if unit == "MWH" else power_w)(METER, state("2", unit))


@pytest.mark.parametrize(
    ("value", "unit"), [("200001", "W"), ("-200.001", "kW"), ("0.3", "MW"), ("1e400", "W")]
)
def test_more_than_any_house_draws_is_named(value: str, unit: str) -> None:
    with raises(MeterError, match=f"must be between -200000 and 200000 W, is '{value}'"):
        power_w(METER, state(value, unit))


_anything: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=5,
)
_units: Any = st.sampled_from(["W", "kW", "kWh", "V", "VA", None]) | _anything
_numbers: Any = st.from_regex(r"[+-]?[0-9.,eE ]{1,9}( W)?", fullmatch=True) | _anything


@given(_numbers, _units, st.none() | _anything)
def test_whatever_comes_in_is_a_sound_number_or_none_or_named(value: Any, unit: Any, instead: Any) -> None:
    attributes = {"unit_of_measurement": unit} if instead is None else instead
    bounds: list[tuple[Any, float, float]] = [
        (power_w, -200_000, 200_000), (half_w, 0, 200_000), (voltage_v, 80, 280), (forecast_kwh, 0, 2000),
    ]  # fmt: skip
    for read, least, most in bounds:
        found = None
        with suppress(MeterError):
            found = read(METER, {"state": value, "attributes": attributes})
        assert found is None or least <= found <= most


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
        ("36", "MJ", 10.0),
        ("2000", "kWh", 2000.0),
    ],
)
def test_a_forecast_is_the_energy_of_a_roofs_day(value: str, unit: str | None, kwh: float) -> None:
    assert forecast_kwh(METER, state(value, unit)) == pytest.approx(kwh)


@pytest.mark.parametrize("value", ["-0.1", "2000.1"])
def test_a_forecast_of_what_no_roof_makes_is_named(value: str) -> None:
    with raises(MeterError, match="must be between 0 and 2000 kWh"):
        forecast_kwh(METER, state(value, "kWh"))


def test_a_forecast_of_power_is_named() -> None:
    with raises(MeterError, match=r"sensor\.meter: unit_of_measurement must be one of Wh, kWh, MWh, MJ, GJ"):
        forecast_kwh(METER, state("2100", "W"))


@pytest.mark.parametrize("value", ["5", "unavailable"])
def test_a_counter_of_energy_is_told_from_a_power_meter(value: str) -> None:
    with raises(MeterError, match=r"sensor\.meter counts energy \(kWh\): name the entity of the power"):
        power_w(METER, state(value, "kWh"))


@pytest.mark.parametrize("unit", ["VA", "%", ""])
@pytest.mark.parametrize("value", ["5", "unavailable"])
def test_an_entity_that_measures_something_else_is_named(value: str, unit: str) -> None:
    with raises(MeterError, match=r"sensor\.meter: unit_of_measurement must be one of mW, W, kW") as caught:
        power_w(METER, state(value, unit))
    assert unit in words(caught.value)


def test_several_entities_are_their_sum_once_all_are_known() -> None:
    meter = GridMeter(Meters(grid_power=["sensor.l1", "sensor.l2", "sensor.l3"]))
    assert meter.update("sensor.l1", state("-500"), 1.0) is None
    assert meter.update("sensor.l2", state("0.2", "kW"), 2.0) is None
    assert meter.gone == "sensor.l3"
    assert meter.update("sensor.l3", state("100"), 3.0) == Reading(3.0, -200.0)
    assert meter.gone is None


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
    meter = GridMeter(Meters(grid_power=(METER,), grid_power_positive=positive))
    assert meter.entities == (METER,)
    assert meter.update(METER, state(told_kw, "kW"), 7.0) == Reading(7.0, grid_w)


def test_a_signed_meter_that_breaks_down_says_nothing() -> None:
    meter = GridMeter(Meters(grid_power=(METER,)))
    meter.update(METER, state("300"), 1.0)
    assert meter.update(METER, state("unavailable"), 2.0) is None


def pair() -> GridMeter:
    return GridMeter(Meters(import_power=("sensor.import",), export_power=("sensor.export",)))


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


@pytest.mark.parametrize(("dip", "half"), [("-3", 0.0), ("-50", 0.0), ("-50.1", None), ("-1543", None)])
def test_an_idle_half_may_dip_a_little_below_zero_and_one_with_a_sign_is_named(
    dip: str, half: float | None
) -> None:
    meter = pair()
    meter.update("sensor.import", state("500"), 1.0)
    if half is not None:
        assert meter.update("sensor.export", state(dip), 2.0) == Reading(2.0, 500.0)
        return
    with raises(MeterError, match=r"sensor\.export says -.* a meter of one direction is never negative"):
        meter.update("sensor.export", state(dip), 2.0)
    assert meter.update("sensor.import", state("510"), 3.0) is None, "half of it is not known"


PHASES = ("sensor.l1", "sensor.l2", "sensor.l3")


@pytest.mark.parametrize(
    ("meters", "watts"),
    [
        (Meters(grid_power=PHASES), -700.0),
        (Meters(grid_power=PHASES, grid_power_positive="export"), 700.0),
        (Meters(grid_power=list(PHASES)), -700.0),
    ],
)
def test_of_several_entities_the_sum_counts_whatever_their_units(meters: Meters, watts: float) -> None:
    meter = GridMeter(meters)
    assert meter.entities == meters.grid_entities == PHASES
    assert meter.update("sensor.l1", state("-1.2", "kW"), 1.0) is None
    assert meter.update("sensor.l2", state("200"), 2.0) is None
    assert meter.update("sensor.l3", state("300"), 3.0) == Reading(3.0, watts)
    assert meter.update("sensor.l2", state("unavailable"), 4.0) is None


def test_of_a_pair_each_half_may_be_several() -> None:
    meter = GridMeter(
        Meters(import_power=("sensor.i1", "sensor.i2"), export_power=("sensor.e1", "sensor.e2"))
    )
    for entity, watts in (("i1", "100"), ("i2", "20"), ("e1", "3000")):
        assert meter.update(f"sensor.{entity}", state(watts), 1.0) is None
    assert meter.update("sensor.e2", state("0"), 2.0) == Reading(2.0, -2880.0)


def test_of_none_nothing_is_known() -> None:
    assert Sum((), power_w).total is None
