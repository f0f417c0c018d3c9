"""Restraint on a busy day."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.commands import Verb
from solar_charging.restraint import MANY_COMMANDS, MANY_STARTS, Restraint

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 6, 15, 10, tzinfo=timezone.utc)


def after(*verbs: Verb, at: datetime = NOON) -> Restraint:
    restraint = Restraint(PARIS)
    for verb in verbs:
        restraint.sent(at, verb)
    return restraint


@pytest.mark.parametrize(
    ("verbs", "on_commands", "on_starts"),
    [
        ([], 1.0, 1.0),
        ([Verb.SET_CURRENT], 1.0, 1.0),
        ([Verb.SET_CURRENT] * MANY_COMMANDS, 2.0, 1.0),
        ([Verb.SET_CURRENT] * 2 * MANY_COMMANDS, 9.0, 1.0),
        ([Verb.START] * MANY_STARTS, 1.0, 2.0),
        ([Verb.START, Verb.STOP] * 2 * MANY_STARTS, 1.1, 9.0),
    ],
)
def test_the_more_a_day_has_had_the_more_the_next_one_counts(
    verbs: list[Verb], on_commands: float, on_starts: float
) -> None:
    restraint = after(*verbs)
    assert restraint.on_commands(NOON) == pytest.approx(on_commands, abs=0.03)
    assert restraint.on_starts(NOON) == pytest.approx(on_starts)


@pytest.mark.parametrize(("clock", "forgotten"), [("21:59", False), ("22:00", True)])
def test_at_midnight_by_the_house_s_clock_it_is_forgotten(clock: str, forgotten: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    later = NOON.replace(hour=hour, minute=minute)
    assert (after(*[Verb.START] * 5).on_starts(later) == 1.0) is forgotten


def test_a_clock_that_is_put_back_forgets_nothing() -> None:
    assert after(*[Verb.START] * 5).on_starts(NOON - timedelta(days=1)) == 2.0


@given(st.lists(st.sampled_from(Verb)), st.integers(0, 40))
def test_a_restart_changes_nothing(verbs: list[Verb], hours: int) -> None:
    restraint, later = after(*verbs), NOON + timedelta(hours=hours)
    again = Restraint(PARIS)
    again.restore(restraint.saved(NOON), NOON)
    assert again.saved(later) == restraint.saved(later)


@pytest.mark.parametrize(
    "saved", [{}, {"commands": 3}, {"commands": -1, "starts": 0}, {"commands": "x", "starts": 0}]
)
def test_nonsense_is_refused_and_changes_nothing(saved: dict[str, object]) -> None:
    restraint = after(Verb.START)
    with pytest.raises((ValueError, KeyError)):
        restraint.restore(saved, NOON)
    assert restraint.saved(NOON) == {"commands": 1, "starts": 1}
