"""Shows the next two days as short lists, for the card's strip and for templates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from ..base.economics import Values
from ..base.time_grid import QUARTER_S
from ..control.outcome import Outcome
from ..planning.outlook import Outlook
from .entity import Entity, moment, number

MINUTE_S = 60


def _made(outcome: Outcome) -> str:
    prospect = outcome.energy_value.prospect
    return moment(None if prospect is None else prospect.now)


def _attributes(outcome: Outcome) -> dict[str, object]:
    prospect = outcome.energy_value.prospect
    return {} if prospect is None else listed(prospect.outlook) | {"currency": outcome.costs.currency}


@lru_cache(maxsize=4)
def listed(outlook: Outlook) -> dict[str, object]:
    """Returns what is known of an outlook: numbers as text, lists by quarters of an hour, moments in minutes.

    A list ends where nothing more is known; what is not known in it is None. What is not known at all is left
    out.
    """
    begin_s, sun = outlook.begin.timestamp(), outlook.sun
    lists = {
        "price": _short(outlook.prices, 4),
        "sun_kw": [] if sun is None else _short(sun.mean_kw, 1),
        "sun_low_kw": [] if sun is None else _short(sun.low_kw, 1),
        "sun_high_kw": [] if sun is None else _short(sun.high_kw, 1),
        "charged_kwh": _short(outlook.sun_kwh, 2),
        "soc_pct": _short(outlook.soc_pct, 1),
        "purchases": [
            [
                _minutes(each.purchase.begin, begin_s),
                _minutes(each.purchase.end, begin_s),
                *_short((each.purchase.kwh, each.purchase.price_per_kwh, each.cost), 2, 4, 2),
            ]
            for each in outlook.purchases
        ],
        "departures": [
            [round((each.at_s - begin_s) / MINUTE_S), *_short((each.soc_pct,), 1), int(each.learnt)]
            for each in outlook.departures
        ],
    }
    figures = {
        "cheap_below": number(outlook.cheap, 4),
        "soc_now_pct": number(outlook.soc_now_pct, 1),
        "bought_kwh": number(outlook.bought_kwh, 2),
        "cost": number(outlook.cost, 2),
        "missing_kwh": number(outlook.missing_kwh, 1),
    }
    return {
        "begin": moment(outlook.begin),
        "step_min": str(QUARTER_S // MINUTE_S),
        "prices_told": str(outlook.told),
        "priced": "yes" if outlook.priced else "no",
        **{key: figure for key, figure in figures.items() if figure != "unknown"},
        **{key: each for key, each in lists.items() if each},
    }


def _minutes(at: datetime, begin_s: float) -> int:
    return round((at.timestamp() - begin_s) / MINUTE_S)


def _short(values: Values | Iterable[float | None], *digits: int) -> list[float | None]:
    """Returns numbers with so many digits (the last counts for the rest), whole ones without a point."""
    last, found = len(digits) - 1, list[float | None]()
    for at, value in enumerate(values):
        if value is None or math.isnan(value):
            found.append(None)
            continue
        # Adding zero takes the sign from a zero.
        short = round(float(value), digits[min(at, last)]) + 0.0
        found.append(int(short) if short.is_integer() else short)
    while found and found[-1] is None:
        found.pop()
    return found


OUTLOOK = Entity(
    "outlook", "mdi:chart-timeline-variant", None, "timestamp", None, lambda out, _: _made(out), _attributes
)
