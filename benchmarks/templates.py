"""Renders templates over the states of a virtual Home Assistant, as the real one and AppDaemon do."""

from __future__ import annotations

import json
from ast import literal_eval
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

NO_VALUE = ("unknown", "unavailable")
OF_JINJA = ("unsafe_callable", "alters_data", "jinja_pass_arg")
"""What Jinja asks of a thing before it is called; no domain has such a name."""

_NOTHING = object()


class StateView:
    """Is a state as a template sees it."""

    def __init__(self, state: Mapping[str, Any], last_reported_s: float) -> None:
        self.entity_id = str(state["entity_id"])
        self.domain, _, self.object_id = self.entity_id.partition(".")
        self.state, self.attributes = state["state"], state["attributes"]
        self.name = self.attributes.get("friendly_name", self.object_id.replace("_", " "))
        self.last_changed = datetime.fromisoformat(state["last_changed"])
        self.last_updated = datetime.fromisoformat(state["last_updated"])
        self.last_reported = datetime.fromtimestamp(last_reported_s, timezone.utc)

    def __repr__(self) -> str:
        return f"<template TemplateState({self.entity_id}={self.state})>"


class Domain:
    """Is what `states.sensor` means."""

    def __init__(self, states: States, name: str) -> None:
        self._states, self._name = states, name

    def __getattr__(self, object_id: str) -> StateView | None:
        return self._states[f"{self._name}.{object_id}"]

    def __getitem__(self, object_id: str) -> StateView | None:
        return self._states[f"{self._name}.{object_id}"]

    def __iter__(self) -> Iterator[StateView]:
        return (view for view in self._states if view.domain == self._name)


class States:
    """Is what `states` means in a template; there is None where there is no entity of that name."""

    def __init__(self, states: Mapping[str, Any], last_reported_s: Callable[[str], float]) -> None:
        self._states, self._last_reported_s = states, last_reported_s

    def __getitem__(self, entity: str) -> StateView | None:
        state = self._states.get(entity)
        return None if state is None else StateView(state, self._last_reported_s(entity))

    def __getattr__(self, name: str) -> Domain | StateView | None:
        if name.startswith("_") or name in OF_JINJA:
            raise AttributeError(name)
        return self[name] if "." in name else Domain(self, name)

    def __call__(self, entity: str, *_: Any, **__: Any) -> str:
        return str((self._states.get(entity) or {}).get("state", "unknown"))

    def __iter__(self) -> Iterator[StateView]:
        return iter([view for entity in sorted(self._states) if (view := self[entity]) is not None])

    def attribute(self, entity: str, name: str) -> Any:
        """Returns an attribute, None where there is none."""
        return ((self._states.get(entity) or {}).get("attributes") or {}).get(name)


class Templates:
    """Renders templates; `integrations` returns the entities of an integration."""

    def __init__(
        self,
        states: Mapping[str, Any],
        last_reported_s: Callable[[str], float],
        now_s: Callable[[], float],
        integrations: Callable[[str], list[str]],
    ) -> None:
        seen = States(states, last_reported_s)
        environment = ImmutableSandboxedEnvironment()

        def now() -> datetime:
            return datetime.fromtimestamp(now_s(), timezone.utc)

        both: dict[str, Callable[..., Any]] = {
            "as_timestamp": as_timestamp,
            "float": _number(float),
            "int": _number(int),
            "is_number": is_number,
            "has_value": lambda entity: seen(entity) not in NO_VALUE,
            "integration_entities": integrations,
            "is_state": lambda entity, state: (view := seen[entity]) is not None and view.state == state,
            "state_attr": seen.attribute,
            "states": seen,
        }
        environment.globals.update(both, now=now, utcnow=now)
        environment.filters.update(both, to_json=to_json, from_json=json.loads)
        environment.tests.update({name: both[name] for name in ("is_number", "has_value", "is_state")})
        self._compiled: Callable[[str], Template] = lru_cache(maxsize=None)(environment.from_string)

    def render(self, template: str) -> Any:
        """Returns what an app gets to see: a value where the text is one, None where it fails."""
        try:
            text = self._compiled(template.strip()).render().strip()
        except (TemplateError, ValueError, TypeError):
            return None  # the real AppDaemon logs it
        try:
            return literal_eval(text)
        except (SyntaxError, ValueError):
            return text


def as_timestamp(value: Any, default: Any = _NOTHING) -> Any:
    """Returns a time in unix seconds, `default` where it is none."""
    try:
        return (value if isinstance(value, datetime) else datetime.fromisoformat(value)).timestamp()
    except (TypeError, ValueError):
        if default is _NOTHING:
            raise
        return default


def is_number(value: Any) -> bool:
    """Says whether a value is a finite number, be it as a text."""
    try:
        return abs(float(value)) < float("inf")
    except (TypeError, ValueError):
        return False


def _number(kind: Callable[[Any], Any]) -> Callable[..., Any]:
    def convert(value: Any, default: Any = _NOTHING) -> Any:
        try:
            return kind(float(value))
        except (TypeError, ValueError):
            if default is _NOTHING:
                raise
            return default

    return convert


def to_json(value: Any, **_: Any) -> str:
    """Returns a value as JSON, times as texts."""
    return json.dumps(
        value,
        default=lambda it: it.isoformat() if isinstance(it, datetime) else dict(it),
        ensure_ascii=False,
    )
