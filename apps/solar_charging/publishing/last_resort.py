"""Lets the next beat run whatever goes wrong in one, and nobody overlook that."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base.reason import Problem, Reason, Why
from ..control.emergency import Emergency
from ..control.situation import State
from .last_words import last_words
from .notifications import Notifications
from .publisher import Publisher

BEAT = "the app itself"
"""What the problem is with; the log names it when the problem is over."""

VIN = re.compile(r"\b[A-HJ-NPR-Z0-9]{13}(?=[0-9]{4}\b)")
TOKEN = re.compile(r"[\w.~+=-]{50,}", re.ASCII)
"""What must not get into a log: a car's number but for its last four, and what is as long as a token."""

SAID = 120
"""The greatest length of what an error says, as a person reads it."""


class LastResort:
    """Runs beats: what one of them raises is logged whole, counted in `count`, and told to a person.

    A dear charge is ended then, and the next beat runs as if nothing had been.
    """

    def __init__(
        self,
        app: Hass,
        beat: Callable[[], None],
        emergency: Emergency,
        notifications: Notifications,
        publisher: Publisher,
    ) -> None:
        self._app = app
        self._beat = beat
        self._emergency = emergency
        self._notifications = notifications
        self._publisher = publisher
        self._failing = False
        self._problem: Reason[Problem] | None = None
        self._logged: str | None = None
        self.count = 0

    def run(self) -> None:
        """Runs a beat, and what has to be done for one that fails."""
        if self.attempt(self._beat):
            if self._failing:
                self._failing, self._logged = False, None
                self._notifications.mended(BEAT)
            return
        problem, self._failing = self._problem, True
        assert problem is not None  # the beat has failed with it
        for step in self._emergency.steps():
            self.attempt(step)
        self.attempt(self._notifications.problem, BEAT, problem, True)
        self.attempt(self._show, problem)

    def attempt(self, work: Callable[..., None], *given: Any) -> bool:
        """Does some work, says whether it was done, and what has gone wrong."""
        try:
            work(*given)
        except Exception as error:  # the only one: elsewhere each is named, and nothing else is caught
            self.count += 1
            self._log(error)
            return False
        return True

    def _log(self, error: Exception) -> None:
        """Logs an error whole, or in one line where it is the one before."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(last.filename).name}:{last.lineno}"
        said = censored(f"{type(error).__name__}: {error}")[:SAID]
        self._problem = Reason(Problem.APP_FAILED, {"error": said, "where": where})
        whole = censored("".join(traceback.format_exception(type(error), error, error.__traceback__)))
        again = f"{type(error).__name__} {where}"
        if again == self._logged:
            self._app.log(f"The same error again (number {self.count}): {said}, in {where}", level="ERROR")
        else:
            self._logged = again
            self._app.log(f"An error in the app itself (number {self.count}):\n{whole}", level="ERROR")

    def _show(self, problem: Reason[Problem]) -> None:
        """Shows in Home Assistant that nothing is decided, and why."""
        translator, why = self._notifications.translator, Reason(Why.SETUP, {"problem": problem})
        self._publisher.show(last_words(self._app, State.SETUP, why, translator))


def censored(text: str) -> str:
    """Returns a text without what is secret."""
    return TOKEN.sub("...", VIN.sub("…", text))
