"""Commands and reads a car that Home Assistant already knows, over its entities."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from ...base.entity_state import EntityState
from ...base.reason import Problem
from ...settings.car import Refresh
from ..car import (
    ALREADY_SO,
    DRAWING,
    FLOOR_A,
    Asleep,
    CarState,
    ChargingState,
    CommandRefused,
    HomeZone,
    NeedsPerson,
    SigningRequired,
    Unreachable,
    VehicleError,
)
from ..known import FLOWS_A
from .patterns import Role
from .readings import MEASURED, Readings

IDLE = (ChargingState.STOPPED, ChargingState.COMPLETE, ChargingState.DISCONNECTED, ChargingState.NO_POWER)

ASLEEP_WORDS = (
    "wake up vehicle",
    "offline or asleep",
    "not 'online'",
    "not online",
    "vehicle is asleep",
    "vehicle is offline",
    "vehicle_unavailable",
    "vehicle unavailable",
)
"""Parts of the integrations' messages by which a car cannot be reached because it sleeps."""

FREE_REFRESH = frozenset({"tessie"})
"""Integrations that a refresh costs nothing, and tells something new. Tesla Fleet pays for each; by Bluetooth
and with a stream of Teslemetry's there is nothing to be asked for.
"""

NEWS = (Role.CHARGING, Role.CABLE, Role.WALL_CONNECTED, Role.AWAKE, Role.ASLEEP, Role.CURRENT, Role.CLIMATE)
"""The roles whose change is worth a look at once."""

SET_NUMBER, NUMBERS = "number/set_value", frozenset({"number"})
"""The service that sets a current or a limit, and the kinds of entities that take it."""

SHOWN_S = 1800.0
"""So long after a command what is shown may be older than that."""


class Port(Protocol):
    """Defines what is needed of Home Assistant."""

    def state(self, entity: str) -> EntityState | None:
        """Returns an entity with its attributes and times, None when there is no such entity."""

    def said_s(self, entities: Collection[str]) -> float | None:
        """Returns when any of these last reported a value, be it the same; None where that is not known."""

    def integration(self, entity: str) -> str | None:
        """Returns the name of the integration that an entity comes from, None where that is not known."""

    def call(self, service: str, **data: Any) -> None:
        """Calls a service such as switch/turn_on, and waits up to a minute: integrations wake the car first.

        Raises the VehicleError that `check_answer` finds.
        """


def check_answer(service: str, answer: Any) -> None:
    """Raises the VehicleError that is in an answer of AppDaemon's call_service, if there is one."""
    if not isinstance(answer, Mapping):
        raise Unreachable(Problem.NOT_CONNECTED, service=service)
    if answer.get("success") is not False:
        return
    error = answer.get("error")
    if not isinstance(error, Mapping):
        raise Unreachable(Problem.HOME_ASSISTANT_LATE, service=service)
    raise refusal(service, str(error.get("message") or error.get("code") or "no reason given"))


def refusal(service: str, message: str) -> VehicleError:
    """Returns what an integration's message means; the car's own word is the last part of it."""
    text = message.lower()
    if "vehicle command protocol" in text or "unsigned_cmds_hardlocked" in text:
        return SigningRequired(Problem.INTEGRATION_UNSIGNED)
    if any(words in text for words in ASLEEP_WORDS):
        return Asleep()
    return CommandRefused(service, message.removeprefix("Command failed, ").rsplit(": ", 1)[-1].strip())


class HomeAssistantCar:
    """Is one car as a Vehicle, by its entities (see `found.find`)."""

    reads_are_free = True

    def __init__(self, roles: Mapping[Role, str], port: Port, refresh: Refresh = "free") -> None:
        self._roles = roles
        self._port = port
        self._refresh = refresh
        measured = {roles[role] for role in MEASURED if role in roles} - {roles.get(Role.CHARGE)}
        self._measured = sorted(entity for entity in measured if entity is not None)
        self._commanded_s = -math.inf

    @property
    def roles(self) -> Mapping[Role, str]:
        """Returns the car's entities by what they are good for."""
        return self._roles

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities whose change is news of the car."""
        return tuple(dict.fromkeys(self._roles[role] for role in NEWS if role in self._roles))

    def awake(self) -> bool:
        """Says whether the car is awake, as far as its integration knows."""
        return self._readings().awake

    def read(self, home: HomeZone | None) -> CarState:
        """Returns what the entities show; of a sleeping car that is its values of before."""
        # A value that is repeated is no event, but as new as its last report.
        said_s = self._port.said_s(self._measured)
        return self._readings().car_state(home, time.time(), said_s)

    def tend(self) -> None:
        """Does nothing: Home Assistant looks after the way itself."""

    def refresh(self) -> bool:
        """Has the integration ask for newer data, if that is wanted, or known to be free."""
        entity = self._roles[Role.CHARGING]
        free = self._refresh == "free" and self._port.integration(entity) in FREE_REFRESH
        if not free and self._refresh != "always":
            return False
        self._port.call("homeassistant/update_entity", entity_id=entity)
        return True

    def wake_up(self) -> None:
        """Presses the button that wakes the car."""
        self._call("button/press", Role.WAKE_UP)

    def start(self) -> None:
        """Begins to charge."""
        shown = self._readings()
        drawing = shown.charging in DRAWING and shown.word(Role.CHARGE) != "off"
        if self._believable() and shown.awake and drawing:
            return
        self._call("switch/turn_on", Role.CHARGE)

    def stop(self) -> None:
        """Ends the charge; a car that sleeps does not charge."""
        shown = self._readings()
        flows = (shown.number(Role.DRAWN) or 0.0) >= FLOWS_A
        idle = shown.charging in IDLE and shown.word(Role.CHARGE) != "on" and not flows
        if self._believable() and (not shown.awake or idle):
            return
        self._call("switch/turn_off", Role.CHARGE)

    def set_current(self, current_a: int) -> None:
        """Offers the car a charging current in A.

        Asked for less than FLOOR_A a car first goes to that, and obeys when it is asked again.
        """
        shown = self._readings()
        drawn_a = shown.number(Role.DRAWN)
        idle = shown.charging is not ChargingState.CHARGING
        obeyed = idle or drawn_a is None or abs(drawn_a - current_a) <= 1
        if self._believable() and obeyed and shown.number(Role.CURRENT) == current_a:
            return
        for _ in range(2 if current_a < FLOOR_A else 1):
            self._call(SET_NUMBER, Role.CURRENT, value=current_a)

    def set_limit(self, limit_pct: int) -> None:
        """Sets the state of charge in % up to which the car charges."""
        entity = self._roles.get(Role.LIMIT)
        if entity is not None and entity.partition(".")[0] not in NUMBERS:
            # Some show the limit, and cannot set it.
            raise NeedsPerson(Problem.ENTITY_NEEDED, service=SET_NUMBER, role=Role.LIMIT.value)
        self._call(SET_NUMBER, Role.LIMIT, value=limit_pct)

    def _believable(self) -> bool:
        """Says whether what is shown may spare a command."""
        return time.time() >= self._commanded_s + SHOWN_S

    def _readings(self) -> Readings:
        return Readings({role: self._port.state(entity) or {} for role, entity in self._roles.items()})

    def _call(self, service: str, role: Role, **data: Any) -> None:
        entity = self._roles.get(role)
        if entity is None:
            raise NeedsPerson(Problem.ENTITY_NEEDED, service=service, role=role.value)
        state = self._port.state(entity)
        # For Home Assistant it is a success to leave an entity alone that is not available.
        if state is None or state.get("state") == "unavailable":
            raise Unreachable(Problem.ENTITY_UNAVAILABLE, entity=entity)
        self._commanded_s = time.time()
        try:
            self._port.call(service, entity_id=entity, **data)
        except CommandRefused as error:
            if error.word not in ALREADY_SO and "already" not in error.word:
                raise
