"""Where the windows come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backtest.scenarios import REPORTING, ROOF_KWP, TUNING, made_up_window
from benchmarks import windows
from benchmarks.windows import made_up, scenario_in, stretches
from simulator.trace import TraceError
from tests.backtest.houses import MIDNIGHT

DAYS = 5


def write_csv(path: Path) -> None:
    rows = [f"{(MIDNIGHT + timedelta(hours=hour)).isoformat()},300,0" for hour in range(24 * DAYS)]
    path.write_text("\n".join(["timestamp_utc,load_w,solar_w", *rows]))


def write_windows(path: Path) -> None:
    times = [(MIDNIGHT + timedelta(minutes=at)).replace(tzinfo=None) for at in range(4)]
    columns = {
        "window": pa.array(["spring", "spring", "autumn", "autumn"]).dictionary_encode(),
        "timestamp_utc": pa.array(times, pa.timestamp("s")),
        "load_w": [300.0] * 4,
        "pv_s30_w_per_kwp": [100.0] * 4,
        "de_eur_mwh": [50.0] * 4,
    }
    pq.write_table(pa.table(columns), path)


def test_every_trace_of_a_folder_is_a_window_or_several(tmp_path: Path) -> None:
    write_csv(tmp_path / "b_house.csv")
    write_windows(tmp_path / "a_pair.parquet")
    (tmp_path / "notes.txt").write_text("not a trace")
    windows = stretches(tmp_path, DAYS).windows
    assert [window.name for window in windows] == ["spring", "autumn", "b_house"]
    assert windows[0].trace.solar_w.tolist() == [100 * ROOF_KWP] * 2
    assert len(windows[2].spot) == 24 * DAYS


def test_a_folder_without_a_trace_is_told(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="must hold a trace"):
        stretches(tmp_path, DAYS)


def test_windows_of_ones_own_are_not_published(tmp_path: Path) -> None:
    write_csv(tmp_path / "house.csv")
    assert not stretches(tmp_path, DAYS).recorded
    assert not made_up(DAYS).recorded


@pytest.mark.parametrize(
    ("days", "scored_days"),
    [
        pytest.param(5, 3, id="two of five days to warm up"),
        pytest.param(35, 21, id="two weeks of five"),
        pytest.param(36, 22, id="never more than two weeks"),
    ],
)
def test_a_short_window_has_a_short_warm_up(days: int, scored_days: int) -> None:
    assert scenario_in("night_1ph", made_up_window(seed=1, days=days)).days == scored_days


def test_constants_are_set_in_other_windows_than_those_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {name: replace(made_up(DAYS).windows[0], name=name) for name in (*TUNING, *REPORTING)}
    monkeypatch.setattr(windows, "read_windows", lambda: made)
    tuning, reported = stretches(None, DAYS, tuning=True), stretches(None, DAYS)
    assert [window.name for window in tuning.windows] == list(TUNING)
    assert [window.name for window in reported.windows] == list(REPORTING)
    assert (tuning.recorded, reported.recorded) == (False, True)
