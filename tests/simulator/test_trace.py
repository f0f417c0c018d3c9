"""Traces: what a file says, and what is wrong with it."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.trace import Trace, TraceError, read_trace

MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)
GOOD = """timestamp_utc,load_w,solar_w,window
2026-06-15T00:00:00Z,300,0,a
2026-06-15T00:01:00Z,310.5,20,a
2026-06-15T00:02:00Z,320,40,a
"""
TIME, *MINUTES = (line.partition(",")[0] for line in GOOD.splitlines())


def written(folder: Path, text: str, name: str = "day.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["day.csv", "day.csv.gz"])
def test_csv_is_read_and_columns_of_others_are_ignored(tmp_path: Path, name: str) -> None:
    trace = read_trace(written(tmp_path, GOOD, name))
    assert (trace.start, trace.step_s) == (MIDNIGHT, 60)
    assert trace.load_w.tolist() == [300, 310.5, 320]
    assert trace.solar_w.tolist() == [0, 20, 40]
    assert trace.import_price is None


def test_prices_and_the_forecast_are_read_where_there_are_any(tmp_path: Path) -> None:
    text = "timestamp_utc,load_w,solar_w,import_price,export_price,solar_forecast_w\n"
    text += "2026-06-15T00:00:00Z,300,0,0.3,0.08,-2\n2026-06-15T00:30:00Z,300,0,0.2,0.08,10\n"
    trace = read_trace(written(tmp_path, text))
    assert trace.import_price is not None
    assert trace.export_price is not None
    assert trace.solar_forecast_w is not None
    assert trace.import_price.tolist() == [0.3, 0.2]
    assert trace.export_price.tolist() == [0.08, 0.08]
    assert trace.solar_forecast_w.tolist() == [-2, 10]


def test_a_house_battery_is_read_where_there_is_one(tmp_path: Path) -> None:
    text = f"{TIME},load_w,solar_w,battery_power_w,battery_soc_pct\n"
    text += f"{MINUTES[0]},300,0,-1500,0\n{MINUTES[1]},300,0,250.5,100\n"
    trace = read_trace(written(tmp_path, text))
    assert trace.battery_power_w is not None
    assert trace.battery_soc_pct is not None
    assert (trace.battery_power_w.tolist(), trace.battery_soc_pct.tolist()) == ([-1500, 250.5], [0, 100])
    assert read_trace(written(tmp_path, GOOD)).battery_soc_pct is None


def test_times_of_other_zones_are_turned_to_utc(tmp_path: Path) -> None:
    trace = read_trace(written(tmp_path, GOOD.replace("Z,", "+02:00,")))
    assert trace.start == MIDNIGHT - timedelta(hours=2)
    assert trace.start.utcoffset() == timedelta(0)


def row(replaced: str, replacement: str) -> str:
    assert replaced in GOOD
    return GOOD.replace(replaced, replacement)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "column timestamp_utc is missing, found none", id="empty file"),
        pytest.param(
            row("load_w", "power"),
            "column load_w is missing, found timestamp_utc, power",
            id="column",
        ),
        pytest.param(row("solar_w", "sun_w"), "column solar_w is missing", id="solar column"),
        pytest.param(GOOD.splitlines()[0] + "\n", "must have at least two rows, has 0", id="no rows"),
        pytest.param("\n".join(GOOD.splitlines()[:2]), "must have at least two rows, has 1", id="one row"),
        pytest.param(row("00:01:00Z", "00:01:00"), "row 2, timestamp_utc: must name its time", id="naive"),
        pytest.param(
            row("2026-06-15T00:02:00Z", "noon"),
            "row 3, timestamp_utc: must be an ISO 8601 time, is 'noon'",
            id="no time",
        ),
        pytest.param(
            row("00:02:00Z", "00:03:00Z"),
            "row 3, timestamp_utc: must be 60 s after the row before, as the first two are, is 120 s",
            id="gap",
        ),
        pytest.param(
            row("00:02:00Z", "00:01:00Z"),
            "row 3, timestamp_utc: must be later than the row before, is 0 s later",
            id="twice",
        ),
        pytest.param(
            row("00:01:00Z", "00:00:00Z"),
            "row 2, timestamp_utc: must be later than the row before",
            id="no step",
        ),
        pytest.param(row("310.5", "nan"), "row 2, load_w: must be a finite number, is nan", id="NaN"),
        pytest.param(row("310.5", ""), "row 2, load_w: must be a finite number, is nan", id="empty cell"),
        pytest.param(row("310.5", "-inf"), "row 2, load_w: must be a finite number, is -inf", id="infinity"),
        pytest.param(row("310.5", "much"), "row 2, load_w: must be a number, is 'much'", id="no number"),
        pytest.param(
            f"{TIME},load_w,solar_w,battery_soc_pct\n{MINUTES[0]},1,1,100\n{MINUTES[1]},1,1,100.5\n",
            "row 2, battery_soc_pct: must be from 0 to 100, is 100.5",
            id="more than full",
        ),
        pytest.param(row(",40,", ",-1,"), "row 3, solar_w: must not be negative, is -1", id="negative sun"),
    ],
)
def test_a_bad_file_is_refused_by_name_row_rule_and_value(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(TraceError) as error:
        read_trace(path)
    assert str(error.value).startswith(f"{path}: {message}")


def test_a_row_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = written(
        tmp_path, "timestamp_utc,load_w,solar_w\n2026-06-15T00:00:00Z,1,1\n2026-06-15T00:01:00Z,1\n"
    )
    with pytest.raises(TraceError, match="row 2, solar_w: must be a finite number"):
        read_trace(path)


def parquet(folder: Path, times: pa.Array, load_w: list[float | None]) -> Path:
    path = folder / "day.parquet"
    columns = {"timestamp_utc": times, "load_w": load_w, "solar_w": pa.array([0, 5, 9], pa.int16())}
    pq.write_table(pa.table(columns), path)
    return path


def stamps(unit: str, zone: str | None) -> pa.Array:
    return pa.array([MIDNIGHT + timedelta(minutes=15 * n) for n in range(3)], pa.timestamp(unit, zone))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_parquet_is_read_in_every_resolution(tmp_path: Path, unit: str) -> None:
    trace = read_trace(parquet(tmp_path, stamps(unit, "UTC"), [1, 2, 3]))
    assert (trace.start, trace.step_s) == (MIDNIGHT, 900)
    assert trace.load_w.tolist() == [1, 2, 3]
    assert trace.solar_w.dtype == np.float64


def test_parquet_with_naive_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="must be a timestamp with a time zone, is timestamp"):
        read_trace(parquet(tmp_path, stamps("us", None), [1, 2, 3]))


def test_parquet_with_an_empty_time_is_refused(tmp_path: Path) -> None:
    times = pa.array([MIDNIGHT, None, MIDNIGHT], pa.timestamp("us", "UTC"))
    with pytest.raises(TraceError, match="timestamp_utc must not be empty, 1 cells are"):
        read_trace(parquet(tmp_path, times, [1, 2, 3]))


def test_parquet_with_an_empty_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="row 2, load_w: must be a finite number, is nan"):
        read_trace(parquet(tmp_path, stamps("us", "UTC"), [1, None, 3]))


def test_what_only_calls_itself_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="must be a Parquet file"):
        read_trace(written(tmp_path, GOOD, "day.parquet"))


def four_quarters() -> Trace:
    return Trace(MIDNIGHT, 21_600, np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(4))


@pytest.mark.parametrize(("after_s", "load_w"), [(0, 1), (21_599.9, 1), (21_600, 2), (86_399.9, 4)])
def test_a_value_holds_for_its_interval(after_s: float, load_w: float) -> None:
    trace = four_quarters()
    when = MIDNIGHT + timedelta(seconds=after_s)
    assert trace.at(when).load_w == trace.repeated(when).load_w == load_w


@pytest.mark.parametrize(("after_s", "repeated_w"), [(-0.1, 4), (86_400, 1), (86_400 * 100 + 21_600, 2)])
def test_outside_its_span_it_is_refused_unless_days_may_repeat(after_s: float, repeated_w: float) -> None:
    trace = four_quarters()
    when = MIDNIGHT + timedelta(seconds=after_s)
    with pytest.raises(TraceError, match="is outside 2026-06-15T00:00:00"):
        trace.at(when)
    assert trace.repeated(when).load_w == repeated_w


def test_only_whole_days_repeat() -> None:
    day_and_a_half = Trace(MIDNIGHT, 43_200, np.array([1.0, 2.0, 3.0]), np.zeros(3))
    assert [day_and_a_half.repeated(MIDNIGHT + timedelta(hours=12 * n)).load_w for n in range(4)] == [
        1,
        2,
        1,
        2,
    ]
    with pytest.raises(TraceError, match="only whole days can repeat, this trace spans 43200 s"):
        Trace(MIDNIGHT, 43_200, np.ones(1), np.ones(1)).repeated(MIDNIGHT)
