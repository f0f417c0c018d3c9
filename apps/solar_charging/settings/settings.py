"""Defines what can be set in apps.yaml: every name, default, range and meaning in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from .car import Car
from .charging import Charging
from .meters import Meters
from .tariff import Tariff
from .types import (
    WEEKDAYS,
    Cost,
    Days,
    EntityId,
    Percent,
    Section,
    TimeOfDay,
    listed,
)

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


class SettingsError(ValueError):
    """Tells that apps.yaml asks for something impossible; the text names the key, the rule and the value."""


def _helper(value: str) -> str:
    if not value.startswith("input_boolean."):
        raise ValueError("must be a helper such as input_boolean.solar_charging")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Europe/Paris") from error
    return value


Helper = Annotated[EntityId, AfterValidator(_helper)]


class WeeklyDeparture(Section):
    """Says when the car has to be ready, and how full."""

    time: TimeOfDay = Field(description="quoted")
    soc_pct: Percent = Field(description="state of charge that is wanted then")
    days: Days = Field(default=WEEKDAYS, description="the days on which it is wanted")


def _of_kind(*domains: str) -> AfterValidator:
    def check(value: str) -> str:
        if value.partition(".")[0] not in domains:
            raise ValueError(f"must be a helper such as {domains[0]}.departure")
        return value

    return AfterValidator(check)


class DepartureHelpers(Section):
    """Names helpers of Home Assistant that replace `departures`: when the car is wanted, and how full."""

    time: Annotated[EntityId, _of_kind("input_datetime")] | None = Field(
        default=None, description="its time each day, or with a date: one departure, on its day the only one"
    )
    soc: Annotated[EntityId, _of_kind("input_number", "number")] | None = Field(
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


NoteKind = Literal["needs_you", "complete", "departure"]
NOTE_KINDS: tuple[NoteKind, ...] = ("needs_you", "complete", "departure")


def _notifier(value: str) -> str:
    if not value.startswith("notify."):
        raise ValueError("must be a service such as notify.mobile_app_phone")
    return value


def _nothing_set(value: object) -> object:
    # A section of which all lines are commented out: the car is looked for, which needs none.
    return {} if value is None else value


class Settings(Section):
    """Is one car's entry in apps.yaml."""

    meters: Meters
    car: Annotated[Car, BeforeValidator(_nothing_set)] = Car()
    tariff: Tariff = Tariff()
    departures: Annotated[tuple[WeeklyDeparture, ...], BeforeValidator(listed)] = Field(
        default=(), description="when the car has to be ready: what is missing is bought as cheaply as can be"
    )
    departure_helpers: DepartureHelpers = DepartureHelpers()
    charging: Charging = Charging()
    api: Api = Api()
    switches: Switches = Switches()
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
    notify: Annotated[EntityId, AfterValidator(_notifier)] | None = Field(
        default=None,
        description="service that notifications go to, such as notify.mobile_app_phone; "
        "default: Home Assistant's own list of them",
    )
    notifications: Annotated[tuple[NoteKind, ...], BeforeValidator(listed)] = Field(
        default=NOTE_KINDS, description="which of needs_you, complete and departure are sent; [] for none"
    )
    home_assistant: str = Field(default="default", description="AppDaemon's namespace of Home Assistant")

    @model_validator(mode="after")
    def _each_phase_is_measured(self) -> Settings:
        if self.charging.main_fuse_a is not None and not self.meters.phase_entities:
            raise ValueError(
                "charging.main_fuse_a needs meters.phase_sensors: three sensors, one for each phase, L1 first"
            )
        if self.charging.main_fuse_a is None and self.meters.phase_sensors:
            raise ValueError(
                "meters.phase_sensors are for charging.main_fuse_a: set that to what each phase carries"
            )
        return self


RENAMED: Mapping[str, str] = {"memory_file": "state_file", "trace_file": "decision_log_file"}
"""The former names of settings, which are still read, and their present names."""


def renamed_settings(args: Mapping[str, Any]) -> list[str]:
    """Returns a line for the log for each setting that is given by a former name."""
    name = args.get("name", "apps.yaml")
    return [f"{name}.{old}: is called {new} now" for old, new in RENAMED.items() if old in args]


def parse_settings(args: Mapping[str, Any]) -> Settings:
    """Returns the settings in an app's arguments as AppDaemon passes them.

    Raises SettingsError with one line for each mistake.
    """
    name = str(args.get("name", "apps.yaml"))
    if "name" in args and not re.fullmatch(r"[a-z0-9_]+", name):
        raise SettingsError(
            f"{name}: the entry in apps.yaml must have a name of a-z, 0-9 and _, for Home Assistant takes no "
            "other in its entities, such as solar_charging"
        )
    both = [
        f"{name}.{old}: is called {new} now, and that is set too"
        for old, new in RENAMED.items()
        if {old, new} <= args.keys()
    ]
    if both:
        raise SettingsError("\n".join(both))
    own = {
        RENAMED.get(key, key): value
        for key, value in args.items()
        if key not in APPDAEMON_KEYS and not str(key).startswith("constrain_")
    }
    try:
        return Settings.model_validate(own)
    except ValidationError as error:
        lines = [_line(name, problem) for problem in _causes(error)]
        raise SettingsError("\n".join(lines)) from None


def in_currency(settings: Settings, currency: str) -> Settings:
    """Returns the settings, in `currency` (its three letters; empty if not known) where they name none."""
    if not currency or "currency" in settings.api.model_fields_set:
        return settings
    return settings.model_copy(update={"api": settings.api.model_copy(update={"currency": currency})})


PYDANTIC_IN_WORDS: Mapping[str, str] = {
    "model_type": "must be a section, with settings of its own",
    "extra_forbidden": "is no setting",
}
"""Words for the mistakes that Pydantic describes in terms of Python."""


def _causes(error: ValidationError) -> Iterator[Mapping[str, Any]]:
    """Yields the mistakes, without those that Pydantic adds: a list with a wrong entry is also too short."""
    problems = error.errors()
    for problem in problems:
        loc = problem["loc"]
        inner = (other["loc"] for other in problems if len(other["loc"]) > len(loc))
        if problem["type"] != "too_short" or not any(other[: len(loc)] == loc for other in inner):
            yield problem


def _line(name: str, problem: Mapping[str, Any]) -> str:
    key = ".".join([name, *(str(part) for part in problem["loc"])])
    rule = PYDANTIC_IN_WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    value = problem["input"]
    # A whole section is not worth repeating: its rule already quotes the values that clash.
    shown = "" if isinstance(value, Mapping) else f", got {value!r}"
    return f"{key}: {rule}{shown}"
