"""Says when the car is wanted, and how full: as somebody has told, or else as was learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ..settings.settings import Settings
from ..vehicle.car import PLUGGED, CarState, ChargingState
from .departures import Departure
from .inputs import Inputs
from .learnt_departures import LearntDepartures
from .scenarios import Known


class Wanted:
    """Keeps the next departure, and learns from the car as long as nobody tells one.

    `departure` is that of the last beat (None: none); `learnt` knows what the car did.
    """

    def __init__(self, settings: Settings, zone: ZoneInfo, inputs: Inputs) -> None:
        self._charging = settings.charging
        self._inputs = inputs
        self.learnt = LearntDepartures(settings.charging.morning_soc_pct, zone, settings.tariff.calendar)
        self.departure: Departure | None = None

    def beat(self, now: datetime, car: CarState | None, filled: bool) -> Departure | None:
        """Watches the car, and returns the next departure; None where somebody tells that there is none.

        `filled` says that a car of which nobody tells when it leaves is always to be ready.
        """
        if car is not None:
            self._watch(now.timestamp(), car)
        untold = self._inputs.untold(now)
        self.departure = self._expected(now, car, filled) if untold else self._inputs.departure(now)
        return self.departure

    def known(self, now: datetime) -> Known:
        """Returns what is known of the days ahead, with the departure of the last beat."""
        known, departure = self._inputs.known(now), self.departure
        return known if departure is None or not departure.learnt else replace(known, departure=departure)

    def _watch(self, now_s: float, car: CarState) -> None:
        told_s = car.at_s if car.soc_s is None else car.soc_s
        if car.charging in PLUGGED and car.at_home is True:
            self.learnt.at_plug(now_s, car.soc_pct, told_s)
        elif car.charging is ChargingState.DISCONNECTED or car.at_home is False:
            self.learnt.gone(now_s, car.soc_pct, told_s)

    def _expected(self, now: datetime, car: CarState | None, filled: bool) -> Departure:
        """Returns the next departure that is expected: never more than the car's and the grid's limit."""
        found, limit_pct = self.learnt.next(now), self._charging.grid_limit_pct
        wanted_pct = max(found.soc_pct, self._charging.off_peak_soc_pct) if filled else found.soc_pct
        if limit_pct is not None:
            wanted_pct = min(wanted_pct, limit_pct)
        if car is not None and car.charge_limit_pct is not None:
            wanted_pct = min(wanted_pct, car.charge_limit_pct)
        return found._replace(soc_pct=wanted_pct)
