"""Says when the house battery is to be held: not emptied into the car while power is bought for it.

It is held while the car draws power that is bought, and what the battery would give is worth more than that.
Inverters wear: a hold lasts a while, so does the time before the next one, and there are few of them a day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base.reason import Aside, Problem, Reason
from ..base.saved import moment_s
from ..base.spans import lasts
from ..settings.house_battery import HouseBattery
from .held import Held
from .situation import Decision, Situation, State

BUYS = frozenset(
    {State.BUYING, State.OFF_PEAK, State.MINIMUM, State.DEPARTURE, State.CHARGE_NOW, State.BY_HAND}
)
"""The states in which power is bought for the car."""

BOUGHT_W = 500.0
"""What is bought for the car of less is not worth a hold."""

MARGIN_PER_KWH = 0.01
"""By so much a kWh in the battery must be worth more than one that is bought: less may be a rounding."""

SETTLED_S, LEAST_BUYING_S = 60.0, 600.0
"""Power is bought for so long before a hold, and for so long altogether, as far as that is known."""

OVER_S, LEAST_HELD_S, REST_S = 120.0, 600.0, 600.0
"""A hold ends when nothing was bought for so long; it lasts so long at least, and so long the next waits."""

LONGEST_S = 12 * 3600.0
"""No hold lasts longer: whatever is bought for so long is not what it seems."""

DAY_S, CHANGES_A_DAY = 86_400.0, 6
"""In so many seconds there are no more holds, or changes of one, than so many."""

LIMIT_S, LIMIT_LASTS_S = 1800.0, 600.0
"""The limit for the house is another one at most each so many seconds, for a load that lasts so long."""

IN_VAIN_W, IN_VAIN_S = 300.0, 600.0
"""A battery that gives so much more than it may for so long is not held, whatever was sent."""

LIMIT_STEP_W, LIMIT_OFF_W = 100.0, 300.0
"""A limit is a whole multiple of this, and left as it is while it is off by no more than that."""


class Need(NamedTuple):
    """Says that a hold would pay; power is bought for about `left_s` more (infinite: nobody knows)."""

    left_s: float


def need(
    decision: Decision, situation: Situation, drawn_w: float, battery_kwh: float, given_per_kwh: float
) -> Need | None:
    """Returns for how long the car buys what the house battery would give dearer; None where it does not.

    `drawn_w` is what it draws, as far as is known (NaN: it is not), `battery_kwh` what the car holds, and
    `given_per_kwh` what a kWh of the house battery is worth.
    """
    car = situation.car
    if car is None or not situation.charging or decision.state not in BUYS:
        return None
    if decision.current_a == 0 or not drawn_w - max(situation.surplus.now_w or 0.0, 0.0) >= BOUGHT_W:
        return None
    if given_per_kwh <= situation.energy_value.prices.import_per_kwh + MARGIN_PER_KWH:
        return None
    if decision.state is State.BUYING and situation.energy_value.bought_kwh > 0:
        return Need(situation.energy_value.bought_kwh * 3_600_000 / drawn_w)
    wanted_pct = decision.reason.values.get("wanted_pct", car.charge_limit_pct)
    if car.soc_pct is None or not isinstance(wanted_pct, (int, float)):
        return Need(math.inf)
    missing_kwh = max(wanted_pct - car.soc_pct, 0.0) / 100 * battery_kwh
    return Need(missing_kwh * 3_600_000 / drawn_w)


class Hold:
    """Keeps what has been held, and when, by which it says whether to hold now. Times are unix seconds.

    `battery` are its settings (None: there is none, or it cannot be held), `held` is what the app has set at
    its inverter, and is to be taken back. `ready` says that it could be set when that was tried last.
    """

    def __init__(self, battery: HouseBattery | None) -> None:
        self.battery = battery if battery is not None and battery.hold else None
        self.held: Held | None = None
        self.ready = True
        self._began_s: float | None = None
        self._over_s: float | None = None
        self._ended_s = -math.inf
        self._changed_s: list[float] = []
        self._spent = self._wants = False
        self._load_w = math.nan
        self._off_s: float | None = None
        self._given_w = math.nan
        self._gives_s: float | None = None

    @property
    def holds(self) -> bool:
        """Says whether the battery is held now, wholly, and gives nothing."""
        return self.held is not None and not self.held.ending

    def works(self, now_s: float) -> bool:
        """Says whether the battery will be held when power is bought, as far as is known."""
        able = self.battery is not None and self.ready and (self.held is None or not self.held.ending)
        return able and not self._spent and (self.holds or self._left(now_s) > 0)

    def _left(self, now_s: float) -> int:
        # A clock that was set back must not give more of them.
        self._changed_s = [each for each in self._changed_s if abs(now_s - each) < DAY_S]
        return CHANGES_A_DAY - len(self._changed_s)

    def wanted(self, now_s: float, needed: Need | None, allowed: bool) -> bool:
        """Says whether the battery is to be held now; `allowed` says whether the app may do so at all."""
        self._note(now_s, needed)
        self._wants = allowed and self._pays(now_s, needed)
        return self._wants

    def _pays(self, now_s: float, needed: Need | None) -> bool:
        if self.battery is None or self._spent:
            return False
        if self.held is not None:
            return not self.held.ending and self._goes_on(now_s, self.held.since_s)
        if needed is None or self._began_s is None:
            return False
        bought_s = now_s - self._began_s
        long_enough = bought_s + needed.left_s >= LEAST_BUYING_S
        if math.isinf(needed.left_s):
            long_enough = bought_s >= LEAST_BUYING_S
        rested = not lasts(now_s, self._ended_s, REST_S)
        return bought_s >= SETTLED_S and long_enough and rested and self._left(now_s) > 0

    def _note(self, now_s: float, needed: Need | None) -> None:
        """Takes in since when power is bought, or is not; of a clock that was set back no more than now."""
        if needed is None:
            self._began_s, self._spent = None, False
            self._over_s = _since(self._over_s, now_s)
        else:
            self._over_s = None
            self._began_s = _since(self._began_s, now_s)

    def _goes_on(self, now_s: float, since_s: float) -> bool:
        held_s = abs(now_s - since_s)
        if held_s >= LONGEST_S:
            self._spent = True
            return False
        over = self._over_s is not None and now_s - self._over_s >= OVER_S
        return not over or held_s < LEAST_HELD_S

    def begin(self, now_s: float, held: Held) -> None:
        """Takes in that the battery is about to be held: that counts, whatever comes of it."""
        self.held, self._off_s, self._gives_s = held, None, None
        held.sent_s = now_s
        self._changed_s.append(now_s)

    def drop(self) -> None:
        """Takes in that what was about to be set was not: nothing is held."""
        self.held = None
        self._changed_s.pop()

    def end(self) -> None:
        """Takes in that what was set is to be taken back from now on."""
        if self.held is not None and not self.held.ending:
            self.held.ending = True

    def spend(self) -> None:
        """Takes in that the battery is left be until power is bought anew: something is in the way."""
        self._spent = True

    def ended(self, now_s: float) -> None:
        """Takes in that nothing of ours is set any more."""
        self.held, self._ended_s = None, now_s

    # What the house draws, and what the battery gives

    def measured(self, now_s: float, surplus_w: float | None, given_w: float | None) -> None:
        """Takes in what the sun leaves over (negative: what the house lacks), and what the battery gives."""
        self._load_w = math.nan if surplus_w is None else max(-surplus_w, 0.0)
        self._given_w = math.nan if given_w is None else given_w
        gives = self._given_w > IN_VAIN_W + ((self.held.limit_w or 0.0) if self.held is not None else 0.0)
        self._gives_s = _since(self._gives_s, now_s) if gives and self.holds else None
        off_w = self._off_w
        self._off_s = _since(self._off_s, now_s) if off_w is not None and off_w > LIMIT_OFF_W else None

    @property
    def limit_w(self) -> float | None:
        """Returns what the battery may give to feed the house alone; None where that is not known."""
        return None if math.isnan(self._load_w) else math.ceil(self._load_w / LIMIT_STEP_W) * LIMIT_STEP_W

    @property
    def _off_w(self) -> float | None:
        """Returns by how much the limit that was set is off; None where there is none."""
        limit_w, set_w = self.limit_w, None if self.held is None else self.held.limit_w
        return None if limit_w is None or set_w is None or not self.holds else abs(limit_w - set_w)

    def limit_due(self, now_s: float) -> bool:
        """Says whether the limit that was set has been off for so long that it is worth another write."""
        lasting = self._off_s is not None and now_s - self._off_s >= LIMIT_LASTS_S
        if not lasting or self.held is None or self._left(now_s) <= 0:
            return False
        return not lasts(now_s, self.held.sent_s, LIMIT_S)

    def updated(self, now_s: float) -> None:
        """Takes in that another limit is about to be sent, which counts as much as a hold."""
        assert self.held is not None
        self.held.sent_s, self._off_s = now_s, None
        self._changed_s.append(now_s)

    def in_vain(self, now_s: float) -> Reason[Problem] | None:
        """Returns that the battery goes on giving though it is held; None where it does not."""
        if self._gives_s is None or now_s - self._gives_s < IN_VAIN_S:
            return None
        return Reason(Problem.HOLD_IN_VAIN, {"given_w": self._given_w})

    @property
    def aside(self) -> Reason[Aside] | None:
        """Returns what is said beside the reason for the car's charge; None where nothing is held."""
        if self.held is None:
            return None
        if self.held.ending or not self._wants:
            return Reason(Aside.LETTING_GO)
        limit_w = self.held.limit_w
        return Reason(Aside.HELD) if limit_w is None else Reason(Aside.HELD_TO_HOUSE, {"limit_w": limit_w})

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        ended_s = self._ended_s if math.isfinite(self._ended_s) else None
        held = None if self.held is None else self.held.to_dict()
        return {"held": held, "changed_s": list(self._changed_s), "ended_s": ended_s}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave; what was held is to be taken back.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        held = None if saved["held"] is None else Held.from_dict(saved["held"])
        changed_s = [moment_s(each) for each in saved["changed_s"]][-CHANGES_A_DAY:]
        ended_s = -math.inf if saved["ended_s"] is None else moment_s(saved["ended_s"])
        self.held, self._changed_s, self._ended_s = held, changed_s, ended_s
        self.end()


def _since(since_s: float | None, now_s: float) -> float:
    """Returns since when something is so that still is; of a clock that was set back no later than now."""
    return now_s if since_s is None else min(since_s, now_s)
