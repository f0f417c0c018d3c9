"""Tells a person of problems, once as they come and go, and of what they should know."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from ..base.reason import Note, Problem, Reason, Text
from ..control.alerts import Alert
from ..settings.settings import Settings
from .entities import title
from .outbox import Outbox
from .translator import Translator

CLEAR = "clear_notification"
"""The message by which the companion apps take a notification back."""

FOR_A_PERSON = frozenset(
    {
        Problem.FUSE_BLIND,
        Problem.METER_BLIND,
        Problem.METER_FROZEN,
        Problem.METER_HELD,
        Problem.METER_IN_KW,
        Problem.METER_IN_W,
        Problem.METER_NO_SURPLUS,
        Problem.METER_SIGN,
        Problem.METER_SMALL,
        Problem.METER_SWAPPED,
        Problem.METER_TURNED,
        Problem.NO_PRICE_LIST,
        Problem.OFF_PEAK_QUESTION,
        Problem.OFF_PEAK_WORD,
        Problem.PHASES_TURNED,
        Problem.PRICE_CURRENCY,
        Problem.PRICE_LISTS,
        Problem.PRICE_UNIT,
        Problem.PRICE_UNIT_CONTRADICTED,
        Problem.PRICES_DOUBTED,
        Problem.SETTING_DOUBTED,
    }
)
"""What an entity says that only a person can mend, in the settings."""


ENTITY = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
"""What a problem is with, where that is an entity."""


class Notifications:
    """Keeps problems by their subjects, and alerts, so that none is told twice.

    The log is in English; a person is told in the language of `translator`.
    """

    def __init__(self, app: Hass, settings: Settings, outbox: Outbox, translator: Translator) -> None:
        self._app = app
        self._settings = settings
        self._outbox = outbox
        self.translator = translator
        self._english = translator.into("en")
        self._news = False
        self._logged: dict[str, str] = {}
        self._noted: dict[str, str] = {}
        self._remarked: set[str] = set()
        self._noted_now: dict[str, Reason[Problem]] = {}
        self._alerts: dict[tuple[str, float, str], str] = {}

    def speak(self, translator: Translator) -> None:
        """Tells a person in this language from now on."""
        self.translator = translator

    def take_news(self) -> bool:
        """Returns whether something was told or taken back since this was asked last."""
        news, self._news = self._news, False
        return news

    def warn(self, problem: Reason[Problem] | None) -> None:
        """Logs a problem that has no end, if there is one."""
        if problem is not None:
            self._app.log(self._english.say(problem), level="WARNING")

    def say(self, subject: str, problem: Reason[Problem] | None, person: bool = False) -> None:
        """Logs the problem with a subject, or that it is over; one for a `person` is notified too."""
        if problem is None:
            self.mended(subject)
            return
        person = person or _needs_person(problem)
        if not person:
            self._unnote(subject)
        self.problem(subject, problem, person)

    def problem(self, subject: str, problem: Reason[Problem], person: bool = False) -> None:
        """Logs a problem, and notifies of it if only a `person` can mend it."""
        text, told = self._english.say(problem), self.translator.say(problem)
        if self._logged.get(subject) != text:
            self._logged[subject] = text
            self._app.log(text, level="ERROR" if person else "WARNING")
        if person and self._noted.get(subject) != told:
            self._noted[subject], self._noted_now[subject] = told, problem
            self._note("needs_you", self._id(subject), told)

    def remark(self, unclear: Iterable[Reason[Problem]]) -> None:
        """Logs once what the car says that makes no sense, or leaves out and is missed."""
        for problem in unclear:
            text = self._english.say(problem)
            if text not in self._remarked:
                self._remarked.add(text)
                self._app.log(text, level="WARNING")

    def keep(self, entities: Collection[str]) -> None:
        """Takes back what was told before a restart of entities that the settings no longer name."""
        for subject in [each for each in self._noted if ENTITY.fullmatch(each) and each not in entities]:
            self.mended(subject)

    def helper_missing(self, entity: str) -> None:
        """Tells a person which helper to create, and how."""
        name = entity.partition(".")[2]
        values = {"entity": entity, "name": name, "title": title(name)}
        self.problem(entity, Reason(Problem.HELPER_TO_CREATE, values), person=True)

    def mended(self, subject: str) -> None:
        """Takes in that the problem with a subject, if there was one, is over."""
        if self._logged.pop(subject, None) is not None:
            self._app.log(f"{subject}: all right again")
        self._unnote(subject)

    def _unnote(self, subject: str) -> None:
        """Takes back what a person was told of a subject."""
        self._noted_now.pop(subject, None)
        if self._noted.pop(subject, None) is not None:
            self._take_back("needs_you", self._id(subject))

    def hold(self, alerts: Iterable[Alert]) -> None:
        """Takes in what holds now: alerts that are new are sent, those that are over taken back."""
        now = {each.essence: each for each in alerts}
        for essence in self._alerts.keys() - now.keys():
            del self._alerts[essence]
            self._take_back(essence[0], self._id(essence[0]))
        for essence, alert in now.items():
            # It is read for hours: with weekdays, as no day is given, it stays true at midnight.
            told = self.translator.say(alert.text) if alert.text.values else self._alerts.get(essence)
            if told is not None and self._alerts.get(essence) != told:
                self._alerts[essence] = told
                self._note(alert.kind, self._id(alert.kind), told)

    def list_again(self) -> None:
        """Puts what still needs a person into Home Assistant's own list, which a restart of it empties."""
        if self._service is not None:
            return
        for subject, problem in list(self._noted_now.items()):
            self._noted[subject] = self.translator.say(problem)
        for subject, told in list(self._noted.items()):
            self._note("needs_you", self._id(subject), told)
        for (kind, *_), text in list(self._alerts.items()):
            if kind != "complete":
                self._note(kind, self._id(kind), text)

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON, so that nobody is told twice."""
        alerts = [[*essence, text] for essence, text in self._alerts.items()]
        return {"noted": self._noted, "alerts": alerts}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        self._alerts = {(kind, key, name): text for kind, key, name, text in saved["alerts"]}
        self._noted = dict(saved["noted"])

    def call(self, service: str, **data: Any) -> None:
        """Calls a service of Home Assistant; that it does not exist is a problem to be told."""
        try:
            self._app.call_service(service, namespace=self._settings.home_assistant, **data)
        except AppDaemonException as error:
            values = {"service": service, "cause": str(error)}
            self.problem(service, Reason(Problem.SERVICE_FAILED, values))

    def _note(self, kind: str, note: str, text: str) -> None:
        self._news = True
        if kind not in self._settings.notifications:
            return
        heading = self.translator.say(Reason(Note(kind), {"app": title(self._app.name)}))
        if self._service is None:
            data = {"title": heading, "message": text, "notification_id": note}
            self._outbox.put(lambda: self.call("persistent_notification/create", **data))
        else:
            self._send(note, title=heading, message=text)

    def _take_back(self, kind: str, note: str) -> None:
        self._news = True
        if kind not in self._settings.notifications:
            return
        if self._service is None:
            self._outbox.put(lambda: self.call("persistent_notification/dismiss", notification_id=note))
        elif self._clears:
            self._send(note, message=CLEAR)

    def _send(self, note: str, **data: Any) -> None:
        service = str(self._service)
        if self._clears:
            data["data"] = {"tag": note}
        self._outbox.put(lambda: self.call(service, **data))

    @property
    def _service(self) -> str | None:
        named = self._settings.notify
        return None if named is None else named.replace(".", "/", 1)

    @property
    def _clears(self) -> bool:
        """Says whether it goes to a companion app, which alone knows tags."""
        return (self._settings.notify or "").startswith("notify.mobile_app_")

    def _id(self, subject: str) -> str:
        return f"{self._app.name}_{subject.replace(' ', '_')}"


def _needs_person(problem: Reason[Text]) -> bool:
    """Says whether a problem, or one within it, is for a person."""
    within = (value for value in problem.values.values() if isinstance(value, Reason))
    return problem.why in FOR_A_PERSON or any(map(_needs_person, within))
