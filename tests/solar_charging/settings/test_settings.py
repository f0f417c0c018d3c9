"""apps.yaml: what is accepted, what is assumed, and what a mistake is answered with."""

from __future__ import annotations

import copy
import sys
from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from appdaemon.models.config.app import AppConfig
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pydantic import BaseModel

from solar_charging.settings.car import Car
from solar_charging.settings.meters import Meters
from solar_charging.settings.settings import (
    APPDAEMON_KEYS,
    Api,
    Charging,
    DepartureHelpers,
    Settings,
    SettingsError,
    Switches,
    WeeklyDeparture,
    parse_settings,
    renamed_settings,
)
from solar_charging.settings.tariff import MONTHS, ColourPrices, Colours, PublicHolidays, Tariff, TariffWindow
from solar_charging.settings.types import WEEKDAYS

LEAST: dict[str, Any] = {
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "/config/tesla_token.json"},
}


def entry(*changes: tuple[str, object]) -> dict[str, Any]:
    """The least entry, with values set by dotted keys."""
    args = copy.deepcopy(LEAST)
    for dotted, value in changes:
        section, _, key = dotted.partition(".")
        if key:
            args.setdefault(section, {})[key] = value
        else:
            args[section] = value
    return args


def window(**changes: object) -> tuple[str, object]:
    return ("tariff.off_peak", [{"start": "22:00", "end": "06:00", **changes}])


def colours(**changes: object) -> tuple[str, object]:
    prices = {"blue": {"peak": 0.16, "off_peak": 0.13}}
    return ("tariff.colours", {"today": "sensor.today", "prices": prices, **changes})


def departure(**changes: object) -> tuple[str, object]:
    return ("departures", [{"time": "07:30", "soc_pct": 70, **changes}])


def complaint(*changes: tuple[str, object]) -> str:
    with pytest.raises(SettingsError) as caught:
        parse_settings({"name": "garage", **entry(*changes)})
    return str(caught.value)


def test_two_names_are_enough() -> None:
    settings = parse_settings(LEAST)
    assert settings.meters.grid_power_positive == "import"
    assert (settings.car.min_current_a, settings.car.max_current_a, settings.car.phases) == (5, 32, None)
    assert (settings.charging.beat_s, settings.charging.command_interval_s) == (30, 180)
    assert (settings.charging.average_s, settings.charging.off_peak_soc_pct) == (300, 80)
    assert settings.tariff.off_peak == settings.departures == ()
    assert (settings.charging.start_cost, settings.api.command_price) == (0.02, 0.001)
    assert settings.api.monthly_cap is None
    assert settings.switches.enabled == "input_boolean.solar_charging"
    assert settings.time_zone is None


def test_the_keys_of_appdaemon_itself_are_passed_over() -> None:
    theirs = {"name": "garage", "module": "solar_charging.app", "class": "SolarCharging", "priority": 50}
    assert parse_settings({**LEAST, **theirs, "constrain_days": "mon"}) == parse_settings(LEAST)


def test_all_keys_that_appdaemon_knows_are_passed_over() -> None:
    known = {field.alias or name for name, field in AppConfig.model_fields.items()}
    assert known <= APPDAEMON_KEYS


def test_a_window_without_days_starts_on_every_day() -> None:
    (night,) = parse_settings(entry(window())).tariff.off_peak
    assert (night.start, night.end, night.days) == (time(22), time(6), WEEKDAYS)
    assert (night.months, night.price) == (MONTHS, None)


def test_a_price_may_come_from_one_entity_or_from_several() -> None:
    for named, told in (
        ("sensor.price", ("sensor.price",)),
        (["event.today", "event.tomorrow"], ("event.today", "event.tomorrow")),
    ):
        assert parse_settings(entry(("tariff.price_entity", named))).tariff.price_entity == told


def test_a_day_of_colours_begins_at_six() -> None:
    found = parse_settings(entry(colours())).tariff.colours
    assert found is not None
    assert (found.day_start, found.tomorrow) == (time(6), None)


@pytest.mark.parametrize("missing", [None, "holidays"])
def test_only_who_sets_holidays_needs_the_package(
    missing: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    if missing is None:
        parse_settings(LEAST)
    else:
        assert "package holidays must be installed" in complaint(("tariff.holidays", {"country": "CH"}))


def test_midnight_is_an_end_as_24_00() -> None:
    (evening,) = parse_settings(entry(window(end="24:00"))).tariff.off_peak
    assert evening.end == time(0)


def test_an_address_gets_the_slash_that_joining_needs() -> None:
    settings = parse_settings(entry(("car.api_url", "https://proxy:4443/tesla")))
    assert settings.car.api_url == "https://proxy:4443/tesla/"


@pytest.mark.parametrize(
    "car", [{}, None, {"entities": {}}, {"entities": None}, {"vin": "5YJ3E1EA7KF317000"}]
)
def test_where_nothing_is_said_of_the_api_the_car_is_looked_for(car: object) -> None:
    assert set(parse_settings(entry(("car", car))).car.ways.values()) == {"entities"}


def test_a_car_that_is_left_out_is_looked_for() -> None:
    given = entry()
    del given["car"]
    assert set(parse_settings(given).car.ways.values()) == {"entities"}


@pytest.mark.parametrize(
    ("car", "ways"),
    [
        ({"token_file": "t"}, ["tesla", "tesla", "tesla"]),
        ({"token_file": "t", "entities": {}}, ["entities", "entities", "entities"]),
        ({"token_file": "t", "read_by": "entities"}, ["entities", "tesla", "entities"]),
        ({"token_file": "t", "entities": {}, "command_by": "tesla"}, ["entities", "tesla", "entities"]),
    ],
)
def test_the_ways_are_those_that_the_settings_speak_of(car: dict[str, object], ways: list[str]) -> None:
    assert list(parse_settings(entry(("car", car))).car.ways.values()) == ways


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("charging.baet_s", 30)], ["garage.charging.baet_s", "is no setting", "30"]),
        ([("colour", "red")], ["garage.colour", "is no setting", "'red'"]),
        ([window(start=1320)], ["garage.tariff.off_peak.0.start", "in quotes", "1320"]),
        ([window(end=True)], ["garage.tariff.off_peak.0.end", "in quotes", "True"]),
        ([window(start="24:00")], ["off_peak.0.start", "only an end", "'24:00'"]),
        ([window(end="24:01")], ["off_peak.0.end", "time of day", "'24:01'"]),
        ([window(end="6:60")], ["off_peak.0.end", "time of day", "'6:60'"]),
        ([window(end="6 am")], ["off_peak.0.end", "time of day", "'6 am'"]),
        ([window(end="22:00")], ["garage.tariff.off_peak.0", "must differ", "22:00"]),
        ([window(days=["mon", "tuesday"])], ["off_peak.0.days.1", "'mon'", "'tuesday'"]),
        ([window(days=[])], ["off_peak.0.days", "at least 1", "()"]),
        ([window(days="mon")], ["off_peak.0.days", "must be a list", "'mon'"]),
        ([("departures", {"time": "07:30"})], ["garage.departures", "must be a list"]),
        ([window(price="cheap")], ["off_peak.0.price", "number", "'cheap'"]),
        ([window(months=["november"])], ["off_peak.0.months.0", "'nov'", "'november'"]),
        ([window(months=[])], ["off_peak.0.months", "at least 1", "()"]),
        ([("tariff.holidays", {"country": "XX"})], ["tariff.holidays", "two letters", "'XX'"]),
        ([("tariff.holidays", {"country": False})], ["tariff.holidays.country", "text", "False"]),
        (
            [("tariff.holidays", {"country": "CH", "subdivision": "XY"})],
            ["tariff.holidays", "one of CH's", "ZH", "'XY'"],
        ),
        ([colours(prices={})], ["tariff.colours.prices", "at least 1"]),
        ([colours(prices={"red": {"peak": 0.7}})], ["colours.prices.red.off_peak", "required"]),
        (
            [colours(prices={name: {"peak": 1.0, "off_peak": 0.5} for name in ("red", "Red")})],
            ["tariff.colours.prices", "named once"],
        ),
        ([colours(day_start=6)], ["tariff.colours.day_start", "in quotes", "6"]),
        ([colours(today="Today")], ["tariff.colours.today", "entity id", "'Today'"]),
        ([("tariff.price_entity", ["Price"])], ["tariff.price_entity.0", "entity id", "'Price'"]),
        ([("tariff.price_unit", "EUR")], ["tariff.price_unit", "EUR/kWh", "'EUR'"]),
        ([("tariff.netting_s", 600)], ["tariff.netting_s", "900, 1800 or 3600", "600"]),
        ([("tariff.price_factor", 0)], ["tariff.price_factor", "greater than 0", "0"]),
        ([("meters.grid_power", "Grid Power")], ["garage.meters.grid_power", "entity id", "'Grid Power'"]),
        ([("meters.grid_power", True)], ["garage.meters.grid_power", "text", "True"]),
        ([("meters.solar_power", "sensor.grid_power")], ["garage.meters", "of its own", "sensor.grid_power"]),
        (
            [("meters.forecast_today", "sensor.grid_power")],
            ["garage.meters", "of its own", "sensor.grid_power"],
        ),
        ([("api.currency", "Euro")], ["garage.api.currency", "three capital letters", "'Euro'"]),
        ([("api.monthly_cap", -1)], ["garage.api.monthly_cap", "greater than or equal to 0", "-1"]),
        (
            [("meters.grid_power", ["sensor.l1", "sensor.l1"])],
            ["garage.meters", "of its own", "sensor.l1 twice"],
        ),
        ([("meters.grid_power", ["sensor.l1", "L2"])], ["garage.meters.grid_power.1", "entity id", "'L2'"]),
        ([("meters.grid_power", [])], ["garage.meters", "either grid_power or both"]),
        ([("meters.solar_power", {"a": 1})], ["garage.meters.solar_power", "text"]),
        ([("meters.grid_power_positive", "up")], ["meters.grid_power_positive", "'import'", "'up'"]),
        ([("meters.import_power", "sensor.in")], ["garage.meters", "either grid_power or both"]),
        ([("meters", {})], ["garage.meters", "either grid_power or both"]),
        ([("meters", {"import_power": "sensor.in"})], ["garage.meters", "export_power", "name both"]),
        ([("meters.stale_s", 0.05)], ["garage.meters.stale_s", "0.1", "0.05"]),
        ([("meters.stale_s", float("nan"))], ["garage.meters.stale_s", "finite", "nan"]),
        ([("car", {"client_id": "x"})], ["garage.car", "token_file is required"]),
        ([("car", {"read_by": "tesla"})], ["garage.car", "token_file is required to read"]),
        ([("car.entities", {"name": "_ "})], ["garage.car.entities.name", "a letter or a digit", "'_ '"]),
        ([("car", "model_y")], ["garage.car", "must be a section", "'model_y'"]),
        ([("car.vin", "5YJ3E1EA7KF31700")], ["garage.car.vin", "17 digits", "'...1700' of 16 characters"]),
        ([("car.api_url", "owner-api.teslamotors.com")], ["car.api_url", "http", "'owner-api."]),
        ([("car.api_url", "https://a b")], ["garage.car.api_url", "http", "'https://a b'"]),
        ([("car.phases", 2)], ["garage.car.phases", "1 or 3", "2"]),
        ([("car.min_current_a", 0)], ["garage.car.min_current_a", "1", "0"]),
        ([("car.api_url", "http://proxy/")], ["garage.car", "api_url", "https://", "http://proxy/"]),
        ([("car.max_current_a", 81)], ["garage.car.max_current_a", "80", "81"]),
        ([("car.max_current_a", 16.5)], ["garage.car.max_current_a", "whole number", "16.5"]),
        ([("car.min_current_a", 17), ("car.max_current_a", 16)], ["garage.car", "not exceed", "17 and 16"]),
        ([("car.wake_ups_per_day", True)], ["garage.car.wake_ups_per_day", "whole number", "True"]),
        ([("charging.beat_s", "fast")], ["garage.charging.beat_s", "number", "'fast'"]),
        ([("charging.average_s", 29)], ["garage.charging", "not be shorter than beat_s", "29.0 and 30"]),
        (
            [("charging.minimum_soc_pct", 51), ("charging.grid_limit_pct", 50)],
            ["garage.charging", "minimum_soc_pct must not exceed grid_limit_pct", "51 and 50"],
        ),
        ([("charging.off_peak_soc_pct", 101)], ["garage.charging.off_peak_soc_pct", "100", "101"]),
        ([("charging.hold_s", 600)], ["garage.charging.hold_s", "is no setting", "600"]),
        ([("charging.start_cost", -0.01)], ["garage.charging.start_cost", "0", "-0.01"]),
        ([("api.command_price", float("inf"))], ["garage.api.command_price", "finite", "inf"]),
        ([("api.monthly_cap", "much")], ["garage.api.monthly_cap", "number", "'much'"]),
        ([("tariff.peak_price", "0.30 EUR")], ["garage.tariff.peak_price", "number", "'0.30 EUR'"]),
        ([("car.battery_kwh", 0)], ["garage.car.battery_kwh", "1", "0"]),
        ([("car.efficiency", 98)], ["garage.car.efficiency", "1", "98"]),
        ([departure(time=450)], ["garage.departures.0.time", "in quotes", "450"]),
        ([departure(time="24:00")], ["garage.departures.0.time", "time of day", "'24:00'"]),
        ([departure(soc_pct=101)], ["garage.departures.0.soc_pct", "100", "101"]),
        ([departure(days=["monday"])], ["garage.departures.0.days.0", "'mon'", "'monday'"]),
        ([("departures", [{"time": "07:30"}])], ["garage.departures.0.soc_pct", "required"]),
        (
            [("departure_helpers.time", "input_number.ready")],
            ["garage.departure_helpers.time", "input_datetime.departure", "'input_number.ready'"],
        ),
        (
            [("departure_helpers.soc", "sensor.soc")],
            ["departure_helpers.soc", "input_number", "'sensor.soc'"],
        ),
        ([("switches.enabled", "switch.sun")], ["garage.switches.enabled", "input_boolean", "'switch.sun'"]),
        ([("time_zone", "Europe/Bern")], ["garage.time_zone", "such as", "'Europe/Bern'"]),
        ([("time_zone", "../passwd")], ["garage.time_zone", "such as", "'../passwd'"]),
    ],
)
def test_a_mistake_is_answered_with_key_rule_and_value(
    changes: list[tuple[str, object]], words: list[str]
) -> None:
    text = complaint(*changes)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("tariff.peak_price", "0,30")], "tariff.peak_price: must be a number: write 0.30 with a point, "),
        ([("tariff.peak_price", "0.30")], "write 0.30 without quotes"),
        ([("tariff.peak_price", "0.30 EUR")], "write 0.30 alone, without 'EUR'"),
        ([("tariff.peak_price", None)], "has no value: give it one, or leave the line out"),
        ([("charging.beat_s", "30s")], "write 30 alone, without 's'"),
        ([("charging.off_peak_soc_pct", "60 %")], "60 means 60 %, so write that, got '60 %'"),
        ([("charging.off_peak_soc_pct", 0.6)], "60 means 60 %, so write that, got 0.6"),
        ([("charging.off_peak_soc_pct", "0,6")], "60 means 60 %, so write that, got '0,6'"),
        ([("charging.off_peak_soc_pct", 0.8)], "80 means 80 %, so write that, got 0.8"),
        ([("charging.off_peak_soc_pct", 1.0)], "must be a whole number, such as 1, got 1.0"),
        ([("car.efficiency", 98)], "98 % is 0.98, so write 0.98, got 98"),
        ([("car.efficiency", "98 %")], "98 % is 0.98, so write 0.98"),
        ([("car.efficiency", 100.1)], "must be at most 1, got 100.1"),
        ([("car.phases", "3")], "must be 1 or 3, without quotes, got '3'"),
        ([("car.respect_manual_start", "yes")], "must be true or false, without quotes"),
        ([("meters.grid_power", "Sensor.Grid Power")], "grid_power: must be an entity id such as "),
        ([("meters.grid_power", "Sensor.Grid Power")], "did you mean sensor.grid_power?"),
        ([("car.entities", {"name": "sensor.model_y_battery"})], "such as model_y, not an entity, got"),
        ([("notify", "mobile_app_phone")], "must be a service such as notify.mobile_app_phone, got"),
        ([("notify", "notify/phone")], "must be a service such as notify.mobile_app_phone, got"),
        ([("charging.baet_s", 30)], "is no setting: did you mean beat_s?, got 30"),
        ([("grid_power", "sensor.x")], "garage.grid_power: is no setting here: it belongs in meters"),
        ([("charging.max_current_a", 16)], "is no setting here: it belongs in car"),
        ([("tariff.departures", [])], "it belongs beside the sections, not in one"),
        ([("colour", "red")], "did you mean colours, in tariff?"),
        ([window(price=None)], None),
        ([window(start=None)], "start: write the time in quotes, as"),
        ([("meters", None)], "meters: is required: name your grid meter, as meters: {grid_power: "),
        (
            [("meters", ["sensor.x"])],
            "section, with settings of its own below it, without a dash before them",
        ),
        ([("car", "model_y")], "such as car: {entities: {name: model_y}}, got 'model_y'"),
        ([window(days=["Monday"])], "did you mean mon?, got 'Monday'"),
        ([("language", "fr-FR")], "must be 'en', 'fr' or 'de'; did you mean fr?"),
        ([("tariff.holidays", {"country": False})], "YAML reads yes, no, on and off"),
        ([("charging.max_import_w", 9)], "must be in watts: 9 kW is 9000, so write 9000, got 9"),
        ([("charging.max_import_w", 99.9)], "must be in watts"),
        ([("charging.max_import_w", 100)], None),
        (
            [("meters.battery_power", "sensor.b")],
            "meters.battery_power: is no setting: it is power, in battery",
        ),
        ([("house_battery", {})], "garage.house_battery: is no setting: it is battery"),
    ],
)
def test_a_mistake_is_told_as_a_person_would(changes: list[tuple[str, object]], said: str | None) -> None:
    if said is None:
        parse_settings(entry(*changes))
    else:
        text = complaint(*changes)
        assert said in text
        assert "\n" not in text


@pytest.mark.parametrize(
    ("battery", "said"),
    [
        ({"soc": ...}, "battery.soc: is required: name the sensor of its state of charge, as soc: sensor."),
        ({"soc": None}, "battery: soc must name the sensor of the battery's state of charge"),
        ({"soc": "Battery"}, "battery.soc: must be an entity id such as "),
        ({"power": ...}, "battery: name either power or both charge_power and discharge_power"),
        (
            {"charge_power": "sensor.in"},
            "battery: name either power or both charge_power and discharge_power",
        ),
        ({"power": ..., "charge_power": "sensor.in"}, "charge_power and discharge_power belong together"),
        (
            {"power": "sensor.grid_power"},
            "each meter must be an entity of its own, got sensor.grid_power twice",
        ),
        ({"power_positive": "charge"}, "must be 'discharging' or 'charging'; did you mean charging?, got"),
        ({"power_positive": "discharge"}, "did you mean discharging?"),
        ({"power_positive": "import"}, "must be 'discharging' or 'charging', got 'import'"),
        ({"max_charge_w": 5}, "max_charge_w: must be in watts: 5 kW is 5000, so write 5000, got 5"),
        ({"max_discharge_w": "5 kW"}, "must be a number of watts: write 5000, got '5 kW'"),
        ({"max_discharge_w": "5000 W"}, "write 5000 alone, without 'W'"),
        ({"capacity_kwh": "10 kWh"}, "capacity_kwh: must be a number: write 10 alone, without 'kWh'"),
        ({"capacity_kwh": "10,5"}, "write 10.5 with a point, and without quotes"),
        ({"capacity_kwh": 10_000}, "must be in kWh, at most 1000: 10000 Wh is 10, so write 10, got 10000"),
        ({"capacity_kwh": [5, 5]}, "battery: capacity_kwh must have one value for each soc, 1, got 2"),
        ({"keep_pct": 0.2}, "20 means 20 %, so write that, got 0.2"),
        ({"inverter_w": 8000}, "battery.inverter_w needs meters.solar_power"),
        ({"capacity": 10}, "battery.capacity: is no setting: did you mean capacity_kwh?"),
    ],
)
def test_a_mistake_in_the_house_battery_is_told_as_a_person_would(battery: dict[str, Any], said: str) -> None:
    given = {"power": "sensor.battery", "soc": "sensor.battery_soc", **battery}
    text = complaint(("battery", {key: value for key, value in given.items() if value is not ...}))
    assert said in text
    assert "\n" not in text


@pytest.mark.parametrize(
    "battery",
    [
        {"power": "sensor.battery", "soc": "sensor.soc"},
        {"charge_power": "sensor.in", "discharge_power": "sensor.out", "soc": "sensor.soc"},
        {"power": ["sensor.a", "sensor.b"], "soc": ["sensor.c", "sensor.d"], "capacity_kwh": [5, 10]},
        {"power": "sensor.battery", "soc": "sensor.soc", "capacity_kwh": 10, "max_charge_w": 0},
    ],
)
def test_a_house_battery_is_set_in_one_of_these_ways(battery: dict[str, Any]) -> None:
    assert parse_settings(entry(("battery", battery))).battery is not None


def test_an_empty_section_is_no_house_battery() -> None:
    assert parse_settings(entry(("battery", None))).battery is None


SECRET = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "change",
    [
        ("car.token", SECRET),
        ("car.refresh_token", "short"),
        ("car.token_file", SECRET),
        ("car.token_file", "EU_0123short"),
        ("meters", [SECRET]),
        ("language", SECRET),
        ("car.password", "short"),
        ("car.colour", SECRET),
        ("car.api_url", "http://me:short@proxy/"),
        ("car.api_url", "ftp://me:short@proxy/"),
        ("car.vin", "5YJ3E1EA7short"),
    ],
)
def test_a_mistake_tells_no_secret(change: tuple[str, object]) -> None:
    text = complaint(change)
    assert SECRET not in text
    assert "short" not in text.replace("...hort", "")


@pytest.mark.parametrize(
    "section", ["car", "tariff", "departures", "departure_helpers", "charging", "api", "switches"]
)
def test_a_section_whose_lines_are_all_commented_out_is_as_if_it_were_left_out(section: str) -> None:
    given = {"meters": LEAST["meters"]}
    assert parse_settings({**given, section: None}) == parse_settings(given)


@pytest.mark.parametrize("args", [None, [], ["meters"], "meters", 5])
def test_an_entry_that_is_no_section_is_refused_in_words(args: Any) -> None:
    with pytest.raises(SettingsError, match="must be a section, with settings of its own, got"):
        parse_settings(args)


def test_a_list_with_a_wrong_entry_is_not_called_too_short_as_well() -> None:
    assert "\n" not in complaint(window(days=["Mon"]))


@pytest.mark.parametrize(
    ("dotted", "values"),
    [
        ("meters.stale_s", [0.1, 86_400]),
        ("car.min_current_a", [5, 32]),
        ("car.max_current_a", [5, 80]),
        ("car.voltage_v", [90, 260]),
        ("car.wake_ups_per_day", [0, 48]),
        ("charging.off_peak_soc_pct", [0, 100]),
        ("charging.minimum_soc_pct", [0, 100]),
        ("charging.grid_limit_pct", [0, 100]),
        ("charging.average_s", [30, 86_400]),
        ("charging.start_cost", [0, 1000]),
        ("tariff.peak_price", [-10, 1000]),
        ("api.monthly_cap", [0, 1000]),
    ],
)
def test_the_ends_of_a_range_belong_to_it(dotted: str, values: list[float]) -> None:
    section, _, key = dotted.partition(".")
    for value in values:
        assert getattr(getattr(parse_settings(entry((dotted, value))), section), key) == value


def test_every_mistake_has_a_line_of_its_own() -> None:
    lines = complaint(("charging.beat_s", 0), ("car.phases", 2), ("colour", "red")).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "garage.car.phases",
        "garage.charging.beat_s",
        "garage.colour",
    ]


def test_every_setting_says_what_it_means() -> None:
    models: list[type[BaseModel]] = [
        Meters,
        Car,
        TariffWindow,
        PublicHolidays,
        ColourPrices,
        Colours,
        Tariff,
        WeeklyDeparture,
        DepartureHelpers,
        Charging,
        Api,
        Switches,
    ]
    silent = [
        f"{model.__name__}.{name}"
        for model in models
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert silent == []


SECTIONS: dict[str, type[BaseModel]] = {
    "meters": Meters,
    "car": Car,
    "tariff": Tariff,
    "charging": Charging,
    "api": Api,
}
NAMES = sorted(
    {
        *(name for model in (Settings, *SECTIONS.values(), TariffWindow, WeeklyDeparture, Switches)
          for name in model.model_fields),
        *APPDAEMON_KEYS,
    }
)  # fmt: skip
plausible = st.sampled_from(
    ["sensor.grid_power", "input_boolean.sun", "22:00", "24:00", "Europe/Paris", "mon"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | plausible
keys = st.sampled_from(NAMES) | st.text(max_size=8) | st.integers()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)
)
sections = st.fixed_dictionaries(
    {},
    optional={
        name: st.dictionaries(st.sampled_from(list(model.model_fields)), values, max_size=4)
        for name, model in SECTIONS.items()
    },
)


@effort(deadline=None)
@given(sections, st.dictionaries(keys, values, max_size=3))
def test_whatever_stands_in_apps_yaml_is_parsed_or_refused(
    known: dict[str, Any], other: dict[Any, Any]
) -> None:
    for args in ({**other, **known}, {**LEAST, **known, **other}):
        with suppress(SettingsError):
            assert isinstance(parse_settings(args), Settings)


@pytest.mark.parametrize(("old", "new"), [("memory_file", "state_file"), ("trace_file", "decision_log_file")])
def test_a_setting_is_still_read_by_the_name_that_it_had(old: str, new: str) -> None:
    args = {**LEAST, "name": "garage", old: "elsewhere"}
    assert getattr(parse_settings(args), new) == "elsewhere"
    assert renamed_settings(args) == [f"garage.{old}: is called {new} now"]
    assert renamed_settings({**LEAST, new: "elsewhere"}) == []
    with pytest.raises(SettingsError, match=f"garage.{old}: is called {new} now, and that is set too"):
        parse_settings({**args, new: "here"})


@pytest.mark.parametrize("name", ["solar-charging", "Garage", "solar charging", "", "größe"])
def test_a_name_that_home_assistant_cannot_take_is_refused_in_words(name: str) -> None:
    with pytest.raises(SettingsError, match=r"must have a name of a-z, 0-9 and _"):
        parse_settings({**LEAST, "name": name})


@pytest.mark.parametrize("name", ["solar_charging", "garage2", "_"])
def test_any_other_name_is_accepted(name: str) -> None:
    parse_settings({**LEAST, "name": name})
