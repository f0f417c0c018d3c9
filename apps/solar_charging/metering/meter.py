"""Turns states of Home Assistant into readings: units, signs, sums and invalid values end here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..base.entity_state import NO_VALUES, attributes_of
from ..base.errors import MeterError
from ..base.reason import Problem
from ..base.shown import shown
from ..settings.meters import Meters

Units = Mapping[str, float]

WATTS_PER_UNIT: Units = {"mW": 1e-3, "W": 1.0, "kW": 1000.0, "MW": 1e6}
KWH_PER_UNIT: Units = {"Wh": 1e-3, "kWh": 1.0, "MWh": 1000.0, "MJ": 1 / 3.6, "GJ": 1000 / 3.6}
VOLTS_PER_UNIT: Units = {"V": 1.0, "mV": 1e-3}
PER_CENT: Units = {"%": 1.0}
AMPS_PER_UNIT: Units = {"A": 1.0, "mA": 1e-3}

SPELLINGS: Mapping[str, str] = {
    "w": "W", "watt": "W", "watts": "W", "kw": "kW", "kilowatt": "kW", "kilowatts": "kW",
    "wh": "Wh", "kwh": "kWh", "v": "V", "volt": "V", "volts": "V",
    "a": "A", "amp": "A", "amps": "A", "ampere": "A", "amperes": "A",
}  # fmt: skip
"""Other spellings of units, in small letters; not of those that differ by capitals alone, as mW and MW."""

NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*", re.ASCII | re.IGNORECASE)

MAX_POWER_W = 200_000.0
"""More power in W than any house's connection carries: a reading beyond it is broken."""

MAX_CURRENT_A = 1000.0
"""More current in A than a phase of any house's connection carries."""

MAX_FORECAST_KWH = 2000.0
"""More energy in kWh than the sun of a day yields on any house's roof."""

MIN_VOLTAGE_V, MAX_VOLTAGE_V = 80.0, 280.0

DIP_W = 50.0
"""The power in W by which the idle half of a pair may dip below zero; more is a meter with a sign."""


class Reading(NamedTuple):
    """Is one reading of a meter: `power_w` at `at_s` (unix seconds)."""

    at_s: float
    power_w: float


def _named(unit: object, units: Units) -> str:
    if isinstance(unit, str) and unit in units:
        return unit
    name = unit.strip() if isinstance(unit, str) else ""
    return name if name in units else SPELLINGS.get(name.lower(), name)


def _unit(state: Mapping[str, Any]) -> object:
    return attributes_of(state).get("unit_of_measurement")


def in_units(state: Mapping[str, Any], units: Units) -> bool:
    """Says whether a state has one of these units."""
    return _named(_unit(state), units) in units


def _per_unit(entity: str, unit: object, units: Units) -> float:
    """Returns what one `unit` is of that in which values are kept: 1 where there is no unit."""
    if unit is None:
        return 1.0
    name = _named(unit, units)
    if name in units:
        return units[name]
    if units is WATTS_PER_UNIT and name in KWH_PER_UNIT:
        raise MeterError(Problem.METER_COUNTS_ENERGY, entity=entity, unit=name)
    raise MeterError(Problem.METER_UNIT, entity=entity, known=", ".join(units), unit=shown(unit))


def _number(entity: str, state: Mapping[str, Any], units: Units) -> float | None:
    said = state.get("state")
    factor = _per_unit(entity, _unit(state), units)
    if said is None or said in NO_VALUES:
        return None
    if not isinstance(said, (str, float, int)) or not NUMBER.fullmatch(str(said)):
        raise MeterError(Problem.METER_NO_NUMBER, entity=entity, said=shown(said))
    return float(str(said)) * factor


def _between(
    entity: str, state: Mapping[str, Any], units: Units, least: float, most: float, said_in: str
) -> float | None:
    value = _number(entity, state, units)
    if value is None or least <= value <= most:
        return value
    unit = _unit(state) or said_in
    said, highest = f"{shown(state.get('state'))} {unit}", f"{most:g} {said_in}"
    raise MeterError(Problem.METER_OUT_OF_RANGE, entity=entity, least=f"{least:g}", most=highest, said=said)


def power_w(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the power in W of a Home Assistant state, None where it says nothing: `unavailable`, `unknown`.

    The state is `{"state": ..., "attributes": ...}`. Raises MeterError where the entity does not measure
    power, says no number, or more than MAX_POWER_W.
    """
    return _between(entity, state, WATTS_PER_UNIT, -MAX_POWER_W, MAX_POWER_W, "W")


def half_w(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the power in W of a meter that counts one direction only, as `power_w` does.

    Some let the idle direction dip a little below zero: that is 0. Raises MeterError for more than DIP_W.
    """
    value = power_w(entity, state)
    if value is not None and value < -DIP_W:
        raise MeterError(Problem.METER_HALF_NEGATIVE, entity=entity, got_w=value)
    return None if value is None else max(value, 0.0)


def phase_current_a(entity: str, state: Mapping[str, Any], volts: float) -> float | None:
    """Returns the current in A of a state that tells it, or the power of a phase; None where it says nothing.

    Raises MeterError where the entity measures neither of the two, says no number, or more than any phase
    carries. Without a unit nobody knows which it is.
    """
    if in_units(state, AMPS_PER_UNIT):
        return _between(entity, state, AMPS_PER_UNIT, -MAX_CURRENT_A, MAX_CURRENT_A, "A")
    if in_units(state, WATTS_PER_UNIT):
        watts = power_w(entity, state)
        return None if watts is None else watts / volts
    if state.get("state") is None or state.get("state") in NO_VALUES:
        return None
    known = ", ".join((*AMPS_PER_UNIT, *WATTS_PER_UNIT))
    raise MeterError(Problem.METER_UNIT, entity=entity, known=known, unit=shown(_unit(state)))


def voltage_v(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the voltage in V of a Home Assistant state, None where it says nothing.

    Raises MeterError for another unit, no number, or one that is not of a mains.
    """
    value = _number(entity, state, VOLTS_PER_UNIT)
    return value if value is not None and MIN_VOLTAGE_V <= value <= MAX_VOLTAGE_V else None


def forecast_kwh(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the energy in kWh that a Home Assistant state forecasts for a day, None where it says nothing.

    Raises MeterError where the entity does not measure energy, says no number, or none of a roof's day.
    """
    return _between(entity, state, KWH_PER_UNIT, 0.0, MAX_FORECAST_KWH, "kWh")


def soc_pct(entity: str, state: Mapping[str, Any]) -> float | None:
    """Returns the state of charge in % of a Home Assistant state, None where it says nothing.

    Raises MeterError for another unit, no number, or one beyond 0 and 100.
    """
    return _between(entity, state, PER_CENT, 0.0, 100.0, "%")


class Sum:
    """Adds up what the entities that are named for one thing say, each read by `read`.

    The `total` of what they said last is known when all of them are (else None); of none nothing is known.
    """

    def __init__(
        self, entities: tuple[str, ...], read: Callable[[str, Mapping[str, Any]], float | None]
    ) -> None:
        self._read = read
        self._parts: dict[str, float | None] = dict.fromkeys(entities)
        self.entities = tuple(self._parts)
        self.total: float | None = None

    @property
    def gone(self) -> str | None:
        """Returns the first of which nothing is known while another speaks, None where it is not so."""
        silent = [entity for entity, part in self._parts.items() if part is None]
        return silent[0] if 0 < len(silent) < len(self._parts) else None

    def update(self, entity: str, state: Mapping[str, Any]) -> float | None:
        """Takes in a state of one of them; returns the total. Raises MeterError, then it is not known."""
        self._parts[entity] = self.total = None
        self._parts[entity] = self._read(entity, state)
        known = [part for part in self._parts.values() if part is not None]
        self.total = sum(known) if len(known) == len(self._parts) else None
        return self.total


class GridMeter:
    """Reads the house's meter at the grid, signed or a pair for import and export, as one power.

    Positive is import; each may be several entities, such as three phases. Each change of a part makes a
    reading with the others' last values, so it is as young as its youngest part: the idle half of a pair may
    rightly be silent all night.
    """

    def __init__(self, meters: Meters) -> None:
        sign = 1.0 if meters.grid_power_positive == "import" else -1.0
        self._signs = dict.fromkeys(meters.grid_power, sign)
        self._signs |= dict.fromkeys(meters.import_power, 1.0) | dict.fromkeys(meters.export_power, -1.0)
        self._read = power_w if meters.grid_power else half_w
        self._sum = Sum(meters.grid_entities, self._signed_w)
        self.entities = self._sum.entities

    def _signed_w(self, entity: str, state: Mapping[str, Any]) -> float | None:
        value = self._read(entity, state)
        return None if value is None else value * self._signs[entity]

    @property
    def gone(self) -> str | None:
        """Returns the part of which nothing is known while another speaks, None where it is not so."""
        return self._sum.gone

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> Reading | None:
        """Takes in a state; returns the reading, None where the grid's power is not known from it.

        Raises MeterError where the entity does not measure power, or says none; then it is not known.
        """
        total_w = self._sum.update(entity, state)
        return None if total_w is None else Reading(at_s, total_w)
