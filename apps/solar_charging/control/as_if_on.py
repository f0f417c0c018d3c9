"""Lets a second controller rule a car that is only thought of, as the app that is on would rule the real one.

Its meters are the real ones, of which the grid's and the phases' show what they would, had the thought car
drawn in the place of the real one:

    grid = real grid - what the real car draws + what the thought car draws

So the surplus is the same for both. The house battery stays as it really is, which leaves the thought car
neither more nor less of the sun: what would have charged the battery is surplus for both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..base.economics import Charger
from ..base.errors import MeterError
from ..metering.meter import phase_current_a
from ..metering.phases import ONE, THREE
from ..settings.meters import Meters
from .controller import Controller
from .driver import Driver
from .outcome import Outcome
from .situation import SwitchPositions
from .watched_car import WatchedCar

GRID = "sensor.watched_grid_power"
"""What the grid meter is called that is thought of; it is no entity of Home Assistant."""

WATTS, AMPS = {"unit_of_measurement": "W"}, {"unit_of_measurement": "A"}


class AsIfOn:
    """Is the app that is on: a controller, and the car that it rules in its thoughts."""

    def __init__(self, real: Controller, zone: ZoneInfo, now_s: float) -> None:
        self._real, settings, free = real, real.settings, real.access.polling.free
        self._meters, self._car_settings = settings.meters, settings.car
        car = settings.car.model_copy(update={"manage_limit": False})
        shown = settings.model_copy(update={"meters": _thought_of(settings.meters), "car": car})
        self.controller = Controller(shown, zone, now_s, free, inputs=real.inputs)
        self.car = WatchedCar(free, 2 * settings.charging.beat_s)
        self._now = datetime.fromtimestamp(now_s, timezone.utc)
        self._driver = Driver(
            self.controller,
            self.car,
            nullcontext(),
            now=lambda: self._now,
            home=lambda: None,
            stopped=lambda: False,
            tell=lambda *_: None,
            paying=lambda: None,
        )
        self._shown = 0.0, math.nan
        self._of_phases: dict[str, Mapping[str, Any]] = {}

    def beat(self, now: datetime, switches: SwitchPositions) -> Outcome:
        """Decides and obeys as the app and the car would."""
        self._now, now_s, controller = now, now.timestamp(), self.controller
        self._follow(now_s)
        self.shows(now_s)
        if self.car.untold is None:
            self._driver.look_if_due()
        outcome = controller.beat(now, switches, None)
        if outcome.read_first:
            self._driver.read()
            outcome = controller.beat(now, switches, None)
        before_w = self.car.power_w
        self._driver.send(outcome.commands, outcome.decision.state)
        if self.car.power_w != before_w:
            self.shows(now_s)
            for entity, state in self._of_phases.items():
                self._tell(entity, self._of_phase(entity, state), now_s)
        # No table is kept of what only would have been.
        controller.ledger.written(controller.ledger.ended)
        return outcome

    def _follow(self, now_s: float) -> None:
        """Lets the thought car hear of the real one; a car whose phases nobody knows is taken to have one."""
        real, car, settings = self._real, self._real.car, self._car_settings
        estimate, phases = real.saved_state.estimator.estimate, self._phases
        most_a = min((car.max_current_a if car else None) or settings.max_current_a, settings.max_current_a)
        least_a = min(settings.min_current_a, most_a)
        charger = Charger(self._volts * phases, least_a, most_a, estimate.efficiency, settings.overhead_w)
        told = None if car is None else replace(car, phases=int(ONE if phases == ONE else THREE))
        self.car.follow(told, now_s, charger, estimate.battery_kwh)

    @property
    def _phases(self) -> float:
        told = None if self._real.car is None else self._real.car.phases
        return told or self._car_settings.phases or self._real.house.phases.factor or ONE

    @property
    def _volts(self) -> float:
        return self._real.house.voltage_v or self._car_settings.voltage_v

    # The meters

    def heard(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of the house's entities."""
        meters = self._meters
        if entity in self._real.inputs.entities:
            self.controller.saved_state.planner.outdated()
        elif entity in meters.phase_entities:
            self._of_phases[entity] = state
            self._tell(entity, self._of_phase(entity, state), at_s)
        elif entity not in (*meters.grid_entities, *meters.car_power):
            self._tell(entity, state, at_s)
        self.shows(at_s)

    def _tell(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        with suppress(MeterError):  # a person is told of it by the real one
            self.controller.meter(entity, state, at_s)

    def shows(self, now_s: float) -> None:
        """Lets the grid meter show what it would, as soon as that is another, or said anew."""
        house, grid = self._real.house, self._real.house.grid
        own_w = self._own_w(now_s)
        if grid is None or math.isnan(own_w) or house.check.wrong is not None:
            return
        before_s, before_w = self._shown
        fresh = now_s - grid.at_s <= house.stale_s
        shown_w = grid.power_w - own_w + self.car.power_w
        if grid.at_s == before_s and (shown_w == before_w or not fresh):
            return
        self._shown = grid.at_s, shown_w
        at_s = now_s if grid.at_s == before_s else grid.at_s
        self.controller.meter(GRID, {"state": f"{shown_w:.1f}", "attributes": WATTS}, at_s)

    def _own_w(self, now_s: float) -> float:
        """Returns what the real car draws, in W; NaN where that is not known."""
        return self._real.house.surplus.car.likely_w(now_s)

    def _of_phase(self, entity: str, state: Mapping[str, Any]) -> Mapping[str, Any]:
        """Returns what a phase's sensor would say; what says nothing says nothing then either."""
        meters, volts, own_w = self._meters, self._volts, self._own_w(self._now.timestamp())
        try:
            amps = phase_current_a(entity, state, volts)
        except MeterError:
            return state
        if amps is None or math.isnan(own_w):
            return {"state": "unknown", "attributes": {}}
        alone = meters.phase_entities[(self._car_settings.phase or 1) - 1]
        carries = self._phases != ONE or entity == alone
        more_a = (self.car.power_w - own_w) / volts / self._phases if carries else 0.0
        return {"state": f"{meters.phase_sign * amps + more_a:.2f}", "attributes": AMPS}


def _thought_of(meters: Meters) -> Meters:
    """Returns the meters of the house that is thought of: one at the grid, and none at the plug."""
    return meters.model_copy(
        update={
            "grid_power": (GRID,),
            "grid_power_positive": "import",
            "import_power": (),
            "export_power": (),
            "car_power": (),
            "phase_sensors": meters.phase_entities,
            "phase_sensors_positive": "import",
        }
    )
