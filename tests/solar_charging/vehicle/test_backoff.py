"""How long is waited after a failure."""

from __future__ import annotations

import json

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.settings.car import Car
from solar_charging.vehicle.backoff import NEVER_S, Backoff
from solar_charging.vehicle.car import (
    CommandRefused,
    NotAuthorized,
    NotFound,
    RateLimited,
    SigningRequired,
    Unreachable,
    VehicleError,
    WrongRegion,
)

NOW_S = 1_780_000_000.0
CAR = Car(token_file="/config/tesla_token.json")


def backoff() -> Backoff:
    return Backoff(beat_s=30, long_s=600)


@pytest.mark.parametrize(
    ("error", "pauses_s"),
    [
        (Unreachable(Problem.LATE_ANSWER), [30, 60, 120, 240, 300, 300]),
        (NotFound(Problem.NO_CAR_THERE), [30, 60, 120, 240, 300, 300]),
        (RateLimited(retry_after_s=51_499), [51_499, 51_499]),
        (RateLimited(retry_after_s=0), [30, 60, 120, 240, 300, 300]),
        (RateLimited(retry_after_s=1e14), [86_400]),
        (RateLimited(retry_after_s=-1), [30, 60]),
        (CommandRefused("start", "disconnected"), [600, 1200, 2400, 3600, 3600]),
        (
            NotAuthorized(Problem.LOGIN_REFUSED, answer="no"),
            [600, 1200, 2400, 4800, 9600, 19_200, 21_600, 21_600],
        ),
        (SigningRequired(Problem.UNSIGNED), [600, 1200]),
        (WrongRegion("https://example.com"), [600, 1200]),
    ],
)
def test_each_failure_asks_for_its_own_pause_which_grows(error: VehicleError, pauses_s: list[float]) -> None:
    after = backoff()
    seen_s = []
    for _ in pauses_s:
        after.failed(NOW_S, error)
        seen_s.append(after.until_s(NOW_S) - NOW_S)
    assert seen_s == pauses_s
    assert after.problem == error.reason


def test_a_success_ends_the_pause_and_its_growth() -> None:
    after = backoff()
    after.failed(NOW_S, Unreachable(Problem.LATE_ANSWER))
    after.failed(NOW_S, Unreachable(Problem.LATE_ANSWER))
    after.over()
    assert (after.until_s(NOW_S), after.problem) == (NEVER_S, None)
    after.failed(NOW_S, Unreachable(Problem.LATE_ANSWER))
    assert after.until_s(NOW_S) == NOW_S + 30


def test_a_pause_outlives_a_restart() -> None:
    before = backoff()
    assert before.to_dict() is None
    before.failed(NOW_S, RateLimited(7200))
    again = backoff()
    again.from_dict(json.loads(json.dumps(before.to_dict())))
    assert again.until_s(NOW_S) == NOW_S + 7200
    assert again.problem == Reason(Problem.FAILED_BEFORE)
    again.over()
    assert again.to_dict() is None


@pytest.mark.parametrize(("back_s", "waits"), [(0, True), (1, False), (3600, False)])
def test_nobody_waits_for_a_clock_that_was_set_back(back_s: float, waits: bool) -> None:
    after = backoff()
    after.failed(NOW_S, RateLimited(7200))
    now_s = NOW_S - back_s
    assert (now_s < after.until_s(now_s)) is waits


def test_what_is_urgent_waits_no_longer_than_it_may() -> None:
    after = backoff()
    after.failed(NOW_S, RateLimited(7200))
    assert after.until_s(NOW_S, longest_s=900) == NOW_S + 900
    after.failed(NOW_S, Unreachable(Problem.LATE_ANSWER))
    assert after.until_s(NOW_S, longest_s=900) == NOW_S + 60


@pytest.mark.parametrize(("asked_s", "pause_s"), [(86_400.0, 600.0), (600.0, 600.0), (599.0, 599.0)])
def test_where_the_service_answers_something_else_no_pause_is_longer_than_usual(
    asked_s: float, pause_s: float
) -> None:
    after = backoff()
    after.failed(NOW_S, RateLimited(asked_s))
    after.shorten()
    assert after.until_s(NOW_S) == NOW_S + pause_s
    assert after.problem is not None


@pytest.mark.parametrize("until_s", [NOW_S + 3600, NOW_S + 1e9])
def test_a_pause_of_a_file_that_does_not_say_when_it_began_lasts_a_day_at_most(until_s: float) -> None:
    again = backoff()
    again.from_dict({"until_s": until_s, "failures": 3})
    assert (again.until_s(NOW_S) > NOW_S) is (until_s <= NOW_S + 86_400)
