"""`python -m benchmarks.hidden_sun`: houses, sums, tables, and the whole in a few days."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backtest.law import View
from backtest.scenarios import made_up_window
from benchmarks.hidden_sun import __main__ as command
from benchmarks.hidden_sun.document import document
from benchmarks.hidden_sun.homes import (
    FOUND,
    HOMES,
    LAWS,
    NOON_FEED_IN,
    QUICK,
    QUICK_LAWS,
    TRUTH,
    Home,
)
from benchmarks.hidden_sun.measure import Case, Measured, Tally, summed
from benchmarks.windows import Stretches

WINDOW = made_up_window(seed=1, days=2)


def tally(sun_kwh: float) -> Tally:
    return Tally(sun_kwh, 2.0, 0.5, 40, 4, 0, 1, 0.2)


def case(found_kwh: float) -> Case:
    return Case(2.0, {TRUTH: tally(20.0), FOUND: tally(found_kwh)})


@pytest.mark.parametrize("home", HOMES)
def test_each_house_throws_sun_away(home: Home) -> None:
    scenario = home.scenario_in(WINDOW, 2, 1)
    assert scenario.days == 1
    limits_w = scenario.limits_w
    assert limits_w is not None
    assert (limits_w < scenario.solar_w - scenario.load_w).any()
    assert set(np.unique(scenario.export_price)) <= {0.0, 0.08, NOON_FEED_IN}


def test_the_car_is_away_in_the_evening_alone() -> None:
    index = HOMES[0].scenario_in(WINDOW, 2, 1).session_index
    assert (index < 0).mean() == pytest.approx(1 / 24)


def test_windows_add_up_and_the_share_is_of_the_law_that_sees_all() -> None:
    cases = summed(Measured(HOMES[0], name, case(kwh)) for name, kwh in (("a", 18.0), ("b", 16.0)))
    assert cases[HOMES[0]].share(FOUND) == pytest.approx(0.85)
    text = document(cases, Stretches("made up", (WINDOW,)), "the command")
    rows = [line for line in text.splitlines() if line.startswith(f"| **{FOUND}**")]
    assert rows == [
        f"| **{FOUND}** | 85.0 |",
        f"| **{FOUND}** | 8.50 |",
        f"| **{FOUND}** | 1.00 | 0.25 | 20.0 | 2.00 | 0.50 | 0.10 | 0 |",
    ]


@pytest.mark.parametrize("law", LAWS)
def test_each_law_begins_a_day_in_a_house_with_a_battery(law: str) -> None:
    scenario = next(home for home in HOMES if home.battery).scenario_in(WINDOW, 1, 0)
    asked = LAWS[law](scenario)
    assert asked.decide(View(scenario)) in (None, *range(33))


@pytest.mark.timeout(300)
def test_quick_finds_most_of_the_sun(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "QUICK_DAYS", 2)
    monkeypatch.setattr(command, "QUICK_LAWS", (TRUTH, FOUND))
    assert command.main(["--quick", "--out", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert (tmp_path / "hidden-sun.md").read_text(encoding="utf-8") == text.rstrip("\n") + "\n"
    share, _, day = (
        [cell.strip() for cell in line.split("|")[2:-1]]
        for line in text.splitlines()
        if line.startswith(f"| **{FOUND}**")
    )
    assert float(share[0]) > 60
    assert float(day[4]) <= 2
    assert set(QUICK) < set(HOMES)
    assert set(QUICK_LAWS) < set(LAWS)


def test_a_folder_without_a_trace_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--traces", str(tmp_path)]) == 2
    assert "must hold a trace" in capsys.readouterr().err


def test_a_bright_window_is_chosen_by_its_name() -> None:
    names = ("2017_winter", "2017_summer")
    windows = Stretches("recorded", tuple(replace(WINDOW, name=name) for name in names), recorded=True)
    assert [each.name for each in command._bright(windows).windows] == ["2017_summer"]
    assert command._bright(windows._replace(windows=windows.windows[:1])).windows == windows.windows[:1]
