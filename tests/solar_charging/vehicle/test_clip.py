"""What the car takes, where it takes less than it was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.car_belief import CarBelief
from solar_charging.vehicle.commands import Command, Verb

CHARGING = CarState(
    0,
    at_home=True,
    charging=ChargingState.CHARGING,
    soc_pct=50,
    charge_limit_pct=80,
    offered_a=16,
    drawn_a=16,
    max_current_a=32,
)


def asked(current_a: int, *reports: CarState, every_s: float = 60.0) -> CarState:
    """What is believed of a car that was asked for a current, after reports that follow a minute apart."""
    belief = CarBelief(Car(token_file="tokens.json"))
    belief.read(CHARGING, now_s=0)
    belief.command_accepted(Command(Verb.SET_CURRENT, current_a), 0, settle_s=30, switched_off=False)
    for number, report in enumerate(reports, start=1):
        belief.read(replace(report, at_s=number * every_s), now_s=number * every_s)
    assert belief.car is not None
    return belief.car


@pytest.mark.parametrize(
    ("asked_a", "shown", "most_a"),
    [
        (32, {"offered_a": 16, "drawn_a": 16}, 16),
        (32, {"offered_a": 32, "drawn_a": 32}, 32),
        (12, {"offered_a": 12, "drawn_a": 12}, 32),
        # Another current than the app's is a person's wish, not a limit.
        (12, {"offered_a": 14, "drawn_a": 14}, 32),
    ],
)
def test_what_was_asked_for_and_clipped_is_not_asked_for_again(
    asked_a: int, shown: dict[str, int], most_a: int
) -> None:
    assert asked(asked_a, replace(CHARGING, **shown)).max_current_a == most_a  # type: ignore[arg-type]


THIN = replace(CHARGING, offered_a=16, drawn_a=6)


@pytest.mark.parametrize(
    ("reports", "most_a"),
    [
        ((THIN,), 32),
        ((THIN, replace(THIN, drawn_a=7)), 7),
        ((THIN, THIN), 6),
        ((THIN, replace(THIN, drawn_a=14.1)), 32),
        ((replace(THIN, drawn_a=14.0),) * 2, 14),
        ((replace(THIN, drawn_a=1.0),) * 2, 32),
        ((replace(THIN, soc_pct=77),) * 2, 32),
        ((THIN, THIN, replace(THIN, max_current_a=16, drawn_a=16)), 16),
        ((THIN, THIN, replace(THIN, drawn_a=16)), 32),
        ((THIN, THIN, replace(THIN, drawn_a=8)), 8),
    ],
)
def test_a_cable_that_carries_less_is_noticed_by_what_flows(
    reports: tuple[CarState, ...], most_a: int
) -> None:
    car = asked(16, *reports)
    assert car.max_current_a == most_a
    assert car.offered_a == min(16, most_a)


def test_another_cable_is_tried_anew() -> None:
    out = replace(THIN, charging=ChargingState.DISCONNECTED, drawn_a=0)
    assert asked(16, THIN, THIN, out, out).max_current_a == 32
