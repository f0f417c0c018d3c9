"""Judges what was seen of the demo: pure, so that each failure can be tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stage.observation import PREFIX, Observation

QUIET_S = 2.0
"""Real time for which the car's current has to be the same before it is compared with what is shown."""

LEAST_CAR_KWH = 0.5
LEAST_CURRENTS = 3
CURRENT_TOLERANCE_A = 1.0
SOC_TOLERANCE_PCT = 1.0

UNITS = {
    "state": None,
    "reason": None,
    "plan": None,
    "outlook": None,
    "preview": None,
    "target_now": "A",
    "target": "A",
    "charging_current": "A",
    "charging_power": "W",
    "surplus": "W",
    "house_load": "W",
    "grid_power": "W",
    "solar_power": "W",
    "battery_power": "W",
    "battery_soc": "%",
    "soc": "%",
    "next_change": None,
    "heartbeat": None,
    "checklist": None,
    "api_cost_today": "EUR",
    "api_cost_month": "EUR",
    "car_energy": "kWh",
    "car_solar_energy": "kWh",
    "car_grid_energy": "kWh",
    "car_battery_energy": "kWh",
    "session_energy": "kWh",
    "session_solar_share": "%",
    "session_battery_share": "%",
    "session_cost": "EUR",
    "session_saved": "EUR",
    "energy_today": "kWh",
    "solar_share_today": "%",
    "battery_share_today": "%",
    "cost_today": "EUR",
    "saved_today": "EUR",
    "energy_month": "kWh",
    "solar_share_month": "%",
    "battery_share_month": "%",
    "cost_month": "EUR",
    "saved_month": "EUR",
}
"""All that the app publishes, with its units."""

SHARES = ("session_{}_share", "{}_share_today", "{}_share_month")
OF_BATTERY = (
    "battery_power",
    "battery_soc",
    "car_battery_energy",
    *(key.format("battery") for key in SHARES),
)
"""What is there only where the house has a battery."""

NO_VALUE = ("unknown", "unavailable")
MAY_BE_UNKNOWN = (
    "preview",
    "next_change",
    *(key.format(each) for key in SHARES for each in ("solar", "battery")),
)


def failures(seen: Sequence[Observation], errors: Iterable[str]) -> list[str]:
    """Returns everything that is not as it has to be, in words; nothing when all is well."""
    if not seen:
        return ["nothing was seen"]
    calm = quiet(seen)
    return [
        *_charge(seen[-1], calm),
        *entities(seen[-1]),
        *_currents(seen, calm),
        *_battery(seen[-1]),
        *(f"logged: {line}" for line in errors),
    ]


def quiet(seen: Iterable[Observation]) -> list[Observation]:
    """Returns the looks at which the car's current had been the same for `QUIET_S`.

    That is long enough for it to be shown.
    """
    calm: list[Observation] = []
    since_s, current_a = float("inf"), float("nan")
    for look in seen:
        if look.car_current_a != current_a:
            since_s, current_a = look.real_s, look.car_current_a
        elif look.real_s - since_s >= QUIET_S:
            calm.append(look)
    return calm


def complete(seen: Sequence[Observation]) -> bool:
    """Says whether the car has been started, has followed the sun and stands still again."""
    calm = quiet(seen)
    return bool(calm) and calm[-1] is seen[-1] and not list(_charge(seen[-1], calm))


def _charge(last: Observation, calm: Sequence[Observation]) -> Iterator[str]:
    """Yields failures where the car was not started, did not follow the sun or was not stopped."""
    if last.commands("charge_start") == 0:
        yield "started: the car received no charge_start"
    if last.car_kwh < LEAST_CAR_KWH:
        yield f"charged: at least {LEAST_CAR_KWH} kWh are expected, the car drew {last.car_kwh}"
    currents_a = sorted({round(look.car_current_a) for look in calm} - {0})
    if len(currents_a) < LEAST_CURRENTS:
        yield f"followed: at least {LEAST_CURRENTS} currents are expected, the car drew {currents_a} A"
    if last.commands("charge_stop") == 0:
        yield "stopped: the car received no charge_stop"
    elif last.car_current_a > 0:
        yield f"stopped: the car still draws {last.car_current_a} A"


def entities(last: Observation) -> Iterator[str]:
    """Yields failures where Home Assistant does not show all that the app publishes."""
    for key, unit in UNITS.items():
        if key in OF_BATTERY and "battery_power_w" not in last.world.get("house", {}):
            continue
        state = last.text(key)
        if not state or (state in NO_VALUE and key not in MAY_BE_UNKNOWN):
            yield f"{PREFIX}{key}: a value is expected, it is {state or 'missing'}"
        elif last.unit(key) != unit:
            yield f"{PREFIX}{key}: its unit has to be {unit}, it is {last.unit(key)}"


def _currents(seen: Sequence[Observation], calm: Sequence[Observation]) -> Iterator[str]:
    """Yields failures where the current that is shown is not the one that the car draws.

    Home Assistant is asked after the car: what it shows may already be what the next look finds.
    """
    for look, following in pairwise([*seen, seen[-1]]):
        shown_a, drawn_a = look.number("charging_current"), look.car_current_a
        possible_a = (drawn_a, following.car_current_a)
        near = shown_a is not None and any(abs(shown_a - a) <= CURRENT_TOLERANCE_A for a in possible_a)
        if look in calm and not near:
            yield f"charging_current: at {look.at:%H:%M:%S} {shown_a} A is shown, {drawn_a} A is drawn"


def _battery(last: Observation) -> Iterator[str]:
    shown_pct = last.number("soc")
    if shown_pct is None or abs(shown_pct - last.car_soc_pct) > SOC_TOLERANCE_PCT:
        yield f"soc: {shown_pct} % is shown, the car has {last.car_soc_pct}"
