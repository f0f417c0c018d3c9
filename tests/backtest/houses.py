"""Small scenarios with round numbers, and laws that do as a test wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from backtest.law import View
from backtest.prices import Prices, two_rates
from backtest.scenario import CarModel, Scenario, Session, steps_of
from simulator.trace import Trace

MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)  # a Monday
PROMPT = CarModel(latency_s=0, start_latency_s=0, wake_delay_s=0)
LOSSLESS = {"efficiency": 1.0, "overhead_kw": 0.0}


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def house(
    surplus_w: float | list[float] = 0.0,
    hours: float = 24,
    step_s: float = 60,
    sessions: tuple[Session, ...] | None = None,
    prices: Prices | None = None,
    car: CarModel = PROMPT,
    **others: Any,
) -> Scenario:
    """A house without a load of its own, whose surplus is constant or given per step (negative: a load)."""
    steps = round(hours * 3600 / step_s)
    surplus = np.resize(np.array(surplus_w, dtype=float), steps)
    trace = Trace(MIDNIGHT, step_s, np.maximum(-surplus, 0), np.maximum(surplus, 0))
    zone = ZoneInfo("UTC")
    return Scenario(
        name="test",
        trace=trace,
        sessions=(Session(MIDNIGHT, at(hours)),) if sessions is None else sessions,
        prices=prices or two_rates(trace.start, steps_of(trace), zone),
        car=car,
        zone=zone,
        score_from=others.pop("score_from", MIDNIGHT),
        **others,
    )


class Script:
    """Wants what is written for a step, and nothing at the others; keeps what `look` saw of each."""

    name = "script"

    def __init__(self, wishes: Mapping[int, int], look: Callable[[View], object] | None = None) -> None:
        self._wishes = wishes
        self._look = look
        self._step = -1
        self.seen: list[Any] = []

    def decide(self, view: View) -> int | None:
        self._step += 1
        if self._look is not None:
            self.seen.append(self._look(view))
        return self._wishes.get(self._step)


def view_at(scenario: Scenario, moment: datetime, **seen: Any) -> View:
    """What a law sees at a moment, plugged in, with whatever a test is about."""
    view = View(scenario)
    step = scenario.step_of(moment)
    view.now_s, view.plugged = moment.timestamp(), True
    if 0 <= step < scenario.steps:
        view.import_price = float(scenario.import_price[step])
        view.export_price = float(scenario.export_price[step])
    for name, value in seen.items():
        setattr(view, name, value)
    return view
