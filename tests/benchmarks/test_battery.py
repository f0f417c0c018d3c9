"""`python -m benchmarks.battery`: homes, sums, tables, days that are drawn, and the whole in a few days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from backtest.engine import run
from backtest.law import Law
from backtest.laws.simple import AtOnce
from backtest.scenarios import made_up_window
from benchmarks.battery import __main__ as command
from benchmarks.battery import days
from benchmarks.battery.day import DAY_STEPS
from benchmarks.battery.document import document, ranked
from benchmarks.battery.homes import LAWS, OURS, QUICK_LAWS, REFERENCE, SMALL, TWELVE, Home, jobs
from benchmarks.battery.measure import Case, Measured, Tally, summed
from benchmarks.battery.tune import FIRST, TRIED, best_of, law_with
from benchmarks.windows import Stretches
from tests.backtest.houses import PROMPT, Script, house

pytestmark = pytest.mark.long

WINDOWS = tuple(replace(made_up_window(1, days=1), name=name) for name in ("2017_spring", "2017_winter"))


def tally(net: float, to_car_kwh: float = 1.0, starts: int = 10) -> Tally:
    return Tally(net, to_car_kwh, to_car_kwh / 4, 20.0, 50, starts, 0, 0)


def case(**net: float) -> Case:
    return Case(10.0, 10.0, {REFERENCE: tally(20.0), **{law: tally(cost) for law, cost in net.items()}})


def test_the_twelve_have_ten_kwh_and_two_have_five() -> None:
    assert len(TWELVE) == 12
    assert {home.battery.capacity_kwh for home in TWELVE} == {10}
    assert [home.label for home in SMALL] == ["night 1ph, winter, 5 kWh", "spot 1ph, 5 kWh"]


def test_a_home_of_a_season_is_measured_in_its_windows() -> None:
    pairs = [(home.label, window.name) for home, window in jobs((*TWELVE[:1], *SMALL), WINDOWS)]
    assert pairs == [
        ("night 1ph", "2017_spring"),
        ("spot 1ph, 5 kWh", "2017_spring"),
        ("night 1ph", "2017_winter"),
        ("night 1ph, winter, 5 kWh", "2017_winter"),
        ("spot 1ph, 5 kWh", "2017_winter"),
    ]
    assert not list(jobs(SMALL[:1], WINDOWS[:1]))


def test_a_home_has_its_battery() -> None:
    scenario = Home("spot_3ph", 5.0).scenario_in(WINDOWS[0])
    assert scenario.house_battery is not None
    assert (scenario.house_battery.capacity_kwh, scenario.car.phases) == (5.0, 3)


def test_only_a_run_with_a_battery_can_be_counted() -> None:
    scenario = house(hours=1)
    with pytest.raises(ValueError, match="must be of a house with a battery"):
        Tally.of(scenario, run(scenario, Script({})), None)  # type: ignore[arg-type]


def test_windows_add_up_and_tables_are_of_a_day() -> None:
    home = TWELVE[0]
    cases = summed([Measured(home, name, case(**{OURS: 12.0})) for name in ("a", "b")], [home])
    assert (cases[home].days, cases[home].runs[OURS].starts) == (20, 20)
    assert cases[home].share(OURS) == pytest.approx(0.8)
    assert ranked(cases, [home]) == [OURS, REFERENCE]
    text = document(cases, Stretches("made up", WINDOWS), "the command")
    ours = next(line for line in text.splitlines() if line.startswith(f"| **{OURS}**"))
    assert [cell.strip() for cell in ours.split("|")[2:-1]] == [
        "80.0", "1.200", "0.10", "0.07", "0.03", "2.00", "5.0", "1.00", "0.0", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("label", LAWS)
def test_every_law_can_be_set_up(label: str) -> None:
    law: Law = LAWS[label](PROMPT)
    assert callable(law.decide)


@pytest.mark.parametrize("first", FIRST, ids=lambda first: type(first).__name__)
def test_at_most_twenty_settings_of_a_battery_are_tried(first: object) -> None:
    tried = TRIED[type(first)]  # type: ignore[index]
    assert 5 < len(tried) + 1 <= 20
    for changed in tried:
        assert law_with(replace(first, **changed), house()) is not None  # type: ignore[type-var]


def test_tuning_keeps_what_is_better(capsys: pytest.CaptureFixture[str]) -> None:
    first = FIRST[0]
    best = best_of(
        first, lambda battery: getattr(battery, "priority_pct", 0) + 5 * getattr(battery, "holds", False)
    )
    assert (getattr(best, "holds", None), getattr(best, "priority_pct", None)) == (True, 100.0)
    assert "is best" in capsys.readouterr().out


def test_the_sunset_is_as_it_is_told() -> None:
    day = days.sunset()
    scenario = day.scenario
    alone = scenario.battery_alone
    assert alone is not None
    noon = day.first + 6 * 360
    assert alone.stored_kwh[noon] == pytest.approx(10)
    assert scenario.solar_w.max() == pytest.approx(6000)
    assert scenario.time_of(day.first).hour == 6
    index = scenario.session_index
    assert (index[noon - 1], index[noon]) == (-1, 0)


def test_days_are_drawn_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "DRAWN", (REFERENCE, "evcc"))
    monkeypatch.setattr(days, "BEFORE", timedelta(days=1))
    window = made_up_window(1, days=5)
    lines = list(days.draw_days([window], tmp_path / "plots"))
    assert {path.name for path in (tmp_path / "plots").iterdir()} == {
        "sunset.png", "broken.png", "winter.png", "spot.png",
    }  # fmt: skip
    assert len(lines) == 8
    assert all("kWh" in line and "starts" in line for line in lines)


def test_a_day_keeps_its_sessions_and_prices() -> None:
    window = made_up_window(1, days=12)
    whole = Home("spot_1ph").scenario_in(window)
    day = next(each for each in days.days_of([window]) if each.name == "spot")
    at = whole.step_of(day.scenario.time_of(day.first))
    there, here = slice(at, at + DAY_STEPS), day.steps
    assert np.array_equal(whole.import_price[there], day.scenario.import_price[here])
    assert np.array_equal(whole.solar_w[there], day.scenario.solar_w[here])
    assert np.array_equal(whole.session_index[there] >= 0, day.scenario.session_index[here] >= 0)


@pytest.mark.timeout(300)
def test_a_quick_run_has_all_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUICK_DAYS", 2)
    monkeypatch.setattr(command, "QUICK_LAWS", (REFERENCE, "evcc", "openwb, ev_mode"))
    homes = ["--homes", "night_1ph", "spot_3ph"]
    wanted = ["--quick", "--out", str(tmp_path), "--jobs", "1", "--keep", str(tmp_path / "kept"), *homes]
    assert command.main(wanted) == 0
    text = (tmp_path / "battery.md").read_text()
    assert text.strip() == capsys.readouterr().out.strip()
    assert text.count("| evcc |") == 6
    # What was kept is not measured again, and comes to the same.
    monkeypatch.setattr(command, "measure", lambda left, *_: iter(left))
    assert command.main(wanted) == 0
    assert text.strip() == capsys.readouterr().out.strip()
    assert "`python -m benchmarks.battery --quick --homes night_1ph spot_3ph`" in text
    assert "night 1ph" in text
    assert "spot 3ph, 5 kWh" in text


def test_a_window_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--quick", "--windows", "2017_sprong"]) == 2
    assert "--windows: must be among made_up_1, is 2017_sprong" in capsys.readouterr().err


def test_some_windows_can_be_chosen() -> None:
    both = Stretches("made up", WINDOWS)
    assert command.chosen(both, ["2017_winter"]).windows == WINDOWS[1:]
    assert command.chosen(both, None) is both


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--traces", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_quick_run_has_ours_and_the_reference() -> None:
    assert {OURS, REFERENCE} <= set(QUICK_LAWS) <= set(LAWS)
    assert isinstance(LAWS[REFERENCE](PROMPT), AtOnce)
