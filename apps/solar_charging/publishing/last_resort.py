"""Lets the app go on whatever goes wrong in a part of it, and nobody overlook that."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from functools import partial, wraps
from pathlib import PurePath
from typing import Any, ParamSpec

from appdaemon.plugins.hass import Hass

from ..base.reason import Problem, Reason, Why
from ..base.shown import ERROR_SAID
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


P = ParamSpec("P")


class LastResort:
    """Does what an app is called for: what that raises is logged whole, and counted in `count`.

    From the moment on at which it is `helped`, a person is told, and of a beat that fails a dear charge is
    ended; the next one runs as if nothing had been. `said` is what the last error said.
    """

    def __init__(self, app: Hass) -> None:
        self._app = app
        self._emergency: Emergency | None = None
        self._notifications: Notifications | None = None
        self._publisher: Publisher | None = None
        self._failing = False
        self._problem: Reason[Problem] | None = None
        self._logged: str | None = None
        self.count = self._counted = 0
        self.said = ""

    def helped(self, emergency: Emergency, notifications: Notifications, publisher: Publisher) -> None:
        """Takes in what there is now to end a charge, to tell a person, and to show it."""
        self._emergency, self._notifications, self._publisher = emergency, notifications, publisher

    def run(self, beat: Callable[[], None]) -> None:
        """Runs a beat, and what has to be done for one that fails."""
        if self.attempt(beat):
            # Something else may have failed since the last one, and told of it.
            if self._failing and self.count == self._counted and self._notifications is not None:
                self._failing, self._logged = False, None
                self._notifications.mended(BEAT)
            self._counted = self.count
            return
        problem = self._problem
        for step in () if self._emergency is None else self._emergency.steps():
            self.attempt(step)
        self._tell(problem)
        self.attempt(self._show, problem)
        self._counted = self.count

    def enter(self, work: Callable[[], None]) -> None:
        """Does what the app was called for by somebody else, and tells a person where that fails."""
        if not self.attempt(work):
            self._tell(self._problem)

    def _tell(self, problem: Reason[Problem] | None) -> None:
        self._failing = True
        if self._notifications is not None:
            self.attempt(self._notifications.problem, BEAT, problem, True)

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
        # Shortened last: a part of a token would not be known as one.
        said = self.said = censored(f"{type(error).__name__}: {error}").partition("\n")[0][:ERROR_SAID]
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
        if self._notifications is None or self._publisher is None:
            return
        translator, why = self._notifications.translator, Reason(Why.SETUP, {"problem": problem})
        self._publisher.show(last_words(self._app, State.SETUP, why, translator))


def guarded(entry: Callable[P, None]) -> Callable[P, None]:
    """Returns a method by which AppDaemon enters an app, with the app's last resort around it."""

    @wraps(entry)
    def entered(*given: P.args, **named: P.kwargs) -> None:
        last_resort: LastResort | None = getattr(given[0], "last_resort", None)
        if last_resort is None:  # the app never began
            entry(*given, **named)
        else:
            last_resort.enter(partial(entry, *given, **named))

    return entered


def censored(text: str) -> str:
    """Returns a text without what is secret."""
    return TOKEN.sub("...", VIN.sub("…", text))
