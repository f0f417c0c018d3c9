"""Takes in a token that was handed over by a file, and says what came of it; shows the token to nobody."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base.reason import Note
from ..control.controller import Controller
from ..publishing.notifications import Notifications
from ..settings_file import beside
from ..vehicle.tesla.handed_token import HandedToken

SUBJECT = "the token that was handed over"
"""What a problem is with, besides an entity; the log names it when the problem is over."""


class TokenDesk:
    """Looks at each beat whether somebody has handed over a token in the folder of apps.yaml."""

    def __init__(
        self,
        app: Hass,
        controller: Controller,
        guard: AbstractContextManager[Any],
        notifications: Notifications,
    ) -> None:
        self._handed = HandedToken(beside(app.args, app.config_dir), app.name, controller.settings.car)
        self._controller = controller
        self._guard = guard
        self._notifications = notifications

    def beat(self, now_s: float) -> None:
        """Takes in what is there at `now_s` (unix seconds); a token that works ends the waiting for one."""
        news = self._handed.look(now_s)
        if news is None:
            self._notifications.say(SUBJECT, None)
        elif not news.good:
            self._notifications.say(SUBJECT, news.said, person=True)
        else:
            self._notifications.hear(SUBJECT, news.said, Note.OVER)
            with self._guard:
                self._controller.try_again()
