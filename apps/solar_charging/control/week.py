"""Tells once a week what the car's charges came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import Bill, bill_from_list
from ..base.reason import Note, Reason, Value
from ..base.saved import maybe, moment_s, text
from .alert import Alert

SUNDAY, EVENING_H = 6, 18
"""When a week is over: before the new one is planned, and while people look at their telephones."""

LEAST_KWH = 0.1
"""A week without a charge is nothing to tell."""

LEAST_DAYS = 2
"""A new app has no week to tell of yet: its first one is told with the next."""

DAY_S = 86_400.0


class Week:
    """Sums what the car drew since the last Sunday evening; what it told holds until the next one.

    `priced` says that somebody has told what power costs. An app that was away on a Sunday evening tells it
    when it is back.
    """

    def __init__(self, zone: ZoneInfo, priced: bool) -> None:
        self._zone = zone
        self._priced = priced
        self._since: tuple[float, Bill] | None = None
        self._due_s = 0.0
        self._told: Alert | None = None

    def beat(self, now_s: float, total: Bill) -> Alert | None:
        """Takes in what all charges came to, and returns what is told of the week."""
        if self._since is None or now_s < self._since[0] or total.kwh < self._since[1].kwh - LEAST_KWH:
            # A new app, a clock that was set back, or books that were begun anew.
            self._begin(now_s, total)
        elif now_s >= self._due_s:
            since_s, before = self._since
            days, bill = round((now_s - since_s) / DAY_S), total.plus(before.times(-1.0))
            if days < LEAST_DAYS:
                self._due_s = self._sunday_after(now_s)
                return self._told
            if bill.kwh >= LEAST_KWH:
                self._told = Alert("week", self._due_s, self._text(days, bill))
            self._begin(now_s, total)
        return self._told

    def _begin(self, now_s: float, total: Bill) -> None:
        self._since, self._due_s = (now_s, total), self._sunday_after(now_s)

    def _text(self, days: int, bill: Bill) -> Reason[Note]:
        values: dict[str, Value] = {
            "count": days,
            "kwh": bill.kwh,
            "solar_pct": min(max(bill.solar_share_pct or 0.0, 0.0), 100.0),
            "cost": bill.cost,
            "saved": bill.saved,
        }
        if not self._priced:
            return Reason(Note.WEEK_ENERGY, values)
        return Reason(Note.WEEK_SAVED if bill.saved >= LEAST_SAVED else Note.WEEK_COST, values)

    def _sunday_after(self, at_s: float) -> float:
        """Returns the first Sunday evening after a moment, in unix seconds."""
        local = datetime.fromtimestamp(at_s, self._zone)
        ahead = (SUNDAY - local.weekday()) % 7
        for days in (ahead, ahead + 7):
            day = local.date() + timedelta(days=days)
            evening = datetime(day.year, day.month, day.day, EVENING_H, tzinfo=self._zone)
            if evening.timestamp() > at_s:
                return evening.timestamp()
        raise AssertionError("one of two Sundays lies ahead")

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        told = None if self._told is None else [self._told.key, self._told.text.why.value]
        since = None if self._since is None else [self._since[0], list(self._since[1])]
        return {"since": since, "told": told}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        since, told = maybe(_since, saved["since"]), maybe(_told, saved["told"])
        self._since, self._told = since, told
        self._due_s = 0.0 if since is None else self._sunday_after(since[0])


LEAST_SAVED = 0.05
"""Less money is nothing saved."""


def _since(saved: Any) -> tuple[float, Bill]:
    at_s, bill = saved
    return moment_s(at_s), bill_from_list(bill)


def _told(saved: Any) -> Alert:
    key, name = saved
    return Alert("week", moment_s(key), Reason(Note(text(name))))
