"""Tells a person of problems, once as they come and go, and of what they should know."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base import saved as read
from ..base.reason import Note, Problem, Reason, Text
from ..control.alerts import Alert
from ..settings.settings import Settings
from .buttons import Answering, Button
from .entities import title
from .outbox import Outbox
from .postman import Postman
from .translator import Translator
from .way import Way

FOR_A_PERSON = frozenset(
    {
        Problem.BATTERY_SIGN,
        Problem.BATTERY_TOO_LARGE,
        Problem.BATTERY_TOO_SMALL,
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


TITLES = {Note.DEAR_OVER: Note.OVER, Note.HOLD_OVER: Note.OVER, Note.NEED_CORRECTED: Note.MORE_KEPT}
"""The titles of what is told under another one than its kind's."""

TOLD_ONCE = frozenset({"complete", "week"})
"""What is read once, and is no matter of now any more."""

COMES_LATE = 10
"""So many beats after the start a service may come that Home Assistant does not have yet."""

ENTITY = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
"""What a problem is with, where that is an entity."""


class Notifications:
    """Keeps problems by their subjects, and alerts, so that none is told twice.

    The log is in English; a person is told in the language of `translator`.
    """

    def __init__(self, app: Hass, settings: Settings, outbox: Outbox, translator: Translator) -> None:
        self._app = app
        self._outbox = outbox
        self._postman = Postman(app, settings.home_assistant, outbox, self._failed)
        self._way = Way(settings.notify, settings.notifications)
        self._lacking, self._served = 0, settings.notify is None
        self.translator = translator
        self._english = translator.into("en")
        self._news = False
        self._logged: dict[str, str] = {}
        self._noted: dict[str, str] = {}
        self._remarked: set[str] = set()
        self._noted_now: dict[str, Reason[Problem]] = {}
        self._covered: set[Text] = set()
        self._alerts: dict[tuple[str, float, str], str] = {}
        self.answers: Answering | None = None

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
            self.unnote(subject)
        self.problem(subject, problem, person)

    def problem(self, subject: str, problem: Reason[Problem], person: bool = False) -> None:
        """Logs a problem, and notifies of it if only a `person` can mend it."""
        text, told = self._english.say(problem), self._teller.say(problem)
        if self._logged.get(subject) != text:
            self._logged[subject] = text
            self._app.log(text, level="ERROR" if person else "WARNING")
        if not person or self._noted.get(subject) == told:
            return
        if told in self._noted.values() or problem.why in self._covered:
            # One cause, one notification; should the other subject mend, this one is told then.
            self.unnote(subject)
            return
        self._noted[subject], self._noted_now[subject] = told, problem
        self._note("needs_you", self._id(subject), told)

    def hear(self, subject: str, news: Reason[Problem], title_of: Note) -> None:
        """Logs good news of a subject, and tells a person of them under a title of their own."""
        self.mended(subject)
        self._app.log(self._english.say(news))
        self._note("needs_you", self._id(subject), self._teller.say(news), title_of)

    def has_told(self, subject: str) -> bool:
        """Says whether a person was told of a subject, and it was not taken back."""
        return subject in self._noted

    def remark(self, unclear: Iterable[Reason[Problem]]) -> None:
        """Logs once what the car says that makes no sense, or leaves out and is missed."""
        for problem in unclear:
            text = self._english.say(problem)
            if text not in self._remarked:
                self._remarked.add(text)
                self._app.log(text, level="WARNING")

    def keep(self, entities: Collection[str]) -> None:
        """Takes back what was told before a restart of entities that the settings no longer name."""
        named = {*entities, self._way.notify}
        for subject in [each for each in self._noted if ENTITY.fullmatch(each) and each not in named]:
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
        self.unnote(subject)

    def unnote(self, subject: str) -> None:
        """Takes back what a person was told of a subject."""
        self._noted_now.pop(subject, None)
        if self._noted.pop(subject, None) is not None:
            self._take_back("needs_you", self._id(subject))

    def hold(self, alerts: Iterable[Alert]) -> None:
        """Takes in what holds now: alerts that are new are sent, those that are over taken back."""
        self._look_for_service()
        if self.answers is not None:
            self._news |= self.answers.beat(self._app.get_now().timestamp())
        now = {each.essence: each for each in alerts}
        self._cover(now.values())
        for essence in self._alerts.keys() - now.keys():
            del self._alerts[essence]
            self._take_back(essence[0], self._id(essence[0]))
        for essence, alert in now.items():
            # It is read for hours: with weekdays, as no day is given, it stays true at midnight.
            told = self._teller.say(alert.text) if alert.text.values else self._alerts.get(essence)
            if told is not None and self._alerts.get(essence) != told:
                self._alerts[essence] = told
                buttons = [] if self.answers is None else self.answers.offered(alert, self.translator)
                self._note(alert.kind, self._id(alert.kind), told, TITLES.get(alert.text.why), *buttons)

    def last(self, alert: Alert | None) -> None:
        """Tells at once what holds when the app ends, if anything does; its next start takes it back."""
        if alert is None or alert.kind not in self._way.kinds:
            return
        told = self._alerts[alert.essence] = self._teller.say(alert.text)
        heading = self.translator.say(Reason(Note(alert.kind), {"app": title(self._app.name)}))
        self._postman.post_now(self._way, self._id(alert.kind), heading, told)

    def _cover(self, alerts: Iterable[Alert]) -> None:
        """Takes back what a person was told of a cause that an alert names, with what comes of it."""
        causes = (each.text.values.get("problem") for each in alerts if each.kind == "needs_you")
        self._covered = {cause.why for cause in causes if isinstance(cause, Reason)}
        for subject in [each for each, noted in self._noted_now.items() if noted.why in self._covered]:
            self.unnote(subject)

    def list_again(self) -> None:
        """Puts what still needs a person into Home Assistant's own list, which a restart of it empties."""
        self._outbox.deliver()
        if self._way.service is not None:
            return
        for subject, problem in list(self._noted_now.items()):
            self._noted[subject] = self._teller.say(problem)
        for subject, told in list(self._noted.items()):
            self._note("needs_you", self._id(subject), told)
        for (kind, _, name), text in list(self._alerts.items()):
            if kind not in TOLD_ONCE:
                self._note(kind, self._id(kind), text, TITLES.get(Note(name)))

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON, so that nobody is told twice."""
        alerts = [[*essence, text] for essence, text in self._alerts.items()]
        told = {"noted": dict(self._noted), "alerts": alerts, "way": self._way.to_dict()}
        return told if self.answers is None else {**told, "answers": self.answers.to_dict()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        alerts = {
            (read.text(kind), read.moment_s(key), Note(name).value): read.text(text)
            for kind, key, name, text in saved["alerts"]
        }
        noted = {read.text(subject): read.text(text) for subject, text in read.pairs(saved["noted"])}
        if self.answers is not None and "answers" in saved:
            self.answers.from_dict(saved["answers"])
        before = Way.from_dict(saved["way"]) if "way" in saved else self._way  # the first of these had none
        if before.notify in noted:  # there was no such service
            self._postman.listed(map(self._id, (*noted, *(kind for kind, _, _ in alerts))))
        self._alerts = {each: text for each, text in alerts.items() if self._stays(each[0], each[0], before)}
        self._noted = {each: text for each, text in noted.items() if self._stays("needs_you", each, before)}

    def recall(self, saved: object) -> None:
        """Takes up what `to_dict` gave, and nothing of anything else."""
        if isinstance(saved, Mapping):
            with suppress(*read.SPOILT):
                self.from_dict(saved)

    def _stays(self, kind: str, subject: str, before: Way) -> bool:
        """Says whether what was told by a way would be told by the present one; else takes it back."""
        if kind not in before.kinds:
            return kind not in self._way.kinds
        if before.notify == self._way.notify and kind in self._way.kinds:
            return True
        self._postman.take_back(before, self._id(subject))
        return False

    def call(self, service: str, **data: Any) -> None:
        """Calls a service of Home Assistant; that it does not exist is a problem to be told."""
        self._postman.call(service, **data)

    def _failed(self, service: str, problem: Reason[Problem]) -> None:
        """Tells why a service failed; that there is none for notes is for a person, who is told elsewhere."""
        lacks = self._postman.lacks(self._way) if service == self._way.service else None
        self.problem(service if lacks is None else str(self._way.notify), lacks or problem, lacks is not None)

    @property
    def has_service(self) -> bool | None:
        """Says whether the service for notes is there, None where that is not known, or none is named."""
        return self._postman.has(self._way)

    def _look_for_service(self) -> None:
        """Tells of a service for notes that does not come within some beats, or that it is there."""
        if self._served:
            return
        lacks, service = self._postman.lacks(self._way), str(self._way.notify)
        self._served = lacks is None
        self._lacking += 1
        if lacks is None:
            self.mended(service)
        elif self._lacking >= COMES_LATE:
            self.problem(service, lacks, person=True)

    def _note(self, kind: str, note: str, text: str, title_of: Note | None = None, *buttons: Button) -> None:
        self._news = True
        if kind in self._way.kinds:
            heading = self.translator.say(Reason(title_of or Note(kind), {"app": title(self._app.name)}))
            self._postman.post(self._way, note, heading, text, buttons)

    def _take_back(self, kind: str, note: str) -> None:
        self._news = True
        if kind in self._way.kinds:
            self._postman.take_back(self._way, note)

    @property
    def _teller(self) -> Translator:
        """Returns who tells a person: Home Assistant's own list is the one place that reads Markdown."""
        return self.translator.in_markdown() if self._way.service is None else self.translator

    def _id(self, subject: str) -> str:
        return f"{self._app.name}_{subject.replace(' ', '_')}"


def _needs_person(problem: Reason[Text]) -> bool:
    """Says whether a problem, or one within it, is for a person."""
    within = (value for value in problem.values.values() if isinstance(value, Reason))
    return problem.why in FOR_A_PERSON or any(map(_needs_person, within))
