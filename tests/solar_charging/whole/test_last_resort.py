"""A beat that raises: logged whole, told, a dear charge ended, and the next beat runs."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import solar_charging
from simulator.car import ChargingState
from solar_charging.publishing.last_resort import censored
from tests.household import OFFICE, constant_day
from tests.shell_platform import Platform

CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
SWITCH = "input_boolean.solar_charging"
VIN, TOKEN = "5YJ3E1EA7KF317000", "t0k3n" * 20


def breaks(*_: Any, **__: Any) -> Any:
    raise KeyError(f"no such thing as {VIN} or {TOKEN}")


@pytest.fixture
def broken(platform: Platform) -> Platform:
    """A charge from the sun, and an app that decides nothing any more; the sun has gone."""
    platform.start()
    platform.run(minutes=10)
    assert platform.car.charging
    platform.broken = True
    platform.world.trace = constant_day(-500)
    platform.app.controller.beat = breaks
    return platform


def goes_on(platform: Platform) -> None:
    """The fault is mended."""
    del platform.app.controller.beat
    platform.broken = False
    platform.app.last_resort.count = 0


def test_it_is_logged_whole_once_then_in_a_line_each_and_counted(broken: Platform) -> None:
    broken.run(minutes=3)
    first, *others = [text for text in broken.logged("ERROR") if "(number " in text]
    assert first.startswith("An error in the app itself (number 1):\nTraceback (most recent call last):")
    assert "shell.py" in first
    assert "KeyError: 'no such thing as …7000 or ...'" in first
    assert broken.app.last_resort.count == 6
    assert len(others) == 5
    assert all("\n" not in text for text in others)
    assert VIN not in str(broken.logs)
    assert TOKEN not in str(broken.logs)


def test_a_person_is_told_once_and_sees_it(broken: Platform) -> None:
    broken.run(minutes=5)
    (note,) = broken.calls(CREATE)
    assert note["message"].startswith("an error in the app itself (KeyError: 'no such thing as …7000")
    assert "test_last_resort.py:" in note["message"]
    assert broken.state("state") == "setup"
    assert broken.state("reason").startswith("needs your help: an error in the app itself")


def test_a_dear_charge_is_ended_and_the_next_beat_runs_as_if_nothing_had_been(broken: Platform) -> None:
    broken.run(minutes=1)
    assert broken.car.charging_state is ChargingState.STOPPED
    broken.run(minutes=5)
    goes_on(broken)
    broken.run(minutes=1)
    assert "the app itself: all right again" in broken.logged("INFO")
    assert len(broken.calls(DISMISS)) == 1
    assert broken.state("state") == "waiting_for_sun"
    broken.world.trace = constant_day(3000)
    broken.run(minutes=15)
    assert broken.car.charging, "it was not a person who stopped it"


def test_one_beat_that_fails_is_followed_by_one_that_does_not(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=10)
    beat = platform.app.controller.beat
    platform.broken = True

    def once(*_: Any) -> Any:
        platform.app.controller.beat = beat
        breaks()

    platform.app.controller.beat = once
    platform.run(minutes=2)
    assert platform.app.last_resort.count == 1
    assert platform.state("state") == "following_sun"
    assert platform.car.charging
    assert len(platform.calls(CREATE)) == len(platform.calls(DISMISS)) == 1


def carried_by_the_sun(platform: Platform) -> None:
    platform.world.trace = constant_day(3000)


def wanted_now(platform: Platform) -> None:
    platform.set(f"{SWITCH}_now", "on")


def cheap(platform: Platform) -> None:
    platform.app.controller.inputs.rates.off_peak = lambda _: True


def of_a_person(platform: Platform) -> None:
    platform.app.controller.access.belief.commanded = False


@pytest.mark.parametrize("wanted", [carried_by_the_sun, wanted_now, cheap, of_a_person])
def test_a_charge_that_is_wanted_or_costs_nothing_goes_on(
    broken: Platform, wanted: Callable[[Platform], None]
) -> None:
    wanted(broken)
    broken.run(minutes=10)
    assert broken.car.charging


def test_a_car_that_may_have_left_is_read_first_and_not_commanded_elsewhere(broken: Platform) -> None:
    broken.app.controller.access.polling.read_s = 0.0
    broken.car.unplug(broken.now_s)
    broken.car.drive_to(OFFICE, broken.now_s)
    broken.car.plug_in(broken.now_s)
    broken.car.charge_start(broken.now_s)
    broken.run(minutes=10)
    assert broken.car.charging


def no_price(platform: Platform) -> None:
    platform.app.controller.inputs.rates.off_peak = breaks


def no_report(platform: Platform) -> None:
    platform.vehicle.read = breaks  # type: ignore[method-assign, union-attr]


def no_word_of_it(platform: Platform) -> None:
    platform.app.controller.command_sent = breaks


@pytest.mark.parametrize("more", [no_price, no_report, no_word_of_it])
def test_whatever_else_is_broken_the_charge_is_ended(
    broken: Platform, more: Callable[[Platform], None]
) -> None:
    more(broken)
    broken.run(minutes=2)
    assert broken.car.charging_state is ChargingState.STOPPED
    assert broken.state("state") == "setup"


def test_a_reading_that_raises_is_counted_and_the_meter_is_silent(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=10)
    platform.broken = True
    platform.app.controller.meter = breaks
    platform.run(minutes=6)
    assert platform.app.last_resort.count > 10
    assert platform.state("state") == "no_reading"
    assert not platform.car.charging


def moves_a_switch(platform: Platform) -> None:
    platform.app.controller.person_acted = breaks
    platform.set(SWITCH, "off")
    platform.set(SWITCH, "on")


def home_assistant_returns(platform: Platform) -> None:
    platform.app.controller.try_again = breaks
    platform.app.presence.changed = lambda _: True
    platform.app.on_home_assistant("plugin_started", {})


def a_car_changes(platform: Platform) -> None:
    platform.app.beats.within = breaks
    platform.app.on_news("sensor.car", "state", "1", "2")


def time_comes(platform: Platform) -> None:
    platform.app.presence = None
    platform.app.on_beat()


def it_ends(platform: Platform) -> None:
    platform.app.persistence.save = breaks
    platform.app.terminate()


ENTRIES = [moves_a_switch, home_assistant_returns, a_car_changes, time_comes, it_ends]


@pytest.mark.parametrize("enters", ENTRIES)
def test_whatever_calls_the_app_nothing_is_raised_out_of_it(
    platform: Platform, enters: Callable[[Platform], None]
) -> None:
    platform.start()
    platform.run(minutes=1)
    platform.broken = True
    enters(platform)
    assert platform.app.last_resort.count > 0
    assert any("(number 1):\nTraceback" in text for text in platform.logged("ERROR"))


def test_of_what_failed_between_beats_a_person_is_told_until_a_beat_after_it_is_over(
    platform: Platform,
) -> None:
    platform.start()
    platform.run(minutes=1)
    platform.broken = True
    acted = platform.app.controller.person_acted
    moves_a_switch(platform)
    platform.app.controller.person_acted = acted
    platform.run(minutes=2)
    (note,) = platform.calls(CREATE)
    assert note["message"].startswith("an error in the app itself (KeyError")
    assert len(platform.calls(DISMISS)) == 1
    assert platform.state("state") == "waiting_for_sun"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"car {VIN} left", "car …7000 left"),
        (f"/api/1/vehicles/{VIN}/command", "/api/1/vehicles/…7000/command"),
        ("Bearer " + "eyJhbGciOi.JSUzI1NiIs-" * 5, "Bearer ..."),
        (
            "/conf/apps/solar_charging/control/controller.py",
            "/conf/apps/solar_charging/control/controller.py",
        ),
        ("KeyError: 'soc_pct'", "KeyError: 'soc_pct'"),
    ],
)
def test_no_log_has_a_number_or_a_token(text: str, shown: str) -> None:
    assert censored(text) == shown


def broad(source: str) -> list[str]:
    """What catches any exception, and does not raise it again."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            kinds = ast.unparse(node.type) if node.type else "anything"
            raises = any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(node))
            if any(kind in kinds for kind in ("Exception", "anything")) and not raises:
                found.append(kinds)
        if isinstance(node, ast.Call) and ast.unparse(node).startswith("suppress(Exception"):
            found.append("suppress")
    return [
        each for each in found if each not in ("AppDaemonException", "(AppDaemonException, TimeoutError)")
    ]


def test_nothing_else_catches_everything() -> None:
    package = Path(solar_charging.__file__).parent
    found = {
        file.relative_to(package).as_posix(): caught
        for file in package.rglob("*.py")
        if (caught := broad(file.read_text("utf-8")))
    }
    assert found == {"publishing/last_resort.py": ["Exception"]}
