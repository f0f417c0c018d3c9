"""What is shown in Home Assistant: news at once, all in a quarter of an hour, and until it has arrived."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from solar_charging.publishing.entities import Published
from solar_charging.publishing.gist import POWER, Gist
from solar_charging.publishing.publisher import LATEST_S, LONGEST_S, SLOW_S, Publisher

ON, OFF = Published("sensor.a", "on", {"icon": "x"}), Published("sensor.a", "off", {"icon": "x"})
OTHER = Published("sensor.b", "1", {})


def power(watts: float) -> Published:
    return Published("sensor.p", str(watts), {"unit_of_measurement": "W"}, Gist(None, ((watts, POWER),)))


def state(text: str, **attributes: str) -> Published:
    return Published("sensor.state", text, attributes, turns=True)


class Shown:
    """A Home Assistant that takes `slow_s` for each state, and answers unless it is `mute`."""

    def __init__(self, slow_s: float = 0.0) -> None:
        self.states: list[tuple[str, str]] = []
        self.now = datetime(2026, 6, 15, tzinfo=timezone.utc)
        self.slow_s = slow_s
        self.halted = self.mute = False
        app: Any = self
        self.publisher = Publisher(app, "default", lambda: self.now, lambda: self.halted)

    def set_state(self, entity: str, state: str, **given: Any) -> dict[str, str] | None:
        assert given["replace"] is True
        self.states.append((entity, state))
        self.now += timedelta(seconds=self.slow_s)
        return None if self.mute else {"state": state}

    def beat(self, *states: Published, after_s: float = 30.0) -> list[str]:
        """Shows states some time later; returns which of them were set."""
        self.now += timedelta(seconds=after_s)
        before = len(self.states)
        self.publisher.show(states)
        return [text for _, text in self.states[before:]]


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


def test_a_number_that_moves_a_little_is_shown_out_of_its_deadband_or_after_a_quarter_hour() -> None:
    shown = Shown()
    assert shown.beat(power(400)) == ["400"]
    assert shown.beat(power(430)) == []
    assert shown.beat(power(460)) == []
    assert shown.beat(power(460), after_s=60) == ["460"]
    assert shown.beat(power(470), after_s=LATEST_S - 1) == []
    assert shown.beat(power(470), after_s=1) == ["470"]


def test_a_number_that_leaps_is_shown_at_once() -> None:
    shown = Shown()
    shown.beat(power(400))
    assert shown.beat(power(2400)) == ["2400"]
    assert shown.beat(power(400)) == ["400"]


def test_with_another_state_all_that_differs_is_shown() -> None:
    shown = Shown()
    shown.beat(state("waiting_for_sun"), power(400), ON)
    assert shown.beat(state("following_sun"), power(401), ON) == ["following_sun", "401"]
    assert shown.beat(state("following_sun", departure="none"), power(402), ON) == ["following_sun"]


def test_an_attribute_is_news_unless_it_only_says_when_the_car_was_read() -> None:
    shown = Shown()
    shown.beat(state("away", read_at="10:00", car_at_home="no"))
    assert shown.beat(state("away", read_at="10:01", car_at_home="no")) == []
    assert shown.beat(state("away", read_at="10:02", car_at_home="yes")) == ["away"]


def test_all_is_set_again_after_a_quarter_hour_whatever_became_of_it() -> None:
    shown = Shown()
    shown.beat(ON)
    assert shown.beat(ON, after_s=LATEST_S - 1) == []
    assert shown.beat(ON, after_s=1) == ["on"]


def test_a_clock_that_is_set_back_leaves_nothing_unshown() -> None:
    shown = Shown()
    shown.beat(power(400))
    assert shown.beat(power(410), after_s=-3600) == ["410"]
    assert shown.beat(power(410)) == []


@pytest.mark.parametrize("slow_s", [SLOW_S, LONGEST_S + 1])
def test_what_took_long_is_set_again_until_it_is_known_to_have_arrived(slow_s: float) -> None:
    shown = Shown(slow_s=slow_s)
    assert shown.beat(ON) == ["on"]
    assert shown.beat(ON) == ["on"]
    shown.slow_s = SLOW_S - 1
    assert shown.beat(ON) == ["on"]
    assert shown.beat(ON) == []


def test_what_appdaemon_gave_up_is_set_again() -> None:
    shown = Shown()
    shown.mute = True
    assert shown.beat(ON) == ["on"]
    shown.mute = False
    assert shown.beat(ON) == ["on"]
    assert shown.beat(ON) == []


def test_totals_are_right_soon_after_home_assistant_hung_for_a_quarter_hour() -> None:
    totals = [Published(f"sensor.total_{each}", "0.24", {}) for each in range(30)]
    shown = Shown(slow_s=LONGEST_S)
    for _ in range(30):
        shown.beat(*totals)
    shown.slow_s = 0.01
    shown.states.clear()
    shown.beat(*totals)
    assert {entity for entity, _ in shown.states} == {each.entity_id for each in totals}
    assert shown.beat(*totals) == []


def test_what_may_have_got_lost_keeps_nothing_new_waiting() -> None:
    shown = Shown(slow_s=LONGEST_S + 1)
    shown.beat(ON)
    assert shown.beat(ON, OTHER) == ["1"]


def balanced(name: str, watts: float) -> Published:
    return Published(f"sensor.{name}", str(watts), {}, Gist(None, ((watts, POWER),)), balanced=True)


@pytest.mark.parametrize(
    ("sun_w", "grid_w", "shown_anew"),
    [
        (3000.0, -2600.0, []),
        (3010.0, -2610.0, []),
        (3990.0, -2610.0, ["3990.0", "-2610.0"]),
        (3990.0, -2600.0, ["3990.0"]),
    ],
)
def test_powers_of_one_moment_are_shown_together(sun_w: float, grid_w: float, shown_anew: list[str]) -> None:
    shown = Shown()
    shown.beat(balanced("sun", 3000.0), balanced("grid", -2600.0))
    assert shown.beat(balanced("sun", sun_w), balanced("grid", grid_w)) == shown_anew
