"""A clock that is set: nobody waits for a time that comes again, and nothing dear goes on until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from solar_charging.vehicle.car import CarState, CommandRefused, HomeZone, RateLimited
from solar_charging.vehicle.commands import Verb
from tests.household import GRID, MORNING, SOLAR, Household, constant_day

SUNNY, DARK = constant_day(3000), constant_day(-500)
BY = [timedelta(seconds=20), timedelta(minutes=4), timedelta(hours=1), timedelta(days=1), timedelta(days=400)]


class Clocked(Household):
    """A household whose app goes by a clock that is set `back` while the time passes."""

    back = timedelta(0)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.true = self.now
        read = self.vehicle.read

        def by_the_clock(home: HomeZone | None) -> CarState:
            car = read(home)
            return replace(car, at_s=min(car.at_s - self.back.total_seconds(), self.now.timestamp()))

        self.vehicle.read = by_the_clock  # type: ignore[method-assign]

    def run(self, **span: float) -> Clocked:
        until, watts = self.true + timedelta(**span), {"unit_of_measurement": "W"}
        while self.true < until:
            self.true += timedelta(seconds=10)
            self.vehicle.now_s = self.true.timestamp()
            self.world.advance(self.vehicle.now_s)
            self.now = self.true - self.back
            meters = self.world.meters(self.vehicle.now_s)
            for entity, value in ((GRID, meters.grid_power_w), (SOLAR, meters.solar_power_w)):
                said: dict[str, Any] = {"state": str(round(value)), "attributes": watts}
                if not self.meter_silent:
                    self.controller.meter(entity, said, self.now.timestamp())
            if (self.true - MORNING).total_seconds() % 30 == 0:
                self.beat()
        return self


@pytest.mark.parametrize("by", [*BY, *(-each for each in BY)], ids=str)
def test_a_dear_charge_is_ended_in_time(by: timedelta) -> None:
    home = Clocked(trace=SUNNY).run(minutes=12)
    assert home.car.charging
    home.back, home.world.trace = by, DARK
    home.run(minutes=9)
    assert not home.car.charging


@pytest.mark.parametrize("by", [*BY, *(-each for each in BY)], ids=str)
def test_a_charge_that_has_just_been_commanded_is_ended_in_time(by: timedelta) -> None:
    home = Clocked(trace=SUNNY)
    while not home.commands:
        home.run(seconds=30)
    home.back, home.world.trace = by, DARK
    home.run(minutes=40 if by == BY[1] else 9)
    assert not home.car.charging


@pytest.mark.parametrize("by", BY, ids=str)
def test_of_the_sun_a_charge_begins_soon(by: timedelta) -> None:
    home = Clocked(trace=DARK).run(minutes=12)
    home.back, home.world.trace = by, SUNNY
    home.run(minutes=15)
    assert home.car.charging


@pytest.mark.parametrize("by", BY, ids=str)
def test_a_meter_that_dies_as_the_clock_is_set_back_is_noticed(by: timedelta) -> None:
    home = Clocked(trace=SUNNY).run(minutes=12)
    home.back, home.meter_silent = by, True
    home.run(minutes=6)
    assert not home.car.charging


@pytest.mark.parametrize("by", [timedelta(hours=2), timedelta(days=400)], ids=str)
def test_no_pause_is_waited_for_that_began_later_than_now(by: timedelta) -> None:
    home = Clocked(trace=SUNNY).run(minutes=1)
    home.vehicle.fails = RateLimited(7200)
    home.run(minutes=5)
    home.vehicle.fails = None
    home.back = by
    home.run(minutes=15)
    assert home.car.charging


@pytest.mark.parametrize("by", [timedelta(hours=2), timedelta(days=400)], ids=str)
def test_a_stop_that_is_refused_is_tried_again(by: timedelta) -> None:
    home = Clocked(trace=SUNNY).run(minutes=12)
    stops: list[float] = []

    def refused() -> None:
        stops.append(home.true.timestamp())
        raise CommandRefused("stop", "busy")

    home.vehicle.stop = refused  # type: ignore[method-assign]
    home.world.trace = DARK
    home.run(minutes=12)
    before = len(stops)
    home.back = by
    home.run(minutes=8)
    assert len(stops) > before
    assert Verb.STOP.value not in home.verbs()
