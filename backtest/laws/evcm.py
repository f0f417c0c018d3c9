"""Imitates EVCM.

After `custom_components/evcm/controller.py` and `const.py` (read at 0f1c5cf5).

Mode "ECO" with its defaults: every 30 s one amp up or down; on one phase it starts with 1700 W of export and
pauses after 120 s with more than 1000 W of import, on three phases with 4000 W and 2000 W; the limits of a
step are 240 W of export and 70 W of import, or 700 W and 200 W.

Simplified: one charge point, no phase switching; the 3 s that the start must hold pass within a reading. Its
planner is a window of times without a state of charge: the shared planner stands in. The least current of 6 A
and the power under which nothing is regulated are constants in its source, not settings, and so kept.
"""

from __future__ import annotations

from typing import NamedTuple

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer, Timer

LEAST_A = 6
SUSTAIN_S = 120.0


class Profile(NamedTuple):
    """Holds the limits of the regulation, in W.

    Export above `start` starts a charge, import above `pause` pauses it; export above `up` and import above
    `down` step the current; `regulated` is the least charge that is regulated.
    """

    start: float
    pause: float
    up: float
    down: float
    regulated: float


PROFILES = {1: Profile(1700, 1000, 240, 70, 1300), 3: Profile(4000, 2000, 700, 200, 3900)}


class Evcm(Peer):
    """Moves by one amp at a time."""

    name = "evcm"

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self.least_a = max(car.min_a, LEAST_A)
        self._profile = PROFILES[car.phases]
        self._low = Timer()

    def follow(self, view: View) -> int | None:
        profile, export_w = self._profile, -view.grid_w
        low = view.charging and export_w < -profile.pause
        if self._low.lasted(low, view.now_s, SUSTAIN_S):
            return 0
        if not view.charging:
            return self.least_a if export_w >= profile.start else None
        if view.car_w < profile.regulated:
            return None
        step_a = 1 if export_w >= profile.up else -1 if export_w <= -profile.down else 0
        return self.bounded(view.offered_a + step_a)
