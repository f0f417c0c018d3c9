"""Begins an app by its settings, else by the last good ones; else only says why it cannot work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timezone
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base.home_assistant import HomeAssistant
from ..base.presence import BACK, GONE, Presence
from ..base.reason import Problem, Reason, Why
from ..base.saved import SPOILT
from ..base.state_file import unwritable
from ..control.hold import Hold
from ..control.holder import Holder
from ..control.situation import State
from ..persistence import state_file
from ..settings.last_good import readable, recalled
from ..settings.settings import NAME, Settings, SettingsError, parse_settings, renamed_settings
from ..settings_file import NoSettings, beside, blamed, completed
from ..vehicle.tesla.handed_token import waiting
from .entities import HEARTBEAT_S
from .last_resort import LastResort, guarded
from .last_words import last_words, say_stopped, show
from .notifications import Notifications
from .outbox import Outbox
from .translator import Translator

SETTINGS = "the settings"
"""What a problem is with, besides an entity; the log names it when the problem is over."""

SETUP_PAGE = "/solar-charging-setup"
"""Where in Home Assistant a person sets the app up."""

Start = Callable[[Settings, Reason[Problem] | None], None]
"""Starts the app by settings; with a problem, only to end a dear charge of its own."""


def begin(app: Any, last_resort: LastResort, start: Start) -> Standby | None:
    """Starts `app` by its settings, or by the last good ones; returns what speaks for it if neither works.

    Nothing that is wrong is raised: AppDaemon would let go of the app, and Home Assistant show for ever what
    it was told last. `app.own` keeps the arguments that apps.yaml has: AppDaemon restarts an app as the same
    object, in whose arguments those of its file are by then.
    """
    app.own = app.args = app.args if app.own is None else app.own

    def by_the_settings() -> None:
        filed = completed(app.args, app.config_dir)
        if filed.taken:
            # Whatever looks at the arguments later sees those of the file too.
            app.args = dict(filed.args)
        try:
            settings = parse_settings(app.args)
        except SettingsError as error:
            raise blamed(error, filed) from None
        for line in filed.lines:
            app.log(line)
        for line in renamed_settings(app.args):
            app.log(line, level="WARNING")
        start(settings, None)

    problem = _attempt(app, last_resort, by_the_settings)
    if problem is None:
        return None
    settings = readable(app.args)
    saved = _saved(app, settings)
    last = recalled(app.name, saved.get("settings"))
    if last is not None:
        last = last.model_copy(update={"state_file": settings.state_file})
        only_to_end = Reason(Problem.BY_LAST_SETTINGS, {"problem": problem})
        if _attempt(app, last_resort, lambda: start(last, only_to_end)) is None:
            return None
    if problem.why is not Problem.NO_SETTINGS:
        problem = Reason(Problem.COMMANDS_NOTHING, {"problem": problem})
    return Standby(app, last_resort, settings, saved, problem)


def _attempt(app: Any, last_resort: LastResort, start: Callable[[], None]) -> Reason[Problem] | None:
    """Returns why a start failed, None where it did not."""
    wrong: list[Reason[Problem]] = []

    def start_unless_mistaken() -> None:
        try:
            start()
        except NoSettings:
            wrong.append(Reason(Problem.NO_SETTINGS, {"name": app.name, "link": SETUP_PAGE}))
        except SettingsError as error:
            wrong.append(Reason(Problem.SETTINGS_WRONG, {"mistakes": error.reason}))

    failed = not last_resort.attempt(start_unless_mistaken)
    # Whatever already runs of the app leaves off.
    app.stopped = app.stopped or failed or bool(wrong)
    if wrong:
        return wrong[0]
    return Reason(Problem.START_FAILED, {"cause": last_resort.said}) if failed else None


class Standby:
    """Speaks for an app that commands nothing: says why, and that it lives; lets go of the house battery."""

    def __init__(
        self,
        app: Hass,
        last_resort: LastResort,
        settings: Settings,
        saved: dict[str, Any],
        problem: Reason[Problem],
    ) -> None:
        self._app = app
        self.last_resort = last_resort
        self.problem = problem
        self._namespace = settings.home_assistant
        # Of another name Home Assistant takes no entity.
        self._shows = NAME.fullmatch(app.name) is not None
        self._stopped = False
        home = HomeAssistant(app, self._namespace)
        self._home, self._settings = home, settings
        self._translator = self._speaker()
        self._presence = Presence(app, self._namespace)
        outbox = Outbox(app, last_resort.attempt, lambda: self._presence.there)
        self._notifications = Notifications(app, settings, outbox, self._translator)
        self._outbox = outbox
        self._saved = saved
        self._file = state_file(app.config_dir, app.name, settings)
        self._hold = Hold(None)
        with suppress(*SPOILT):
            self._hold.from_dict(saved["hold"])
        lock, now = threading.RLock(), app.get_now
        self._holder = Holder(self._hold, lock, lock, now, home, self._save, self._notifications.say)
        self._remember()
        for event in (BACK, GONE):
            app.listen_event(self._on_home_assistant, event, namespace=self._namespace)
        app.run_every(self._on_time, "immediate", HEARTBEAT_S)

    def _speaker(self) -> Translator:
        """Returns a translator into the settings' language, else Home Assistant's where that is known."""
        language = self._settings.language or self._home.configured("language", "en")
        return Translator(language, timezone.utc, self._settings.api.currency)

    def terminate(self) -> None:
        """Ends it, and says so."""
        self._stopped = True
        if self._shows and self._presence.there:
            say_stopped(self._app, self._namespace, self._translator, self._leave)

    def _leave(self) -> None:
        """Lets go of the house battery, and takes back what nobody would remember to have been told."""
        self._holder.close()
        if not self._saved:
            self._notifications.unnote(SETTINGS)

    def _remember(self) -> None:
        """Tells a person, unless that was done before a restart; what was told is taken back one day."""
        notes = self._notifications
        notes.recall(self._saved.get("notices"))
        notes.list_again()
        notes.problem(SETTINGS, self.problem, person=True)
        if notes.take_news() and self._saved:
            self._save()

    def _save(self) -> bool:
        """Saves what was told, and what is still held, beside all that was saved before."""
        parts = {"notices": self._notifications.to_dict(), "hold": self._hold.to_dict()}
        try:
            self._file.save({**self._saved, **parts})
        except OSError as error:
            self._notifications.warn(unwritable(self._file.file, error))
            return False
        return True

    @guarded
    def _on_time(self, **kwargs: Any) -> None:
        del kwargs  # AppDaemon's own
        if not self._presence.there or self._stopped:
            return
        self._holder.beat(wanted=False)
        waiting(beside(self._app.args, self._app.config_dir), self._app.name)
        if self._shows:
            why, now = Reason(Why.SETUP, {"problem": self.problem}), self._app.get_now()
            show(
                self._app,
                self._namespace,
                last_words(self._app, State.SETUP, why, self._translator, now),
            )

    @guarded
    def _on_home_assistant(self, event_type: str, data: Any, **kwargs: Any) -> None:
        del data, kwargs  # AppDaemon's own
        if self._presence.changed(event_type) and self._presence.there:
            self._translator = self._speaker()
            self._notifications.speak(self._translator)
            self._notifications.list_again()
            self._notifications.problem(SETTINGS, self.problem, person=True)
            self._outbox.deliver()
            self._on_time()


def _saved(app: Hass, settings: Settings) -> dict[str, Any]:
    """Returns what is saved of the app, nothing where that cannot be read: its own start tells of that."""
    found: dict[str, Any] = {}

    def restore(saved: Mapping[str, Any]) -> list[str]:
        found.update(saved)
        return []

    state_file(app.config_dir, app.name, settings).recall(restore)
    return found
