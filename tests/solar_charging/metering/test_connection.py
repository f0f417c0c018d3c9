"""What the house's connection leaves to the car: the sum, each phase, and where nothing is told."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem, Reason
from solar_charging.metering.connection import REST_S, SHORT_S, TURNED, Bound, Connection, Demand
from solar_charging.metering.house_peaks import DAYS, KNOWN_S, HousePeaks
from solar_charging.metering.meter import Reading
from tests.household import settings

PHASES = ["sensor.l1", "sensor.l2", "sensor.l3"]
DAY_S = 86_400.0
AMPS, WATTS = {"unit_of_measurement": "A"}, {"unit_of_measurement": "W"}


def connection(fuse_w: float | None = None, fuse_a: int | None = None, **meters: Any) -> Connection:
    charging = {"max_import_w": fuse_w, "main_fuse_a": fuse_a}
    phases = {} if fuse_a is None else {"phase_sensors": PHASES}
    given = {name: value for name, value in charging.items() if value is not None}
    return Connection(settings(meters={**phases, **meters}, charging=given, car={"phase": 2}), started_s=0.0)


def demand(offered_a: int | None = None, **given: Any) -> Demand:
    usual: dict[str, Any] = {
        "drawn_a": float(offered_a or 0), "least_a": 5, "least_per_amp": 230.0, "most_per_amp": 230.0,
        "one_phase": False, "every_s": 10.0,
    }  # fmt: skip
    return Demand(offered_a=offered_a, **{**usual, **given})


def tell(house: Connection, at_s: float, *amps: float | str, unit: dict[str, str] = AMPS) -> None:
    """Each phase says something."""
    for entity, each in zip(PHASES, amps, strict=True):
        house.phase(entity, {"state": str(each), "attributes": unit}, at_s, 230.0, 0.0)


def cap_a(house: Connection, now_s: float, offered_a: int | None = None, **given: Any) -> int:
    room = house.room(demand(offered_a, **given), now_s)
    assert room is not None
    return room.cap_a


def test_without_a_fuse_there_is_no_limit() -> None:
    assert connection().room(demand(16), 0.0) is None


# The sum


def grid(house: Connection, at_s: float, watts: float, car_w: float = math.nan) -> None:
    house.grid(Reading(at_s, watts), False, car_w)


def test_it_falls_at_once_and_rises_to_what_was_free_all_the_time() -> None:
    house = connection(9000)
    grid(house, 0.0, 3000.0)
    assert cap_a(house, 0.0) == 26
    grid(house, 10.0, 9460.0)
    assert cap_a(house, 10.0, 20) == 18
    grid(house, 40.0, 5000.0)
    assert cap_a(house, 40.0, 18) == 18
    assert cap_a(house, 10.0 + REST_S - 0.1, 18) == 18
    assert cap_a(house, 10.0 + REST_S, 18) == 18 + 17


def test_what_is_free_now_and_then_is_not_free() -> None:
    house, caps = connection(9000), []
    for minute in range(20):
        grid(house, 60.0 * minute, 7000.0 if minute % 2 else 1000.0)
        caps.append(cap_a(house, 60.0 * minute))
    assert set(caps[1:]) == {8}


@pytest.mark.parametrize(("spikes", "charging_a"), [(1, 5), (2, 0)])
def test_one_spike_does_not_end_a_charge_and_two_do(spikes: int, charging_a: int) -> None:
    house = connection(9000)
    grid(house, 0.0, 6000.0)
    current_a = 16
    for number in range(spikes):
        grid(house, 10.0 * (number + 1), 24_000.0)
        current_a = cap_a(house, 10.0 * (number + 1), current_a)
    assert current_a == charging_a


@pytest.mark.parametrize(
    ("every_s", "lag_s", "watts", "ends_s"),
    [
        (2.0, 0.0, 11_600.0, 10.0), (10.0, 0.0, 11_600.0, 14.0), (25.0, 0.0, 11_600.0, 29.0),
        # Without the car the house fits: a slow meter's word is enough, and a late one's.
        (25.1, 0.0, 11_600.0, 0.0), (60.0, 0.0, 11_600.0, 0.0), (600.0, 0.0, 12_680.0, 0.0),
        (10.0, 15.0, 11_600.0, 14.0), (10.0, 15.1, 11_600.0, 0.0), (10.0, 60.0, 11_600.0, 0.0),
        # It does not: a spike, most likely.
        (60.0, 0.0, 12_680.1, 60.0), (600.0, 0.0, 24_000.0, 60.0), (10.0, 0.0, 24_000.0, 14.0),
        (10.0, 60.0, 24_000.0, 14.0),
    ],
)  # fmt: skip
def test_a_second_reading_is_waited_for_as_long_as_the_fuse_bears_it(
    every_s: float, lag_s: float, watts: float, ends_s: float
) -> None:
    house, meter = connection(9000), {"every_s": every_s, "lag_s": lag_s}
    grid(house, 100.0, watts)
    if not ends_s:
        assert cap_a(house, 100.0, 16, **meter) < 5
        return
    room = house.room(demand(16, **meter), 100.0)
    assert room is not None
    assert (room.cap_a, room.again_s) == (5, 100.0 + ends_s)
    assert cap_a(house, 100.0 + ends_s - 0.1, 5, **meter) == 5
    assert cap_a(house, 100.0 + ends_s, 5, **meter) == 0


# Without a word


def lived(house: Connection, *watts: float, days: float = 1.0) -> float:
    """The house draws so much without the car, one after the other; returns when that is."""
    for number, each in enumerate(watts):
        grid(house, 10.0 * number, each + 2300.0, car_w=2300.0)
    return days * KNOWN_S


@pytest.mark.parametrize(
    ("peak_w", "after_days", "least"),
    [
        (9000.0 - 5 * 230, 1.0, 5),
        (9000.1 - 5 * 230, 1.0, 0),
        (1000.0, 0.999, 0),  # a day at least has to be known
        (1000.0, float(DAYS), 5),
        (1000.0, DAYS + 1.0, 0),  # forgotten
    ],
)
@pytest.mark.parametrize("offered_a", [None, 5, 32])
def test_a_silent_meter_leaves_the_least_where_it_fits_besides_the_house(
    peak_w: float, after_days: float, least: int, offered_a: int | None
) -> None:
    house = connection(9000)
    now_s = lived(house, peak_w, peak_w, days=after_days)
    room = house.room(demand(offered_a, grid_silent=True), now_s)
    assert room is not None
    assert (room.cap_a, room.bound) == (least, Bound.UNTOLD)


def test_a_meter_that_is_wrong_leaves_the_least() -> None:
    house = connection(9000)
    grid(house, 0.0, 0.0)
    assert [cap_a(house, 10.0, offered_a, grid_wrong=True) for offered_a in (None, 16)] == [5, 5]
    assert cap_a(house, 10.0, 16, grid_wrong=True, grid_silent=True) == 0


def test_three_phases_need_three_times_as_much_room() -> None:
    house = connection(9000)
    now_s = lived(house, 7000.0, 7000.0)
    assert cap_a(house, now_s, grid_silent=True) == 5
    assert cap_a(house, now_s, grid_silent=True, most_per_amp=690.0) == 0


def test_a_spike_is_no_peak_of_the_house() -> None:
    house = connection(9000)
    assert cap_a(house, lived(house, 3000.0, 20_000.0, 3000.0, 20_000.0, 3000.0), grid_silent=True) == 5
    house = connection(9000)
    assert cap_a(house, lived(house, 3000.0, 20_000.0, 20_000.0), grid_silent=True) == 0


def test_a_meter_that_is_yet_to_be_heard_changes_nothing() -> None:
    house = connection(9000)
    assert (cap_a(house, 10.0), cap_a(house, 10.0, 12)) == (0, 12)


def test_what_the_house_drew_outlives_a_restart() -> None:
    before, after = connection(9000, 25), connection(9000, 25)
    lived(before, 4000.0, 4000.0)
    tell(before, 0.0, 3, 4, 5)
    tell(before, 10.0, 3, 4, 5)
    after.from_dict(before.to_dict())
    assert after.to_dict() == before.to_dict()
    other = connection(9000)
    other.from_dict(before.to_dict())
    assert other.to_dict()["peaks"]["days"] == {}, "of other sensors"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"since_s": "x", "days": {}},
        {"since_s": math.inf, "days": {}},
        {"since_s": 0.0, "days": {"1": [1.0, 2.0]}},
        {"since_s": 0.0, "days": {"x": [1.0]}},
        {"since_s": 0.0, "days": {"1": ["x"]}},
        {"since_s": 0.0, "days": None},
        {"days": {}},
    ],
)
def test_what_was_spoilt_changes_nothing(spoilt: dict[str, Any]) -> None:
    peaks = HousePeaks(1)
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        peaks.from_dict(spoilt)
    assert peaks.to_dict() == {"since_s": None, "days": {}}


# Each phase


@pytest.mark.parametrize(
    ("amps", "one_phase", "left_a"),
    [
        ((10, 5, 0), False, 15),
        ((10, 5, 0), True, 20),  # it is on the second one
        ((-20, 5, -20), False, 20),
        ((0, -10, 0), True, 35),
        ((30, 0, 0), False, 0),
        ((30, 0, 0), True, 25),
    ],
)
def test_the_narrowest_of_the_car_s_phases_counts(
    amps: tuple[float, float, float], one_phase: bool, left_a: int
) -> None:
    house = connection(None, 25)
    tell(house, 10.0, *amps)
    assert cap_a(house, 10.0, one_phase=one_phase) == left_a


def test_power_counts_as_current_by_the_voltage() -> None:
    house = connection(None, 25)
    tell(house, 10.0, 2300, 0, -460, unit=WATTS)
    assert cap_a(house, 10.0) == 15


@pytest.mark.parametrize(
    ("every_s", "over_a", "lowers_s"),
    [
        (10, 0.0, None), (10, 0.1, 27.0), (10, 3.25, 27.0), (10, 3.3, 0.0), (10, 26.0, 0.0),
        (2, 0.0, None), (2, 3.25, 43.0), (2, 3.3, 13.0), (2, 10.0, 13.0), (2, 10.1, 0.0),
        (20, 3.25, 7.0), (60, 0.1, 0.0),
    ],
)  # fmt: skip
def test_a_phase_bears_an_overload_for_as_long_as_its_fuse_and_another_rise_in_it(
    every_s: int, over_a: float, lowers_s: float | None
) -> None:
    house = connection(None, 25)
    for number in (-2, -1):
        tell(house, 20.0 + number * every_s, 20, 0, 0)
    tell(house, 20.0, 25 + over_a, 0, 0)
    room = house.room(demand(16), 20.0)
    assert room is not None
    if lowers_s is None:
        assert (room.cap_a, math.isinf(room.again_s)) == (16, True)
    elif lowers_s:
        assert (room.cap_a, room.again_s) == (16, 20.0 + lowers_s)
        assert cap_a(house, 20.0 + lowers_s, 16) < 16
    else:
        assert room.cap_a < 16
        assert (room.bound, room.line) == (Bound.PHASE, 1)


@pytest.mark.parametrize("unit", [{}, {"unit_of_measurement": "VA"}, {"unit_of_measurement": "kWh"}, None])
def test_a_phase_that_measures_something_else_is_no_reading(unit: Any) -> None:
    house = connection(None, 25)
    with pytest.raises(MeterError) as error:
        house.phase(PHASES[0], {"state": "3", "attributes": unit}, 0.0, 230.0, 0.0)
    assert error.value.reason.why is Problem.METER_UNIT


@pytest.mark.parametrize(("state", "known"), [("12.5", True), ("unavailable", False), ("unknown", False)])
def test_a_phase_that_says_nothing_is_as_old_as_its_last_word(state: str, known: bool) -> None:
    house = connection(None, 25)
    tell(house, 0.0, 10, 10, 10)
    for second in range(0, 600, 10):
        tell(house, float(second), 10 + second % 7, 10, state)
    assert house.sensors.silent(600.0) is not known
    assert (cap_a(house, 600.0, 5) > 0) is known


def test_a_phase_whose_value_stays_is_as_young_as_the_others() -> None:
    house = connection(None, 25)
    tell(house, 0.0, 10, 10, 0)
    for second in range(10, 600, 10):
        house.phase(PHASES[0], {"state": str(second % 7), "attributes": AMPS}, float(second), 230.0, 0.0)
    assert not house.sensors.silent(600.0)
    assert house.sensors.silent(800.0)
    house.phases_alive(790.0)
    assert not house.sensors.silent(800.0)


@pytest.mark.parametrize(("times", "turned"), [(TURNED - 1, False), (TURNED, True)])
def test_a_sign_that_the_grid_meter_contradicts_is_not_gone_by(times: int, turned: bool) -> None:
    house = connection(None, 25)
    for number in range(times):
        tell(house, 10.0 * number, -20, -20, -20)
        grid(house, 10.0 * number, 13_800.0)
    assert house.turned is turned
    tell(house, 1000.0, -20, -20, -20)
    assert cap_a(house, 1000.0) == (5 if turned else 45)


def test_sensors_without_a_sign_count_as_import() -> None:
    house = connection(None, 25)
    for number in range(2 * TURNED):
        tell(house, 10.0 * number, 20, 20, 20)
        grid(house, 10.0 * number, -13_800.0)
    assert not house.turned
    assert cap_a(house, 10.0 * 2 * TURNED) == 5


def test_a_sign_may_be_the_other_way_round() -> None:
    house = connection(None, 25, phase_sensors_positive="export")
    tell(house, 0.0, -20, 0, 0)
    assert cap_a(house, 0.0) == 5


@pytest.mark.parametrize(
    ("grid_w", "phases_a", "seconds", "least"),
    [
        (9970.0, (10, 10, 14), 600, False),  # 34 A, and an eighth on top: the voltage is not known
        (9994.0, (10, 10, 14), 600, True),
        (9994.0, (10, 10, 14), SHORT_S - 10, False),
        (9994.0, (10, 10, 14), SHORT_S, True),
        (900.0, (0, 0, 0), 600, False),
        (9994.0, (-10, 10, 34.1), 600, False),  # whose sum is what the grid's meter tells of
        (-9000.0, (10, 10, 10), 600, False),
    ],
)
def test_phases_that_show_less_than_the_grid_meter_are_not_gone_by(
    grid_w: float, phases_a: tuple[float, float, float], seconds: float, least: bool
) -> None:
    house, number = connection(None, 25), 0
    while 10 * number <= seconds:
        tell(house, 10.0 * number, *phases_a)
        grid(house, 10.0 * number, grid_w)
        number += 1
    now_s = 10.0 * (number - 1)
    room = house.room(demand(5), now_s)
    assert room is not None
    assert (room.bound is Bound.UNTOLD) is least
    assert (house.problem is not None and house.problem.why is Problem.PHASES_SHORT) is least


def test_phases_that_have_stood_still_count_again_after_a_while() -> None:
    house = connection(None, 25)
    for number in range(38):
        tell(house, 10.0 * number, 5, 5, 5 if number < 20 else 15)
        grid(house, 10.0 * number, 5750.0)
    assert house.problem is not None
    tell(house, 380.0, 5, 5, 15)
    grid(house, 380.0, 5750.0)
    assert house.problem is None


def test_a_grid_meter_of_three_phases_needs_no_other_sensors() -> None:
    given = settings(meters={"grid_power": PHASES}, charging={"main_fuse_a": 25})
    house = Connection(given, started_s=0.0)
    tell(house, 0.0, 4600, 0, 0, unit=WATTS)
    assert cap_a(house, 0.0) == 5
    assert given.meters.entities == (*PHASES, "sensor.solar_power")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (("1", "1", "unavailable"), "sensor.l3"),
        (("unknown", "1", "unavailable"), "sensor.l1 + sensor.l3"),
        (("1", "1", "1"), None),
        (("unknown", "unknown", "unknown"), None),
    ],
)
def test_the_phase_that_says_nothing_is_named(said: tuple[str, str, str], named: str | None) -> None:
    house = connection(None, 25)
    tell(house, 0.0, *said)
    silent = Reason(Problem.METER_SILENT, {"entity": named or ""})
    assert house.problem == (silent if named else None)


@pytest.mark.parametrize("apart_s", [0, 1, 3])
def test_sensors_that_speak_one_after_the_other_have_each_their_own_rhythm(apart_s: int) -> None:
    house = connection(None, 25)
    for number in range(5):
        for phase, entity in enumerate(PHASES):
            at_s = 300.0 * number + apart_s * phase
            state = {"state": str(10 + number), "attributes": AMPS}
            house.phase(entity, state, at_s, 230.0, 0.0)
    assert house.sensors.every_s == 300.0
    assert not house.sensors.silent(1200.0 + 300.0)


def test_a_phase_whose_value_stays_has_the_rhythm_of_the_others() -> None:
    house = connection(None, 25)
    for number in range(8):
        for entity in PHASES[:2] if number else PHASES:
            state = {"state": str(10 + number % 2), "attributes": AMPS}
            house.phase(entity, state, 150.0 * number, 230.0, 0.0)
    assert house.sensors.every_s == 150.0
    assert not house.sensors.silent(1050.0 + 160.0)
    assert house.sensors.silent(1050.0 + 2.3 * 150.0)


def test_a_phase_that_cannot_be_read_says_why() -> None:
    house = connection(None, 25)
    missing = Reason(Problem.METER_MISSING, {"entity": PHASES[1]})
    house.sensors.unread(PHASES[1], missing)
    assert house.problem == missing
    tell(house, 0.0, 1, 1, 1)
    assert house.problem is None


flows = st.floats(-30, 60)


@given(st.lists(st.tuples(flows, flows, flows), min_size=1, max_size=8), st.sampled_from([None, 6, 16]))
def test_more_is_never_left_than_the_newest_readings_do(
    told: list[tuple[float, float, float]], offered_a: int | None
) -> None:
    house = connection(None, 25)
    for number, amps in enumerate(told):
        tell(house, 10.0 * number, *amps)
        left_a = cap_a(house, 10.0 * number, offered_a)
        if left_a > (offered_a or 0):
            believed = [line.value for line in house._phases]
            assert all(each is not None and each + left_a - (offered_a or 0) <= 25 for each in believed)
