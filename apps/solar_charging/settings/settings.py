"""Defines what can be set in apps.yaml: every name, default, range and meaning in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from .tariff import Tariff
from .types import WEEKDAYS, Days, EntityId, Percent, Section, TimeOfDay, listed

Way = Literal["tesla", "entities"]

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


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]\S*", value):
        raise ValueError("must be an address that begins with http:// or https://")
    # Requests joins paths to it, and a missing last slash would cut the last part off.
    return value if value.endswith("/") else value + "/"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Europe/Paris") from error
    return value


Helper = Annotated[EntityId, AfterValidator(_helper)]
Url = Annotated[str, AfterValidator(_url)]
Seconds = Annotated[float, Field(ge=0.1, le=86_400, allow_inf_nan=False)]
Watts = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
Amps = Annotated[int, Field(ge=1, le=80)]
Cost = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class Meters(Section):
    """Names the entities of Home Assistant that measure the house."""

    grid_power: EntityId | None = Field(default=None, description="signed power at the grid meter")
    grid_power_positive: Literal["import", "export"] = Field(
        default="import", description="what a positive grid_power means"
    )
    import_power: EntityId | None = Field(
        default=None, description="power drawn from the grid; instead of grid_power, with export_power"
    )
    export_power: EntityId | None = Field(
        default=None, description="power fed into the grid; instead of grid_power, with import_power"
    )
    solar_power: EntityId | None = Field(
        default=None, description="solar production; only shown, control needs the grid meter alone"
    )
    car_power: EntityId | None = Field(default=None, description="the car's power measured at its plug")
    voltage: EntityId | None = Field(default=None, description="mains voltage")
    forecast_today: EntityId | None = Field(
        default=None, description="solar energy forecast for today, as by Forecast.Solar or Solcast"
    )
    forecast_tomorrow: EntityId | None = Field(default=None, description="the same for tomorrow")
    stale_s: Seconds = Field(default=120, description="a meter silent for longer is no reading")

    @property
    def grid_entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities that measure at the grid."""
        named = (self.grid_power, self.import_power, self.export_power)
        return tuple(entity for entity in named if entity is not None)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of all entities that are named."""
        others = (self.solar_power, self.car_power, self.voltage, self.forecast_today, self.forecast_tomorrow)
        return (*self.grid_entities, *(entity for entity in others if entity is not None))

    @model_validator(mode="after")
    def _one_way_to_know_the_grid(self) -> Meters:
        pair = (self.import_power, self.export_power)
        if (self.grid_power is None) == (pair == (None, None)):
            raise ValueError("name either grid_power or both import_power and export_power")
        if self.grid_power is None and None in pair:
            raise ValueError("import_power and export_power belong together: name both")
        return self

    @model_validator(mode="after")
    def _each_its_own(self) -> Meters:
        named = list(self.model_dump(exclude={"grid_power_positive", "stale_s"}).values())
        for entity in named:
            if entity is not None and named.count(entity) > 1:
                raise ValueError(f"each meter must be an entity of its own, got {entity} twice")
        return self


class CarEntities(Section):
    """Names the entities of a car that Home Assistant knows: found by its name unless set by hand."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = Field(
        description="the car's part of its entity ids, such as model_y in switch.model_y_charge"
    )
    charge: EntityId | None = Field(default=None, description="the switch that starts and stops")
    current: EntityId | None = Field(default=None, description="the number that sets the current")
    location: EntityId | None = Field(default=None, description="the device tracker")
    charging: EntityId | None = Field(default=None, description="what the charge port reports")
    soc: EntityId | None = Field(default=None, description="state of charge")
    limit: EntityId | None = Field(default=None, description="the car's charge limit")
    drawn: EntityId | None = Field(default=None, description="current that flows")
    voltage: EntityId | None = Field(default=None, description="mains voltage at the car")
    phases: EntityId | None = Field(default=None, description="whether it charges on several phases")
    cable: EntityId | None = Field(default=None, description="whether a cable is plugged in")
    awake: EntityId | None = Field(default=None, description="whether the car is online")
    asleep: EntityId | None = Field(default=None, description="whether the car is asleep")
    scheduled: EntityId | None = Field(default=None, description="whether it waits for its own schedule")
    wake_up: EntityId | None = Field(default=None, description="the button that wakes it")


class Car(Section):
    """Describes the car, and the way to it."""

    token_file: str | None = Field(
        default=None, description="path of the file with Tesla's tokens, mode 0600; needed for Tesla's API"
    )
    vin: Annotated[str, Field(pattern=r"^[A-HJ-NPR-Z0-9]{17}$")] | None = Field(
        default=None, description="the car's number; not needed when the account has one car"
    )
    api_url: Url = Field(default="https://owner-api.teslamotors.com/", description="the host of Tesla's API")
    auth_url: Url = Field(default="https://auth.tesla.com/", description="the host that renews the tokens")
    command_url: Url | None = Field(
        default=None, description="another host for the commands alone, such as a Bluetooth proxy"
    )
    client_id: str = Field(
        default="ownerapi", description="your own application's at Tesla, for the Fleet API"
    )
    ca_file: str | None = Field(default=None, description="certificate of a host that signed its own")
    entities: CarEntities | None = Field(
        default=None, description="entities of Home Assistant instead of Tesla's API, or beside it"
    )
    read_by: Way | None = Field(
        default=None, description="tesla or entities; default: entities if they are set"
    )
    command_by: Way | None = Field(default=None, description="the same for the commands")
    locate_by: Way | None = Field(default=None, description="the same for the position")
    timeout_s: Seconds = Field(default=10, description="longest wait for an answer of the API")
    phases: Literal[1, 3] = Field(default=1, description="phases the car charges on, until it says so itself")
    voltage_v: float = Field(
        default=230, ge=90, le=260, description="mains voltage between phase and neutral, unless measured"
    )
    min_current_a: Amps = Field(
        default=5, description="least charging current; not every car obeys less than 5"
    )
    max_current_a: Amps = Field(default=32, description="greatest charging current; the car may allow less")
    settle_s: Seconds = Field(default=30, description="time from a change of current until it is drawn")
    start_settle_s: Seconds = Field(default=60, description="time from a start until the current is drawn")
    read_s: Seconds = Field(default=600, description="seconds between two reads of a charging car's data")
    idle_read_s: Seconds = Field(
        default=1260, description="the same of an idle car; less than its sleep needs (15 min) keeps it awake"
    )
    wake_ups_per_day: int = Field(
        default=6, ge=0, le=48, description="most wake-ups of the sleeping car a day for the sun"
    )
    wake_up_interval_s: Seconds = Field(
        default=1800, description="least seconds between two of them; a promise waits less"
    )
    at_plug_in: Literal["stop", "minimum", "leave"] = Field(
        default="stop", description="what to do with a charge that begins by itself at plug-in"
    )
    respect_manual_start: bool = Field(
        default=True, description="a charge started in the car or its app is left alone until unplugged"
    )

    battery_kwh: float = Field(
        default=60, gt=1, le=300, description="what the battery holds; learnt from its charges if not set"
    )
    efficiency: float = Field(
        default=0.98,
        gt=0.5,
        le=1,
        description="of the power drawn, the share that reaches the battery; learnt if not set",
    )
    overhead_w: float = Field(
        default=194, ge=0, le=1000, description="what a charging car uses up besides, at any current"
    )

    @property
    def ways(self) -> dict[str, Way]:
        """Returns by which way the car is read, commanded and located."""
        usual: Way = "tesla" if self.entities is None else "entities"
        return {
            "read": self.read_by or usual,
            "command": self.command_by or usual,
            "locate": self.locate_by or self.read_by or usual,
        }

    @model_validator(mode="after")
    def _each_way_is_open(self) -> Car:
        for use, way in self.ways.items():
            if way == "tesla" and self.token_file is None:
                raise ValueError(
                    f"token_file is required to {use} the car by Tesla's API, or entities instead"
                )
            if way == "entities" and self.entities is None:
                raise ValueError(f"entities is required to {use} the car by Home Assistant")
        return self

    @model_validator(mode="after")
    def _tokens_are_not_shouted(self) -> Car:
        for key in ("api_url", "auth_url"):
            url = getattr(self, key)
            host = urlsplit(url)
            if host.scheme == "http" and host.hostname not in ("127.0.0.1", "localhost", "::1"):
                raise ValueError(
                    f"{key} must begin with https://, or tokens could be read on their way, got {url}"
                )
        return self

    @model_validator(mode="after")
    def _min_below_max(self) -> Car:
        if self.min_current_a > self.max_current_a:
            raise ValueError(
                f"min_current_a must not exceed max_current_a, "
                f"got {self.min_current_a} and {self.max_current_a}"
            )
        return self


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


class Charging(Section):
    """Says how the charge is controlled."""

    beat_s: Seconds = Field(default=30, description="seconds between two looks at the situation")
    command_interval_s: Seconds = Field(default=180, description="least seconds between changes of current")
    average_s: Seconds = Field(default=300, description="length of the moving average of the surplus")
    start_cost: Cost = Field(
        default=0.02,
        description="what a start wears off the contactors, in your currency: "
        "0.002 for all the sun there is, 0.1 to spare them",
    )
    off_peak_soc_pct: Percent = Field(
        default=80,
        description="state of charge to which off-peak power is bought; not used where there are departures",
    )
    minimum_soc_pct: Percent = Field(
        default=0, description="state of charge that is charged at once, whatever it costs"
    )
    grid_limit_pct: Percent | None = Field(
        default=None,
        description="state of charge from which nothing is bought; the sun goes on to the car's own limit",
    )
    off_peak_current_a: Amps | None = Field(default=None, description="current of it; default: max_current_a")
    max_import_w: Watts | None = Field(
        default=None, description="what the house may draw at most from the grid, with the car: the main fuse"
    )

    @model_validator(mode="after")
    def _related(self) -> Charging:
        if self.average_s < self.beat_s:
            raise ValueError(
                f"average_s must not be shorter than beat_s, got {self.average_s} and {self.beat_s}"
            )
        if self.grid_limit_pct is not None and self.minimum_soc_pct > self.grid_limit_pct:
            raise ValueError(
                f"minimum_soc_pct must not exceed grid_limit_pct, "
                f"got {self.minimum_soc_pct} and {self.grid_limit_pct}"
            )
        return self


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


class Settings(Section):
    """Is one car's entry in apps.yaml."""

    meters: Meters
    car: Car
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
    """Returns the settings, in `currency` (its three letters) where they name none."""
    if "currency" in settings.api.model_fields_set:
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
