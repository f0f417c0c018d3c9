"""Stands in for an app that cannot even be loaded, and says on the screen what is missing.

It needs nothing but AppDaemon, for what is missing may be any of the packages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timezone
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from .base.home_assistant import HomeAssistant
from .base.reason import Problem, Reason, Why
from .publishing.translator import MOST_CHARACTERS, Translator

OWN = __name__.rpartition(".")[0]
"""The folder of the app, as AppDaemon has found it."""

NAME = re.compile(r"[a-z0-9_]+")

AGAIN_S = 300
"""How often it is said, in s: Home Assistant forgets what it was told of such entities when it restarts."""


class StandIn(Hass):
    """Commands nothing; shows `problem`, why the app is not there, until it is."""

    problem: Reason[Problem]

    def initialize(self) -> None:
        """Says what is missing, and goes on saying so."""
        self.log(Translator("en", timezone.utc, "").say(self.problem), level="ERROR")
        self.run_every(self.on_time, "immediate", AGAIN_S)

    def on_time(self, **kwargs: Any) -> None:
        """Shows the problem in Home Assistant; notifies of it where that does not show it yet."""
        del kwargs  # AppDaemon's own
        home = HomeAssistant(self, self._where)
        translator = Translator(home.configured("language", "en"), timezone.utc, "")
        why = translator.say(Reason(Why.SETUP, {"problem": self.problem}))[:MOST_CHARACTERS]
        told = home.state(self._entity("reason")) == why
        self._show("setup", why, translator)
        if not told:
            message = translator.in_markdown().say(self.problem)
            self._note("create", {"title": self._title, "message": message})

    def terminate(self) -> None:
        """Takes back what was told: what comes next says what it is."""
        translator = Translator("en", timezone.utc, "")
        self._show("stopped", translator.say(Reason(Problem.APP_STOPPED)), translator)
        self._note("dismiss", {})

    @property
    def _title(self) -> str:
        return str(self.name).replace("_", " ").capitalize()

    @property
    def _where(self) -> str:
        """Returns the namespace of Home Assistant, as far as the settings can be read."""
        told = self.args.get("home_assistant") if isinstance(self.args, Mapping) else None
        return told if isinstance(told, str) else "default"

    def _entity(self, key: str) -> str:
        return f"sensor.{self.name}_{key}"

    def _note(self, service: str, words: Mapping[str, Any]) -> None:
        # Home Assistant may not be there yet, or have no such service: the screen says it all the same.
        with suppress(AppDaemonException):
            self.call_service(
                f"persistent_notification/{service}",
                namespace=self._where,
                notification_id=f"{self.name}_not_loaded",
                **words,
            )

    def _show(self, state: str, why: str, translator: Translator) -> None:
        if not NAME.fullmatch(self.name):
            return  # of another name Home Assistant takes no entity
        for key, said in (("state", state), ("reason", why)):
            self.set_state(
                self._entity(key),
                state=said,
                attributes={"friendly_name": f"{self._title} {translator.name(key)}"},
                replace=True,
                check_existence=False,
                namespace=self._where,
            )


def without(error: ImportError) -> type[StandIn]:
    """Returns the class of an app that lacks a package, or a file of its own, as an import has found out."""
    module = error.name or ""
    if not module or module == OWN or module.startswith(f"{OWN}."):
        lacking = Reason(Problem.FILE_MISSING, {"error": str(error)})
    else:
        lacking = Reason(Problem.PACKAGE_MISSING, {"package": module.partition(".")[0]})
    return _standing_for(lacking)


def misnamed(name: str) -> type[StandIn]:
    """Returns the class of an app of which apps.yaml names another class than there is."""
    return _standing_for(Reason(Problem.CLASS_WRONG, {"name": name}))


def _standing_for(problem: Reason[Problem]) -> type[StandIn]:
    return type(StandIn.__name__, (StandIn,), {"problem": problem})
