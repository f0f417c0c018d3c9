"""Draws days of houses with a battery: what the car drew, what the sun gave, how full the battery was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from backtest.engine import run
from backtest.house_battery import BatteryModel
from backtest.made_up import clear_sky_w
from backtest.prices import STEP_S, two_rates
from backtest.result import KWH_PER_W, Result, cost_of
from backtest.scenario import CarModel, Scenario, Session
from backtest.scenarios import ZONE, Window
from simulator.trace import Series, Trace

from .day import DAY_STEPS, FIRST_HOUR, Day
from .homes import LAWS, OURS, OURS_BLIND, Home
from .plot import draw

DRAWN = (OURS_BLIND, OURS, "evcc, tuned")
HOUR_STEPS = 3600 // STEP_S
BEFORE = timedelta(days=7)
"""What a law has seen of the house before the day."""

AT_HOME = 0.9
"""Share of the sunny hours of a day for which the car must be at the plug to be drawn."""


Worth = Callable[[Scenario, slice], float]
"""Says how much some steps of a scenario are worth showing."""


def draw_days(windows: Sequence[Window], folder: Path) -> Iterator[str]:
    """Draws all days into a folder; yields what each law came to on each."""
    folder.mkdir(parents=True, exist_ok=True)
    for day in days_of(windows):
        results = {law: run(day.scenario, LAWS[law](day.scenario.car)) for law in DRAWN}
        draw(day, results, folder / f"{day.name}.png")
        for law, result in results.items():
            yield told(day, law, result)


def days_of(windows: Sequence[Window]) -> Iterator[Day]:
    """Yields the sunset, and a broken, a winter and a spot day of the windows."""
    yield sunset()
    spring = next((window for window in windows if "spring" in window.name), windows[0])
    winter = next((window for window in windows if "winter" in window.name), windows[-1])
    yield _day("broken", "night_1ph", spring, _changes)
    yield _day("winter", "night_1ph", winter, _sun)
    yield _day("spot", "spot_1ph", winter, _sun_and_prices)


def sunset() -> Day:
    """Returns a clear day: 6 kW of sun at most, a house of 350 W, and a battery that is full at noon.

    The car comes at noon, on one phase. The days before were alike, and it was away.
    """
    start = datetime(2018, 6, 1, tzinfo=timezone.utc)
    days = BEFORE.days + 2
    sun_w = clear_sky_w(start.timetuple().tm_yday, days * DAY_STEPS)
    trace = Trace(start, float(STEP_S), np.full(days * DAY_STEPS, 350.0), sun_w * (6000.0 / sun_w.max()))
    noon = start + BEFORE + timedelta(hours=10)
    made = Scenario(
        name="sunset",
        trace=trace,
        sessions=(Session(noon, start + timedelta(days=days), soc_in_pct=15.0),),
        prices=two_rates(start, days * DAY_STEPS, ZONE),
        car=CarModel(),
        zone=ZONE,
        score_from=start + BEFORE,
        house_battery=BatteryModel(),
    )
    return Day("sunset", made, made.step_of(start + BEFORE) + (FIRST_HOUR - 2) * HOUR_STEPS)


def told(day: Day, law: str, result: Result) -> str:
    """Says what a law came to on a day."""
    side, scenario, steps = result.house, day.scenario, day.steps
    assert side is not None
    house_w = scenario.load_w[steps] - scenario.solar_w[steps]
    car_w = result.amps[steps].astype(float) * scenario.car.watts_per_amp
    given_w = side.power_w[steps]
    to_car_w = np.clip(given_w - np.maximum(house_w, 0.0), 0.0, car_w)
    sun_w = np.minimum(car_w, np.maximum(-house_w, 0.0))
    grid_w = house_w + car_w - given_w
    cost = cost_of(grid_w, scenario.import_price[steps], scenario.export_price[steps])
    sent = [each for each in result.sent if steps.start <= each.step < steps.stop]
    parts = (
        f"{day.name:7} {law:33} car {_kwh(car_w):5.2f} kWh",
        f"(sun {_kwh(sun_w):5.2f}, battery {_kwh(to_car_w):5.2f})",
        f"bought {_kwh(np.maximum(grid_w, 0.0)):5.2f} kWh",
        f"battery {side.soc_pct[steps.start]:3.0f} -> {side.soc_pct[steps.stop - 1]:3.0f} %",
        f"bill {cost:6.2f} EUR",
        f"{len(sent)} commands, {sum(each.kind == 'start' for each in sent)} starts",
    )
    return "  ".join(parts)


def _kwh(watts: Series) -> float:
    return float(watts.sum()) * KWH_PER_W


def _day(name: str, home: str, window: Window, worth: Worth) -> Day:
    """Returns the day at home that is worth most, with the days before it."""
    whole = Home(home).scenario_in(window)
    per_day = range(_morning(whole), whole.steps - DAY_STEPS, DAY_STEPS)
    after = [first for first in per_day if first * STEP_S >= BEFORE.total_seconds()]
    at_home = [first for first in after if _at_home(whole, first)]
    first = max(at_home or after or per_day, key=lambda each: worth(whole, slice(each, each + DAY_STEPS)))
    begin = max(first - round(BEFORE.total_seconds() / STEP_S), 0)
    cut = _cut(whole, begin, first + DAY_STEPS + HOUR_STEPS)
    return Day(name, cut, first - begin)


def _morning(whole: Scenario) -> int:
    """Returns the step at which the first day is drawn from."""
    hour = whole.time_of(0).hour
    return (FIRST_HOUR - hour) % 24 * HOUR_STEPS


def _at_home(whole: Scenario, first: int) -> bool:
    """Says whether the car is at the plug while the sun shines."""
    by_day = slice(first + 3 * HOUR_STEPS, first + 11 * HOUR_STEPS)
    return bool((whole.session_index[by_day] >= 0).mean() > AT_HOME)


def _changes(whole: Scenario, steps: slice) -> float:
    return float(np.abs(np.diff(whole.solar_w[steps])).sum())


def _sun(whole: Scenario, steps: slice) -> float:
    return float(whole.solar_w[steps].sum())


def _sun_and_prices(whole: Scenario, steps: slice) -> float:
    return _sun(whole, steps) * float(np.ptp(whole.import_price[steps]))


def _cut(whole: Scenario, begin: int, end: int) -> Scenario:
    """Returns a stretch of a scenario, which begins and ends with whole steps of its trace."""
    trace, per_step = whole.trace, round(whole.trace.step_s / STEP_S) or 1
    if trace.step_s >= STEP_S:
        part = slice(begin // per_step, end // per_step)
    else:
        finer = round(STEP_S / trace.step_s)
        part = slice(begin * finer, end * finer)
    begin, end = begin // per_step * per_step, end // per_step * per_step
    start = trace.start + timedelta(seconds=begin * STEP_S)
    prices = whole.prices
    return replace(
        whole,
        trace=replace(trace, start=start, load_w=trace.load_w[part], solar_w=trace.solar_w[part]),
        sessions=tuple(each for each in whole.sessions if each.plug_out > start),
        prices=replace(
            prices,
            import_per_kwh=prices.import_per_kwh[begin:end],
            export_per_kwh=prices.export_per_kwh[begin:end],
        ),
        score_from=start,
    )
