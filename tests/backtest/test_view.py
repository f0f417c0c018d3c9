"""What a law sees of clock and prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from backtest.law import View
from backtest.prices import Prices, two_rates
from backtest.scenario import Scenario
from simulator.trace import Trace
from solar_charging.settings.tariff import TariffWindow
from tests.backtest.houses import at, house, view_at

PARIS = ZoneInfo("Europe/Paris")
SPRING = datetime(2018, 3, 24, 23, tzinfo=timezone.utc)  # midnight in Paris, the clock goes forward at 2
AUTUMN = datetime(2018, 10, 27, 22, tzinfo=timezone.utc)  # midnight in Paris, the clock goes back at 3


def in_paris(start: datetime, hours: int = 48, published_hour: int | None = None) -> Scenario:
    """Prices rise by one with each hour, so a price tells its hour."""
    zeros = np.zeros(hours * 60)
    rising = np.repeat(np.arange(hours, dtype=float), 360)
    scenario = house()
    return replace(
        scenario,
        trace=Trace(start, 60, zeros, zeros),
        prices=Prices(rising, -rising, published_hour),
        zone=PARIS,
        sessions=(),
        score_from=start,
    )


@pytest.mark.parametrize(
    ("start", "hours_later", "hour", "weekday"),
    [
        (SPRING, 0, 0, 6),
        (SPRING, 1.5, 1.5, 6),
        (SPRING, 2, 3, 6),
        (SPRING, 23, 0, 0),
        (AUTUMN, 2.75, 2.75, 6),
        (AUTUMN, 3, 2, 6),
        (AUTUMN, 25, 0, 0),
    ],
)
def test_the_hour_is_that_of_the_wall_clock(
    start: datetime, hours_later: float, hour: float, weekday: int
) -> None:
    view = view_at(in_paris(start), start + timedelta(hours=hours_later))
    assert (view.hour, view.weekday) == (hour, weekday)


@pytest.mark.parametrize(
    ("minutes", "hours", "seen"),
    [
        pytest.param(0, 1, [0] * 4, id="an hour"),
        pytest.param(50, 1, [0, 1, 1, 1], id="from the running quarter on"),
        pytest.param(47, 0.1, [0], id="never nothing"),
        pytest.param(47 * 60 + 30, 9, [47] * 2, id="up to the end of the trace"),
    ],
)
def test_prices_ahead_are_told_by_the_quarter(minutes: int, hours: float, seen: list[int]) -> None:
    bought, sold = view_at(in_paris(SPRING), SPRING + timedelta(minutes=minutes)).prices_ahead(hours)
    assert bought.tolist() == seen
    assert sold.tolist() == [-price for price in seen]


@pytest.mark.parametrize(
    ("wall_hour", "known_until"),
    [
        pytest.param(12.99, 23, id="a day with 23 hours"),
        pytest.param(13, 47, id="tomorrow is published"),
    ],
)
def test_tomorrows_prices_are_known_when_they_are_published(wall_hour: float, known_until: int) -> None:
    moment = SPRING + timedelta(hours=wall_hour - 1)
    bought, _ = view_at(in_paris(SPRING, 72, published_hour=13), moment).prices_ahead(100)
    assert bought[-1] == known_until - 1


def test_a_view_forms_the_surplus_from_meter_and_report() -> None:
    view: View = view_at(house(), at(12), grid_w=-500.0, car_a=10)
    assert (view.car_w, view.surplus_w) == (2300, 2800)


NIGHT = TariffWindow.model_validate({"start": "22:00", "end": "06:00"})


@pytest.mark.parametrize(
    ("hour", "price"),
    [(6 - 1 / 360, 0.2), (6, 0.3), (22 - 1 / 360, 0.3), (22, 0.2), (29.99, 0.2), (30, 0.3)],
)
def test_cheap_time_ends_with_its_last_step(hour: float, price: float) -> None:
    prices = two_rates(at(0), 48 * 360, ZoneInfo("UTC"), (NIGHT,))
    assert prices.import_per_kwh[round(hour * 360)] == price
    assert set(prices.export_per_kwh) == {0.08}


@pytest.mark.parametrize(("start", "cheap_h"), [(SPRING, 7), (AUTUMN, 9)])
def test_the_night_is_as_long_as_the_clock_says(start: datetime, cheap_h: int) -> None:
    evening = start - timedelta(hours=3)
    prices = two_rates(evening, 24 * 360, PARIS, (NIGHT,))
    assert np.count_nonzero(prices.import_per_kwh[: 12 * 360] == 0.2) == cheap_h * 360


def test_without_a_window_all_time_is_dear() -> None:
    assert set(two_rates(at(0), 360, PARIS, ()).import_per_kwh) == {0.3}


@pytest.mark.parametrize(
    ("forecast_error", "errs_kwh"),
    [pytest.param(0.0, 0.0, id="exact"), pytest.param(2.0, 2.0, id="twice as bad as usual")],
)
def test_a_forecast_is_as_much_worse_than_usual_as_it_shall_be(
    forecast_error: float, errs_kwh: float
) -> None:
    # 24 kWh each day, of which no error takes more than all.
    usual = house(1000, hours=96)
    told = replace(usual, forecast_error=forecast_error)
    usually, now = (np.array(view_at(scenario, at(0)).forecast_kwh()) for scenario in (usual, told))
    assert len(now) == 3
    assert (usually != 24).all()
    assert now - 24 == pytest.approx(errs_kwh * (usually - 24))
