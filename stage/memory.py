"""Makes up what the app remembers: four weeks of the house, and a car that has charged since the morning.

An hour of the demo passes in a minute, so what is charged meanwhile comes to hundredths of a kWh.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from stage.seeding import Home

IMPORT_PER_KWH, EXPORT_PER_KWH, STORED_PER_KWH = 0.30, 0.08, 0.089
AT_ONCE_PER_KWH, AT_ONCE_KWH = 0.27, 20.0
"""What a kWh had cost in a cloudy morning at once on plug-in, and how many are known of."""

PLUGGED = timedelta(hours=3)
SOC_IN_PCT, SOC_PCT = 36, 50
SESSION_KWH, MONTH_KWH, TOTAL_KWH = (6.1, 0.9), (118.0, 21.0), (1460.0, 310.0)
"""From the sun and the grid."""

BATTERY_KWH = 1.4
"""What a house battery gave in the session; a tenth of the sun in the month and in all."""


SUNRISE_H, SUNSET_H, LOAD_W = 6.0, 21.0, 350.0
PEAKS_W = (4200.0, 3600.0, 1500.0, 3900.0, 2600.0, 4400.0, 900.0)
"""The house of the last weeks: its sun at noon, one day after the other, and what it needs."""

LEAVES_H, BACK_H, WEEKEND = 7.5, 17.5, 5
CAME_KWH, LEFT_KWH = 36.0, 48.0
"""The car of the last weeks: away by day, but for weekends; and what it came and left with."""

DAYS, DAY_QUARTERS, QUARTER_S = 28, 96, 900
"""How far back the app remembers, and in which steps."""


def late_morning(now: datetime) -> str:
    """Returns a time zone in which it is between 11 and 12: what is planned has a day and a night ahead."""
    ahead = 11 - now.astimezone(timezone.utc).hour
    return f"Etc/GMT{-ahead:+d}"


def weeks(now: datetime) -> dict[str, Any]:
    """Returns the app's saved state of a house that it has watched for four weeks, by the house's clock."""
    return {"version": 1, "history": _past(now)}


def _past(now: datetime) -> dict[str, Any]:
    """Returns what the app remembers of its past: a ring of quarters of an hour, and the car's stays."""
    ring: list[float | None] = [None] * (DAYS * DAY_QUARTERS)
    newest = int(now.timestamp() // QUARTER_S)
    for quarter in range(newest - len(ring) + 1, newest):
        at = datetime.fromtimestamp(quarter * QUARTER_S, now.tzinfo)
        surplus_w = _sun_w(at.hour + at.minute / 60, at.date().toordinal()) - LOAD_W
        ring[quarter % len(ring)] = round(surplus_w / 1000, 3)
    stays = [list(each) for each in _stays(now)]
    nothing: dict[str, Any] = {"stay": None, "forecast_kwh": {}, "car_kwh": {}}
    return {"quarter": newest, "surplus_kw": ring, "stays": stays, **nothing}


def _stays(now: datetime) -> Iterator[tuple[float, float, float, float, float]]:
    """Yields each night: from the car's coming home to the next working day's morning, with how many kWh."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight - timedelta(days=ago) for ago in range(DAYS, -1, -1)]
    leaves = [day + timedelta(hours=LEAVES_H) for day in days if day.weekday() < WEEKEND]
    for last, leaving in itertools.pairwise(leaves):
        back = last + timedelta(hours=BACK_H - LEAVES_H)
        yield back.timestamp(), leaving.timestamp(), CAME_KWH, LEFT_KWH, 0.0


def _sun_w(hour: float, day: int) -> float:
    height = math.sin(math.pi * (hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H))
    return PEAKS_W[day % len(PEAKS_W)] * height**1.5 if SUNRISE_H < hour < SUNSET_H else 0.0


def planned(home: Home, now: datetime) -> Home:
    """Returns the house where it is late morning, with what a forecast says of the sun."""
    zone = late_morning(now)
    day = now.astimezone(ZoneInfo(zone)).date().toordinal()
    sun_kwh = tuple(sum(_sun_w(quarter / 4, each) for quarter in range(96)) / 4000 for each in (day, day + 1))
    return replace(home, time_zone=zone, sun_kwh=sun_kwh)


def memory(now: datetime, *, battery: bool) -> dict[str, Any]:
    """Returns the same with a car that has charged since the morning, and what a house `battery` gave."""
    session = _bill(*SESSION_KWH, BATTERY_KWH if battery else 0.0)
    month, total = (_bill(sun, grid, sun / 10 if battery else 0.0) for sun, grid in (MONTH_KWH, TOTAL_KWH))
    ledger = {
        "day": now.date().isoformat(),
        "told_s": None,
        "total": total,
        "today": session,
        "month": month,
        "pending": [0.0] * len(session),
        "session": {
            "plug_in_s": (now - PLUGGED).timestamp(),
            "soc_in_pct": SOC_IN_PCT,
            "plug_out_s": None,
            "soc_out_pct": SOC_PCT,
            "bill": session,
        },
        "at_once": {"quarter": None, "kwh": [0.0, AT_ONCE_KWH], "cost": [0.0, AT_ONCE_KWH * AT_ONCE_PER_KWH]},
        "ended": [],
    }
    return {**weeks(now), "ledger": ledger}


def _bill(solar_kwh: float, grid_kwh: float, battery_kwh: float) -> list[float]:
    battery_cost = battery_kwh * STORED_PER_KWH
    cost = solar_kwh * EXPORT_PER_KWH + grid_kwh * IMPORT_PER_KWH + battery_cost
    saved = (solar_kwh + grid_kwh + battery_kwh) * AT_ONCE_PER_KWH - cost
    return [solar_kwh, grid_kwh, cost, saved, battery_kwh, battery_cost]
