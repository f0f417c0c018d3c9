"""Makes a house's trace of its own past: the history that Home Assistant lets a person download."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series, Trace, TraceError, open_text, parse_moment
from solar_charging.base.errors import MeterError
from solar_charging.metering.meter import GridMeter, Reading, power_w, soc_pct
from solar_charging.settings.house_battery import HouseBattery
from solar_charging.settings.meters import Meters

COLUMNS = ("entity_id", "state", "last_changed")
STEP_S = 60

SHORT_GAP = 15
"""Minutes without a value that are taken to be like the one before, as in a restart or an update."""

SHOWN_BY_THE_APP = "_charging_power"
"""The ending of the name of the app's own sensor of the charging power."""

FOREIGN_SHARE = 0.1
"""Energy made without the sun, as a share of the solar energy, beyond which a sign or a meter is wrong."""

T = TypeVar("T")

Steps = tuple[Series, Series]
"""Moments (unix seconds), and the power in W from each of them on; NaN where it is not known."""


class Recorded(NamedTuple):
    """Holds a trace, and what a person should know of how it came about."""

    trace: Trace
    notes: tuple[str, ...]


def is_history(path: Path) -> bool:
    """Says whether a file is such a download, by its first line; raises `OSError` where it cannot be read."""
    if path.suffix == ".parquet":
        return False
    with open_text(path) as file:
        return set(COLUMNS) <= set(next(csv.reader(file), []))


def read_history(
    path: Path, meters: Meters, in_kw: Collection[str] = (), battery: HouseBattery | None = None
) -> Recorded:
    """Returns the minutes of the longest stretch in which all meters reported their power.

    With a house `battery` its power and charge are among them. The download has no units: all powers are W,
    but those of the entities `in_kw`. Raises `TraceError`, which names the file and what is wrong; `OSError`
    where it cannot be read.
    """
    grid = GridMeter(meters)
    told = _Told(path, in_kw, battery.soc if battery else ())
    car, solar = meters.car_power or told.ending_with(SHOWN_BY_THE_APP), meters.solar_power
    edges_s = told.minutes((*grid.entities, *solar, *car, *(battery.entities if battery else ())))
    grid_w = told.by_grid(grid, edges_s)
    kept = told.battery(battery, edges_s) if battery else {}
    # What the battery gives comes into the house as from the grid.
    grid_w = grid_w + kept.get("battery_power_w", 0.0)
    car_w, notes = np.zeros(len(grid_w)), []
    if not car:
        notes.append("what the car drew is taken for the house's: no car_power is set, nor was it shown")
    else:
        car_w = told.power(car, edges_s)
    if not solar:
        # Only the difference counts to a law.
        solar_w = np.maximum(car_w - grid_w, 0.0)
        notes.append("no solar_power is set: of the sun only what the house left over is known")
    else:
        solar_w = told.power(solar, edges_s)
    series = {"load_w": grid_w + solar_w - car_w, "solar_w": solar_w, **kept}
    return _recorded(path, edges_s, series, [*notes, *told.unreadable()])


class _Told:
    """Holds all that a file reports: of each entity its states by time (unix seconds)."""

    def __init__(self, path: Path, in_kw: Collection[str], in_per_cent: Collection[str]) -> None:
        self._path = path
        self._in_kw, self._in_per_cent = in_kw, in_per_cent
        self._wrong: defaultdict[str, list[str]] = defaultdict(list)
        found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        with open_text(path) as file:
            for row, record in enumerate(csv.DictReader(file), start=1):
                entity, state, changed = (record[name] or "" for name in COLUMNS)
                try:
                    found[entity].append((parse_moment(changed).timestamp(), state))
                except ValueError as problem:
                    raise TraceError(f"{path}: row {row}, last_changed: {problem}") from None
        self._states = {entity: sorted(states) for entity, states in found.items()}
        for entity in in_kw:
            self._check(entity)

    def ending_with(self, name: str) -> tuple[str, ...]:
        """Returns the first entity whose name ends so; none where there is none."""
        return tuple(entity for entity in sorted(self._states) if entity.endswith(name))[:1]

    def unreadable(self) -> Iterator[str]:
        """Says, by entity, what it told that is no power of its kind."""
        for entity, states in self._wrong.items():
            known = len(self._states[entity])
            yield f"{entity}: {len(states)} of its {known} states are no power, such as {states[0]}"

    def minutes(self, entities: Sequence[str]) -> Series:
        """Returns the edges of all whole minutes, in unix seconds.

        They reach from when each entity had reported something to the last report of any.
        """
        for entity in entities:
            self._check(entity)
        first = math.ceil(max(self._states[entity][0][0] for entity in entities) / STEP_S)
        last = math.floor(max(self._states[entity][-1][0] for entity in entities) / STEP_S)
        if last <= first:
            raise TraceError(f"{self._path}: must tell of {', '.join(entities)} for a minute at least")
        return STEP_S * np.arange(first, last + 1, dtype=np.float64)

    def power(self, entities: Sequence[str], edges_s: Series) -> Series:
        """Returns the mean power of each minute in W, of several entities their sum.

        An idle plug or roof that dips below zero counts as zero.
        """
        parts = [self._mean(power_w, entity, edges_s) for entity in entities]
        return np.maximum(sum(parts, np.zeros(len(edges_s) - 1)), 0.0)

    def battery(self, battery: HouseBattery, edges_s: Series) -> dict[str, Series]:
        """Returns the mean power (positive: discharging) and state of charge of each minute, by column."""
        sign = 1.0 if battery.power_positive == "discharging" else -1.0
        signs = dict.fromkeys(battery.power, sign) | dict.fromkeys(battery.discharge_power, 1.0)
        signs |= dict.fromkeys(battery.charge_power, -1.0)
        given_w = sum(
            (each * self._mean(power_w, entity, edges_s) for entity, each in signs.items()),
            np.zeros(len(edges_s) - 1),
        )
        weights = battery.capacity_kwh or (1.0,) * len(battery.soc)
        levels = [self._mean(soc_pct, entity, edges_s) for entity in battery.soc]
        level = np.average(levels, axis=0, weights=weights)
        return {"battery_power_w": given_w, "battery_soc_pct": np.asarray(level, dtype=np.float64)}

    def _mean(self, read: Callable[..., float | None], entity: str, edges_s: Series) -> Series:
        told = [(at_s, self._read(read, entity, state)) for at_s, state in self._states[entity]]
        return _means(_steps(told), edges_s)

    def _read(self, read: Callable[..., T | None], entity: str, state: str, *at_s: float) -> T | None:
        """Returns what a meter reads, None where it cannot."""
        try:
            return read(entity, self._as_told(entity, state), *at_s)
        except MeterError:
            self._wrong[entity].append(repr(state))
            return None

    def by_grid(self, grid: GridMeter, edges_s: Series) -> Series:
        """Returns the mean grid power of each minute in W, from its entities' states whenever one changed."""
        changes = sorted(
            (at_s, entity, state) for entity in grid.entities for at_s, state in self._states[entity]
        )
        found = [(at_s, self._read(grid.update, entity, state, at_s)) for at_s, entity, state in changes]
        told = [(at_s, reading.power_w if isinstance(reading, Reading) else None) for at_s, reading in found]
        return _means(_steps(told), edges_s)

    def _as_told(self, entity: str, state: str) -> dict[str, Any]:
        """Returns a state as Home Assistant itself reports it."""
        unit = "%" if entity in self._in_per_cent else "kW" if entity in self._in_kw else "W"
        return {"state": state, "attributes": {"unit_of_measurement": unit}}

    def _check(self, entity: str) -> None:
        if entity not in self._states:
            has = ", ".join(sorted(self._states)) or "nothing"
            raise TraceError(f"{self._path}: must have the states of {entity}, has {has}")


def _steps(told: Sequence[tuple[float, float | None]]) -> Steps:
    moments_s, watts = zip(*told, strict=True)
    return np.array(moments_s), np.array([math.nan if each is None else each for each in watts])


def _means(steps: Steps, edges_s: Series) -> Series:
    """Returns the mean of what is known of each minute; NaN where less than half of it is known."""
    at_s, watts = steps
    known = np.isfinite(watts)
    joules, known_s = (
        np.diff(_integral(at_s, series, edges_s)) for series in (np.where(known, watts, 0.0), known * 1.0)
    )
    return np.where(known_s >= STEP_S / 2, joules / np.maximum(known_s, 1.0), math.nan)


def _integral(at_s: Series, values: Series, until_s: Series) -> Series:
    """Returns the integral, up to each of `until_s`, of a value that holds from each moment to the next."""
    sums = np.concatenate([[0.0], np.cumsum(values[:-1] * np.diff(at_s))])
    last = np.searchsorted(at_s, until_s, "right") - 1
    found: Series = sums[last] + values[last] * (until_s - at_s[last])
    return found


def _recorded(path: Path, edges_s: Series, series: Mapping[str, Series], notes: list[str]) -> Recorded:
    """Returns the longest stretch without a gap in any of the series; short gaps are filled.

    Raises `TraceError` where the meters have less than 2 minutes in common.
    """
    known = np.all([np.isfinite(each) for each in series.values()], axis=0)
    newest = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))
    filled = (newest >= 0) & (np.arange(len(known)) - newest <= SHORT_GAP)
    first, end = max(_stretches(filled), key=lambda span: span[1] - span[0], default=(0, 0))
    if end - first < 2:
        problem = "must tell of all the meters at the same time, does for less than 2 minutes"
        raise TraceError("; ".join([f"{path}: {problem}", *notes]))
    if end - first < len(known):
        notes.append(f"only the longest stretch without a gap is used, of {_days(len(known))} days")
    found = {name: each[newest[first:end]] for name, each in series.items()}
    load_w, solar_w = found["load_w"], found["solar_w"]
    foreign_kwh, solar_kwh = _kwh(-load_w), _kwh(solar_w)
    if foreign_kwh > FOREIGN_SHARE * solar_kwh:
        notes.append(
            f"the house would have made {foreign_kwh:.1f} kWh without the sun: is grid_power_positive right,"
            " and does solar_power measure all there is?"
        )
    start = datetime.fromtimestamp(float(edges_s[first]), timezone.utc)
    span = f"{_days(end - first)} days from {start:%Y-%m-%d %H:%M} UTC on"
    notes.append(
        f"{span}: the house used {_kwh(load_w):.1f} kWh without the car, the sun made {solar_kwh:.1f} kWh"
    )
    found["load_w"] = np.maximum(load_w, 0.0)
    return Recorded(Trace(start, STEP_S, **found), tuple(notes))


def _stretches(holds: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Returns the first minute and the end (excluded) of each run of minutes in which `holds` is true."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]])))
    return ((int(first), int(end)) for first, end in turns.reshape(-1, 2))


def _kwh(watts: Series) -> float:
    """Returns the energy of the minutes in which the power is positive."""
    return float(np.maximum(watts, 0.0).sum()) * STEP_S / 3.6e6


def _days(minutes: int) -> str:
    return f"{minutes * STEP_S / 86_400:.1f}"
