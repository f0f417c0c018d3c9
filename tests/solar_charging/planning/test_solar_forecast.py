"""The forecast by the day that it is for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from solar_charging.planning.solar_forecast import Forecast

ZURICH = ZoneInfo("Europe/Zurich")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.fixture
def forecast() -> Forecast:
    """On a Monday 20 kWh were forecast for the day and 30 for the next."""
    made = Forecast(ZURICH)
    made.update(0, 20.0, at("2026-06-15 12:00").timestamp())
    made.update(1, 30.0, at("2026-06-15 12:00").timestamp())
    return made


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        ("2026-06-15 23:59", {0: 20.0, 1: 30.0}),
        ("2026-06-16 00:00", {0: 30.0}),
        ("2026-06-16 23:59", {0: 30.0}),
        ("2026-06-17 00:00", {}),
    ],
)
def test_at_midnight_tomorrows_forecast_becomes_todays(
    forecast: Forecast, now: str, ahead: dict[int, float]
) -> None:
    assert forecast.ahead(at(now)) == ahead


def test_a_newer_forecast_counts(forecast: Forecast) -> None:
    forecast.update(0, 33.0, at("2026-06-16 00:10").timestamp())
    assert forecast.ahead(at("2026-06-16 00:10")) == {0: 33.0}


@pytest.mark.parametrize(("lead", "ahead"), [(1, {0: 20.0}), (0, {})])
def test_what_is_not_forecast_any_more_leaves_no_gap(
    forecast: Forecast, lead: int, ahead: dict[int, float]
) -> None:
    forecast.update(lead, None, at("2026-06-15 13:00").timestamp())
    assert forecast.ahead(at("2026-06-15 13:00")) == ahead
