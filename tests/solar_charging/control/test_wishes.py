"""What helpers for every day say, and what they do not."""

from __future__ import annotations

import math
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.choices import DAY_NAMES, DAYS, MODES, ONCE, SUN_ONLY
from solar_charging.base.reason import Problem
from solar_charging.control.wishes import NO_WISHES, Wishes, WishReader, wishes
from solar_charging.planning.wished import Wished
from solar_charging.settings.charging import Charging
from solar_charging.settings.controls import Controls

PARIS = ZoneInfo("Europe/Paris")
NAMED = Controls().named
PER_CENT = ("now_soc", "grid_limit", "sun_limit", "minimum", "departure_soc")
NUMBERS = (*PER_CENT, "now_energy", "now_minutes", "price_ceiling")


def said(**states: Any) -> Wishes:
    """What is wished where helpers say so, each with the least that it may be."""
    told = {}
    for role, state in states.items():
        value, least = state if isinstance(state, tuple) else (state, 0)
        told[role] = NAMED[role], {"state": value, "attributes": {"min": least}}
    return wishes(told, PARIS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_where_no_helper_says_anything_nothing_is_wished() -> None:
    assert said() == NO_WISHES
    assert NO_WISHES.in_force(Charging()) == Charging()


@pytest.mark.parametrize(
    ("role", "field"),
    [("grid_limit", "grid_limit_pct"), ("sun_limit", "sun_limit_pct"), ("minimum", "minimum_pct")],
)
@pytest.mark.parametrize(
    ("state", "value"),
    [("0.0", None), ("0", None), ("0.1", 0.1), ("80.0", 80.0), ("100", 100.0)],
)
def test_a_per_cent_is_wished_but_for_the_least(
    role: str, field: str, state: str, value: float | None
) -> None:
    assert getattr(said(**{role: state}), field) == value


@pytest.mark.parametrize("role", NUMBERS)
@pytest.mark.parametrize("state", ["nan", "inf", "-1e9", "plenty", "", "12,5", "[]", "True", "0x10", "1e300"])
def test_a_number_that_makes_no_sense_is_named_and_wishes_nothing(role: str, state: str) -> None:
    found = said(**{role: state})
    (problem,) = found.problems
    assert problem.values["entity"] == NAMED[role]
    assert problem.why is (Problem.NO_PER_CENT if role in PER_CENT else Problem.CONTROL_NO_NUMBER)
    assert found == Wishes(problems=found.problems)


@pytest.mark.parametrize(
    ("state", "least", "ceiling"),
    [("0.0", 0, None), ("0.0", -1, 0.0), ("-1.0", -1, None), ("0.25", 0, 0.25), ("0.25", None, 0.25),
     ("0.0", None, None), ("0.0", "x", None), ("0.0", math.nan, None)],
)  # fmt: skip
def test_the_least_that_a_price_can_be_is_no_ceiling(state: str, least: Any, ceiling: float | None) -> None:
    assert said(price_ceiling=(state, least)).price_ceiling == ceiling


@pytest.mark.parametrize("option", MODES[SUN_ONLY] + (" SUN  ONLY ", "nur sonne", "sun_only"))
def test_only_the_sun_is_read_in_any_language(option: str) -> None:
    found = said(mode=option)
    assert found.sun_only
    assert found.in_force(Charging(price_ceiling=0.3)).price_ceiling == -math.inf


@pytest.mark.parametrize(("choice", "names"), DAY_NAMES.items())
def test_days_are_read_in_any_language(choice: str, names: tuple[str, str, str]) -> None:
    once = at("2026-12-01 07:30")
    expected = Wished(time(7, 30), once=once) if choice == ONCE else Wished(time(7, 30), DAYS[choice])
    for name in names:
        assert said(departure_time="2026-12-01 07:30:00", departure_days=name).departure == expected


@pytest.mark.parametrize(
    ("states", "departure"),
    [
        ({}, None),
        ({"departure_soc": "80"}, None),
        ({"departure_days": "Weekdays"}, None),
        ({"departure_time": "2026-12-01 00:00:00"}, None),
        ({"departure_time": "2026-12-01 00:01:00"}, Wished(time(0, 1), once=at("2026-12-01 00:01"))),
        (
            {"departure_time": "2026-12-01 07:30:00", "departure_soc": "80.0"},
            Wished(time(7, 30), once=at("2026-12-01 07:30"), soc_pct=80.0),
        ),
        ({"departure_time": "07:30:00"}, Wished(time(7, 30), DAYS["every_day"])),
        ({"departure_time": "07:30:00", "departure_days": "Weekend"}, Wished(time(7, 30), ("sat", "sun"))),
    ],
)
def test_a_departure_is_of_its_date_or_its_days(states: dict[str, str], departure: Wished | None) -> None:
    found = said(**states)
    assert found.departure == departure
    assert found.problems == ()


@pytest.mark.parametrize(
    ("states", "role", "why"),
    [
        ({"mode": "Turbo"}, "mode", Problem.CONTROL_UNKNOWN),
        ({"mode": "Once"}, "mode", Problem.CONTROL_UNKNOWN),
        ({"departure_time": "2026-12-01 07:30:00", "departure_days": "Smart"}, "departure_days",
         Problem.CONTROL_UNKNOWN),
        ({"departure_time": "07:30:00", "departure_days": "Once"}, "departure_time",
         Problem.CONTROL_NO_MOMENT),
        ({"departure_time": "soon"}, "departure_time", Problem.CONTROL_NO_MOMENT),
        ({"departure_time": "9999-12-01 07:30:00"}, "departure_time", Problem.CONTROL_NO_MOMENT),
        ({"pause_until": "07:30:00"}, "pause_until", Problem.CONTROL_NO_MOMENT),
        ({"pause_until": "2026-13-01 07:30:00"}, "pause_until", Problem.CONTROL_NO_MOMENT),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_and_wishes_nothing(
    states: dict[str, str], role: str, why: Problem
) -> None:
    found = said(**states)
    (problem,) = found.problems
    assert (problem.why, problem.values["entity"]) == (why, NAMED[role])
    assert found == Wishes(problems=found.problems)


@pytest.mark.parametrize(
    ("state", "until"),
    [
        ("2026-12-06 18:00:00", "2026-12-06T18:00:00+01:00"),
        ("2026-12-06", "2026-12-06T00:00:00+01:00"),
        ("2026-12-06 00:00:00", "2026-12-06T00:00:00+01:00"),
        ("2026-12-06T17:00:00+00:00", "2026-12-06T18:00:00+01:00"),
        ("2026-07-06 18:00:00", "2026-07-06T18:00:00+02:00"),
    ],
)
def test_a_pause_lasts_until_a_moment_by_the_clock_of_the_house(state: str, until: str) -> None:
    found = said(pause_until=state).pause_until
    assert found is not None
    assert found.isoformat() == until


@pytest.mark.parametrize(
    ("states", "asked"),
    [
        ({}, (None, None, None)),
        ({"now_soc": "80", "now_energy": "0", "now_minutes": "90"}, (80.0, None, 90.0)),
        ({"now_soc": "0", "now_energy": "7.5", "now_minutes": "0"}, (None, 7.5, None)),
    ],
)
def test_what_ends_a_charge_now_is_asked_and_can_be_taken_back(
    states: dict[str, str], asked: tuple[float | None, ...]
) -> None:
    now = said(**states).now
    assert (now.soc_pct, now.kwh, now.minutes) == asked
    roles = [
        role for role, value in zip(("now_soc", "now_energy", "now_minutes"), asked, strict=True) if value
    ]
    assert [(call.service, call.entity, call.value) for call in now.resets] == [
        ("input_number/set_value", NAMED[role], 0.0) for role in roles
    ]


def test_a_helper_that_cannot_be_zero_is_set_back_to_its_least() -> None:
    (call,) = said(now_minutes=("30", 5)).now.resets
    assert call.data == {"entity_id": NAMED["now_minutes"], "value": 5.0}


@pytest.mark.parametrize("silent", ["unavailable", "unknown", "", None])
def test_a_helper_that_is_not_available_still_wishes_what_it_did(silent: str | None) -> None:
    states: dict[str, dict[str, Any]] = {NAMED["pause_until"]: {"state": "2026-12-06 18:00:00"}}
    reader = WishReader(Controls(), PARIS, states.get)
    told = reader.read(present=True)
    states[NAMED["pause_until"]] = {"state": silent}
    assert reader.read(present=True) == told
    assert reader.there == {"pause_until": NAMED["pause_until"]}


@pytest.mark.parametrize(("present", "kept"), [(True, False), (False, True)])
def test_a_helper_that_was_taken_away_wishes_nothing_but_home_assistant_must_be_there(
    present: bool, kept: bool
) -> None:
    states: dict[str, dict[str, Any]] = {NAMED["mode"]: {"state": "Sun only"}}
    reader = WishReader(Controls(), PARIS, states.get)
    assert reader.read(present=True).sun_only
    states.clear()
    assert reader.read(present).sun_only is kept
    assert (reader.there != {}) is kept


@given(st.dictionaries(st.sampled_from([*NAMED]), st.text(max_size=30) | st.none() | st.floats()))
def test_whatever_helpers_say_it_is_read_or_named(states: dict[str, Any]) -> None:
    found = said(**states)
    assert all(problem.values["entity"] in NAMED.values() for problem in found.problems)
    for value in (found.grid_limit_pct, found.sun_limit_pct, found.minimum_pct, found.now.soc_pct):
        assert value is None or 0 < value <= 100
    assert found.in_force(Charging()).minimum_soc_pct is not None
