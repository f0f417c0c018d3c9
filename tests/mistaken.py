"""Settings that break a rule, at least one for each rule there is."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from solar_charging.settings.rules import Rule

LEAST: dict[str, Any] = {
    "name": "garage",
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "/config/tesla_token.json"},
}
WINDOW = {"start": "22:00", "end": "06:00"}
BATTERY = {"power": "sensor.battery", "soc": "sensor.battery_soc"}
SET = {"entity": "number.x", "value": 0}
RED = {"peak": 1.0, "off_peak": 0.5}


def entry(*changes: tuple[str, object]) -> dict[str, Any]:
    """The least entry, with values set by dotted keys."""
    args = copy.deepcopy(LEAST)
    for dotted, value in changes:
        *sections, key = dotted.split(".")
        inner = args
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[key] = value
    return args


def window(**changes: object) -> dict[str, Any]:
    return entry(("tariff.off_peak", [{**WINDOW, **changes}]))


def departure(**changes: object) -> dict[str, Any]:
    return entry(("departures", [{"time": "07:30", "soc_pct": 70, **changes}]))


def without(key: str, whole: Mapping[str, object]) -> dict[str, object]:
    return {each: value for each, value in whole.items() if each != key}


def battery(**changes: object) -> dict[str, Any]:
    return entry(("battery", {**BATTERY, **changes}))


def colours(**prices: object) -> dict[str, Any]:
    return entry(("tariff.colours", {"today": "sensor.today", "prices": prices}))


MISTAKEN: Mapping[Rule, Any] = {
    Rule.WRONG: entry(("car.read_by", "tesla"), ("car.token_file", None)),
    Rule.WRONG_GOT: entry(("charging.beat_s", "soon")),
    Rule.AND: entry(("charging.beat_s", "soon"), ("car.phases", 2)),
    Rule.AND_MORE: entry(*((f"switch{number}", "x") for number in range(8))),
    Rule.HIDDEN: entry(("car.token", "hush")),
    Rule.END_OF_VIN: entry(("car.vin", "5YJ3E1EA7KF31700")),
    Rule.A_NUMBER: entry(("charging.beat_s", "soon")),
    Rule.A_WHOLE_NUMBER: entry(("car.max_current_a", "much")),
    Rule.NUMBER: entry(("charging.beat_s", "soon")),
    Rule.NUMBER_SUCH_AS: entry(("car.max_current_a", 16.5)),
    Rule.NUMBER_PER_CENT: departure(soc_pct=0.6),
    Rule.NUMBER_PER_CENT_SIGN: departure(soc_pct="60 %"),
    Rule.NUMBER_SHARE: entry(("car.efficiency", "98 %")),
    Rule.NUMBER_KILOWATTS: entry(("charging.max_import_w", "9 kW")),
    Rule.NUMBER_UNIT: entry(("tariff.peak_price", "0,30 €/kWh")),
    Rule.NUMBER_CENTS: entry(("tariff.peak_price", "30 Cent")),
    Rule.NUMBER_COMMA: entry(("tariff.peak_price", "0,30")),
    Rule.NUMBER_QUOTED: entry(("tariff.peak_price", "0.30")),
    Rule.FINITE: entry(("tariff.peak_price", float("nan"))),
    Rule.AT_MOST: departure(soc_pct=101),
    Rule.AT_MOST_ONE: entry(("car.efficiency", 98)),
    Rule.AT_LEAST: entry(("api.monthly_cap", -1)),
    Rule.MORE_THAN: entry(("tariff.price_factor", 0)),
    Rule.IN_KWH: battery(capacity_kwh=10_000),
    Rule.IN_WATTS: entry(("charging.max_import_w", 9)),
    Rule.TRUE_OR_FALSE: entry(("car.respect_manual_start", "yes")),
    Rule.TEXT: entry(("meters.grid_power", 5)),
    Rule.TEXT_YES_NO: entry(("tariff.holidays", {"country": False})),
    Rule.CHOICE: entry(("meters.grid_power_positive", "up")),
    Rule.CHOICE_QUOTED: entry(("car.phases", "3")),
    Rule.CHOICE_MEANT: window(days=["Montag"]),
    Rule.LIST: entry(("departures", {"time": "07:30", "soc_pct": 60})),
    Rule.LIST_MEANT: window(days="Mo-Fr"),
    Rule.TOO_FEW: window(days=[]),
    Rule.TOO_MANY: battery(hold={**SET, "refused": [1, 2, 3]}),
    Rule.SECTION: entry(("tariff", "cheap")),
    Rule.SECTION_DASH: entry(("meters", ["sensor.grid_power"])),
    Rule.SECTION_CAR: entry(("car", "model_y")),
    Rule.SECTION_NAMES: entry(("tariff.colours", {"today": "sensor.today", "prices": [RED]})),
    Rule.KEY_TEXT: {**LEAST, 1: "x"},
    Rule.REQUIRED: colours(red={"peak": 0.7}),
    Rule.REQUIRED_METERS: without("meters", LEAST),
    Rule.REQUIRED_BATTERY_SOC: entry(("battery", without("soc", BATTERY))),
    Rule.REQUIRED_SOC: entry(("departures", [{"time": "07:30"}])),
    Rule.REQUIRED_TIME: entry(("departures", [{"soc_pct": 60}])),
    Rule.REQUIRED_START: entry(("tariff.off_peak", [without("start", WINDOW)])),
    Rule.REQUIRED_END: entry(("tariff.off_peak", [without("end", WINDOW)])),
    Rule.NO_VALUE: entry(("tariff.peak_price", None)),
    Rule.UNKNOWN: entry(("xyzzy", "red")),
    Rule.UNKNOWN_CALLED: entry(("house_battery", {})),
    Rule.UNKNOWN_CALLED_IN: entry(("meters.battery_power", "sensor.battery")),
    Rule.UNKNOWN_BELONGS: entry(("grid_power", "sensor.x")),
    Rule.UNKNOWN_BELONGS_TOP: entry(("tariff.departures", [])),
    Rule.UNKNOWN_MEANT: entry(("charging.baet_s", 30)),
    Rule.UNKNOWN_MEANT_IN: entry(("colour", "red")),
    Rule.UNKNOWN_MEANT_TOP: entry(("car.langauge", "fr")),
    Rule.RENAMED: entry(("memory_file", "x"), ("state_file", "y")),
    Rule.TIME_QUOTED: window(start=1320),
    Rule.TIME: window(start="dusk"),
    Rule.TIME_MEANT: window(start="22h30"),
    Rule.ENTITY: entry(("meters.grid_power", "Netz")),
    Rule.ENTITY_MEANT: entry(("meters.grid_power", "Sensor.Grid Power")),
    Rule.OWN_ENTITY: entry(("meters.solar_power", "sensor.grid_power")),
    Rule.EITHER: entry(("meters", {})),
    Rule.BOTH: entry(("meters", {"import_power": "sensor.in"})),
    Rule.HELPER: entry(("switches.enabled", "switch.sun")),
    Rule.CALENDAR: entry(("departures_calendar", "sensor.family")),
    Rule.HOLIDAY_WORD: entry(("departures_calendar", {"entity": "calendar.family", "holiday": "--"})),
    Rule.NOTIFIER: entry(("notify", "mobile_app_phone")),
    Rule.ADDRESS: entry(("car.api_url", "owner-api.teslamotors.com")),
    Rule.TIME_ZONE: entry(("time_zone", "Europe/Zuerich")),
    Rule.CURRENCY: entry(("api.currency", "Euro")),
    Rule.VIN: entry(("car.vin", "5YJ3E1EA7KF31700")),
    Rule.CAR_NAME: entry(("car.entities", {"name": "_ "})),
    Rule.CAR_NO_ENTITY: entry(("car.entities", {"name": "sensor.model_y_battery"})),
    Rule.TOKEN_PATH: entry(("car.token_file", "eyJhbGciOi.eyJzdWIi.c2ln")),
    Rule.TOKENS_TO_READ: entry(("car", {"client_id": "x"})),
    Rule.TOKENS_TO_COMMAND: entry(
        ("car", {"client_id": "x", "read_by": "entities", "locate_by": "entities"})
    ),
    Rule.TOKENS_TO_LOCATE: entry(("car", {"entities": {}, "locate_by": "tesla"})),
    Rule.TOKENS_IN_THE_OPEN: entry(("car.api_url", "http://proxy/")),
    Rule.COMMANDS_IN_THE_OPEN: entry(("car.command_url", "http://example.com/")),
    Rule.PASSWORD: entry(("car.api_url", "https://me:hush@proxy/")),
    Rule.CURRENTS: entry(("car.min_current_a", 17), ("car.max_current_a", 16)),
    Rule.THREE_PHASES: entry(("meters.phase_sensors", ["sensor.l1", "sensor.l2"])),
    Rule.PHASES_FOR_FUSE: entry(("charging.main_fuse_a", 25)),
    Rule.FUSE_FOR_PHASES: entry(("meters.phase_sensors", ["sensor.l1", "sensor.l2", "sensor.l3"])),
    Rule.AVERAGE_SHORT: entry(("charging.average_s", 29)),
    Rule.MINIMUM_ABOVE: entry(("charging.minimum_soc_pct", 51), ("charging.grid_limit_pct", 50)),
    Rule.WINDOW_EMPTY: window(end="22:00"),
    Rule.COLOUR_TWICE: colours(red=RED, Red=RED),
    Rule.PRICE_UNIT: entry(("tariff.price_unit", "EUR")),
    Rule.STATES_ALONE: entry(("tariff.off_peak_states", "on")),
    Rule.FORCED_ALONE: entry(("tariff.price_unit_forced", True)),
    Rule.COUNTRY: entry(("tariff.holidays", {"country": "XX"})),
    Rule.SUBDIVISION: entry(("tariff.holidays", {"country": "CH", "subdivision": "XY"})),
    Rule.BATTERY_SOC: battery(soc=None),
    Rule.CAPACITIES: battery(capacity_kwh=[5, 5]),
    Rule.INVERTER_ALONE: battery(inverter_w=8000),
    Rule.WRITABLE: battery(hold={**SET, "entity": "sensor.x"}),
    Rule.SINGLE_VALUE: battery(hold={**SET, "value": [1]}),
    Rule.SCRIPT_VALUE: battery(hold={**SET, "entity": "script.x"}),
    Rule.NUMBER_VALUE: battery(hold={**SET, "value": "0"}),
    Rule.SWITCH_VALUE: battery(hold={**SET, "entity": "switch.x"}),
    Rule.OPTION_VALUE: battery(hold={**SET, "entity": "select.x"}),
    Rule.REFUSED: battery(hold={**SET, "refused": [99, 81]}),
    Rule.RELEASE_ALONE: battery(release="script.x"),
    Rule.TWICE: battery(hold=[SET, SET]),
    Rule.HOLD_VALUE: battery(hold="number.x"),
    Rule.SCRIPT_UNRELEASED: battery(hold="script.x"),
    Rule.RELEASE_NUMBER: battery(hold=SET, release={**SET, "value": "house"}),
    Rule.RELEASE_VALUE: battery(hold=SET, release="number.y"),
    Rule.ENTRY_SECTION: None,
    Rule.ENTRY_NAME: {**LEAST, "name": "Solar-Charging"},
}
"""What breaks each rule of the settings themselves."""

FILES: Mapping[Rule, str] = {
    Rule.FILE_JSON: "[" * 100_000,
    Rule.FILE_JSON_LINE: '{\n"meters": }',
    Rule.FILE_SECTION: "[]",
    Rule.OF_FILE: '{"meters": {"grid_power": "Netz"}}',
    Rule.NONE_YET: "{}",
}
"""What breaks those of the file beside apps.yaml."""

ELSEWHERE = {Rule.ELSE, Rule.HOLIDAYS_PACKAGE, Rule.FILE_UNREADABLE}
"""What no example reaches: other words than ours, and what depends on the machine."""
