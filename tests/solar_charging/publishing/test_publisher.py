"""What is shown in Home Assistant: only what differs, and no longer than it answers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from solar_charging.publishing.entities import Published
from solar_charging.publishing.publisher import LONGEST_S, Publisher

ON, OFF = Published("sensor.a", "on", {"icon": "x"}), Published("sensor.a", "off", {"icon": "x"})
OTHER = Published("sensor.b", "1", {})


class Shown:
    """A Home Assistant that takes `slow_s` for each state."""

    def __init__(self, slow_s: float = 0.0) -> None:
        self.states: list[tuple[str, str]] = []
        self.now = datetime(2026, 6, 15, tzinfo=timezone.utc)
        self.slow_s = slow_s
        self.halted = False
        app: Any = self
        self.publisher = Publisher(app, "default", lambda: self.now, lambda: self.halted)

    def set_state(self, entity: str, state: str, **given: Any) -> None:
        assert given["replace"] is True
        self.states.append((entity, state))
        self.now += timedelta(seconds=self.slow_s)


def test_only_what_differs_is_set() -> None:
    shown = Shown()
    for states in ([ON, OTHER], [ON, OTHER], [OFF, OTHER]):
        shown.publisher.show(states)
    assert shown.states == [("sensor.a", "on"), ("sensor.b", "1"), ("sensor.a", "off")]


def test_what_home_assistant_has_lost_is_set_anew() -> None:
    shown = Shown()
    shown.publisher.show([ON])
    shown.publisher.forget()
    shown.publisher.show([ON])
    assert len(shown.states) == 2


def test_nobody_waits_for_a_home_assistant_that_hangs_and_the_rest_comes_later() -> None:
    shown = Shown(slow_s=LONGEST_S + 1)
    shown.publisher.show([ON, OTHER])
    assert shown.states == [("sensor.a", "on")]
    shown.publisher.show([ON, OTHER])
    assert shown.states[1:] == [("sensor.b", "1")]


def test_an_app_that_ends_shows_nothing_more() -> None:
    shown = Shown()
    shown.halted = True
    shown.publisher.show([ON])
    assert shown.states == []
