"""Keeps the power that the car draws behind the house's meter."""

from __future__ import annotations

import math

from .moving_average import NO_VALUE

NOISE_W = 300.0
"""The difference in W within which a reading of the car does not contradict what is believed: currents are
whole amperes, and the voltage sags.
"""

LOST_S = 60.0
"""For so long a car whose answer was lost may yet do what it was asked, or not."""


LONGEST_S = 1800.0
"""No command takes longer to settle, nor is a reading older that is compared with it."""


class CarLoad:
    """Keeps the power in W that the car draws behind the house's meter.

    A car reports its power up to a minute late, and a sample of surplus formed with such a value is worse
    than none. So the car's part is what was last asked of it, corrected by what it is seen to draw once that
    has settled; until then, from the moment at which it is asked, it is not known. `metered` says that a
    meter at the plug measures it instead. The house's meter shows it `lag_s` late.
    """

    def __init__(self) -> None:
        self.power_w = NO_VALUE
        self.metered = False
        self.lag_s = 0.0
        self._before_w = NO_VALUE
        self._settled_s = -math.inf
        self._sure_s = -math.inf
        self._asked = False

    def sent(self) -> None:
        """Takes in that the car is being asked: it may obey before it answers."""
        self._asked = True

    def answered(self, at_s: float, lost: bool) -> None:
        """Takes in that the car did not take what it was asked, or that its answer was `lost`."""
        if self._asked and lost:
            self._settled_s = max(self._settled_s, at_s + LOST_S)
        self._asked = False

    def untold(self) -> None:
        """Takes in that the car draws, and that nothing says how much."""
        if not self.metered:
            self.power_w = NO_VALUE

    def commanded(self, at_s: float, power_w: float, settle_s: float) -> None:
        """Takes in that the car was asked at `at_s` to draw `power_w`, and will within `settle_s`."""
        if not self.metered:
            self._before_w = self.likely_w(at_s)
            self.power_w = power_w
        self._asked = False
        self._settled_s = at_s + settle_s
        self._sure_s = at_s

    def reported(self, at_s: float, power_w: float) -> float | None:
        """Takes in what the car reports to have drawn at `at_s`.

        Returns the moment (unix seconds) since which something else was believed, None if the report agrees
        or does not count: a command settles, or a meter at the plug measures.
        """
        if self.metered or at_s < self._settled_s:
            return None
        wrong_since_s = None if self.agrees(at_s, power_w) else self._sure_s
        self.power_w = power_w
        self._sure_s = max(self._sure_s, at_s)
        return wrong_since_s

    def agrees(self, at_s: float, power_w: float) -> bool | None:
        """Says whether the car's report is what was believed of it; None while a command settles."""
        if self.metered:
            return True
        if at_s < self._settled_s:
            return None
        return abs(power_w - self.power_w) <= NOISE_W  # false where nothing was believed yet

    def measured(self, power_w: float) -> None:
        """Takes in what a meter at the plug measures now."""
        self.metered = True
        self.power_w = power_w

    def lost(self) -> None:
        """Takes in that the meter at the plug fell silent: the car itself has to be asked again."""
        self.metered = False
        self.power_w = NO_VALUE

    def at(self, at_s: float) -> float:
        """Returns the power in W that is in what the house's meter shows at `at_s`.

        It is NaN while a command settles, and until that shows.
        """
        return NO_VALUE if self._asked or self._settles(at_s, self.lag_s) else self.power_w

    def shown_s(self, now_s: float) -> float:
        """Returns from when on (unix seconds) the house's meter shows what is known of the car."""
        return self._settled_s + self.lag_s if self._settles(now_s, self.lag_s) else now_s

    def _settles(self, at_s: float, late_s: float = 0.0) -> bool:
        """Says whether a command settles at `at_s`; it does not where the clock was set back to before it."""
        return self._settled_s - LONGEST_S <= at_s < self._settled_s + late_s

    def likely_w(self, at_s: float) -> float:
        """Returns the power in W at `at_s` for adding up: half-way to the new one while a command settles."""
        if self.metered or not self._settles(at_s) or math.isnan(self._before_w):
            return self.power_w
        return (self._before_w + self.power_w) / 2

    def borne_out(self, at_s: float, power_w: float) -> float | None:
        """Returns the share of the energy believed drawn since the car's last report that this one confirms.

        A car that draws less may have begun to at any time in between, so half of what is missing is
        deducted. None while a command settles.
        """
        if self.metered:
            return 1.0
        if at_s < self._settled_s:
            return None
        contradicts = power_w < self.power_w - NOISE_W  # false where nothing was believed yet
        return (1 + power_w / self.power_w) / 2 if contradicts else 1.0
