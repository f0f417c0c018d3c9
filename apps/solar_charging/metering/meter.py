"""Turns states of Home Assistant into readings: units, signs, pairs and invalid values end here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..base.reason import Problem
from ..settings.meters import Meters

WATTS_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "W": 1.0, "kW": 1000.0, "MW": 1e6}
KWH_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "Wh": 1e-3, "kWh": 1.0, "MWh": 1000.0}
VOLTS_PER_UNIT: Mapping[str | None, float] = {None: 1.0, "V": 1.0, "mV": 1e-3}

MAX_POWER_W = 200_000.0
"""More power in W than any house's connection carries: a reading beyond it is broken."""

MAX_FORECAST_KWH = 2000.0
"""More energy in kWh than the sun of a day yields on any house's roof."""

MIN_VOLTAGE_V, MAX_VOLTAGE_V = 80.0, 280.0


class Reading(NamedTuple):
    """Is one reading of a meter: `power_w` at `at_s` (unix seconds)."""

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
    """Returns the power in W of a Home Assistant state, None if it is no reading.

    The state is `{"state": ..., "attributes": ...}`. `unavailable`, `unknown`, NaN, infinity and more than
    MAX_POWER_W are no readings. Raises MeterError where the entity does not measure power at all.
    """
    value = _number(entity, state, WATTS_PER_UNIT)
    return value if value is not None and abs(value) <= MAX_POWER_W else None


def voltage_v(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the voltage in V of a Home Assistant state, None if it is no reading.

    Less than MIN_VOLTAGE_V or more than MAX_VOLTAGE_V is no reading. Raises MeterError for another unit.
    """
    value = _number(entity, state, VOLTS_PER_UNIT)
    return value if value is not None and MIN_VOLTAGE_V <= value <= MAX_VOLTAGE_V else None


def forecast_kwh(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the energy in kWh that a Home Assistant state forecasts for a day, None if it is no forecast.

    Raises MeterError where the entity does not measure energy at all.
    """
    value = _number(entity, state, KWH_PER_UNIT)
    return value if value is not None and 0 <= value <= MAX_FORECAST_KWH else None


class GridMeter:
    """Reads the house's meter at the grid, one signed entity or a pair for import and export, as one power.

    Positive is import. Of a pair each change of a half makes a reading with the other half's last value, so a
    pair is as young as its younger half: the idle half may rightly be silent all night.
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
        """Returns the ids of the entities to listen to."""
        return tuple(self._signs)

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> Reading | None:
        """Takes in a state; returns the reading, None where the grid's power is not known from it.

        Raises MeterError where the entity does not measure power.
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
