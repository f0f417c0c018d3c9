"""`python -m benchmarks.netting`: the same charge by another meter, the table, the whole in a few days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from backtest.engine import run
from backtest.laws import LAWS
from backtest.prices import Prices
from benchmarks import netting as command
from benchmarks.case import REFERENCE, Case, Tally
from benchmarks.netting import PERIODS, TOLD, UNTOLD, Measured, billed, summed, table
from benchmarks.scope import OURS
from tests.backtest.houses import PROMPT, Script, house

pytestmark = pytest.mark.long


def case(days: float = 10.0, optimum: float = 10.0, **net: float) -> Case:
    costs = {**dict.fromkeys((TOLD, *UNTOLD), 15.0), REFERENCE: 20.0, **net}
    return Case(days, optimum, None, {law: Tally(cost, cost, 0.0, 50, 10, 0) for law, cost in costs.items()})


def test_the_same_charge_costs_what_another_meter_says() -> None:
    gusts = house(
        [2000.0] * 15 + [0.0] * 15, hours=2, prices=Prices(np.full(720, 0.30), np.full(720, 0.08)), car=PROMPT
    )
    result = run(gusts, Script({0: 5, 180: 0}))
    netted = billed(replace(gusts, netting_s=1800), result)
    assert (result.car_grid_kwh, netted.car_grid_kwh) == pytest.approx((0.2875, 0.075))
    assert netted.charging_cost < result.charging_cost
    assert (netted.starts, netted.commands, netted.stored_kwh) == (
        result.starts,
        result.commands,
        result.stored_kwh,
    )


def test_windows_add_up_and_scenarios_count_alike() -> None:
    jobs = [
        Measured("night_1ph", "spring", dict.fromkeys(PERIODS, case(solar_charging=12.0))),
        Measured("night_1ph", "winter", dict.fromkeys(PERIODS, case(solar_charging=18.0))),
        Measured("night_3ph", "spring", dict.fromkeys(PERIODS, case(solar_charging=11.0))),
    ]
    (ours,) = [line for line in table(summed(jobs)).splitlines() if line.startswith(f"| **{OURS}** ")]
    # A half of what could be saved in the one, nine tenths in the other; 41 in thirty days.
    assert [cell.strip() for cell in ours.split("|")[2:-1]] == ["70.0"] * 3 + ["1.367"] * 3 + ["5.0", "1.0"]


@pytest.mark.timeout(300)
def test_a_quick_run_bills_all_laws_by_each_meter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUICK_DAYS", 3)
    assert command.main(["--quick", "--out", str(tmp_path)]) == 0
    text = (tmp_path / "netting.md").read_text()
    assert text.strip() == capsys.readouterr().out.strip()
    rows = {line.split("|")[1].strip(" *"): line.split("|")[2:5] for line in text.splitlines() if "|" in line}
    assert {TOLD, *UNTOLD} <= set(rows)
    not_netted, *netted = map(float, rows[TOLD])
    assert (not_netted, netted) == (float(rows[OURS][0]), netted)
    assert netted != [float(share) for share in rows[OURS][1:]]
    assert list(map(float, rows[REFERENCE])) == [0.0] * 3


def test_ours_is_told_by_the_meters_period_alone() -> None:
    """With nothing to net, the same charge."""
    night = house(-300.0, hours=24, car=PROMPT, score_from=house().trace.start + timedelta(hours=1))
    runs = [run(replace(night, netting_s=span), LAWS[OURS](night.car)) for span in (10.0, 3600.0)]
    assert np.array_equal(runs[0].amps, runs[1].amps)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--traces", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
