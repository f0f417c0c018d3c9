"""Shows the next two days as short lists, for the card's strip and for templates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from ..base.economics import Values
from ..base.time_grid import QUARTER_S
from ..control.outcome import Outcome
from ..planning.departures import Departure
from ..planning.outlook import Bought, Outlook
from .entity import UNKNOWN, Entity, moment, number

MINUTE_S = 60


def _made(outcome: Outcome) -> str:
    prospect = outcome.energy_value.prospect
    return moment(None if prospect is None else prospect.now)


def _attributes(outcome: Outcome) -> dict[str, object]:
    prospect = outcome.energy_value.prospect
    return {} if prospect is None else listed(prospect.outlook) | {"currency": outcome.costs.currency}


@lru_cache(maxsize=4)
def listed(outlook: Outlook) -> dict[str, object]:
    """Returns what is known of an outlook, in text: lists by quarters of an hour, moments in minutes.

    A list ends where nothing more is known, and what is not known in it is empty. What is not known at all is
    left out. All is text, for AppDaemon takes zeros and None out of any list.
    """
    begin_s, sun = outlook.begin.timestamp(), outlook.sun
    lists = {
        "price": _short(outlook.prices, 4),
        "sun_kw": "" if sun is None else _short(sun.mean_kw, 1),
        "sun_low_kw": "" if sun is None else _short(sun.low_kw, 1),
        "sun_high_kw": "" if sun is None else _short(sun.high_kw, 1),
        "charged_kwh": _short(outlook.sun_kwh, 2),
        "soc_pct": _short(outlook.soc_pct, 1),
    }
    rows = {
        "purchases": [_purchase(each, begin_s) for each in outlook.purchases],
        "departures": [_departure(each, begin_s) for each in outlook.departures],
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
        **{key: figure for key, figure in figures.items() if figure != UNKNOWN},
        **{key: each for key, each in lists.items() if each},
        **{key: each for key, each in rows.items() if each},
    }


def _purchase(bought: Bought, begin_s: float) -> str:
    each = bought.purchase
    when = _short([(at.timestamp() - begin_s) / MINUTE_S for at in (each.begin, each.end)], 0)
    return f"{when},{_short([each.kwh], 2)},{_short([each.price_per_kwh], 4)},{_short([bought.cost], 2)}"


def _departure(departure: Departure, begin_s: float) -> str:
    when = _short([(departure.at_s - begin_s) / MINUTE_S], 0)
    return f"{when},{_short([departure.soc_pct], 1)},{departure.learnt:d}"


def _short(values: Values | Iterable[float | None], digits: int) -> str:
    """Returns numbers with so many digits at most, between commas; empty where one is not known."""
    texts = ["" if value is None or math.isnan(value) else _number(value, digits) for value in values]
    return ",".join(texts).rstrip(",")


def _number(value: float, digits: int) -> str:
    # Adding zero takes the sign from a zero.
    text = f"{round(float(value), digits) + 0.0:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


OUTLOOK = Entity(
    "outlook", "mdi:chart-timeline-variant", None, "timestamp", None, lambda out, _: _made(out), _attributes
)
