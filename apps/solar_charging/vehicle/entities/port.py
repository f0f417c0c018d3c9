"""Connects a car that Home Assistant knows with AppDaemon's Home Assistant."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from ...base.home_assistant import HomeAssistant
from ...base.reason import Problem
from ..car import Unreachable
from .entities import check_answer
from .platforms import DOMAINS
from .registry import Registry

SERVICE_TIMEOUT_S = 60
"""The longest wait in s for a service: integrations wake the car before they command it."""


class HomeAssistantPort:
    """Is Home Assistant for a car that is known there: its states, and services that may take a while."""

    def __init__(self, app: Hass, home_assistant: HomeAssistant) -> None:
        self._app = app
        self._home_assistant = home_assistant

    def state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes and times, None when there is no such entity."""
        return self._home_assistant.whole_state(entity)

    def states(self) -> dict[str, dict[str, Any]]:
        """Returns all entities, with their attributes and times, by their ids."""
        return self._home_assistant.states()

    def registry(self) -> Registry | None:
        """Returns what Home Assistant's registries say, None where they cannot be read."""
        entities = self._home_assistant.registered(DOMAINS)
        devices = self._home_assistant.devices()
        return None if entities is None else Registry.of_rows(entities, devices or ())

    def say(self, text: str) -> None:
        """Writes lines to the log, in which names of all languages stand as they are."""
        self._app.log(text, ascii_encode=False)

    def said_s(self, entities: Collection[str]) -> float | None:
        """Returns when any of these last reported a value, None where that is not known."""
        return self._home_assistant.last_said_s(*entities)

    def integration(self, entity: str) -> str | None:
        """Returns the name of the integration that an entity comes from, None where that is not known."""
        return self._home_assistant.integration(entity)

    def call(self, service: str, **data: Any) -> None:
        """Calls a service and waits for it.

        Raises a VehicleError where it fails.
        """
        try:
            namespace = self._home_assistant.namespace
            answer = self._app.call_service(
                service, namespace=namespace, hass_timeout=SERVICE_TIMEOUT_S, **data
            )
        except AppDaemonException as error:
            raise Unreachable(Problem.HOME_ASSISTANT_FAILED, service=service, cause=str(error)) from error
        check_answer(service, answer)
