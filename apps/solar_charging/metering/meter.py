"""Home Assistant's states become readings in watts: units, signs, pairs and nonsense end here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..base.reason import Problem
from ..settings.settings import Meters

WATTS_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "W": 1.0, "kW": 1000.0, "MW": 1e6}
KWH_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "Wh": 1e-3, "kWh": 1.0, "MWh": 1000.0}
VOLTS_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "V": 1.0, "mV": 1e-3}

MAX_POWER_W = 200_000.0
"""More than any house's connection: whatever exceeds it is a broken reading."""

MAX_FORECAST_KWH = 2000.0
"""More than the sun of a day makes on any house's roof."""

MIN_VOLTAGE_V, MAX_VOLTAGE_V = 80.0, 280.0


class Reading(NamedTuple):
    """One value of a meter: `power_w` at `at_s` (unix seconds)."""

    at_s: float
    power_w: float


def _number(entity: str, state: Mapping[str, Any], units: Mapping[str | None, float]) -> float | None:
    unit = (state.get("attributes") or {}).get("unit_of_measurement")
    if unit not in units:
        known = ", ".join(str(name) for name in units if name)
        raise MeterError(Problem.METER_UNIT, entity=entity, known=known, unit=repr(unit))
    try:
        value = float(state.get("state")) * units[unit]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def power_w(entity: str, state: Mapping[str, Any]) -> float | None:
    """Watts of a Home Assistant state (`{"state": ..., "attributes": ...}`), None if it is no reading.

    `unavailable`, `unknown`, NaN, infinity and more than MAX_POWER_W are no readings.
    Raises MeterError when the entity does not measure power at all.
    """
    value = _number(entity, state, WATTS_PER_UNIT)
    return value if value is not None and abs(value) <= MAX_POWER_W else None


def voltage_v(entity: str, state: Mapping[str, Any]) -> float | None:
    """Volts of a Home Assistant state, None if it is no reading. Raises MeterError for another unit."""
    value = _number(entity, state, VOLTS_PER_UNIT)
    return value if value is not None and MIN_VOLTAGE_V <= value <= MAX_VOLTAGE_V else None


def forecast_kwh(entity: str, state: Mapping[str, Any]) -> float | None:
    """The kWh that a Home Assistant state forecasts for a day, None if it is no forecast.

    Raises MeterError when the entity is no energy at all.
    """
    value = _number(entity, state, KWH_PER_UNIT)
    return value if value is not None and 0 <= value <= MAX_FORECAST_KWH else None


class GridMeter:
    """The house's meter at the grid: one signed entity or an import/export pair, as one signed power.

    Positive is import. Of a pair each change of a half makes a reading with the other half's last value,
    so a pair is as young as its younger half: the idle half may rightly be silent all night.
    """

    def __init__(self, meters: Meters) -> None:
        if meters.grid_power is not None:
            self._signs = {meters.grid_power: 1.0 if meters.grid_power_positive == "import" else -1.0}
        else:
            assert meters.import_power is not None  # the settings' own rule
            assert meters.export_power is not None
            self._signs = {meters.import_power: 1.0, meters.export_power: -1.0}
        self._signed_w: dict[str, float | None] = dict.fromkeys(self._signs)
        self._clip = len(self._signs) > 1

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids of the entities to listen to."""
        return tuple(self._signs)

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> Reading | None:
        """Take a state in; None when the grid's power is not known from it.

        Raises MeterError when the entity does not measure power.
        """
        value = power_w(entity, state)
        if value is not None and self._clip:
            # Some meters let the idle direction dip a little below zero.
            value = max(value, 0.0)
        self._signed_w[entity] = None if value is None else value * self._signs[entity]
        parts = list(self._signed_w.values())
        total_w = 0.0
        for part in parts:
            if part is None:
                return None
            total_w += part
        return Reading(at_s, total_w)
