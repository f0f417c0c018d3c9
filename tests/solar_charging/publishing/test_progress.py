"""How far the running charge gets, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from solar_charging.base.economics import OVERHEAD_W
from solar_charging.base.reason import NextChange, Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.situation import Decision, State
from solar_charging.planning.battery_estimate import BatteryEstimate
from solar_charging.planning.schedule import Purchase, Schedule
from solar_charging.publishing.entities import published
from solar_charging.publishing.progress import progress_said
from solar_charging.publishing.reason_entity import text
from tests.situations import CHARGING, ENERGY_VALUE, EXAMPLES, PARKED, SETTINGS
from tests.solar_charging.publishing.test_entities import ENGLISH, FIGURES, FOLLOWING, outcome

NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
HALF = replace(FIGURES, soc_pct=50.0, charging_power_w=10_010.0 + OVERHEAD_W)
"""A battery of 100 kWh that lacks 30 and takes 10 an hour reaches 80 % in three hours."""

REACHES = Reason(Why.CHARGE_NOW, {"current_a": 44})


def after(hours: float) -> float:
    return (NOW + timedelta(hours=hours)).timestamp()


def shown(decision: Decision, figures: Any = HALF, plan: Schedule | None = None, then: Any = None) -> Any:
    battery = BatteryEstimate(100.0, 1.0, None, None, 0)
    energy_value = replace(ENERGY_VALUE, schedule=plan)
    said = outcome(decision, figures)
    return replace(
        said, at=NOW, battery_estimate=battery, energy_value=energy_value, next_change=then, aside=None
    )


def sunny(*line: tuple[float, float], soc_pct: float = 60.0) -> Schedule:
    purchase = Purchase(NOW, NOW + timedelta(hours=2), 20.0, 0.2)
    return Schedule(
        NOW, soc_pct, (purchase,), 9.0, 5.0, 0.0, sun_line=tuple((after(hours), kwh) for hours, kwh in line)
    )


def now(state: State, **values: Any) -> Decision:
    return Decision(state, 44, Reason(Why.CHARGE_NOW, {"current_a": 44, **values}))


def said(out: Any, car: Any = CHARGING) -> tuple[float, str] | None:
    found = progress_said(out, car)
    return None if found is None else (found.values["soc_pct"], f"{found.values['at']:%H:%M}")  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("decision", "plan", "expected"),
    [
        (now(State.CHARGE_NOW), None, (80, "15:00")),
        (now(State.DEPARTURE, wanted_pct=60.0), None, (60.0, "13:00")),
        (now(State.DEPARTURE, wanted_pct=50.9), None, (80, "15:00")),
        (now(State.BUYING), sunny(soc_pct=70.0), (70.0, "14:00")),
        (now(State.BUYING), sunny(soc_pct=71.0), None),
        (now(State.FOLLOWING_SUN), None, None),
        (now(State.FOLLOWING_SUN), sunny((1, 10.0), (2.5, 30.0), (4, 40.0)), (80, "14:30")),
        (now(State.FOLLOWING_SUN), sunny((1, 10.0), (2.5, 29.9)), None),
        (now(State.FOLLOWING_SUN), sunny((11.9, 30.0)), (80, "23:55")),
        (now(State.FOLLOWING_SUN), sunny((12.1, 30.0)), None),
    ],
)
def test_it_gets_to_what_it_is_for_or_the_cars_limit(decision: Decision, plan: Any, expected: Any) -> None:
    assert said(shown(decision, plan=plan)) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"charging_power_w": 30_010.0 + OVERHEAD_W}, (80, "13:00")),
        ({"charging_power_w": 29_990.0 + OVERHEAD_W}, None),
        ({"soc_pct": 79.0}, (80, "12:05")),
        ({"soc_pct": 79.1}, None),
        ({"soc_pct": None}, None),
        ({"charging_power_w": None}, None),
        ({"charging_power_w": 100.0}, None),
    ],
)
def test_the_sun_of_now_counts_for_an_hour(figures: dict[str, Any], expected: Any) -> None:
    assert said(shown(now(State.FOLLOWING_SUN), replace(HALF, **figures))) == expected


@pytest.mark.parametrize(("power_w", "there"), [(2_510.0 + OVERHEAD_W, True), (2_490.0 + OVERHEAD_W, False)])
def test_what_is_half_a_day_away_nobody_knows(power_w: float, there: bool) -> None:
    assert (said(shown(now(State.CHARGE_NOW), replace(HALF, charging_power_w=power_w))) is not None) is there


@pytest.mark.parametrize(("until_h", "there"), [(2.9, False), (3.0, True)])
def test_a_cheap_window_that_ends_before_promises_nothing(until_h: float, there: bool) -> None:
    then = Reason(NextChange.CHEAP_UNTIL, {"at": NOW + timedelta(hours=until_h)})
    assert (said(shown(now(State.OFF_PEAK), then=then)) is not None) is there


@pytest.mark.parametrize("car", [None, PARKED, replace(CHARGING, charge_limit_pct=None)])
def test_nothing_is_said_of_a_car_that_does_not_charge_or_has_no_known_limit(car: Any) -> None:
    assert said(shown(now(State.CHARGE_NOW)), car) is None


def test_it_stands_behind_the_reason_but_not_in_the_log() -> None:
    out = shown(FOLLOWING, plan=sunny((2.5, 30.0)))
    (reason,) = [
        each for each in published("garage", out, CHARGING, ENGLISH) if each.entity_id.endswith("_reason")
    ]
    assert reason.state == "charging at 10 A with 2.4 kW of sun; 80% at about 14:30"
    assert reason.attributes["said"][1]["key"] == "progress.reaches"  # type: ignore[index]
    assert text(out, ENGLISH) == "charging at 10 A with 2.4 kW of sun"


def test_a_minute_more_or_less_is_no_row_in_a_database() -> None:
    gists = []
    for hours in (2.5, 3.5):
        out = shown(FOLLOWING, plan=sunny((hours, 30.0)))
        gists += [
            each.gist
            for each in published("garage", out, CHARGING, ENGLISH)
            if each.entity_id.endswith("_reason")
        ]
    before, after_ = gists
    assert before is not None
    assert after_ is not None
    assert not after_.is_news_after(before, 800.0)


def test_a_trouble_is_told_once() -> None:
    setup = decide(EXAMPLES["setup"], SETTINGS)
    problem = setup.reason.values["problem"]
    out = replace(shown(setup), unclear=(problem,))
    (reason,) = [
        each for each in published("garage", out, CHARGING, ENGLISH) if each.entity_id.endswith("_reason")
    ]
    assert "remarks" not in reason.attributes
