"""Finds what had been forecast of the sun for each of the last days, of what the forecast's entities said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..base.errors import MeterError
from ..metering.meter import Sum, forecast_kwh
from .past_rows import PastState

EARLY = time(2)
"""By then the entities tell of the day that has begun, and none of its sun is known yet."""

EPOCH = date(1970, 1, 1)


def forecasts(states: Mapping[str, Sequence[PastState]], zone: ZoneInfo, until: datetime) -> dict[int, float]:
    """Returns the kWh forecast for days before `until` (aware), by the day since 1970.

    The entities tell of one roof each: a day of which one says nothing has no forecast.
    """
    roofs, found = Sum(tuple(states), forecast_kwh), {}
    times = {entity: [each.at_s for each in told] for entity, told in states.items()}
    first_s = max((told[0] for told in times.values() if told), default=until.timestamp())
    day = datetime.fromtimestamp(first_s, zone).date()
    while (at := datetime.combine(day, EARLY, zone)) < until:
        kwh = None
        for entity, told in states.items():
            index = bisect_right(times[entity], at.timestamp()) - 1
            try:
                kwh = roofs.update(entity, told[index].state if index >= 0 else {})
            except MeterError:
                kwh = None
        if kwh is not None:
            found[(day - EPOCH).days] = kwh
        day += timedelta(days=1)
    return found
