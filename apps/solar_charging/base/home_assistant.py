"""Reads states, configuration and rendered templates of Home Assistant through AppDaemon."""

from __future__ import annotations

from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from .entity_state import NO_VALUES

LAST_REPORTED = (
    "{{% set s = states['{entity}'] %}}"
    "{{{{ as_timestamp(s.last_reported | default(s.last_updated)) if s else 0 }}}}"
)
"""Renders the time at which an entity last reported a value, even if the same as before, in unix seconds; 0
where there is no such entity.
"""

TIMEOUT_S = 10
"""The longest wait in s for Home Assistant to render a template."""


class HomeAssistant:
    """Reads from Home Assistant in `namespace` for an app that has a namespace of its own."""

    def __init__(self, app: Hass, namespace: str) -> None:
        self.namespace = namespace
        self._app = app
        # AppDaemon 4.5 renders templates in an app's own namespace only, whichever it is given.
        self._asking = Hass(app.AD, app.config_model)
        self._asking.set_namespace(namespace)

    def state(self, entity: str) -> str | None:
        """Returns an entity's state, None where there is no such entity."""
        state = self._app.get_state(entity, namespace=self.namespace)
        return None if state is None else str(state)

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes and times, None where there is no such entity."""
        state = self._app.get_state(entity, attribute="all", namespace=self.namespace)
        return state if isinstance(state, dict) else None

    def entities(self) -> set[str]:
        """Returns the ids of all entities in Home Assistant."""
        return set(self._app.get_state(namespace=self.namespace) or ())

    def configured(self, key: str, otherwise: str) -> str:
        """Returns a value of Home Assistant's own configuration, `otherwise` where it is not known."""
        config = self._app.get_plugin_config(namespace=self.namespace) or {}
        return str(config.get(key) or otherwise)

    def last_said_s(self, entity: str) -> float | None:
        """Returns when an entity last reported a value (unix seconds), None where that cannot be known.

        Home Assistant sends an event for changes only: an entity that repeats its value seems silent, but
        works.
        """
        state = self.whole_state(entity)
        if state is None or state.get("state") in NO_VALUES:
            return None
        try:
            return (
                float(self._asking.render_template(LAST_REPORTED.format(entity=entity), timeout=TIMEOUT_S))
                or None
            )
        except (AppDaemonException, TimeoutError, TypeError, ValueError):
            # A Home Assistant that does not answer leaves the entity silent, which is all that matters.
            return None
