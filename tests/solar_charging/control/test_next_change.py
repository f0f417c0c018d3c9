"""What will change a decision, and when."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from solar_charging.base.reason import NextChange, Reason
from solar_charging.control.decision import decide
from solar_charging.control.next_change import next_change
from solar_charging.control.situation import Situation
from solar_charging.planning.departures import Departure
from solar_charging.planning.schedule import Purchase, Schedule
from solar_charging.tariff.rates import Coming
from solar_charging.tariff.timetable import Rate
from tests.situations import ENABLED, ENERGY_VALUE, EXAMPLES, NIGHT, NOW_S, PARKED, SETTINGS, WAITING

NOW = datetime.fromtimestamp(NOW_S, timezone.utc)
SOON, LATER = NOW + timedelta(hours=2), NOW + timedelta(hours=6)
CHEAP, DEAR = Rate(0.2, off_peak=True), Rate(0.3, off_peak=False)
TOMORROW = Departure(at_s=NOW_S + 36_000, soc_pct=70)
DEPARTING = replace(WAITING, energy_value=replace(ENERGY_VALUE, departure=TOMORROW, spare_s=6 * 3600 + 900.0))
BUYING_SOON = Schedule(SOON, 70, (Purchase(SOON, LATER, 6.2, 0.19),), 0.0, 0.0, 0.0)
PLANNED = replace(WAITING, energy_value=replace(ENERGY_VALUE, departure=TOMORROW, schedule=BUYING_SOON))


def what_next(
    situation: Situation, coming: Coming | None = None, retry_s: float = -math.inf
) -> tuple[str, datetime] | None:
    found = next_change(decide(situation, SETTINGS), situation, SETTINGS, NOW, coming, retry_s)
    if found is None:
        return None
    at = found.values["at"]
    assert isinstance(at, datetime)
    return found.why.value, at


@pytest.mark.parametrize(
    ("situation", "coming", "expected"),
    [
        (WAITING, None, None),
        (WAITING, Coming(SOON, CHEAP), ("cheap_from", SOON)),
        (WAITING, Coming(SOON, DEAR), ("price_change", SOON)),
        (WAITING, Coming(NOW + timedelta(days=1), CHEAP), ("cheap_from", NOW + timedelta(days=1))),
        (WAITING, Coming(NOW + timedelta(days=1, seconds=1), CHEAP), None),
        # Cheap power is not bought where the battery has enough of it, or the switch is off.
        (
            replace(WAITING, car=replace(PARKED, soc_pct=80, charge_limit_pct=90)),
            Coming(SOON, CHEAP),
            ("price_change", SOON),
        ),
        (
            replace(WAITING, switches=replace(ENABLED, off_peak=False)),
            Coming(SOON, CHEAP),
            ("price_change", SOON),
        ),
        (EXAMPLES["no_reading"], Coming(SOON, CHEAP), ("cheap_from", SOON)),
        (NIGHT, Coming(SOON, DEAR), ("cheap_until", SOON)),
        (NIGHT, Coming(SOON, CHEAP), None),
        (EXAMPLES["buying"], Coming(SOON, DEAR), ("price_change", SOON)),
        (DEPARTING, None, ("departure", LATER)),
        (DEPARTING, Coming(SOON, CHEAP), ("departure", LATER)),
        (DEPARTING, Coming(LATER + timedelta(seconds=1), CHEAP), ("departure", LATER)),
        (PLANNED, Coming(NOW + timedelta(hours=1), CHEAP), ("plan", SOON)),
        (EXAMPLES["gathering"], Coming(SOON, CHEAP), None),
        (EXAMPLES["following_sun"], Coming(SOON, CHEAP), None),
        (EXAMPLES["off"], Coming(SOON, CHEAP), None),
    ],
)
def test_the_next_thing_that_changes_something_is_named(
    situation: Situation, coming: Coming | None, expected: tuple[str, datetime] | None
) -> None:
    assert what_next(situation, coming) == expected


@pytest.mark.parametrize(
    ("retry_s", "expected"),
    [(-math.inf, None), (NOW_S, None), (NOW_S + 7200, ("retry", SOON)), (math.inf, None)],
)
def test_what_failed_is_tried_again_at_a_moment(
    retry_s: float, expected: tuple[str, datetime] | None
) -> None:
    assert what_next(EXAMPLES["unreachable"], retry_s=retry_s) == expected


def test_a_new_price_is_told_with_its_figure() -> None:
    decided = decide(EXAMPLES["buying"], SETTINGS)
    found = next_change(decided, EXAMPLES["buying"], SETTINGS, NOW, Coming(SOON, DEAR), -math.inf)
    assert found == Reason(NextChange.PRICE_CHANGE, {"price_per_kwh": 0.3, "at": SOON})
