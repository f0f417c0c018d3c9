"""A house whose inverter throws sun away: the whole loop finds it, and does no harm where there is none."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from solar_charging.base.reason import Problem, Why
from solar_charging.control.situation import State
from tests.household import GRID, NOT_WANTED, SOLAR, Household, constant_day, settings

NOON = datetime(2026, 6, 15, 11, tzinfo=timezone.utc)
LIMITED = {"grid_power": GRID, "solar_power": SOLAR, "export_limit_w": 0}
WITHOUT_SUN_METER = {"grid_power": GRID, "solar_power": (), "export_limit_w": 0}


def household(surplus_w: float, limit_w: float = 0.0, **sections: Any) -> Household:
    """A house that has so much left over all day, of which its inverter lets out no more than a limit."""
    sections = {"meters": LIMITED, **sections}
    house = Household(settings(**sections), constant_day(surplus_w, 400.0), NOON, soc_pct=20.0)
    house.world.export_limit_w = limit_w
    return house


def whys(house: Household) -> set[Why]:
    return {outcome.decision.reason.why for _, outcome in house.outcomes}


@pytest.mark.parametrize("meters", [LIMITED, WITHOUT_SUN_METER])
def test_hidden_sun_is_found_and_followed(meters: dict[str, Any]) -> None:
    house = household(5000, meters=meters).run(hours=2)
    assert Why.HIDDEN_SUN in whys(house)
    books = house.world.books
    assert books.car_solar_kwh > 0.8 * 2 * 3.7  # 16 A are the most
    assert books.grid_import_kwh < 0.15
    assert house.verbs().count("start") == 1
    assert len(house.commands) <= 10
    assert house.last.decision.state is State.FOLLOWING_SUN


def test_without_a_word_nothing_is_tried_on_the_first_day() -> None:
    house = household(5000, meters={"grid_power": GRID, "solar_power": SOLAR}).run(hours=2)
    assert house.verbs() == []


@pytest.mark.parametrize("meters", [LIMITED, WITHOUT_SUN_METER])
def test_where_nothing_hides_two_probes_a_day_are_the_most(meters: dict[str, Any]) -> None:
    house = household(60, meters=meters).run(hours=6)
    assert 1 <= house.verbs().count("start") <= 2
    assert house.world.books.car_kwh < 0.17
    assert house.last.decision.current_a == 0


def test_a_limit_of_some_watts_is_the_same_with_another_edge() -> None:
    house = household(5000, 600, meters={**LIMITED, "export_limit_w": 600}).run(hours=2)
    assert house.world.books.car_solar_kwh > 0.8 * 2 * 3.7


@pytest.mark.parametrize("minutes", [3, 5, 20])
def test_a_restart_changes_nothing(minutes: int) -> None:
    house = household(5000).run(minutes=minutes)
    saved = json.loads(json.dumps(house.controller.saved_state.to_dict(house.now)))
    house.restart()
    assert house.controller.saved_state.from_dict(saved) == []
    house.run(hours=2)
    assert house.world.books.car_solar_kwh > 0.75 * 2 * 3.7
    assert house.controller.saved_state.hidden_sun.probes.failed_today == 0
    assert house.verbs().count("start") == 1


def test_the_meter_of_such_a_house_is_not_called_wrong() -> None:
    house = household(5000).run(hours=4)
    assert {outcome.meter for _, outcome in house.outcomes} == {None}
    said = {remark.why for _, outcome in house.outcomes for remark in outcome.unclear}
    assert not said & {Problem.METER_HELD, Problem.METER_BLIND, Problem.METER_FROZEN, Problem.BATTERY_UNSET}


def test_the_main_fuse_stands_above_it() -> None:
    house = household(5000, charging={"max_import_w": 1500}).run(hours=1)
    assert house.world.books.car_kwh > 0
    worst_w = max(outcome.figures.grid_power_w or 0.0 for _, outcome in house.outcomes)
    assert worst_w <= 1500


def test_the_night_hides_nothing() -> None:
    house = household(0, departures=NOT_WANTED)
    house.now = house.now.replace(hour=22)
    house.restart()
    assert house.run(hours=3).verbs() == []
