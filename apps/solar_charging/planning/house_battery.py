"""Foresees what the house battery does by itself, what it leaves of the sun, and what a kWh in it is worth.

The battery takes what is left over and gives what is missing, as inverters do. With the net power s_t of the
house without the car (positive: left over) in a slot of h hours,

    wants_t  = min(s+, takes) * ETA_IN - min(s-, gives) / ETA_OUT
    held_t   = min(max(held_t-1 + h * wants_t, 0), most)
    moved_t  = held_t - held_t-1
    left_t   = s_t - moved+ / (ETA_IN * h) + moved- * ETA_OUT / h

A `Taker` has the sun first, as long as it is there and has room: what it takes does not fill the battery (see
`stored_worth`). One more kWh matters first where the battery would be empty, or full: there it saves ETA_OUT
kWh from the grid, or sends 1 / ETA_IN kWh there that would have been stored:

    worth_i = ETA_OUT * import_t  where the battery is empty first, and something is missing
              export_t / ETA_IN   where it is full first, and something is left over
              the mean of the cheaper import and of export, so taken, where neither comes
    worth   = mean of worth_i over the scenarios i

What leaves it now is missing until it would be full: then the sun that is left over makes up for it. So much
is never missed; each kWh of that is worth worth_i, each beyond it what is bought instead in the hour t*:

    back_t     = sum over u <= t of ETA_IN * h * min(left_u, takes - taken_u) where it is full and some left
    spare_i    = min over t of held_t + back_t,   t* = where that is
    worth_i(x) = worth_i while x < spare_i, then ETA_OUT * import_t*
    may go     = the greatest x for which the mean of worth_i(x) is not above a price

At such an x the next kWh that leaves is dear, one that comes is cheap: the car then follows the sun. So the
battery gives at worth(STEP_KWH), and takes at what `worth` is with STEP_KWH more in it.

    symbol       name              unit            shape
    s_t          surplus_kw        kW              (scenarios, slots)
    left_t       left_kw           kW              (scenarios, slots)
    held_t       held_kwh          kWh             (scenarios, slots), above the floor
    most         Store.kwh         kWh             scalar
    back_t       back_kwh          kWh             (scenarios, slots)
    worth        worth_per_kwh     money per kWh   scalar
    spare_i      Spares.kwh        kWh             (scenarios,)
    x, may go    below             kWh             scalar

Source: the value of a storage at its bounds, the water value of a reservoir as in `plan`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..base.economics import ETA_IN, ETA_OUT, Values

NEXT_TO_NOTHING_KW = 0.05
"""What is missing or left over of less in kW is nothing that a battery's bounds decide."""

NEAR_KWH = 0.05
"""So near in kWh to its bounds a battery is at them."""


STEP_KWH = 0.5
"""A kWh given or taken is worth what one is after so many more: between the two the car follows the sun.

Set by `python -m benchmarks.battery --tuning --homes night_1ph spot_1ph --windows 2016_spring`.
"""


class Store(NamedTuple):
    """Holds what a house battery has and can: kWh, and kW that it takes and gives at most.

    Of a battery with a floor `kwh` and `stored_kwh` are what lies above it.
    """

    kwh: float
    stored_kwh: float
    takes_kw: float
    gives_kw: float


class Course(NamedTuple):
    """Holds what a battery does: what it leaves over (negative: lacks), then holds, where full or empty.

    All have the shape (scenarios, slots).
    """

    left_kw: NDArray[np.float64]
    held_kwh: NDArray[np.float64]
    full: NDArray[np.bool_]
    empty: NDArray[np.bool_]


class Taker(NamedTuple):
    """Holds what the car takes of the sun before the house battery: `most_kw`, and `room_kwh` in all.

    `there` is the share of each slot that it is there, shape (slots,).
    """

    most_kw: float
    room_kwh: float
    there: Values


def course(surplus_kw: NDArray[np.float64], hours: Values, store: Store, car: Taker | None = None) -> Course:
    """Returns what the battery does by itself under each scenario, from what it has now."""
    if car is not None:
        taken_kw = np.clip(surplus_kw, 0.0, car.most_kw * car.there)
        had_kwh = np.minimum(np.cumsum(taken_kw * hours, axis=1), car.room_kwh)
        surplus_kw = surplus_kw - np.diff(had_kwh, axis=1, prepend=0.0) / np.maximum(hours, 1e-6)
    begins_kwh, slot_h = min(store.stored_kwh, store.kwh), np.maximum(hours, 1e-6)
    wants_kw = np.clip(surplus_kw, -store.gives_kw, store.takes_kw)
    wants_kwh = wants_kw * np.where(wants_kw > 0, ETA_IN, 1 / ETA_OUT) * slot_h
    held_kwh = _bounded_sums(begins_kwh, wants_kwh, store.kwh)
    moved_kwh = np.diff(held_kwh, axis=1, prepend=begins_kwh)
    moved_kw = moved_kwh * np.where(moved_kwh > 0, 1 / ETA_IN, ETA_OUT) / slot_h
    return Course(
        left_kw=surplus_kw - moved_kw,
        held_kwh=held_kwh,
        full=held_kwh > store.kwh - NEAR_KWH,
        empty=held_kwh < NEAR_KWH,
    )


def _bounded_sums(begins: float, steps: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Returns the sums of the steps along each row, which stop at 0 and at `most`."""
    by_step: NDArray[np.float64] = np.ascontiguousarray(steps.T)
    before = np.full(len(steps), begins)
    for step in by_step:
        step += before
        np.maximum(step, 0.0, out=step)
        np.minimum(step, most, out=step)
        before = step
    return np.transpose(by_step)


@dataclass(frozen=True, eq=False)
class Spares:
    """Holds how many kWh are never missed, and what a kWh is worth up to there and beyond, by scenario.

    `added_per_kwh` is what one more is worth once `STEP_KWH` were added (None: as much as now). It is not
    `known` before a day of the house is.
    """

    kwh: NDArray[np.float64]
    within_per_kwh: NDArray[np.float64]
    beyond_per_kwh: NDArray[np.float64]
    added_per_kwh: float | None = None
    known: bool = True

    @cached_property
    def worth_per_kwh(self) -> float:
        """Returns what one more kWh in the battery is worth."""
        return float(self.within_per_kwh.mean())

    @property
    def saved_per_kwh(self) -> float:
        """Returns what one more kWh would save, were the sun to make up for none of it."""
        return float(self.beyond_per_kwh.mean())

    def worth_after(self, kwh: float) -> float:
        """Returns what one more kWh is worth once so many have left the battery."""
        return next(worth for until_kwh, worth in self._worth_until if until_kwh > kwh)

    @property
    def worth_of_more(self) -> float:
        """Returns what one more kWh is worth once `STEP_KWH` were added."""
        return self.worth_per_kwh if self.added_per_kwh is None else self.added_per_kwh

    @cached_property
    def _worth_until(self) -> list[tuple[float, float]]:
        """Returns up to which kWh one that leaves the battery is worth how much on average."""
        until_kwh = np.append(np.sort(self.kwh), math.inf)
        past = self.kwh < until_kwh[:, None]
        worth = np.where(past, self.beyond_per_kwh, self.within_per_kwh).mean(axis=1)
        return list(zip(until_kwh.tolist(), worth.tolist(), strict=True))

    def below(self, price_per_kwh: float) -> float:
        """Returns how many kWh may leave the battery before one is worth more than a price."""
        may_go_kwh = 0.0
        for until_kwh, worth_per_kwh in self._worth_until:
            if worth_per_kwh > price_per_kwh:
                break
            may_go_kwh = until_kwh
        return may_go_kwh


def spares(
    found: Course,
    hours: Values,
    store: Store,
    import_per_kwh: Values,
    export_per_kwh: Values,
) -> Spares:
    """Returns what is never missed of the battery; hours and prices have the shape (slots,)."""
    spills = found.full & (found.left_kw > NEXT_TO_NOTHING_KW)
    lacks = found.empty & (found.left_kw < -NEXT_TO_NOTHING_KW)
    bound = spills | lacks
    first = bound.argmax(axis=1)
    each = np.arange(len(first))
    saved, sold = ETA_OUT * import_per_kwh, export_per_kwh / ETA_IN
    neither = (float(saved.min()) + float(sold.mean())) / 2
    within = np.where(lacks[each, first], saved[first], sold[first])
    rise_kwh = np.diff(found.held_kwh, axis=1, prepend=min(store.stored_kwh, store.kwh))
    more_kw = store.takes_kw - np.maximum(rise_kwh, 0.0) / (ETA_IN * np.maximum(hours, 1e-6))
    back_kwh = np.cumsum(np.where(spills, np.minimum(found.left_kw, more_kw), 0) * hours * ETA_IN, axis=1)
    never_missed_kwh = found.held_kwh + back_kwh
    tightest = never_missed_kwh.argmin(axis=1)
    return Spares(
        kwh=np.clip(never_missed_kwh[each, tightest], 0.0, store.stored_kwh),
        within_per_kwh=np.where(bound.any(axis=1), within, neither),
        beyond_per_kwh=saved[tightest],
    )


def none_spare(import_per_kwh: Values) -> Spares:
    """Returns what holds as long as nobody knows what the house is going to miss: all, when it is dear."""
    saved = np.array([ETA_OUT * float(import_per_kwh.max())])
    return Spares(kwh=np.zeros(1), within_per_kwh=saved, beyond_per_kwh=saved, known=False)
