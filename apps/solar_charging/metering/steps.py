"""Finds the car's own steps in what the grid meter shows: how high they are there, and how late."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

KEPT_S = 4500.0
"""Readings are kept for so many s: two intervals of the slowest meter, before and after a step."""

LEAST_APART_S = 4.0
"""Readings nearer to each other than this, in s, add nothing."""

WINDOW_S = 45.0
"""The readings of so many s before a step, and after it, are what it is measured by."""

CLEAR = (0.65, 1.35)
"""Within these shares of the car's step the meter shows it as it was reckoned with."""

NOISE_W = 300.0
"""By so much the house's own load may change with the car's current, without being taken for the car's."""

TREND_W = 150.0
"""A load that goes on by more than this from one half of its readings to the other has not settled: the meter
itself smooths what it shows.
"""

LEVEL_S, BEFORE_S = 45.0, 60.0
"""How long readings must agree after a change and before it."""

RESTLESS, QUIET = 0.35, 3.2
"""Readings that differ by this share of a step hide it, as among clouds; of a slow meter so many count."""

LIKELY_KW = 200.0
"""A meter of a house that counts in kW shows no more than this."""

NEWEST, FEWEST = 7, 4
"""By so many of the newest readings, or fewer, it is known how much they go up and down."""

FLAT = 6
"""Of so many readings fewer than one show a step that has not come."""

LAGS_APART_S = 15.0
"""A lag is found as exactly as this, in s."""


class Sample(NamedTuple):
    """Holds what the grid meter showed at `at_s` (unix seconds), the house's load by it, and the car's.

    All are in W.
    """

    at_s: float
    grid_w: float
    house_w: float
    car_w: float


class Step(NamedTuple):
    """Holds that the car was asked at `at_s` to draw `by_w` more (negative: less), to `to_w`.

    It does by `settled_s`. `sure` says that it is known what the car drew before.
    """

    at_s: float
    settled_s: float
    by_w: float
    to_w: float
    sure: bool = True

    @property
    def from_w(self) -> float:
        """Returns what the car drew before, in W."""
        return self.to_w - self.by_w


class Shares(NamedTuple):
    """Holds what share of the car's step a meter shows: by the grid alone, and by the house's load.

    A right meter shows 1, one of the wrong sign -1, one that does not see the car 0. `quiet` has those alone
    of which the readings were steady, so that a step would have shown; `every` has both.
    """

    every: tuple[float, ...]
    quiet: tuple[float, ...]

    @property
    def steady(self) -> bool:
        """Says whether neither house nor sun have moved enough to hide a step."""
        return len(self.quiet) == len(self.every)


class Samples:
    """Keeps the newest readings of a meter that reports each `every_s`, and measures steps by them."""

    def __init__(self) -> None:
        self.every_s = 0.0
        self._kept: deque[Sample] = deque()

    def add(self, at_s: float, grid_w: float, solar_w: float | None, car_w: float = math.nan) -> None:
        """Takes in a reading, while the car drew so much (NaN: not known).

        Without sun the house's load is not known, and the grid stands for it.
        """
        while self._kept and at_s < self._kept[-1].at_s:
            self._kept.pop()  # of before the clock was set back
        if self._kept and at_s < self._kept[-1].at_s + LEAST_APART_S:
            return
        self._kept.append(Sample(at_s, grid_w, grid_w + (solar_w or 0.0), car_w))
        while self._kept[0].at_s < at_s - KEPT_S:
            self._kept.popleft()

    @property
    def window_s(self) -> float:
        """Returns how many seconds of readings a step is measured by: one reading at least."""
        return max(WINDOW_S, 1.2 * self.every_s)

    @property
    def last_step(self) -> tuple[Step, Shares] | None:
        """Returns what the car changed between the two newest readings, and its share in the house's load.

        None where it is not known what the car drew at both.
        """
        if len(self._kept) < 2:
            return None
        before, now = self._kept[-2], self._kept[-1]
        by_w = now.car_w - before.car_w
        if not by_w or math.isnan(by_w):
            return None
        share = (now.house_w - before.house_w) / by_w
        return Step(before.at_s, now.at_s, by_w, now.car_w), Shares((share,), (share,))

    def solar_moved_w(self, since_s: float) -> float:
        """Returns by how many W the sun makes more now than at a moment; 0 where that is not known."""
        then = next((each for each in reversed(self._kept) if each.at_s <= since_s), None)
        if then is None:
            return 0.0
        now = self._kept[-1]
        return (now.house_w - now.grid_w) - (then.house_w - then.grid_w)

    def before(self, at_s: float) -> list[Sample]:
        """Returns the readings shortly before a moment (unix seconds)."""
        return self._between(at_s - self.window_s, at_s)

    def after(self, at_s: float) -> list[Sample]:
        """Returns the readings shortly after a moment (unix seconds); of a slow meter that is the first."""
        found = self._between(at_s, at_s + self.window_s)
        return found[:1] if self.every_s > WINDOW_S else found

    def level_before(self, at_s: float) -> float | None:
        """Returns the house's load in W just before a change; None where it went up and down."""
        newest = list(self._kept)[-1:]
        return _level([each.house_w for each in self._between(at_s - BEFORE_S, at_s) or newest])

    def level_after(self, since_s: float) -> float | None:
        """Returns the load on which the newest readings since then agree for long enough; None before."""
        since = [each for each in self._kept if each.at_s > since_s]
        early = sum(each.at_s <= self._kept[-1].at_s - LEVEL_S for each in since)
        # A slow meter's reading may be a mean of before and after: only a second one like it bears it out.
        return _level([each.house_w for each in since[early - 1 :]]) if early else None

    def _between(self, begin_s: float, end_s: float) -> list[Sample]:
        return [each for each in self._kept if begin_s <= each.at_s <= end_s]

    def shares(self, step: Step, lag_s: float = 0.0) -> Shares | None:
        """Returns what share of the car's step the meter shows so late.

        None where there is no reading before it, or after it. A slow meter is compared with what it showed
        before the command.
        """
        before_s = step.at_s if self.every_s > WINDOW_S else step.at_s + lag_s
        return self._shares(step, before_s, self.after(step.settled_s + lag_s))

    def shares_now(self, step: Step, now_s: float) -> Shares | None:
        """Returns the same by the newest readings, whenever they were made."""
        return self._shares(step, step.at_s, self.before(now_s))

    def _shares(self, step: Step, before_s: float, after: Sequence[Sample]) -> Shares | None:
        before = self.before(before_s)
        if not before or not after:
            return None
        # Of a slow meter a single reading says nothing of how steady it is.
        earlier = self._between(before_s - max(self.window_s, QUIET * self.every_s), before_s)
        every, quiet = [], []
        for column in (1, 2):
            share = (
                median(each[column] for each in after) - median(each[column] for each in before)
            ) / step.by_w
            every.append(share)
            if max(_spread(earlier, column), _spread(after, column)) <= RESTLESS * abs(step.by_w):
                quiet.append(share)
        return Shares(tuple(every), tuple(quiet))

    def in_kw(self, step: Step, now_s: float) -> bool:
        """Says whether the newest readings show the step in what may be kW.

        Those have decimals, and most of them differ by less than a step: a grid that is held near 0 moves by
        as little, but all the time.
        """
        before_w = [each.grid_w for each in self.before(step.at_s)]
        after_w = [each.grid_w for each in self.before(now_s) if each.at_s >= step.settled_s]
        newest_w = [each.grid_w for each in self._kept][-NEWEST:]
        if not before_w or not after_w or len(newest_w) < FEWEST:
            return False
        by_kw = median(after_w) - median(before_w)
        restless_kw = median(abs(after - before) for before, after in pairwise(newest_w))
        values_kw = before_w + after_w
        return (
            clear([1000 * by_kw / step.by_w])
            and max(map(abs, values_kw)) < LIKELY_KW
            and any(value % 1 for value in values_kw)
            and 2 * restless_kw < abs(by_kw)
        )

    def lag_s(self, steps: Iterable[Step], longest_s: float) -> float | None:
        """Returns the least lag, in s, by which the meter shows all the steps; None where it does by none."""
        wanted = tuple(steps)
        if wanted and self._flat_since(wanted[0].at_s, RESTLESS * min(abs(step.by_w) for step in wanted)):
            return None  # Among clouds the grid alone shows anything.
        for lag_s in self._lags_s(longest_s):
            found = [self.shares(step, lag_s) for step in wanted]
            if all(shares is not None and shares.steady and clear(shares.quiet) for shares in found):
                return lag_s
        return None

    def _flat_since(self, at_s: float, by_w: float) -> bool:
        """Says whether hardly a reading since then shows another load of the house than before."""
        before_w = [each.house_w for each in self.before(at_s)]
        since_w = [each.house_w for each in self._kept if each.at_s > at_s]
        if not before_w:
            return False
        moved = sum(abs(each - median(before_w)) > by_w for each in since_w)
        return FLAT * moved < len(since_w)

    def _lags_s(self, longest_s: float) -> Iterator[float]:
        apart_s = max(LAGS_APART_S, self.every_s)
        return (number * apart_s for number in range(int(longest_s // apart_s) + 1))


def clear(shares: Iterable[float], span: tuple[float, float] = CLEAR) -> bool:
    """Says whether the meter shows the step, with the sun or without."""
    return any(span[0] <= share <= span[1] for share in shares)


def _spread(samples: Sequence[Sample], column: int) -> float:
    """Returns by how many W the middle half of the readings differ."""
    ranked = sorted(each[column] for each in samples) or [0.0]
    cut = len(ranked) // 4
    return ranked[-1 - cut] - ranked[cut]


def _level(powers_w: Sequence[float]) -> float | None:
    """Returns the power in W that readings, in their order, agree on; None where there is none."""
    count = len(powers_w)
    if not count:
        return None
    ranked = sorted(powers_w)
    if ranked[3 * count // 4 if count > 1 else 0] - ranked[count // 4] > NOISE_W:
        return None
    trend_w = median(powers_w[(count + 1) // 2 :]) - median(powers_w[: count // 2]) if count > 1 else 0.0
    return None if abs(trend_w) > TREND_W else median(powers_w)
