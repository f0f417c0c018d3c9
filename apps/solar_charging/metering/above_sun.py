"""Compares what the grid shows with what the sun makes: more surplus than sun, and import in the dark."""

from __future__ import annotations

import math

HELD_W = 150.0
"""A grid that stays within this range around 0, in W, is held there."""

ABOVE_S, ABOVE_W, ABOVE = 600.0, 500.0, 1.2
"""For so many s a surplus above the sun is no lateness: above by so many W, and by this factor."""

STEADY = 0.1
"""A car draws as much as before, as long as it changes by no more than this share."""

STILL_W, HOUSE_KW = 10.0, 20.0
"""Hardly anything holds a grid within so many W for so long; counted in kW it shows the car, and a house of
up to so many kW.
"""

DARK_W, IMPORT_W = 50.0, 100.0
"""With less sun than the first, in W, a house imports; from the second on a meter shows that it does."""

CLEARED_S = 20 * 3600.0
"""For so many s a meter that has shown a step is not taken for one in kW again."""


class AboveSun:
    """Keeps since when there was more surplus than sun; times are unix seconds.

    What comes of it in the end is one of three: the grid is `held` at 0 by something, it counts `in_kw`,
    or there is another source (`unlike`); `sudden` says that there was none while the car drew as
    much before. `upright` says that the meter has shown import in the dark for as long: one whose sign is
    turned shows export there.
    """

    def __init__(self) -> None:
        self.held = self.in_kw = self.unlike = self.sudden = self.upright = False
        self._since_s: float | None = None
        self._imports_since_s: float | None = None
        self._near = self._decimals = self._as_kw = self._steady = False
        self._least_w = self._most_w = 0.0
        self._car_w = math.nan
        self._cleared_s = -math.inf

    def reading(self, at_s: float, grid_w: float, solar_w: float | None, car_w: float) -> None:
        """Takes in a reading of the grid, that of the sun (None: not known), and what the car draws."""
        self.held = self.in_kw = self.unlike = self.sudden = False
        imports = solar_w is not None and solar_w < DARK_W and grid_w >= IMPORT_W
        self._imports_since_s = (self._imports_since_s or at_s) if imports else None
        self.upright = imports and at_s >= (self._imports_since_s or at_s) + ABOVE_S
        surplus_w, before_w, self._car_w = car_w - grid_w, self._car_w, car_w
        steady = car_w > 0 and abs(car_w - before_w) <= STEADY * car_w
        if math.isnan(surplus_w):
            return
        if solar_w is None or surplus_w <= max(ABOVE * solar_w, solar_w + ABOVE_W):
            self._since_s = None
            return
        if self._since_s is None:
            self._since_s, self._near, self._as_kw, self._decimals = at_s, True, True, False
            self._steady = True
            self._least_w = self._most_w = grid_w
        self._near = self._near and abs(grid_w) <= HELD_W
        car_kw = (car_w - solar_w) / 1000
        self._as_kw = self._as_kw and 0.9 * car_kw <= grid_w <= car_kw + HOUSE_KW
        self._steady = self._steady and steady
        self._decimals = self._decimals or bool(grid_w % 1)
        self._least_w, self._most_w = min(self._least_w, grid_w), max(self._most_w, grid_w)
        if at_s < self._since_s + ABOVE_S:
            return
        still = self._most_w - self._least_w <= STILL_W
        seems = self._near and still and self._as_kw and self._decimals
        self.in_kw = seems and not 0 <= at_s - self._cleared_s < CLEARED_S
        self.held = self._near and not self.in_kw
        self.unlike = not self._near
        self.sudden = self.unlike and self._steady

    def cleared(self, at_s: float) -> None:
        """Takes in that a meter that seemed to count in kW has shown a step in W."""
        self._cleared_s = at_s
