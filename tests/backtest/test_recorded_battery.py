"""The house battery of a recorded house: learnt from its own past, or told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backtest.__main__ import main
from backtest.engine import run
from backtest.house_battery import BatteryModel, left_alone
from backtest.recorded_battery import battery_of
from backtest.scenario import ScenarioError, on_grid
from simulator.trace import Trace
from tests.backtest.houses import MIDNIGHT, Script, house

TRUE = BatteryModel(capacity_kwh=7.5, max_charge_kw=3.0, max_discharge_kw=2.5, floor_pct=12.0, start_pct=40.0)


def recorded(model: BatteryModel = TRUE, days: int = 3) -> Trace:
    """Minutes of a house with some sun each day, and what its battery does."""
    hour = np.arange(days * 1440) / 60 % 24
    load_w = np.where((hour > 17) & (hour < 23), 3000.0, 400.0)
    solar_w = np.maximum(5000 * np.sin((hour - 7) / 10 * np.pi), 0.0) * ((hour > 7) & (hour < 17))
    made = left_alone(model, on_grid(load_w - solar_w, 60.0))
    power_w = made.power_w.reshape(-1, 6).mean(axis=1)
    soc_pct = np.concatenate([[model.start_pct], made.stored_kwh[5:-1:6] / model.capacity_kwh * 100])
    return Trace(MIDNIGHT, 60.0, load_w, solar_w, battery_power_w=power_w, battery_soc_pct=np.round(soc_pct))


def test_its_capacity_powers_and_floor_are_learnt() -> None:
    found = battery_of(recorded())
    assert found is not None
    assert found.capacity_kwh == pytest.approx(7.5, rel=0.03)
    assert (found.max_charge_kw, found.max_discharge_kw) == pytest.approx((3.0, 2.5))
    assert (found.floor_pct, found.start_pct) == (12, 40)


def test_what_is_given_counts_for_more() -> None:
    found = battery_of(recorded(), capacity_kwh=9.0, power_kw=4.0)
    assert found is not None
    assert (found.capacity_kwh, found.max_charge_kw, found.max_discharge_kw) == (9, 4, 4)


def test_a_floor_that_was_never_reached_is_the_usual_one() -> None:
    full = replace(TRUE, floor_pct=0.0, start_pct=95.0, capacity_kwh=60.0)
    found = battery_of(recorded(full))
    assert found is not None
    assert found.floor_pct == BatteryModel.floor_pct


def test_without_columns_there_is_none_unless_it_is_given() -> None:
    bare = replace(recorded(), battery_power_w=None, battery_soc_pct=None)
    assert battery_of(bare) is None
    assert battery_of(bare, capacity_kwh=5.0) == BatteryModel(capacity_kwh=5.0)


@pytest.mark.parametrize(
    ("changed", "given", "told"),
    [
        ({"battery_power_w": None}, None, "the trace has no battery_power_w"),
        ({"battery_soc_pct": None}, None, "the trace has no battery_soc_pct"),
        ({"battery_soc_pct": np.full(4320, 50.0)}, None, "its charge moves less than 20 % in all"),
        ({"battery_power_w": -1.0}, None, "battery_power_w must be positive where it discharges"),
        ({}, -3.0, "capacity_kwh: must be more than 0, is -3"),
    ],
)
def test_what_cannot_be_is_told(changed: dict[str, object], given: float | None, told: str) -> None:
    trace = recorded()
    if changed.get("battery_power_w") == -1.0:
        assert trace.battery_power_w is not None
        changed = {"battery_power_w": -trace.battery_power_w}
    with pytest.raises(ScenarioError, match=f"house battery.*{told}"):
        battery_of(replace(trace, **changed), given)


def test_the_replay_does_what_the_house_did() -> None:
    trace = recorded()
    scenario = house(sessions=(), hours=72)
    result = run(replace(scenario, trace=trace, house_battery=battery_of(trace)), Script({}))
    assert result.house is not None
    assert trace.battery_power_w is not None
    apart_w = result.house.power_w.reshape(-1, 6).mean(axis=1) - trace.battery_power_w
    assert np.abs(apart_w).mean() < 5


def test_a_persons_own_trace_is_replayed_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = recorded(days=2)
    assert trace.battery_power_w is not None
    assert trace.battery_soc_pct is not None
    rows = zip(trace.load_w, trace.solar_w, trace.battery_power_w, trace.battery_soc_pct, strict=True)
    lines = [
        f"{np.datetime64('2026-06-15T00:00') + minute}:00Z,{','.join(f'{each:.1f}' for each in row)}"
        for minute, row in enumerate(rows)
    ]
    path = tmp_path / "house.csv"
    path.write_text("timestamp_utc,load_w,solar_w,battery_power_w,battery_soc_pct\n" + "\n".join(lines))
    assert main(["--trace", str(path), "--law", "at_once", "evcc", "--optimum"]) == 0
    out, err = capsys.readouterr()
    assert "house battery: 7." in err
    columns, *rows_shown = out.splitlines()
    assert "battery to car kWh" in columns
    assert rows_shown[0].split()[0] == "at_once"
    assert all(float(line.split()[-1]) >= 0 for line in rows_shown)
