"""Forecasts solar energy as a service does: right on average, and less so the further ahead."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

import numpy as np

from .prices import STEP_S
from .scenario import Scenario

ERRORS = (0.12, 0.20, 0.28)
"""Standard errors of the forecast for today and the two days after it, as shares of the best day's energy."""


class Forecast:
    """Forecasts each day's solar energy with the scenario's error, always the same for a trace's day."""

    def __init__(self, scenario: Scenario, seed: int = 0) -> None:
        self._seed = seed
        self._zone = scenario.zone
        self._errors = [scenario.forecast_error * error for error in ERRORS]
        self._energy_kwh: dict[date, float] = {}
        begin = datetime.fromtimestamp(scenario.start_s, timezone.utc)
        hourly = 3600 // STEP_S
        whole_w = scenario.solar_w[: len(scenario.solar_w) // hourly * hourly].reshape(-1, hourly)
        for number, energy_kwh in enumerate((whole_w.mean(axis=1) / 1000).tolist()):
            day = (begin + timedelta(hours=number)).astimezone(scenario.zone).date()
            self._energy_kwh[day] = self._energy_kwh.get(day, 0.0) + energy_kwh
        self._best_kwh = max(self._energy_kwh.values(), default=0.0)

    def kwh(self, now_s: float) -> Sequence[float]:
        """Returns the forecast made on this day for today and the days after it, in kWh."""
        today = datetime.fromtimestamp(now_s, self._zone).date()
        told = []
        for lead, error in enumerate(self._errors):
            day = today + timedelta(days=lead)
            energy_kwh = self._energy_kwh.get(day)
            if energy_kwh is None:
                break
            told.append(max(energy_kwh + error * self._best_kwh * self._luck(day, lead), 0.0))
        return told

    def _luck(self, day: date, lead: int) -> float:
        dice = np.random.default_rng(zlib.crc32(f"{self._seed} {day} {lead}".encode()))
        return float(dice.normal())
