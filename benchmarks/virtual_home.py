"""Stands in for Home Assistant on a virtual clock: its states, its services, and a car that it knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from benchmarks.templates import Templates
from benchmarks.vehicles import HandClock
from simulator.entities import SimulatedEntities
from simulator.meter_habits import MeterHabits
from simulator.meters import SimulatedMeters
from simulator.position import HOME
from simulator.world import World

NAME = "solar_charging"
GRID, SOLAR = "sensor.grid_power", "sensor.solar_power"
METERS: Mapping[str, str] = {
    "grid": GRID,
    "import": "sensor.import_power",
    "export": "sensor.export_power",
    "solar": SOLAR,
    "car": "sensor.car_power",
}
SWITCH = f"input_boolean.{NAME}"
SWITCHES = {SWITCH: "on", f"{SWITCH}_off_peak": "on", f"{SWITCH}_now": "off"}
METER_S = 10.0
HANGS_S = 10.0
"""The time in s after which AppDaemon waits no longer for an answer of Home Assistant."""

OF_CAR = ("switch", "number", "button", "homeassistant")
VERBS: Mapping[str, str] = {
    "switch/turn_on": "start",
    "switch/turn_off": "stop",
    "number/set_value": "set",
    "button/press": "wake",
    "homeassistant/update_entity": "refresh",
    "charge_start": "start",
    "charge_stop": "stop",
    "set_charging_amps": "set",
    "wake_up": "wake",
    "vehicle_data": "refresh",
}
"""What the app asks for, whichever way it goes; reads of Tesla's data count as refreshes."""

State = dict[str, Any]
Tell = Callable[[str, "State | None", State], None]


class VirtualHome:
    """Is a Home Assistant with meters, helpers and perhaps a car's `entities`.

    Changed states are handed to `tell`, with the entity and the state before, and are `heard` by that. While
    it is not `present` it answers nothing; while it `hangs` it does not either, which takes HANGS_S each
    time; while not `metering` its meters are silent. `noted` has under which names each text is in its list.
    """

    def __init__(
        self,
        world: World,
        clock: HandClock,
        entities: SimulatedEntities | None,
        tell: Tell,
        habits: MeterHabits,
    ) -> None:
        self.world, self.clock, self.entities = world, clock, entities
        self.present = self.metering = True
        self.hangs = False
        self.states: dict[str, State] = {}
        self.heard: dict[str, State] = {}
        self.asked: list[tuple[float, str]] = []
        self.notes: list[tuple[float, str]] = []
        self.noted: dict[str, set[str]] = {}
        self.published: list[tuple[float, str, str]] = []
        self._tell = tell
        self._said_s: dict[str, float] = {}
        self._meters = SimulatedMeters(habits, self.now_s)
        self._templates = Templates(self.states, self._last_said_s, clock.wall_s, self._entities_of)
        self.locate()
        for entity, position in SWITCHES.items():
            self.set(entity, position)
        self.read_meters()
        self._hear_of_car()

    @property
    def now_s(self) -> float:
        """Returns the simulated time in unix seconds."""
        return self.clock.now_s()

    # States

    def set(
        self, entity: str, state: str, attributes: Mapping[str, Any] | None = None, anew: bool = False
    ) -> None:
        """Sets a state; the same one as before is told where it is told `anew`."""
        before, worn = self.states.get(entity), dict(attributes or {})
        self._said_s[entity] = self.clock.wall_s()
        same = before is not None and (before["state"], before["attributes"]) == (state, worn)
        if same and not anew:
            return
        when = datetime.fromtimestamp(self.clock.wall_s(), timezone.utc).isoformat()
        changed = when if before is None or before["state"] != state else before["last_changed"]
        now = {"entity_id": entity, "state": state, "attributes": worn}
        self._take_in(entity, now | {"last_changed": changed, "last_updated": when})

    def _take_in(self, entity: str, state: State) -> None:
        before = self.states.get(entity)
        self.states[entity] = state
        if not self._meters.deaf(self.now_s):
            self.heard[entity] = state
            self._tell(entity, before, state)

    def publish(self, entity: str, state: str, attributes: Mapping[str, Any] | None) -> None:
        """Takes in a state that the app shows."""
        if not self._answers():
            return
        if (self.states.get(entity) or {}).get("state") != state:
            self.published.append((self.now_s, entity.removeprefix(f"sensor.{NAME}_"), state))
        self.set(entity, state, attributes)

    def read_meters(self) -> None:
        """Shows what the meters measure now."""
        told = self._meters.advance(self.now_s, self.world.meters(self.now_s))
        if self.hangs or not (self.present and self.metering):
            return
        for meter, state, unit in told:
            worn = {} if unit is None else {"unit_of_measurement": unit}
            self.set(METERS[meter], state, worn, anew=self._meters.habits.told_anew)

    def goes_on(self) -> None:
        """Shows what is new at this moment."""
        if self.entities is not None:
            changed = self.entities.advance(self.now_s)
            if self.present and not self.hangs:
                self._hear(changed)
        self.read_meters()

    def locate(self) -> None:
        """Shows where home is."""
        self.set("zone.home", "0", {"latitude": HOME.latitude, "longitude": HOME.longitude, "radius": 100})

    def remove(self, entity: str) -> None:
        """Removes an entity, as a person does who deletes it."""
        for known in (self.states, self.heard):
            known.pop(entity, None)

    def report_as(self, habits: MeterHabits) -> None:
        """Has its meters report in another way from now on."""
        self._meters = SimulatedMeters(habits, self.now_s)

    def _hear_of_car(self) -> None:
        if self.entities is not None:
            self._hear(self.entities.take_changed())

    def _hear(self, changed: Iterable[str]) -> None:
        assert self.entities is not None
        for entity in changed:
            state = self.entities.state(entity)
            assert state is not None
            self._take_in(entity, state)

    # Its own restart

    def restarted(self) -> None:
        """Forgets what the app showed, and has no integration of the car yet."""
        self.present = True
        for entity in [each for each in self.states if each.startswith(f"sensor.{NAME}_")]:
            del self.states[entity], self.heard[entity]
        if self.entities is not None:
            self.entities.vanish(self.now_s)
            self._hear_of_car()

    def load_car(self) -> None:
        """Loads the car's integration, which knows nothing before its next poll."""
        if self.entities is not None:
            self.entities.restart(self.now_s)
            self._hear_of_car()

    # What it is asked for

    def serve(
        self, service: str, entity_id: Any, value: Any, message: str, note: str = ""
    ) -> dict[str, Any] | None:
        """Carries out a service; returns the answer, None while it is away."""
        if not self._answers() or (self._meters.habits.swallows and self._meters.deaf(self.now_s)):
            return None
        domain, _, verb = service.partition("/")
        answer: dict[str, Any] = {"success": True}
        if domain == "input_boolean":
            self.set(entity_id, verb.removeprefix("turn_"))
        elif "notif" in domain:
            self.notes.append((self.now_s, message))
            self.noted.setdefault(message, set()).add(note)
        elif domain in OF_CAR and self.entities is not None:
            self.asked.append((self.now_s, VERBS.get(service, service)))
            # All of a car's entities are updated by one poll.
            named = list(one_by_one(entity_id))[: 1 if verb == "update_entity" else None]
            for each in named:
                answer = self.entities.call(service, each, value, self.now_s)
            self._hear_of_car()
        return answer

    def render(self, template: str) -> Any:
        """Returns what a template comes to, None while it is away."""
        return self._templates.render(template) if self._answers() else None

    def _answers(self) -> bool:
        """Says whether it answers; where it hangs, that takes the time after which AppDaemon gives up."""
        if self.hangs:
            self.clock.passes(HANGS_S)
        return self.present and not self.hangs

    def _entities_of(self, integration: str) -> list[str]:
        """Lists the entities of an integration."""
        if self.entities is None or integration != self.entities.habits.integration:
            return []
        return sorted(self.entities.ids.values())

    def _last_said_s(self, entity: str) -> float:
        of_car = None if self.entities is None else self.entities.last_said_s(entity)
        return self._said_s.get(entity, 0.0) if of_car is None else of_car


def one_by_one(named: Any) -> Iterator[Any]:
    """Yields what is named, be it one or many."""
    yield from named if isinstance(named, (list, tuple, set, frozenset)) else (named,)
