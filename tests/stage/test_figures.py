from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stage.figures import figures, off_peak

BERLIN = ZoneInfo("Europe/Berlin")


def look(clock: str, car_kwh: float, sun_kwh: float) -> dict[str, Any]:
    return {
        "now": f"2026-06-15T{clock}:00+02:00",
        "energy": {"car_kwh": car_kwh, "car_solar_kwh": sun_kwh},
        "commands": {"charge_start": 2, "charge_stop": 1, "set_charging_amps": 9},
        "requests": {"vehicle_data": 30, "wake_up": 1},
    }


@pytest.mark.parametrize(
    ("clock", "cheap"), [("05:59", True), ("06:00", False), ("21:59", False), ("22:00", True)]
)
def test_off_peak_crosses_midnight(clock: str, cheap: bool) -> None:
    assert off_peak(datetime.fromisoformat(f"2026-06-15T{clock}:00+02:00")) is cheap


def test_a_day_is_split_into_sun_off_peak_and_peak() -> None:
    day = [look("05:00", 0, 0), look("05:59", 4, 0), look("12:00", 10, 5), look("23:00", 13, 5)]
    found = figures(day, BERLIN)
    assert (found.car_kwh, found.solar_kwh, found.off_peak_kwh, found.peak_kwh) == (13, 5, 7, 1)
    assert (found.starts, found.stops, found.amps, found.reads, found.wake_ups) == (2, 1, 9, 30, 1)
