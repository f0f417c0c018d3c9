"""Takes the settings of a file apart: what a topic is about is an answer, the rest is kept as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from ..settings.settings import SettingsError, parse_settings
from .proposal import Option, Topic, settings_of

KEYS: Mapping[Topic, tuple[str, ...]] = {
    Topic.GRID: ("meters.grid_power", "meters.grid_power_positive", "meters.import_power",
                 "meters.export_power"),
    Topic.SOLAR: ("meters.solar_power",),
    Topic.BATTERY: ("battery",),
    Topic.CAR: ("car.vin", "car.entities.name"),
    Topic.LOCATION: ("car.entities.location",),
    Topic.CAR_LIMIT: ("car.manage_limit",),
    Topic.PRICES: ("tariff.price_entity",),
    Topic.PEAK_PRICE: ("tariff.peak_price",),
    Topic.OFF_PEAK: ("tariff.off_peak",),
    Topic.OFF_PEAK_PRICE: ("tariff.off_peak_price",),
    Topic.EXPORT_PRICE: ("tariff.export_price", "tariff.export_price_entity"),
    Topic.FORECAST: ("meters.forecast_today", "meters.forecast_tomorrow"),
    Topic.FUSE: ("charging.main_fuse_a", "charging.max_import_w", "meters.phase_sensors",
                 "meters.phase_sensors_positive"),
    Topic.VOLTAGE: ("meters.voltage",),
    Topic.DEPARTURES: ("departures", "departure_helpers", "charging.morning_soc_pct"),
    Topic.NOTIFY: ("notify",),
    Topic.TIME_ZONE: ("time_zone",),
    Topic.CURRENCY: ("api.currency",),
    Topic.LANGUAGE: ("language",),
}  # fmt: skip
"""The settings that each topic is about; of a section all that is in it."""


def taken_apart(settings: Mapping[str, Any]) -> tuple[dict[Topic, Option], dict[str, Any]]:
    """Returns the answers that settings stand for, and the settings that no topic is about.

    Where a topic has no setting, nothing is answered, for its proposal may have come later.
    """
    rest = deepcopy(dict(settings))
    answers = {}
    for topic, keys in KEYS.items():
        found = {name: value for key in keys for name, value in _take(rest, key)}
        if found:
            answers[topic] = Option(found)
    return answers, {key: value for key, value in rest.items() if value != {}}


def sound(settings: Mapping[str, Any]) -> tuple[dict[Topic, Option], dict[str, Any]]:
    """Returns what settings stand for, as `taken_apart` does; of wrong ones no part that is wrong."""
    answers, rest = taken_apart(settings)
    if _can_be(settings):
        return answers, rest
    right = {topic: option for topic, option in answers.items() if _can_be(settings_of((option,)))}
    return right, rest if _can_be(rest) else {}


def _can_be(settings: Mapping[str, Any]) -> bool:
    """Says whether there can be such settings, beside a meter where they name none."""
    meters = settings.get("meters")
    measured = isinstance(meters, Mapping) and {"grid_power", "import_power"} & meters.keys()
    meter = {} if measured else {"meters": {"grid_power": "sensor.none"}}
    try:
        parse_settings({"name": "solar_charging", **together(meter, settings)})
    except SettingsError:
        return False
    return True


def together(kept: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Returns settings with those `kept` beside them; of two of a name the former counts."""
    merged = deepcopy(dict(kept))
    for key, value in settings.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = together(below, value) if both else value  # type: ignore[arg-type]
    return merged


def topic_of(mistake: str) -> Topic | None:
    """Returns the topic that a mistake in the settings is about: the one whose setting it names first."""
    found = [
        (at, -len(key), topic)
        for topic, keys in KEYS.items()
        for key in keys
        if (at := _place(mistake, key)) >= 0
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _place(mistake: str, key: str) -> int:
    """Returns where a setting is named, -1 where it is not: not as a part of a longer word."""
    at = mistake.find(key)
    while at >= 0:
        around = mistake[max(at - 1, 0) : at], mistake[at + len(key) : at + len(key) + 1]
        if not any(each.isalnum() or each == "_" for each in around):
            return at
        at = mistake.find(key, at + 1)
    return -1


def _take(settings: dict[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """Takes a setting out, and yields it by its dotted name; a section in its parts."""
    section, _, name = key.partition(".")
    if not name:
        if section in settings:
            yield from _parts(section, settings.pop(section))
        return
    within = settings.get(section)
    if isinstance(within, dict):
        yield from ((f"{section}.{part}", value) for part, value in _take(within, name))
        if not within:
            del settings[section]


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _parts(f"{name}.{key}", each)
    else:
        yield name, tuple(value) if isinstance(value, list) else value
