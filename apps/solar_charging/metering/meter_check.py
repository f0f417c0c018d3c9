"""Checks the grid meter by the car's own steps: what the car draws more has to show there, and soon."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from statistics import median
from typing import Any

from ..base.saved import flag, maybe, moment_s, number
from .above_sun import HELD_W, AboveSun
from .meter import Reading
from .misses import NONE, SEEN, Miss, of_shares, turned
from .repeats import Repeats
from .rhythm import Rhythm
from .said_by_car import SaidByCar
from .steps import KEPT_S, LAGS_APART_S, LIKELY_KW, Samples, Shares, Step, clear

LEAST_A = 3.0
"""A step of less, in A, is lost among the house's own."""

SOON_S, WAIT_S, LONGEST_LAG_S = 25.0, 120.0, 1000.0
"""So many s after the car has settled a step is looked for, missed, and given up."""

CREDIT = 2
"""A meter that has shown steps may hide so many: the house has made up for them."""

USED_LAG_S = 60.0
"""A lag of less, in s, costs nothing."""

DOUBTED_S, WRONG_S = 1800.0, 20 * 3600.0
"""For so many s a first miss holds up what goes by the meter, and two equal ones do: it may be mended."""


class MeterCheck:
    """Keeps what the car's steps have shown of the grid meter; times are unix seconds.

    `samples` are what the meter has shown. `miss` is what one step has shown to be wrong, `wrong` what two
    have; `on_trial` is a meter that was wrong, and has another chance. `held` says that a step was swallowed
    by something that holds the grid at 0, `above_sun` that there was more surplus than sun for a while.
    """

    def __init__(self) -> None:
        self.rhythm = Rhythm()
        self.miss: Miss | None = None
        self.wrong: Miss | None = None
        self.held = self.above_sun = self.on_trial = False
        self._since_s = self._asked_s = -math.inf
        self.samples = Samples()
        self._repeats, self._car, self._above = Repeats(), SaidByCar(), AboveSun()
        self._steps: deque[Step] = deque(maxlen=2)
        self._judged = self._shown = True
        self._credit, self._least_w = 0, math.inf
        self._lags_s: deque[float] = deque(maxlen=5)

    @property
    def lag_s(self) -> float:
        """Returns how many seconds late the meter shows what the car does, 0 where that does not matter."""
        lags_s, slow = self._lags_s, self.rhythm.slow
        if max(lags_s, default=0.0) < USED_LAG_S:
            return 0.0
        # A slow meter may tell means, of which the next one is a mixture, now and then nearly a whole one.
        found_s = max(lags_s) if slow else median(lags_s)
        alike = sum(abs(each - found_s) <= LAGS_APART_S for each in lags_s)
        # Lags that differ are chance.
        steady = slow or (alike > 1 and 2 * alike > len(lags_s))
        return found_s if steady and found_s >= USED_LAG_S else 0.0

    @property
    def borne_out(self) -> bool:
        """Says whether the meter has shown steps of the car as they were, and nothing else since."""
        return self.miss is None and bool(self._credit or self._lags_s)

    def doubted(self, now_s: float) -> bool:
        """Says whether a first miss holds up what goes by the meter."""
        return self.miss is not None and self.wrong is None and now_s < self._since_s + DOUBTED_S

    # What is taken in

    def reading(self, reading: Reading, solar_w: float | None, car_w: float, battery_w: float = 0.0) -> None:
        """Takes in a reading of the grid, and what sun and battery give and the car draws (NaN: unknown)."""
        # The house takes from the battery what the grid does not show.
        at_s, grid_w = reading.at_s, reading.power_w + battery_w
        self.rhythm.heard(at_s)
        every_s = self.samples.every_s = self.rhythm.every_s
        self.samples.add(at_s, grid_w, solar_w, car_w)
        if self.rhythm.seldom:
            self._judge_readings(at_s)
        self._repeats.reading(at_s, grid_w, solar_w)
        self._above.reading(at_s, grid_w, solar_w, car_w)
        suddenly = self._above.unlike and not self.above_sun and self._car.drawing(at_s)
        self.held, self.above_sun = self.held or self._above.held, self.above_sun or self._above.unlike
        if self._repeats.against_sun(at_s, every_s):
            self.miss = Miss.FROZEN  # to the watt: that is no chance
            self._missed(Miss.FROZEN, at_s)
        elif car_w > 0 and self.miss is None and self._repeats.alone(at_s, every_s):
            self._missed(Miss.FROZEN, at_s)
        elif self.miss is Miss.SCALE_KW and abs(grid_w) > LIKELY_KW:
            self._above.cleared(at_s)
            self.forgive()
        elif self._above.in_kw and self.miss is None:
            self._missed(Miss.SCALE_KW, at_s)
        elif self._mended(battery_w):
            self.forgive()
        elif suddenly and self._lags_s and self.miss is None and (self._above.sudden or not self._shown):
            # It was right, and has never shown as much: it may have turned. The end of the charge will tell.
            self.miss, self._since_s = Miss.SIGN, at_s

    def no_reading(self) -> None:
        """Takes in that the meter had nothing to say."""
        self.rhythm.broken()
        self._repeats.broken()

    def stepped(self, at_s: float, settle_s: float, by_w: float, to_w: float, watts_per_amp: float) -> None:
        """Takes in that the car was asked to draw so much more (negative: less), and will in `settle_s`."""
        sure = to_w <= by_w or self._car.since(self._asked_s)
        settled_s, self._asked_s = at_s + settle_s, at_s
        if not self._judged and self._steps[-1].by_w * by_w > 0:
            # Both show together.
            before = self._steps.pop()
            at_s, by_w, sure = before.at_s, to_w - before.from_w, before.sure
            self._judged = True
        self._least_w = LEAST_A * watts_per_amp
        if abs(by_w) >= self._least_w > 0 and not self.rhythm.seldom:
            self._steps.append(Step(at_s, settled_s, by_w, to_w, sure))
            self._judged = self._shown = False

    def disturbed(self) -> None:
        """Takes in that the car draws less because the house draws more: neither shows as it is."""
        self._judged = True

    def car_drew(self, at_s: float, power_w: float) -> None:
        """Takes in what the car, or a meter at its plug, says at `at_s` to draw."""
        self._car.draws(at_s, power_w)

    def forgive(self) -> None:
        """Forgets what was held against the meter."""
        self.miss, self.wrong, self.on_trial = None, None, False

    # What comes of it

    def beat(self, now_s: float) -> None:
        """Judges the last step as far as readings have come by `now_s`."""
        self._since_s = min(self._since_s, now_s)  # the clock may be set back
        if self.wrong is not None and now_s >= self._since_s + WRONG_S:
            # One more miss, and it is wrong again.
            self.miss, self.wrong, self.on_trial = self.wrong, None, True
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
            self._judge_pair(step, shares, waited_s, now_s)
            return
        patience_s = self.rhythm.patience_s(WAIT_S) + 1.3 * self.lag_s
        lag_s = self.samples.lag_s((step,), min(waited_s, patience_s))
        if lag_s is not None:
            self._saw(lag_s)
        elif waited_s >= patience_s:
            self._unseen(step, waited_s, now_s)

    def _shown_at_once(self, step: Step, shares: Shares) -> bool:
        """Judges a step that shows as soon as the car has settled, be it turned or scaled."""
        late = self._maybe_late
        miss = of_shares(shares)
        if clear(shares.quiet) or (not late and not self.rhythm.slow and clear(shares.quiet, SEEN)):
            self._saw(0.0 if shares.steady else None)
        elif miss is None or (miss is Miss.SIGN and late):
            return False
        else:
            self._missed(miss, step.settled_s)
        return True

    def _judge_readings(self, now_s: float) -> None:
        """Judges two readings of a meter that reports seldom: the car may change between each two of them."""
        found = self.samples.last_step
        if found is None or abs(found[0].by_w) < self._least_w:
            return
        step, shares = found
        if clear(shares.quiet):
            self._saw(None)
        elif (miss := of_shares(shares)) is not None:
            self._missed(miss, now_s)
        elif abs(shares.quiet[0]) <= NONE and self._car.obeyed(step):
            self._swallowed(step, now_s)

    def _still_shows_another(self, step: Step) -> bool:
        """Says whether the step before may have shown as late as this one."""
        if len(self._steps) < 2:
            return False
        return step.at_s < self._steps[0].settled_s + max(self.rhythm.patience_s(WAIT_S), self.lag_s)

    @property
    def _maybe_late(self) -> bool:
        """Says whether the step before, too, did not show: both may yet come."""
        return len(self._steps) > 1 and self.miss is Miss.BLIND and self.wrong is None

    def _judge_pair(self, step: Step, shares: Shares | None, waited_s: float, now_s: float) -> None:
        """Looks for two steps at the same distance, which is no chance; `shares` show at once."""
        lag_s = self.samples.lag_s(self._steps, min(waited_s, LONGEST_LAG_S))
        if lag_s is not None:
            self._lags_s.append(lag_s)
            self._saw(lag_s)
        elif waited_s < LONGEST_LAG_S:
            return
        elif shares is None or clear(shares.quiet, SEEN) or not self._car.obeyed(step):
            self._judged = True
        else:
            self._missed(Miss.BLIND, now_s)

    def _unseen(self, step: Step, waited_s: float, now_s: float) -> None:
        """Judges a step that has not shown in time."""
        shares = self.samples.shares_now(step, now_s)
        if shares is not None and shares.steady and turned(shares) and self._car.obeyed(step):
            self._missed(Miss.SIGN, now_s)
        elif shares is None or not shares.quiet or any(abs(each) > NONE for each in shares.quiet):
            self._judged = True
        elif self._car.obeyed(step):
            self._swallowed(step, now_s)
        elif waited_s >= LONGEST_LAG_S:
            self._judged = True

    def _swallowed(self, step: Step, now_s: float) -> None:
        """Judges by its readings a meter that shows next to nothing of a step that the car has done."""
        values_w = [each.grid_w for at_s in (step.at_s, now_s) for each in self.samples.before(at_s)]
        if self.samples.in_kw(step, now_s):
            self._missed(Miss.SCALE_KW, now_s)
        elif self._repeats.spans(step.at_s):
            self._missed(Miss.FROZEN, now_s)
        elif max(map(abs, values_w)) <= HELD_W:
            self._judged = self.held = True
            if self.miss is Miss.SCALE_KW and self.wrong is None:
                self.miss = None
        else:
            self._missed(Miss.BLIND, now_s)

    def _mended(self, battery_w: float) -> bool:
        """Says whether a meter that was wrong shows what it could not if it still were."""
        if self.wrong is Miss.FROZEN:
            return self._repeats.changes > 2
        return self.miss is Miss.SIGN and self._above.upright and not battery_w

    def _saw(self, lag_s: float | None) -> None:
        """Takes in that the meter has shown the step, so late; None: by chance, perhaps."""
        if self.miss is Miss.FROZEN:
            self._repeats.was_alive()
        elif self.miss is Miss.SCALE_KW:
            self._above.cleared(self._since_s)
        self._judged, self._shown, self.held = True, True, False
        self._credit = min(self._credit + 1, CREDIT)
        if lag_s is not None:
            self._lags_s.append(lag_s)
        self.forgive()

    def _missed(self, miss: Miss, at_s: float) -> None:
        """Takes in what a step has shown to be wrong; a second equal one is no chance."""
        self._judged = True
        if self._credit and self.miss is not miss and miss in (Miss.BLIND, Miss.SIGN):
            self._credit -= 1
            return
        certain = self.miss is miss or (miss is Miss.SIGN and self.above_sun)
        if self.wrong is None or certain:
            self.miss, self._since_s = miss, at_s
        if certain:
            self.wrong, self.on_trial = miss, False

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is known of the meter, fit for JSON."""
        return {
            "miss": None if self.miss is None else self.miss.value,
            "wrong": None if self.wrong is None else self.wrong.value,
            "since_s": self._since_s if math.isfinite(self._since_s) else None,
            "on_trial": self.on_trial,
            "held": self.held,
            "lags_s": list(self._lags_s),
            "rhythm": self.rhythm.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        miss, wrong = maybe(Miss, saved["miss"]), maybe(Miss, saved["wrong"])
        since_s, held = maybe(moment_s, saved["since_s"]), flag(saved["held"])
        on_trial = flag(saved["on_trial"])
        lags_s = [number(each, 0.0, KEPT_S) for each in saved["lags_s"]]
        self.rhythm.from_dict(saved["rhythm"])
        self.miss, self.wrong, self.on_trial, self.held = miss, wrong, on_trial, held
        self._since_s = -math.inf if since_s is None else since_s
        self._lags_s.extend(lags_s)
