"""What a person is told: problems, once as they come and go, and notes of what they should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from ..base.reason import Reason
from ..control.alerts import Alert
from ..settings.settings import Settings
from .entities import title
from .outbox import Outbox
from .translator import Translator

CLEAR = "clear_notification"
"""The message by which the companion apps take a notification back."""


class Notifications:
    """Problems by their subjects, and alerts, none of them told twice. `translator` is the person's language.

    `news` tells that something was told or taken back that has not been saved yet.
    """

    def __init__(self, app: Hass, settings: Settings, outbox: Outbox, translator: Translator) -> None:
        self._app = app
        self._settings = settings
        self._outbox = outbox
        self.translator = translator
        self.news = False
        self._logged: dict[str, str] = {}
        self._noted: dict[str, str] = {}
        self._alerts: dict[tuple[str, float, str], str] = {}

    def problem(self, subject: str, text: str, person: bool = False) -> None:
        """Log a problem, and notify of it if only a `person` can mend it."""
        if self._logged.get(subject) != text:
            self._logged[subject] = text
            self._app.log(text, level="ERROR" if person else "WARNING")
        if person and self._noted.get(subject) != text:
            self._noted[subject] = text
            self._note("needs_you", self._id(subject), self.translator.problem(text))

    def mended(self, subject: str) -> None:
        """The problem with a subject, if there was one, is over."""
        if self._logged.pop(subject, None) is not None:
            self._app.log(f"{subject}: all right again")
        if self._noted.pop(subject, None) is not None:
            self._take_back("needs_you", self._id(subject))

    def hold(self, alerts: Iterable[Alert]) -> None:
        """These hold now: those that are new are sent, those that are over taken back."""
        now = {each.essence: each for each in alerts}
        for essence in self._alerts.keys() - now.keys():
            del self._alerts[essence]
            self._take_back(essence[0], self._id(essence[0]))
        for essence, alert in now.items():
            if essence not in self._alerts:
                self._alerts[essence] = self.translator.note(alert.text)
                self._note(alert.kind, self._id(alert.kind), self._alerts[essence])

    def list_again(self) -> None:
        """Put what still needs a person into Home Assistant's own list, which a restart of it empties."""
        if self._service is not None:
            return
        for subject, problem in list(self._noted.items()):
            self._note("needs_you", self._id(subject), self.translator.problem(problem))
        for (kind, *_), text in list(self._alerts.items()):
            if kind != "complete":
                self._note(kind, self._id(kind), text)

    def to_dict(self) -> dict[str, Any]:
        """What has to outlive a restart, fit for JSON, so that nobody is told twice."""
        return {"noted": self._noted, "alerts": [[*essence, text] for essence, text in self._alerts.items()]}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Take up what `to_dict` gave. Raises ValueError, KeyError, TypeError or AttributeError for others."""
        self._alerts = {(kind, key, name): text for kind, key, name, text in saved["alerts"]}
        self._noted = dict(saved["noted"])

    def call(self, service: str, **data: Any) -> None:
        """Call a service of Home Assistant; that it does not exist is a problem to be told."""
        try:
            self._app.call_service(service, namespace=self._settings.home_assistant, **data)
        except AppDaemonException as error:
            self.problem(service, f"{service} failed: {error}")

    def _note(self, kind: str, note: str, text: str) -> None:
        self.news = True
        if kind not in self._settings.notifications:
            return
        heading = self.translator.note(Reason(kind, {"app": title(self._app.name)}))
        if self._service is None:
            data = {"title": heading, "message": text, "notification_id": note}
            self._outbox.put(lambda: self.call("persistent_notification/create", **data))
        else:
            self._send(note, title=heading, message=text)

    def _take_back(self, kind: str, note: str) -> None:
        self.news = True
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
        """Whether it goes to a companion app, which alone knows tags."""
        return (self._settings.notify or "").startswith("notify.mobile_app_")

    def _id(self, subject: str) -> str:
        return f"{self._app.name}_{subject.replace(' ', '_')}"
