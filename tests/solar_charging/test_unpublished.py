"""Prices that are not published yet: as a week before, at the level of today."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.price_curve import DAY_S, PriceCurve, Step
from solar_charging.unpublished import LASTING, guessed

PARIS = ZoneInfo("Europe/Paris")
H = 3600.0


def paris(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp()


def hourly(begin: str, *prices: float | None) -> tuple[Step, ...]:
    begin_s = paris(begin)
    return tuple(
        Step(begin_s + n * H, begin_s + (n + 1) * H, price)
        for n, price in enumerate(prices)
        if price is not None
    )


def guess(curve: PriceCurve, begin: str, hours: int = 24) -> list[float]:
    return guessed(curve, paris(begin) + H * np.arange(float(hours)), PARIS).tolist()


THURSDAY, FRIDAY = [0.1] * 12 + [0.2] * 12, [0.3] * 6 + [0.05] * 18


@pytest.mark.parametrize("dearer", [-0.5, 0.0, 0.04])
def test_the_day_after_is_as_a_week_before_with_what_lasts_of_the_difference_since(dearer: float) -> None:
    before = hourly("2026-06-04 00:00", *THURSDAY, *FRIDAY)
    today = hourly("2026-06-11 00:00", *(price + dearer for price in THURSDAY))
    friday = guess(PriceCurve(before + today), "2026-06-12 00:00")
    assert friday == pytest.approx([price + LASTING * dearer for price in FRIDAY])


def test_what_is_published_is_not_guessed() -> None:
    curve = PriceCurve(hourly("2026-06-04 00:00", *[0.9] * 24) + hourly("2026-06-11 00:00", *THURSDAY))
    assert guess(curve, "2026-06-11 00:00") == THURSDAY


def test_before_there_was_a_week_it_is_as_the_day_before() -> None:
    assert guess(PriceCurve(hourly("2026-06-11 00:00", *THURSDAY)), "2026-06-12 00:00") == THURSDAY


def test_where_an_hour_of_the_last_day_is_not_known_its_level_is_not() -> None:
    before = hourly("2026-06-04 00:00", *THURSDAY, *FRIDAY)
    today = hourly("2026-06-11 00:00", *THURSDAY[:5], None, *THURSDAY[6:])
    friday = guess(PriceCurve(before + today), "2026-06-12 00:00")
    assert friday[:5] + friday[6:] == THURSDAY[:5] + THURSDAY[6:], "as the day before"
    assert math.isnan(friday[5])


def test_a_week_before_is_one_by_the_wall_clock() -> None:
    by_hour = [hour / 100 for hour in range(24)]
    before = hourly("2026-10-18 00:00", *by_hour, *by_hour)  # the clocks go back on the 25th
    sunday = hourly("2026-10-25 00:00", *by_hour[:2], 0.02, *by_hour[2:])
    monday = guess(PriceCurve(before + sunday), "2026-10-26 00:00")
    assert monday == pytest.approx(by_hour, abs=0.02)
    assert np.diff(monday) == pytest.approx(np.diff(by_hour))


def test_nothing_is_guessed_from_nothing() -> None:
    assert all(map(math.isnan, guess(PriceCurve(), "2026-06-12 00:00")))


def test_a_curve_keeps_the_week_that_is_needed() -> None:
    curve = PriceCurve(hourly("2026-06-01 00:00", *[0.1] * 24))
    for day in range(2, 12):
        curve = curve.renewed(PriceCurve(hourly(f"2026-06-{day:02} 00:00", *[day / 100] * 24)))
    assert guess(curve, "2026-06-12 00:00") == pytest.approx([0.05 + LASTING * 0.07] * 24)
    assert curve.steps[0].begin_s >= paris("2026-06-11 00:00") - 8 * DAY_S
