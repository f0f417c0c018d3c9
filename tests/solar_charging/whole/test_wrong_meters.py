"""The whole app with a wrong meter: it says what is, buys nothing on its word, and believes it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from simulator.world import Meters
from solar_charging.base.reason import Problem, Why
from solar_charging.control.situation import State
from solar_charging.metering.meter_check import DOUBTED_S, WRONG_S
from solar_charging.publishing.notifications import FOR_A_PERSON
from solar_charging.publishing.translator import Translator
from solar_charging.vehicle.commands import Verb
from tests.household import ALL_ON, GRID, MORNING, NOT_WANTED, PLUG, SOLAR, Household, constant_day, settings
from tests.stepping import jitter_w

SURPLUS_W = 3000.0
ENGLISH = Translator("en", timezone.utc, "EUR")
WATTS = {"unit_of_measurement": "W"}
Shows = Callable[[Meters], float]
RIGHT: Shows = lambda meters: meters.grid_power_w  # noqa: E731


@dataclass
class Metered(Household):
    """A household whose meter at the grid, or at the plug, shows what it makes of the truth."""

    shows: Shows = RIGHT
    plug: Shows = lambda meters: meters.car_power_w

    def _tell_meters(self) -> None:
        now_s = self.now.timestamp()
        meters = self.world.meters(now_s)
        meters = meters._replace(grid_power_w=meters.grid_power_w + jitter_w(now_s))
        for entity, value in ((GRID, self.shows(meters)), (SOLAR, meters.solar_power_w)):
            self.controller.meter(entity, {"state": f"{value:.3f}", "attributes": WATTS}, now_s)
        if self.settings.meters.car_power:
            state = {"state": f"{self.plug(meters):.0f}", "attributes": WATTS}
            self.controller.meter(PLUG, state, now_s)

    def until(self, *states: State, hours: float = 6) -> Household:
        """Let time pass until the app is in one of these states."""
        end = self.now + timedelta(hours=hours)
        while not self.outcomes or self.last.decision.state not in states:
            assert self.now < end, f"it is {self.last.decision}"
            self.run(seconds=30)
        return self

    @property
    def said(self) -> str:
        return ENGLISH.say(self.last.decision.reason)

    @property
    def last_why(self) -> Why | None:
        return self.last.decision.reason.why if self.outcomes else None


WRONG: dict[str, tuple[Shows, float, Problem, str]] = {
    "sign": (
        lambda meters: -meters.grid_power_w,
        -SURPLUS_W,
        Problem.METER_SIGN,
        "grid_power_positive: export",
    ),
    "blind": (
        lambda meters: meters.grid_power_w - meters.car_power_w,
        SURPLUS_W,
        Problem.METER_BLIND,
        "does not show what the car draws",
    ),
}


def wrong(kind: str, **more: Any) -> Metered:
    """The app in a house whose meter is wrong."""
    shows, surplus_w, *_ = WRONG[kind]
    trace = constant_day(surplus_w, load_w=300 - min(surplus_w, 0))
    given = settings(departures=NOT_WANTED)
    return Metered(trace=trace, **{"shows": shows, "settings": given, **more})


def starts(home: Household) -> int:
    return home.verbs().count(Verb.START.value)


@pytest.mark.parametrize("kind", WRONG)
def test_two_misses_end_what_goes_by_the_meter_and_say_why(kind: str) -> None:
    *_, problem, words = WRONG[kind]
    home = wrong(kind).until(State.METER_WRONG)
    assert home.last.decision.reason.why is Why.METER_WRONG
    assert home.last.meter is not None
    assert home.last.meter.why is problem
    assert home.last.meter.why in FOR_A_PERSON
    assert words in home.said
    assert GRID in home.said
    home.run(minutes=3)
    assert not home.car.charging
    begun = starts(home)
    home.run(hours=8)
    assert starts(home) == begun, "nothing is charged on its word"
    assert home.last.decision.state is State.METER_WRONG


@pytest.mark.parametrize("kind", WRONG)
def test_a_first_miss_ends_the_charge_and_holds_the_next_up_for_so_long(kind: str) -> None:
    home = wrong(kind)
    while home.last_why is not Why.METER_DOUBTED:
        home.run(seconds=30)
    assert home.last.decision.state is State.WAITING_FOR_SUN
    assert home.last.meter is None, "nobody is told of a doubt"
    assert starts(home) == 1
    most_a = max(command.current_a for _, command in home.commands if command.verb is Verb.SET_CURRENT)
    doubted_at = home.now
    home.run(minutes=2)
    assert not home.car.charging
    home.run(seconds=DOUBTED_S - 180)
    assert starts(home) == 1
    raised = [command.current_a for at, command in home.commands if at > doubted_at and command.current_a]
    assert all(current_a <= most_a for current_a in raised)


def test_a_moved_switch_forgives_and_two_more_steps_say_it_again() -> None:
    home = wrong("blind").until(State.METER_WRONG).run(minutes=5)
    home.controller.person_acted()
    home.run(seconds=30)
    assert (home.last.decision.state is State.METER_WRONG, home.last.meter) == (False, None)
    begun = starts(home)
    assert home.controller.saved_state.to_dict(home.now)["meters"]["check"]["miss"] is None
    home.run(hours=1).until(State.METER_WRONG)
    assert starts(home) > begun


@pytest.mark.parametrize("mended", [True, False])
def test_after_so_long_it_is_tried_once_more(mended: bool) -> None:
    home = wrong("blind").until(State.METER_WRONG)
    since, begun = home.now, starts(home)
    home.shows = RIGHT if mended else home.shows
    home.run(seconds=WRONG_S - 1200)
    assert starts(home) == begun
    home.run(hours=3)
    assert starts(home) == begun + 1, home.commands[-5:]
    assert home.car.charging is mended
    assert (home.last.decision.state is State.METER_WRONG) is not mended
    assert home.now - since < timedelta(days=1)


def test_what_was_found_out_outlives_a_restart() -> None:
    home = wrong("sign").until(State.METER_WRONG)
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    home.controller.saved_state.from_dict(saved)
    begun = starts(home)
    home.run(hours=2)
    assert home.last.decision.state is State.METER_WRONG
    assert starts(home) == begun


def test_charge_now_and_cheap_power_need_no_meter() -> None:
    now = wrong("blind").until(State.METER_WRONG)
    now.switches = replace(ALL_ON, charge_now=True)
    now.run(minutes=3)
    assert (now.last.decision.state, now.car.charging) == (State.CHARGE_NOW, True)
    tariff = {"off_peak": [{"start": "22:00", "end": "06:00"}]}
    leaving = [{"time": "07:30", "soc_pct": 75}]
    by_night = settings(tariff=tariff, departures=leaving)
    night = wrong("blind", settings=by_night, start=MORNING.replace(hour=20))
    night.until(State.METER_WRONG).until(State.BUYING, hours=12).run(minutes=3)
    assert night.now.hour in (22, 23, 0, 1, 2, 3, 4, 5)
    assert night.car.charging


def test_a_grid_that_is_held_is_asked_about_and_never_called_wrong() -> None:
    # By what has cost nothing until then, a person charges.
    home = Metered(trace=constant_day(SURPLUS_W), shows=lambda meters: 12.9898 * meters.grid_power_w % 9 - 4)
    for charge_now in (False, True, False, True, False):
        home.switches = replace(ALL_ON, charge_now=charge_now)
        home.run(minutes=20)
    assert Problem.METER_HELD in [each.why for each in home.last.unclear]
    assert State.METER_WRONG not in {outcome.decision.state for _, outcome in home.outcomes}
    assert Why.METER_DOUBTED not in {outcome.decision.reason.why for _, outcome in home.outcomes}


@pytest.mark.parametrize(
    ("plug", "said"),
    [
        (lambda meters: meters.car_power_w, False),
        (lambda _: 0.0, True),
        (lambda meters: -meters.car_power_w, True),
    ],
)
def test_a_plug_that_is_not_the_cars_is_named_and_the_sun_is_followed_all_the_same(
    plug: Shows, said: bool
) -> None:
    metered = settings(meters={"car_power": PLUG})
    home = Metered(settings=metered, trace=constant_day(SURPLUS_W), plug=plug).run(hours=1)
    assert (Problem.PLUG_WRONG in [each.why for each in home.last.unclear]) is said
    home.run(hours=1)
    assert home.car.requested_a == SURPLUS_W // 230
    assert home.last.figures.charging_power_w == pytest.approx(home.car.power_w, abs=300)


@pytest.mark.parametrize(("days", "said"), [(2, False), (3, True)])
def test_a_meter_that_never_lets_a_charge_begin_is_said_after_three_sunny_days(days: int, said: bool) -> None:
    off = replace(ALL_ON, off_peak=False)
    home = Metered(
        settings=settings(charging={"beat_s": 120}, departures=NOT_WANTED),
        trace=constant_day(SURPLUS_W),
        shows=lambda meters: meters.load_w + meters.car_power_w,
        switches=off,
        meter_every_s=60.0,
    )
    home.run(days=days - 1, hours=16)
    assert (home.last.meter is not None and home.last.meter.why is Problem.METER_NO_SURPLUS) is said
    assert starts(home) == 0


@pytest.mark.parametrize("every_s", [10.0, 60.0, 300.0])
def test_a_right_meter_charges_by_the_sun_all_day_without_a_word(every_s: float) -> None:
    home = Metered(trace=constant_day(SURPLUS_W), meter_every_s=every_s).run(hours=4)
    assert home.car.charging
    assert home.last.meter is None
    found = {outcome.decision.state for _, outcome in home.outcomes}
    assert State.METER_WRONG not in found
    assert State.NO_READING not in {outcome.decision.state for _, outcome in home.outcomes[60:]}
    assert Why.METER_DOUBTED not in {outcome.decision.reason.why for _, outcome in home.outcomes}
