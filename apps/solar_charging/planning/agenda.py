"""Keeps what a calendar of Home Assistant told last, for as long as that counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..base import saved as read
from ..base.reason import Problem, Reason
from ..base.spans import lasts
from ..settings.agenda import DeparturesCalendar
from .departures import NOTHING_TOLD, Departure, Pause, Told
from .events import read_events

ASKED_S = 900.0
"""How often a calendar is asked: so soon, in s, a changed event is known, and no server is bothered."""

AGAIN_S, SILENT_S = 60.0, 300.0
"""How soon, in s, one is asked again that has just changed its state, and one that did not answer."""

AHEAD = timedelta(days=9)
"""So far ahead events are asked for: a week of departures, and a day of it that is under way."""

KEPT_S = 2 * 86_400.0
"""For so long the last answer counts where no other comes: a server may be away for a weekend."""


class Agenda:
    """Keeps the events of the calendar that the settings name, and knows when to ask for them.

    `problem` is why the calendar does not tell them now, None where it does, or none is set.
    """

    def __init__(self, settings: DeparturesCalendar | None, zone: ZoneInfo) -> None:
        self._settings = settings
        self._zone = zone
        self._told, self._told_s = NOTHING_TOLD, -KEPT_S
        self._asked_s: float | None = None
        self._changed = False
        self.problem: Reason[Problem] | None = None

    @property
    def entity(self) -> str | None:
        """Returns the calendar's id, None where none is set."""
        return None if self._settings is None else self._settings.entity

    def told(self, now_s: float) -> Told:
        """Returns what the calendar tells, as far as that still counts."""
        return self._told if lasts(now_s, self._told_s, KEPT_S) else NOTHING_TOLD

    # Questions

    def due(self, now_s: float) -> bool:
        """Says whether it is time to ask."""
        if self._settings is None:
            return False
        wait_s = ASKED_S if self.problem is None else SILENT_S
        wait_s = AGAIN_S if self._changed else wait_s
        return self._asked_s is None or not lasts(now_s, self._asked_s, wait_s)

    def changed(self) -> None:
        """Takes in that the calendar's state is another: its events may be, too."""
        self._changed = True

    def question(self, now: datetime) -> dict[str, Any]:
        """Returns the data of the service calendar.get_events: the events of today and of the days ahead."""
        self._asked_s, self._changed = now.timestamp(), False
        today = now.astimezone(self._zone).date()
        begin = datetime(today.year, today.month, today.day, tzinfo=self._zone)
        ends = (begin, begin + AHEAD)
        start, end = (each.astimezone(timezone.utc).isoformat() for each in ends)
        return {"entity_id": self.entity, "start_date_time": start, "end_date_time": end}

    # Answers

    def answered(self, answer: Any, now_s: float) -> bool:
        """Takes in what the service returned; says whether anything is another by that."""
        assert self._settings is not None
        of_entity = answer.get(self.entity) if isinstance(answer, Mapping) else None
        rows = of_entity.get("events") if isinstance(of_entity, Mapping) else None
        if not isinstance(rows, list):
            return self.silent(None, now_s)
        before, self.problem = self.told(now_s), None
        self._told = read_events(rows, self._settings.entity, self._settings.holiday, self._zone)
        self._told_s = now_s
        return self._told != before

    def silent(self, cause: str | None, now_s: float) -> bool:
        """Takes in that the calendar did not answer, with the words of that (None: with something else).

        Says whether anything is another by that.
        """
        until = datetime.fromtimestamp(max(self._told_s + KEPT_S, 0.0), timezone.utc)
        kept = lasts(now_s, self._told_s, KEPT_S)
        entity, said = self.entity, cause or "no events"
        if kept:
            self.problem = Reason(Problem.CALENDAR_SILENT, {"entity": entity, "cause": said, "until": until})
        else:
            self.problem = Reason(Problem.CALENDAR_FORGOTTEN, {"entity": entity, "cause": said})
        gone = not kept and self._told != NOTHING_TOLD
        self._told = self._told if kept else NOTHING_TOLD
        return gone

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what the calendar told, fit for JSON."""
        told = self._told
        return {
            "entity": self.entity,
            "told_s": max(self._told_s, 0.0),
            "departures": [[each.at_s, each.soc_pct] for each in told.departures],
            "wanted": [[day.isoformat(), soc_pct] for day, soc_pct in told.wanted],
            "pauses": [[first.isoformat(), after.isoformat()] for first, after in told.pauses],
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave, of the same calendar.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        if saved["entity"] != self.entity:
            return
        told_s = read.moment_s(saved["told_s"])
        departures = [Departure(read.moment_s(at_s), _pct(soc)) for at_s, soc in saved["departures"]]
        wanted = [(read.day(day), _pct(soc_pct)) for day, soc_pct in saved["wanted"]]
        pauses = [Pause(read.day(first), read.day(after)) for first, after in saved["pauses"]]
        self._told, self._told_s = Told(tuple(departures), tuple(wanted), tuple(pauses)), told_s


def _pct(value: Any) -> float:
    return read.number(value, 0.0, 100.0)
