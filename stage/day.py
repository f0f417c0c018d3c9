"""Plays a whole day in time-lapse: Home Assistant, AppDaemon and the simulated world on one fake clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simulator.trace import read_trace
from stage.home_assistant import HomeAssistant
from stage.observation import PREFIX
from stage.scene import HOME, Scene
from stage.time_lapse import TimeLapse
from stage.verdict import UNITS
from stage.world import WorldSettings

SPEED = 120.0
ZONE = ZoneInfo(HOME.time_zone)
# Starting takes real seconds, which are long on this clock.
STARTING = timedelta(minutes=30)
FIRST_HOUR, LAST_HOUR = 5, 24
SOC_PCT = 30.0
EVERY_S = 15.0
LOOK_EVERY_S = 0.5

LEAVES, RETURNS = timedelta(hours=15, minutes=30), timedelta(hours=17)
DRIVEN_PCT = 12.0

CURVES = [PREFIX + key for key, unit in UNITS.items() if unit]
METERS = ["sensor.grid_power", "sensor.solar_power"]
Curve = list[tuple[float, float]]


@dataclass(frozen=True)
class Day:
    """Holds what is left of a day: curves from Home Assistant's recorder, and the simulator's reports."""

    begin: datetime
    end: datetime
    curves: Mapping[str, Curve]  # entity id -> (unix seconds, value)
    looks: list[Mapping[str, Any]]
    log_files: list[Path]


def first_day(trace: Path) -> date:
    """Returns the first day of which a trace holds the greater part, in the house's time zone."""
    return (read_trace(trace).start + timedelta(hours=12)).astimezone(ZONE).date()


def play(trace: Path, day: date, say: Callable[[str], None], battery_kwh: float | None = None) -> Day:
    """Plays a day from its early morning to midnight; raises `StageError`, `TraceError`, `OSError`."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    begin, end = (
        (midnight + timedelta(hours=hour)).astimezone(timezone.utc) for hour in (FIRST_HOUR, LAST_HOUR)
    )
    clock = TimeLapse(begin - STARTING, SPEED)
    minutes = (end - begin).total_seconds() / SPEED / 60
    timeout_s = 10 * SPEED
    world = WorldSettings(
        None,
        1,
        trace,
        SOC_PCT,
        every_s=EVERY_S,
        timeout_s=timeout_s,
        battery_kwh=battery_kwh,
        battery_soc_pct=50.0,
    )
    say(f"{day}: {FIRST_HOUR}:00 to {LAST_HOUR}:00 takes {minutes:.0f} minutes")
    with Scene(world, say, clock) as scene:
        scene.home_assistant.api.call_service(
            "input_boolean.turn_on", "input_boolean.solar_charging_off_peak"
        )
        looks = _live(scene, clock, midnight, end, say)
    clock.end()
    return Day(begin, end, remembered(scene.home_assistant, begin, end), looks, scene.log_files)


def _live(
    scene: Scene, clock: TimeLapse, midnight: datetime, end: datetime, say: Callable[[str], None]
) -> list[Mapping[str, Any]]:
    """Lets the day pass, with a drive in it; looks into the world twice a second."""
    to_do = [(midnight + LEAVES, leave), (midnight + RETURNS, come_home)]
    hour = clock.now().astimezone(ZONE).hour
    looks: list[Mapping[str, Any]] = []
    while (now := clock.now()) < end:
        while to_do and now >= to_do[0][0]:
            to_do.pop(0)[1](scene)
        looks.append(scene.world.state())
        if now.astimezone(ZONE).hour != hour:
            hour = now.astimezone(ZONE).hour
            say(_line(now, looks[-1]))
        time.sleep(LOOK_EVERY_S)
    return looks


def leave(scene: Scene) -> None:
    """Unplugs the car and drives it away."""
    scene.world.change_car(plugged_in=False, position="away")


def come_home(scene: Scene) -> None:
    """Brings the car back, with less in its battery, and plugs it in."""
    soc_pct = scene.world.state()["car"]["soc_pct"]
    scene.world.change_car(soc_pct=soc_pct - DRIVEN_PCT, position="home", plugged_in=True)


def _line(now: datetime, look: Mapping[str, Any]) -> str:
    car, energy = look["car"], look["energy"]
    return (
        f"{now.astimezone(ZONE):%H:%M}  {car['soc_pct']:.0f} %"
        f"  {car['charging_state']:<12} {car['current_a']:4.0f} A"
        f"   {energy['car_kwh']:5.1f} kWh, {energy['car_solar_kwh']:.1f} of it from the sun"
    )


def remembered(home_assistant: HomeAssistant, begin: datetime, end: datetime) -> dict[str, Curve]:
    """Starts Home Assistant again, at its leisure on the real clock, and asks what it has recorded."""
    try:
        home_assistant.start()
        return read_curves(home_assistant.api.history([*CURVES, *METERS], begin, end))
    finally:
        home_assistant.stop()


def read_curves(recorded: Mapping[str, list[dict[str, Any]]]) -> dict[str, Curve]:
    """Reads curves from what Home Assistant has recorded; what is not a number is left out."""
    return {entity: list(_numbers(rows)) for entity, rows in recorded.items()}


def _numbers(rows: list[dict[str, Any]]) -> Curve:
    curve: Curve = []
    for row in rows:
        try:
            value = float(row["state"])
        except ValueError:
            continue
        curve.append((datetime.fromisoformat(row["last_changed"]).timestamp(), value))
    return curve
