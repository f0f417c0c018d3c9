"""What must never come of the meter's check, whatever the house, the sun and the car do."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from solar_charging.metering.above_sun import HELD_W
from solar_charging.metering.meter import Reading
from solar_charging.metering.meter_check import DOUBTED_S, LEAST_A, WRONG_S, MeterCheck
from solar_charging.metering.misses import NONE, SCALED, Miss
from solar_charging.metering.repeats import NEAR
from tests.stepping import SETTLE_S, W_PER_A, Stepping, jitter_w

MOST_NOISE_W = 0.9 * (1 - NONE) * LEAST_A * W_PER_A
"""The house may hide a part of a step, but not as much of the least one that it is missed."""

rhythms_s = st.sampled_from([1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0])
currents_a = st.sampled_from([0.0, 5.0, 6.0, 8.0, 10.0, 13.0, 16.0, 32.0])
steps = st.lists(st.tuples(currents_a, st.sampled_from([5.0, 30.0, 60.0, 180.0, 600.0, 1300.0])), max_size=6)


def by_level(levels: list[float], span_s: float) -> Callable[[float], float]:
    """Each of these powers holds for a while, one after the other."""
    return lambda at_s: levels[int(at_s // span_s) % len(levels)]


def seen(house: Stepping, asked: list[tuple[float, float]]) -> set[tuple[Miss | None, Miss | None]]:
    """What the check has said at any time while the car was asked for these currents."""
    house.run(max(120.0, 2 * house.every_s))
    said = set()
    for current_a, span_s in asked:
        house.to(current_a)
        for _ in range(6):
            house.run(span_s / 6)
            said.add((house.check.miss, house.check.wrong))
    house.run(1200.0)
    return {*said, (house.check.miss, house.check.wrong)}


@settings(max_examples=40)
@given(
    asked=steps,
    every_s=rhythms_s,
    noise_w=st.lists(st.floats(0, MOST_NOISE_W), min_size=1, max_size=7),
    noise_span_s=st.sampled_from([20.0, 70.0, 310.0]),
    sun_w=st.lists(st.floats(0, 9000), min_size=1, max_size=7),
    sun_span_s=st.sampled_from([30.0, 130.0, 700.0]),
    sun_known=st.booleans(),
    factor=st.sampled_from([1.0, math.sqrt(3), 3.0]),
    limit_a=st.sampled_from([0.0, 10.0, 13.0, 32.0]),
    tells=st.booleans(),
)
def test_a_right_meter_is_never_called_wrong_nor_doubted(
    asked: list[tuple[float, float]],
    every_s: float,
    noise_w: list[float],
    noise_span_s: float,
    sun_w: list[float],
    sun_span_s: float,
    sun_known: bool,
    factor: float,
    limit_a: float,
    tells: bool,
) -> None:
    load_w, sun = by_level(noise_w, noise_span_s), by_level(sun_w if sun_known else sun_w[:1], sun_span_s)
    house = Stepping(
        every_s=every_s,
        load_w=lambda at_s: 300 + jitter_w(at_s) + load_w(at_s),
        sun_w=sun,
        sun_known=sun_known,
        factor=factor,
        limit_a=limit_a,
        tells=tells,
    )
    assert seen(house, asked) == {(None, None)}
    assert house.check.lag_s == 0.0 or house.check.rhythm.slow


@settings(max_examples=40)
@given(
    asked=steps,
    every_s=rhythms_s,
    held_w=st.just([0])
    | st.lists(st.integers(-int(HELD_W), int(HELD_W)), min_size=3, max_size=9, unique=True),
    repeats=st.integers(1, NEAR - 1),
    sun_w=st.lists(st.floats(0, 9000), min_size=1, max_size=7),
    sun_known=st.booleans(),
)
def test_a_grid_that_is_held_near_nought_is_never_called_wrong(
    asked: list[tuple[float, float]],
    every_s: float,
    held_w: list[int],
    repeats: int,
    sun_w: list[float],
    sun_known: bool,
) -> None:
    # What goes on repeating itself, to the watt, is a meter that is frozen, but for nought.
    held_at_w = by_level([float(each) for each in held_w], repeats * every_s)
    house = Stepping(every_s=every_s, sun_w=by_level(sun_w, 130.0), sun_known=sun_known)
    house.shows = lambda *_: held_at_w(house.now_s)
    assert {wrong for _, wrong in seen(house, asked)} == {None}


@settings(max_examples=40)
@given(
    share=st.floats(-1.2 * SCALED, 1.2 * SCALED),
    offset_w=st.floats(-9000, 9000),
    every_s=rhythms_s,
    lag_s=st.sampled_from([0.0, 30.0, 60.0, 300.0]),
    current_a=currents_a,
    limit_a=st.sampled_from([10.0, 32.0]),
    sun_known=st.booleans(),
)
def test_one_step_never_says_wrong_whatever_the_meter_shows_of_it(
    share: float,
    offset_w: float,
    every_s: float,
    lag_s: float,
    current_a: float,
    limit_a: float,
    sun_known: bool,
) -> None:
    house = Stepping(
        shows=lambda grid_w, car_w: grid_w - car_w + share * car_w + offset_w,
        load_w=lambda at_s: 12_000 + jitter_w(at_s),
        every_s=every_s,
        lag_s=lag_s,
        limit_a=limit_a,
        sun_known=sun_known,
        sun_w=lambda _: 22_000.0,
    )
    assert {wrong for _, wrong in seen(house, [(current_a, 1300.0)])} == {None}


moment = st.floats(-1e6, 1e6)
watts = st.floats(-2e5, 2e5)
event = st.one_of(
    st.tuples(st.just("reading"), moment, watts, st.none() | watts, watts | st.just(math.nan)),
    st.tuples(
        st.just("step"), moment, st.floats(0, 300), watts | st.just(math.nan), watts, st.floats(0, 800)
    ),
    st.tuples(st.just("drew"), moment, watts),
    st.tuples(st.just("beat"), moment),
    st.tuples(st.just("nothing")),
    st.tuples(st.just("forgive")),
)


def take(check: MeterCheck, kind: str, *values: float) -> None:
    """Something happens, whatever it is."""
    if kind == "reading":
        at_s, grid_w, solar_w, car_w = values
        check.reading(Reading(at_s, grid_w), solar_w, car_w)
    else:
        take = {
            "step": check.stepped,
            "drew": check.car_drew,
            "beat": check.beat,
            "nothing": check.no_reading,
            "forgive": check.forgive,
        }
        take[kind](*values)


@settings(max_examples=150)
@given(st.lists(event, max_size=60), moment)
def test_it_never_raises_and_is_saved_whole_at_any_moment(events: list[tuple[str]], now_s: float) -> None:
    check = MeterCheck()
    for each in events:
        take(check, *each)
    saved = json.loads(json.dumps(check.to_dict()))
    after = MeterCheck()
    after.from_dict(saved)
    assert after.to_dict() == saved
    assert (after.miss, after.wrong, after.held, after.lag_s, after.rhythm.every_s, after.doubted(now_s)) == (
        check.miss,
        check.wrong,
        check.held,
        check.lag_s,
        check.rhythm.every_s,
        check.doubted(now_s),
    )


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["reading", "step", "drew", "beat"]), st.floats(-120, 400), st.integers(-8, 8)
        ),
        max_size=80,
    )
)
def test_it_never_raises_in_a_house_whose_clock_jumps(events: list[tuple[str, float, int]]) -> None:
    check, now_s = MeterCheck(), 0.0
    for kind, after_s, number in events:
        now_s += after_s
        given = {
            "reading": (now_s, 700.0 * number, 3000.0, 0.0),
            "step": (now_s, SETTLE_S, 700.0 * number, max(700.0 * number, 0.0), W_PER_A * (1 + number % 3)),
            "drew": (now_s, 700.0 * number),
            "beat": (now_s,),
        }
        take(check, kind, *given[kind])
    check.beat(now_s)
    assert not check.doubted(now_s + DOUBTED_S)
    check.beat(now_s + WRONG_S)
    assert check.wrong is None
