"""Measures the processor time that a plan takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import numpy as np

from backtest.made_up import made_up_trace
from solar_charging.base.economics import Charger
from solar_charging.planning.plan import plan
from solar_charging.planning.scenarios import Scenarios, Usage

BELOW_S = 50e-3
HOURS, PER_HOUR = 48, 4
SLOTS = HOURS * PER_HOUR
SUNS, LIVES, REPEATS = 15, 4, 40


@dataclass(frozen=True)
class Timed:
    """Holds seconds of processor time: the mean, and what the slowest of a hundred takes."""

    mean_s: float
    slow_s: float

    @classmethod
    def of(cls, spans_s: Sequence[float]) -> Timed:
        return cls(float(np.mean(spans_s)), float(np.percentile(spans_s, 99)))


def time_plans() -> Timed:
    """Times plans for two days of quarters of an hour, no two at the same price; fifteen suns, four lives."""
    made = [_scenarios(8.0 + 0.7 * number) for number in range(REPEATS)]
    charger = Charger(watts_per_amp=230.0, min_a=5, max_a=32)
    plan(made[0], charger)
    spans_s = []
    for each in made:
        begin_s = time.process_time()
        plan(each, charger)
        spans_s.append(time.process_time() - begin_s)
    return Timed.of(spans_s)


def _scenarios(stored_kwh: float) -> Scenarios:
    """Returns scenarios from an evening on, when the night's prices are still to be chosen from."""
    trace = made_up_trace(datetime(2018, 3, 20, 20, tzinfo=timezone.utc), SUNS + HOURS // 24, seed=1)
    spare_kw = (trace.solar_w - trace.load_w).reshape(-1, 3600 // PER_HOUR // 10).mean(axis=1) / 1000
    evening = np.roll(spare_kw, -20 * PER_HOUR)
    suns_kw = np.stack([evening[24 * PER_HOUR * sun :][:SLOTS] for sun in range(SUNS)])
    prices = 0.25 + 0.1 * np.sin(np.arange(SLOTS) / SLOTS * 4 * np.pi) + np.arange(SLOTS) * 1e-4
    return Scenarios(
        hours=np.full(SLOTS, 1 / PER_HOUR),
        import_per_kwh=prices,
        export_per_kwh=np.full(SLOTS, 0.08),
        surplus_kw=suns_kw,
        usages=[_life(8.0 + number) for number in range(LIVES)],
        stored_kwh=stored_kwh,
        limit_kwh=48.0,
        final_value_per_kwh=0.2,
    )


def _life(trip_kwh: float) -> Usage:
    """Returns a usage at the plug from 20:00 to 07:30, and from 18:00 again."""
    leaves, back = round(11.5 * PER_HOUR), 22 * PER_HOUR
    plugged, trips_kwh, wanted_kwh = np.ones(SLOTS), np.zeros(SLOTS), np.zeros(SLOTS)
    for day in range(0, SLOTS, 24 * PER_HOUR):
        plugged[day + leaves : day + back] = 0.0
        trips_kwh[day + back] = trip_kwh
        wanted_kwh[day + leaves] = 24.0
    return Usage(plugged, trips_kwh, wanted_kwh)
