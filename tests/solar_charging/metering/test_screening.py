"""Readings that are held back: sums whose parts are still to come, and jumps that no house makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.house_meters import HouseMeters
from solar_charging.metering.meter import Reading
from solar_charging.metering.screening import DOUBT_S, LATE_S, MOMENT_S, Jumps, Moment
from tests.household import GRID, settings

PHASES = ["sensor.l1", "sensor.l2", "sensor.l3"]


def tell(house: HouseMeters, entity: str, watts: float, at_s: float) -> float | None:
    """The grid's power that counts after a state."""
    house.update(entity, {"state": str(watts), "attributes": {"unit_of_measurement": "W"}}, at_s)
    return None if house.grid is None else house.grid.power_w


def three_phases(**charging: float) -> HouseMeters:
    sections = {"meters": {"grid_power": PHASES}, "charging": charging}
    return HouseMeters(settings(**sections), started_s=0.0)


# Moments


def test_a_single_entity_is_believed_at_once() -> None:
    house = HouseMeters(settings(), started_s=0.0)
    assert [tell(house, GRID, watts, at_s) for at_s, watts in [(1, 300), (1.1, 400)]] == [300, 400]


def test_of_three_phases_no_half_old_sum_counts() -> None:
    house = three_phases()
    for phase in PHASES:
        tell(house, phase, -1000, 10.0)
    house.settle(11.0)
    # The sum stays what it was, but for an instant it looks like 3 kW of import.
    seen = [tell(house, phase, watts, 20.0 + n / 100) for n, (phase, watts) in enumerate(
        zip(PHASES, [5000, -4000, -4000], strict=True)
    )]  # fmt: skip
    assert seen == [-3000, -3000, -3000]
    house.settle(20.0 + MOMENT_S)
    assert house.grid == Reading(20.02, -3000.0)


@pytest.mark.parametrize(("now_s", "counts"), [(10 + MOMENT_S - 0.01, False), (10 + MOMENT_S, True)])
def test_a_moment_lasts_from_its_first_part_on(now_s: float, counts: bool) -> None:
    moment = Moment(3)
    moment.put(Reading(10.0, 1.0))
    moment.put(Reading(10.9, 2.0))
    assert moment.take(now_s) == (Reading(10.9, 2.0) if counts else None)


def test_parts_that_never_pause_are_heard_each_second_all_the_same() -> None:
    house, heard = three_phases(), set()
    for tenth in range(100):
        heard.add(tell(house, PHASES[tenth % 3], float(tenth), tenth / 10))
    assert len(heard) >= 9


def test_of_a_clock_that_was_set_back_no_moment_is_waited_for() -> None:
    moment = Moment(3)
    moment.put(Reading(1000.0, 1.0))
    assert moment.take(10.0) == Reading(1000.0, 1.0)


def test_a_phase_that_breaks_down_takes_the_whole_sum_with_it() -> None:
    house = three_phases()
    for phase in PHASES:
        tell(house, phase, 100, 10.0)
    house.update(PHASES[1], {"state": "unavailable"}, 10.5)
    house.settle(20.0)
    assert house.grid is None
    tell(house, PHASES[1], 100, 30.0)
    house.settle(31.0)
    assert house.grid == Reading(30.0, 300.0)


@pytest.mark.parametrize(("watts", "waits"), [(2000.0, None), (2000.1, MOMENT_S)])
def test_an_overload_is_acted_upon_when_its_moment_is_over(watts: float, waits: float | None) -> None:
    house = three_phases(max_import_w=6000)
    for phase in PHASES:
        tell(house, phase, watts, 10.0)
    assert house.exceeds_in_s(6000, 10.0) == waits
    house.settle(11.0)
    assert house.exceeds_in_s(6000, 11.0) == (None if waits is None else 0.0)


# Jumps


def judged(fuse_w: float | None, *readings: tuple[float, float]) -> list[float | None]:
    jumps = Jumps(fuse_w)
    found = [jumps.judge(Reading(*reading)) for reading in readings]
    return [None if each is None else each.power_w for each in found]


@pytest.mark.parametrize(
    ("fuse_w", "power_w", "counts"),
    [
        (None, 20_000, True),
        (None, 20_001, False),
        (None, -20_000, True),
        (None, -20_001, False),
        (6000, 18_000, True),
        (6000, 18_001, False),
        (6000, -18_001, False),
        (2000, 10_000, True),
        (2000, 10_001, False),
        (30_000, 90_000, True),
        (30_000, 90_001, False),
    ],
)
def test_a_jump_beyond_what_the_house_carries_is_doubted(
    fuse_w: float | None, power_w: float, counts: bool
) -> None:
    assert judged(fuse_w, (0, power_w)) == [power_w if counts else None]


def test_an_overload_up_to_three_fuses_is_never_doubted_however_it_jumps() -> None:
    assert judged(6000, (0, -9000), (10, 18_000)) == [-9000, 18_000]


def test_a_second_reading_like_it_confirms_a_jump_and_any_other_denies_it() -> None:
    spike = 100_000
    assert judged(6000, (0, 300), (10, spike), (20, 400)) == [300, None, 400]
    assert judged(6000, (0, 300), (10, spike), (20, spike - 900)) == [300, None, spike - 900]
    assert judged(6000, (0, 300), (10, spike), (20, -spike), (30, spike)) == [300, None, None, None]


@pytest.mark.parametrize(("at_s", "counts"), [(10 + MOMENT_S - 0.01, False), (10 + MOMENT_S, True)])
def test_what_is_told_twice_in_one_moment_is_one_reading(at_s: float, counts: bool) -> None:
    assert judged(None, (10, 50_000), (at_s, 50_000))[1] == (50_000 if counts else None)


@pytest.mark.parametrize(("after_s", "counts"), [(DOUBT_S - 0.1, False), (DOUBT_S, True)])
def test_a_slow_meter_loses_no_reading(after_s: float, counts: bool) -> None:
    house = HouseMeters(settings(), started_s=0.0)
    tell(house, GRID, 300, 0.0)
    tell(house, GRID, 30_000, 300.0)
    house.settle(300.0 + after_s)
    assert house.grid == (Reading(300.0, 30_000.0) if counts else Reading(0.0, 300.0))


@pytest.mark.parametrize(
    ("every_s", "after_s", "counts"),
    [(60, 63.9, False), (60, 64.0, True), (300, 303.9, False), (300, 304.0, True), (10, DOUBT_S, True)],
)
def test_the_next_reading_of_a_slow_meter_is_awaited(every_s: float, after_s: float, counts: bool) -> None:
    house = HouseMeters(settings(), started_s=0.0)
    for number in range(4):
        tell(house, GRID, 300 + number, every_s * number)
    tell(house, GRID, 30_000, every_s * 4)
    house.settle(every_s * 4 + after_s)
    assert house.grid is not None
    assert (house.grid.power_w == 30_000.0) is counts


def test_a_spike_of_a_slow_meter_is_denied_by_its_next_reading() -> None:
    house = HouseMeters(settings(), started_s=0.0)
    for number, watts in enumerate((300, 301, 302, 100_000, 303)):
        tell(house, GRID, watts, 60.0 * number)
        assert house.grid is not None
        assert house.grid.power_w < 400
    assert house.grid.power_w == 303


def test_a_meter_that_is_asked_and_says_the_same_confirms_its_jump() -> None:
    house = HouseMeters(settings(), started_s=0.0)
    tell(house, GRID, 300, 0.0)
    tell(house, GRID, 30_000, 10.0)
    house.confirm(10.0)
    assert house.grid == Reading(0.0, 300.0)
    house.confirm(20.0)
    assert house.grid == Reading(20.0, 30_000.0)


@given(st.lists(st.tuples(st.floats(0.1, 400), st.floats(-200_000, 200_000)), min_size=1, max_size=30))
def test_what_counts_was_told_and_a_meter_that_stays_as_it_is_always_counts(
    told: list[tuple[float, float]],
) -> None:
    house, now_s = HouseMeters(settings(charging={"max_import_w": 6000}), started_s=0.0), 0.0
    for after_s, watts in told:
        now_s += after_s
        tell(house, GRID, watts, now_s)
        assert house.grid is None or house.grid.power_w in [watts for _, watts in told]
    house.settle(now_s + max(DOUBT_S, house.check.rhythm.every_s + LATE_S))
    assert house.grid is not None
    assert house.grid.power_w == told[-1][1]
