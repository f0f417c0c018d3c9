"""Tells those who were not there what happened: the log, the decision log, and events for automations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from appdaemon.plugins.hass import Hass

from ..accounting.bill import Session
from ..base.reason import Why
from ..base.state_file import unwritable
from ..control.outcome import Outcome
from ..control.situation import State
from ..settings.settings import Settings
from ..vehicle.car import CarState
from ..vehicle.commands import Command
from .decision_log import Change, DecisionLog, change_of
from .decision_log_file import DecisionLogFile
from .events import DECISION, SESSION, decision_data, session_data
from .notifications import Notifications
from .outbox import Outbox
from .reason_entity import text
from .translator import Translator

LOG_FILE = "the decision log"


class Journal:
    """Tells what differs from the last beat's outcome."""

    def __init__(
        self, app: Hass, settings: Settings, zone: ZoneInfo, outbox: Outbox, notifications: Notifications
    ) -> None:
        self._app = app
        self._settings = settings
        self._zone = zone
        self._outbox = outbox
        self._notifications = notifications
        self._english = notifications.translator.into("en")
        self._decision_log = DecisionLog()
        self._file = DecisionLogFile(
            app.config_dir / (settings.decision_log_file or f"solar_charging_{app.name}_decisions.jsonl")
        )
        self._notifications.warn(self._file.recall(self._decision_log))
        self._today: date | None = None
        self._state: State | None = None
        self._change: Change | None = None
        self._ended: tuple[Session, ...] | None = None

    @property
    def words(self) -> tuple[Translator, list[str]]:
        """Returns who puts into words, and the last changes as a person reads them, the newest first."""
        translator = self._notifications.translator
        of_today = translator if self._today is None else translator.on(self._today)
        return translator, self._decision_log.recent(of_today)

    def log(self, outcome: Outcome, done: Sequence[Command]) -> None:
        """Logs what the car was asked for, or else that the situation is another, and why."""
        state, why = outcome.decision.state, text(outcome, self._english)
        if done:
            self._app.log(f"{', '.join(map(str, done))} - {why}")
        elif self._state is state or outcome.decision.reason.why is Why.MEASURING:
            return
        else:
            self._app.log(why)
        self._state = state

    def decided(self, now: datetime, outcome: Outcome, car: CarState | None, present: bool) -> None:
        """Keeps what changed, and tells automations of it while Home Assistant is `present`."""
        self._today = outcome.costs.midnight.date()
        if outcome.decision.reason.why is Why.MEASURING:
            return
        said = text(outcome, self._notifications.translator)
        change, before = change_of(now.astimezone(self._zone), outcome, car, said), self._change
        if self._decision_log.add(change):
            self._save()
        if before is None or before.essence != change.essence:
            self._change = change
            if before is not None and present:
                self._fire(DECISION, decision_data(self._app.name, change, before))

    def ended(self, sessions: tuple[Session, ...]) -> None:
        """Tells automations of the sessions that ended since the last beat."""
        before, self._ended = sessions if self._ended is None else self._ended, sessions
        for session in sessions:
            if session not in before:
                currency = self._settings.api.currency
                self._fire(SESSION, session_data(self._app.name, session, self._zone, currency))

    def _fire(self, event: str, data: dict[str, Any]) -> None:
        namespace = self._settings.home_assistant
        self._outbox.put(lambda: self._app.fire_event(event, namespace=namespace, **data))

    def _save(self) -> None:
        try:
            self._file.save(self._decision_log)
        except OSError as error:
            self._notifications.problem(LOG_FILE, unwritable(self._file.file, error))
        else:
            self._notifications.mended(LOG_FILE)
