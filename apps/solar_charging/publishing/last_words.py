"""Says what is shown of an app that steers nothing: its state and why, and that its figures are not known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from time import monotonic

from appdaemon.plugins.hass import Hass

from ..base.reason import Reason, Text
from ..base.version import VERSION
from ..control.situation import State
from .broken_file import stopped
from .entities import ENTITIES, Published, heartbeat, title
from .entity import MAX_STATE_LENGTH, UNKNOWN
from .said import said_of
from .translator import Translator

LAST_WORDS_S = 2.0
"""So long the end of an app waits for Home Assistant at most; AppDaemon itself waits for 3 s."""

OF_NOW = frozenset({"plan", "next_change", "checklist"})
"""What is true only as long as the app works, besides its powers and currents."""


def last_words(
    app: Hass, state: State, reason: Reason[Text], translator: Translator, alive_at: datetime | None = None
) -> Iterator[Published]:
    """Yields what is shown of `app` in `state`; `alive_at` is the time where it goes on to live."""
    prefix = app.name
    has_battery = isinstance(app.args, Mapping) and app.args.get("battery") is not None
    told = {
        "state": state.value,
        "reason": translator.say(reason)[:MAX_STATE_LENGTH],
        "heartbeat": None if alive_at is None else heartbeat(alive_at),
    }
    for entity in ENTITIES:
        if entity.of_battery and not has_battery:
            continue
        stale = entity.key in OF_NOW or entity.of_battery or entity.unit in ("A", "W")
        said = told.get(entity.key, UNKNOWN if stale else None)
        if said is not None:
            attributes = entity.description(f"{title(prefix)} {translator.name(entity.key)}")
            if entity.key == "state":
                attributes["version"] = VERSION
            if entity.key == "reason":
                attributes["said"] = said_of((reason,))
            yield Published(f"sensor.{prefix}_{entity.key}", said, attributes)


def show(app: Hass, namespace: str, states: Iterable[Published]) -> None:
    """Sets states in Home Assistant, whether they were shown before or not."""
    for each in states:
        app.set_state(
            each.entity_id,
            state=each.state,
            attributes=dict(each.attributes),
            replace=True,
            check_existence=False,
            namespace=namespace,
        )


def say_stopped(app: Hass, namespace: str, translator: Translator, *first: Callable[[], None]) -> None:
    """Does what comes `first`, side by side, and shows that the app was stopped.

    Gives up where that is not done at once, as where Home Assistant does not answer.
    """

    def show_it() -> None:
        show(app, namespace, last_words(app, State.STOPPED, stopped(app.args), translator))

    until_s = monotonic() + LAST_WORDS_S
    # AppDaemon has no function that waits for less than ten seconds.
    for steps in (first, (show_it,)):
        speakers = [threading.Thread(target=each, name=__name__, daemon=True) for each in steps]
        for speaker in speakers:
            speaker.start()
        for speaker in speakers:
            speaker.join(max(until_s - monotonic(), 0.0))
