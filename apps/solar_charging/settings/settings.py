"""Defines what can be set in apps.yaml: every name, default, range and meaning in one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from ..base.reason import Reason
from .agenda import DeparturesCalendar, its_entity
from .car import Car
from .charging import Charging
from .controls import Controls, of_kind
from .foreign import plain, time_of_day
from .hidden import LONGEST, TOKEN, harmless
from .house_battery import HouseBattery
from .meters import Meters
from .mistakes import Mistake, mistakes, shown
from .mistakes import SettingsError as SettingsError  # where others look for it
from .rules import Rule
from .tariff import Tariff
from .types import (
    WEEKDAYS,
    Cost,
    Days,
    EntityId,
    Percent,
    Section,
    TimeOfDay,
    each_its_own,
    listed,
)
from .words import RuleError

APPDAEMON_KEYS = frozenset(
    (
        "name",
        "config_path",
        "module",
        "class",
        "dependencies",
        "priority",
        "disable",
        "log",
        "log_level",
        "pin_app",
        "pin_thread",
        "use_dictionary_unpacking",
    )
)
"""Keys of an app's entry in apps.yaml that belong to AppDaemon, not to the app."""


NAME = re.compile(r"[a-z0-9_]+")
"""Names that an entry may have, for Home Assistant takes no other in its entities."""


def _helper(value: str) -> str:
    if not value.startswith("input_boolean."):
        raise RuleError(Rule.HELPER, example="input_boolean.solar_charging")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RuleError(Rule.TIME_ZONE) from error
    return value


Helper = Annotated[EntityId, AfterValidator(_helper)]


class WeeklyDeparture(Section):
    """Says when the car has to be ready, and how full."""

    time: TimeOfDay = Field(description="quoted")
    soc_pct: Percent = Field(description="state of charge that is wanted then")
    days: Days = Field(default=WEEKDAYS, description="the days on which it is wanted")


class DepartureHelpers(Section):
    """Names helpers of Home Assistant that replace `departures`: when the car is wanted, and how full."""

    time: Annotated[EntityId, of_kind("input_datetime")] | None = Field(
        default=None, description="its time each day, or with a date: one departure, on its day the only one"
    )
    soc: Annotated[EntityId, of_kind("input_number", "number")] | None = Field(
        default=None, description="state of charge that is wanted, in per cent"
    )


class Api(Section):
    """Holds what requests to the car cost, in the user's currency; the defaults are Tesla's prices."""

    command_price: Cost = Field(default=0.001, description="a command")
    read_price: Cost = Field(default=0.002, description="a read of the car's data")
    wake_up_price: Cost = Field(default=0.02, description="a wake-up")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(
        default="USD", description="your currency, where it is not Home Assistant's; all prices are in it"
    )
    monthly_cap: Cost | None = Field(
        default=None, description="what a month may cost at most; before it is reached, less is asked"
    )


class Switches(Section):
    """Names the input_boolean helpers by which a person controls the app."""

    enabled: Helper = Field(default="input_boolean.solar_charging", description="the whole app")
    off_peak: Helper = Field(default="input_boolean.solar_charging_off_peak", description="off-peak charging")
    charge_now: Helper = Field(
        default="input_boolean.solar_charging_now",
        description="charge now, whatever it costs, to the limit",
    )
    battery: Helper | None = Field(
        default=None, description="whether the car may use the house battery; default: as it pays"
    )

    @property
    def named(self) -> dict[str, str]:
        """Returns the ids of the helpers by what they switch, without those that are not named."""
        return {role: entity for role, entity in self.model_dump().items() if entity is not None}


NoteKind = Literal["needs_you", "complete", "departure", "plan", "tomorrow", "week"]
NOTE_KINDS: tuple[NoteKind, ...] = ("needs_you", "complete", "departure", "plan", "tomorrow", "week")
USUAL_KINDS: tuple[NoteKind, ...] = tuple(each for each in NOTE_KINDS if each != "tomorrow")
"""What comes each evening comes only where somebody has asked for it."""


def _notifier(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"notify\.[a-z0-9_]+", value):
        raise RuleError(Rule.NOTIFIER)
    return value


def _nothing_set(value: object) -> object:
    # A section of which all lines are commented out: what it has is as if it were left out.
    return {} if value is None else value


def _departures(value: object) -> object:
    times = [time_of_day(each) for each in (value if isinstance(value, list) else [value])]
    if times and None not in times:
        meant = ", ".join(f'{{time: "{each}", soc_pct: 60}}' for each in times)
        raise RuleError(Rule.LIST_MEANT, meant=f"[{meant}]")
    return listed(value)


class Settings(Section):
    """Is one car's entry in apps.yaml."""

    meters: Meters
    battery: HouseBattery | None = Field(
        default=None, description="the house's battery, where it has one; without it the sun is the car's"
    )
    car: Annotated[Car, BeforeValidator(_nothing_set)] = Car()
    tariff: Annotated[Tariff, BeforeValidator(_nothing_set)] = Tariff()
    departures: Annotated[tuple[WeeklyDeparture, ...], BeforeValidator(_departures)] = Field(
        default=(), description="when the car has to be ready: what is missing is bought as cheaply as can be"
    )
    departure_helpers: Annotated[DepartureHelpers, BeforeValidator(_nothing_set)] = DepartureHelpers()
    departures_calendar: Annotated[DeparturesCalendar | None, BeforeValidator(its_entity)] = Field(
        default=None, description="a calendar that tells departures and holidays; on their days it counts"
    )
    charging: Annotated[Charging, BeforeValidator(_nothing_set)] = Charging()
    api: Annotated[Api, BeforeValidator(_nothing_set)] = Api()
    switches: Annotated[Switches, BeforeValidator(_nothing_set)] = Switches()
    controls: Annotated[Controls, BeforeValidator(_nothing_set)] = Controls()
    watch_when_off: bool = Field(
        default=False,
        description="switched off, it watches and counts what it would have done; "
        "a new app does so until it is first switched on",
    )
    time_zone: Annotated[str, AfterValidator(_zone)] | None = Field(
        default=None, description="the house's time zone; default: AppDaemon's"
    )
    state_file: str | None = Field(
        default=None,
        description="what outlives a restart; default: solar_charging_NAME.json in AppDaemon's folder",
    )
    sessions_file: str | None = Field(
        default=None,
        description="table of the charging sessions; default: solar_charging_NAME_sessions.csv "
        "in AppDaemon's folder",
    )
    decision_log_file: str | None = Field(
        default=None,
        description="decisions of the last day; default: solar_charging_NAME_decisions.jsonl "
        "in AppDaemon's folder",
    )
    language: Literal["en", "fr", "de"] | None = Field(
        default=None, description="what is shown and sent: en, fr or de; default: as Home Assistant, else en"
    )
    notify: Annotated[EntityId, BeforeValidator(_notifier)] | None = Field(
        default=None,
        description="service that notifications go to, such as notify.mobile_app_phone; "
        "default: Home Assistant's own list of them",
    )
    notifications: Annotated[tuple[NoteKind, ...], BeforeValidator(listed)] = Field(
        default=USUAL_KINDS,
        description="which of needs_you, complete, departure, plan, tomorrow and week are sent; [] for none",
    )
    home_assistant: str = Field(default="default", description="AppDaemon's namespace of Home Assistant")

    @model_validator(mode="after")
    def _each_phase_is_measured(self) -> Settings:
        if self.charging.main_fuse_a is not None and not self.meters.phase_entities:
            raise RuleError(Rule.PHASES_FOR_FUSE)
        if self.charging.main_fuse_a is None and self.meters.phase_sensors:
            raise RuleError(Rule.FUSE_FOR_PHASES)
        return self

    @property
    def meter_entities(self) -> tuple[str, ...]:
        """Returns the ids of all entities that measure the house, its battery among them."""
        return (*self.meters.entities, *(() if self.battery is None else self.battery.entities))

    @model_validator(mode="after")
    def _battery_is_an_own_meter(self) -> Settings:
        each_its_own(self.meter_entities)
        if self.battery is not None and self.battery.inverter_w is not None and not self.meters.solar_power:
            raise RuleError(Rule.INVERTER_ALONE)
        return self


RENAMED: Mapping[str, str] = {"memory_file": "state_file", "trace_file": "decision_log_file"}
"""The former names of settings, which are still read, and their present names."""


def renamed_settings(args: Mapping[str, Any]) -> list[str]:
    """Returns a line for the log for each setting that is given by a former name."""
    name = args.get("name", "apps.yaml")
    return [f"{name}.{old}: is called {new} now" for old, new in RENAMED.items() if old in args]


def own_settings(args: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what of an app's arguments is the app's own, by its present names."""
    return {
        RENAMED.get(key, key): value
        for key, value in args.items()
        if key not in APPDAEMON_KEYS and not str(key).startswith("constrain_")
    }


def parse_settings(args: Mapping[str, Any]) -> Settings:
    """Returns the settings in an app's arguments as AppDaemon passes them.

    Raises SettingsError with one line for each mistake.
    """
    if not isinstance(args, Mapping):
        raise SettingsError(Mistake("apps.yaml", "", Reason(Rule.ENTRY_SECTION), shown("", args)))
    name = str(args.get("name", "apps.yaml"))
    if "name" in args and not NAME.fullmatch(name):
        raise SettingsError(
            Mistake(harmless(name, LONGEST), "", Reason(Rule.ENTRY_NAME, {"meant": _named(name)}))
        )
    both = [
        Mistake(name, old, Reason(Rule.RENAMED, {"name": new}))
        for old, new in RENAMED.items()
        if {old, new} <= args.keys()
    ]
    if both:
        raise SettingsError(*both)
    own = own_settings(args)
    try:
        return Settings.model_validate(own)
    except ValidationError as error:
        raise SettingsError(*mistakes(name, own, error, Settings)) from None


def _named(name: str) -> str:
    """Returns a name that an entry may have, as like the given one as can be."""
    meant = re.sub(r"[^a-z0-9]+", "_", plain(name)).strip("_")
    return meant if meant and not TOKEN.search(name) else "solar_charging"


def in_currency(settings: Settings, currency: str) -> Settings:
    """Returns the settings, in `currency` where they name none and that is three letters."""
    if not re.fullmatch("[A-Z]{3}", currency) or "currency" in settings.api.model_fields_set:
        return settings
    return settings.model_copy(update={"api": settings.api.model_copy(update={"currency": currency})})
