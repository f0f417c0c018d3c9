"""Replays a scenario under a law, in steps of 10 s."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from .car import PluggedCar
from .export_limit import wavering_w
from .house_battery import BatteryRun, HouseBattery
from .law import Law, View
from .prices import STEP_S
from .result import Counts, Result, evaluate
from .scenario import Scenario

Decide: TypeAlias = Callable[[View], "int | None"]
PassStep: TypeAlias = Callable[[int], int]

DAY_STEPS = 86_400 // STEP_S
METER_LAG_S = 60.0
MISSED_PCT = 0.5
"""Missing per cents of the state of charge up to which a departure was not missed.

Cars count in whole per cents. What is missing still costs.
"""


def run(
    scenario: Scenario, law: Law, seed: int = 0, progress: Callable[[float], None] | None = None
) -> Result:
    """Lets the law charge the car through the whole scenario; the same seed gives the same result.

    `progress` is called day by day with the share that is done.
    """
    return _Run(scenario, law, seed).whole(progress)


class _Run:
    """Keeps the state of one run."""

    def __init__(self, scenario: Scenario, law: Law, seed: int) -> None:
        self.scenario = scenario
        self.law = law
        model = scenario.car
        self.start_kwh = scenario.soc_start_pct / 100 * model.battery_kwh
        self.car = PluggedCar(model, self.start_kwh, seed)
        self.view = View(scenario)
        self.inverter = _Inverter(scenario) if scenario.house_battery else None
        self.lag = round(min(max(scenario.trace.step_s, STEP_S), METER_LAG_S) / STEP_S)
        self.report_age = round(model.report_age_s / STEP_S)
        self.amps: list[int] = []
        self.stored_kwh: list[float] = []
        self.short_kwh: list[tuple[int, float]] = []

    def whole(self, progress: Callable[[float], None] | None) -> Result:
        steps = self.scenario.steps
        changes = dict(self._changes())
        edges = sorted({0, steps, *range(0, steps, DAY_STEPS), *(at for at in changes if at < steps)})
        for first, last in pairwise(edges):
            if first in changes:
                self._change(first, *changes[first])
            self._span(first, last)
            if progress is not None:
                progress(last / steps)
        if steps in changes:
            self._change(steps, *changes[steps])
        return self._result()

    def _changes(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yields the steps at which a session ends or begins, with the numbers of the two (-1 for none)."""
        padded = np.concatenate(([-1], self.scenario.session_index, [-1]))
        for at in np.flatnonzero(np.diff(padded)):
            yield int(at), (int(padded[at]), int(padded[at + 1]))

    def _change(self, step: int, ended: int, begun: int) -> None:
        """Settles the session that ended, and begins the next."""
        scenario, car, view = self.scenario, self.car, self.view
        battery_kwh = scenario.car.battery_kwh
        last = step == scenario.steps
        if ended >= 0 and step == scenario.step_of(scenario.sessions[ended].plug_out):
            wanted_kwh = scenario.sessions[ended].soc_target_pct / 100 * battery_kwh
            self.short_kwh.append((step, max(wanted_kwh - car.stored_kwh, 0.0)))
        if last:
            return
        if begun < 0:
            car.unplug()
            # Who drives off wakes it up.
            view.active_s = scenario.start_s + step * STEP_S
            view.departure_s, view.soc_target_pct = None, 0.0
            return
        session = scenario.sessions[begun]
        if session.soc_in_pct is None:
            car.drive(step, session.trip_kwh)
        else:
            car.stored_kwh = session.soc_in_pct / 100 * battery_kwh
        if not car.plugged:
            car.plug_in()
            view.active_s = scenario.start_s + step * STEP_S
        if scenario.told:
            view.departure_s = session.plug_out.timestamp()
            view.soc_target_pct = session.soc_target_pct

    def _span(self, first: int, last: int) -> None:
        """Replays steps within which the car is either plugged in or away."""
        scenario, car, view, amps, stored_kwh = self.scenario, self.car, self.view, self.amps, self.stored_kwh
        told = car.told
        decide: Decide = self.law.decide
        pass_step: PassStep = car.step
        if scenario.limits_w is not None:
            decide = _curtailed(decide, scenario, scenario.limits_w.tolist())
        if self.inverter is not None:
            decide, pass_step = self.inverter.beside(decide, pass_step, view)
        start_s, age, per_amp = scenario.start_s, self.report_age, scenario.car.watts_per_amp
        per_cent = 100 / scenario.car.battery_kwh
        drawn_a = amps[-1] if amps else 0
        view.plugged = car.plugged
        step = first
        for house_w, solar_w, buy, sell in self._seen(first, last):
            now_s = start_s + step * STEP_S
            view.now_s = now_s
            view.grid_w = house_w + drawn_a * per_amp
            view.solar_w = solar_w
            view.import_price = buy
            view.export_price = sell
            view.car_a = (amps[step - 1 - age] if step > age else 0) if age else drawn_a
            view.car_reported_s = now_s - age * STEP_S
            view.charging = car.on
            view.offered_a = car.offered_a
            view.soc_pct = car.stored_kwh * per_cent
            if car.on:
                view.active_s = now_s
            wanted = decide(view)
            if wanted is not None and told(wanted, step, view.asleep):
                view.active_s = now_s
            drawn_a = pass_step(step)
            amps.append(drawn_a)
            stored_kwh.append(car.stored_kwh)
            step += 1

    def _seen(self, first: int, last: int) -> Iterator[tuple[float, float, float, float]]:
        """Yields for each step the house's net load and solar power in W, as metered late, and both prices.

        The meters are late by one step of the trace, at most a minute.
        """
        scenario = self.scenario
        late = np.clip(np.arange(first, last) - self.lag, 0, None)
        solar_w = scenario.solar_w[late]
        house_w = scenario.load_w[late] - solar_w
        prices = scenario.import_price[first:last].tolist(), scenario.export_price[first:last].tolist()
        return zip(house_w.tolist(), solar_w.tolist(), *prices, strict=True)

    def _result(self) -> Result:
        scenario, first = self.scenario, self.scenario.first_scored
        amps = np.array(self.amps, dtype=np.int16)
        stored_kwh = np.array(self.stored_kwh)
        soc_pct = (stored_kwh * (100 / scenario.car.battery_kwh)).astype(np.float32)
        battery = self.inverter.result() if self.inverter else None
        return evaluate(scenario, amps, soc_pct, self._counts(first, stored_kwh), battery)

    def _counts(self, first: int, stored_kwh: np.typing.NDArray[np.float64]) -> Counts:
        sent = tuple(each for each in self.car.sent if each.step >= first)
        first_s = self.scenario.start_s + first * STEP_S
        short = [kwh for at, kwh in self.short_kwh if at > first]
        missing = [kwh for at, kwh in self.car.missing_kwh if at >= first]
        missed_kwh = MISSED_PCT / 100 * self.scenario.car.battery_kwh
        before_kwh = stored_kwh[first - 1] if first else self.start_kwh
        return Counts(
            sent=sent,
            data_reads=sum(at_s >= first_s for at_s in self.view.reads),
            wakes=sum(each.kind == "wake" for each in sent)
            + sum(at_s >= first_s for at_s in self.view.wakes),
            shortfall_kwh=sum(short) + sum(missing),
            missed=sum(kwh > missed_kwh for kwh in short),
            stored_kwh=float(stored_kwh[-1] - before_kwh),
        )


def _curtailed(decide: Decide, scenario: Scenario, limits_w: list[float]) -> Decide:
    """Returns a law that sees the sun as far as it is let out, and the grid meter accordingly."""
    start_s = scenario.start_s

    def shown(view: View) -> int | None:
        limit_w = limits_w[round((view.now_s - start_s) / STEP_S)]
        lost_w = wavering_w(view.now_s) - limit_w - view.grid_w
        if lost_w > 0:
            view.grid_w += lost_w
            view.solar_w -= lost_w
        return decide(view)

    return shown


class _Inverter:
    """Lets the house battery run along with the house, and keeps what it did."""

    def __init__(self, scenario: Scenario) -> None:
        assert scenario.house_battery is not None
        self._battery = HouseBattery(scenario.house_battery)
        self._house_w = (scenario.load_w - scenario.solar_w).tolist()
        self._power_w: list[float] = []
        self._stored_kwh: list[float] = []
        self._limited: list[bool] = []

    def beside(self, decide: Decide, pass_step: PassStep, view: View) -> tuple[Decide, PassStep]:
        """Returns both with the battery: a law that sees it, and a step in which it does its part."""
        per_amp = view.car.watts_per_amp

        def shown(view: View) -> int | None:
            self._show(view)
            return decide(view)

        def passed(step: int) -> int:
            drawn_a = pass_step(step)
            self._step(step, drawn_a * per_amp, view.battery_limit_w)
            return drawn_a

        return shown, passed

    def _show(self, view: View) -> None:
        """Takes what the battery covers off the grid meter, both of the same moment."""
        battery = self._battery
        view.battery_w = battery.answer_w(view.grid_w)
        view.grid_w -= view.battery_w
        view.battery_soc_pct = battery.soc_pct

    def _step(self, step: int, car_w: float, limit_w: float) -> None:
        battery = self._battery
        battery.limit_w = limit_w
        self._power_w.append(battery.step(self._house_w[step] + car_w))
        self._stored_kwh.append(battery.stored_kwh)
        self._limited.append(limit_w < math.inf)

    def result(self) -> BatteryRun:
        power_w, stored_kwh = np.array(self._power_w), np.array(self._stored_kwh)
        return BatteryRun(self._battery.model, power_w, stored_kwh, np.array(self._limited, dtype=bool))
