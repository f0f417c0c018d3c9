"""Values charging in money: what each current earns or costs, given the surplus and the prices.

Drawing P(a) for an hour under a surplus s >= 0 earns, against not charging,

    benefit(a | s) = lam * (eta * P(a) - P0) - cost(P(a) | s)
    cost(P | s)    = sold * min(P, s) + bought * (P - min(P, s))
    P(a)           = a * watts_per_amp / 1000

The surplus is taken first and costs what feeding it in would bring; the grid gives the rest at the import
price. eta * P - P0 is what reaches the battery; where the losses leave less, `LEAST_KW` stands for it. The
surplus enters by min(P, s) alone, so the expectation over s needs only the mean of min(P(a), s), which is
`mean_shared_kw`. The least current pays from the break-even surplus on:

    s0 = (bought * P(min_a) - lam * (eta * P(min_a) - P0)) / (bought - sold)

    symbol         name                     unit            shape
    a              Charger.currents_a       A               (currents,), from min_a to max_a
    P(a)           Charger.drawn_kw         kW              (currents,)
    eta * P - P0   Charger.kept_kw          kW              (currents,)
    eta, P0        efficiency, overhead_w   1, W            scalars
    lam            value                    money per kWh   scalar, what one more kWh in the battery is worth
    bought, sold   Prices                   money per kWh   scalars
    E[min(P, s)]   mean_shared_kw           kW              (currents,)
    benefit        benefit_per_h            money per h     (currents,)

Source: an energy balance in money, this project's own; the losses are fitted to a measurement (see `ETA`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ETA, OVERHEAD_W = 0.98, 194.0
"""Share of the drawn power that is stored, and power lost besides while the car charges.

Fitted to 95.6 % at 32 A and 252 V, 85.2 % at 12 A and 126 V, measured at a Model 3's plug.
"""


class Prices(NamedTuple):
    """Holds what a kWh costs that is drawn from the grid, and what one brings that is fed into it."""

    import_per_kwh: float
    export_per_kwh: float


LEAST_KW = 1e-3
"""Power taken to reach the battery where the losses leave less."""


@dataclass(frozen=True)
class Charger:
    """Describes the car as a consumer: stores `efficiency` of what it draws, less `overhead_w`.

    The overhead is lost while the car charges, at any current. `watts_per_amp` is volts times phases. Arrays
    have a place for each current from `min_a` to `max_a`: their shape is (max_a - min_a + 1,).
    """

    watts_per_amp: float
    min_a: int
    max_a: int
    efficiency: float = ETA
    overhead_w: float = OVERHEAD_W

    @cached_property
    def currents_a(self) -> NDArray[np.int64]:
        """Returns the currents in A that the car can be asked for, 0 left out."""
        return np.arange(self.min_a, self.max_a + 1)

    @cached_property
    def drawn_kw(self) -> Values:
        """Returns the power drawn at each of the currents."""
        return self.currents_a * self.watts_per_amp / 1000

    @cached_property
    def kept_kw(self) -> Values:
        """Returns the power that reaches the battery at each of the currents."""
        return self.stored_kw(self.drawn_kw)

    @cached_property
    def drawn_and_kept_kw(self) -> tuple[list[float], list[float]]:
        """Returns `drawn_kw` and `kept_kw` as lists of plain numbers, which are quicker one by one."""
        return self.drawn_kw.tolist(), self.kept_kw.tolist()

    @cached_property
    def last_in_vain(self) -> int:
        """Returns the index of the last current of which the losses leave nothing; -1 where there is none."""
        return int((self.efficiency * self.drawn_kw <= self.overhead_w / 1000 + LEAST_KW).sum()) - 1

    def stored_kw(self, drawn_kw: Values) -> Values:
        """Returns the power that reaches the battery of a power drawn, in the shape of `drawn_kw`."""
        stored: Values = np.maximum(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)
        return stored

    @property
    def most_kw(self) -> float:
        """Returns the power drawn at the greatest current."""
        return self.max_a * self.watts_per_amp / 1000

    @property
    def most_stored_kw(self) -> float:
        """Returns the power that reaches the battery at the greatest current."""
        return max(self.efficiency * self.most_kw - self.overhead_w / 1000, LEAST_KW)

    def drawn_per_stored(self, drawn_kw: float) -> float:
        """Returns the kWh drawn for each that reaches the battery, at a power."""
        return drawn_kw / max(self.efficiency * drawn_kw - self.overhead_w / 1000, LEAST_KW)


def benefit_per_h(charger: Charger, prices: Prices, value: float, mean_shared_kw: Values) -> Values:
    """Returns the money per hour that each current earns (negative: costs) against not charging.

    `value` is what a kWh in the battery is worth; `mean_shared_kw`, of shape (currents,) like the answer, is
    how much of each current's power the surplus carries on average:
    value * stored - export * shared - import * (drawn - shared).
    """
    spread = prices.import_per_kwh - prices.export_per_kwh
    earned: Values = (
        value * charger.kept_kw - prices.import_per_kwh * charger.drawn_kw + spread * mean_shared_kw
    )
    return earned


def greatest_benefit_per_h(charger: Charger, prices: Prices, value: float, surplus_kw: float) -> float:
    """Returns what the best of the currents earns an hour at a surplus (>= 0), see `benefit_per_h`.

    The benefit is piecewise linear in the current. Between the ends it has no peak but where the surplus is
    used up, and where the losses are made up for; so the ends and the currents beside these two suffice.
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
    """Returns the surplus in W from which the least current pays; 0 where it pays without any.

    Infinite where it does not pay and feeding in brings as much as importing costs, or more.
    """
    spread = prices.import_per_kwh - prices.export_per_kwh
    drawn_kw, kept_kw = charger.drawn_and_kept_kw
    missing = prices.import_per_kwh * drawn_kw[0] - value * kept_kw[0]
    if spread <= 0:
        return 0.0 if missing <= 0 else float("inf")
    return max(1000 * missing / spread, 0.0)
