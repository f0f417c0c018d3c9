"""A charge that is to end and cannot be ended: tried again, told once, and told when it is over."""

from __future__ import annotations

import pytest

from simulator.car import ChargingState
from solar_charging.base.reason import Problem
from solar_charging.vehicle.car import CommandRefused, NotAuthorized, RateLimited, Unreachable, VehicleError
from solar_charging.vehicle.commands import Verb
from tests.household import NOT_WANTED, Household, constant_day
from tests.shell_platform import Platform

CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
REFUSED = CommandRefused("stop", "could_not_wake_buses")


def into_the_dark(home: Household) -> Household:
    """A charge from the sun, of which nothing is left."""
    home.run(minutes=12)
    assert home.car.charging
    home.world.trace = constant_day(-500)
    return home


class Stops:
    """A car's stop, that fails, or is not carried out."""

    def __init__(self, home: Household, error: VehicleError | None) -> None:
        self.at_s: list[float] = []
        self._home, self._error = home, error
        home.vehicle.stop = self.stop  # type: ignore[method-assign]

    def stop(self) -> None:
        self.at_s.append(self._home.now.timestamp())
        if self._error is not None:
            raise self._error


@pytest.mark.parametrize(
    ("error", "least", "most"),
    [
        (REFUSED, 8, 14),
        (None, 6, 16),
        (RateLimited(86_400), 4, 5),
        (RateLimited(300), 4, 13),
        (NotAuthorized(Problem.LOGIN_REFUSED, answer="401"), 4, 8),
        (Unreachable(Problem.LATE_ANSWER), 8, 20),
    ],
    ids=["refused", "not carried out", "a day", "five minutes", "login", "late"],
)
def test_a_stop_that_fails_is_tried_again_each_quarter_of_an_hour_and_not_each_beat(
    error: VehicleError | None, least: int, most: int
) -> None:
    home = into_the_dark(Household(trace=constant_day(3000)))
    stops = Stops(home, error)
    home.run(minutes=75)
    assert home.car.charging
    first_s = stops.at_s[0]
    hour = [at_s for at_s in stops.at_s if at_s < first_s + 3600]
    assert least <= len(hour) <= most
    gaps_s = [later - earlier for earlier, later in zip(stops.at_s, stops.at_s[1:], strict=False)]
    assert max(gaps_s) <= 900 + home.settings.charging.beat_s


@pytest.mark.parametrize("error", [REFUSED, None], ids=["refused", "not carried out"])
def test_a_stop_that_failed_is_not_held_against_the_next_start(error: VehicleError | None) -> None:
    home = into_the_dark(Household(trace=constant_day(3000)))
    stop = home.vehicle.stop
    Stops(home, error)
    home.run(minutes=40)
    home.vehicle.stop = stop  # type: ignore[method-assign]
    home.run(minutes=10)
    assert not home.car.charging
    home.world.trace = constant_day(3000)
    home.run(minutes=8)
    assert home.car.charging
    assert home.verbs()[-1] in (Verb.START.value, Verb.SET_CURRENT.value)


def test_a_car_of_which_nothing_is_known_any_more_is_read_and_stopped_as_soon_as_it_answers() -> None:
    home = into_the_dark(Household(trace=constant_day(3000)))
    home.run(seconds=10)
    home.vehicle.fails = RateLimited(86_400)
    home.run(minutes=40)
    home.vehicle.fails = None
    home.run(minutes=16)
    assert not home.car.charging


def test_the_pause_of_a_read_that_is_for_nothing_dear_is_kept() -> None:
    home = Household(trace=constant_day(-500)).run(minutes=5)
    home.vehicle.fails = RateLimited(7200)
    home.run(minutes=15)
    reads = len(home.vehicle.reads)
    home.vehicle.fails = None
    home.run(minutes=90)
    assert len(home.vehicle.reads) == reads


def notes(platform: Platform) -> list[str]:
    return [call["message"] for call in platform.calls(CREATE)]


def dark(platform: Platform) -> None:
    platform.argument("departures", NOT_WANTED)
    platform.start()
    platform.run(minutes=12)
    assert platform.car.charging
    platform.world.trace = constant_day(-500)


@pytest.mark.parametrize(("minutes", "told"), [(9, 0), (16, 1), (70, 1)])
def test_after_ten_minutes_a_person_is_told_once_what_it_draws_and_costs(
    platform: Platform, minutes: int, told: int
) -> None:
    dark(platform)
    assert platform.vehicle is not None
    platform.vehicle.fails = Unreachable(Problem.LATE_ANSWER)
    platform.run(minutes=minutes)
    assert len(notes(platform)) == told
    for note in notes(platform):
        assert note == (
            "The car is to stop charging, and goes on: it draws 3.0 kW, 3.0 kW of it from the grid, about "
            "$0.90/h. It cannot be stopped (the service did not answer in time) and is tried again. "
            "Please end the charge in the car's own app, or unplug it."
        )


def test_when_it_is_over_that_is_told_once_more_and_with_the_next_charge_it_goes(platform: Platform) -> None:
    dark(platform)
    assert platform.vehicle is not None
    platform.vehicle.fails = Unreachable(Problem.LATE_ANSWER)
    platform.run(minutes=30)
    platform.vehicle.fails = None
    platform.run(minutes=30)
    assert platform.car.charging_state is ChargingState.STOPPED
    dear, over = platform.calls(CREATE)
    assert over["title"] == "Solar charging: all right again"
    assert over["message"].startswith("The charge that could not be stopped is over. In ")
    assert over["notification_id"] == dear["notification_id"]
    platform.world.trace = constant_day(3000)
    platform.run(minutes=20)
    assert platform.car.charging
    assert [call["notification_id"] for call in platform.calls(DISMISS)] == [dear["notification_id"]] * 2


def test_one_cause_is_one_notification(platform: Platform) -> None:
    dark(platform)
    assert platform.vehicle is not None
    platform.vehicle.fails = NotAuthorized(Problem.LOGIN_REFUSED, answer="login_required")
    platform.run(minutes=9)
    assert notes(platform) == ["log in again: Tesla answered login_required"]
    platform.run(minutes=60)
    first, dear = platform.calls(CREATE)
    assert "log in again: Tesla answered login_required" in dear["message"]
    assert [call["notification_id"] for call in platform.calls(DISMISS)] == [first["notification_id"]]


def test_a_restart_tells_nobody_again(platform: Platform) -> None:
    dark(platform)
    assert platform.vehicle is not None
    platform.vehicle.fails = Unreachable(Problem.LATE_ANSWER)
    platform.run(minutes=30)
    before = platform.app.controller.saved_state.dear.to_dict()
    platform.app.terminate()
    platform.start()
    platform.run(minutes=10)
    after = platform.app.controller.saved_state.dear.to_dict()
    assert before is not None
    assert after is not None
    assert after["since_s"] == before["since_s"]
    assert {note for note in notes(platform)} == {notes(platform)[0]}


def test_of_a_charge_that_ends_at_once_nobody_hears(platform: Platform) -> None:
    dark(platform)
    platform.run(hours=1)
    assert not platform.car.charging
    assert notes(platform) == []
