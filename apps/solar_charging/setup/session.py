"""Is where a card of Home Assistant sets an entry of apps.yaml up: hears its events, answers by others."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from appdaemon.plugins.hass import Hass

from ..base.home_assistant import HomeAssistant
from ..base.reason import Problem, Reason, Text
from ..settings.settings import SettingsError, own_settings
from ..settings_file import beside, read_settings, settings_file, write_settings
from .look import list_of, look_around
from .maker import Maker
from .making import Making, Part, Standing
from .making_words import said
from .page import Entry, PartShown, broken, looking
from .page_state import PageState, Want, Wish
from .questions import STATES
from .surroundings import Surroundings
from .words import Words

EVENT, PAGE_EVENT = "solar_charging_setup", "solar_charging_setup_page"
"""What a card fires, and what it hears."""

ONE_AT_A_TIME = threading.Lock()
"""Two entries that start together must not make the same page twice."""

MOST_WAITING = 20
"""More events than these at a time are no person's."""

LATER_S, TRIES = 60, 10
"""So long after a start, and so often, it is tried to make the page: Home Assistant may be starting too."""


@dataclass(frozen=True)
class Around:
    """Is what a session needs of the app that it sets up.

    `own` are the app's arguments in apps.yaml; `attempt` does some work, and says whether that went well;
    `problem` tells why the app does not run, None where it does; `say` puts that into a language.
    """

    own: Mapping[str, Any]
    attempt: Callable[[Callable[[], None]], bool]
    problem: Callable[[], Reason[Problem] | None]
    say: Callable[[Reason[Text], str], str]


class Session:
    """Holds the set-up of one app, which may run at the same time, or only wait for its settings."""

    def __init__(self, app: Hass, home: HomeAssistant, around: Around, maker: Maker) -> None:
        self._app, self._home, self._around, self._maker = app, home, around, maker
        self._guard = threading.Lock()
        self._waiting = 0
        self._tries = TRIES
        self._refused: dict[Part, Reason[Making] | None] = {}
        self._surroundings: Surroundings | None = None
        entry = around.own if isinstance(around.own, Mapping) else {}
        self._own = own_settings(entry)
        self._file = settings_file(beside(entry, Path(app.config_dir)), app.name)
        self._state = PageState(app.name, f"{self._now.timestamp():.0f}", self._saved(), self._own)
        app.listen_event(self._on_event, EVENT, namespace=home.namespace)
        if self._waits:
            self._soon(self._make_page)

    @property
    def _now(self) -> datetime:
        return self._app.get_now().astimezone(timezone.utc)

    @property
    def _waits(self) -> bool:
        """Says whether the app has no settings yet."""
        problem = self._around.problem()
        return problem is not None and problem.why is Problem.NO_SETTINGS

    def _saved(self) -> dict[str, Any]:
        """Returns the settings of the file, none of one that cannot be read: what it was is kept."""
        try:
            return read_settings(self._file) or {}
        except SettingsError:
            return {}

    def _soon(self, work: Callable[[], None]) -> None:
        """Does work in a thread of AppDaemon's pool: it waits for Home Assistant, and the app must not."""

        def alone() -> None:
            with self._guard:
                self._waiting -= 1
                if not self._around.attempt(work):
                    self._around.attempt(lambda: self._tell_all(broken))

        self._waiting += 1
        self._app.submit_to_executor(alone)

    def _on_event(self, event_type: str, data: Any, **kwargs: Any) -> None:
        del event_type, kwargs  # AppDaemon's own
        if self._waiting < MOST_WAITING and _by_person(data):
            self._soon(lambda: self._answer(data))

    def _answer(self, event: object) -> None:
        wish = self._state.take(event)
        if wish is None:
            return
        if wish.want is Want.LOOK or self._surroundings is None:
            self._look()
        elif wish.want is Want.PAGE:
            self._refresh(self._surroundings)
        if wish.want is Want.WRITE:
            self._write()
        else:
            self._do(wish)
            self._show()

    def _look(self) -> None:
        self._tell_all(looking)
        self._surroundings = look_around(self._home, self._now)
        self._state.look(self._surroundings)

    def _refresh(self, surroundings: Surroundings) -> None:
        """Takes in what the entities say now, for which nobody has to be asked."""
        states = Surroundings.of_answers({STATES: list_of(self._home.states())}, 0).states
        self._surroundings = replace(surroundings, states=states, now_s=self._now.timestamp())
        self._state.look(self._surroundings)

    def _show(self) -> None:
        parts = [
            PartShown(part, found.standing, self._refused.get(part) or found.why)
            for part, found in self._maker.stands().items()
        ]
        for language in list(self._state.languages):
            self._tell(self._state.page(language, self._entry(language), parts))

    def _tell_all(self, laid_out: Callable[[Words, Entry], Mapping[str, Any]]) -> None:
        for words in self._state.languages.values():
            self._tell(laid_out(words, self._entry(words.language)))

    def _tell(self, page: Mapping[str, Any]) -> None:
        # As text: on its way AppDaemon would leave out what is nothing.
        self._app.fire_event(PAGE_EVENT, namespace=self._home.namespace, page=json.dumps(page))

    def _entry(self, language: str) -> Entry:
        problem = self._around.problem()
        said = "" if problem is None or self._waits else self._around.say(problem, language)
        own = tuple(map(str, self._own))
        return Entry(self._app.name, str(self._file), own, problem is None, said)

    # What is made in Home Assistant

    def _do(self, wish: Wish) -> None:
        """Makes or takes back a part."""
        acts = {Want.MAKE: self._maker.make, Want.UNDO: self._maker.undo}
        part = next((each for each in Part if each.value == wish.part), None)
        if part is not None and wish.want in acts:
            with ONE_AT_A_TIME:
                self._refused[part] = acts[wish.want](part)

    def _make_page(self) -> None:
        """Makes the page where it is not there yet; tries again where Home Assistant is not ready for it."""
        self._tries -= 1
        with ONE_AT_A_TIME:
            if self._maker.standing()[Part.SETUP_PAGE] in (Standing.MADE, Standing.THERE):
                return
            reason = self._maker.make(Part.SETUP_PAGE)
        if reason is None:
            self._app.log("The set-up's page is in Home Assistant now, for administrators")
        elif self._tries:
            self._app.run_in(lambda **_: self._soon(self._make_page), LATER_S)
        else:
            self._app.log(
                f"The set-up's page could not be made in Home Assistant: {said(reason)}", level="WARNING"
            )

    # What is written

    def _write(self) -> None:
        """Writes the settings, says so, and has the app begin by them."""
        try:
            write_settings(self._file, self._state.settings())
        except OSError as error:
            self._state.unwritten(str(self._file), error.strerror or str(error))
            self._show()
            return
        self._app.log(f"Settings were confirmed in Home Assistant, and written to {self._file}")
        self._state.written()
        self._show()
        self._app.restart_app(self._app.name)


def _by_person(event: object) -> bool:
    """Says whether somebody who is logged in has fired an event, by what Home Assistant itself adds to it."""
    metadata = event.get("metadata") if isinstance(event, Mapping) else None
    context = metadata.get("context") if isinstance(metadata, Mapping) else None
    return isinstance(context, Mapping) and bool(context.get("user_id"))
