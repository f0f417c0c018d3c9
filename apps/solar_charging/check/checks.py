"""Keeps the checklist of a running app: asks what the controller does not know, tells what it may cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base.home_assistant import HomeAssistant
from ..base.spans import lasts
from ..control.check_line import Line, Told, kept
from ..control.checklist import SwitchedOn, checklist
from ..control.controller import Controller
from ..control.outcome import Outcome
from ..control.senses import Senses
from ..control.switchboard import Switchboard
from ..publishing.notifications import Notifications
from ..vehicle.car import HomeZone
from .counters import asked_of_sign
from .token_desk import TokenDesk

SUBJECT = "the checklist"
"""What a problem is with, besides an entity; the log names it when the problem is over."""

COUNTERS_S, SERVICES_S = 6 * 3600.0, 600.0
"""How often, in s, the counters of the Energy dashboard are asked until they tell, and the services."""

AFTER_START_S = 600.0
"""After so many seconds all is heard that there is: what was told before, and is not wrong, is over."""


class Checks:
    """Looks at each beat whether all that the app goes by is found, and makes sense."""

    def __init__(
        self,
        app: Hass,
        home_assistant: HomeAssistant,
        controller: Controller,
        guard: AbstractContextManager[Any],
        senses: Senses,
        switchboard: Switchboard,
        notifications: Notifications,
        now: Callable[[], datetime],
    ) -> None:
        self._home_assistant = home_assistant
        self._controller = controller
        self._guard = guard
        self._senses = senses
        self._switchboard = switchboard
        self._notifications = notifications
        self._now = now
        self._started_s = now().timestamp()
        self._lines: tuple[Line, ...] = ()
        self._sign_agrees: bool | None = None
        self._notifies: bool | None = None
        self._counters_s = self._services_s = -math.inf
        self._switched_on = SwitchedOn(told=notifications.has_told(SUBJECT))
        self._desk = TokenDesk(app, controller, guard, notifications)

    def beat(self, outcome: Outcome, car_entities: tuple[str, ...]) -> tuple[Line, ...]:
        """Returns the checklist as it is now; tells whoever has switched the app on what it may cost.

        A token that was handed over is taken in before.
        """
        now = self._now()
        self._desk.beat(now.timestamp())
        self._ask(now)
        told = Told(
            wrong=self._senses.wrong,
            units=self._senses.units,
            absent=self._switchboard.absent,
            notifies=self._notifies,
            sign_agrees=self._sign_agrees,
            car_entities=car_entities,
            has_home=HomeZone.of_state(self._home_assistant.whole_state("zone.home")) is not None,
        )
        with self._guard:
            found = checklist(self._controller, outcome, told, now)
        self._lines = kept(found, self._lines)
        problem = self._switched_on.beat(self._switchboard.enabled, self._lines)
        if not self._switched_on.pending or now.timestamp() >= self._started_s + AFTER_START_S:
            self._notifications.say(SUBJECT, problem, person=True)
        return self._lines

    def _ask(self, now: datetime) -> None:
        """Asks Home Assistant what it tells of by itself to nobody."""
        now_s, settings = now.timestamp(), self._controller.settings
        if self._sign_agrees is None and not lasts(now_s, self._counters_s, COUNTERS_S):
            self._counters_s = now_s
            self._sign_agrees = asked_of_sign(settings.meters, self._home_assistant.asked, now)
        if settings.notify is not None and not lasts(now_s, self._services_s, SERVICES_S):
            self._services_s = now_s
            self._notifies = self._notifications.has_service
