"""Defines what a kWh costs at each step of a scenario, and what of it is known in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

from simulator.trace import Series
from solar_charging.settings.tariff import Tariff, TariffWindow
from solar_charging.tariff.rates import Rates

STEP_S = 10
WEEK = timedelta(days=7)
NIGHT_WINDOWS = (TariffWindow.model_validate({"start": "22:00", "end": "06:00"}),)
PEAK, OFF_PEAK, FEED_IN = 0.30, 0.20, 0.08


@dataclass(frozen=True, eq=False)
class Prices:
    """Holds the prices per kWh, one value for each step of 10 s.

    `published_hour` is the hour of the day, in the house's time, at which tomorrow's prices become known;
    None where they are always known.
    """

    import_per_kwh: Series
    export_per_kwh: Series
    published_hour: int | None = None


def by_tariff(start: datetime, steps: int, zone: ZoneInfo, tariff: Tariff) -> Prices:
    """Returns the prices of a tariff's windows, by the wall clock of `zone`, from `start` (aware) on."""
    rates = Rates(tariff, zone)
    bought = np.empty(steps)
    end = start + timedelta(seconds=steps * STEP_S)
    moment = start
    while moment < end:
        # What does not change within a week may still do so with the season.
        after = rates.next_change(moment) or moment + WEEK
        bought[_step(start, moment) : _step(start, after)] = rates.prices(moment).import_per_kwh
        moment = after
    return Prices(bought, np.full(steps, tariff.export_price))


def _step(start: datetime, moment: datetime) -> int:
    return round((moment.astimezone(timezone.utc) - start).total_seconds() / STEP_S)


def two_rates(
    start: datetime,
    steps: int,
    zone: ZoneInfo,
    windows: Sequence[TariffWindow] = NIGHT_WINDOWS,
    peak: float = PEAK,
    off_peak: float = OFF_PEAK,
    feed_in: float = FEED_IN,
) -> Prices:
    """Returns a dear and a cheap import price by the wall clock of `zone`, and one export price."""
    tariff = Tariff(off_peak=tuple(windows), peak_price=peak, off_peak_price=off_peak, export_price=feed_in)
    return by_tariff(start, steps, zone, tariff)
