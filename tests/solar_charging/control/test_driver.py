"""What was decided is carried out, what fails is told, and nothing is done once the app has ended."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from solar_charging.base.reason import Problem
from solar_charging.control.driver import CAR, COMMANDS, Driver
from solar_charging.control.situation import State
from solar_charging.vehicle.car import Unreachable, VehicleError
from solar_charging.vehicle.commands import Command, Verb
from tests.household import ZONE, Household, constant_day

START, STOP, LESS = Command(Verb.START), Command(Verb.STOP), Command(Verb.SET_CURRENT, 8)
DOWN = Unreachable(Problem.LATE_ANSWER)


class Driven:
    """A household after ten sunny minutes, driven by hand."""

    def __init__(self) -> None:
        self.home = Household(trace=constant_day(3000)).run(minutes=10)
        self.told: list[tuple[str, VehicleError | None]] = []
        self.paid = 0
        self.stopped = False
        self.driver = Driver(
            self.home.controller,
            self.home.vehicle,
            nullcontext(),
            now=lambda: self.home.now,
            home=lambda: ZONE,
            stopped=lambda: self.stopped,
            tell=lambda subject, error: self.told.append((subject, error)),
            paying=self._pay,
        )

    def _pay(self) -> None:
        self.paid += 1


def test_what_the_car_accepts_is_believed() -> None:
    driven = Driven()
    assert driven.driver.send([LESS], State.FOLLOWING_SUN) == [LESS]
    assert driven.told == [(COMMANDS, None)]
    car = driven.home.controller.car
    assert car is not None
    assert car.offered_a == 8


def test_after_a_failure_nothing_more_is_sent_and_what_was_tried_is_paid_for() -> None:
    driven = Driven()
    driven.home.vehicle.fails = DOWN
    assert driven.driver.send([LESS, STOP], State.FOLLOWING_SUN) == []
    assert driven.told == [(COMMANDS, DOWN)]
    assert driven.paid == 1


def test_a_read_that_fails_is_told_and_so_is_the_next_that_does_not() -> None:
    driven = Driven()
    driven.home.vehicle.fails = DOWN
    driven.driver.read()
    driven.home.vehicle.fails = None
    driven.driver.read()
    assert driven.told == [(CAR, DOWN), (CAR, None)]


def test_an_app_that_has_ended_asks_nothing_of_the_car() -> None:
    driven = Driven()
    driven.stopped = True
    reads = len(driven.home.reads)
    driven.driver.read()
    assert driven.driver.send([STOP], State.OFF) == []
    assert len(driven.home.reads) == reads
    assert driven.home.car.charging


@pytest.mark.parametrize(("free", "saved"), [(True, 0), (False, 1)])
def test_only_what_may_cost_is_saved_before_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, free: bool, saved: int
) -> None:
    driven = Driven()
    monkeypatch.setattr(type(driven.home.vehicle), "reads_are_free", free, raising=False)
    driven.driver.read()
    assert driven.paid == saved
