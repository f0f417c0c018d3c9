"""Asks Home Assistant's calendar for its events beside the beats, and tells what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from ..base.answer import Answer
from ..base.reason import Problem, Reason
from ..base.spans import lasts
from .controller import Controller
from .recall import Beats

CALENDAR, EVENTS = "the calendar", "the calendar's events"
"""What a problem is with; the log names it when the problem is over."""

PATIENT_S = 3600.0
"""A calendar that is silent for so long, in s, is worth a person's look: it may load late, or be busy."""


class Home(Protocol):
    """Knows Home Assistant's states, and asks the commands of its websocket."""

    def state(self, entity: str) -> str | None:
        """Returns an entity's state, None where there is no such entity."""

    def answer(self, command: str, /, **data: Any) -> Answer:
        """Returns the answer to a command, with the words of a refusal."""


class Notes(Protocol):
    """Tells people what is wrong."""

    def say(self, subject: str, problem: Reason[Problem] | None, person: bool = False) -> None:
        """Logs the problem with a subject, or that it is over; one for a `person` is notified too."""

    def remark(self, unclear: Iterable[Reason[Problem]]) -> None:
        """Logs once what makes no sense."""


class CalendarReader:
    """Asks when the agenda says so, never twice at a time.

    `guard` is held while the agenda is called, `now` is the clock; the `beats` decide by what is new.
    """

    def __init__(
        self,
        home: Home,
        controller: Controller,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        beats: Beats,
        notes: Notes,
    ) -> None:
        self._agenda = controller.inputs.agenda
        self._guard, self._now, self._home, self._beats, self._notes = guard, now, home, beats, notes
        self._busy = False
        self._silent_s: float | None = None

    def beat(self) -> None:
        """Takes in that there was a beat: asks where the time for it has come."""
        with self._guard:
            due = not self._busy and self._agenda.due(self._now().timestamp())
        if due:
            self._busy = True
            self._beats.beside(self._run)

    def _run(self) -> None:
        try:
            with self._guard:
                question = self._agenda.question(self._now())
            state = self._home.state(question["entity_id"])
            # To ask one that is not there would bring an error into Home Assistant's log each time.
            away = Answer(code="missing", said=state or "")
            answer = away if state in (None, "unavailable") else self._asked(question)
            if not self._beats.stopped:
                self._take(answer, state is not None)
        finally:
            self._busy = False

    def _asked(self, question: dict[str, Any]) -> Answer:
        # Since 2023.12 this service returns events, and no other command of the websocket does.
        call = {"domain": "calendar", "service": "get_events", "service_data": question}
        return self._home.answer("call_service", **call, return_response=True)

    def _take(self, answer: Answer, there: bool) -> None:
        now_s, result = self._now().timestamp(), answer.result
        with self._guard:
            if answer.done:
                response = result.get("response") if isinstance(result, dict) else None
                news = self._agenda.answered(response, now_s)
            else:
                news = self._agenda.silent(answer.said or "no answer", now_s)
            problem, odd = self._agenda.problem, self._agenda.told(now_s).odd
        if there:  # of one that is not there the senses tell
            self._say(problem, odd, now_s)
        if news:
            self._beats.soon()

    def _say(self, problem: Reason[Problem] | None, odd: tuple[Reason[Problem], ...], now_s: float) -> None:
        if problem is None:
            self._silent_s = None
        elif self._silent_s is None:
            self._silent_s = now_s
        patient = self._silent_s is None or lasts(now_s, self._silent_s, PATIENT_S)
        self._notes.say(CALENDAR, problem, person=not patient)
        self._notes.remark(odd)
        # One at a time, as a person mends them.
        self._notes.say(EVENTS, odd[0] if odd else None, person=True)
