"""Reads the house battery: what it gives and holds, and what it can; positive is discharging."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base import saved as read
from ..base.reason import Problem, Reason
from ..base.spans import lasts
from ..settings.house_battery import HouseBattery as BatterySettings
from .battery_check import BatteryCheck
from .meter import Sum, half_w, power_w, soc_pct
from .rhythm import Rhythm

SOC_S = 7200.0
"""For so many s a state of charge counts that nobody has confirmed."""

IDLE_W = 50.0
"""A battery that gives or takes no more than this does nothing to its state of charge."""

ROUNDED_PCT = 1.5
"""So near above its floor a battery gives nothing to speak of: the per cents are rounded."""

FULL_PCT = 99.0
"""From this state of charge on a battery takes nothing to speak of."""

EXPORTS_W, IMPORTS_W = 150.0, 300.0
"""Where so many W are fed in, the battery takes no more; where so many are imported, it gives no more."""

SHOWN_S = 900.0
"""For so many s it counts what the battery has shown to be the most that it takes or gives."""


class Stored(NamedTuple):
    """Holds what the house battery has and can: kWh, and W of what it would take and give now.

    The powers are infinite where they are not known yet.
    """

    kwh: float
    stored_kwh: float
    floor_kwh: float
    takes_w: float
    gives_w: float

    @property
    def soc_pct(self) -> float:
        """Returns its state of charge."""
        return 100 * self.stored_kwh / self.kwh

    @property
    def above_kwh(self) -> float:
        """Returns what it holds above its floor."""
        return max(self.stored_kwh - self.floor_kwh, 0.0)


class Shown:
    """Keeps the most that the battery takes, or gives: what was set, or was seen, and what it shows now."""

    def __init__(self, set_w: float | None) -> None:
        self._set_w = set_w
        self.seen_w = 0.0
        self._before_w = 0.0
        self._cap_w, self._since_s = math.inf, -math.inf

    def flows(self, at_s: float, power_w: float, spills: bool) -> None:
        """Takes in what flows in this direction; where it `spills`, the battery does no more than that."""
        # What two readings have shown was no spike.
        self.seen_w = max(self.seen_w, min(self._before_w, power_w))
        self._before_w = power_w
        if spills:
            self._cap_w, self._since_s = max(power_w, 0.0), at_s
        elif power_w > self._cap_w:
            self._cap_w = math.inf

    def most_w(self, now_s: float) -> float:
        """Returns the most in W; infinite where that is not known."""
        known_w = self._set_w if self._set_w is not None else self.seen_w or math.inf
        return min(known_w, self._cap_w) if lasts(now_s, self._since_s, SHOWN_S) else known_w


class HouseBattery:
    """Keeps the newest power and state of charge of the house battery. Times are unix seconds.

    While it is `held` it shows nothing of what it can give.
    """

    def __init__(self, settings: BatterySettings, least_stale_s: float, started_s: float) -> None:
        sign = 1.0 if settings.power_positive == "discharging" else -1.0
        self._settings, self._least_stale_s = settings, least_stale_s
        self._signs = dict.fromkeys(settings.power, sign) | dict.fromkeys(settings.discharge_power, 1.0)
        self._signs |= dict.fromkeys(settings.charge_power, -1.0)
        self._power = Sum(settings.power_entities, self._signed_w)
        self._soc = {entity: math.nan for entity in settings.soc}
        self._power_s = self._soc_s = started_s
        self._rhythm = Rhythm()
        self._problems: dict[str, Reason[Problem]] = {}
        self.check = BatteryCheck(sum(settings.capacity_kwh) or None)
        self.held = False
        self._rested_s = -math.inf
        self._takes, self._gives = Shown(settings.max_charge_w), Shown(settings.max_discharge_w)

    def _signed_w(self, entity: str, state: Mapping[str, Any]) -> float | None:
        watts = (power_w if self._settings.power else half_w)(entity, state)
        return None if watts is None else watts * self._signs[entity]

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        return self._settings.entities

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of them. Raises MeterError where it makes no sense."""
        self._problems.pop(entity, None)
        if entity in self._soc:
            self._soc[entity] = math.nan
            value = soc_pct(entity, state)
            self._soc[entity] = math.nan if value is None else value
            self._soc_s = at_s
            self._learn(at_s)
        else:
            watts = self._power.update(entity, state)
            if watts is None:
                self.check.untold()
                return
            self._power_s = at_s
            if abs(watts) <= IDLE_W:
                self._holds_still(at_s)
            self._rhythm.heard(at_s)
            self.check.gives(at_s, watts)

    def _holds_still(self, at_s: float) -> None:
        """Takes in that it does nothing: it holds what it held, and rightly does not repeat it."""
        if 0 <= at_s - self._soc_s < SOC_S:
            self._soc_s = at_s

    def unread(self, entity: str, problem: Reason[Problem]) -> None:
        """Takes in why an entity cannot be read at all."""
        self._problems[entity] = problem
        if entity in self._soc:
            self._soc[entity] = math.nan
        else:
            self._power.update(entity, {})
            self.check.untold()

    def confirm(self, at_s: float) -> None:
        """Takes in that the silent sensors work: at `at_s` they still said the same."""
        self._power_s, self._soc_s = max(self._power_s, at_s), max(self._soc_s, at_s)
        if self._power.total is not None:
            self.check.gives(self._power_s, self._power.total)

    def silence_s(self, now_s: float) -> float:
        """Returns for how many seconds its power has not been told."""
        return max(now_s - self._power_s, 0.0)

    @property
    def stale_s(self) -> float:
        """Returns for how many seconds it may be silent."""
        return self._rhythm.patience_s(self._least_stale_s)

    def half_silent(self, now_s: float) -> tuple[str, ...]:
        """Returns the ids of its entities where it has been silent for half of the time it may be."""
        return self.entities if self.silence_s(now_s) > self.stale_s / 2 else ()

    def power_w(self, now_s: float) -> float | None:
        """Returns what it gives in W, negative where it takes; None where that is not known, or not true."""
        watts = self._power.total
        if watts is None or self.check.wrong is not None:
            return None
        # One that rests says the same for hours, and a sensor may rightly not repeat it.
        rests = abs(watts) <= IDLE_W and lasts(now_s, self._rested_s, SHOWN_S)
        return watts if rests or self.silence_s(now_s) <= self.stale_s else None

    def soc_pct(self, now_s: float) -> float | None:
        """Returns its state of charge, of several batteries by what they hold; None where not known."""
        if not 0 <= now_s - self._soc_s < SOC_S or any(map(math.isnan, self._soc.values())):
            return None
        weights = self._settings.capacity_kwh or (1.0,) * len(self._soc)
        weighted = zip(self._soc.values(), weights, strict=True)
        return sum(pct * weight for pct, weight in weighted) / sum(weights)

    def flows(self, at_s: float, grid_w: float) -> None:
        """Takes in what the grid meter shows in W, by which the battery shows the most that it does.

        Full it cannot take what is fed in, at its floor it cannot give what is imported: both bear out that
        it rests, where it has said so.
        """
        soc, watts = self.soc_pct(at_s), self._power.total
        full, low = soc is not None and soc >= FULL_PCT, soc is not None and self._low(soc)
        if (full and grid_w <= -EXPORTS_W) or (low and grid_w >= EXPORTS_W):
            self._rested_s = at_s
            if watts is not None and abs(watts) <= IDLE_W:
                self._holds_still(at_s)
        watts = self.power_w(at_s)
        if watts is None:
            return
        self._takes.flows(at_s, -watts, grid_w <= -EXPORTS_W)
        if not self.held:
            self._gives.flows(at_s, watts, grid_w >= IMPORTS_W)

    def stored(self, now_s: float) -> Stored | None:
        """Returns what it has and can; None where that is not known."""
        soc, capacity_kwh = self.soc_pct(now_s), self.check.capacity_kwh
        if soc is None or capacity_kwh is None or self.power_w(now_s) is None:
            return None
        floor_pct = self._settings.floor_pct
        return Stored(
            kwh=capacity_kwh,
            stored_kwh=soc / 100 * capacity_kwh,
            floor_kwh=floor_pct / 100 * capacity_kwh,
            takes_w=self.takes_w(now_s),
            gives_w=0.0 if self._low(soc) else self._gives.most_w(now_s),
        )

    def takes_w(self, now_s: float) -> float:
        """Returns what it would take of the sun in W; infinite where that is not known.

        Where nobody knows what it gives, nothing is known to be left over but what is fed in: that it does
        not take.
        """
        if self.power_w(now_s) is None:
            return 0.0
        soc = self.soc_pct(now_s)
        return 0.0 if soc is not None and soc >= FULL_PCT else self._takes.most_w(now_s)

    def _low(self, soc_pct: float) -> bool:
        """Says whether it is so near to its floor that it gives nothing."""
        return soc_pct < self._settings.floor_pct + ROUNDED_PCT

    @property
    def problem(self) -> Reason[Problem] | None:
        """Returns what is wrong with one of its sensors, None where nothing is known to be."""
        if self.check.wrong is not None:
            entities = " + ".join(self._settings.power_entities)
            return Reason(self.check.wrong, {"entity": entities})
        return next(iter(self._problems.values()), None)

    def _learn(self, at_s: float) -> None:
        soc = self.soc_pct(at_s)
        if soc is not None:
            self.check.holds(at_s, soc)

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt of it, fit for JSON."""
        return {
            "of": list(self._settings.power_entities),
            "check": self.check.to_dict(),
            "takes_w": self._takes.seen_w,
            "gives_w": self._gives.seen_w,
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave, unless it was of others.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        if saved["of"] != list(self._settings.power_entities):
            return
        takes_w, gives_w = read.number(saved["takes_w"], 0.0), read.number(saved["gives_w"], 0.0)
        self.check.from_dict(saved["check"])
        self._takes.seen_w, self._gives.seen_w = takes_w, gives_w
