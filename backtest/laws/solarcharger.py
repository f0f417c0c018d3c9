"""Imitates flashg1/SolarCharger 0.9.

After `state_machine/state_charge.py` (read at 047dc846), `state_pause.py` and `solar_charge.py`.

With its defaults: every 60 s the current moves by what flows at the grid meter less 0.3 A, rounded; pauses
when both the median of 10 min and the newest value are below the least power, resumes when the median is 10 %
above.

Simplified: one car; the sun's height (3 and 6 degrees) is left to the surplus; a session begins paused, so it
waits for the median instead of trying. Its charge to an end time is "just in time" and knows no prices: the
shared planner stands in, to its advantage. The least current is the car's 5 A, and so is the one it starts
with (6 A by default): settings.
"""

from __future__ import annotations

from collections import deque
from statistics import median

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer

WINDOW, READY = 10, 8
"""Length of the window in samples of a minute, and how many samples make it ready."""

RESUME = 1.1
SKEW_A = 0.3


class SolarCharger(Peer):
    """Moves the current once a minute; pauses and resumes by a median."""

    name = "solarcharger"
    BEAT_S = 60.0

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._window: deque[float] = deque(maxlen=WINDOW)

    def watch(self, view: View) -> None:
        self._window.append(view.surplus_w)

    def follow(self, view: View) -> int | None:
        ready = len(self._window) >= READY
        usual_w = median(self._window)
        if not view.charging:
            return self.least_a if ready and usual_w >= RESUME * self.least_w else None
        if ready and max(usual_w, view.surplus_w) < self.least_w:
            return 0
        return self.bounded(round(view.offered_a - view.grid_w / self.car.watts_per_amp - SKEW_A))
