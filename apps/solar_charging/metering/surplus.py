"""Forms the surplus in step with the car's load: both parts of a sample belong to the same moment."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from ..base.economics import Values
from .car_load import CarLoad
from .meter import Reading
from .moving_average import NO_VALUE, MovingAverage, Step
from .netting import Balance

NEWEST_WEIGHT = 0.8
"""The weight of the newest surplus against the mean of the window: what is now says more about the next
minutes than all the rest of the window. Set by `python -m benchmarks --tuning`.
"""

MIN_COVERAGE = 0.5
"""Share of the window that must be known before it says anything."""

SEEN = 0.25
"""This share of the car's power the surplus seems to change from one reading to the next when a charge begins
of which nothing was known yet; the current rises within some ten seconds.
"""


def _nothing() -> Values:
    return np.zeros(0)


@dataclass(slots=True, eq=False)
class Surplus:
    """Holds what the car may draw without importing, in W: now, and on average over the window.

    None where it is not known; `now_w` is not while a command settles. The meter is `silent` when it has
    reported nothing for longer than it usually does. `samples_w` are the known values of
    the window and `held_s` for how many seconds each held, both of shape (n,). `coverage` is the known share
    of the window, `silent_s` for how many seconds the grid meter has been silent. `spare_w` is what the car
    may draw besides until the end of the period over which the meter nets (None: it does not). `ready_s` is
    in how many seconds enough of the window is known to go by (infinite: nobody knows, 0: it is).
    """

    now_w: float | None
    mean_w: float | None
    coverage: float
    silent_s: float
    samples_w: Values = field(default_factory=_nothing)
    held_s: Values = field(default_factory=_nothing)
    spare_w: float | None = None
    silent: bool = False
    ready_s: float = 0.0

    @property
    def lasting_w(self) -> float | None:
        """Returns the surplus in W that is going to last, None where it is not known.

        It is the newest value; where the meter nets, so that a short peak is not lost, the mean counts a
        little too.
        """
        if self.spare_w is None or self.now_w is None or self.mean_w is None:
            return self.now_w
        return NEWEST_WEIGHT * self.now_w + (1 - NEWEST_WEIGHT) * self.mean_w

    @property
    def rest_w(self) -> float | None:
        """Returns the power in W that the car may draw on average to the end of the period.

        None where the meter does not net, or the surplus is not known.
        """
        lasting_w = self.lasting_w
        return None if self.spare_w is None or lasting_w is None else lasting_w + self.spare_w


UNSEEN_S = 600.0
"""Of a meter that reports each so many s no growth of the sun counts before it shows."""

LATE_SHARE = 0.5
"""The share of a growth of the sun that counts before a late meter shows it."""


class SurplusMeter:
    """Forms the surplus sample by sample, and keeps its moving average.

    `dark_s` is when the grid meter last had nothing to say (unix seconds), as in a power cut. `battery_w` is
    what the house battery gives (negative: takes), which is no surplus (is one).
    """

    def __init__(self, average_s: float, stale_s: float, netting_s: float | None = None) -> None:
        self.car = CarLoad()
        self.balance = None if netting_s is None else Balance(netting_s, hold_s=stale_s)
        self.grid: Reading | None = None
        self._repeats = True
        self._every_s, self._shown_w, self._lit_w = 0.0, math.nan, math.nan
        self._stale_s = stale_s
        self._average = MovingAverage(average_s, hold_s=stale_s)
        self._newest_w: float | None = None
        self.battery_w = 0.0
        self.dark_s = -math.inf

    def holds(self, stale_s: float, every_s: float) -> None:
        """Takes in for how many seconds a reading counts, and in how many the next one comes; 0: soon."""
        self._stale_s = self._average.hold_s = stale_s
        self._every_s = every_s

    def sun_moved(self, at_s: float, solar_w: float) -> None:
        """Takes in what the sun makes since a slow grid meter has spoken: by so much its surplus moves.

        More sun counts in part until the meter shows it, for that may have been a mean.
        """
        share = max(1 - self._every_s / UNSEEN_S, 0.0)
        surplus_w = self._shown_w + _in_part(solar_w - self._lit_w, share)
        if self._every_s and not math.isnan(surplus_w):
            self._is(at_s, surplus_w)

    def _is(self, at_s: float, surplus_w: float) -> None:
        """Takes in what the surplus is from now on (NaN: not known)."""
        self._average.add(at_s, surplus_w)
        if not math.isnan(surplus_w):
            self._newest_w = surplus_w

    def _shows_w(self, at_s: float, grid_w: float) -> float:
        """Returns the surplus that the meters show; NaN while what the car draws is not known."""
        return self.car.at(at_s) - grid_w - self.battery_w

    def grid_reading(self, reading: Reading, solar_w: float | None = None, moved_w: float = 0.0) -> None:
        """Takes in a reading of the grid meter, positive is import, and what the sun makes (None: not known).

        By `moved_w` it makes more than at the time that a late meter shows. Without the sun the lesser of two
        readings of a slow meter counts: one is as often too much as not.
        """
        self._repeats = True
        if self.grid is not None and reading.at_s > self.grid.at_s + self._stale_s:
            self.dark_s = reading.at_s
        self.grid = reading
        before_w, self._shown_w = self._shown_w, self._shows_w(*reading)
        self._lit_w = math.nan if solar_w is None else solar_w
        blind = self._every_s and solar_w is None and not math.isnan(before_w)
        shown_w = min(self._shown_w, before_w) if blind else self._shown_w
        self._is(reading.at_s, shown_w + _in_part(moved_w, LATE_SHARE))
        if self.balance is not None:
            self.balance.metered(reading.at_s, reading.power_w)

    def battery_moved(self, at_s: float, battery_w: float) -> None:
        """Takes in what the house battery gives from now on, while the grid shows what it did."""
        moved, self.battery_w = battery_w != self.battery_w, battery_w
        grid = self.grid
        if moved and grid is not None and grid.at_s <= at_s <= grid.at_s + self._stale_s:
            self._shown_w = self._shows_w(at_s, grid.power_w)
            self._is(at_s, self._shown_w)

    def settle(self, now_s: float) -> None:
        """Takes in that it is `now_s`: a reading yet to come is of before the clock was set back."""
        if self.grid is not None and self.grid.at_s > now_s:
            self.grid = self.grid._replace(at_s=now_s)

    def no_reading(self, at_s: float) -> None:
        """Takes in that the grid meter sent no valid reading: its last one can no longer be confirmed."""
        self._repeats = False
        self.dark_s = at_s

    def confirm(self, at_s: float, solar_w: float | None = None) -> bool:
        """Takes in that the silent grid meter works: at `at_s` it repeated its last reading.

        Returns whether that is news.
        """
        news = self._repeats and self.grid is not None and at_s > self.grid.at_s
        if news and self.grid is not None:
            self.grid_reading(self.grid._replace(at_s=at_s), solar_w)
        return news

    def sent(self, at_s: float) -> None:
        """Takes in that a command is being sent: what the meter shows from now on may be a mixture."""
        self.car.sent()
        self._average.add(at_s, NO_VALUE)

    def answered(self, at_s: float, lost: bool) -> None:
        """Takes in that the car did not take the command, or that its answer was `lost`."""
        self.car.answered(at_s, lost)

    def commanded(self, at_s: float, power_w: float, settle_s: float) -> None:
        """Takes in that the car was asked for another power.

        What the meter shows is a mixture until the car has settled.
        """
        self.car.commanded(at_s, power_w, settle_s)
        self._average.add(at_s, NO_VALUE)

    def car_reported(self, at_s: float, power_w: float) -> bool:
        """Takes in what the car reports to draw; if that is news, samples formed wrongly are forgotten.

        Returns whether it is. Those are the samples since the meter has seen the car begin or end, else since
        the last report.
        """
        believed_w = self.car.power_w
        wrong_since_s = self.car.reported(at_s, power_w)
        if wrong_since_s is not None:
            self._forget(wrong_since_s, believed_w - power_w)
        return wrong_since_s is not None

    def began(self, at_s: float, now_s: float, power_w: float, settle_s: float) -> None:
        """Takes in that a charge has begun by itself, as is known of `at_s`, that will draw `power_w`."""
        if self.car_reported(at_s, power_w):
            self.commanded(now_s, power_w, settle_s)

    def _forget(self, wrong_since_s: float, by_w: float) -> None:
        """Forgets the samples that were formed wrongly since the meter saw the car change by so much."""
        step = self._average.step(wrong_since_s, SEEN * by_w)
        if step is None:
            right_w = self._average.value_at(wrong_since_s)
            fresh = self.grid is not None and self.grid.at_s <= wrong_since_s + self._stale_s
            step = Step(wrong_since_s, right_w if fresh else NO_VALUE)
        self._average.forget(step.at_s)
        self._newest_w = None if math.isnan(step.before) else step.before

    def silent_s(self, now_s: float, since_s: float) -> float:
        """Returns for how many seconds the grid meter has been silent.

        One that has never sent a reading counts as silent since `since_s`.
        """
        return max(now_s - (since_s if self.grid is None else self.grid.at_s), 0.0)

    def at(self, now_s: float, since_s: float) -> Surplus:
        """Returns the surplus at `now_s`; `since_s` is as in `silent_s`."""
        silent_s = self.silent_s(now_s, since_s)
        if self.grid is None or silent_s > self._stale_s:
            return Surplus(
                now_w=None, mean_w=None, coverage=0.0, silent_s=silent_s, silent=silent_s > self._stale_s
            )
        samples_w, held_s = self._average.window(now_s)
        known_s = float(np.add.reduce(held_s))
        coverage = min(known_s / self._average.window_s, 1.0)
        return Surplus(
            now_w=self._newest_w,
            mean_w=float(samples_w @ held_s) / known_s if known_s else None,
            coverage=coverage,
            silent_s=silent_s,
            samples_w=samples_w,
            held_s=held_s,
            spare_w=None if self.balance is None else self.balance.spare_w(now_s),
            ready_s=0.0 if coverage >= MIN_COVERAGE else self._ready_s(now_s),
        )

    def _ready_s(self, now_s: float) -> float:
        """Returns in how many seconds enough of the window is known; infinite while nothing becomes known."""
        if math.isnan(self.car.power_w):
            return math.inf
        return self._average.known_in_s(now_s, MIN_COVERAGE, self.car.shown_s(now_s))

    def recall(self, past: SurplusMeter) -> None:
        """Takes up what `past` knows of the time before the first reading here.

        Before that one nobody may have known yet what the car draws.
        """
        self._average.precede(past._average)
        if self._newest_w is None and self.grid is not None:
            self._shown_w = self._shows_w(*self.grid)
            self._is(self.grid.at_s, self._shown_w)


def _in_part(by_w: float, share: float) -> float:
    """Returns what counts of the sun's change before the meter shows it: less at once, more by a share."""
    return min(by_w, share * by_w)
