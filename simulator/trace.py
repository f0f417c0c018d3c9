"""Reads a trace: a house's load and solar power over time, at a uniform step."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

TIME = "timestamp_utc"
REQUIRED = ("load_w", "solar_w")
OPTIONAL = ("import_price", "export_price", "solar_forecast_w", "battery_power_w", "battery_soc_pct")
BOUNDS = {"solar_w": (0.0, math.inf), "battery_soc_pct": (0.0, 100.0)}
DAY_S = 86_400.0


class TraceError(ValueError):
    """Reports a trace that cannot be used, or a moment outside it."""


class HousePower(NamedTuple):
    """Holds the house's load without its car and its solar power, in W."""

    load_w: float
    solar_w: float


@dataclass(frozen=True, eq=False)
class Trace:
    """Holds the load (without the car) and the solar power in W, one value per step.

    Each value holds for `step_s` from its moment on. `start` is aware and in UTC, prices are per kWh. The
    house battery's power is positive where it discharges; it is no part of the load.
    """

    start: datetime
    step_s: float
    load_w: Series
    solar_w: Series
    import_price: Series | None = None
    export_price: Series | None = None
    solar_forecast_w: Series | None = None
    battery_power_w: Series | None = None
    battery_soc_pct: Series | None = None

    @property
    def span_s(self) -> float:
        return self.step_s * len(self.load_w)

    def at(self, when: datetime) -> HousePower:
        """Returns the power at an aware moment; raises `TraceError` outside the trace's span."""
        offset_s = (when - self.start).total_seconds()
        if not 0 <= offset_s < self.span_s:
            end = self.start + timedelta(seconds=self.span_s)
            raise TraceError(f"{when.isoformat()} is outside {self.start.isoformat()} .. {end.isoformat()}")
        return self._at_offset(offset_s)

    def repeated(self, when: datetime) -> HousePower:
        """Returns the power at any aware moment; the trace's whole days repeat, each at its own time of day.

        Raises `TraceError` for a trace shorter than a day.
        """
        days = self.span_s // DAY_S
        if not days:
            raise TraceError(f"only whole days can repeat, this trace spans {self.span_s:g} s")
        return self._at_offset((when - self.start).total_seconds() % (days * DAY_S))

    def _at_offset(self, offset_s: float) -> HousePower:
        index = int(offset_s // self.step_s)
        return HousePower(float(self.load_w[index]), float(self.solar_w[index]))


def read_trace(path: Path) -> Trace:
    """Reads CSV, CSV.gz or Parquet with columns `timestamp_utc`, `load_w`, `solar_w`; others are ignored.

    Raises `TraceError`, which names the file, the row (1 = the first after the header), the column, the rule
    and the value; `OSError` where the file itself cannot be read.
    """
    read = _read_parquet if path.suffix == ".parquet" else _read_csv
    times_s, columns = read(path)
    _check_times(path, times_s)
    for name, values in columns.items():
        _check_values(path, name, values)
    start = datetime.fromtimestamp(times_s[0], timezone.utc)
    return Trace(start, float(times_s[1] - times_s[0]), **columns)


def _wanted(path: Path, present: list[str]) -> list[str]:
    for name in (TIME, *REQUIRED):
        if name not in present:
            raise TraceError(f"{path}: column {name} is missing, found {', '.join(present) or 'none'}")
    return [*REQUIRED, *(name for name in OPTIONAL if name in present)]


def _read_csv(path: Path) -> tuple[Series, dict[str, Series]]:
    with open_text(path) as file:
        reader = csv.DictReader(file)
        names = _wanted(path, list(reader.fieldnames or []))
        times_s: list[float] = []
        cells: dict[str, list[float]] = {name: [] for name in names}
        for row, record in enumerate(reader, start=1):
            times_s.append(_parse_time(path, row, record[TIME]))
            for name in names:
                cells[name].append(_parse_number(path, row, name, record))
    return np.array(times_s), {name: np.array(values) for name, values in cells.items()}


@contextmanager
def open_text(path: Path, unusable: type[ValueError] = TraceError) -> Iterator[TextIO]:
    """Opens a text file, which may be compressed.

    Raises `unusable`, also while the file is read, for one that is no text or ends too early.
    """
    packed = path.suffix == ".gz"
    # Spreadsheets put a mark before the first column's name.
    opened = (gzip.open if packed else open)(path, "rt", encoding="utf-8-sig", newline="")
    try:
        with opened as file:
            yield file
    except UnicodeDecodeError as error:
        raise unusable(f"{path}: must be text in UTF-8: {error}") from None
    except EOFError:
        raise unusable(f"{path}: must be a whole file, ends too early") from None


def parse_moment(text: str) -> datetime:
    """Parses an aware moment from ISO 8601; raises `ValueError` with the rule and the value."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f"must be an ISO 8601 time, is {text!r}") from None
    if moment.tzinfo is None:
        raise ValueError(f"must name its time zone (end in Z), is {text!r}")
    return moment


def _parse_time(path: Path, row: int, text: str) -> float:
    try:
        return parse_moment(text).timestamp()
    except ValueError as problem:
        raise TraceError(f"{path}: row {row}, {TIME}: {problem}") from None


def _parse_number(path: Path, row: int, name: str, record: Mapping[str, str | None]) -> float:
    text = record[name] or "nan"
    try:
        return float(text)
    except ValueError:
        raise TraceError(f"{path}: row {row}, {name}: must be a number, is {text!r}") from None


def _read_parquet(path: Path) -> tuple[Series, dict[str, Series]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = _wanted(path, pq.read_schema(path).names)
        table = pq.read_table(path, columns=[TIME, *names])
    except pa.ArrowInvalid as error:
        raise TraceError(f"{path}: must be a Parquet file: {error}") from None
    times = table.column(TIME)
    if not pa.types.is_timestamp(times.type) or times.type.tz is None:
        raise TraceError(f"{path}: column {TIME} must be a timestamp with a time zone, is {times.type}")
    if times.null_count:
        raise TraceError(f"{path}: column {TIME} must not be empty, {times.null_count} cells are")
    microseconds = times.cast(pa.timestamp("us", times.type.tz)).cast(pa.int64()).to_numpy()
    columns = {name: table.column(name).cast(pa.float64()).to_numpy() for name in names}
    return microseconds / 1e6, columns


def _check_times(path: Path, times_s: Series) -> None:
    if len(times_s) < 2:
        raise TraceError(f"{path}: must have at least two rows, has {len(times_s)}")
    steps_s = np.diff(times_s)
    for index in _where(steps_s <= 0):
        rule = "must be later than the row before"
        raise TraceError(f"{path}: row {index + 2}, {TIME}: {rule}, is {steps_s[index]:g} s later")
    for index in _where(~np.isclose(steps_s, steps_s[0])):
        rule = f"must be {steps_s[0]:g} s after the row before, as the first two are"
        raise TraceError(f"{path}: row {index + 2}, {TIME}: {rule}, is {steps_s[index]:g} s")


def _check_values(path: Path, name: str, values: Series) -> None:
    for index in _where(~np.isfinite(values)):
        raise TraceError(f"{path}: row {index + 1}, {name}: must be a finite number, is {values[index]}")
    least, most = BOUNDS.get(name, (-math.inf, math.inf))
    for index in _where((values < least) | (values > most)):
        rule = "must not be negative" if math.isinf(most) else f"must be from {least:g} to {most:g}"
        raise TraceError(f"{path}: row {index + 1}, {name}: {rule}, is {values[index]:g}")


def _where(wrong: NDArray[np.bool_]) -> Iterator[int]:
    return (int(index) for index in np.flatnonzero(wrong))
