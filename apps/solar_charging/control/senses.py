"""Brings to the controller what the house's entities say, and asks those that have been silent."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from ..base.entity_state import NO_VALUES, LiveState, attributes_of
from ..base.errors import MeterError
from ..base.misspelt import meant
from ..base.reason import Problem, Reason
from ..base.spans import lasts
from ..metering.meter import AMPS_PER_UNIT, KWH_PER_UNIT, PER_CENT, WATTS_PER_UNIT
from .controller import Controller

PRICES_ASKED_S = 900
"""How often an entity that tells the price of now is asked at most whether it repeats itself."""

EVENTS = "the changes in Home Assistant"
"""What a problem is with, besides an entity; the log names it when the problem is over."""

DEPARTURES = "the helpers of the departures"
"""The same, in the settings' departure_helpers."""

STAYS_S = 120.0
"""What has been wrong with a meter for so many seconds does not mend itself: a person is told."""

ABSENT = frozenset({Problem.METER_MISSING, Problem.METER_MISSPELT})
"""What is told of anything that the settings name, meter or not: a misspelt id does not come by itself."""


class Entities(Protocol):
    """Knows the entities of Home Assistant: those that it has told of, and what it says when it is asked."""

    def state(self, entity: str) -> str | None:
        """Returns an entity's state, None where there is no such entity."""

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes, None where there is no such entity."""

    def states(self) -> Mapping[str, Any]:
        """Returns all entities with their attributes, by their ids."""

    def live(self, entities: Collection[str]) -> Mapping[str, LiveState | None] | None:
        """Returns what Home Assistant itself says of them; None where it does not answer."""


class Listener(Protocol):
    """Hears beside the controller what the house's entities say."""

    def heard(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state, be it of use or not; an empty one says that there is no such entity."""

    def alive(self, at_s: float, phases_s: float, battery_s: float) -> None:
        """Takes in that silent meters still say the same, each at its time."""


class Senses:
    """Stands between Home Assistant's `entities` and one controller.

    `guard` is held while the controller is called; `now` is the clock. `tell` takes an entity, what is wrong
    with it or None, and whether only a person can mend it; the `listener` hears all of it too.
    """

    def __init__(
        self,
        controller: Controller,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        home: Entities,
        tell: Callable[[str, Reason[Problem] | None, bool], None],
        listener: Listener,
    ) -> None:
        self._controller = controller
        self._listener = listener
        self._guard = guard
        self._now = now
        self._home = home
        self._tell = tell
        self._prices_asked_s = -math.inf
        self._heard: dict[str, LiveState] = {}
        self._wrong: dict[str, tuple[float, Reason[Problem]]] = {}
        self._positions: dict[str, str] = {}
        self._unheard = 0

    @property
    def entities(self) -> list[str]:
        """Returns the ids of all entities to listen to."""
        return [*self._controller.settings.meter_entities, *self._controller.inputs.entities]

    @property
    def wrong(self) -> dict[str, Reason[Problem]]:
        """Returns what is wrong with entities, by their ids."""
        return {entity: reason for entity, (_, reason) in list(self._wrong.items())}

    @property
    def units(self) -> dict[str, object]:
        """Returns in what the entities measure that say anything, by their ids."""
        return {each: live.unit for each, live in list(self._heard.items()) if live.state not in NO_VALUES}

    def position(self, switch: str) -> str | None:
        """Returns a switch's state, as Home Assistant itself says where its changes are lost."""
        return self._positions.get(switch) or self._home.state(switch)

    def helper(self, entity: str) -> dict[str, Any] | None:
        """Returns a helper with its attributes, its state as `position` does; None where there is none."""
        whole, said = self._home.whole_state(entity), self._positions.get(entity)
        return whole if whole is None or said is None else {**whole, "state": said}

    def sense_all(self) -> None:
        """Takes in the present states of all of them."""
        self._unheard = 1  # whatever was told of them before a restart is over
        self._events_come()
        for entity in self.entities:
            state = self._home.whole_state(entity)
            if state is not None:
                self._take(entity, state, self._now_s)
            else:
                self._missing(entity)

    def sense(self, entity: str, state: Mapping[str, Any]) -> None:
        """Takes in a state of one of them that was reported as it changed."""
        self._events_come()
        self._take(entity, state, self._now_s)

    @property
    def _now_s(self) -> float:
        return self._now().timestamp()

    def _take(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        unit = attributes_of(state).get("unit_of_measurement")
        self._heard[entity] = LiveState(state.get("state"), unit, at_s)
        try:
            with self._guard:
                try:
                    self._controller.meter(entity, state, at_s)
                finally:
                    self._listener.heard(entity, state, at_s)
        except MeterError as error:
            self._say(entity, error.reason)
        else:
            self._say(entity, None)

    def _missing(self, entity: str) -> None:
        settings = self._controller.settings
        meters, battery = settings.meters, settings.battery
        forecasts = (*meters.forecast_today, *meters.forecast_tomorrow)
        measured = entity in settings.meter_entities
        units = KWH_PER_UNIT if entity in forecasts else WATTS_PER_UNIT if measured else ()
        units = AMPS_PER_UNIT if entity in meters.phase_sensors else units
        units = PER_CENT if battery is not None and entity in battery.soc else units
        named = frozenset(self.entities)
        others = {each: state for each, state in self._home.states().items() if each not in named}
        alike = meant(entity, others, units)
        reason = Reason(Problem.METER_MISSING, {"entity": entity})
        if alike is not None:
            reason = Reason(Problem.METER_MISSPELT, {"entity": entity, "alike": alike})
        with self._guard:
            self._controller.house.unread(entity, reason, self._now_s)
            self._listener.heard(entity, {}, self._now_s)
        self._say(entity, reason)

    def _say(self, entity: str, reason: Reason[Problem] | None) -> None:
        """Tells what is wrong, once for each kind of it, or that it is over."""
        if reason is None:
            self._wrong.pop(entity, None)
        else:
            since_s, known = self._wrong.get(entity, (self._now_s, reason))
            reason = known if known.why is reason.why else reason
            self._wrong[entity] = (since_s, reason)
        self._tell(entity, reason, self._lasts(entity))

    def _lasts(self, entity: str) -> bool:
        """Says whether a meter has been wrong, or anything missing, for so long that a person is told."""
        since_s, reason = self._wrong.get(entity, (math.inf, None))
        measures = entity in self._controller.settings.meter_entities
        return (
            measures or (reason is not None and reason.why in ABSENT)
        ) and self._now_s - since_s >= STAYS_S

    def ask(self) -> None:
        """Asks a grid meter that has been silent for half of its time what it says; tells what stays wrong.

        Home Assistant reports changes alone, so a meter that repeats itself seems silent. One that says
        something else was heard by nobody: then all meters and switches are asked, at each beat, until a
        change is reported again.
        """
        meters = self._controller.settings.meter_entities
        for entity, (_, reason) in list(self._wrong.items()):
            if self._lasts(entity):
                self._tell(entity, reason, True)
        if self._controller.settings.departure_helpers.time is not None:
            self._tell(DEPARTURES, self._controller.inputs.departures_unset, False)
        with self._guard:
            silent = self._controller.house.half_silent(self._now_s)
        if self._unheard or silent:
            self._ask(meters if self._unheard else silent)
        self._ask_silent_prices()

    def _ask_silent_prices(self) -> None:
        """Asks entities that tell the price of now, and have been silent, whether they repeat themselves."""
        now, rates = self._now(), self._controller.inputs.rates
        if lasts(now.timestamp(), self._prices_asked_s, PRICES_ASKED_S):
            return
        with self._guard:
            silent = tuple(rates.silent_entities(now))
        if not silent:
            return
        self._prices_asked_s = now.timestamp()
        for entity, live in (self._home.live(silent) or {}).items():
            if live is not None:
                with self._guard:
                    rates.repeated(entity, min(live.at_s, now.timestamp()))

    def _ask(self, entities: tuple[str, ...]) -> None:
        settings, switches, helpers = self._controller.settings, [], []
        if self._unheard:
            switches, helpers = [*settings.switches.named.values()], [*settings.controls.named.values()]
        found = self._home.live((*entities, *switches, *helpers))
        if found is None:
            # A Home Assistant that does not answer leaves them silent, which is all that matters.
            return
        news = [entity for entity in entities if self._is_news(entity, found[entity])]
        meters, battery = self._controller.settings.meters, self._controller.settings.battery
        grid_s, phases_s, battery_s = (
            self._said_s(found, named)
            for named in (
                meters.grid_entities,
                meters.phase_entities,
                () if battery is None else battery.power_entities,
            )
        )
        for entity in news:
            self._take_live(entity, found[entity], grid_s)
        with self._guard:
            # Where one says something else its reading is as young already.
            self._controller.grid_alive(grid_s, phases_s, battery_s)
            self._listener.alive(self._now_s, phases_s, battery_s)
        self._move(switches, found)
        said = {each: live.state for each in helpers if (live := found[each]) is not None}
        self._positions |= {each: str(state) for each, state in said.items() if state not in NO_VALUES}
        if news:
            self._unheard += 1
            if self._unheard > 1:
                # The first may have been on its way.
                self._tell(EVENTS, Reason(Problem.EVENTS_LOST), True)

    def _said_s(self, found: Mapping[str, LiveState | None], entities: tuple[str, ...]) -> float:
        """Returns when a meter of several entities last spoke: it is as young as its youngest part."""
        said = [each.at_s for each in map(found.get, entities) if each]
        # Home Assistant's clock may be ahead of ours.
        return min(max(said, default=0.0), self._now_s)

    def _is_news(self, entity: str, live: LiveState | None) -> bool:
        """Says whether an entity says something else than was heard of it, and later."""
        heard = self._heard.get(entity)
        if live is None or heard is None:
            return (live is None) is not (heard is None)
        return (live.state, live.unit) != (heard.state, heard.unit) and live.at_s > heard.at_s

    def _take_live(self, entity: str, live: LiveState | None, grid_s: float) -> None:
        if live is None:
            self._heard.pop(entity, None)
            self._missing(entity)
            return
        of_grid = entity in self._controller.settings.meters.grid_entities
        state = {"state": live.state, "attributes": {"unit_of_measurement": live.unit}}
        self._take(entity, state, grid_s if of_grid else min(live.at_s, self._now_s))

    def _move(self, switches: Collection[str], found: Mapping[str, LiveState | None]) -> None:
        for switch in switches:
            live, before = found[switch], self.position(switch)
            if live is not None and live.state in ("on", "off"):
                self._positions[switch] = str(live.state)
                if before in ("on", "off") and before != live.state:
                    with self._guard:
                        self._controller.person_acted()

    def _events_come(self) -> None:
        """Takes in that a change was reported: what is heard is up to date again."""
        if self._unheard:
            self._unheard = 0
            self._positions.clear()
            self._tell(EVENTS, None, False)
