"""Looks around in Home Assistant through AppDaemon's connection, which long answers would break."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from .propose import wanted_statistics
from .questions import CONFIG, DEVICES, ENTITIES, PAST, PREFERENCES, SERVICES, STATES, of_the_past
from .surroundings import Surroundings

AT_ONCE = 200
"""So many statistics are asked for in one request: two days of one take some 5 kB."""


class Known(Protocol):
    """Is what an app knows of Home Assistant, and what it may ask."""

    def states(self) -> dict[str, dict[str, Any]]:
        """Returns all entities by their ids."""

    def services(self) -> dict[str, dict[str, Any]]:
        """Returns all services by their domains and names."""

    def registered(self) -> list[Any] | None:
        """Returns the rows of the registry of entities, None where it does not answer."""

    def devices(self) -> list[Any] | None:
        """Returns the rows of the registry of devices, None where it does not answer."""

    def asked(self, command: str, /, **data: Any) -> Any:
        """Returns the answer to a command, None where there is none."""


def look_around(home: Known, now: datetime) -> Surroundings:
    """Returns what Home Assistant says of its house now (aware); waits for it."""
    answers: dict[str, Any] = {
        STATES: list_of(home.states()),
        SERVICES: home.services(),
        ENTITIES: home.registered(),
        DEVICES: home.devices(),
        CONFIG: home.asked(CONFIG),
        PREFERENCES: home.asked(PREFERENCES),
    }
    wanted = wanted_statistics(Surroundings.of_answers(answers, now.timestamp()))
    past: dict[str, Any] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = home.asked(PAST, **of_the_past(wanted[start : start + AT_ONCE], now))
        past |= rows if isinstance(rows, dict) else {}
    return Surroundings.of_answers({**answers, PAST: past}, now.timestamp())


def list_of(states: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns states as Home Assistant lists them."""
    return [{**state, "entity_id": entity} for entity, state in states.items()]
