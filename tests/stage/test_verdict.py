"""Every way in which the demo can fail its check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from stage.check import report
from stage.observation import PREFIX, Observation
from stage.verdict import QUIET_S, UNITS, complete, failures, quiet

SHOWN = {"state": "waiting_for_sun", "reason": "too little sun", "soc": "54"}
COMMANDS = {"charge_start": 1, "charge_stop": 1, "set_charging_amps": 3}


def look(
    real_s: float,
    drawn_a: float,
    shown: Mapping[str, str | None] | None = None,
    commands: Mapping[str, int] = COMMANDS,
    car_kwh: float = 2.0,
    units: Mapping[str, str] | None = None,
) -> Observation:
    """A car at 54.3 %, and entities that show it truly, unless `shown` says otherwise (None: missing)."""
    states = {**dict.fromkeys(UNITS, "0"), "charging_current": f"{drawn_a:.1f}", **SHOWN, **(shown or {})}
    all_units = {**UNITS, **(units or {})}
    entities = {
        PREFIX + key: {"state": state, "attributes": {"unit_of_measurement": all_units[key]}}
        for key, state in states.items()
        if state is not None
    }
    world: dict[str, Any] = {
        "now": "2026-06-15T10:00:00+00:00",
        "car": {"current_a": drawn_a, "soc_pct": 54.3},
        "energy": {"car_kwh": car_kwh, "car_solar_kwh": car_kwh},
        "commands": commands,
    }
    return Observation(real_s, entities, world)


def story(*currents_a: float, **last: Any) -> list[Observation]:
    """A look at the begin and the end of each current; `last` describes the last look."""
    looks = []
    for number, drawn_a in enumerate(currents_a):
        looks += [look(number * 10, drawn_a), look(number * 10 + QUIET_S, drawn_a)]
    looks[-1] = look(looks[-1].real_s, currents_a[-1], **last)
    return looks


GOOD = (0.0, 7.0, 11.0, 16.0, 0.0)


def test_a_charge_that_starts_follows_and_stops_is_well() -> None:
    assert failures(story(*GOOD), []) == []
    assert complete(story(*GOOD))


@pytest.mark.parametrize(
    ("seen", "failure"),
    [
        ([], "nothing was seen"),
        (story(*GOOD, commands={**COMMANDS, "charge_start": 0}), "started: the car received no charge_start"),
        (story(*GOOD, commands={**COMMANDS, "charge_stop": 0}), "stopped: the car received no charge_stop"),
        (story(*GOOD, 9.0), "stopped: the car still draws 9.0 A"),
        (story(*GOOD, car_kwh=0.49), "charged: at least 0.5 kWh are expected, the car drew 0.49"),
        (story(0, 7, 11, 7, 0), "followed: at least 3 currents are expected, the car drew [7, 11] A"),
        (story(*GOOD, shown={"target": None}), f"{PREFIX}target: a value is expected, it is missing"),
        (story(*GOOD, shown={"surplus": "unknown"}), f"{PREFIX}surplus: a value is expected, it is unknown"),
        (story(*GOOD, units={"soc": "A"}), f"{PREFIX}soc: its unit has to be %, it is A"),
        (
            story(*GOOD, shown={"charging_current": "1.1"}),
            "charging_current: at 10:00:00 1.1 A is shown, 0.0 A is drawn",
        ),
        (story(*GOOD, shown={"soc": "53"}), "soc: 53.0 % is shown, the car has 54.3"),
    ],
)
def test_what_is_wrong_is_named(seen: list[Observation], failure: str) -> None:
    assert failures(seen, []) == [failure]


@pytest.mark.parametrize(
    "fine",
    [{"charging_current": "1.0"}, {"soc": "55"}, {"next_change": "unknown"}],
    ids=["1 A beside the car's", "0.7 % beside the car's", "no change in sight"],
)
def test_what_is_near_enough_is_well(fine: dict[str, str]) -> None:
    assert failures(story(*GOOD, shown=fine), []) == []


@pytest.mark.parametrize(("next_a", "well"), [(16.0, True), (9.0, False)])
def test_what_is_shown_may_be_what_the_next_look_finds(next_a: float, well: bool) -> None:
    seen = story(*GOOD)
    begin_s = seen[-1].real_s + 10
    seen += [look(begin_s, 9), look(begin_s + QUIET_S, 9, shown={**SHOWN, "charging_current": "16"})]
    seen += [look(begin_s + QUIET_S + 1, next_a), look(begin_s + 20, 0), look(begin_s + 20 + QUIET_S, 0)]
    assert (failures(seen, []) == []) is well


def test_a_logged_error_is_a_failure() -> None:
    assert failures(story(*GOOD), ["appdaemon: ERROR oven"]) == ["logged: appdaemon: ERROR oven"]


def test_a_current_counts_once_it_has_lasted() -> None:
    seen = [look(0, 7), look(QUIET_S - 0.1, 7), look(QUIET_S, 7), look(QUIET_S + 0.1, 8)]
    assert quiet(seen) == [seen[2]]


@pytest.mark.parametrize("so_far", [story(0, 7), story(0, 7, 11, 16), story(0, 7, 0)])
def test_a_story_goes_on_until_all_was_seen(so_far: list[Observation]) -> None:
    assert not complete(so_far)


def test_the_report_holds_the_verdict_and_its_grounds() -> None:
    found = report(story(*GOOD), [], seconds=61.23)
    assert found["ok"]
    assert found["commands"] == COMMANDS
    assert (found["car_kwh"], found["car_solar_kwh"], found["seconds"]) == (2.0, 2.0, 61.2)
    assert found["entities"][PREFIX + "state"] == "waiting_for_sun"
    assert [decision["state"] for decision in found["decisions"]] == ["waiting_for_sun"]


def test_even_an_empty_report_is_one() -> None:
    assert report([], ["x"], seconds=1) == {
        "ok": False,
        "failures": ["nothing was seen"],
        "errors_logged": ["x"],
        "seconds": 1,
    }
