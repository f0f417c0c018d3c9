"""Makes the lives and tariffs in which it matters when a kWh is bought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np

from backtest.prices import Prices
from backtest.scenario import Scenario, on_grid
from backtest.scenarios import KINDS, SPOT_FACTOR, SPOT_PUBLISHED_HOUR, Kind, Window, scenario_of
from backtest.sessions import office_worker
from benchmarks.windows import warm_up_in

FIXED = 0.01
"""Added to the exchange's price: so little that it can be negative."""

NEGATIVE_SHARE = 0.03
"""Share of the time with a negative price, where the exchange itself has none."""


def _lived(kind: Kind, phases: Literal[1, 3], name: str, window: Window) -> Scenario:
    return scenario_of(f"{name} {window.name}", kind, phases, window, warm_up=warm_up_in(window))


def _negative(phases: Literal[1, 3], name: str, window: Window) -> Scenario:
    return replace(_lived(Kind(), phases, name, window), prices=passed_on(window))


def passed_on(window: Window) -> Prices:
    """Passes the exchange's prices on as they are: little is added, and what is fed in earns them too.

    In a window without a negative hour they are lowered until there are some.
    """
    spot = on_grid(window.spot, window.trace.step_s)
    bought = spot * SPOT_FACTOR + FIXED
    if bought.min() >= 0:
        bought = bought - float(np.quantile(bought, NEGATIVE_SHARE)) - 1e-6
    return Prices(bought, np.maximum(np.minimum(spot, bought), 0.0), SPOT_PUBLISHED_HOUR)


SCENES: Mapping[str, Callable[[str, Window], Scenario]] = {
    "evening_1ph": partial(_lived, KINDS["night"], 1),
    "weekend_at_home_1ph": partial(_lived, Kind(person=office_worker), 1),
    "negative_prices_1ph": partial(_negative, 1),
    "negative_prices_3ph": partial(_negative, 3),
    "late_shift_1ph": partial(_lived, KINDS["shift30"], 1),
    "late_shift_3ph": partial(_lived, KINDS["shift30"], 3),
}

SAID: Mapping[str, str] = {
    "evening": "home at 17:40, ready with 40 % at 07:30, cheap from 22:00 to 06:00",
    "weekend at home": "the same at work from Monday to Friday, at the plug all weekend",
    "negative prices": "the evening's life, bought at the exchange's prices, which are negative at times",
    "late shift": "ready with 40 % at 17:00, before the cheap hours; home at 01:00, full with 50 %",
}


def scene_in(name: str, window: Window) -> Scenario:
    """Returns one of the scenes in one window."""
    return SCENES[name](name, window)
