"""Reads states, configuration and rendered templates of Home Assistant through AppDaemon; calls services."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass
from appdaemon.plugins.hass.hassplugin import HassPlugin
from appdaemon.utils import run_coroutine_threadsafe

from .entity_state import NO_VALUES, LiveState
from .reason import Problem, Reason
from .saved import SPOILT
from .shown import said_by

LAST_REPORTED = (
    "{{% set s = states['{entity}'] %}}"
    "{{{{ as_timestamp(s.last_reported | default(s.last_updated)) if s else 0 }}}}"
)
"""Renders the time at which an entity last reported a value, even if the same as before, in unix seconds; 0
where there is no such entity.
"""

LIVE = (
    "{{% set s = states['{entity}'] %}}"
    "{{{{ [s.state, state_attr('{entity}', 'unit_of_measurement'),"
    " as_timestamp(s.last_reported | default(s.last_updated))] | to_json if s else 'null' }}}}"
)
"""Renders an entity as JSON: state, unit, and the time as LAST_REPORTED does; null where there is none."""

INTEGRATION = (
    "{{% for name in {names} if '{entity}' in integration_entities(name) %}}{{{{ name }}}}{{% endfor %}}"
)
"""Renders the name of the integration that an entity comes from; nothing where it is none of those."""

INTEGRATIONS = ("tesla_fleet", "teslemetry", "tessie", "tesla_custom", "esphome")
"""Integrations that have cars."""

TIMEOUT_S = 10
"""The longest wait in s for Home Assistant to render a template, or to list its entities."""

SERVICE_S = 20
"""The longest wait in s for a service: an inverter may have to be asked several times."""

ROW_BYTES = 1000
"""More than a row of the registry takes; AppDaemon loses its connection over an answer that is too long."""

MESSAGE_BYTES = 4 * 1024 * 1024
"""The longest answer where AppDaemon's own configuration has no word of it."""

AT_ONCE = 500
"""So many entities are asked for in one request where all at once are too many."""


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

    def states(self) -> dict[str, dict[str, Any]]:
        """Returns all entities in Home Assistant, with their attributes and times, by their ids."""
        states = self._app.get_state(namespace=self.namespace)
        if not isinstance(states, Mapping):
            return {}
        return {entity: state for entity, state in states.items() if isinstance(state, dict)}

    def live(self, entities: Collection[str]) -> Mapping[str, LiveState | None] | None:
        """Returns what Home Assistant itself says of entities, None of one that there is not.

        Where the connection by which it reports changes is dead without having ended, what AppDaemon knows
        stays as it is, for ever; templates go another way. Returns None where it does not answer.
        """
        found = self._rendered("[" + ",".join(LIVE.format(entity=entity) for entity in entities) + "]")
        try:
            # What is no literal of Python, as null, comes as text.
            rows = json.loads(found) if isinstance(found, str) else found
            return {entity: _live(row) for entity, row in zip(entities, rows, strict=True)}
        except SPOILT:
            return None

    def configured(self, key: str, otherwise: str) -> str:
        """Returns a text of Home Assistant's own configuration, `otherwise` where it is not known."""
        config = self._app.get_plugin_config(namespace=self.namespace)
        value = config.get(key) if isinstance(config, Mapping) else None
        return value if isinstance(value, str) and value else otherwise

    def call(self, service: str, **data: Any) -> Reason[Problem] | None:
        """Calls a service, as domain/service, and waits for it; returns what went wrong, None if nothing."""
        try:
            answer = self._app.call_service(service, namespace=self.namespace, hass_timeout=SERVICE_S, **data)
        except (AppDaemonException, TimeoutError) as error:
            return Reason(Problem.SERVICE_FAILED, {"service": service, "cause": said_by(error)})
        if not isinstance(answer, Mapping):
            return Reason(Problem.NOT_CONNECTED, {"service": service})
        if answer.get("success") is not False:
            return None
        said = answer.get("error")
        if not isinstance(said, Mapping):
            return Reason(Problem.HOME_ASSISTANT_LATE, {"service": service})
        cause = str(said.get("message") or said.get("code") or "no reason given")
        return Reason(Problem.SERVICE_FAILED, {"service": service, "cause": cause})

    def last_said_s(self, *entities: str) -> float | None:
        """Returns when any of the entities last reported a value (unix seconds), None if not known.

        Home Assistant sends an event for changes only: an entity that repeats its value seems silent, but
        works.
        """
        states = {entity: self.whole_state(entity) for entity in entities}
        speaking = [
            entity for entity, state in states.items() if state and state.get("state") not in NO_VALUES
        ]
        if not speaking:
            return None
        said = self._rendered(" ".join(LAST_REPORTED.format(entity=entity) for entity in speaking))
        try:
            said_s = max(float(moment) for moment in str(said).split())
        except ValueError:
            # A Home Assistant that does not answer leaves them silent, which is all that matters.
            return None
        return said_s if 0 < said_s < math.inf else None

    def integration(self, entity: str) -> str | None:
        """Returns the name of the integration of cars that an entity comes from, None for any other."""
        return str(self._rendered(INTEGRATION.format(names=list(INTEGRATIONS), entity=entity)) or "") or None

    def devices(self) -> list[Any] | None:
        """Returns the rows of Home Assistant's registry of devices, None where it does not answer."""
        return self._listed("config/device_registry/list")

    def registered(self, platforms: Collection[str]) -> list[Any] | None:
        """Returns rows of Home Assistant's registry of entities, None where it does not answer.

        Those of other integrations than `platforms` may be among them. In a home that is very large the
        disabled ones are left out.
        """
        plugin = self._plugin()
        if plugin is None:
            return None
        if len(self.states()) * ROW_BYTES < getattr(plugin.config, "ws_max_msg_size", MESSAGE_BYTES):
            return self._listed("config/entity_registry/list")
        shown = self.asked("config/entity_registry/list_for_display")
        rows = shown.get("entities") if isinstance(shown, dict) else None
        if not isinstance(rows, list):
            return None
        wanted = [str(row["ei"]) for row in rows if isinstance(row, dict) and row.get("pl") in platforms]
        return [
            row for start in range(0, len(wanted), AT_ONCE) for row in self._rows(wanted[start:][:AT_ONCE])
        ]

    def _rows(self, entities: list[str]) -> list[Any]:
        answer = self.asked("config/entity_registry/get_entries", entity_ids=entities)
        return list(answer.values()) if isinstance(answer, dict) else []

    def _listed(self, command: str) -> list[Any] | None:
        answer = self.asked(command)
        return answer if isinstance(answer, list) else None

    def asked(self, command: str, **data: Any) -> Any:
        """Returns the answer to a command of Home Assistant's websocket, None where there is none.

        Must not be called in AppDaemon's own thread, which it waits for.
        """
        plugin = self._plugin()
        if plugin is None:
            return None
        # No function for apps sends any command; the plugin's own does.
        request = plugin.websocket_send_json(timeout=TIMEOUT_S, silent=True, type=command, **data)
        try:
            answer = run_coroutine_threadsafe(self._app, request, timeout=2 * TIMEOUT_S)
        except OSError:
            return None
        return answer.get("result") if isinstance(answer, dict) and answer.get("success") else None

    def _plugin(self) -> HassPlugin | None:
        plugin = self._app.AD.plugins.get_plugin_object(self.namespace)
        return plugin if isinstance(plugin, HassPlugin) else None

    def _rendered(self, template: str) -> Any:
        """Returns what Home Assistant makes of a template, None where it does not answer."""
        try:
            return self._asking.render_template(template, timeout=TIMEOUT_S)
        except (AppDaemonException, TimeoutError):
            return None


def _live(row: Any) -> LiveState | None:
    """Returns what a row of the template's answer says. Raises ValueError or TypeError for anything else."""
    if row is None:
        return None
    state, unit, at_s = row
    if not math.isfinite(at_s):
        raise ValueError(f"must be a time, is {at_s}")
    return LiveState(state, unit, float(at_s))
