"""The demo without a person: watches until the car was started, has followed and was stopped, and judges what was seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from stage.observation import KEYS, PREFIX, Observation, observations
from stage.scene import Scene
from stage.story import HEADING, decisions, lines
from stage.world import WorldSettings

# A quarter of an hour before the first clouds of the shipped day; its long dark cloud comes an hour later.
START = datetime(2026, 6, 15, 9, 15, tzinfo=timezone.utc)
LONGEST_S = 90.0
QUIET_S = 2.0
LEAST_DISTINCT_CURRENTS = 3
LEAST_CAR_KWH = 0.5
CURRENT_TOLERANCE_A = 1.0
SOC_TOLERANCE_PCT = 1.0
UNITS = {
    "target_now": "A",
    "target": "A",
    "charging_current": "A",
    "charging_power": "W",
    "surplus": "W",
    "house_load": "W",
    "soc": "%",
}
MAY_BE_UNKNOWN = {"next_change"}
NO_VALUE = {"unknown", "unavailable"}


def quiet(seen: Sequence[Observation]) -> list[Observation]:
    """The looks before which the car's current had not changed for QUIET_S: what is shown has had time to arrive."""
    calm: list[Observation] = []
    since_s, current_a = float("inf"), -1.0
    for look in seen:
        if abs(look.car_current_a - current_a) > 0.1:
            since_s, current_a = look.real_s, look.car_current_a
        elif look.real_s - since_s >= QUIET_S:
            calm.append(look)
    return calm


def failures(seen: Sequence[Observation], errors: Iterable[str]) -> list[str]:
    """Everything that is not as it has to be, in words; nothing when all is well."""
    if not seen:
        return ["nothing was seen"]
    return [*_charge(seen), *_entities(seen[-1]), *_agreement(seen), *(f"logged: {line}" for line in errors)]


def _charge(seen: Sequence[Observation]) -> list[str]:
    """Whether the car was started, followed the sun and was stopped."""
    last = seen[-1].world
    commands, car_kwh = last["commands"], last["energy"]["car_kwh"]
    currents_a = {round(look.car_current_a) for look in quiet(seen)} - {0}
    checks = {
        "started: the car received no charge_start": commands.get("charge_start", 0) > 0,
        f"charged: {car_kwh} kWh, expected {LEAST_CAR_KWH} at the least": car_kwh >= LEAST_CAR_KWH,
        f"followed: the car drew {sorted(currents_a)} A, expected {LEAST_DISTINCT_CURRENTS} currents at the least": len(
            currents_a
        )
        >= LEAST_DISTINCT_CURRENTS,
        "stopped: the car received no charge_stop": commands.get("charge_stop", 0) > 0,
        "stopped: the car never stood still after it had charged": stopped(seen),
    }
    return [failure for failure, fine in checks.items() if not fine]


def stopped(seen: Sequence[Observation]) -> bool:
    """Whether the car drew nothing after a command to stop, at a quiet moment."""
    return any(look.world["commands"].get("charge_stop", 0) > 0 and look.car_current_a == 0 for look in quiet(seen))


def _entities(last: Observation) -> list[str]:
    """Whether Home Assistant shows all that the app publishes."""
    found = []
    for key in KEYS:
        entity, state = PREFIX + key, last.text(key)
        if not state or (state in NO_VALUE and key not in MAY_BE_UNKNOWN):
            found.append(f"{entity}: is {state or 'missing'}")
        unit = last.shown.get(entity, {}).get("attributes", {}).get("unit_of_measurement")
        if unit != UNITS.get(key):
            found.append(f"{entity}: its unit is {unit}, expected {UNITS.get(key)}")
    return found


def _agreement(seen: Sequence[Observation]) -> list[str]:
    """Whether what Home Assistant shows is what is so in the simulated world."""
    found = []
    for look in quiet(seen):
        shown_a = look.number("charging_current")
        if shown_a is None or abs(shown_a - look.car_current_a) > CURRENT_TOLERANCE_A:
            found.append(f"charging_current: {look.at:%H:%M:%S} shows {shown_a} A, the car draws {look.car_current_a} A")
    shown_pct, soc_pct = seen[-1].number("soc"), seen[-1].world["car"]["soc_pct"]
    if shown_pct is None or abs(shown_pct - soc_pct) > SOC_TOLERANCE_PCT:
        found.append(f"soc: shows {shown_pct} %, the car has {soc_pct} %")
    return found


def logged_errors(log_files: Iterable[Path]) -> list[str]:
    """The lines of the logs that report an error."""
    return [
        f"{log.stem}: {line}"
        for log in log_files
        if log.exists()
        for line in log.read_text(errors="replace").splitlines()
        if any(mark in line for mark in (" ERROR ", " CRITICAL ", "Traceback"))
    ]


def watch(scene: Scene, say: Callable[[str], None]) -> list[Observation]:
    """Looks until the charge was stopped, or time is over; tells what happens."""
    seen: list[Observation] = []

    def kept() -> Iterable[Observation]:
        for look in observations(scene, LONGEST_S):
            seen.append(look)
            yield look
            if stopped(seen):
                return

    say(HEADING)
    for text in lines(kept()):
        say(text)
    return seen


def report(seen: Sequence[Observation], errors: list[str], seconds: float) -> dict[str, Any]:
    """What --check prints as its one line of JSON."""
    failed = failures(seen, errors)
    last = seen[-1] if seen else None
    energy = last.world["energy"] if last else {}
    return {
        "ok": not failed,
        "failures": failed,
        "commands": last.world["commands"] if last else {},
        "car_kwh": energy.get("car_kwh"),
        "car_solar_kwh": energy.get("car_solar_kwh"),
        "decisions": [asdict(decision) for decision in decisions(seen)],
        "entities": {name: entity["state"] for name, entity in last.shown.items()} if last else {},
        "errors_logged": errors,
        "seconds": round(seconds, 1),
    }
