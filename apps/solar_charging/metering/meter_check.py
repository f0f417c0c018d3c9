"""Checks the grid meter by the car's own steps: what the car draws more has to show there, and soon."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from enum import Enum
from typing import Any

from .meter import Reading
from .repeats import Repeats
from .rhythm import Rhythm
from .steps import CLEAR, Samples, Step, clear

LEAST_A = 3.0
"""A step of less, in A, is lost among the house's own."""

SEEN, NONE, SCALED = (0.28, 4.2), 0.2, 100.0
"""Shares of a step. Within the first the meter sees the car, on however many phases; below the second it does
not; from the third on it has another unit.
"""

LIKELY_KW = 200.0
"""A meter of a house that counts in kW shows no more than this."""

SOON_S, WAIT_S, LONGEST_LAG_S = 25.0, 120.0, 1000.0
"""So many s after the car has settled a step is looked for, missed, and given up."""

HELD_W = 150.0
"""A grid that stays within this range around 0, in W, is held there."""

USED_LAG_S = 60.0
"""A lag of less, in s, costs nothing."""

DOUBTED_S, WRONG_S = 1800.0, 20 * 3600.0
"""For so many s a first miss holds up what goes by the meter, and two equal ones do: it may be mended."""

ABOVE_S, ABOVE_W, ABOVE = 600.0, 500.0, 1.2
"""For so many s a surplus above the sun is no lateness: above by so many W, and by this factor."""


class Miss(str, Enum):
    """Names what is wrong with a meter that does not show the car's steps as they are."""

    SIGN = "sign"
    SCALE_KW = "scale_kw"
    SCALE_W = "scale_w"
    BLIND = "blind"
    FROZEN = "frozen"


class MeterCheck:
    """Keeps what the car's steps have shown of the grid meter; times are unix seconds.

    `samples` are what the meter has shown. `miss` is what one step has shown to be wrong, `wrong` what two
    have. `held` says that a step was swallowed by something that holds the grid at 0, `above_sun` that there
    was more surplus than sun for a while.
    """

    def __init__(self) -> None:
        self.rhythm = Rhythm()
        self.miss: Miss | None = None
        self.wrong: Miss | None = None
        self.held = self.above_sun = False
        self._since_s = -math.inf
        self.samples = Samples()
        self._repeats = Repeats()
        self._steps: deque[Step] = deque(maxlen=2)
        self._judged = True
        self._drew: tuple[float, float] | None = None
        self._lags_s: deque[float] = deque(maxlen=3)
        self._above_s: float | None = None
        self._held_above = False

    @property
    def lag_s(self) -> float:
        """Returns how many seconds late the meter shows what the car does, 0 where that does not matter."""
        steady = self.rhythm.slow or len(self._lags_s) > 1
        if not steady or not self._lags_s:
            return 0.0
        # A slow meter may tell means, of which the next one is a mixture, now and then nearly a whole one.
        found_s = max(self._lags_s) if self.rhythm.slow else min(list(self._lags_s)[-2:])
        return found_s if found_s >= USED_LAG_S else 0.0

    def doubted(self, now_s: float) -> bool:
        """Says whether a first miss holds up what goes by the meter."""
        return self.miss is not None and self.wrong is None and now_s < self._since_s + DOUBTED_S

    # What is taken in

    def reading(self, reading: Reading, solar_w: float | None, car_w: float) -> None:
        """Takes in a reading of the grid, that of the sun, and what the car draws (NaN: not known)."""
        at_s, grid_w = reading
        self.rhythm.heard(at_s)
        every_s = self.samples.every_s = self.rhythm.every_s
        self.samples.add(at_s, grid_w, solar_w)
        self._repeats.reading(at_s, grid_w, solar_w)
        self._compare_with_sun(at_s, grid_w, solar_w, car_w)
        if self._repeats.against_sun(at_s, every_s):
            self.miss = Miss.FROZEN  # to the watt: that is no chance
            self._missed(Miss.FROZEN, at_s)
        elif car_w > 0 and self.miss is None and self._repeats.alone(at_s, every_s):
            self._missed(Miss.FROZEN, at_s)
        elif self.wrong is Miss.FROZEN and self._repeats.changes > 2:
            self.forgive()

    def no_reading(self) -> None:
        """Takes in that the meter had nothing to say."""
        self.rhythm.broken()
        self._repeats.broken()

    def stepped(self, at_s: float, settle_s: float, by_w: float, to_w: float, watts_per_amp: float) -> None:
        """Takes in that the car was asked to draw so much more (negative: less), and will in `settle_s`."""
        if self._steps and not self._judged and self._steps[-1].by_w * by_w > 0:
            # Both show together.
            before = self._steps.pop()
            at_s, settle_s, by_w = before.at_s, at_s + settle_s - before.at_s, before.by_w + by_w
        if abs(by_w) >= LEAST_A * watts_per_amp:
            self._steps.append(Step(at_s, at_s + settle_s, by_w, to_w))
            self._judged = False

    def disturbed(self) -> None:
        """Takes in that the car draws less because the house draws more: neither shows as it is."""
        self._judged = True

    def car_drew(self, at_s: float, power_w: float) -> None:
        """Takes in what the car, or a meter at its plug, says at `at_s` to draw."""
        self._drew = at_s, power_w

    def forgive(self) -> None:
        """Forgets what was held against the meter."""
        self.miss = self.wrong = None

    # What comes of it

    def beat(self, now_s: float) -> None:
        """Judges the last step as far as readings have come by `now_s`."""
        if self.wrong is not None and now_s >= self._since_s + WRONG_S:
            # One more miss, and it is wrong again.
            self.miss, self.wrong = self.wrong, None
        if not self._judged:
            self._judge(self._steps[-1], now_s - self._steps[-1].settled_s, now_s)

    def _judge(self, step: Step, waited_s: float, now_s: float) -> None:
        if waited_s < SOON_S:
            return
        if not self._maybe_late and self._still_shows_another(step):
            self._judged = True
            return
        shares = self.samples.shares(step)
        if shares is not None and self._shown_at_once(step, shares):
            return
        if self._maybe_late:
            self._judge_pair(waited_s, now_s)
            return
        patience_s = self.rhythm.patience_s(WAIT_S) + 1.3 * self.lag_s
        lag_s = self.samples.lag_s((step,), min(waited_s, patience_s))
        if lag_s is not None:
            self._saw(lag_s)
        elif waited_s >= patience_s:
            self._unseen(step, waited_s, now_s)

    def _shown_at_once(self, step: Step, shares: tuple[float, float]) -> bool:
        """Judges a step that shows as soon as the car has settled, be it turned or scaled."""
        late = self._maybe_late
        if clear(shares) or (
            not late and not self.rhythm.slow and any(SEEN[0] <= each <= SEEN[1] for each in shares)
        ):
            self._saw(0.0)
        elif not late and all(-CLEAR[1] <= each <= -CLEAR[0] for each in shares):
            self._missed(Miss.SIGN, step.settled_s)
        elif all(abs(each) >= SCALED for each in shares):
            self._missed(Miss.SCALE_W, step.settled_s)
        else:
            return False
        return True

    def _still_shows_another(self, step: Step) -> bool:
        """Says whether the step before may have shown as late as this one."""
        if len(self._steps) < 2:
            return False
        return step.at_s < self._steps[0].settled_s + max(self.rhythm.patience_s(WAIT_S), self.lag_s)

    @property
    def _maybe_late(self) -> bool:
        """Says whether the step before, too, did not show: both may yet come."""
        return len(self._steps) > 1 and self.miss is Miss.BLIND and self.wrong is None

    def _judge_pair(self, waited_s: float, now_s: float) -> None:
        """Looks for two steps at the same distance, which is no chance."""
        lag_s = self.samples.lag_s(self._steps, min(waited_s, LONGEST_LAG_S))
        if lag_s is not None:
            self._lags_s.append(lag_s)
            self._saw(lag_s)
        elif waited_s >= LONGEST_LAG_S:
            self._missed(Miss.BLIND, now_s)

    def _unseen(self, step: Step, waited_s: float, now_s: float) -> None:
        """Judges a step that has not shown in time."""
        shares = self.samples.shares_now(step, now_s)
        values_w = [each.grid_w for at_s in (step.at_s, now_s) for each in self.samples.before(at_s)]
        if shares is None or any(abs(each) > NONE for each in shares):
            self._judged = True
        elif _in_kw(shares, values_w):
            self._missed(Miss.SCALE_KW, now_s)
        elif self._obeyed(step):
            self._swallowed(step, values_w, now_s)
        elif waited_s >= LONGEST_LAG_S:
            self._judged = True

    def _swallowed(self, step: Step, values_w: list[float], now_s: float) -> None:
        """Judges by its readings a meter that shows nothing of a step that the car has done."""
        if self._repeats.spans(step.at_s):
            self._missed(Miss.FROZEN, now_s)
        elif max(map(abs, values_w)) <= HELD_W:
            self._judged = self.held = True
        else:
            self._missed(Miss.BLIND, now_s)

    def _obeyed(self, step: Step) -> bool:
        """Says whether the car is known to have done what was asked of it; an end is taken for granted."""
        if step.to_w <= 0:
            return True
        at_s, power_w = self._drew or (-math.inf, 0.0)
        return at_s >= step.at_s and CLEAR[0] <= power_w / step.to_w <= CLEAR[1]

    def _saw(self, lag_s: float) -> None:
        """Takes in that the meter has shown the step, so late."""
        if self.miss is Miss.FROZEN:
            self._repeats.was_alive()
        self._judged, self.held = True, False
        self._lags_s.append(lag_s)
        self.forgive()

    def _missed(self, miss: Miss, at_s: float) -> None:
        """Takes in what a step has shown to be wrong; a second equal one is no chance."""
        self._judged = True
        certain = self.miss is miss or (miss is Miss.SIGN and self.above_sun)
        if self.wrong is None or certain:
            self.miss, self._since_s = miss, at_s
        if certain:
            self.wrong = miss

    def _compare_with_sun(self, at_s: float, grid_w: float, solar_w: float | None, car_w: float) -> None:
        surplus_w = car_w - grid_w
        if math.isnan(surplus_w):
            return
        if solar_w is None or surplus_w <= max(ABOVE * solar_w, solar_w + ABOVE_W):
            self._above_s = None
            return
        self._held_above = abs(grid_w) <= HELD_W and (self._held_above or self._above_s is None)
        if self._above_s is None:
            self._above_s = at_s
        elif at_s >= self._above_s + ABOVE_S and self._held_above:
            self.held = True
        elif at_s >= self._above_s + ABOVE_S:
            self.above_sun = True

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is known of the meter, fit for JSON."""
        return {
            "miss": None if self.miss is None else self.miss.value,
            "wrong": None if self.wrong is None else self.wrong.value,
            "since_s": self._since_s if math.isfinite(self._since_s) else None,
            "held": self.held,
            "lags_s": list(self._lags_s),
            "rhythm": self.rhythm.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        self.miss = None if saved["miss"] is None else Miss(saved["miss"])
        self.wrong = None if saved["wrong"] is None else Miss(saved["wrong"])
        self._since_s = -math.inf if saved["since_s"] is None else float(saved["since_s"])
        self.held = bool(saved["held"])
        self._lags_s.extend(float(each) for each in saved["lags_s"])
        self.rhythm.from_dict(saved["rhythm"])


def _in_kw(shares: tuple[float, float], values_w: list[float]) -> bool:
    """Says whether the step shows in what may be kW."""
    return clear([1000 * each for each in shares]) and max(map(abs, values_w)) < LIKELY_KW
