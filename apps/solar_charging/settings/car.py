"""Holds what can be set of the car in apps.yaml: the way to it, its limits and its habits."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from .addresses import has_password, in_the_house
from .hidden import TOKEN
from .rules import Rule
from .types import (
    ENTITY_ID,
    Amps,
    EntityId,
    Seconds,
    Section,
    Url,
)
from .words import RuleError

Way = Literal["tesla", "entities"]
Refresh = Literal["free", "always", "never"]


TOKENS_TO = {
    "read": Rule.TOKENS_TO_READ,
    "command": Rule.TOKENS_TO_COMMAND,
    "locate": Rule.TOKENS_TO_LOCATE,
}

API_KEYS = frozenset({"token_file", "api_url", "auth_url", "command_url", "client_id", "ca_file"})
"""Settings that are for Tesla's API alone: who gives one means that way."""


def _some_name(value: str) -> str:
    if not re.search(r"[^\W_]", value):
        raise RuleError(Rule.CAR_NAME)
    if ENTITY_ID.fullmatch(value):
        raise RuleError(Rule.CAR_NO_ENTITY)
    return value


def _a_path(value: str) -> str:
    if TOKEN.match(value):
        raise RuleError(Rule.TOKEN_PATH)
    return value


class CarEntities(Section):
    """Names the entities of a car that Home Assistant knows: found by themselves unless set by hand."""

    name: Annotated[str, AfterValidator(_some_name)] | None = Field(
        default=None,
        description="the car's name in Home Assistant, what its entity ids begin with, or its number; "
        "not needed where it is the only Tesla",
    )
    charge: EntityId | None = Field(default=None, description="the switch that starts and stops")
    current: EntityId | None = Field(default=None, description="the number that sets the current")
    location: EntityId | None = Field(default=None, description="the device tracker")
    charging: EntityId | None = Field(default=None, description="what the charge port reports")
    soc: EntityId | None = Field(default=None, description="state of charge")
    limit: EntityId | None = Field(default=None, description="the car's charge limit")
    drawn: EntityId | None = Field(default=None, description="current that flows")
    voltage: EntityId | None = Field(default=None, description="mains voltage at the car")
    power: EntityId | None = Field(default=None, description="charge power at the charge port")
    phases: EntityId | None = Field(default=None, description="whether it charges on several phases")
    cable: EntityId | None = Field(default=None, description="whether a cable is plugged in")
    awake: EntityId | None = Field(default=None, description="whether the car is online")
    asleep: EntityId | None = Field(default=None, description="whether the car is asleep")
    scheduled: EntityId | None = Field(default=None, description="whether it waits for its own schedule")
    added: EntityId | None = Field(default=None, description="energy added since it was plugged in")
    odometer: EntityId | None = Field(default=None, description="how far it has been driven")
    wake_up: EntityId | None = Field(default=None, description="the button that wakes it")
    climate: EntityId | None = Field(default=None, description="whether it heats or cools itself")
    wall_connected: EntityId | None = Field(
        default=None, description="whether a car is plugged in at the wall box, which sees it at once"
    )


class Car(Section):
    """Describes the car, and the way to it."""

    token_file: Annotated[str, AfterValidator(_a_path)] | None = Field(
        default=None,
        description="path of the file with Tesla's tokens, mode 0600; needed for Tesla's API alone",
    )
    vin: Annotated[str, Field(pattern=r"^[A-HJ-NPR-Z0-9]{17}$")] | None = Field(
        default=None, description="the car's number; not needed when the account has one car"
    )
    api_url: Url = Field(default="https://owner-api.teslamotors.com/", description="the host of Tesla's API")
    auth_url: Url = Field(default="https://auth.tesla.com/", description="the host that renews the tokens")
    command_url: Url | None = Field(
        default=None,
        description="another host for the commands alone, such as a Bluetooth proxy; "
        "by http:// only in the house",
    )
    client_id: str = Field(
        default="ownerapi", description="your own application's at Tesla, for the Fleet API"
    )
    ca_file: str | None = Field(default=None, description="certificate of a host that signed its own")
    entities: CarEntities | None = Field(
        default=None,
        description="entities of Home Assistant instead of Tesla's API, or beside it; "
        "looked for where no setting of the API is given",
    )
    read_by: Way | None = Field(
        default=None, description="tesla or entities; default: entities if they are set"
    )
    command_by: Way | None = Field(default=None, description="the same for the commands")
    locate_by: Way | None = Field(default=None, description="the same for the position")
    timeout_s: Seconds = Field(default=10, description="longest wait for an answer of the API")
    phases: Literal[1, 3] | None = Field(
        default=None,
        description="phases the car charges on, until it says so itself; measured at the meter if not set",
    )
    phase: Literal[1, 2, 3] | None = Field(
        default=None,
        description="which of phase_sensors a car that charges on one phase is on; any of them if not set",
    )
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
        default=True, description="a start or a stop in the car or its app is respected"
    )
    manage_limit: bool = Field(
        default=False,
        description="sets the car's own charge limit to what the night's plan and the sun want, and puts "
        "yours back; off: the limit is only read",
    )
    refresh: Refresh = Field(
        default="free",
        description="ask the car's integration for news after a command: where it is free, always, never",
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
        by_api = self.entities is None and bool(API_KEYS & self.model_fields_set)
        usual: Way = "tesla" if by_api else "entities"
        return {
            "read": self.read_by or usual,
            "command": self.command_by or usual,
            "locate": self.locate_by or self.read_by or usual,
        }

    @model_validator(mode="after")
    def _each_way_is_open(self) -> Car:
        for use, way in self.ways.items():
            if way == "tesla" and self.token_file is None:
                raise RuleError(TOKENS_TO[use])
        return self

    @model_validator(mode="after")
    def _tokens_are_not_shouted(self) -> Car:
        for key in ("api_url", "auth_url"):
            url = getattr(self, key)
            host = urlsplit(url)
            if host.scheme == "http" and host.hostname not in ("127.0.0.1", "localhost", "::1"):
                raise RuleError(Rule.TOKENS_IN_THE_OPEN, key=key, url=url)
        return self

    @model_validator(mode="after")
    def _only_the_house_commands_in_the_open(self) -> Car:
        url = self.command_url
        if url is not None and urlsplit(url).scheme == "http" and not in_the_house(url):
            raise RuleError(Rule.COMMANDS_IN_THE_OPEN, url=url)
        return self

    @model_validator(mode="after")
    def _no_password_in_an_address(self) -> Car:
        for key in ("api_url", "auth_url", "command_url"):
            if has_password(getattr(self, key) or ""):
                raise RuleError(Rule.PASSWORD, key=key)
        return self

    @model_validator(mode="after")
    def _min_below_max(self) -> Car:
        if self.min_current_a > self.max_current_a:
            least, most = str(self.min_current_a), str(self.max_current_a)
            raise RuleError(Rule.CURRENTS, least=least, most=most)
        return self
