"""Makes solar scenarios: the surplus of the last days again, each day moved to what is forecast now.

For each quarter of an hour q of a day to come, the surplus of the example days d is regressed on what was
forecast of the energy of those days:

    slope(q) = sum of (f_d - f) * (x_d(q) - x(q)) / (sum of (f_d - f)^2 + (DOUBT * f)^2 + 1e-6)
    moved    = x_d(q) + (F - f_d) * max(smooth(slope)(q), 0) * lit(q)

The term with DOUBT holds the slope towards nothing while the forecasts were all alike. `smooth` is the mean
over SMOOTH quarters; lit(q) is 1 where more than LIT_SHARE of the examples have more than LIT_KW, else 0.
Days without a forecast stay as they are, and all do where fewer than MIN_FORECASTS days have one.

    symbol   unit     shape
    x_d(q)   kW       (examples, quarters), `examples`; a quarter that was not measured is 0
    x(q)     kW       (quarters,), the mean over the examples that have a forecast
    f_d      kWh      (examples,), `past_kwh`: the forecast of an example day, made on that day
    f        kWh      scalar, the mean of f_d
    F        kWh      scalar, `forecast_kwh` for the day to come
    slope    kW/kWh   (quarters,)
    answer   kW       (SCENARIOS, count)

Source: least squares with a ridge (A. E. Hoerl and R. W. Kennard, "Ridge regression: biased estimation for
nonorthogonal problems", Technometrics 12, 1970).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Values
from ..base.time_grid import DAY_QUARTERS
from .history import History

SCENARIOS = 15
"""So many days are looked back to, and so many solar scenarios there are. Set by
`python -m benchmarks --tuning`.
"""

MIN_KNOWN_SHARE = 0.75
"""A day of which less was measured is no example."""

MIN_FORECASTS = 6
"""From fewer days with a forecast nothing is learnt of what one means."""

DOUBT = 0.15
"""Forecasts that all lie within this share of their mean say little of what more or less of one means. Set by
`python -m benchmarks --tuning`.
"""

SMOOTH = 17
"""Quarters of an hour over which the slope is averaged. Set by `python -m benchmarks --tuning`."""

LIT_KW, LIT_SHARE = 0.1, 0.3
"""It is day when so many of the examples had so much left over. Set by `python -m benchmarks --tuning`."""


def solar_scenarios_kw(
    history: History, forecast_kwh: Sequence[float], first: int, count: int, midnight: int
) -> NDArray[np.float64]:
    """Returns the surplus in kW of `count` quarters of an hour from number `first` (since 1970) on.

    The shape is (SCENARIOS, count). The scenarios are the days before, moved by what the forecast is more or
    less than theirs was; zeros before a day was measured. `forecast_kwh` is by the days from today on,
    `midnight` by how many quarters the wall clock is ahead of UTC.
    """
    today = (first + midnight) // DAY_QUARTERS
    scenarios_kw = np.zeros((SCENARIOS, count))
    at = 0
    while at < count:
        day = (first + at + midnight) // DAY_QUARTERS
        lead = day - today
        length = min((day + 1) * DAY_QUARTERS - midnight - first - at, count - at)
        examples, ages = _examples(history, first + at, length, lead)
        if lead < len(forecast_kwh):
            past_kwh = [history.forecast_kwh(today - age) for age in ages]
            examples = _moved(examples, past_kwh, forecast_kwh[lead])
        scenarios_kw[:, at : at + length] = _ordered(examples)[_turn(lead)]
        at += length
    return scenarios_kw


def _turn(lead: int) -> NDArray[np.int64]:
    """Returns an order of the scenarios, so that each day's go with other ones of the next day."""
    # Steps without a common factor with the number of scenarios.
    step = (1, 7, 4)[lead % 3]
    return np.arange(SCENARIOS) * step % SCENARIOS


def _examples(history: History, first: int, length: int, lead: int) -> tuple[Values, list[int]]:
    """Returns the same hours of the last days, and how many days before today those are.

    The surplus has the shape (examples, length). Without a day of which enough was measured it is one of
    zeros.
    """
    ages = np.arange(1, SCENARIOS + 1)
    days_kw = history.surplus_kw(first - (lead + ages) * DAY_QUARTERS, length)
    known = ~np.isnan(days_kw)
    good = known.mean(axis=1) >= MIN_KNOWN_SHARE
    if not good.any():
        # Better bought in vain than dearly at the last moment.
        return np.zeros((1, length)), [1]
    return np.where(known, days_kw, 0.0)[good], ages[good].tolist()


def _ordered(examples: Values) -> Values:
    """Returns `SCENARIOS` of the examples from the darkest to the brightest; of fewer, some again.

    The shape (examples, quarters) becomes (SCENARIOS, quarters).
    """
    order = np.argsort(np.maximum(examples, 0.0).sum(axis=1), kind="stable")
    return examples[order[np.arange(SCENARIOS) * len(order) // SCENARIOS]]


def _moved(examples: Values, past_kwh: Sequence[float | None], forecast_kwh: float) -> Values:
    """Returns the examples as they would have been under this forecast, see the head of the module.

    The shape (examples, quarters) stays; `past_kwh` has a value for each example (None: no forecast).
    """
    known = np.array([kwh is not None for kwh in past_kwh])
    if known.sum() < MIN_FORECASTS:
        return examples
    kwh = np.array([0.0 if each is None else each for each in past_kwh])
    usual_kwh = float(kwh[known].mean())
    away_kwh = np.where(known, kwh - usual_kwh, 0.0)
    spread = float(away_kwh @ away_kwh) + (DOUBT * usual_kwh) ** 2 + 1e-6
    slope = away_kwh @ (examples - examples[known].mean(axis=0)) / spread
    slope = np.maximum(_smooth(slope), 0.0) * ((examples > LIT_KW).mean(axis=0) > LIT_SHARE)
    moved_kwh = np.where(known, forecast_kwh - usual_kwh - away_kwh, 0.0)
    shifted: Values = examples + moved_kwh[:, None] * slope
    return shifted


def _smooth(values: Values) -> Values:
    half = SMOOTH // 2
    padded = np.pad(values, half, mode="edge")
    smoothed: Values = np.convolve(padded, np.full(SMOOTH, 1 / SMOOTH), "valid")
    return smoothed
