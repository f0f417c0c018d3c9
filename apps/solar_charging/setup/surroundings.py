"""Holds what Home Assistant says of a house, as far as it makes sense: its answers are read here alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..base.entity_state import EntityState, attributes_of
from ..base.errors import MeterError
from ..metering.meter import PER_CENT, VOLTS_PER_UNIT, WATTS_PER_UNIT, in_units, power_w
from ..settings.types import ENTITY_ID
from ..vehicle.entities.registry import Registered, Registry, plain
from .questions import CONFIG, DEVICES, ENTITIES, PAST, PREFERENCES, SERVICES, STATES

OWN = "sensor.solar_charging"
"""What the ids of the app's own sensors begin with: it must not measure by what it has told itself."""

HOPS = 5
"""So many helpers are followed, each made of the one before."""


@dataclass(frozen=True)
class Hour:
    """Is an hour of a statistic: what a counter rose by, or the mean of a power; None where not told."""

    change_kwh: float | None = None
    mean_w: float | None = None


@dataclass(frozen=True)
class Surroundings:
    """Is a house as Home Assistant knows it; what it did not answer is None.

    `states` are by entity, `past` the hours of statistics by their begin. `services` has their names by
    domain, `language` and the like are in `config`.
    """

    states: Mapping[str, EntityState] = field(default_factory=dict)
    registry: Registry | None = None
    preferences: Mapping[str, Any] | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    services: Mapping[str, frozenset[str]] = field(default_factory=dict)
    past: Mapping[str, Mapping[float, Hour]] = field(default_factory=dict)
    now_s: float = 0.0

    @staticmethod
    def of_answers(answers: Mapping[str, Any], now_s: float) -> Surroundings:
        """Reads Home Assistant's answers by what was asked; leaves out what makes no sense."""
        entities = answers.get(ENTITIES)
        devices = answers.get(DEVICES)
        preferences = answers.get(PREFERENCES)
        config = answers.get(CONFIG)
        return Surroundings(
            states={state["entity_id"]: state for state in _states(answers.get(STATES))},
            registry=Registry.of_rows(entities, _list(devices)) if isinstance(entities, list) else None,
            preferences=preferences if isinstance(preferences, Mapping) else None,
            config=config if isinstance(config, Mapping) else {},
            services=_services(answers.get(SERVICES)),
            past=_past(answers.get(PAST)),
            now_s=now_s,
        )

    @cached_property
    def by_entity(self) -> Mapping[str, Registered]:
        """Returns the rows of the registry by entity."""
        return {row.entity_id: row for row in self.registry.entities} if self.registry else {}

    def device_of(self, entity: str) -> str | None:
        """Returns the device that an entity is of, None where it is of none."""
        row = self.by_entity.get(entity)
        return None if row is None else row.device_id

    def device_name(self, entity: str) -> str:
        """Returns what the device of an entity is called, nothing where it has no name."""
        device = self.device_of(entity)
        return self.registry.devices.get(device, "") if self.registry and device else ""

    def configured(self, key: str) -> str | None:
        """Returns a text of Home Assistant's configuration, None where it has none."""
        value = self.config.get(key)
        return value if isinstance(value, str) and value else None

    def measuring(self, units: Mapping[str, float]) -> list[str]:
        """Returns the sensors with one of these units, without the app's own."""
        return sorted(
            entity
            for entity, state in self.states.items()
            if entity.startswith("sensor.") and not entity.startswith(OWN) and in_units(state, units)
        )

    @cached_property
    def powers(self) -> list[str]:
        """Returns the sensors of power."""
        return self.measuring(WATTS_PER_UNIT)

    @cached_property
    def voltages(self) -> list[str]:
        """Returns the sensors of voltage."""
        return self.measuring(VOLTS_PER_UNIT)

    @cached_property
    def shares(self) -> list[str]:
        """Returns the sensors in per cent."""
        return self.measuring(PER_CENT)

    def now_w(self, entity: str) -> float | None:
        """Returns what a sensor of power says now in W, None where that is nothing."""
        try:
            return power_w(entity, self.states[entity]) if entity in self.states else None
        except MeterError:
            return None

    def behind(self, entity: str) -> str:
        """Returns the sensor that a helper was made of at first, such as the one that is added up to kWh."""
        for _ in range(HOPS):
            source = attributes_of(self.states.get(entity, {})).get("source")
            if not isinstance(source, str) or source not in self.states:
                break
            entity = source
        return entity

    def named(self, entity: str) -> str:
        """Returns all names of an entity, their words between underscores, without the name of its device."""
        state, row = self.states.get(entity, {}), self.by_entity.get(entity)
        device = plain(self.device_name(entity))
        friendly = attributes_of(state).get("friendly_name")
        names = [entity.partition(".")[2], friendly]
        if row is not None:
            names += [row.original_name, row.translation_key, row.unique_id.rpartition("-")[2]]
        own = [plain(name) for name in names if isinstance(name, str)]
        begin = f"{device}_"
        return "__".join(f"_{name.removeprefix(begin) if device else name}_" for name in own)


def _states(rows: object) -> Iterable[EntityState]:
    for row in _list(rows):
        entity = row.get("entity_id") if isinstance(row, Mapping) else None
        if isinstance(entity, str) and ENTITY_ID.fullmatch(entity):
            yield row


def _services(said: object) -> dict[str, frozenset[str]]:
    domains = said.items() if isinstance(said, Mapping) else ()
    return {
        domain: frozenset(name for name in services if isinstance(name, str))
        for domain, services in domains
        if isinstance(domain, str) and isinstance(services, Mapping)
    }


def _past(said: object) -> dict[str, dict[float, Hour]]:
    statistics = said.items() if isinstance(said, Mapping) else ()
    return {
        name: {
            start: Hour(_number(row.get("change")), _number(row.get("mean")))
            for row in _list(rows)
            if isinstance(row, Mapping) and (start := _number(row.get("start"))) is not None
        }
        for name, rows in statistics
        if isinstance(name, str)
    }


def _number(value: object) -> float | None:
    finite = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < float("inf")
    return float(value) if finite and isinstance(value, (int, float)) else None


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
