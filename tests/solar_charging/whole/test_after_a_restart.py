"""What is known of the car outlives a restart: a car that is not at the plug at home is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from simulator.car import PowerState
from solar_charging.control.situation import State
from tests.household import OFFICE, Household, constant_day, settings

CHEAP = {"off_peak": [{"start": "12:00", "end": "20:00"}]}


def away(home: Household) -> None:
    home.car.unplug(home.now.timestamp())
    home.car.drive_to(OFFICE, home.now.timestamp())


def unplugged(home: Household) -> None:
    home.car.unplug(home.now.timestamp())


def restarted(home: Household) -> None:
    """AppDaemon restarts; the app takes up its file."""
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    assert home.controller.saved_state.from_dict(saved) == []


@pytest.mark.parametrize(("leaves", "state"), [(away, State.AWAY), (unplugged, State.UNPLUGGED)])
def test_a_sleeping_car_that_was_elsewhere_is_neither_woken_nor_read_for_cheap_power(
    leaves: Callable[[Household], None], state: State
) -> None:
    home = Household(settings=settings(tariff=CHEAP), trace=constant_day(-500)).run(minutes=10)
    leaves(home)
    home.run(hours=2, minutes=40)
    assert home.car.power_state is PowerState.ASLEEP
    reads = len(home.reads)
    restarted(home)
    home.run(hours=4)
    assert (home.commands, len(home.reads), home.last.decision.state) == ([], reads, state)


def test_a_charge_that_has_become_dear_meanwhile_is_ended_within_a_minute() -> None:
    home = Household(trace=constant_day(3000)).run(minutes=15)
    assert home.car.charging
    home.world.trace = constant_day(-500)
    restarted(home)
    home.run(minutes=1)
    assert not home.car.charging
