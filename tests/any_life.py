"""A life in any home around the real controller: fast, for the app without AppDaemon."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from simulator.car_settings import CarSettings
from simulator.meters import SimulatedMeters
from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.control.outcome import Outcome
from solar_charging.vehicle.car import CarState, NotAuthorized, RateLimited, Unreachable, VehicleError
from solar_charging.vehicle.commands import Command
from solar_charging.vehicle.entities import entities
from tests.any_day import Happening, price_list
from tests.any_home import ENTITIES, PHASES, VOLTAGE, Home
from tests.car_events import OF_THE_CAR
from tests.household import Household
from tests.witness import Asked, Spending, Watched

FAILURES: Mapping[str, VehicleError | None] = {
    "network down": Unreachable(Problem.LATE_ANSWER),
    "too many requests": RateLimited(300),
    "locked out": RateLimited(86_400),
    "token revoked": NotAuthorized(Problem.LOGIN_REFUSED, answer="no"),
    "network up": None,
}
SAID: Mapping[str, tuple[str, str]] = {
    "meter says unavailable": ("unavailable", "W"),
    "meter says nan": ("nan", "W"),
    "meter says 1e12": ("1e12", "W"),
    "meter says minus": ("-25000", "W"),
    "other unit": ("230", "V"),
}
SWITCHES: Mapping[str, Mapping[str, bool]] = {
    "switch off": {"enabled": False},
    "switch on": {"enabled": True},
    "charge now": {"charge_now": True},
    "charge later": {"charge_now": False},
    "no cheap power": {"off_peak": False},
    "cheap power": {"off_peak": True},
}


class CoreLife(Household):
    """A household in any home; the clock of the app may be set, and what happens is handed in."""

    vehicle: Watched  # type: ignore[assignment]
    deciding: Outcome

    def __init__(self, home: Home) -> None:
        self.home = home
        self.true = home.start
        self.back = timedelta(0)
        self.asked: list[Asked] = []
        self.said: tuple[str, str] | None = None
        self.switched_s = -math.inf
        self.own_limits = {home.limit_pct}
        self._drew: list[tuple[float, float]] = []
        self._grid: tuple[float, float | None] = (-math.inf, None)
        self._halves: dict[str, float] = {}
        self._phases_a: tuple[float, ...] | None = None
        self._reports = SimulatedMeters(home.meters, home.start.timestamp())
        super().__init__(
            settings=home.settings,
            trace=home.trace,
            start=home.start,
            zone=home.zone,
            soc_pct=home.soc_pct,
            charge_limit_pct=home.limit_pct,
            car_settings=CarSettings(**home.car),
            habits=home.habits,
        )
        if not home.plugged_in:
            self.car.unplug(self.true.timestamp())
        self._tell_prices("prices")

    def restart(self) -> None:
        if not isinstance(self.vehicle, Watched):
            self.vehicle = Watched(self.vehicle, self, self._by_its_clock)
            self.zone_info = ZoneInfo(self.zone)
            self.spending = Spending(self.settings, self.zone_info, lambda: self.now)
        super().restart()

    def restart_with_file(self) -> None:
        """AppDaemon restarts; the app takes up its file."""
        saved = json.loads(json.dumps(self.controller.saved_state.to_dict(self.now)))
        self.restart()
        assert self.controller.saved_state.from_dict(saved) == []
        self._tell_prices("prices")

    def _by_its_clock(self, report: CarState) -> CarState:
        """What a car reports, by the clock of the house."""
        at_s = report.at_s if self.habits is not None else report.at_s - self.back.total_seconds()
        return replace(report, at_s=min(at_s, self.now.timestamp()))

    # What a witness knows

    def witnessed(self, command: Command, told: CarState | None, seen: bool) -> Asked:
        (grid_s, grid_w), at_s = self._grid, self.true.timestamp()
        known = told, seen, grid_w, grid_s, self._phases_a
        wants = self.controller.keeper.wants
        need_pct = 0.0 if wants is None else wants.need_pct
        limits = self.car.charge_limit_pct, self.car.soc_pct, need_pct, frozenset(self.own_limits)
        return Asked(at_s, command, self.deciding, *known, self.switched_s, *limits)

    def drew_a(self, then_s: float) -> float:
        """What the car drew at home at a moment, in A."""
        return next((amps for at_s, amps in reversed(self._drew) if at_s <= then_s), 0.0)

    # How it goes on

    def lives(self, happenings: Iterable[Happening]) -> CoreLife:
        """Lets all of it happen, each followed by its minutes."""
        self.lives_on(timedelta(minutes=6))
        for event, minutes in happenings:
            self.happens(event)
            self.lives_on(timedelta(minutes=minutes))
        return self

    def lives_on(self, span: timedelta) -> None:
        """Lets time pass, by its clock for those as well who look at it themselves."""
        with mock.patch.object(entities, "time", SimpleNamespace(time=lambda: self.now.timestamp())):
            self.run(seconds=span.total_seconds())

    def run(self, **span: float) -> CoreLife:
        until = self.true + timedelta(**span)
        while self.true < until:
            self.true += timedelta(seconds=self.home.tick_s)
            self.now = self.true - self.back
            self.vehicle.real.now_s = self.true.timestamp()
            self.world.advance(self.true.timestamp())
            if self.habits is not None:
                self.vehicle.shown.advance(self.true.timestamp())
            self._drew.append((self.true.timestamp(), self.car.current_a if self.car.at_home else 0.0))
            self._tell_meters()
            overloaded = self.controller.overload_in_s(self.now.timestamp()) is not None
            if overloaded or self.true >= self._beat_at:
                self._beat_at = self.true + timedelta(seconds=self.settings.charging.beat_s)
                self.beat()
        return self

    def beat(self) -> Outcome:
        self.driver.look_if_due()
        outcome = self.deciding = self.controller.beat(self.now, self.switches, None)
        if outcome.read_first:
            self.driver.read()
            outcome = self.deciding = self.controller.beat(self.now, self.switches, None)
        sent = self.driver.send(self.limiter.beat(outcome), outcome.decision.state)
        self.commands += [(self.true, command) for command in (*self.limiter.sent, *sent)]
        self.outcomes.append((self.true, outcome))
        if outcome.charge_over:
            self.switches = replace(self.switches, charge_now=False)
        return outcome

    # What the meters tell

    def _tell_meters(self) -> None:
        true_s = self.true.timestamp()
        for meter, state, unit in self._reports.advance(true_s, self.world.meters(true_s)):
            if meter not in ("grid", "import", "export"):
                self._hears(ENTITIES[meter], state, unit)
            elif not self.meter_silent:
                said, in_unit = self.said or (state, unit)
                self._note_grid(meter, said)
                self._hears(ENTITIES[meter], said, in_unit)
        if self.settings.meters.phase_sensors and not self.meter_silent:
            own_a, on = self.drew_a(true_s), range(int(self.car_settings.phases))
            loads_a = enumerate(self.home.loads_a)
            self._phases_a = tuple(load_a + (own_a if each in on else 0.0) for each, load_a in loads_a)
            for entity, amps in zip(PHASES, self._phases_a, strict=True):
                self._hears(entity, f"{amps:.2f}", "A")

    def _note_grid(self, meter: str, said: str) -> None:
        with suppress(ValueError):
            self._halves[meter] = float(said)
        halves = self._halves
        if "grid" in halves:
            self._grid = (self.true.timestamp(), halves["grid"])
        elif {"import", "export"} <= halves.keys():
            self._grid = (self.true.timestamp(), halves["import"] - abs(halves["export"]))

    def _hears(self, entity: str, state: str, unit: str | None) -> None:
        if entity in self.settings.meters.entities:
            self._takes(entity, {"state": state, "attributes": {"unit_of_measurement": unit} if unit else {}})

    def _takes(self, entity: str, state: dict[str, Any]) -> None:
        with suppress(MeterError):
            self.controller.meter(entity, state, self.now.timestamp())

    def _tell_prices(self, kind: str) -> None:
        tariff, meters = self.settings.tariff, self.settings.meters
        for entity in (*tariff.price_entity, *tariff.export_price_entity):
            self._takes(entity, price_list(kind, self.now))
        for entity in (*meters.forecast_today, *meters.forecast_tomorrow):
            self._hears(entity, "12.5", "kWh")

    # What happens

    def happens(self, event: str) -> None:
        """One event."""
        if event in FAILURES:
            self.vehicle.refuses, self.vehicle.real.fails = False, FAILURES[event]
        elif event in SAID:
            self.said, self.meter_silent = SAID[event], False
        elif event in SWITCHES:
            self.switches = replace(self.switches, **SWITCHES[event])
            self.switched_s = self.true.timestamp()
            self.controller.person_acted()
        elif event in OF_THE_CAR:
            OF_THE_CAR[event](self.car, self.true.timestamp())
            if "limit" in event:
                self.own_limits.add(self.car.charge_limit_pct)
        elif "prices" in event:
            self._tell_prices(event)
        elif event in ELSE:
            ELSE[event](self)


def _jumps(by: timedelta) -> Callable[[CoreLife], None]:
    def jumps(life: CoreLife) -> None:
        life.back += by
        life.now = life.true - life.back

    return jumps


def _metering(life: CoreLife, silent: bool) -> None:
    life.meter_silent, life.said = silent, None


ELSE: Mapping[str, Callable[[CoreLife], None]] = {
    "restart": CoreLife.restart_with_file,
    "clock forward": _jumps(-timedelta(hours=2)),
    "clock back": _jumps(timedelta(minutes=47)),
    "meter silent": lambda life: _metering(life, True),
    "meter back": lambda life: _metering(life, False),
    "refuses": lambda life: setattr(life.vehicle, "refuses", True),
    "odd voltage": lambda life: life._hears(VOLTAGE, "12", "V"),
}
