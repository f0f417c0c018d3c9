"""Brings the house's past from Home Assistant's recorder to the controller, once after a start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from ..metering.past_minutes import Said, past_surplus
from ..metering.surplus import MIN_COVERAGE
from ..planning.past_car import CarPast
from ..planning.past_found import car_seen, find_past, said
from ..planning.past_house import meters_of
from ..planning.past_rows import PastState
from ..planning.recorder import Recorder
from ..vehicle.car import HomeZone, Vehicle
from ..vehicle.entities.readings import LAG_S
from ..vehicle.ways import known_by
from .controller import Controller
from .saved_state import SavedState
from .watching import Watching

COMMITTED_S = 12.0
"""So many s after a start the recorder has written what was said before it, unless it is set otherwise."""

TRIES = 3
"""So often the last minutes are asked for: the recorder may be slow to write, and the car to answer."""

LONGEST_S = 900.0
"""The last minutes reach back no farther than this, in s, before the window of the average."""

CAR_S = 3600.0
"""For so many s after a start the car is waited for, without whose entities its past is not known."""

LOOKED_AT_DAYS, MISSING_DAYS = 7, 1
"""Where more of so many last days is unknown, Home Assistant is asked for them."""


class Home(Protocol):
    """Knows Home Assistant's states, and asks the commands of its websocket."""

    def asked(self, command: str, /, **data: Any) -> Any:
        """Returns the answer to a command, None where there is none."""

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes, None where there is no such entity."""


class Beats(Protocol):
    """Runs the beats, and work beside them."""

    @property
    def stopped(self) -> bool:
        """Says whether there are no beats any more."""

    def beside(self, work: Callable[[], None]) -> None:
        """Has some work done beside the beats."""

    def soon(self) -> None:
        """Requests a beat."""


class Recall:
    """Asks beside the beats, never twice at a time: for the last minutes, then for the last weeks.

    `guard` is held while the controller is called, `now` is the clock. What was found is of use from the next
    of the `beats` on, and `tell` takes a line for the log. `beside` has another controller
    with the same past.
    """

    def __init__(
        self,
        controller: Controller,
        vehicle: Vehicle,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        home: Home,
        zone: ZoneInfo,
        beats: Beats,
        tell: Callable[[str], object],
        beside: Watching | None = None,
    ) -> None:
        self._settings, self._inputs = controller.settings, controller.inputs
        self._parts = controller.saved_state
        self._vehicle, self._guard, self._now, self._home, self._zone = vehicle, guard, now, home, zone
        self._beats, self._tell, self._beside = beats, tell, beside
        self._recorder = Recorder(self._ask)
        self._started_s = now().timestamp()
        self._tries, self._busy, self._done = TRIES, False, False

    def _ask(self, command: str, **data: Any) -> Any:
        return None if self._beats.stopped else self._home.asked(command, **data)

    @property
    def _all(self) -> tuple[SavedState, ...]:
        return (self._parts, *(() if self._beside is None else self._beside.parts))

    @property
    def _since_start_s(self) -> float:
        return self._now().timestamp() - self._started_s

    def beat(self) -> None:
        """Takes in that there was a beat: begins to ask where the time for it has come."""
        if not (self._busy or self._done) and self._since_start_s >= COMMITTED_S:
            self._busy = True
            self._beats.beside(self._run)

    def _run(self) -> None:
        try:
            if self._tries:
                self._tries -= 1
                self._tries = 0 if self._minutes() else self._tries
            if not self._tries and (self._parts.access.car is not None or self._since_start_s >= CAR_S):
                self._done = True
                self._place()
                if self._missing():
                    self._weeks()
        finally:
            self._busy = False

    # The last minutes

    def _minutes(self) -> bool:
        """Has the window of the average filled; returns whether that is done, or no use any more."""
        house, now_s = self._parts.house, self._now().timestamp()
        with self._guard:
            if house.surplus_at(now_s).coverage >= MIN_COVERAGE:
                return True
            stale_s = house.stale_s
        begin_s = self._started_s - self._settings.charging.average_s - min(stale_s, LONGEST_S)
        battery, plug = self._settings.battery, self._settings.meters.car_power
        meters = (*meters_of(self._settings), *(() if battery is None else battery.soc))
        told = self._recorder.at_once(meters, begin_s, now_s, minimal=True)
        idle_s = None if plug else self._idle_s(begin_s, now_s)
        if told is None or not self._written(told) or (idle_s is None and not plug):
            return False
        earlier = sorted(self._earlier(told), key=lambda each: each.at_s)
        with self._guard:
            surplus = past_surplus(self._settings, house.to_dict(), earlier, begin_s, idle_s)
            for parts in self._all:
                parts.house.surplus.recall(surplus)
        self._beats.soon()
        return True

    def _written(self, told: dict[str, list[PastState]]) -> bool:
        """Says whether the recorder has written all that was said before the start.

        It writes in order: something later is there, or of the grid meter what it says now.
        """
        if any(states[-1].at_s >= self._started_s for states in told.values() if states):
            return True
        grid = self._settings.meters.grid_entities
        now = [(self._home.whole_state(entity) or {}).get("state") for entity in grid]
        return now == [told[entity][-1].state["state"] if told[entity] else None for entity in grid]

    def _earlier(self, told: dict[str, list[PastState]]) -> Iterator[Said]:
        for entity, states in told.items():
            yield from (Said(at_s, entity, state) for at_s, state in states if at_s < self._started_s)

    def _idle_s(self, begin_s: float, now_s: float) -> float | None:
        """Returns since when the car has surely drawn nothing, `begin_s` at least; None: it may draw."""
        with self._guard:
            car = self._parts.access.car
        if car is None or car.draws:
            return None
        if car.asleep:
            return begin_s  # one that has charged stays awake for longer
        told = car_seen(self._recorder, known_by(self._vehicle), self._home_zone, begin_s - LAG_S, now_s)
        return CarPast(told, now_s).idle_since(begin_s)

    @property
    def _home_zone(self) -> HomeZone | None:
        return HomeZone.of_state(self._home.whole_state("zone.home"))

    # The last weeks

    def _place(self) -> None:
        """Says where the house stands, by which its sun is guessed until it is known."""
        zone = self._home_zone
        if zone is not None:
            with self._guard:
                for parts in self._all:
                    parts.planner.sky.over(zone.latitude, zone.longitude)

    def _missing(self) -> bool:
        """Says whether the saved history knows less of the last days than it could."""
        count, quarter = LOOKED_AT_DAYS * DAY_QUARTERS, int(self._now().timestamp() // QUARTER_S)
        with self._guard:
            known_kw = self._parts.planner.history.surplus_kw(quarter - count, count)
        return int(np.isnan(known_kw).sum()) > MISSING_DAYS * DAY_QUARTERS

    def _weeks(self) -> None:
        roles = known_by(self._vehicle)
        past = find_past(self._recorder, self._settings, self._zone, roles, self._home_zone, self._now())
        if self._beats.stopped:
            return
        with self._guard:
            battery_kwh = self._parts.estimator.estimate.battery_kwh
        history = past.history(battery_kwh, lambda at_s: self._ready(at_s, battery_kwh))
        with self._guard:
            for parts in self._all:
                parts.planner.recall(history)
                parts.planner.sky.seen(past.sun)
                parts.planner.wanted.recall(past.car)
        self._tell(said(past))
        self._beats.soon()

    def _ready(self, at_s: float, battery_kwh: float) -> tuple[float, float] | None:
        """Returns when the car was wanted after a moment, with how many kWh: as it is wanted now."""
        with self._guard:
            wanted = self._inputs.departure(datetime.fromtimestamp(at_s, timezone.utc))
        return None if wanted is None else (wanted.at_s, wanted.soc_pct / 100 * battery_kwh)
