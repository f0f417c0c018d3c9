"""A meter is frozen where the world goes on and it does not, to the watt; other repetition is chance."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.repeats import ALONE_S, INTERVALS, LATE_S, LEVEL_W, SUN_MOVED_W, Repeats

EVERY_S = 10.0
SUN_W = 2000.0


def repeating(
    until_s: float, value_w: float = -800.0, sun: Sequence[tuple[float, float | None]] = ((0.0, SUN_W),)
) -> Repeats:
    """A meter that says the same each EVERY_S; the sun is what it was said to be since a moment."""
    repeats = Repeats()
    at_s = 0.0
    while at_s <= until_s:
        solar_w = [watts for since_s, watts in sun if since_s <= at_s][-1]
        repeats.reading(at_s, value_w, solar_w)
        at_s += EVERY_S
    return repeats


# Against the sun


@pytest.mark.parametrize(
    ("moved_w", "frozen"), [(SUN_MOVED_W - 1, False), (SUN_MOVED_W, True), (-SUN_MOVED_W, True)]
)
def test_the_sun_moves_and_the_meter_does_not(moved_w: float, frozen: bool) -> None:
    sun = ((0.0, SUN_W), (200.0, SUN_W + moved_w))
    assert repeating(400.0, sun=sun).against_sun(400.0, EVERY_S) is frozen


@pytest.mark.parametrize(
    ("every_s", "at_s", "frozen"),
    [
        (EVERY_S, 200 + LATE_S - 1, False),
        (EVERY_S, 200 + LATE_S, True),
        (300.0, 200 + 2 * 300.0 - 1, False),
        (300.0, 200 + 2 * 300.0, True),
    ],
)
def test_a_meter_may_be_late_by_its_rhythm(every_s: float, at_s: float, frozen: bool) -> None:
    sun = ((0.0, SUN_W), (200.0, SUN_W + SUN_MOVED_W))
    assert repeating(at_s, sun=sun).against_sun(at_s, every_s) is frozen


@pytest.mark.parametrize(
    ("from_w", "quiet_s", "frozen"),
    [
        (-810.0, LATE_S, True),
        (-810.0, LATE_S - EVERY_S, False),  # it has not been heard for long enough
        (-800 - LEVEL_W, LATE_S, True),
        (-801 - LEVEL_W, LATE_S, False),  # it tells already what the sun is about to
    ],
)
def test_a_meter_that_froze_just_before_the_sun_moved(from_w: float, quiet_s: float, frozen: bool) -> None:
    repeats = Repeats()
    for number in range(int(quiet_s / EVERY_S)):
        repeats.reading(EVERY_S * number - quiet_s, from_w, SUN_W)
    for number in range(20):
        repeats.reading(EVERY_S * number, -800.0, SUN_W if number == 0 else 0.0)
    assert repeats.against_sun(EVERY_S * 19, EVERY_S) is frozen


def test_what_the_sun_did_while_both_may_tell_of_different_moments_does_not_count() -> None:
    sun = ((0.0, SUN_W), (LATE_S - EVERY_S, SUN_W + SUN_MOVED_W))
    assert not repeating(600.0, sun=sun).against_sun(600.0, EVERY_S)


@pytest.mark.parametrize(("value_w", "frozen"), [(0.0, False), (-1.0, True)])
def test_at_nought_a_house_battery_may_hold_it(value_w: float, frozen: bool) -> None:
    sun = ((0.0, SUN_W), (200.0, SUN_W + 3000))
    assert repeating(600.0, value_w, sun).against_sun(600.0, EVERY_S) is frozen


@pytest.mark.parametrize(("reports", "frozen"), [(INTERVALS - 1, False), (INTERVALS, True)])
def test_fewer_equal_reports_are_chance(reports: int, frozen: bool) -> None:
    repeats = Repeats()
    for number in range(reports):
        repeats.reading(900.0 * number, -800.0, SUN_W + 600 * (number > 1))
    assert repeats.against_sun(900.0 * 10, 900.0) is frozen


@pytest.mark.parametrize("word", ["another value", "nothing"])
def test_any_sign_of_life_begins_anew(word: str) -> None:
    repeats = repeating(400.0, sun=((0.0, SUN_W), (200.0, SUN_W + SUN_MOVED_W)))
    assert repeats.against_sun(400.0, EVERY_S)
    if word == "nothing":
        repeats.broken()
    else:
        repeats.reading(405.0, -801.0, SUN_W)
    assert not repeats.against_sun(410.0, EVERY_S)
    assert repeats.count == (0 if word == "nothing" else 1)


# Where the sun is not known


@pytest.mark.parametrize(
    ("at_s", "every_s", "sunless", "frozen"),
    [
        (ALONE_S - EVERY_S, EVERY_S, True, False),
        (ALONE_S, EVERY_S, True, True),
        (ALONE_S, EVERY_S, False, False),
        (INTERVALS * 300.0 - EVERY_S, 300.0, True, False),
        (INTERVALS * 300.0, 300.0, True, True),
    ],
)
def test_no_house_repeats_itself_for_so_long(
    at_s: float, every_s: float, sunless: bool, frozen: bool
) -> None:
    sun = ((0.0, None if sunless else SUN_W),)
    assert repeating(at_s, sun=sun).alone(at_s, every_s) is frozen


def test_a_meter_that_counts_coarsely_may_repeat_itself() -> None:
    repeats = repeating(ALONE_S, sun=((0.0, None),))
    repeats.was_alive()
    assert not repeats.alone(ALONE_S, EVERY_S)
    repeats.broken()
    assert not repeating(0.0).alone(ALONE_S, EVERY_S)


# Over a step


@pytest.mark.parametrize(
    ("began_s", "reports", "value_w", "spans"),
    [
        (100.0, INTERVALS - 1, -800.0, True),
        (100.0, INTERVALS - 2, -800.0, False),
        (100.1, INTERVALS - 1, -800.0, False),
        (100.0, INTERVALS - 1, 0.0, False),
    ],
)
def test_a_step_falls_into_what_repeats_itself(
    began_s: float, reports: int, value_w: float, spans: bool
) -> None:
    repeats = Repeats()
    repeats.reading(0.0, 250.0, SUN_W)
    for number in range(reports):
        repeats.reading(began_s + 60 * number, value_w, SUN_W)
    assert repeats.spans(100.0) is spans


@pytest.mark.parametrize(
    ("values_w", "changes"),
    [([1, 2, 3, 4], 4), ([1, 2, 3, 3], 3), ([1, 1, 2, 3], 2), ([1, 1, 2, 2, 3, 3], 1)],
)
def test_a_row_of_changes_is_one_of_values_that_were_told_once(values_w: list[float], changes: int) -> None:
    repeats = Repeats()
    for number, value_w in enumerate(values_w):
        repeats.reading(10.0 * number, value_w, None)
    assert repeats.changes == changes


watts = st.floats(-2e5, 2e5)
read = st.tuples(st.floats(-1e9, 1e9), watts, st.none() | watts)


@given(st.lists(st.none() | read, max_size=40), st.floats(-1e9, 1e9), st.floats(0, 1800))
def test_it_never_raises_and_a_meter_that_moves_is_never_frozen(
    readings: list[tuple[float, float, float | None] | None], at_s: float, every_s: float
) -> None:
    repeats = Repeats()
    for each in readings:
        if each is None:
            repeats.broken()
        else:
            repeats.reading(*each)
        repeats.spans(at_s)
    told_w = [None if each is None else each[1] for each in readings[-INTERVALS:]]
    if len(set(told_w)) > 1 or None in told_w:
        assert not repeats.against_sun(at_s, every_s)
        assert not repeats.alone(at_s, every_s)
