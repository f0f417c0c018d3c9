"""When the car is wanted: as somebody has told, or as was learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.planning.inputs import ConfiguredInputs
from solar_charging.planning.past_car import CarSeen
from solar_charging.planning.wanted import Wanted
from solar_charging.vehicle.car import CarState, ChargingState
from tests.household import settings

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 6, 1, 10, tzinfo=timezone.utc)
PARKED = CarState(
    NOON.timestamp(), at_home=True, charging=ChargingState.STOPPED, soc_pct=55.0, charge_limit_pct=80.0
)
TIME, SOC = "input_datetime.departure", "input_number.departure_soc"


def wanted(**sections: Any) -> tuple[Wanted, ConfiguredInputs]:
    given = settings(**sections)
    inputs = ConfiguredInputs(given, PARIS)
    return Wanted(given, PARIS, inputs), inputs


@pytest.mark.parametrize(
    ("said", "limit_pct", "least_pct"),
    [
        ({}, 80, 50),
        ({}, 60, 50),
        ({}, 59, 49),
        ({}, 50, 40),
        ({}, 5, 0),
        ({}, None, 50),
        ({"morning_soc_pct": 50}, 50, 50),
        ({"morning_soc_pct": 0}, 80, 0),
    ],
)
def test_the_least_in_the_morning_leaves_room_to_the_sun_unless_a_person_has_said_it(
    said: dict[str, int], limit_pct: float | None, least_pct: float
) -> None:
    each, _ = wanted(charging=said)
    each.beat(NOON, replace(PARKED, charge_limit_pct=limit_pct), filled=False)
    assert each.learnt.least_pct == least_pct


def test_a_helper_that_says_nothing_leaves_it_to_what_was_learnt() -> None:
    each, inputs = wanted(departure_helpers={"time": TIME, "soc": SOC})
    found = each.beat(NOON, PARKED, filled=False)
    assert found is not None
    assert found.learnt
    inputs.update(TIME, {"state": "08:30:00"}, NOON.timestamp())
    found = each.beat(NOON, PARKED, filled=False)
    assert found is not None
    assert (found.learnt, found.soc_pct) == (False, 80)
    assert each.known(NOON).departure == found
    inputs.update(TIME, {"state": "unavailable"}, NOON.timestamp())
    found = each.beat(NOON, PARKED, filled=False)
    assert found is not None
    assert found.learnt
    assert each.known(NOON).departure == found


@pytest.mark.parametrize(
    ("unplugged", "leaves"),
    [
        ({"charging": ChargingState.DISCONNECTED}, True),
        ({"at_home": False}, True),
        ({"at_home": None}, False),
        ({"charging": ChargingState.UNKNOWN}, False),
        ({"charging": ChargingState.NO_POWER}, False),
    ],
)
def test_what_is_no_plug_at_home_is_a_departure(unplugged: dict[str, Any], leaves: bool) -> None:
    each, _ = wanted()
    away = replace(PARKED, **unplugged)
    for hours, car in ((0, PARKED), (0.1, away), (5, away), (6, replace(PARKED, soc_pct=40.0))):
        at = NOON + timedelta(hours=hours)
        each.beat(at, replace(car, at_s=at.timestamp()), filled=False)
    assert [used for _, _, used, _ in each.learnt.to_dict()["days"]] == ([15.0] if leaves else [])


def test_it_learns_while_departures_are_told_too() -> None:
    each, _ = wanted(departures=[{"time": "07:30", "soc_pct": 60}])
    for hours, charging in ((0, "stopped"), (0.1, "disconnected"), (6, "stopped")):
        at = NOON + timedelta(hours=hours)
        car = replace(PARKED, charging=ChargingState(charging), at_s=at.timestamp())
        found = each.beat(at, car, filled=True)
        assert found is not None
        assert (found.learnt, found.soc_pct) == (False, 60)
    assert len(each.learnt.to_dict()["days"]) == 1


def commuter(days: int) -> list[CarSeen]:
    """Away from eight to five on each of so many days before, and how full it is is told at the plug."""
    past = []
    for day in range(days, 0, -1):
        left = datetime(2026, 6, 1, 8, tzinfo=PARIS) - timedelta(days=day)
        at_plug = (left - timedelta(hours=10)).timestamp()
        home = (left + timedelta(hours=9)).timestamp()
        past += [
            CarSeen(at_plug, True, False, 60.0),
            CarSeen(left.timestamp(), False, False, 60.0),
            CarSeen(home, True, False, 60.0),
            CarSeen(home + 60, True, False, 45.0),
        ]
    return past


def test_what_the_car_did_before_the_app_watched_it_is_learnt_from() -> None:
    each, _ = wanted()
    each.recall(commuter(14))
    days = each.learnt.to_dict()["days"]
    assert [(hour, used) for _, hour, used, _ in days] == [(8.0, 15.0)] * 14
    found = each.beat(NOON, replace(PARKED, soc_pct=45.0), filled=False)
    assert found is not None
    assert datetime.fromtimestamp(found.at_s, PARIS).strftime("%a %H:%M") == "Tue 07:45"


def test_what_was_seen_counts_more_than_what_is_recalled() -> None:
    each, _ = wanted()
    each.recall(commuter(3))
    learnt = each.learnt.to_dict()
    each.recall(commuter(14))
    assert each.learnt.to_dict() == learnt


def test_a_car_of_which_nothing_is_known_for_a_while_has_not_left() -> None:
    each, _ = wanted()
    past = commuter(1)
    unknown = CarSeen(past[1].at_s - 3600, None, None, None)
    each.recall([past[0], unknown, *past[1:]])
    assert each.learnt.to_dict()["days"] == []


def test_a_told_departure_that_is_left_out_leaves_the_one_after_it() -> None:
    each, _ = wanted(departures=[{"time": "07:30", "soc_pct": 60}])
    first = each.beat(NOON, PARKED, filled=False)
    each.skip.wanted = True
    second = each.beat(NOON, PARKED, filled=False)
    assert first is not None
    assert second is not None
    assert second.at_s == first.at_s + 86_400
    assert each.known(NOON).departure == second
    passed = datetime.fromtimestamp(first.at_s, timezone.utc)
    assert each.beat(passed, PARKED, filled=False) == second
    assert each.skip.over


def test_a_learnt_departure_is_left_out_as_well_with_its_habit() -> None:
    each, _ = wanted()
    first = each.beat(NOON, PARKED, filled=False)
    each.skip.wanted = True
    second = each.beat(NOON, PARKED, filled=False)
    assert first is not None
    assert second is not None
    assert second.learnt
    assert second.at_s > first.at_s
    assert each.known(NOON).departure == second
    assert each.habit is not None


@pytest.mark.parametrize(("sun_limit_pct", "wanted_pct"), [(None, 60), (45, 45), (60, 60), (90, 60)])
def test_a_learnt_departure_wants_no_more_than_the_sun_may_charge(
    sun_limit_pct: float | None, wanted_pct: float
) -> None:
    each, _ = wanted()
    each.limits = each.limits._replace(sun_limit_pct=sun_limit_pct)
    found = each.beat(NOON, replace(PARKED, charge_limit_pct=60.0), filled=False)
    assert found is not None
    assert found.soc_pct == wanted_pct
