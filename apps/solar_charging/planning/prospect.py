"""Makes a plan for a person's departure, and what can be shown of it: pure, so that a preview is as good."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ..base.economics import Charger
from ..settings.tariff import Tariff
from .departures import Departure
from .history import History
from .house_battery import Store
from .limits import NO_LIMITS, Limits
from .outlook import Outlook, Sun, course_of, make_outlook
from .plan import Plan, plan
from .scenarios import Battery, Known, Scenarios, make_scenarios
from .schedule import Schedule, make_schedule

SPARE_KWH = 0.1
"""Charged beyond what is missing for a departure, so that none fails by a rounding; not worth a start."""


@dataclass(frozen=True, eq=False)
class Made:
    """Holds a plan, what it was made for, and what it comes to.

    `enough_kwh` is what the battery holds when all is bought that was to be (infinite: nothing is).
    """

    coming: Scenarios
    plan: Plan
    schedule: Schedule
    enough_kwh: float


@dataclass(frozen=True, eq=False)
class Prospect:
    """Is what is known at a moment, `now` in the house's zone, and the plan that follows from it.

    `room_kwh` is what may be bought at most, `usual` what a kWh is worth without a plan. `after` returns the
    departure after one, `tariff` says whose the prices are, `limits` are those in force, `moved`
    keeps a part of what is bought for the end.
    """

    history: History
    known: Known
    battery: Battery | None
    charger: Charger
    store: Store | None
    now: datetime
    tariff: Tariff
    room_kwh: float = math.inf
    usual: float = 0.0
    after: Callable[[Departure], Departure | None] | None = None
    limits: Limits = NO_LIMITS
    moved: Callable[[Schedule, Charger], Schedule] | None = None

    def instead(self, departure: Departure) -> Prospect:
        """Returns the same with another next departure, after which nobody looks."""
        return replace(self, known=replace(self.known, departure=departure), after=None)

    @cached_property
    def made(self) -> Made | None:
        """Returns the plan; None without a departure, or a car at the plug that says how full it is."""
        departure, battery, now_s = self.known.departure, self.battery, self.now.timestamp()
        if battery is None or departure is None:
            return None
        coming = make_scenarios(
            self.history, self.known, self.charger, battery, now_s, clock_ahead_s(self.now), self.store
        )
        if coming is None:
            return None
        coming = self.limits.bound(coming, now_s)
        # As long as nothing is known of the sun, nobody has asked to buy before it must be.
        unlit = departure.learnt and not coming.surplus_kw.any()
        if unlit:
            coming = replace(coming, charging=False)
        made, wanted_kwh = plan(coming, self.charger), departure.soc_pct / 100 * battery.kwh
        schedule = make_schedule(coming, made, self.charger, departure, wanted_kwh, self.room_kwh, self.now)
        if self.moved is not None:
            schedule = self.moved(schedule, self.charger)
        schedule = schedule.priced(self.tariff.priced)
        enough_kwh = battery.stored_kwh + made.bought_kwh if made.bought_kwh > 0 else math.inf
        if self.store is not None and battery.stored_kwh < wanted_kwh:
            # Whole slots are bought: what is beyond may be had from the sun that the battery leaves.
            enough_kwh = min(enough_kwh, wanted_kwh + SPARE_KWH)
        if unlit and not made.night_kwh[:1].any():
            # And the little sun that there is must not look like a bargain.
            made = replace(made, value_per_kwh=min(made.value_per_kwh, self.usual))
        return Made(coming, made, schedule, enough_kwh)

    @cached_property
    def outlook(self) -> Outlook:
        """Returns what is shown of it; reckoned when it is first asked for, so that plans cost no more."""
        sun = Sun.expected(self.history, self.known.forecast_kwh, self.now, clock_ahead_s(self.now))
        departure = self.known.departure
        later = None if self.after is None or departure is None else self.after(departure)
        departures = [each for each in (departure, later) if each is not None]
        made, battery, course = self.made, self.battery, None
        if made is not None and battery is not None:
            course = course_of(made.coming, made.schedule, self.charger, battery, self.now)
        known = self.known if self.tariff.timed else None
        return make_outlook(self.now, known, sun, departures, course, self.tariff.priced)

    def turns(self, before: Prospect) -> bool:
        """Says whether a person would see at once that this is another than `before`."""
        return (self.battery is None) is not (before.battery is None) or _said(self) != _said(before)


def clock_ahead_s(local: datetime) -> float:
    """Returns how far the wall clock of a moment's zone is ahead of UTC."""
    offset = local.utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _said(prospect: Prospect) -> tuple[float, int] | None:
    departure = prospect.known.departure
    return None if departure is None else (departure.at_s, round(departure.soc_pct))
