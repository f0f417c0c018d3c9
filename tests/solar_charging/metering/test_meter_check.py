"""The car's own steps tell what is wrong with the grid meter: once is a doubt, twice is said."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from solar_charging.metering.above_sun import (
    ABOVE,
    ABOVE_S,
    ABOVE_W,
    CLEARED_S,
    DARK_W,
    HELD_W,
    IMPORT_W,
    STILL_W,
)
from solar_charging.metering.meter import Reading
from solar_charging.metering.meter_check import (
    CREDIT,
    DOUBTED_S,
    LEAST_A,
    LONGEST_LAG_S,
    SOON_S,
    USED_LAG_S,
    WAIT_S,
    WRONG_S,
    MeterCheck,
)
from solar_charging.metering.misses import NONE, SCALED, SEEN, Miss
from solar_charging.metering.said_by_car import SAID_S
from tests.stepping import SETTLE_S, SUN_W, W_PER_A, Stepping, jitter_w

Shows = Callable[[float, float], float]
WRONG: dict[Miss, Shows] = {
    Miss.SIGN: lambda grid_w, _: -grid_w,
    Miss.SCALE_KW: lambda grid_w, _: grid_w / 1000,
    Miss.SCALE_W: lambda grid_w, _: grid_w * 1000,
    Miss.BLIND: lambda grid_w, car_w: grid_w - car_w,
    Miss.FROZEN: lambda _, __: -1543.0,
}
LATE_S = SETTLE_S + LONGEST_LAG_S + 100.0
"""After so many s each step has been judged."""


def stepping(miss: Miss | None, **more: Any) -> Stepping:
    """A meter that is wrong in one way, or right, and has been heard for a while."""
    shows = {} if miss is None else {"shows": WRONG[miss]}
    house = Stepping(**{**shows, **more})
    return house.run(max(300.0, 3 * house.every_s))


def stepped(miss: Miss | None, *currents_a: float, **more: Any) -> Stepping:
    """The same after some steps of the car, each of which had its time."""
    house = stepping(miss, **more)
    for current_a in currents_a:
        house.to(current_a).run(max(LATE_S, 4 * house.every_s))
    return house


# What is wrong


@pytest.mark.parametrize("sun_known", [True, False])
@pytest.mark.parametrize("miss", Miss)
def test_two_equal_misses_say_what_is_wrong_and_one_is_a_doubt(miss: Miss, sun_known: bool) -> None:
    house = stepped(miss, 10, sun_known=sun_known)
    assert (house.check.miss, house.check.wrong) == (miss, None)
    house.to(0).run(LATE_S)
    assert (house.check.miss, house.check.wrong) == (miss, miss)


@pytest.mark.parametrize("every_s", [1.0, 60.0, 300.0, 900.0])
@pytest.mark.parametrize("miss", Miss)
def test_whatever_the_rhythm(miss: Miss, every_s: float) -> None:
    assert stepped(miss, 16, 0, every_s=every_s).check.wrong is miss


@pytest.mark.parametrize("factor", [math.sqrt(3), 3.0])
@pytest.mark.parametrize("miss", [Miss.BLIND, Miss.FROZEN, Miss.SCALE_W])
def test_on_more_phases_than_are_reckoned_with_too(miss: Miss, factor: float) -> None:
    assert stepped(miss, 10, 0, factor=factor).check.wrong is miss


@pytest.mark.parametrize("factor", [1.0, math.sqrt(3), 3.0])
@pytest.mark.parametrize("every_s", [1.0, 10.0, 60.0, 300.0, 900.0])
def test_a_right_meter_is_seen_at_once(factor: float, every_s: float) -> None:
    check = stepped(None, 16, 6, 13, 0, factor=factor, every_s=every_s).check
    assert (check.miss, check.wrong, check.held, check.above_sun, check.lag_s) == (
        None,
        None,
        False,
        False,
        0,
    )


@pytest.mark.parametrize(
    ("miss", "after_s", "told"),
    [
        (Miss.SIGN, SETTLE_S + SOON_S - 5, False),
        (Miss.SIGN, SETTLE_S + SOON_S + 60, True),
        (Miss.BLIND, SETTLE_S + WAIT_S - 5, False),
        (Miss.BLIND, SETTLE_S + WAIT_S + 60, True),
    ],
)
def test_a_first_miss_is_soon_known_and_not_sooner(miss: Miss, after_s: float, told: bool) -> None:
    assert (stepping(miss).to(10).run(after_s).check.miss is not None) is told


@pytest.mark.parametrize(("by_a", "counts"), [(LEAST_A - 0.1, False), (LEAST_A, True)])
def test_a_smaller_step_is_lost_among_the_houses_own(by_a: float, counts: bool) -> None:
    house = stepped(None, 10)
    house.shows = WRONG[Miss.SCALE_W]
    house.run(300.0).to(10 + by_a).run(LATE_S)
    assert (house.check.miss is Miss.SCALE_W) is counts


def test_two_misses_that_differ_say_nothing() -> None:
    house = stepped(Miss.BLIND, 10)
    house.shows = WRONG[Miss.SCALE_W]
    house.to(0).run(LATE_S)
    assert (house.check.miss, house.check.wrong) == (Miss.SCALE_W, None)


@pytest.mark.parametrize("miss", Miss)
def test_a_step_that_shows_takes_a_miss_back(miss: Miss) -> None:
    house = stepped(miss, 10)
    house.shows = Stepping().shows
    house.run(300.0).to(0).run(LATE_S)
    assert (house.check.miss, house.check.wrong) == (None, None)
    house.shows = WRONG[miss]
    house.run(300.0).to(10).run(LATE_S)
    again = None if miss in (Miss.BLIND, Miss.SIGN) else miss
    assert (house.check.miss, house.check.wrong) == (again, None)


@pytest.mark.parametrize("miss", [Miss.BLIND, Miss.SIGN])
@pytest.mark.parametrize("shown", range(CREDIT + 2))
def test_a_meter_that_has_shown_steps_may_miss_as_many(shown: int, miss: Miss) -> None:
    currents_a = [10, 0, 10, 0, 10, 0, 10]
    house = stepped(None, *currents_a[:shown])
    house.shows = WRONG[miss]
    misses = []
    for current_a in currents_a[shown : shown + CREDIT + 1]:
        house.run(300.0).to(current_a).run(LATE_S)
        misses.append(house.check.miss)
    assert misses.index(miss) == min(shown, CREDIT)


def shows_share(share: float) -> Shows:
    return lambda grid_w, car_w: grid_w - car_w + share * car_w


@pytest.mark.parametrize(
    ("share", "miss"),
    [
        (SEEN[0] + 0.02, None),
        (SEEN[1] - 0.02, None),
        (NONE + 0.03, None),
        (NONE - 0.03, Miss.BLIND),
        (-NONE + 0.03, Miss.BLIND),
        (-0.5, None),
        (-0.67, Miss.SIGN),
        (-1.33, Miss.SIGN),
        (-1.5, None),
        (SCALED - 1, None),
        (SCALED + 1, Miss.SCALE_W),
        (-SCALED - 1, Miss.SCALE_W),
    ],
)
def test_what_a_share_of_a_step_means(share: float, miss: Miss | None) -> None:
    house = stepping(None)
    house.shows = shows_share(share)
    assert house.to(16).run(LATE_S).check.miss is miss


def test_a_turned_meter_that_shows_more_than_the_sun_needs_one_step() -> None:
    house = stepping(Miss.SIGN, load_w=lambda at_s: SUN_W + 4000 + jitter_w(at_s)).run(2 * ABOVE_S)
    assert (house.check.above_sun, house.check.wrong) == (True, None)
    assert house.to(10).run(LATE_S).check.wrong is Miss.SIGN


# Whether the car has done it


@pytest.mark.parametrize("miss", [Miss.BLIND, None])
def test_what_a_car_has_not_been_seen_to_do_is_no_miss(miss: Miss | None) -> None:
    silent = stepped(miss, 10, 0, 10, 0, tells=False)
    assert (silent.check.miss, silent.check.wrong) == (None, None)
    idle = stepped(miss, 10, 0, 10, 0, limit_a=0)
    assert (idle.check.miss, idle.check.wrong) == (None, None)


@pytest.mark.parametrize("asked_a", [13, 14, 16, 32])
def test_a_car_that_takes_no_more_is_not_the_meters_fault(asked_a: float) -> None:
    house = stepped(None, 10, limit_a=10)
    for _ in range(4):
        house.to(asked_a).run(60.0).to(asked_a).run(LATE_S)
    assert (house.check.miss, house.check.wrong) == (None, None)


def test_an_end_counts_where_it_is_known_what_it_ended() -> None:
    for told_s, counts in ((30.0, False), (90.0, True)):
        house = stepping(None, limit_a=0)
        house.to(16).run(told_s).to(0).run(LATE_S)
        assert house.check.miss is None, "it never drew anything"
        blind = stepping(Miss.BLIND).to(16).run(told_s).to(0).run(LATE_S)
        assert (blind.check.miss is Miss.BLIND) is (counts and blind.now_s > LATE_S + 900)


# Held at nought


def held(level_w: float = 0.0, swing_w: float = 5.0) -> Shows:
    """Something holds the grid at a power, within so much."""
    return lambda grid_w, _: level_w + swing_w * math.sin(grid_w * 12.9898)


@pytest.mark.parametrize("sun_known", [True, False])
@pytest.mark.parametrize("every_s", [10.0, 60.0, 300.0])
@pytest.mark.parametrize(
    "shows",
    [
        held(0, 0),
        held(0, 1),
        held(0, HELD_W - 1),
        held(HELD_W - 30, 25),
        lambda _, __: 0.0,
        lambda grid_w, car_w: float(round(held(0, 1.4)(grid_w, car_w))),
        lambda grid_w, car_w: 100.0 * round(held(50, 1)(grid_w, car_w) / 100),
    ],
)
def test_a_grid_that_is_held_near_nought_is_said_to_be_and_never_wrong(
    shows: Shows, every_s: float, sun_known: bool
) -> None:
    cloudy = {"sun_known": sun_known, "sun_w": lambda at_s: SUN_W * (at_s % 1800 > 900)}
    house = stepping(None, shows=shows, every_s=every_s, **cloudy)
    for current_a in (10, 0, 16, 5, 0):
        house.run(300.0).to(current_a).run(LATE_S)
        assert (house.check.miss, house.check.wrong) == (None, None)
    assert house.check.held


@pytest.mark.parametrize(("level_w", "found"), [(HELD_W - 11, None), (HELD_W + 1, Miss.BLIND)])
def test_further_from_nought_it_does_not_see_the_car(level_w: float, found: Miss | None) -> None:
    house = stepping(None, shows=lambda grid_w, _: level_w + grid_w % 10)
    house.to(10).run(LATE_S)
    assert (house.check.miss, house.check.held) == (found, found is None)


def test_a_step_that_shows_takes_back_that_it_is_held() -> None:
    house = stepping(None, shows=held())
    assert house.to(10).run(LATE_S).check.held
    house.shows = Stepping().shows
    assert not house.run(300.0).to(0).run(LATE_S).check.held


def test_what_looked_like_kilowatts_by_chance_is_taken_back_by_what_is_held() -> None:
    house = stepped(Miss.SCALE_KW, 10)
    assert house.check.miss is Miss.SCALE_KW
    house.shows = held()
    house.run(300.0).to(0).run(LATE_S)
    assert (house.check.miss, house.check.held) == (None, True)


# Above the sun


def above(surplus_w: float, seconds: float, sun_w: float | None = SUN_W, car_w: float = 0.0) -> MeterCheck:
    """A meter shows so much surplus for so long."""
    check = MeterCheck()
    for number in range(int(seconds // 10) + 1):
        at_s = 10.0 * number
        check.reading(Reading(at_s, car_w - surplus_w - jitter_w(at_s) / 100), sun_w, car_w)
        check.beat(at_s)
    return check


@pytest.mark.parametrize(
    ("surplus_w", "seconds", "sun_w", "asks"),
    [
        (ABOVE * SUN_W + 1, ABOVE_S, SUN_W, True),
        (ABOVE * SUN_W + 1, ABOVE_S - 10, SUN_W, False),
        (ABOVE * SUN_W - 1, ABOVE_S, SUN_W, False),
        (600.0 + ABOVE_W + 1, ABOVE_S, 600.0, True),
        (600.0 + ABOVE_W - 1, ABOVE_S, 600.0, False),
        (SUN_W, ABOVE_S, 0.0, True),
        (9 * SUN_W, ABOVE_S, None, False),
    ],
)
def test_more_surplus_than_sun_asks_for_another_roof_and_blocks_nothing(
    surplus_w: float, seconds: float, sun_w: float | None, asks: bool
) -> None:
    check = above(surplus_w, seconds, sun_w)
    assert check.above_sun is asks
    assert (check.miss, check.wrong, check.doubted(seconds)) == (None, None, False)


def charging_into_the_night(shows: Shows, said_before_s: float = 0.0) -> Stepping:
    """A meter that has shown the car's steps; then the sun goes, and it shows something else."""
    house = stepped(None, 10, 0, 10)
    house.check.car_drew(house.now_s - said_before_s, 10 * W_PER_A)
    house.sun_w, house.shows = (lambda _: 0.0), shows
    return house


@pytest.mark.parametrize(
    ("seconds", "said_before_s", "miss"),
    [
        (ABOVE_S + 20, 0.0, Miss.SIGN),
        (ABOVE_S - 20, 0.0, None),
        (ABOVE_S + 20, SAID_S - ABOVE_S - 30, Miss.SIGN),
        (ABOVE_S + 20, SAID_S - ABOVE_S + 30, None),
    ],
)
def test_a_meter_that_turns_while_the_car_draws_is_doubted_as_soon_as_it_is_above_the_sun(
    seconds: float, said_before_s: float, miss: Miss | None
) -> None:
    house = charging_into_the_night(WRONG[Miss.SIGN], said_before_s).run(seconds)
    assert (house.check.miss, house.check.wrong) == (miss, None)


def test_the_end_of_the_charge_then_tells_whether_it_has_turned() -> None:
    turned = charging_into_the_night(WRONG[Miss.SIGN]).run(ABOVE_S + 20).to(0).run(WAIT_S)
    assert turned.check.wrong is Miss.SIGN
    other_roof = charging_into_the_night(lambda grid_w, _: grid_w - 6000).run(ABOVE_S + 20)
    assert other_roof.check.miss is Miss.SIGN
    other_roof.to(0).run(WAIT_S)
    assert (other_roof.check.miss, other_roof.check.above_sun) == (None, True)
    other_roof.to(10).run(2 * ABOVE_S)
    assert other_roof.check.miss is None


@pytest.mark.parametrize(
    ("grid_w", "seconds", "battery_w", "wrong"),
    [
        (IMPORT_W, ABOVE_S, 0.0, None),
        (IMPORT_W, ABOVE_S - 10, 0.0, Miss.SIGN),
        (IMPORT_W - 1, ABOVE_S, 0.0, Miss.SIGN),
        (-IMPORT_W, ABOVE_S, 0.0, Miss.SIGN),
        (0.0, ABOVE_S, IMPORT_W, Miss.SIGN),
    ],
)
@pytest.mark.parametrize("sun_w", [DARK_W - 1, DARK_W, None])
def test_import_in_the_dark_shows_that_the_sign_is_right(
    grid_w: float, seconds: float, battery_w: float, wrong: Miss | None, sun_w: float | None
) -> None:
    check = stepped(Miss.SIGN, 10, 0).check
    for at_s in range(10_000, 10_001 + int(seconds), 10):
        check.reading(Reading(at_s, grid_w), sun_w, 0.0, battery_w)
    dark = sun_w is not None and sun_w < DARK_W
    assert check.wrong is (wrong if dark else Miss.SIGN)


def test_while_the_grid_is_held_the_car_draws_from_a_house_battery() -> None:
    check = above(3680.0, ABOVE_S, sun_w=0.0, car_w=3680.0)
    assert (check.held, check.above_sun) == (True, False)


CAR_W = 3680.0


def in_kilowatts(
    level_kw: float = 3.98, range_kw: float = 0.1, check: MeterCheck | None = None, from_s: float = 0.0
) -> MeterCheck:
    """The sun is gone, the car charges on, and a meter says so much, in whatever it counts."""
    check = check or MeterCheck()
    for number in range(int(ABOVE_S // 10) + 2):
        at_s = from_s + 10.0 * number
        check.reading(Reading(at_s, level_kw + range_kw * (number % 2)), 0.0, CAR_W)
        check.beat(at_s)
    return check


@pytest.mark.parametrize(
    ("level_kw", "range_kw", "doubted"),
    [
        (3.98, 0.1, True),
        (3.98, STILL_W, True),
        (3.98, STILL_W + 0.1, False),
        (3.32, 0.1, True),
        (3.30, 0.1, False),  # that is less than the car alone
        (23.5, 0.1, True),
        (23.7, 0.1, False),  # no house draws so much
        (4.0, 1.0, False),  # whole numbers are watts
        (0.3, 0.1, False),
    ],
)
def test_a_grid_that_stands_still_at_what_the_car_draws_is_taken_for_kilowatts(
    level_kw: float, range_kw: float, doubted: bool
) -> None:
    check = in_kilowatts(level_kw, range_kw)
    assert (check.miss is Miss.SCALE_KW, check.wrong, check.held) == (doubted, None, not doubted)


def test_watts_take_that_back_for_long() -> None:
    check = in_kilowatts()
    check.reading(Reading(2 * ABOVE_S, 300.0), 0.0, 0.0)
    assert check.miss is None
    assert in_kilowatts(check=check, from_s=3 * ABOVE_S).miss is None
    assert in_kilowatts(check=check, from_s=2 * ABOVE_S + CLEARED_S).miss is Miss.SCALE_KW


def test_of_a_car_that_is_not_known_there_is_no_surplus() -> None:
    assert not above(9000.0, 2 * ABOVE_S, car_w=math.nan).above_sun


# Late, and slow


@pytest.mark.parametrize("lag_s", [30.0, 60.0, 120.0, 300.0, 600.0])
def test_it_is_found_by_how_much_a_meter_is_late(lag_s: float) -> None:
    house = stepped(None, 10, 0, 10, 0, lag_s=lag_s)
    used_s = (
        pytest.approx(lag_s, abs=45) if lag_s > USED_LAG_S + 30 else pytest.approx(0, abs=USED_LAG_S + 15)
    )
    assert house.check.lag_s == used_s
    assert (house.check.miss, house.check.wrong) == (None, None)


@pytest.mark.parametrize("lag_s", [60.0, 300.0])
@pytest.mark.parametrize("miss", [Miss.SIGN, Miss.BLIND, Miss.FROZEN])
def test_a_late_meter_may_be_wrong_besides(miss: Miss, lag_s: float) -> None:
    house = stepped(miss, 10, 0, 10, 0, lag_s=lag_s)
    assert house.check.wrong in ({miss} if lag_s < WAIT_S or miss is not Miss.SIGN else {miss, Miss.BLIND})


# How long it holds


@pytest.mark.parametrize(("later_s", "doubted"), [(DOUBTED_S - 0.1, True), (DOUBTED_S, False)])
def test_a_first_miss_holds_things_up_for_so_long(later_s: float, doubted: bool) -> None:
    house = stepping(Miss.SIGN).to(10).run(120.0)
    since_s = 300.0 + SETTLE_S
    assert house.check.miss is Miss.SIGN
    assert house.check.doubted(since_s + later_s) is doubted


@pytest.mark.parametrize(("later_s", "wrong"), [(WRONG_S - 10, True), (WRONG_S, False)])
def test_after_so_long_one_more_step_may_show_it_mended(later_s: float, wrong: bool) -> None:
    house = stepping(Miss.SIGN).to(10).run(600.0).to(0)
    since_s = house.now_s + SETTLE_S
    house.run(120.0)
    assert house.check.wrong is Miss.SIGN
    assert not house.check.doubted(house.now_s), "it is more than that"
    house.check.beat(since_s + later_s)
    assert (house.check.wrong is Miss.SIGN) is wrong
    assert house.check.miss is Miss.SIGN
    assert not house.check.doubted(since_s + later_s)


@pytest.mark.parametrize("mended", [False, True])
@pytest.mark.parametrize("miss", Miss)
def test_then_one_more_miss_is_enough(miss: Miss, mended: bool) -> None:
    house = stepped(miss, 10, 0)
    assert house.check.wrong is miss
    house.shows = Stepping().shows if mended else WRONG[miss]
    house.run(WRONG_S + 600)
    assert house.check.wrong is None
    assert house.to(10).run(LATE_S).check.wrong is (None if mended else miss)


def test_a_person_forgives() -> None:
    house = stepped(Miss.SIGN, 10, 0)
    house.check.forgive()
    assert (house.check.miss, house.check.wrong, house.check.doubted(house.now_s)) == (None, None, False)


def test_a_frozen_meter_that_moves_again_is_believed_at_once() -> None:
    house = stepped(Miss.FROZEN, 10, 0)
    assert house.check.wrong is Miss.FROZEN
    house.shows = Stepping().shows
    assert house.run(60.0).check.wrong is None


@pytest.mark.parametrize(("moved_w", "wrong"), [(600.0, Miss.FROZEN), (400.0, None)])
def test_a_meter_that_does_not_move_with_the_sun_is_frozen_without_any_step(
    moved_w: float, wrong: Miss | None
) -> None:
    house = stepping(Miss.FROZEN, sun_w=lambda at_s: SUN_W + moved_w * (at_s > 600)).run(900.0)
    assert house.check.wrong is wrong


def test_of_a_clock_that_was_set_back_nothing_is_held_for_longer() -> None:
    house = stepping(Miss.SIGN).to(10).run(120.0)
    early_s = house.now_s - 86_400
    house.check.beat(early_s)
    assert house.check.doubted(early_s)
    assert not house.check.doubted(early_s + DOUBTED_S)


# What outlives a restart


@pytest.mark.parametrize("miss", [None, *Miss])
@pytest.mark.parametrize("steps", [[10], [10, 0]])
def test_it_outlives_a_restart(miss: Miss | None, steps: list[float]) -> None:
    before = stepped(miss, *steps, every_s=60.0)
    saved = json.loads(json.dumps(before.check.to_dict()))
    after = MeterCheck()
    after.from_dict(saved)
    assert after.to_dict() == saved
    assert (after.miss, after.wrong) == (before.check.miss, before.check.wrong)
    assert after.doubted(before.now_s) == before.check.doubted(before.now_s)
    assert after.rhythm.every_s == 60.0


def test_a_second_miss_after_a_restart_is_the_second() -> None:
    first = stepped(Miss.SIGN, 10)
    house = Stepping(shows=WRONG[Miss.SIGN], now_s=first.now_s)
    house.check.from_dict(first.check.to_dict())
    house.run(300.0).to(10).run(LATE_S)
    assert house.check.wrong is Miss.SIGN


SAVED = stepped(Miss.SIGN, 10).check.to_dict()


@pytest.mark.parametrize(
    "saved",
    [
        None,
        [],
        {},
        {**SAVED, "miss": "odd"},
        {**SAVED, "wrong": 7},
        {**SAVED, "since_s": "yesterday"},
        {**SAVED, "since_s": math.nan},
        {**SAVED, "lags_s": None},
        {**SAVED, "lags_s": [math.inf]},
        {**SAVED, "lags_s": [-1.0]},
        {**SAVED, "rhythm": ["often"]},
        {**SAVED, "rhythm": [0.0]},
        {key: value for key, value in SAVED.items() if key != "held"},
    ],
    ids=str,
)
def test_what_was_saved_otherwise_is_refused_and_changes_nothing(saved: Any) -> None:
    check = MeterCheck()
    with pytest.raises((ValueError, KeyError, TypeError)):
        check.from_dict(saved)
    assert check.to_dict() == MeterCheck().to_dict()


def test_a_step_of_no_power_is_none() -> None:
    house = stepping(None)
    house.check.stepped(house.now_s, SETTLE_S, 0.0, 0.0, 0.0)
    house.check.stepped(house.now_s, SETTLE_S, math.nan, math.nan, W_PER_A)
    house.run(LATE_S)
    assert house.check.miss is None


@pytest.mark.parametrize(("draws_w", "miss"), [(0.0, Miss.BLIND), (NONE * 2300, Miss.BLIND), (2300.0, None)])
def test_a_stop_that_the_car_has_not_done_says_nothing_of_the_meter(
    draws_w: float, miss: Miss | None
) -> None:
    check = MeterCheck()
    for at_s in range(0, 900, 10):
        if at_s == 300:
            check.car_drew(at_s - 60.0, 2300.0)
            check.stepped(at_s, SETTLE_S, -2300.0, 0.0, W_PER_A)
        if at_s == 360:
            check.car_drew(at_s, draws_w)
        check.reading(Reading(at_s, 2700.0 + jitter_w(at_s)), None, math.nan)
        check.beat(at_s)
    assert check.miss is miss
