"""Takes in the states of the house's meters, and returns what they measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from ..settings.settings import Settings
from .connection import Connection
from .house_battery import HouseBattery
from .lean_days import LeanDays
from .meter import GridMeter, Reading, Sum, power_w, voltage_v
from .meter_check import MeterCheck
from .phases import Phases
from .plug_meter import PlugMeter
from .screening import Jumps, Moment
from .surplus import Surplus, SurplusMeter
from .trust import Trust, trust


class HouseMeters:
    """Keeps the last readings of grid, sun, battery, plug and voltage, and the surplus formed of them.

    Times are unix seconds. A meter that has never sent a reading counts as silent since `started_s`.
    """

    def __init__(self, settings: Settings, started_s: float) -> None:
        meters = settings.meters
        self._meters = meters
        self._started_s = started_s
        self._grid = GridMeter(meters)
        self.check, self.lean_days = MeterCheck(), LeanDays()
        self._solar = Sum(meters.solar_power, power_w)
        self._grid_moment = Moment(len(meters.grid_entities))
        self._jumps = Jumps(settings.charging.max_import_w)
        self._unreadable: dict[str, Reason[Problem]] = {}
        self.surplus = SurplusMeter(settings.charging.average_s, meters.stale_s, settings.tariff.netting_s)
        self.plug = PlugMeter(meters.car_power, self.surplus.car)
        battery = settings.battery
        self.battery = None if battery is None else HouseBattery(battery, meters.stale_s, started_s)
        self._inverter_w = math.inf if battery is None or battery.inverter_w is None else battery.inverter_w
        self.phases = Phases(self.check.samples)
        self.connection = Connection(settings, started_s)
        self.voltage_v: float | None = None
        self._usual_v = settings.car.voltage_v
        self._house_w = math.inf

    @property
    def grid(self) -> Reading | None:
        """Returns the newest reading of the grid meter, None before the first."""
        return self.surplus.grid

    @property
    def solar_power_w(self) -> float | None:
        """Returns what the sun makes, in W; None where it is not known. A roof draws a little at night."""
        solar_w = self._solar.total
        return None if solar_w is None else max(solar_w, 0.0)

    @property
    def unreadable(self) -> Reason[Problem] | None:
        """Returns why the grid meter cannot be read, None where it can, or is merely silent."""
        return next(iter(self._unreadable.values()), self._part_gone)

    @property
    def _part_gone(self) -> Reason[Problem] | None:
        gone = self._grid.gone
        return None if gone is None else Reason(Problem.METER_PART_GONE, {"entity": gone})

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> bool:
        """Takes in a state; returns whether the entity is one of these meters, the plug's aside.

        Raises MeterError where it is one, and measures something else; then it has no reading.
        """
        of_phase = entity in self.connection.sensors.entities
        if of_phase:
            self._update_phase(entity, state, at_s)
        if entity in self._grid.entities:
            self._update_grid(entity, state, at_s)
        elif entity in self._solar.entities:
            self._solar.update(entity, state)
            if self.solar_power_w is not None:
                self.surplus.sun_moved(at_s, self.solar_power_w)
        elif self.battery is not None and entity in self.battery.entities:
            self._update_battery(self.battery, entity, state, at_s)
        elif entity == self._meters.voltage:
            self.voltage_v = None
            self.voltage_v = voltage_v(entity, state)
        else:
            return of_phase
        return True

    def _update_phase(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        volts = self.voltage_v or self._usual_v
        try:
            self.connection.phase(entity, state, at_s, volts, self.surplus.car.at(at_s))
        except MeterError as error:
            self.connection.sensors.unread(entity, error.reason)
            if entity not in self._grid.entities:
                raise

    def _update_grid(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        self.settle(at_s)
        try:
            reading = self._grid.update(entity, state, at_s)
        except MeterError as error:
            self.unread(entity, error.reason, at_s)
            raise
        self._unreadable.pop(entity, None)
        if reading is None:
            self._no_reading(at_s)
        else:
            self._grid_moment.put(reading)
            self.settle(at_s)

    def settle(self, now_s: float) -> None:
        """Takes in that it is `now_s`: readings that were held back may count by now."""
        self.surplus.settle(now_s)
        self.plug.settle(now_s)
        reading = self._grid_moment.take(now_s)
        every_s = self.check.rhythm.every_s
        counts = self._jumps.take(now_s, every_s) if reading is None else self._jumps.judge(reading)
        if counts is not None:
            battery_w = self._battery_w(counts.at_s)
            self._check(counts, battery_w, self._jumps.confirmed)
            lag_s = self.check.lag_s
            by_w = self.check.samples.solar_moved_w(counts.at_s - lag_s) if lag_s else 0.0
            self.surplus.battery_w = battery_w
            self.surplus.grid_reading(counts, self.solar_power_w, by_w)

    def _update_battery(
        self, battery: HouseBattery, entity: str, state: Mapping[str, Any], at_s: float
    ) -> None:
        """Takes in a state of the house battery; what it gives moves the surplus as the grid does."""
        try:
            battery.update(entity, state, at_s)
        finally:
            self.settle(at_s)
            self.surplus.battery_moved(at_s, self._battery_w(at_s))

    def _battery_w(self, at_s: float) -> float:
        """Returns what the battery gives, as far as is known, and what of the sun no car can have."""
        given_w = None if self.battery is None else self.battery.power_w(at_s)
        return (given_w or 0.0) + max((self.solar_power_w or 0.0) - self._inverter_w, 0.0)

    def unread(self, entity: str, problem: Reason[Problem], at_s: float) -> None:
        """Takes in why an entity cannot be read at all; of the grid meter's there is no reading any more."""
        if self.battery is not None and entity in self.battery.entities:
            self.battery.unread(entity, problem)
            self.surplus.battery_moved(at_s, self._battery_w(at_s))
        if entity in self.connection.sensors.entities:
            self.connection.sensors.unread(entity, problem)
        if entity in self._grid.entities:
            self._grid.update(entity, {}, at_s)
            self._unreadable[entity] = problem
            self._no_reading(at_s)

    def _no_reading(self, at_s: float) -> None:
        self._grid_moment.drop()
        self._jumps.drop()
        self.surplus.no_reading(at_s)
        self.check.no_reading()

    def confirm(self, at_s: float) -> None:
        """Takes in that the silent grid meter works: at `at_s` it still said the same."""
        if self.grid is not None and at_s <= self.grid.at_s:
            return
        self.settle(at_s)
        doubted = self._jumps.doubted
        if self._grid_moment.reading is not None:
            return
        if doubted is None:
            if self.surplus.confirm(at_s, self.solar_power_w) and self.grid is not None:
                self._check(self.grid, self._battery_w(self.grid.at_s))
        elif at_s > doubted.at_s:
            self._grid_moment.put(doubted._replace(at_s=at_s))
            self.settle(at_s)

    def overload_in_s(self, fuse_w: float | None, now_s: float) -> float | None:
        """Returns in how many seconds an overload has to be looked at, None where there is none."""
        in_s = None if fuse_w is None else self.exceeds_in_s(fuse_w, now_s)
        return self.connection.over_in_s() if in_s is None else in_s

    def exceeds_in_s(self, most_w: float, now_s: float) -> float | None:
        """Returns in how many seconds it counts that the house draws more than `most_w`.

        None where it does not.
        """
        reading, wait_s = self._grid_moment.reading, self._grid_moment.over_s - now_s
        if reading is None:
            reading, wait_s = self.grid, 0.0
        return max(wait_s, 0.0) if reading is not None and reading.power_w > most_w else None

    def _check(self, reading: Reading, battery_w: float, sure: bool = False) -> None:
        car_w = self.surplus.car.at(reading.at_s)
        self.connection.grid(reading, sure, car_w)
        if self.battery is not None:
            self.battery.flows(reading.at_s, reading.power_w)
        self.check.reading(reading, self.solar_power_w, car_w, battery_w)
        self.phases.reading(reading.at_s)
        self._hold()

    def _hold(self) -> None:
        rhythm = self.check.rhythm
        self.surplus.holds(self.stale_s, rhythm.every_s if rhythm.seldom else 0.0)

    @property
    def stale_s(self) -> float:
        """Returns for how many seconds the grid meter may be silent: as is set, else as its rhythm is."""
        if "stale_s" in self._meters.model_fields_set:
            return self._meters.stale_s
        return self.check.rhythm.patience_s(self._meters.stale_s)

    def trust(self, now_s: float) -> Trust:
        """Says how far the meters can be believed."""
        said = trust(self._meters, self.check, self.plug.check, self.lean_days, now_s)
        gone = None if self.silence_s(now_s) <= self.stale_s else self._part_gone
        wrong = None if self.battery is None else self.battery.problem
        more = tuple(each for each in (gone, wrong) if each is not None)
        return replace(said, battery=wrong, remarks=(*said.remarks, *more)) if more else said

    def forgive(self) -> None:
        """Forgets what was held against the meters."""
        self.check.forgive()
        self.plug.check.forgive()

    def commanded(self, at_s: float, power_w: float, settle_s: float, watts_per_amp: float) -> None:
        """Takes in that the car was asked at `at_s` to draw `power_w`, and will within `settle_s`."""
        by_w = power_w - self.surplus.car.power_w
        self.surplus.car.lag_s = self.check.lag_s
        if self.connection.over:
            self.check.disturbed()
        else:
            self.check.stepped(at_s, settle_s, by_w, power_w, watts_per_amp)
        self.surplus.commanded(at_s, power_w, settle_s)

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt of the meters, fit for JSON."""
        learnt = {"check": self.check.to_dict(), "lean_days": self.lean_days.to_dict()}
        parts = {"phases": self.phases.to_dict(), "connection": self.connection.to_dict()}
        if self.battery is not None:
            learnt["battery"] = self.battery.to_dict()
        return {"of": self._named, **parts, **learnt}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave; of other meters only the car's phases.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        self.phases.from_dict(saved["phases"])
        if saved["of"] == self._named:
            self.check.from_dict(saved["check"])
            self.lean_days.from_dict(saved["lean_days"])
            if "connection" in saved:  # which the first of these files had not
                self.connection.from_dict(saved["connection"])
            if self.battery is not None and "battery" in saved:
                self.battery.from_dict(saved["battery"])
            self._hold()

    @property
    def _named(self) -> list[str]:
        return [*self._meters.grid_entities, self._meters.grid_power_positive]

    def half_silent(self, now_s: float) -> tuple[str, ...]:
        """Returns the ids of the meter's entities that have been silent for half of the time they may be."""
        grid = self._grid.entities if self.silence_s(now_s) > self.stale_s / 2 else ()
        sensors = self.connection.sensors
        phases = sensors.entities if sensors.silence_s(now_s) > sensors.stale_s / 2 else ()
        battery = () if self.battery is None else self.battery.half_silent(now_s)
        return tuple(dict.fromkeys((*grid, *phases, *battery)))

    def silence_s(self, now_s: float) -> float:
        """Returns for how many seconds the grid meter has been silent."""
        self.settle(now_s)
        return self.surplus.silent_s(now_s, self._started_s)

    def surplus_at(self, now_s: float) -> Surplus:
        """Returns the surplus at `now_s`, and its moving average."""
        self.settle(now_s)
        return self.surplus.at(now_s, self._started_s)

    def battery_at(self, now_s: float) -> tuple[float | None, float | None] | None:
        """Returns what the house battery gives in W, and its state of charge; None where there is none."""
        battery = self.battery
        return None if battery is None else (battery.power_w(now_s), battery.soc_pct(now_s))

    @property
    def house_w(self) -> float | None:
        """Returns what house and car use together in W, as far as it is metered; None before any reading."""
        if self.grid is None:
            return None
        return self.grid.power_w + (self.solar_power_w or 0.0) + self._battery_w(self.grid.at_s)

    def rise_w(self) -> float:
        """Returns by how many W the house uses more than at the last call.

        It is 0 before the grid meter's first reading, and minus infinity at the first call after it.
        """
        house_w = self.house_w
        if house_w is None:
            return 0.0
        rise_w, self._house_w = house_w - self._house_w, house_w
        return rise_w
