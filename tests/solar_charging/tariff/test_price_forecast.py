"""Unpublished prices: as on the days of their kind of two weeks, moved by the last day's level."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.tariff.price_curve import DAY_S, PriceCurve, Step
from solar_charging.tariff.price_forecast import LASTING, forecast_prices

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
    return forecast_prices(curve, paris(begin) + H * np.arange(float(hours)), PARIS).tolist()


WORKDAY, WEEKEND = [0.1] * 12 + [0.2] * 12, [0.3] * 6 + [0.05] * 18
WEEK = hourly("2026-06-01 00:00", *(WORKDAY * 5 + WEEKEND * 2))  # from a Monday on


@pytest.mark.parametrize(
    ("day", "usual"),
    [("2026-06-12", WORKDAY), ("2026-06-13", WEEKEND), ("2026-06-14", WEEKEND), ("2026-06-15", WORKDAY)],
)
def test_workdays_are_as_workdays_and_weekends_as_weekends(day: str, usual: list[float]) -> None:
    known = PriceCurve(WEEK + hourly("2026-06-08 00:00", *(WORKDAY * 4)))
    assert guess(known, f"{day} 00:00") == pytest.approx(usual)


@pytest.mark.parametrize("dearer", [-0.5, 0.04])
def test_of_how_much_dearer_the_last_day_is_less_lasts_each_day(dearer: float) -> None:
    monday = hourly("2026-06-08 00:00", *(price + dearer for price in WORKDAY))
    known = PriceCurve(WEEK + monday)
    usual = np.array(WORKDAY) + dearer / 6  # the last day is one of the six workdays
    for days, day in enumerate(("2026-06-09", "2026-06-10", "2026-06-11"), start=1):
        coming = usual + LASTING**days * dearer * 5 / 6
        assert guess(known, f"{day} 00:00") == pytest.approx(coming.tolist())


def test_what_is_published_is_not_guessed() -> None:
    curve = PriceCurve(hourly("2026-06-04 00:00", *[0.9] * 24) + hourly("2026-06-11 00:00", *WORKDAY))
    assert guess(curve, "2026-06-11 00:00") == WORKDAY


@pytest.mark.parametrize("next_day", ["2026-06-12", "2026-06-13"])
def test_the_first_day_is_all_that_is_known_of_any_other(next_day: str) -> None:
    assert guess(PriceCurve(hourly("2026-06-11 00:00", *WORKDAY)), f"{next_day} 00:00") == WORKDAY


def test_an_hour_that_no_day_tells_is_not_guessed() -> None:
    today = PriceCurve(hourly("2026-06-11 00:00", *WORKDAY[:5], None, *WORKDAY[6:]))
    tomorrow = guess(today, "2026-06-12 00:00")
    assert tomorrow[:5] + tomorrow[6:] == WORKDAY[:5] + WORKDAY[6:]
    assert math.isnan(tomorrow[5])


def test_an_hour_that_a_day_leaves_out_is_as_on_the_others() -> None:
    thursday = hourly("2026-06-11 00:00", *WORKDAY[:5], None, *WORKDAY[6:])
    assert guess(PriceCurve(WEEK + thursday), "2026-06-11 00:00") == pytest.approx(WORKDAY)


BY_HOUR = [hour / 100 for hour in range(24)]


@pytest.mark.parametrize(
    ("saturday", "sunday", "told"),
    [
        ("2026-10-24 00:00", "2026-10-25 00:00", [*BY_HOUR[:3], *BY_HOUR[2:]]),  # 02:00 comes twice
        ("2026-03-28 00:00", "2026-03-29 00:00", [*BY_HOUR[:2], *BY_HOUR[3:]]),  # and here never
    ],
)
def test_hours_are_those_of_the_wall_clock(saturday: str, sunday: str, told: list[float]) -> None:
    known = PriceCurve(hourly(saturday, *BY_HOUR) + hourly(sunday, *told))
    monday_s = paris(sunday) + len(told) * H
    monday = forecast_prices(known, monday_s + H * np.arange(24.0), PARIS)
    there = [hour for hour in range(24) if hour != 2]  # what is told of an hour that is not is of no use
    assert monday[there] == pytest.approx(np.array(BY_HOUR)[there])


def test_nothing_is_guessed_from_nothing() -> None:
    assert all(map(math.isnan, guess(PriceCurve(), "2026-06-12 00:00")))


def test_a_curve_keeps_the_two_weeks_that_are_needed() -> None:
    curve = PriceCurve(hourly("2026-06-01 00:00", *[0.1] * 24))
    for day in range(2, 23):
        curve = curve.renewed(PriceCurve(hourly(f"2026-06-{day:02} 00:00", *[day / 100] * 24)))
    oldest_s = paris("2026-06-22 00:00") - 14 * DAY_S
    assert curve.steps[0].begin_s == pytest.approx(oldest_s, abs=DAY_S)
    workdays = [9, 10, 11, 12, 15, 16, 17, 18, 19, 22]
    usual = sum(workdays) / len(workdays) / 100
    assert guess(curve, "2026-06-23 00:00") == pytest.approx([usual + LASTING * (0.22 - usual)] * 24)
