"""Finds out on how many phases a car charges that does not say so: by what an ampere more of it draws."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base.saved import whole
from .steps import NOISE_W, Samples

ONE, NO_NEUTRAL, THREE = 1.0, math.sqrt(3), 3.0
FACTORS = (ONE, NO_NEUTRAL, THREE)
"""Volts times one of these is the power of an ampere: on one phase, on three without a neutral, where the
voltage is that between two of them, and on three with one.
"""

SLACK = 0.05
"""Share by which a car draws more or less than volts times amps: the voltage sags, currents are rounded."""

LATE_S = 300.0
"""So many s late a meter may show a change."""

TRIAL_S = 360.0
"""For so long a charge runs at the least current for its phases to be seen; then three are reckoned with."""

SURE_VOTES, MOST_VOTES = 2, 3
"""So many measurements have to agree before one alone does not change anything, and so many are counted."""

WHOLE_W = 1000.0
"""Cars tell their power in steps of so many W."""


def factor_of_step(step_w: float, by_a: float, volts: float) -> float | None:
    """Returns the factor by which the house's load rose by `step_w` when the car's current did by `by_a`.

    None where none fits, or more than one does, or where the house's own load might be all of it.
    """
    power_w, amps = step_w * math.copysign(1.0, by_a), abs(by_a)
    if volts * amps < 2 * NOISE_W:
        return None
    fits = [
        factor
        for factor in FACTORS
        if abs(power_w - factor * volts * amps) <= NOISE_W + SLACK * factor * volts * amps
    ]
    return fits[0] if len(fits) == 1 else None


def factor_of_power(power_w: float, drawn_a: float, volts: float) -> float | None:
    """Returns the factor by which a car draws `power_w` at `drawn_a`, by its own account.

    The current is a whole number, and so are the kilowatts. None where none fits, or more than one does.
    """
    if power_w <= 0 or drawn_a <= 0:
        return None
    least_w, most_w = _span(power_w)
    slack = SLACK + 0.5 / drawn_a
    drawn_w = {factor: factor * volts * drawn_a for factor in FACTORS}
    fits = [
        factor
        for factor, watts in drawn_w.items()
        if watts * (1 + slack) >= least_w and watts * (1 - slack) <= most_w
    ]
    return fits[0] if len(fits) == 1 else None


def drawn_by_power(power_w: float, reckoned_w: float) -> float:
    """Returns what a car draws that tells its power alone: as reckoned (NaN: not known), if that fits."""
    least_w, most_w = _span(power_w)
    if least_w <= reckoned_w <= most_w or (math.isnan(reckoned_w) and least_w < most_w):
        return reckoned_w
    return power_w if least_w == most_w or power_w <= 0 else power_w + WHOLE_W / 2


def _span(power_w: float) -> tuple[float, float]:
    """Returns between what a told power lies: whole kilowatts were rounded, or cut off."""
    whole = power_w % WHOLE_W == 0
    return (power_w - WHOLE_W / 2, power_w + WHOLE_W) if whole else (power_w, power_w)


@dataclass
class _Step:
    """Is a change of the car's current by `by_a` that the house's load, `before_w`, is to show.

    It settles at `settled_s` (unix seconds).
    """

    by_a: float
    volts: float
    before_w: float
    settled_s: float


class Phases:
    """Learns the factor between volts times amps and watts, and keeps for how sure it is.

    `samples` are what the house's meters show. `factor` is None until a charge has shown it. Times are unix
    seconds.
    """

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self.factor: float | None = None
        self._votes = 0
        self._tried = False
        self._since_s: float | None = None
        self._step: _Step | None = None

    @property
    def sure(self) -> bool:
        """Says whether measurements of this plug-in agree."""
        return self._votes >= SURE_VOTES

    @property
    def tried(self) -> bool:
        """Says whether a charge has run for long enough since the car was plugged in."""
        return self._tried

    def reading(self, at_s: float) -> None:
        """Takes in that the samples have one more."""
        step = self._step
        if step is None or at_s <= step.settled_s:
            return
        after_w = self._samples.level_after(step.settled_s)
        if after_w is not None:
            self._measured(factor_of_step(after_w - step.before_w, step.by_a, step.volts))
        if at_s > step.settled_s + LATE_S:
            self._step = None

    def changing(self, at_s: float, by_a: float, settled_s: float, volts: float) -> None:
        """Takes in that the car's current changes by `by_a` from `at_s` on, and will have by `settled_s`."""
        before_w = self._samples.level_before(at_s)
        if self._step is not None:
            # The one before has not shown yet: both together will.
            by_a, before_w = by_a + self._step.by_a, self._step.before_w
        self._step = None
        if before_w is not None and by_a:
            self._step = _Step(by_a, volts, before_w, settled_s)

    def told_power(self, power_w: float, drawn_a: float, volts: float) -> None:
        """Takes in what the car says that it draws, in W and in A."""
        self._measured(factor_of_power(power_w, drawn_a, volts))

    def metered(self, power_w: float, drawn_a: float, volts: float) -> None:
        """Takes in what a meter at the plug measures of a car that draws so many A."""
        self._measured(factor_of_step(power_w, drawn_a, volts) if drawn_a > 0 else None)

    def beat(self, now_s: float, charging: bool) -> None:
        """Takes in whether a charge runs: what one does not show for long is not waited for."""
        if not charging:
            self._since_s = None
            return
        self._since_s = now_s if self._since_s is None else self._since_s
        self._tried = self._tried or now_s - self._since_s >= TRIAL_S

    def unplugged(self) -> None:
        """Takes in that the car is not plugged in: the next cable may have other phases."""
        self._votes, self._tried, self._step = min(self._votes, 1), False, None

    def _measured(self, factor: float | None) -> None:
        if factor is None:
            return
        self._step = None
        if factor == self.factor:
            self._votes = min(self._votes + 1, MOST_VOTES)
        elif self.sure:
            self._votes = 1
        else:
            self.factor, self._votes = factor, 1

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt, fit for JSON."""
        return {"factor": self.factor, "votes": self._votes}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        factor, votes = saved["factor"], whole(saved["votes"])
        if factor is not None and factor not in FACTORS:
            raise ValueError(f"factor: must be one of {FACTORS}, is {factor!r}")
        self.factor = factor
        self._votes = 0 if factor is None else min(max(votes, 1), MOST_VOTES)
