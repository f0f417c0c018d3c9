"""Doubts what a report says against itself, and what comes as a surprise, until it has lasted."""

from __future__ import annotations

from dataclasses import replace

from ..base.spans import lasts
from .car import PLUGGED, CarState, ChargingState
from .known import contradiction

SURPRISED_S = 60.0
"""A charge that has ended without a command is believed to have when that is still so after this time."""

CONTRADICTED_S = 120.0
"""For so long a car may call itself idle while a current flows: one value comes later than another."""


class Doubts:
    """Keeps since when something is doubted; `doubted` says that the last report is not believed yet."""

    def __init__(self) -> None:
        self.doubted = False
        self._since_s = 0.0
        self._contradicted_s: float | None = None

    def resolved(self, before: CarState | None, car: CarState, now_s: float, switching: bool) -> CarState:
        """Returns the car without what it says against itself: in the end the current counts, not the word.

        While it is `switching`, as it was asked to, one of the two is late.
        """
        odd = contradiction(car)
        if odd is None or switching:
            self._contradicted_s = None
            return car
        since_s = self._contradicted_s = now_s if self._contradicted_s is None else self._contradicted_s
        if lasts(now_s, since_s, CONTRADICTED_S) and before is not None:
            return replace(car, charging=before.charging)
        return replace(car, charging=ChargingState.CHARGING, unclear=(*car.unclear, odd))

    def surprised(self, before: CarState | None, told: CarState, now_s: float, stopping: bool) -> bool:
        """Says whether a report is so surprising that it has to be repeated.

        That is an unplugged car, once, and a charge that has ended while the app was not `stopping` it.
        """
        unplugged = told.charging is ChargingState.DISCONNECTED
        ended = told.charging is ChargingState.STOPPED and not told.asleep and not stopping
        surprising = before is not None and (
            (unplugged and before.charging in PLUGGED) or (before.draws and ended)
        )
        if not surprising:
            self.doubted = False
        elif not self.doubted:
            self.doubted, self._since_s = True, now_s
        else:
            self.doubted = not unplugged and lasts(now_s, self._since_s, SURPRISED_S)
        return self.doubted
