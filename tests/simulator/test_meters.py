"""How the meters of a house report with their habits."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.meter_habits import OVEN_ON_S, OVEN_S, OVEN_W, SPIKE_W, CarMeter, House, MeterHabits, Sees
from simulator.meters import SimulatedMeters
from simulator.world import Meters

BEGUN_S = 700_000.0
"""A multiple of the wobble, so that it begins at 0 W."""


def truth(sun_w: float = 0.0, load_w: float = 300.0, car_w: float = 0.0) -> Meters:
    return Meters(load_w + car_w - sun_w, sun_w, load_w, car_w)


def told(seen: Meters, after_s: float = 0.0, **habits: Any) -> dict[str, str]:
    """What is told by the meters, of which the grid's is asked once."""
    meters = SimulatedMeters(MeterHabits(**habits), BEGUN_S)
    return {each.meter: each.state for each in meters.advance(BEGUN_S + after_s, seen)}


def grid(seen: Meters, **habits: Any) -> float:
    return float(told(seen, **habits)["grid"])


def course(habits: MeterHabits, *steps: tuple[float, Meters]) -> list[str]:
    """What the grid meter tells at some moments, where it tells anything."""
    meters = SimulatedMeters(habits, BEGUN_S)
    found = [each for after_s, seen in steps for each in meters.advance(BEGUN_S + after_s, seen)]
    return [each.state for each in found if each.meter == "grid"]


SUNNY = truth(sun_w=5000, car_w=2000)
DARK = truth(car_w=2000)


@pytest.mark.parametrize(
    ("habits", "sunny_w", "dark_w"),
    [
        ({}, -2700, 2300),
        ({"sign": -1}, 2700, -2300),
        ({"sees": Sees.NO_CAR}, -4700, 300),
        ({"sees": Sees.HOUSE}, 2300, 2300),
        ({"sees": Sees.IMPORT}, 0, 2300),
        ({"scale": 0.001}, -2.7, 2.3),
        ({"scale": 1000}, -2.7e6, 2.3e6),
        ({"house": House.ZERO_EXPORT}, 0, 2300),
        ({"house": House.BATTERY}, 0, 0),
    ],
)
def test_what_the_grid_meter_shows(habits: dict[str, Any], sunny_w: float, dark_w: float) -> None:
    assert (grid(SUNNY, **habits), grid(DARK, **habits)) == pytest.approx((sunny_w, dark_w))


def test_a_limited_inverter_makes_no_more_than_is_used() -> None:
    assert told(SUNNY, house=House.ZERO_EXPORT)["solar"] == "2300"
    assert told(SUNNY)["solar"] == "5000"


@pytest.mark.parametrize(
    ("habits", "state"),
    [
        ({"comma": True}, "-2700,0"),
        ({"words": "{} W"}, "-2700 W"),
        ({"words": "n/a"}, "n/a"),
    ],
)
def test_the_words_of_a_state(habits: dict[str, Any], state: str) -> None:
    assert told(SUNNY, **habits)["grid"] == state


@pytest.mark.parametrize(
    ("habits", "halves"),
    [
        ({}, ("0", "2700")),
        ({"negative_export": True}, ("0", "-2700")),
        ({"gone": "import"}, ("unavailable", "2700")),
        ({"gone": "export"}, ("0", "unavailable")),
        ({"gone": "export", "gone_after_s": 60}, ("0", "2700")),
    ],
)
def test_a_pair(habits: dict[str, Any], halves: tuple[str, str]) -> None:
    found = told(SUNNY, pair=True, **habits)
    assert (found["import"], found["export"]) == halves
    assert "grid" not in found


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (CarMeter.RIGHT, "2000"),
        (CarMeter.ZERO, "0"),
        (CarMeter.STUCK, "3680"),
        (CarMeter.REVERSED, "-2000"),
    ],
)
def test_the_meter_at_the_plug(kind: CarMeter, shown: str) -> None:
    assert told(SUNNY, car=kind)["car"] == shown


def test_an_oven_at_the_plug_knows_nothing_of_the_car() -> None:
    habits, first_s = MeterHabits(car=CarMeter.OVEN), 10 * OVEN_S
    seen = [habits.plug_w(first_s + after_s, 3000) for after_s in (0, OVEN_ON_S - 1, OVEN_ON_S, OVEN_S)]
    assert seen == [OVEN_W, OVEN_W, 0, OVEN_W]


@pytest.mark.parametrize(("after_s", "states"), [(59, ["300", "302"]), (60, ["300", "-2702"])])
def test_a_late_meter_shows_what_was(after_s: float, states: list[str]) -> None:
    steps = ((0.0, truth()), (1.0, truth(sun_w=3004)), (1.0 + after_s, truth(sun_w=3004)))
    found = course(MeterHabits(lag_s=60), *steps)
    # The wobble of the last moment: 6 W after a minute.
    assert [found[0], f"{float(found[-1]) - (1 + after_s) / 10 % 7 + 2:.0f}"] == states


def test_a_slow_meter_tells_once_a_span_what_is_now_or_its_mean() -> None:
    steps = [(after_s, truth(load_w=1000 if after_s > 50 else 0)) for after_s in range(0, 101, 10)]
    assert course(MeterHabits(every_s=100), *steps) == ["0", "1003"]
    assert course(MeterHabits(every_s=100, mean=True), *steps) == ["0", "503"]


def test_a_phase_moves_the_readings() -> None:
    steps = [(float(after_s), truth(load_w=0)) for after_s in range(0, 201, 10)]
    assert course(MeterHabits(every_s=100, phase_s=30), *steps) == ["0", "3", "6"]


def test_a_frozen_meter_repeats_itself_for_ever() -> None:
    steps = [(after_s, truth(load_w=after_s)) for after_s in (0.0, 50.0, 100.0, 150.0)]
    assert course(MeterHabits(frozen_after_s=60), *steps) == ["0", "55", "100", "100"]


def test_gaps_come_and_go() -> None:
    steps = [(after_s, truth(load_w=0)) for after_s in (0.0, 290.0, 300.0, 590.0, 600.0)]
    assert [state == "unavailable" for state in course(MeterHabits(gap_s=300), *steps)] == [0, 0, 1, 1, 0]


def test_spikes_are_as_many_as_wanted_and_the_same_each_time() -> None:
    steps = [(10.0 * step, truth()) for step in range(2000)]
    found = [float(state) for state in course(MeterHabits(spikes=0.05), *steps)]
    off = [power_w for power_w in found if abs(power_w) > SPIKE_W / 2]
    assert 60 < len(off) < 140
    assert {power_w > 0 for power_w in off} == {True, False}
    assert found == [float(state) for state in course(MeterHabits(spikes=0.05), *steps)]


@pytest.mark.parametrize(("after_s", "deaf"), [(59, False), (60, True)])
def test_from_when_on_nobody_hears(after_s: float, deaf: bool) -> None:
    assert SimulatedMeters(MeterHabits(deaf_after_s=60), BEGUN_S).deaf(BEGUN_S + after_s) is deaf
    assert not SimulatedMeters(MeterHabits(), BEGUN_S).deaf(BEGUN_S + after_s)


WITH_BATTERY = SUNNY._replace(battery_power_w=-2700.0, battery_soc_pct=40.04, grid_power_w=0.0)
"""A battery of the house's own takes all that is left over."""


@pytest.mark.parametrize("house", House)
def test_a_battery_of_the_house_is_told_of_and_seen_by_the_grid_meter(house: House) -> None:
    found = told(WITH_BATTERY, house=house)
    assert float(found["grid"]) == 0
    assert (found["solar"], found["battery"], found["soc"]) == ("5000", "-2700", "40.0")
    assert {"battery", "soc"} & set(told(SUNNY, house=house)) == set()
