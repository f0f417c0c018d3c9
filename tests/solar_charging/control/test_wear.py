"""Wear on a busy day."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.control.wear import MANY_COMMANDS, Wear
from solar_charging.vehicle.commands import Verb

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 6, 15, 10, tzinfo=timezone.utc)


def after(*verbs: Verb, at: datetime = NOON) -> Wear:
    restraint = Wear(PARIS)
    for verb in verbs:
        restraint.sent(at, verb)
    return restraint


@pytest.mark.parametrize(
    ("sent", "on_commands"), [(0, 1.0), (1, 1.0), (MANY_COMMANDS, 2.0), (2 * MANY_COMMANDS, 9.0)]
)
def test_the_more_commands_a_day_has_had_the_more_the_next_one_counts(sent: int, on_commands: float) -> None:
    restraint = after(*[Verb.SET_CURRENT] * sent)
    assert restraint.on_commands(NOON) == pytest.approx(on_commands, abs=0.001)
    assert restraint.on_starts(NOON, charging=False) == 1.0


@pytest.mark.parametrize(
    ("starts", "to_start", "to_stop"),
    [(0, 1.0, 1.05), (1, 1.05, 1.4), (2, 1.4, 2.4), (3, 2.4, 4.25), (4, 4.25, 7.35), (8, 27.0, 38.0)],
)
def test_the_more_starts_a_day_has_had_the_more_the_next_one_counts_and_more_yet_where_a_stop_calls_for_it(
    starts: int, to_start: float, to_stop: float
) -> None:
    restraint = after(*[Verb.START, Verb.STOP] * starts)
    assert restraint.on_starts(NOON, charging=False) == pytest.approx(to_start, abs=0.05)
    assert restraint.on_starts(NOON, charging=True) == pytest.approx(to_stop, abs=0.05)


@pytest.mark.parametrize(("starts", "left"), [(0, 0), (1, 0), (3, 2)])
def test_a_start_that_began_nothing_does_not_count_as_one(starts: int, left: int) -> None:
    restraint = after(*[Verb.START] * starts)
    restraint.in_vain(NOON)
    assert restraint.to_dict(NOON) == {"commands": starts, "starts": left, "day": "2026-06-15"}


@pytest.mark.parametrize(("clock", "forgotten"), [("21:59", False), ("22:00", True)])
def test_at_midnight_by_the_house_s_clock_it_is_forgotten(clock: str, forgotten: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    later = NOON.replace(hour=hour, minute=minute)
    assert (after(*[Verb.START] * 5).on_starts(later, charging=False) == 1.0) is forgotten


def test_a_clock_that_is_put_back_forgets_nothing() -> None:
    yesterday = NOON - timedelta(days=1)
    assert after(*[Verb.START] * 5).on_starts(yesterday, charging=False) == pytest.approx(7.35, abs=0.05)


def test_a_day_that_is_far_ahead_was_of_a_wrong_clock() -> None:
    assert after(Verb.START, at=NOON + timedelta(days=700)).to_dict(NOON)["starts"] == 0


@given(st.lists(st.sampled_from(Verb)), st.integers(0, 40))
def test_a_restart_changes_nothing(verbs: list[Verb], hours: int) -> None:
    restraint, later = after(*verbs), NOON + timedelta(hours=hours)
    again = Wear(PARIS)
    again.from_dict(restraint.to_dict(NOON))
    assert again.to_dict(later) == restraint.to_dict(later)


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"commands": 3},
        {"commands": -1, "starts": 0, "day": "2026-06-15"},
        {"commands": "x", "starts": 0, "day": "2026-06-15"},
        {"commands": 10**400, "starts": 0, "day": "2026-06-15"},
        {"commands": 3, "starts": 0},
        {"commands": 3, "starts": 0, "day": "soon"},
        {"commands": 3, "starts": 0, "day": "9999-12-31"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(saved: dict[str, object]) -> None:
    restraint = after(Verb.START)
    with pytest.raises((ValueError, KeyError)):
        restraint.from_dict(saved)
    assert restraint.to_dict(NOON) == {"commands": 1, "starts": 1, "day": "2026-06-15"}
