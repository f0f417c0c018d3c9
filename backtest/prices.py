"""What a kWh costs at each step of a scenario, and what of it is known in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

from simulator.trace import Series
from solar_charging.settings import TariffWindow
from solar_charging.tariff import is_off_peak, next_boundary

STEP_S = 10
NIGHT_WINDOWS = (TariffWindow.model_validate({"start": "22:00", "end": "06:00"}),)
PEAK, OFF_PEAK, FEED_IN = 0.30, 0.20, 0.08


@dataclass(frozen=True, eq=False)
class Prices:
    """Per kWh, one value for each step of 10 s.

    `published_hour` is the hour of the day, in the house's time, at which tomorrow's prices become known;
    None where they are always known.
    """

    import_per_kwh: Series
    export_per_kwh: Series
    published_hour: int | None = None


def off_peak_mask(
    start: datetime, steps: int, zone: ZoneInfo, windows: Sequence[TariffWindow]
) -> np.typing.NDArray[np.bool_]:
    """Which steps from `start` (aware) on lie within the cheap windows."""
    mask = np.zeros(steps, dtype=bool)
    end = start + timedelta(seconds=steps * STEP_S)
    moment: datetime | None = start
    while moment is not None and moment < end:
        cheap = is_off_peak(windows, zone, moment)
        after = next_boundary(windows, zone, moment)
        first = _step(start, moment)
        mask[first : steps if after is None else _step(start, after)] = cheap
        moment = after
    return mask


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
    """A dear and a cheap price by the wall clock of `zone`, and one for what is fed in."""
    cheap = off_peak_mask(start, steps, zone, windows)
    return Prices(np.where(cheap, off_peak, peak), np.full(steps, feed_in))
