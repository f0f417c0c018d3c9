"""Brings notes to a person: by the service that the settings name, else into Home Assistant's own list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from ..base.foreign_words import in_markdown
from ..base.reason import Problem, Reason
from ..base.services import services
from .buttons import Buttons
from .outbox import Outbox
from .way import Way

CLEAR = "clear_notification"
"""The message by which the companion apps take a notification back."""

MOST_NAMED = 4
"""So many services are named where another one may be meant."""


class Postman:
    """Sends notes, each under an id, in the order of being asked to; what a service does not take is listed.

    `failed` takes the service that failed, and why.
    """

    def __init__(
        self, app: Hass, namespace: str, outbox: Outbox, failed: Callable[[str, Reason[Problem]], None]
    ) -> None:
        self._app = app
        self._namespace = namespace
        self._outbox = outbox
        self._failed = failed
        self._listed: set[str] = set()

    def listed(self, notes: Iterable[str]) -> None:
        """Takes in which notes are in Home Assistant's own list though there is a service."""
        self._listed.update(notes)

    def post(self, way: Way, note: str, title: str, text: str, buttons: Buttons = ()) -> None:
        """Sends a note, with buttons where it goes to a companion app; one of the same id is replaced."""
        if way.service is None:
            self._outbox.put(lambda: self._list(note, title, text))
        else:
            self._outbox.put(lambda: self._push(way, note, title, text, buttons))

    def post_now(self, way: Way, note: str, title: str, text: str) -> None:
        """Sends a note, and waits until that is done: of an app that ends nothing is sent later."""
        if way.service is None:
            self._list(note, title, text)
        else:
            self._push(way, note, title, text, ())

    def take_back(self, way: Way, note: str) -> None:
        """Takes a note back, where that can be done."""
        if way.service is None or note in self._listed:
            self._listed.discard(note)
            self._outbox.put(lambda: self._dismiss(note))
        elif way.clears:
            self._outbox.put(lambda: self._clear(way, note))

    def call(self, service: str, **data: Any) -> bool:
        """Calls a service of Home Assistant, as domain/service; returns False where it surely failed."""
        try:
            answer = self._app.call_service(service, namespace=self._namespace, **data)
        except AppDaemonException as error:
            cause = str(error)
        else:
            # One that takes long says nothing of an error, and may well be done.
            wrong = answer.get("error") if isinstance(answer, Mapping) else None
            if not isinstance(wrong, Mapping):
                return True
            cause = str(wrong.get("message") or wrong.get("code") or "?")
        self._failed(service, Reason(Problem.SERVICE_FAILED, {"service": service, "cause": cause}))
        return False

    def has(self, way: Way) -> bool | None:
        """Says whether Home Assistant has the service, None where it does not say, or none is named."""
        known = self._known(way)
        return None if known is None else _name(way) in known

    def lacks(self, way: Way) -> Reason[Problem] | None:
        """Returns that Home Assistant does not have the service, None where it has, or does not say."""
        known = self._known(way)
        if known is None or _name(way) in known:
            return None
        alike = get_close_matches(_name(way), known, MOST_NAMED, cutoff=0.4) or known[:MOST_NAMED]
        if not alike:
            return Reason(Problem.NOTIFIER_MISSING, {"service": way.notify})
        named = ", ".join(f"notify.{each}" for each in alike)
        return Reason(Problem.NOTIFIER_MISSPELT, {"service": way.notify, "known": named})

    def _known(self, way: Way) -> list[str] | None:
        """Returns the names of all services for notes; None where nobody says so, or wants to know."""
        all_there = {} if way.notify is None else services(self._app, self._namespace)
        return all_there.get("notify", []) if all_there else None

    def _list(self, note: str, title: str, text: str) -> None:
        self.call("persistent_notification/create", title=title, message=text, notification_id=note)

    def _dismiss(self, note: str) -> None:
        self.call("persistent_notification/dismiss", notification_id=note)

    def _clear(self, way: Way, note: str) -> None:
        self.call(str(way.service), message=CLEAR, data={"tag": note})

    def _push(self, way: Way, note: str, title: str, text: str, buttons: Buttons) -> None:
        data: dict[str, object] = {"tag": note, "actions": list(buttons)} if buttons else {"tag": note}
        more = {"data": data} if way.clears else {}
        if self.call(str(way.service), title=title, message=text, **more):
            return
        self._listed.add(note)
        self._list(note, title, in_markdown(text))


def _name(way: Way) -> str:
    return str(way.notify).partition(".")[2]
