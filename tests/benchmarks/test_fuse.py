"""`python -m benchmarks.fuse`: the house's steps, the watch over a fuse, the table, a short case whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.fuse import __main__ as command
from benchmarks.fuse.cases import cases
from benchmarks.fuse.house import PHASES, STEPS, PhaseSensors, Step, Telling, loads_w, pairs, steps, trace
from benchmarks.fuse.page import table
from benchmarks.fuse.play import Found, Overload, Watch, play


def test_the_steps_are_the_same_each_time_and_never_more_than_the_fuse_carries() -> None:
    first = steps(5000.0, [0, 1, 2])
    assert first == steps(5000.0, [0, 1, 2])
    assert len(first) == STEPS
    assert max(each.load_w for each in first) <= 5000.0
    assert {each.phase for each in first} == {0, 1, 2}


def test_a_load_holds_until_the_next_one_of_its_phase() -> None:
    found = loads_w([Step(10, 0, 1000.0), Step(20, 1, 500.0), Step(30, 0, 300.0)])
    assert found.shape[0] == PHASES
    assert [found[0, at] for at in (10, 29, 30)] == [1000.0, 1000.0, 300.0]
    assert trace(found).load_w[25] == pytest.approx(1500.0 + found[2, 25])


def test_each_pair_meets_the_meter_at_another_moment() -> None:
    firsts = [each.at_s % 10 for each in pairs(4000.0, 6000.0, 5.0)[::3]]
    assert len(set(firsts)) == len(firsts)


def test_the_sensors_of_the_phases_tell_late_and_now_and_then() -> None:
    sensors = PhaseSensors(every_s=10, lag_s=20)
    told = {at: sensors.advance(at, (float(at), 0.0, 0.0)) for at in range(0, 60)}
    assert [at for at, said in told.items() if said] == [0, 10, 20, 30, 40, 50]
    assert float(told[50][0]) == pytest.approx(30.0, abs=0.1)
    spiky = PhaseSensors(every_s=1, spikes=0.1)
    seen = [spiky.advance(at, (1.0, 1.0, 1.0)) for at in range(1000)]
    assert 50 < sum(float(said[0]) > 100 for said in seen) < 150
    assert all(float(said[each]) < 2 for said in seen for each in (1, 2))


@pytest.mark.parametrize(
    ("telling", "amps", "said", "blur_a"),
    [
        (Telling(), 7.386, "7.39", 0.006),
        (Telling(rounds_to=1.0), 7.49, "7.00", 0.6),
        (Telling(rounds_to=1.0), 7.51, "8.00", 0.6),
        (Telling("W", rounds_to=100.0), 7.386, "1700.00", 0.26),
        (Telling("W", rounds_to=100.0), 7.63, "1800.00", 0.26),
    ],
)
def test_a_sensor_tells_as_much_as_it_can(telling: Telling, amps: float, said: str, blur_a: float) -> None:
    assert telling.said(amps) == said
    assert telling.blur_a == pytest.approx(blur_a, abs=0.001)


def test_three_devices_speak_one_after_the_other() -> None:
    sensors = PhaseSensors(every_s=10, telling=Telling(apart_s=3.0))
    told = [(at, each) for at in range(20) for each in sensors.advance(at, (1.0, 2.0, 3.0))]
    assert told == [(0, 0), (3, 1), (6, 2), (10, 0), (13, 1), (16, 2)]


def watched(*flows: tuple[float, bool], fuse: float = 100.0) -> list[Overload]:
    watch = Watch(fuse, 0.0)
    for flow, draws in flows:
        watch.passed(flow, draws, 1.0)
    return watch.overloads


def test_an_overload_lasts_while_more_flows_and_the_car_draws() -> None:
    found = watched((100, True), (110, True), (145, True), (99, True), (210, True), (210, False))
    assert [(each.lasted_s, each.by) for each in found] == [(2.0, 45.0), (1.0, 110.0)]
    assert [each.above_s for each in found] == [[2.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]


@pytest.mark.parametrize(
    ("flow", "seconds", "too_long"),
    [
        (113.0, 60, 0), (113.0, 61, 1), (114.0, 30, 0), (114.0, 31, 1),
        (141.0, 10, 0), (141.0, 11, 1), (201.0, 5, 0), (201.0, 6, 1),
    ],
)  # fmt: skip
def test_it_may_last_as_long_as_the_fuse_bears_it(flow: float, seconds: int, too_long: int) -> None:
    watch = Watch(100.0, 0.0)
    for _ in range(seconds):
        watch.passed(flow, True, 1.0)
    assert watch.too_long(5.0) == too_long


def test_the_table_marks_what_is_out_of_bounds() -> None:
    good, bad = Found("good", "W", most_starts=4, starts=4), Found("bad", "A", most_starts=4, starts=5)
    _, _, first, second = table([good, bad]).splitlines()
    assert first.startswith("| good | 0 | 0 | 0 / 0 | 0 W |")
    assert second.startswith("| bad **out of bounds** | ")


def test_each_case_has_its_own_title() -> None:
    titles = [case.title for case in cases()]
    assert len(set(titles)) == len(titles)
    assert {case.title for case in cases(quick=True)} < set(titles)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "title", ["sum, 1 phase, 9 kW, meter 10 s", "each phase, 25 A, 1-phase car, meter 10 s"]
)
def test_a_step_is_answered_within_the_meter_s_interval(title: str) -> None:
    (case,) = (each for each in cases() if each.title == title)
    found = play(replace(case, happens=(Step(301.0, 0, 4500.0),), hours=0.11))
    assert found.starts == 1
    assert [each.lasted_s <= 16 for each in found.overloads] == [True]
    assert not found.out


@pytest.mark.timeout(300)
def test_the_command_writes_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    short = [replace(case, hours=0.05) for case in cases(quick=True)[:1]]
    monkeypatch.setattr(command, "cases", lambda quick: short if quick else [])
    files = ["--json", str(tmp_path / "found.json"), "--page", str(tmp_path / "fuse.md")]
    assert command.main(["--quick", "--jobs", "1", *files]) == 0
    assert short[0].title in capsys.readouterr().out
    written = (tmp_path / "fuse.md").read_text()
    assert command.COMMAND in written
    assert "1 cases, 0 of them out of bounds" in written
    assert f"| {short[0].title} |" in written
    (found,) = json.loads((tmp_path / "found.json").read_text())
    assert found["title"] == short[0].title
    assert np.isfinite(found["kwh"])
