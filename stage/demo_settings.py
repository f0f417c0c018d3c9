"""Sets the app for the demo as a user would, with all durations divided by the world's speed.

So are the costs that are weighed against what a charge earns or loses in the course of time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stage.world import BATTERY_W

# What apps.yaml would hold at the ordinary speed of time.
CAR_S = {
    "settle_s": 30.0,
    "start_settle_s": 60.0,
    "read_s": 600.0,
    "idle_read_s": 1260.0,
    "wake_up_interval_s": 1800.0,
}
CHARGING_S = {"beat_s": 30.0, "command_interval_s": 180.0, "average_s": 300.0}
START_COST = 0.02
PRICES = {"command_price": 0.001, "read_price": 0.002, "wake_up_price": 0.02}
STALE_S = 120.0
# These wait for real things, however fast the simulated day passes.
LEAST_STALE_S = 10.0
LEAST_S = 0.1

OFF_PEAK = {"start": "22:00", "end": "06:00"}


TARIFF = {"off_peak": [OFF_PEAK], "peak_price": 0.30, "off_peak_price": 0.20, "export_price": 0.08}
DEPARTURES = [{"time": "07:30", "soc_pct": 80}]
FORECASTS = {"forecast_today": "sensor.sun_today", "forecast_tomorrow": "sensor.sun_tomorrow"}
"""What there is to plan by; the house's clock is AppDaemon's then."""

BATTERY_SWITCH = "input_boolean.solar_charging_battery"


def app_settings(
    token_file: Path,
    tesla_url: str,
    speed: float,
    time_zone: str,
    timeout_s: float = 10,
    battery_kwh: float | None = None,
    *,
    planned: bool = False,
) -> dict[str, Any]:
    """Returns the app's entry in apps.yaml, with a house battery where `battery_kwh` says what it holds.

    `tesla_url` is the simulator's address, ending with a slash. AppDaemon's wall clock is not sped up with
    the world, so only at the ordinary speed there is a tariff, or where there is something to plan by
    (`planned`): a tariff with prices, a departure and a forecast of the sun.
    """
    tariff = TARIFF if planned else {"off_peak": [OFF_PEAK] if speed == 1 else []}
    return {
        **battery_settings(battery_kwh, speed),
        "module": "solar_charging.app",
        "class": "SolarCharging",
        "meters": {
            "grid_power": "sensor.grid_power",
            "solar_power": "sensor.solar_power",
            "car_power": "sensor.wallbox_power",
            "stale_s": max(STALE_S / speed, LEAST_STALE_S),
            **(FORECASTS if planned else {}),
        },
        "car": {
            "token_file": str(token_file),
            "api_url": tesla_url,
            "auth_url": f"{tesla_url}sso/",
            "timeout_s": timeout_s,
            "max_current_a": 16,
            "phases": 1,
            **scaled(CAR_S, speed),
        },
        "tariff": tariff,
        "departures": DEPARTURES if planned else [],
        "charging": {**scaled(CHARGING_S, speed), "start_cost": START_COST / speed},
        "api": legible(PRICES, speed),
        "time_zone": time_zone,
    }


def battery_settings(battery_kwh: float | None, speed: float) -> dict[str, Any]:
    """Returns what the entry says of a house battery (None: there is none).

    In a world that is faster, it fills with as much less energy, as the app counts that.
    """
    if battery_kwh is None:
        return {}
    bounds = dict.fromkeys(("max_charge_w", "max_discharge_w"), BATTERY_W)
    sensors = {"power": "sensor.battery_power", "soc": "sensor.battery_soc"}
    battery = {**sensors, "capacity_kwh": battery_kwh / speed, **bounds}
    return {"battery": battery, "switches": {"battery": BATTERY_SWITCH}}


def legible(prices: dict[str, float], speed: float) -> dict[str, float]:
    """Returns the same prices in a world `speed` times as fast, in three digits, for their sums are shown."""
    return {name: float(f"{price / speed:.3g}") for name, price in prices.items()}


def scaled(durations_s: dict[str, float], speed: float) -> dict[str, float]:
    """Returns the same durations for a world that runs `speed` times as fast."""
    return {name: max(duration_s / speed, LEAST_S) for name, duration_s in durations_s.items()}
