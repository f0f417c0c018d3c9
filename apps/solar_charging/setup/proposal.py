"""Defines what is proposed: for each thing to be set a choice, what speaks for it, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ..base.reason import Reason, Text
from ..settings.types import ENTITY_ID


class Confidence(str, Enum):
    """Says how sure a choice is: `likely` is shown to be doubted, `asked` is not chosen without a person."""

    SURE = "sure"
    LIKELY = "likely"
    ASKED = "asked"


class Topic(Text):
    """Says what a choice is about."""

    GRID = "grid"
    SOLAR = "solar"
    BATTERY = "battery"
    CAR = "car"
    LOCATION = "location"
    CAR_LIMIT = "car_limit"
    PRICES = "prices"
    PEAK_PRICE = "peak_price"
    OFF_PEAK = "off_peak"
    OFF_PEAK_PRICE = "off_peak_price"
    EXPORT_PRICE = "export_price"
    FORECAST = "forecast"
    FUSE = "fuse"
    VOLTAGE = "voltage"
    DEPARTURES = "departures"
    NOTIFY = "notify"
    TIME_ZONE = "time_zone"
    CURRENCY = "currency"
    LANGUAGE = "language"


class Ground(Text):
    """Says why something is proposed, or what it says now."""

    # What speaks for it
    DASHBOARD_POWER = "dashboard_power"
    DASHBOARD_DEVICE = "dashboard_device"
    DASHBOARD_SOURCE = "dashboard_source"
    DASHBOARD_PRICE = "dashboard_price"
    SAME_INTEGRATION = "same_integration"
    BY_NAME = "by_name"
    COUNTERS_AGREE = "counters_agree"
    COUNTERS_DIFFER = "counters_differ"
    SIGN_DENIED = "sign_denied"
    SIGN_BY_SUN = "sign_by_sun"
    SIGN_LIKELY = "sign_likely"
    SIGN_BY_NIGHT = "sign_by_night"
    SIGN_USUAL = "sign_usual"
    SIGN_OPEN = "sign_open"
    ONLY_CAR = "only_car"
    CAR_OF_SEVERAL = "car_of_several"
    LOCATION_MISSING = "location_missing"
    LIMIT_YOURS = "limit_yours"
    LIMIT_MANAGED = "limit_managed"
    LISTS_PRICES = "lists_prices"
    PRICE_OF_NOW = "price_of_now"
    FORECAST_BY = "forecast_by"
    HOME_ASSISTANTS_OWN = "home_assistants_own"
    HELPERS_THERE = "helpers_there"
    PHONE = "phone"
    LEFT_OUT = "left_out"

    # What it says now
    IMPORTS_NOW = "imports_now"
    EXPORTS_NOW = "exports_now"
    GIVES_NOW = "gives_now"
    CHARGES_NOW = "charges_now"
    DISCHARGES_NOW = "discharges_now"
    STATE_NOW = "state_now"
    SILENT_NOW = "silent_now"

    # What is missing
    NOTHING_FOUND = "nothing_found"
    NOT_IN_DASHBOARD = "not_in_dashboard"
    NO_CAR = "no_car"
    CAR_INCOMPLETE = "car_incomplete"
    PHASES_FOUND = "phases_found"
    NO_PHASES = "no_phases"
    NO_HOME = "no_home"
    NO_REGISTRY = "no_registry"
    NO_DASHBOARD = "no_dashboard"
    HELPER_MISSING = "helper_missing"


class Typed(Enum):
    """Says what a person may type as an answer."""

    ENTITY = "entity"
    PRICE = "price"
    WINDOWS = "windows"
    AMPS = "amps"
    WATTS = "watts"
    DEPARTURE = "departure"
    CURRENCY = "currency"


@dataclass(frozen=True)
class Option:
    """Is one possible choice: the settings that it stands for, by their dotted names, and what speaks for it.

    No settings stand for leaving it out. `name` is what it is called where that is not its entities.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    grounds: tuple[Reason[Ground], ...] = ()
    live: tuple[Reason[Ground], ...] = ()
    name: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities that it names."""
        return tuple(each for value in self.settings.values() for each in _entities(value))


@dataclass(frozen=True)
class Choice:
    """Is what is proposed for a topic: the first option, unless it is `asked`.

    A person may type what `typed` says, of the setting `key`; an `optional` one may be left out.
    """

    topic: Topic
    confidence: Confidence
    options: tuple[Option, ...] = ()
    grounds: tuple[Reason[Ground], ...] = ()
    optional: bool = True
    typed: Typed | None = None
    key: str = ""

    @property
    def proposed(self) -> Option | None:
        """Returns the option that counts unless a person says otherwise; None where one has to be asked."""
        return None if self.confidence is Confidence.ASKED or not self.options else self.options[0]


@dataclass(frozen=True)
class Proposal:
    """Holds all choices in the order in which they are shown, and what is missing in Home Assistant."""

    choices: tuple[Choice, ...] = ()
    missing: tuple[Reason[Ground], ...] = ()

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def of(self, topic: Topic) -> Choice | None:
        """Returns the choice of a topic, None where there is none."""
        return next((choice for choice in self.choices if choice.topic is topic), None)


def settings_of(options: Iterable[Option]) -> dict[str, Any]:
    """Returns the settings of chosen options as apps.yaml has them: sections within sections."""
    settings: dict[str, Any] = {}
    for option in options:
        for key, value in option.settings.items():
            *sections, last = key.split(".")
            within = settings
            for section in sections:
                within = within.setdefault(section, {})
            within[last] = list(value) if isinstance(value, tuple) else value
    return settings


def _entities(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(each for each in values if isinstance(each, str) and ENTITY_ID.fullmatch(each))
