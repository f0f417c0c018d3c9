"""What charging is worth: the money that a current earns or costs, given the surplus and the prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ETA, OVERHEAD_W = 0.98, 194.0
"""Fitted to 95.6 % at 32 A and 252 V, 85.2 % at 12 A and 126 V, measured at a Model 3's plug."""


class Prices(NamedTuple):
    """What a kWh costs that is drawn from the grid, and what one brings that is fed into it."""

    import_per_kwh: float
    export_per_kwh: float


LEAST_KW = 1e-3
"""What is taken to reach the battery where the losses leave less."""


@dataclass(frozen=True)
class Charger:
    """The car as a consumer: of what it draws, `efficiency` is stored, less `overhead_w` while it charges."""

    watts_per_amp: float
    min_a: int
    max_a: int
    efficiency: float = ETA
    overhead_w: float = OVERHEAD_W

    @cached_property
    def currents_a(self) -> NDArray[np.int64]:
        """The currents it can be asked for, but 0."""
        return np.arange(self.min_a, self.max_a + 1)

    @cached_property
    def drawn_kw(self) -> Values:
        """Power drawn at each of the currents."""
        return self.currents_a * self.watts_per_amp / 1000

    @cached_property
    def kept_kw(self) -> Values:
        """What reaches the battery at each of the currents."""
        return self.stored_kw(self.drawn_kw)

    @cached_property
    def drawn_and_kept_kw(self) -> tuple[list[float], list[float]]:
        """Both, as plain numbers."""
        return self.drawn_kw.tolist(), self.kept_kw.tolist()

    @cached_property
    def last_in_vain(self) -> int:
        """The number of the last current of which the losses leave nothing; -1 where there is none."""
        return int((self.efficiency * self.drawn_kw <= self.overhead_w / 1000 + LEAST_KW).sum()) - 1

    def stored_kw(self, drawn_kw: Values) -> Values:
        """What reaches the battery of a power drawn."""
        stored: Values = np.maximum(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)
        return stored

    @property
    def most_kw(self) -> float:
        """Power drawn at the greatest current."""
        return self.max_a * self.watts_per_amp / 1000

    @property
    def most_stored_kw(self) -> float:
        """What reaches the battery at the greatest current."""
        return max(self.efficiency * self.most_kw - self.overhead_w / 1000, LEAST_KW)

    def drawn_per_stored(self, drawn_kw: float) -> float:
        """kWh drawn for each that reaches the battery, at a power."""
        return drawn_kw / max(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)


def benefit_per_h(charger: Charger, prices: Prices, value: float, mean_shared_kw: Values) -> Values:
    """Money per hour that each current earns (negative: costs) against not charging.

    `value` is what a kWh in the battery is worth; `mean_shared_kw` is how much of each current's power the
    surplus carries, on average. Sun costs what feeding it in would bring, the rest what importing costs:
    value * stored - export * shared - import * (drawn - shared).
    """
    spread = prices.import_per_kwh - prices.export_per_kwh
    earned: Values = (
        value * charger.kept_kw - prices.import_per_kwh * charger.drawn_kw + spread * mean_shared_kw
    )
    return earned


def greatest_benefit_per_h(charger: Charger, prices: Prices, value: float, surplus_kw: float) -> float:
    """What the best of the currents earns an hour at a surplus (>= 0), see `benefit_per_h`.

    Between the ends the benefit has no peak but where the surplus is used up, and where the losses are made
    up for.
    """
    bought, sold = prices
    drawn_kw, kept_kw = charger.drawn_and_kept_kw

    def benefit(at: int) -> float:
        return value * kept_kw[at] - bought * drawn_kw[at] + (bought - sold) * min(drawn_kw[at], surplus_kw)

    last = len(drawn_kw) - 1
    used_up = int(surplus_kw * 1000 / charger.watts_per_amp) - charger.min_a
    greatest = max(benefit(0), benefit(last))
    for corner in (used_up, charger.last_in_vain):
        if 0 <= corner < last:
            greatest = max(greatest, benefit(corner), benefit(corner + 1))
    return greatest


def break_even_w(charger: Charger, prices: Prices, value: float) -> float:
    """The surplus from which the least current pays; 0 where it pays without any."""
    spread = prices.import_per_kwh - prices.export_per_kwh
    drawn_kw, kept_kw = charger.drawn_and_kept_kw
    missing = prices.import_per_kwh * drawn_kw[0] - value * kept_kw[0]
    if spread <= 0:
        return 0.0 if missing <= 0 else float("inf")
    return max(1000 * missing / spread, 0.0)
