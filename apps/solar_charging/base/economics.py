"""Computes what charging is worth: the money a current earns or costs at a surplus and given prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ETA, OVERHEAD_W = 0.98, 194.0
"""The share of the drawn power that reaches the battery, and the power in W that charging uses up besides.

Fitted to 95.6 % at 32 A and 252 V, and 85.2 % at 12 A and 126 V, measured at a Model 3's plug.
"""


class Prices(NamedTuple):
    """Holds what a kWh drawn from the grid costs, and what a kWh fed into it earns."""

    import_per_kwh: float
    export_per_kwh: float


LEAST_KW = 1e-3
"""The power in kW that is assumed to reach the battery where the losses leave less."""


@dataclass(frozen=True)
class Charger:
    """Describes the car as a consumer.

    While it charges, `efficiency` of the power it draws reaches the battery, less `overhead_w`.
    """

    watts_per_amp: float
    min_a: int
    max_a: int
    efficiency: float = ETA
    overhead_w: float = OVERHEAD_W

    @cached_property
    def currents_a(self) -> NDArray[np.int64]:
        """Returns the currents in A that can be asked for, 0 aside; shape (n,)."""
        return np.arange(self.min_a, self.max_a + 1)

    @cached_property
    def drawn_kw(self) -> Values:
        """Returns the power in kW drawn at each of the currents; shape (n,)."""
        return self.currents_a * self.watts_per_amp / 1000

    @cached_property
    def kept_kw(self) -> Values:
        """Returns the power in kW that reaches the battery at each of the currents; shape (n,)."""
        return self.stored_kw(self.drawn_kw)

    @cached_property
    def drawn_and_kept_kw(self) -> tuple[list[float], list[float]]:
        """Returns `drawn_kw` and `kept_kw` as lists of plain numbers."""
        return self.drawn_kw.tolist(), self.kept_kw.tolist()

    @cached_property
    def last_in_vain(self) -> int:
        """Returns the index of the last current of which the losses leave nothing, -1 if there is none."""
        return int((self.efficiency * self.drawn_kw <= self.overhead_w / 1000 + LEAST_KW).sum()) - 1

    def stored_kw(self, drawn_kw: Values) -> Values:
        """Returns the power in kW that reaches the battery of each power drawn; same shape."""
        stored: Values = np.maximum(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)
        return stored

    @property
    def most_kw(self) -> float:
        """Returns the power in kW drawn at the greatest current."""
        return self.max_a * self.watts_per_amp / 1000

    @property
    def most_stored_kw(self) -> float:
        """Returns the power in kW that reaches the battery at the greatest current."""
        return max(self.efficiency * self.most_kw - self.overhead_w / 1000, LEAST_KW)

    def drawn_per_stored(self, drawn_kw: float) -> float:
        """Returns the kWh drawn for each kWh that reaches the battery, at a power drawn."""
        return drawn_kw / max(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)


def benefit_per_h(charger: Charger, prices: Prices, value: float, mean_shared_kw: Values) -> Values:
    """Returns the money per hour that each current earns (negative: costs) compared with not charging.

    `value` is what a kWh in the battery is worth; `mean_shared_kw` is how much of each current's power the
    surplus covers on average, in kW. It and the result have shape (n,), as the charger's currents. What the
    surplus covers costs what feeding it in would earn, the rest costs what importing it does:

    value * stored - export * shared - import * (drawn - shared).
    """
    spread = prices.import_per_kwh - prices.export_per_kwh
    earned: Values = (
        value * charger.kept_kw - prices.import_per_kwh * charger.drawn_kw + spread * mean_shared_kw
    )
    return earned


def greatest_benefit_per_h(charger: Charger, prices: Prices, value: float, surplus_kw: float) -> float:
    """Returns the money per hour that the best of the currents earns at a surplus in kW (>= 0).

    See `benefit_per_h`. Between the least and the greatest current the benefit can only peak where the
    surplus is used up, and where the losses are made up for.
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
    """Returns the surplus in W from which the least current pays, 0 where it pays without any.

    It is infinite where feeding in earns at least as much as importing costs and the least current does not
    pay.
    """
    spread = prices.import_per_kwh - prices.export_per_kwh
    drawn_kw, kept_kw = charger.drawn_and_kept_kw
    missing = prices.import_per_kwh * drawn_kw[0] - value * kept_kw[0]
    if spread <= 0:
        return 0.0 if missing <= 0 else float("inf")
    return max(1000 * missing / spread, 0.0)
