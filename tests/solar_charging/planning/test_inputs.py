"""What apps.yaml says of the time ahead."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.base.economics import Prices
from solar_charging.planning.inputs import ConfiguredInputs
from solar_charging.planning.scenarios import HORIZON
from solar_charging.settings.settings import parse_settings

BERLIN = ZoneInfo("Europe/Berlin")
ENTRY: dict[str, Any] = {
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "tokens.json"},
    "tariff": {
        "off_peak": [{"start": "22:00", "end": "06:00"}],
        "peak_price": 0.40,
        "off_peak_price": 0.25,
        "export_price": 0.10,
    },
    "departures": [{"time": "07:30", "soc_pct": 60}],
}


def told(**changes: Any) -> ConfiguredInputs:
    return ConfiguredInputs(parse_settings({**ENTRY, **changes}), BERLIN)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "bought"),
    [
        (berlin("2026-06-15T21:59:59"), 0.40),
        (berlin("2026-06-15T22:00"), 0.25),
        (berlin("2026-06-16T05:59:59"), 0.25),
        (berlin("2026-06-16T06:00"), 0.40),
        (datetime(2026, 6, 15, 20, tzinfo=timezone.utc), 0.25),
    ],
)
def test_the_price_is_that_of_the_wall_clock(now: datetime, bought: float) -> None:
    assert told().prices(now) == Prices(bought, 0.10)


def test_without_cheap_windows_it_is_always_dear() -> None:
    assert told(tariff={}).prices(berlin("2026-06-15T23:00")) == Prices(0.30, 0.08)


def test_a_departure_that_has_passed_gives_way_to_the_next() -> None:
    inputs = told()
    for now, day in (("2026-06-15T07:29", 15), ("2026-06-15T07:30", 16), ("2026-06-16T03:00", 16)):
        found = inputs.departure(berlin(now))
        assert found is not None
        assert found.at_s == berlin(f"2026-06-{day}T07:30").timestamp()
    assert told(departures=[]).departure(berlin("2026-06-15T07:29")) is None


def test_a_clock_that_is_set_back_does_not_leave_the_departure_behind() -> None:
    inputs = told()
    inputs.departure(berlin("2026-06-20T12:00"))
    found = inputs.departure(berlin("2026-06-15T03:00"))
    assert found is not None
    assert found.at_s == berlin("2026-06-15T07:30").timestamp()


@pytest.mark.parametrize(
    ("now", "cheap_quarters"),
    [
        ("2026-06-15T21:52", [*range(1, 33), *range(97, 129), *range(193, 225)]),
        ("2026-10-24T21:52", [*range(1, 37), *range(101, 133), *range(197, 229)]),  # the night has 25 hours
        ("2026-03-28T21:52", [*range(1, 29), *range(93, 125), *range(189, 221), *range(285, 288)]),
    ],
)
def test_the_prices_ahead_begin_with_the_running_quarter_of_an_hour(
    now: str, cheap_quarters: list[int]
) -> None:
    known = told().known(berlin(now).astimezone(timezone.utc))
    assert len(known.import_per_kwh) == len(known.export_per_kwh) == HORIZON
    assert np.flatnonzero(known.import_per_kwh == 0.25).tolist() == cheap_quarters
    assert (known.export_per_kwh == 0.10).all()


def test_what_is_known_is_the_departure_and_the_forecast_that_was_given() -> None:
    inputs, now = told(), berlin("2026-06-15T12:00")
    assert inputs.known(now).forecast_kwh == []
    inputs.forecast_is({0: 12.0, 1: 30.0})
    known = inputs.known(now + timedelta(minutes=20))
    assert list(known.forecast_kwh) == [12.0, 30.0]
    assert known.departure == inputs.departure(now)


def test_a_helper_that_is_moved_counts_at_once() -> None:
    inputs = told(departure_helpers={"soc": "input_number.soc"})
    now = berlin("2026-06-15T12:00")
    found = []
    for soc_pct in ("70", "90", "unavailable"):
        inputs.update("input_number.soc", {"state": soc_pct}, now.timestamp())
        departure = inputs.departure(now)
        assert departure is not None
        found.append(departure.soc_pct)
    assert found == [70, 90, 60]
