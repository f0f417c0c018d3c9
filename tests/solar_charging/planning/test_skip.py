"""Which departure is left out, and until when."""

from __future__ import annotations

import json

import pytest

from solar_charging.planning.departures import Departure
from solar_charging.planning.skip import Skip

FIRST, SECOND = Departure(1000.0, 80.0), Departure(2000.0, 80.0)


def skipping() -> Skip:
    skip = Skip()
    skip.wanted = True
    return skip


def test_nothing_is_left_out_that_nobody_wants_to() -> None:
    assert Skip().beat(0.0, FIRST) is None


@pytest.mark.parametrize(("now_s", "left_out", "over"), [(999.9, 1000.0, False), (1000.0, None, True)])
def test_the_next_is_left_out_until_its_moment(now_s: float, left_out: float | None, over: bool) -> None:
    skip = skipping()
    skip.beat(0.0, FIRST)
    coming = SECOND if over else FIRST
    assert skip.beat(now_s, coming) == left_out
    assert skip.over is over
    assert skip.beat(now_s + 600, SECOND) == (None if over else None if now_s + 600 >= 1000 else left_out)


def test_the_one_after_it_is_not_left_out_as_long_as_the_helper_is_still_on() -> None:
    skip = skipping()
    skip.beat(0.0, FIRST)
    assert skip.beat(1500.0, SECOND) is None
    skip.wanted = False
    skip.beat(1600.0, SECOND)
    skip.wanted = True
    assert skip.beat(1700.0, SECOND) == SECOND.at_s


def test_one_that_was_moved_meanwhile_is_still_the_next() -> None:
    skip = skipping()
    skip.beat(0.0, FIRST)
    assert skip.beat(10.0, Departure(1500.0, 80.0)) == 1500.0
    assert skip.beat(1200.0, Departure(1500.0, 80.0)) == 1500.0


def test_where_there_is_no_departure_none_is_left_out() -> None:
    assert skipping().beat(0.0, None) is None


@pytest.mark.parametrize(("now_s", "left_out"), [(900.0, 1000.0), (1100.0, None)])
def test_it_outlives_a_restart(now_s: float, left_out: float | None) -> None:
    skip = skipping()
    skip.beat(0.0, FIRST)
    other = skipping()
    other.from_dict(json.loads(json.dumps(skip.to_dict())))
    assert other.beat(now_s, FIRST if now_s < 1000 else SECOND) == left_out
