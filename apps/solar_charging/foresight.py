"""What apps.yaml says of the time ahead: prices, departures, and the forecast that Home Assistant has."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np

from .departures import Departure, next_departure
from .economics import Prices
from .history import QUARTER_S
from .outlook import HORIZON, Known
from .settings import Settings
from .tariff import is_off_peak


class Foresight(Protocol):
    """Where the prices, the departures and the forecast come from."""

    def prices(self, now: datetime) -> Prices:
        """What a kWh costs and brings now."""

    def departure(self, now: datetime) -> Departure | None:
        """The next departure; None without any."""

    def known(self, now: datetime) -> Known:
        """What is known of the days ahead."""


class FromSettings:
    """The two rates and the weekly departures of apps.yaml."""

    def __init__(self, settings: Settings, zone: ZoneInfo) -> None:
        self._tariff = settings.tariff
        self._weekly = settings.departures
        self._zone = zone
        self._departure: tuple[datetime, Departure | None] | None = None
        self.forecast_kwh: dict[int, float] = {}

    def prices(self, now: datetime) -> Prices:
        tariff = self._tariff
        cheap = is_off_peak(tariff.off_peak, self._zone, now)
        return Prices(tariff.off_peak_price if cheap else tariff.peak_price, tariff.export_price)

    def departure(self, now: datetime) -> Departure | None:
        if self._departure is not None:
            since, found = self._departure
            if found is not None and since <= now and now.timestamp() < found.at_s:
                return found
        found = next_departure(self._weekly, self._zone, now)
        self._departure = (now, found)
        return found

    def known(self, now: datetime) -> Known:
        begin = now - timedelta(seconds=now.timestamp() % QUARTER_S)
        quarters = (begin + timedelta(seconds=QUARTER_S * number) for number in range(HORIZON))
        bought = np.array([self.prices(quarter).import_per_kwh for quarter in quarters])
        sold = np.full(HORIZON, self._tariff.export_price)
        forecast_kwh = [self.forecast_kwh[lead] for lead in range(2) if lead in self.forecast_kwh]
        return Known(bought, sold, self.departure(now), forecast_kwh)
