"""A car that never says on how many phases it charges is measured, by whatever it shows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.car import CarSettings, ChargingState
from simulator.habits import Habits
from simulator.trace import Trace
from solar_charging.base.reason import Problem, Why
from solar_charging.control.situation import State
from solar_charging.metering.phases import NO_NEUTRAL, ONE, THREE
from solar_charging.vehicle.commands import Verb
from tests.household import ALL_ON, GRID, MORNING, Household, constant_day, settings

SEVEN_KW = 7000.0
SILENT_ON_IT = frozenset({"phases", "power"})
MEASURED = {
    ONE: Problem.PHASES_MEASURED_ONE,
    NO_NEUTRAL: Problem.PHASES_MEASURED_NO_NEUTRAL,
    THREE: Problem.PHASES_MEASURED_THREE,
}


def household(
    phases: float,
    told: int | None = None,
    untold: frozenset[str] = SILENT_ON_IT,
    surplus_w: float = SEVEN_KW,
    charging: dict[str, Any] | None = None,
    **more: Any,
) -> Household:
    """A car on so many phases, by entities that never tell them."""
    most_a = 32 if phases == 1 else 16
    return Household(
        settings=settings(car={"phases": told}, charging=charging or {}),
        trace=more.pop("trace", constant_day(surplus_w)),
        car_settings=CarSettings(phases=phases, max_current_a=most_a, battery_kwh=100),
        habits=more.pop("habits", Habits(poll_s=60, untold=untold)),
        soc_pct=20,
        **more,
    )


def starts(home: Household) -> int:
    return home.verbs().count("start")


@pytest.mark.parametrize("untold", [SILENT_ON_IT, SILENT_ON_IT | {"drawn", "voltage"}, {"phases"}])
@pytest.mark.parametrize("phases", [1, 3])
def test_untold_phases_cost_next_to_nothing(phases: int, untold: frozenset[str]) -> None:
    told = household(phases, told=phases).run(hours=8)
    home = household(phases, untold=frozenset(untold)).run(hours=8)
    assert home.car.drawn_kwh == pytest.approx(told.car.drawn_kwh, abs=0.5)
    assert Counter(home.verbs()) == {"set_current": 2, "start": 1}
    assert MEASURED[float(phases)] in [each.why for each in home.last.unclear]


def test_an_untold_car_has_the_same_cloudy_day() -> None:
    cloudy = Household().trace
    told = household(3, told=3, trace=cloudy).run(hours=8)
    home = household(3, trace=cloudy).run(hours=8)
    assert home.car.drawn_kwh == pytest.approx(told.car.drawn_kwh, abs=0.5)
    assert starts(home) <= starts(told)


def test_three_phases_without_a_neutral_are_measured_as_what_they_are() -> None:
    home = household(NO_NEUTRAL, surplus_w=5000).run(hours=1)
    assert [each.why for each in home.last.unclear] == [Problem.PHASES_MEASURED_NO_NEUTRAL]
    assert home.car.requested_a == 13
    assert home.last.figures.charging_power_w == pytest.approx(NO_NEUTRAL * 230 * 13)


def test_without_a_neutral_the_second_measurement_corrects_the_cars_three() -> None:
    home = household(NO_NEUTRAL, surplus_w=5000, untold=frozenset({"power"}))
    home.run(minutes=30)
    home.switches = replace(ALL_ON, enabled=False)
    home.run(minutes=5)
    home.switches = ALL_ON
    home.run(minutes=25)
    assert home.car.requested_a == 13
    assert home.last.figures.charging_power_w == pytest.approx(NO_NEUTRAL * 230 * 13)


def test_it_begins_with_the_least_current_and_says_why() -> None:
    home = household(3)
    while not starts(home):
        home.run(seconds=30)
    assert home.last.decision.reason.why is Why.MEASURING_PHASES
    assert home.last.decision.current_a == 5
    assert [each.current_a for _, each in home.commands if each.verb is Verb.SET_CURRENT] == [5]
    home.run(minutes=1)
    assert home.last.figures.charging_power_w is None
    home.run(minutes=5)
    assert home.last.decision.reason.why is Why.FOLLOWING_SUN
    assert home.last.figures.charging_power_w == pytest.approx(10 * 690)


def test_even_charge_now_shows_the_phases_first() -> None:
    now = replace(ALL_ON, charge_now=True)
    home = household(3, switches=now, surplus_w=-300).run(minutes=2)
    assert (home.last.decision.state, home.car.requested_a) == (State.CHARGE_NOW, 5)
    home.run(minutes=5)
    assert home.car.requested_a == 16


def restarted(home: Household) -> Household:
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    home.controller.saved_state.from_dict(saved)
    return home


@pytest.mark.parametrize("minutes", [4, 5, 6, 30])
def test_a_restart_at_any_moment_loses_little(minutes: int) -> None:
    whole = household(3).run(hours=4)
    home = restarted(household(3).run(minutes=minutes)).run(hours=4, minutes=-minutes)
    assert home.car.drawn_kwh == pytest.approx(whole.car.drawn_kwh, abs=1.5)
    assert starts(home) == 1


def test_what_was_learnt_is_not_measured_again_after_a_restart() -> None:
    home = household(3).run(hours=1)
    home.car.charge_stop(home.now.timestamp())
    home = restarted(home)
    home.commands.clear()
    home.controller.person_acted()
    home.run(minutes=15)
    assert Why.MEASURING_PHASES not in {each.decision.reason.why for _, each in home.outcomes[-20:]}
    assert home.car.requested_a == 10


def test_another_cable_is_found_out_by_its_first_charge() -> None:
    home = household(3).run(hours=1)
    home.car.unplug(home.now.timestamp())
    home.run(minutes=10)
    home.car.settings = replace(home.car.settings, phases=1)
    home.car.plug_in(home.now.timestamp())
    home.run(hours=1)
    assert home.car.charging_state is ChargingState.CHARGING
    assert home.last.figures.charging_power_w == pytest.approx(home.car.power_w, abs=300)
    assert [each.why for each in home.last.unclear] == [Problem.PHASES_MEASURED_ONE]


class BlindMeter(Household):
    """The meter does not see the car: a home battery gives what it takes, or it hangs elsewhere."""

    def _tell_meters(self) -> None:
        now_s = self.now.timestamp()
        watts = {"unit_of_measurement": "W"}
        self.controller.meter(GRID, {"state": "-4000", "attributes": watts}, now_s)


def test_what_no_meter_shows_is_named_with_the_setting_that_tells_it() -> None:
    home = BlindMeter(
        settings=settings(car={"phases": None}, meters={"solar_power": None}),
        car_settings=CarSettings(phases=3),
        habits=Habits(poll_s=60, untold=SILENT_ON_IT),
        # By the sun it would end, for a meter that does not show the car is not gone by.
        switches=replace(ALL_ON, charge_now=True),
    ).run(minutes=20)
    assert home.car.charging
    assert Problem.PHASES_UNTOLD in {each.why for each in home.last.unclear}
    assert home.last.figures.charging_power_w == pytest.approx(3 * 230 * home.car.requested_a)


@effort(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    phases=st.sampled_from([1, NO_NEUTRAL, 3]),
    fuse_w=st.sampled_from([4500.0, 7000.0, 12_000.0]),
    loads_w=st.lists(st.sampled_from([200.0, 1200.0, 2500.0, 4000.0]), min_size=8, max_size=8),
    now=st.booleans(),
    poll_s=st.sampled_from([30.0, 600.0]),
)
def test_unknown_phases_never_overload_the_house(
    phases: float, fuse_w: float, loads_w: list[float], now: bool, poll_s: float
) -> None:
    # Each load holds for ten minutes; then the house itself may need more than there was room for.
    step_s, span = 600, len(loads_w)
    start = MORNING.replace(hour=0)
    day = np.tile(np.array(loads_w), 144 // span)
    trace = Trace(start, step_s, day, day + 5000 * (not now))
    home = household(
        phases,
        trace=trace,
        charging={"max_import_w": fuse_w},
        switches=replace(ALL_ON, charge_now=now),
        habits=Habits(poll_s=poll_s, untold=SILENT_ON_IT),
        zone="UTC",
    )
    over_s = 0.0
    while home.now < MORNING.replace(hour=10, minute=20):
        home.run(seconds=10)
        grid_w = home.world.meters(home.now.timestamp()).grid_power_w
        over_s = over_s + 10 if grid_w > fuse_w + 50 and home.car.charging else 0.0
        # A beat, the meter and the car's obeying; no main fuse blows in that time.
        assert over_s <= 90, home.now
