"""Describes the houses whose inverter throws sun away, and the laws that run in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Literal

import numpy as np

from backtest.export_limit import ExportLimit
from backtest.house_battery import BatteryModel
from backtest.law import Law
from backtest.laws.evcc import Evcc, EvccBattery, EvccSettings
from backtest.laws.ours import SolarCharging, settings_for
from backtest.prices import STEP_S, Prices, two_rates
from backtest.scenario import Scenario, Session, steps_of
from backtest.scenarios import ZONE, Window, car_model
from simulator.trace import Trace

FEED_IN, NOON_FEED_IN, NOON = 0.08, -0.05, (11.0, 16.0)
"""What a kWh that is fed in brings, and between which hours it costs where prices are negative."""

TRIP_KWH, TARGET_PCT, LEAVES_H, BACK_H = 14.0, 60.0, 19, 20
"""The car is at home but for an evening's drive, before which the plan wants so much in it."""


@dataclass(frozen=True)
class Home:
    """Describes a house: how much its inverter lets out, `unpaid` only while that brings nothing."""

    label: str
    limit_w: float = 0.0
    unpaid: bool = False
    battery: bool = False
    phases: Literal[1, 3] = 1

    def scenario_in(self, window: Window, days: int, warm_up: int) -> Scenario:
        """Returns the first days of a window in this house, scored after `warm_up` of them."""
        trace = _first(window.trace, days)
        steps = steps_of(trace)
        return Scenario(
            name=f"{self.label} {window.name}",
            trace=trace,
            sessions=tuple(_evenings(trace, days)),
            prices=self._prices(trace, steps),
            car=car_model(self.phases),
            zone=ZONE,
            score_from=trace.start + timedelta(days=warm_up),
            house_battery=BatteryModel() if self.battery else None,
            export_limit=ExportLimit(self.limit_w, self.unpaid),
        )

    def _prices(self, trace: Trace, steps: int) -> Prices:
        prices = two_rates(trace.start, steps, ZONE)
        paid = FEED_IN if self.limit_w or self.unpaid else 0.0
        sold = np.full(steps, paid)
        if self.unpaid:
            local = trace.start.astimezone(ZONE)
            hour = (local.hour + local.minute / 60 + np.arange(steps) * STEP_S / 3600) % 24
            sold = np.where((hour >= NOON[0]) & (hour < NOON[1]), NOON_FEED_IN, paid)
        return replace(prices, export_per_kwh=sold)


HOMES = (
    Home("zero export"),
    Home("zero export, three phases", phases=3),
    Home("zero export at negative prices", unpaid=True),
    Home("zero export, a battery", battery=True),
    Home("no more than 600 W", limit_w=600.0),
    Home("no more than 70 %", limit_w=4900.0),
)
QUICK = HOMES[:1]


def _first(trace: Trace, days: int) -> Trace:
    count = round(min(days * 86_400, trace.span_s) / trace.step_s)
    return replace(trace, load_w=trace.load_w[:count], solar_w=trace.solar_w[:count])


def _evenings(trace: Trace, days: int) -> Iterator[Session]:
    """Yields the days at the plug, from one evening's drive to the next."""
    morning = trace.start.astimezone(ZONE).replace(hour=0, minute=0)
    for day in range(days + 1):
        begin, end = (
            morning + timedelta(days=day - 1, hours=BACK_H),
            morning + timedelta(days=day, hours=LEAVES_H),
        )
        yield Session(begin, end, soc_target_pct=TARGET_PCT, trip_kwh=TRIP_KWH)


Make = Callable[[Scenario], Law]

TRUTH, FOUND, WITHOUT = "told the true sun", "solar meter and forecast", "without the feature"


def _ours(scenario: Scenario, forecast: bool = True, lit: bool = True) -> Law:
    """Returns our law; a limit of more than nothing a person has to name."""
    limit, settings = scenario.export_limit, settings_for(scenario.car)
    if lit and limit is not None and limit.watts:
        meters = settings.meters.model_copy(update={"export_limit_w": limit.watts})
        settings = settings.model_copy(update={"meters": meters})
    return SolarCharging(scenario.car, settings, forecast=forecast, lit=lit)


def _evcc(scenario: Scenario) -> Law:
    return Evcc(scenario.car, EvccSettings(battery=EvccBattery() if scenario.house_battery else None))


LAWS: Mapping[str, Make] = {
    TRUTH: _ours,
    FOUND: _ours,
    WITHOUT: partial(_ours, forecast=False, lit=False),
    "evcc": _evcc,
}
"""All but the first see what is left of the sun."""

QUICK_LAWS = (TRUTH, FOUND, WITHOUT)
