"""How often the car is looked at, woken up, and asked again after a failure."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState
from solar_charging.vehicle.polling import SURE_S, Look, Polling, WakeUps

NOW_S = 1_780_000_000.0
CAR = Car(token_file="/config/tesla_token.json")
ZURICH = ZoneInfo("Europe/Zurich")

IDLE = Polling(asleep=False, read_s=NOW_S)
ASLEEP = Polling(asleep=True, read_s=NOW_S)


@pytest.mark.parametrize(
    ("looks", "charging", "after_s", "look"),
    [
        (Polling(), False, 0, Look.AWAKE),
        (Polling(asleep=False), False, 0, Look.READ),
        (IDLE, True, 599, Look.NOT),
        (IDLE, True, 600, Look.READ),
        (IDLE, False, 30, Look.AWAKE),
        (IDLE, False, 1259, Look.AWAKE),
        (IDLE, False, 1260, Look.READ),
        (ASLEEP, False, 30, Look.AWAKE),
        (ASLEEP, False, 90_000, Look.AWAKE),
        (replace(IDLE, due_s=NOW_S + 60), True, 59, Look.NOT),
        (replace(IDLE, due_s=NOW_S + 60), True, 60, Look.READ),
        (replace(IDLE, due_s=NOW_S + 60), False, 60, Look.READ),
        (replace(ASLEEP, due_s=NOW_S + 60), False, 60, Look.AWAKE),
        (Polling(asleep=None, due_s=NOW_S), False, 0, Look.AWAKE),
        (replace(IDLE, seldom=True), True, 1259, Look.NOT),
        (replace(IDLE, seldom=True), True, 1260, Look.READ),
        (replace(IDLE, seldom=True, due_s=NOW_S), False, 1259, Look.AWAKE),
        (replace(IDLE, seldom=True, due_s=NOW_S), False, 1260, Look.READ),
        (replace(ASLEEP, seldom=True), False, 90_000, Look.AWAKE),
    ],
)
def test_a_look_is_worth_its_price(looks: Polling, charging: bool, after_s: float, look: Look) -> None:
    now_s = NOW_S + after_s
    # Before its data is read the car has to have said that it is awake, which costs nothing.
    assert looks.next(now_s, CAR, charging) is (Look.AWAKE if look is Look.READ else look)
    assert replace(looks, awake_s=now_s).next(now_s, CAR, charging) is look


@pytest.mark.parametrize(
    ("asleep", "age_s", "free", "sure"),
    [
        (False, 0, False, True),
        (False, SURE_S - 1, False, True),
        (False, SURE_S, False, False),
        (False, -1, False, False),  # the clock was set back
        (None, 0, False, False),
        (True, 0, False, False),
        (True, SURE_S, True, True),
    ],
)
def test_a_car_is_sure_to_be_awake_shortly_after_it_has_said_so(
    asleep: bool | None, age_s: float, free: bool, sure: bool
) -> None:
    assert Polling(free=free, asleep=asleep, awake_s=NOW_S - age_s).sure(NOW_S) is sure


def test_what_has_woken_up_is_read_at_once_and_counts_as_woken_until_then() -> None:
    looks = replace(ASLEEP, woke=False)
    looks.was_awake(False, NOW_S)
    assert not looks.woke
    looks.was_awake(True, NOW_S)
    assert looks.woke
    assert looks.next(NOW_S, CAR, charging=False) is Look.READ
    looks.was_awake(True, NOW_S + 30)
    looks.was_read(CarState(at_s=NOW_S + 30), NOW_S + 30, CAR)
    looks.was_awake(True, NOW_S + 60)
    assert not looks.woke


def test_an_idle_car_is_left_alone_long_enough_to_fall_asleep() -> None:
    looks, reads_s = Polling(asleep=False), []
    for beat in range(2880):
        now_s = NOW_S + 30 * beat
        looks.was_awake(True, now_s)
        if looks.next(now_s, CAR, charging=False) is Look.READ:
            reads_s.append(now_s)
            looks = Polling(asleep=False, read_s=now_s)
    needs_s = 15 * 60
    assert len(reads_s) > 1
    assert min(later - earlier for earlier, later in pairwise(reads_s)) > needs_s


def noon(**later: float) -> datetime:
    return datetime(2026, 6, 15, 12, tzinfo=ZURICH) + timedelta(**later)


def test_the_first_wake_up_is_free_at_once() -> None:
    assert WakeUps().next_s(noon(), CAR, promised=False) <= noon().timestamp()


def test_wake_ups_keep_their_distance() -> None:
    wake_ups = WakeUps()
    wake_ups.used(noon())
    assert wake_ups.next_s(noon(seconds=30), CAR, promised=False) == noon(seconds=1800).timestamp()


def test_a_day_has_so_many_wake_ups_and_the_next_day_has_them_anew() -> None:
    wake_ups = WakeUps()
    for number in range(6):
        assert wake_ups.next_s(noon(hours=number), CAR, promised=False) <= noon(hours=number).timestamp()
        wake_ups.used(noon(hours=number))
    assert wake_ups.next_s(noon(hours=11, minutes=59), CAR, promised=False) == math.inf
    assert wake_ups.next_s(noon(hours=12), CAR, promised=False) <= noon(hours=12).timestamp()


def test_the_day_of_a_wake_up_is_that_of_the_house() -> None:
    wake_ups = WakeUps()
    settings = CAR.model_copy(update={"wake_ups_per_day": 1})
    wake_ups.used(noon(hours=11, minutes=59))
    assert wake_ups.next_s(noon(hours=12), settings, promised=False) == noon(hours=12, minutes=29).timestamp()


def test_without_wake_ups_the_car_is_never_woken_for_the_sun() -> None:
    settings = CAR.model_copy(update={"wake_ups_per_day": 0})
    assert WakeUps().next_s(noon(), settings, promised=False) == math.inf
    assert WakeUps().next_s(noon(), settings, promised=True) <= noon().timestamp()


@pytest.mark.parametrize(
    ("in_vain", "pause_s"), [(1, 120), (2, 240), (3, 480), (4, 960), (5, 1800), (99, 1800)]
)
def test_for_a_promise_the_pause_is_the_longer_the_more_were_in_vain(in_vain: int, pause_s: float) -> None:
    wake_ups = WakeUps()
    for _ in range(in_vain):
        wake_ups.used(noon())
    assert wake_ups.next_s(noon(), CAR, promised=True) == noon(seconds=pause_s).timestamp()
    wake_ups.charged()
    assert wake_ups.next_s(noon(), CAR, promised=True) == noon(seconds=60).timestamp()


@pytest.mark.parametrize(
    ("distance_m", "after_s"), [(None, 600), (100_000, 600), (9_000, 300), (1_800, 60), (300, 60)]
)
def test_a_car_on_its_way_is_looked_at_when_it_could_be_home(distance_m: float | None, after_s: int) -> None:
    looks = Polling()
    looks.was_read(CarState(NOW_S, driving=True, distance_m=distance_m), NOW_S, CAR)
    looks.was_awake(True, NOW_S + after_s - 1)
    assert looks.next(NOW_S + after_s - 1, CAR, charging=False) is Look.AWAKE
    assert looks.next(NOW_S + after_s, CAR, charging=False) is Look.READ


def test_a_car_that_is_read_for_nothing_is_always_read() -> None:
    looks = Polling(free=True, asleep=True, read_s=NOW_S)
    assert looks.next(NOW_S, CAR, charging=False) is Look.READ


def test_the_wake_ups_of_a_day_outlive_a_restart() -> None:
    wake_ups = WakeUps()
    for _ in range(CAR.wake_ups_per_day):
        wake_ups.used(noon())
    again = WakeUps()
    again.from_dict(json.loads(json.dumps(wake_ups.to_dict())))
    assert again.next_s(noon(), CAR, promised=False) == math.inf
    assert again.next_s(noon(), CAR, promised=True) == wake_ups.next_s(noon(), CAR, promised=True)
