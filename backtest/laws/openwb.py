"""Imitates openWB 2.

After `packages/control/counter.py`, `packages/control/algorithm/surplus_controlled.py` and the defaults of
`general.py` (read in 2026, surplus_controlled.py at 05336136).

Mode "PV" with its defaults: every 10 s, on after 30 s with 1500 W per phase, off after 60 s of import at the
least current, no change while the import is between 0 and 230 W and the current would hardly move, else
regulated to 115 W of import by at most 5 A at a time.

Simplified: one charge point, no phase switching, whole amps rounded down. What the car leaves unused is not
added back: this car takes all that it is offered, and what is still on its way to it is not unused. It steers
a wallbox, where a change costs nothing; here its changes count like everyone's. Its scheduled charge takes
the cheapest hours as well: the shared planner stands in.
"""

from __future__ import annotations

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer, Timer

SWITCH_ON_W_PER_PHASE, SWITCH_ON_S = 1500.0, 30.0
SWITCH_OFF_W, SWITCH_OFF_S = 0.0, 60.0
RANGE_W = (0.0, 230.0)
STEP_A = 5
NOMINAL_DIFFERENCE_A = 1


class OpenWb(Peer):
    """Keeps the grid power within a range, in steps."""

    name = "openwb"
    BEAT_S = 10.0

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._on = Timer()
        self._off = Timer()
        self._falling = False

    def fresh(self, view: View) -> None:
        del view
        self._on.reset()
        self._off.reset()

    def follow(self, view: View) -> int | None:
        surplus_w = view.surplus_w + sum(RANGE_W) / 2
        ready = surplus_w >= SWITCH_ON_W_PER_PHASE * self.car.phases
        if self._on.lasted(ready and not view.charging, view.now_s, SWITCH_ON_S):
            return self._stepped(surplus_w, 0)
        if not view.charging:
            self._falling = False
            return None
        if self._off.lasted(self._falls(view), view.now_s, SWITCH_OFF_S):
            return 0
        new_a = self._stepped(surplus_w, view.offered_a)
        within = RANGE_W[0] <= view.grid_w <= RANGE_W[1]
        near = abs(new_a - view.offered_a) * self.car.watts_per_amp <= RANGE_W[1]
        return view.offered_a if within and near else new_a

    def _falls(self, view: View) -> bool:
        """Says whether the delay before a stop runs.

        Import at the least current begins it, export ends it.
        """
        least = view.car_a <= self.least_a + NOMINAL_DIFFERENCE_A
        begins = view.grid_w > SWITCH_OFF_W and least
        self._falling = begins or (self._falling and view.grid_w >= SWITCH_OFF_W)
        return self._falling

    def _stepped(self, surplus_w: float, from_a: int) -> int:
        amps = self.carried_a(surplus_w)
        return self.bounded(max(from_a - STEP_A, min(amps, from_a + STEP_A)))
