"""Answers what a person asks by a helper: what would be planned, were the car to leave at another moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ..base.entity_state import UNSAID
from ..base.reason import Problem, Reason
from ..base.shown import shown
from ..base.spans import lasts
from ..planning.departures import Departure
from ..planning.planner import Planner
from ..planning.prospect import Prospect
from .wishes import Call

KEPT_S = 600.0
"""A question that nobody took back is answered for so long in s."""

FAR_S = 7 * 86_400.0
"""Nobody plans for what is further away, in s."""

ASKED = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d:\d\d)?\s+(\d{1,3}(?:[.,]\d+)?)\s*%?\s*",
    re.ASCII,
)
"""A moment by the house's clock, or with its zone, and a state of charge in per cent."""


@dataclass(frozen=True, eq=False)
class Preview:
    """Answers what was `asked`: by what would be planned `instead` of what is, or by why that is not known.

    `over` says that it was answered for long enough, and the helper is to be emptied.
    """

    asked: str
    prospect: Prospect | None = None
    instead: Prospect | None = None
    problem: Reason[Problem] | None = None
    over: bool = False


class Previews:
    """Keeps the answer to the last question in the helper `entity`."""

    def __init__(self, planner: Planner, zone: ZoneInfo, entity: str | None) -> None:
        self._planner = planner
        self._zone = zone
        self._entity = entity or ""
        self._asked: tuple[str, float] | None = None
        self._answer: Preview | None = None
        self._emptied = False

    def beat(self, now: datetime, said: str | None, planned: Prospect | None) -> Preview | None:
        """Returns the answer to what the helper says at `now` (aware); None where nobody asks, or no longer.

        `planned` is the plan in force; with another one the answer is another, too.
        """
        asked = "" if said is None or said in UNSAID else said
        if not asked.strip():
            self._asked = self._answer = None
            return None
        if self._asked is None or self._asked[0] != asked:
            self._asked, self._answer, self._emptied = (asked, now.timestamp()), None, False
        if not lasts(now.timestamp(), self._asked[1], KEPT_S):
            # Once: a helper that cannot be emptied is left alone.
            emptied, self._emptied, self._answer = self._emptied, True, None
            return None if emptied else Preview(asked, over=True)
        if self._answer is None or self._answer.instead is not planned:
            self._answer = self._answered(now, asked, planned)
        return self._answer

    def put_back(self, preview: Preview | None) -> tuple[Call, ...]:
        """Returns what empties the helper, where a question was answered for long enough."""
        over = preview is not None and preview.over
        return (Call("input_text/set_value", self._entity, ""),) if over else ()

    def _answered(self, now: datetime, asked: str, planned: Prospect | None) -> Preview:
        departure = read(asked, self._zone)
        if departure is None:
            return self._refused(asked, Problem.PREVIEW_UNREADABLE, planned)
        if departure.at_s <= now.timestamp():
            return self._refused(asked, Problem.PREVIEW_PAST, planned)
        if departure.at_s > now.timestamp() + FAR_S:
            return self._refused(asked, Problem.PREVIEW_FAR, planned)
        return Preview(asked, self._planner.preview(now, departure), planned)

    def _refused(self, asked: str, problem: Problem, planned: Prospect | None) -> Preview:
        values = {"entity": self._entity, "said": shown(asked)}
        return Preview(asked, instead=planned, problem=Reason(problem, values))


def read(asked: str, zone: ZoneInfo) -> Departure | None:
    """Returns the departure that is asked for, such as "2026-12-01T07:30 80"; None for anything else."""
    found = ASKED.fullmatch(asked)
    if found is None:
        return None
    day, clock, offset, soc = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{clock}" + ("+00:00" if offset == "Z" else offset or ""))
    except ValueError:
        return None
    soc_pct = float(soc.replace(",", "."))
    if not 0 < soc_pct <= 100:
        return None
    at = at.replace(tzinfo=zone) if at.tzinfo is None else at
    try:
        return Departure(at.astimezone(timezone.utc).timestamp(), soc_pct)
    except (ValueError, OverflowError):
        return None
