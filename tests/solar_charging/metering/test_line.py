"""What a line of the house's connection leaves to the car, and for how long its fuse bears more."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.lateness import LONGEST_S, Lateness
from solar_charging.metering.line import OBEYS_S, Line
from solar_charging.metering.risk_account import ACTING_S, FULL, RiskAccount, rate

# The account


@pytest.mark.parametrize(
    ("share", "points"),
    [
        (-0.1, 0), (0.0, 0), (0.001, 1), (0.13, 1), (0.131, 2), (0.40, 2), (0.401, 6), (1.0, 6),
        (1.001, math.inf),
    ],
)  # fmt: skip
def test_the_more_flows_the_sooner_the_account_is_full(share: float, points: float) -> None:
    assert rate(share) == points


@pytest.mark.parametrize("shows_s", [0.0, 10.0, 18.0])
@pytest.mark.parametrize(("share", "lasts_s"), [(0.13, 60), (0.40, 30), (1.0, 10), (1.1, 0)])
def test_it_is_acted_in_time_for_what_comes_of_it_to_be_acted_upon_too(
    share: float, lasts_s: float, shows_s: float
) -> None:
    account = RiskAccount()
    account.reading(0.0, -0.5, 2.0)
    account.reading(2.0, share, 2.0)
    due_s = 2.0 + account.due_in_s(2.0, shows_s)
    # It may have begun just after the reading before.
    assert due_s + shows_s + ACTING_S <= max(lasts_s, 2.0 + shows_s + ACTING_S)
    assert due_s >= lasts_s - shows_s - ACTING_S - 2.0


@pytest.mark.parametrize(("rest_s", "again_in_s"), [(0, 22.0), (20, 42.0), (60, 55.0)])
def test_the_account_forgets_a_second_a_second(rest_s: float, again_in_s: float) -> None:
    account = RiskAccount()
    account.reading(0.0, 0.1, 0.0)
    account.reading(33.0, 0.1, 10.0)
    assert account.due_in_s(33.0, 0.0) == FULL - 33 - ACTING_S
    account.reading(33.0, -0.1, 10.0)
    account.reading(33.0 + rest_s, -0.1, 10.0)
    account.reading(33.0 + rest_s, 0.1, 10.0)
    assert account.due_in_s(33.0 + rest_s, 0.0) == min(again_in_s, FULL - ACTING_S)


def test_a_sensor_that_was_told_of_long_ago_does_not_fill_the_account_at_once() -> None:
    account = RiskAccount()
    account.reading(0.0, -0.1, 10.0)
    account.reading(3000.0, 0.1, 10.0)
    assert account.due_in_s(3000.0, 0.0) == FULL - 10 - ACTING_S


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(-2, 3)), max_size=20), st.floats(0, 60))
def test_what_is_due_comes_nearer_by_a_second_each_second(
    readings: list[tuple[float, float]], later_s: float
) -> None:
    account, at_s = RiskAccount(), 0.0
    for after_s, share in readings:
        at_s += after_s
        account.reading(at_s, share, 10.0)
    due_s = account.due_in_s(at_s, 0.0)
    assert due_s >= 0
    assert account.due_in_s(at_s, 8.0) == pytest.approx(max(due_s - 8.0, 0.0))
    assert account.due_in_s(at_s + later_s, 0.0) == pytest.approx(max(due_s - later_s, 0.0))


# A line


def line(limit: float = 9000.0, per_amp: float = 230.0, patient: bool = False) -> Line:
    found = Line(limit, patient)
    found.least_per_amp = found.most_per_amp = per_amp
    return found


@pytest.mark.parametrize(
    ("value", "drawn_a", "cap_a"),
    [
        (9000.0, 0, 0), (8770.0, 0, 1), (8770.1, 0, 0), (5000.0, 0, 17), (5000.0, 10, 27),
        (9000.0, 16, 16), (9000.1, 16, 15), (9230.0, 16, 15), (9230.1, 16, 14), (20_000.0, 16, -32),
    ],
)  # fmt: skip
def test_what_is_free_is_counted_in_whole_amperes(value: float, drawn_a: float, cap_a: int) -> None:
    house = line()
    house.read(0.0, value)
    house.drawn(drawn_a)
    assert house.cap_a() == cap_a


def test_before_any_reading_nothing_is_known() -> None:
    assert line().cap_a() is None
    assert not line().over


def test_after_a_restart_all_that_was_offered_may_flow_and_nothing_need() -> None:
    house = line()
    house.offered_a = 16
    house.read(0.0, 9000.0)
    assert house.cap_a() == 0
    house.read(10.0, 9230.0)
    assert house.cap_a() == 15


def test_a_current_that_was_offered_counts_once_it_is_drawn() -> None:
    house = line(6000.0)
    house.read(0.0, 4100.0)
    house.changing(1.0, 61.0, 0, 8)
    house.read(30.0, 4100.0)
    assert house.cap_a() == 8, "the car accepts the start, and does nothing"
    house.read(40.0, 4100.0 + 5 * 230)
    assert house.cap_a() == 8, "it begins"
    house.read(50.0, 4100.0 + 8 * 230)
    assert house.cap_a() == 8
    house.read(60.0, 4100.0 + 8 * 230 + 500)
    assert house.cap_a() == 6, "a kettle of 500 W, 440 W too much"
    house.drawn(8)
    assert house.cap_a() == 6


@pytest.mark.parametrize(
    ("value", "at_s", "cap_a"),
    [
        (9920.0, 2.0, 28),  # as before: it does not show yet
        (10_380.0, 2.0, 26),  # 460 W more before it has shown: two amperes less
        (9000.0, 2.0, 28),
        (9920.0, OBEYS_S - 0.1, 28),
        (9920.0, OBEYS_S, 24),  # a car has obeyed by now, so that is another rise
        (9460.0, OBEYS_S, 26),
        (9000.0, OBEYS_S, 28),
    ],
)
def test_a_lowering_that_settles_hides_no_new_rise(value: float, at_s: float, cap_a: int) -> None:
    house = line()
    house.read(-10.0, 9920.0)
    house.drawn(32)
    assert house.cap_a() == 28
    house.changing(0.0, 30.0, 32, 28)
    house.read(at_s, value)
    assert house.cap_a() == cap_a


def test_a_lowering_that_settles_leaves_no_room_for_more() -> None:
    house = line()
    house.read(-10.0, 9920.0)
    house.drawn(32)
    house.changing(0.0, 30.0, 32, 28)
    house.read(2.0, 8540.0)  # the car may draw 28 A by now, or 32 A and the house less
    assert house.cap_a() == 28 + 2


@pytest.mark.parametrize(("second_s", "ends"), [(10.9, False), (11.0, True), (20.0, True)])
def test_two_readings_end_a_charge(second_s: float, ends: bool) -> None:
    house = line()
    house.read(10.0, 30_000.0)
    assert not house.tight(10.0, 14.0)
    house.read(second_s, 30_000.0)
    assert house.tight(second_s, 14.0) is ends


def test_two_spikes_with_a_good_reading_between_them_do_not() -> None:
    house = line()
    house.read(10.0, 30_000.0)
    assert not house.tight(10.0, 14.0)
    house.read(20.0, 3000.0)
    house.read(30.0, 30_000.0)
    assert not house.tight(30.0, 14.0)
    assert house.tight_until_s(14.0) == 44.0


@pytest.mark.parametrize(("now_s", "ends"), [(23.9, False), (24.0, True)])
def test_a_reading_that_nothing_denies_ends_it_too(now_s: float, ends: bool) -> None:
    house = line()
    house.read(10.0, 30_000.0)
    house.tight(10.0, 14.0)
    assert house.tight(now_s, 14.0) is ends


def test_a_reading_that_was_confirmed_is_two() -> None:
    house = line()
    house.read(10.0, 100_000.0, sure=True)
    assert house.tight(10.0, 14.0)


def test_a_patient_line_bears_what_its_fuse_bears() -> None:
    phase = line(25.0, 1.0, patient=True)
    phase.every_s = 10.0
    phase.read(0.0, 20.0)
    phase.read(10.0, 27.0)
    assert (phase.over, phase.due_in_s(10.0)) == (True, 50.0 - ACTING_S - OBEYS_S - 10.0)
    assert line().due_in_s(0.0) == math.inf
    impatient = line(25.0, 1.0)
    impatient.read(0.0, 25.1)
    assert impatient.due_in_s(0.0) == 0.0


values = st.floats(-20_000, 40_000)


@given(
    start=values,
    drawn_a=st.integers(0, 32),
    happens=st.lists(
        st.one_of(values, st.tuples(st.integers(0, 32), st.sampled_from([30.0, 60.0]))), max_size=15
    ),
    gaps_s=st.lists(st.floats(1, 90), min_size=15, max_size=15),
)
def test_it_never_leaves_more_than_the_newest_reading_does(
    start: float,
    drawn_a: int,
    happens: list[float | tuple[int, float]],
    gaps_s: list[float],
) -> None:
    """Whatever the car was asked for, and whether it obeyed: the most that it may draw now is what it did."""
    house, now_s, most_a, offered_a = line(), 0.0, float(drawn_a), drawn_a
    house.read(now_s, start)
    house.drawn(drawn_a)
    for happening, gap_s in zip(happens, gaps_s, strict=False):
        now_s += gap_s
        if isinstance(happening, tuple):
            asked_a, settle_s = happening
            house.changing(now_s, now_s + settle_s, offered_a, asked_a)
            offered_a, most_a = asked_a, max(most_a, asked_a)
        else:
            house.read(now_s, happening)
        cap_a = house.cap_a()
        assert cap_a is not None
        assert house.value is not None
        room_w = house.limit - house.value
        assert (cap_a - most_a) * 230 <= room_w + 1e-6


# How late it shows


def late(*readings: tuple[float, float]) -> Lateness:
    """A lowering by 1000 W from 9000 W, and what the meter shows."""
    found = Lateness()
    found.lowered(0.0, 9000.0, 1000.0)
    for at_s, value in readings:
        found.read(at_s, value)
    return found


@pytest.mark.parametrize(
    ("readings", "usual_s"),
    [
        ([(60, 8000)], 0.0),  # a slow meter's next reading
        ([(10, 9000), (20, 8000)], 15.0),
        ([(50, 9000), (60, 8250)], 55.0),
        ([(50, 8750), (60, 8250)], 55.0),
        ([(50, 8749), (60, 8251)], 0.0),
        ([(LONGEST_S, 9000), (LONGEST_S + 0.1, 8000)], 0.0),
    ],
)
def test_what_is_late_is_learnt(readings: list[tuple[float, float]], usual_s: float) -> None:
    assert late(*readings).usual_s == usual_s


def test_a_second_lowering_before_the_first_has_shown_shows_with_it() -> None:
    found = late((10, 9000))
    found.lowered(10.0, 9000.0, 2000.0)
    found.read(60.0, 8000.0)
    assert found.usual_s == 0.0
    found.read(70.0, 6000.0)
    assert found.usual_s == 40.0


def test_a_raise_ends_the_waiting() -> None:
    found = late((10, 9000))
    found.raised()
    found.read(20.0, 8000.0)
    assert found.usual_s == 0.0


@pytest.mark.parametrize(("value_w", "cap_a"), [(-2300.0, 10), (-1.0, 0), (0.0, 0), (700.0, -4)])
def test_a_house_that_shall_draw_nothing_from_the_grid_leaves_the_car_what_it_exports(
    value_w: float, cap_a: int
) -> None:
    line = Line(0.0, patient=False)
    line.least_per_amp = line.most_per_amp = 230.0
    line.read(0.0, value_w)
    assert (line.cap_a(), line.over) == (cap_a, value_w > 0)
