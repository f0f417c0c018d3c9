"""What a person is told: problems, once as they come and go, and a note where only they can help."""

from __future__ import annotations

from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass


class Notices:
    """Problems by their subjects, so that none is told twice."""

    def __init__(self, app: Hass, namespace: str) -> None:
        self._app = app
        self._namespace = namespace
        self._logged: dict[str, str] = {}
        self._noted: dict[str, str] = {}

    def problem(self, subject: str, text: str, person: bool = False) -> None:
        """Log a problem, and make a persistent notification of it if only a `person` can mend it."""
        if self._logged.get(subject) != text:
            self._logged[subject] = text
            self._app.log(text, level="ERROR" if person else "WARNING")
        if person and self._noted.get(subject) != text:
            self._noted[subject] = text
            self.call(
                "persistent_notification/create",
                title=f"{self._app.name.replace('_', ' ').capitalize()} needs you",
                message=text,
                notification_id=self._note(subject),
            )

    def mended(self, subject: str) -> None:
        """The problem with a subject, if there was one, is over."""
        if self._logged.pop(subject, None) is not None:
            self._app.log(f"{subject}: all right again")
        if self._noted.pop(subject, None) is not None:
            self.call("persistent_notification/dismiss", notification_id=self._note(subject))

    def call(self, service: str, **data: Any) -> None:
        """Call a service of Home Assistant; that it does not exist is a problem to be told."""
        try:
            self._app.call_service(service, namespace=self._namespace, **data)
        except AppDaemonException as error:
            self.problem(service, f"{service} failed: {error}")

    def _note(self, subject: str) -> str:
        return f"{self._app.name}_{subject.replace(' ', '_')}"
