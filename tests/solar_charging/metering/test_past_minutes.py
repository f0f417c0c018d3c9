"""The minutes before a start, formed again of what the meters had said: as if the app had been there."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.metering.house_meters import HouseMeters
from solar_charging.metering.past_minutes import Said, past_surplus
from solar_charging.metering.surplus import MIN_COVERAGE
from solar_charging.settings.settings import Settings
from tests.household import GRID, PLUG, SOLAR, settings

T = 1_780_000_000.0
LEAST_S = 300 * MIN_COVERAGE


def state(said: str, unit: str = "W") -> dict[str, Any]:
    return {"state": said, "attributes": {"unit_of_measurement": unit}}


def house(given: Settings | None = None, idle: bool = True) -> HouseMeters:
    """A house whose app has just started: the meter has said what it says now."""
    found = HouseMeters(given or settings(), T)
    found.update(GRID, state("-1500"), T)
    if idle:
        found.surplus.car_reported(T + 1, 0.0)
    return found


def recalled(said: list[Said], given: Settings | None = None, idle: bool = True) -> HouseMeters:
    found = house(given)
    past = past_surplus(given or settings(), found.to_dict(), said, T - 420, T - 420 if idle else None)
    found.surplus.recall(past)
    return found


def every(seconds: int, since_s: int = -420, until_s: int = 0) -> list[Said]:
    """A meter that speaks each so many seconds."""
    return [Said(T + at_s, GRID, state(f"{-1500 - at_s % 7}")) for at_s in range(since_s, until_s, seconds)]


@pytest.mark.parametrize(
    ("said", "coverage"),
    [
        (every(10), 1.0),
        (every(10, -150), 0.5),
        (every(10, -100), 100 / 300),
        ([], 0.0),
        # A reading counts for 120 s, as a live one does, whatever is said after it that is none.
        ([Said(T - 290, GRID, state("-1500"))], 120 / 300),
        ([Said(T - 290, GRID, state("-1500")), Said(T - 200, GRID, state("unavailable"))], 120 / 300),
        ([Said(T - 290, GRID, state("words")), Said(T - 100, GRID, state("-1500"))], 100 / 300),
    ],
)
def test_of_the_minutes_before_a_start_so_much_is_known(said: list[Said], coverage: float) -> None:
    surplus = recalled(said).surplus_at(T)
    assert surplus.coverage == pytest.approx(coverage, abs=0.005)
    assert surplus.now_w == 1500.0


def test_it_goes_on_with_what_is_heard_from_then_on() -> None:
    found = recalled(every(10, -200))
    found.update(GRID, state("-2500"), T + 30)
    surplus = found.surplus_at(T + 60)
    # What was said is known for 200 s before the start, and all since.
    assert surplus.coverage == pytest.approx(260 / 300, abs=0.005)
    assert surplus.now_w == 2500.0
    assert sorted({round(each) for each in surplus.samples_w})[-1] == 2500


@pytest.mark.parametrize(
    ("given", "said", "unit", "surplus_w"),
    [
        ({"meters": {"grid_power_positive": "export"}}, "2", "kW", 2000.0),
        ({}, "-2", "kW", 2000.0),
        ({}, "700", "W", -700.0),
    ],
)
def test_signs_and_units_are_those_of_live_readings(
    given: dict[str, Any], said: str, unit: str, surplus_w: float
) -> None:
    told = [Said(T - number, GRID, state(said, unit)) for number in range(400, 0, -10)]
    past = past_surplus(settings(**given), {}, told, T - 420, T - 420)
    assert past.at(T, T).mean_w == pytest.approx(surplus_w)


def test_a_meter_at_the_plug_says_what_the_car_drew() -> None:
    given = settings(meters={"car_power": PLUG})
    told = [each for at_s in range(-420, 0, 10) for each in (
        Said(T + at_s, PLUG, state("2300")), Said(T + at_s, GRID, state("300")),
    )]  # fmt: skip
    assert past_surplus(given, {}, told, T - 420, None).at(T, T).mean_w == pytest.approx(2000.0)


def test_where_nobody_knows_what_the_car_drew_nothing_is_known() -> None:
    assert past_surplus(settings(), {}, every(10), T - 420, None).at(T, T).coverage == 0.0


@pytest.mark.parametrize("learnt", [{}, {"of": 3}, {"phases": [], "of": [], "check": None}])
def test_what_was_learnt_of_the_meters_may_be_spoilt(learnt: dict[str, Any]) -> None:
    assert past_surplus(settings(), learnt, every(10), T - 420, T - 420).at(T, T).coverage == pytest.approx(
        1.0
    )


@pytest.mark.parametrize(
    ("idle_s", "coverage"), [(-420, 1.0), (-200, 200 / 300), (-100, 100 / 300), (0, 0.0)]
)
def test_before_the_car_was_idle_nothing_is_known(idle_s: float, coverage: float) -> None:
    past = past_surplus(settings(), {}, every(10), T - 420, T + idle_s)
    assert past.at(T, T).coverage == pytest.approx(coverage, abs=0.005)


# The countdown


@pytest.mark.parametrize(
    ("known_s", "now_s", "ready_s"),
    [
        (0, 0, 150.0),
        (0, 60, 90.0),
        (0, 149, 1.0),
        (0, 150, 0.0),
        # 100 s are known before the start, and leave the window later than enough is known.
        (100, 0, 50.0),
        (100, 49, 1.0),
        (100, 50, 0.0),
        (149, 0, 1.0),
        (150, 0, 0.0),
    ],
)
def test_it_counts_down_to_when_enough_is_known(known_s: int, now_s: float, ready_s: float) -> None:
    found = recalled(every(10, -known_s)) if known_s else house()
    for at_s in range(10, int(now_s), 10):
        found.update(GRID, state(f"{-1500 - at_s % 7}"), T + at_s)
    if not known_s:
        # The first reading was formed before the car was known: it counts from the first one on.
        found = HouseMeters(settings(), T)
        found.surplus.car_reported(T, 0.0)
        for at_s in range(0, int(now_s) + 1, 10):
            found.update(GRID, state(f"{-1500 - at_s % 7}"), T + at_s)
    assert found.surplus_at(T + now_s).ready_s == pytest.approx(ready_s, abs=1.0)


def test_what_leaves_the_window_meanwhile_does_not_count() -> None:
    # From 290 to 170 s ago it was known: all that leaves before 150 s of new ones are in.
    found = recalled([Said(T - 300, GRID, state("-1500"))])
    assert found.surplus_at(T).coverage == pytest.approx(0.4, abs=0.01)
    assert found.surplus_at(T).ready_s == pytest.approx(150.0, abs=1.0)


def test_a_command_that_settles_is_waited_for_too() -> None:
    found = house()
    found.commanded(T + 10, 1150.0, 30.0, 230.0)
    assert found.surplus_at(T + 10).ready_s == pytest.approx(180.0, abs=1.0)


def test_as_long_as_nobody_knows_what_the_car_draws_nobody_knows_when() -> None:
    assert house(idle=False).surplus_at(T).ready_s == math.inf


# Anything

SAID = st.lists(
    st.builds(
        Said,
        st.floats(T - 500, T),
        st.sampled_from([GRID, SOLAR, PLUG, "sensor.other"]),
        st.builds(
            state,
            st.sampled_from(["1", "-3e3", "unavailable", "", "nan", "1e9", "²"]),
            st.sampled_from(["W", "kWh"]),
        ),
    ),
    max_size=20,
)


@effort(max_examples=60, deadline=None)
@given(said=SAID, idle=st.booleans(), later_s=st.floats(0, 400))
def test_whatever_was_said_it_never_raises_and_knows_no_more_than_the_window(
    said: list[Said], idle: bool, later_s: float
) -> None:
    found = recalled(sorted(said, key=lambda each: each.at_s), settings(meters={"car_power": PLUG}), idle)
    surplus = found.surplus_at(T + later_s)
    assert 0 <= surplus.coverage <= 1
    assert surplus.ready_s >= 0
