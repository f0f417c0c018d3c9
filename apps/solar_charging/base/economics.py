"""Values charging in money: what each current earns or costs, given the surplus and the prices.

Drawing P(a) for an hour under a surplus s >= 0 earns, against not charging,

    benefit(a | s) = lam * (eta * P(a) - P0) - cost(P(a) | s)
    cost(P | s)    = sold * min(P, s) + bought * (P - min(P, s))
    P(a)           = a * watts_per_amp / 1000

The surplus is taken first and costs what feeding it in would bring; the grid gives the rest at the import
price. eta * P - P0 is what reaches the battery; where the losses leave less, `LEAST_KW` stands for it. The
surplus enters by min(P, s) alone, so the expectation over s needs only the mean of min(P(a), s), which is
`shared_kw`. The least current pays from the break-even surplus on:

    s0 = (bought * P(min_a) - lam * (eta * P(min_a) - P0)) / (bought - sold)

    symbol         name                     unit            shape
    a              Charger.currents_a       A               (currents,), from min_a to max_a
    P(a)           Charger.drawn_kw         kW              (currents,)
    eta * P - P0   Charger.kept_kw          kW              (currents,)
    eta, P0        efficiency, overhead_w   1, W            scalars
    lam            value                    money per kWh   scalar, what one more kWh in the battery is worth
    bought, sold   Prices                   money per kWh   scalars
    E[min(P, s)]   shared_kw                kW              (currents,)
    benefit        benefit_per_h            money per h     (currents,)

A house battery is two more sources between sun and grid. Power comes in this order, whatever it costs:

    what would be exported            s - takes          at sold
    what the house battery would take up to s            at taken = worth * ETA_IN
    what it would give                up to s + gives    at given = worth / ETA_OUT
    the grid                          without end        at bought
    cost(P | s) = bought * P - sum over the edges e of rise(e) * min(P, max(s + e, 0))

with the edges -takes, 0 and gives, at each of which a kWh costs so much more than before (`Prices.steps`).

    takes, gives   Storage                  kW              scalars
    taken, given   Storage                  money per kWh   scalars
    worth          of `planning`            money per kWh   scalar, what one more kWh in it is worth

Source: an energy balance in money, this project's own; the losses are fitted to a measurement (see `ETA`).
"""

from __future__ import annotations

import math
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

ETA_IN = ETA_OUT = 0.95
"""Share of what goes into a house battery that is stored, and of what leaves it that comes out."""


class Storage(NamedTuple):
    """Holds what the house battery would take of the surplus and give beyond it, in kW, and at which prices.

    A kWh of the surplus that it would take is worth `taken_per_kwh`, one that it gives `given_per_kwh`.
    """

    takes_kw: float
    gives_kw: float
    taken_per_kwh: float
    given_per_kwh: float


class Prices(NamedTuple):
    """Holds what a kWh costs that is drawn from the grid, and what one brings that is fed into it.

    `storage` is what the house battery takes and gives (None: there is none).
    """

    import_per_kwh: float
    export_per_kwh: float
    storage: Storage | None = None

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """Returns the sources' edges in kW beyond the surplus, and by how much a kWh is dearer there."""
        bought, sold, storage = self
        if storage is None:
            return ((0.0, bought - sold),)
        takes_kw, gives_kw, taken, given = storage
        return (-takes_kw, taken - sold), (0.0, given - taken), (gives_kw, bought - given)


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


def benefit_per_h(charger: Charger, prices: Prices, value: float, *shared_kw: Values) -> Values:
    """Returns the money per hour that each current earns (negative: costs) against not charging.

    `value` is what a kWh in the battery is worth; `shared_kw`, of shape (currents,) like the answer, is for
    each of the prices' steps how much of each current's power comes from before it on average. Without a
    house battery that is the surplus: value * stored - export * shared - import * (drawn - shared).
    """
    earned: Values = value * charger.kept_kw - prices.import_per_kwh * charger.drawn_kw
    for (_, rise), shared in zip(prices.steps, shared_kw, strict=True):
        earned = earned + rise * shared
    return earned


def benefit_at_kw(charger: Charger, prices: Prices, value: float, surplus_kw: float) -> Values:
    """Returns what each current earns an hour at a single surplus, see `benefit_per_h`."""
    shared = (np.minimum(charger.drawn_kw, max(surplus_kw + edge_kw, 0.0)) for edge_kw, _ in prices.steps)
    return benefit_per_h(charger, prices, value, *shared)


def greatest_benefit_per_h(charger: Charger, prices: Prices, value: float, surplus_kw: float) -> float:
    """Returns what the best of the currents earns an hour at a surplus, see `benefit_per_h`.

    The benefit is piecewise linear in the current. Between the ends it has no peak but where a source is
    used up, and where the losses are made up for; so the ends and the currents beside these suffice.
    """
    bought = prices.import_per_kwh
    drawn_kw, kept_kw = charger.drawn_and_kept_kw
    edges = [(max(surplus_kw + edge_kw, 0.0), rise) for edge_kw, rise in prices.steps]

    def benefit(at: int) -> float:
        drawn = drawn_kw[at]
        earned = value * kept_kw[at] - bought * drawn
        for edge_kw, rise in edges:
            earned += rise * min(drawn, edge_kw)
        return earned

    last = len(drawn_kw) - 1
    corners = [int(edge_kw * 1000 / charger.watts_per_amp) - charger.min_a for edge_kw, _ in edges]
    greatest = max(benefit(0), benefit(last))
    for corner in (*corners, charger.last_in_vain):
        if 0 <= corner < last:
            greatest = max(greatest, benefit(corner), benefit(corner + 1))
    return greatest


def break_even_w(charger: Charger, prices: Prices, value: float) -> float:
    """Returns the surplus in W from which the least current pays; 0 where it pays without any.

    Infinite where it does not pay and feeding in brings as much as importing costs, or more; and where a
    house battery takes the surplus that it has first, and is worth more.
    """
    drawn_kw, kept_kw = charger.drawn_and_kept_kw
    missing = prices.import_per_kwh * drawn_kw[0] - value * kept_kw[0]
    if missing <= 0:
        return 0.0
    if prices.storage is not None:
        return _break_even_w(prices, drawn_kw[0], missing)
    ((_, spread),) = prices.steps
    return 1000 * missing / spread if spread > 0 else math.inf


def _break_even_w(prices: Prices, drawn_kw: float, missing: float) -> float:
    """Returns the least surplus in W at which the sources before the grid make up for what is `missing`."""
    steps = prices.steps
    # Between these the saving is linear in the surplus.
    bends_kw = sorted({0.0, *(max(at - edge_kw, 0.0) for edge_kw, _ in steps for at in (0.0, drawn_kw))})
    before = 0.0, 0.0
    for surplus_kw in bends_kw:
        saved = sum(rise * min(drawn_kw, max(surplus_kw + edge_kw, 0.0)) for edge_kw, rise in steps)
        if saved >= missing:
            since_kw, had = before
            share = (missing - had) / (saved - had) if surplus_kw > since_kw else 0.0
            return 1000 * (since_kw + share * (surplus_kw - since_kw))
        before = surplus_kw, saved
    return math.inf
