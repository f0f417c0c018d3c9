"""The table of `python -m benchmarks.faults`: its bounds, what it stands on, and a sample of its rows."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from benchmarks.faults import play as play_module
from benchmarks.faults.__main__ import main
from benchmarks.faults.acts import answers, both, restart
from benchmarks.faults.disk import disk_of
from benchmarks.faults.fault import Fault
from benchmarks.faults.measure import NONE, faults
from benchmarks.faults.of_the_machine import SECTIONS
from benchmarks.faults.play import play
from benchmarks.faults.result import Result
from benchmarks.faults.table import table
from benchmarks.faults.trial import trial
from benchmarks.faults.watch import Condition, asked
from benchmarks.stand_ins import patient
from benchmarks.timers import Timers
from benchmarks.vehicles import HandClock
from simulator.request_log import Entry

HELD = (
    "API 9 s slow",
    "API too slow, carried out",
    "429, Retry-After 300",
    "429, Retry-After -5",
    "401, tokens renewed",
    "vehicle_data: battery_level '80'",
    "vehicle_data: charge_state []",
    "vehicle_data: charging_state 'Calibrating'",
    "vehicle_data hours old",
    "vehicle_data of another car",
    "API: its name is not found",
    "charge_stop accepted, not done",
    "charge_stop refused by a word of its own",
    "all commands 403: signing required",
    "408, though it charges",
    "meter says 'nan'",
    "meter removed",
    "meter unit VA",
    "meter frozen",
    "meter frozen, told as news",
    "meter kW labelled W",
    "half-open websocket",
    "meter 5 min late",
    "meter 5 % spikes",
    "driven away",
    "mains cut",
    "ended and asleep",
    "HA gone",
    "HA hangs",
    "the helper is removed",
    "asleep and away, app restarted by night",
    "AppDaemon killed for 5 min",
    "disk full",
    "state file: meters is 'x'",
    "HA gone, app restarted",
)
"""A sample of the rows: of each kind one, and what was out of bounds once.

`python -m benchmarks.faults` plays all of them, at each phase.
"""

TITLES = {each.title: each for each in faults()}
PHASE, OTHER_PHASE = 1, 3


@cache
def played(title: str, phase: int) -> Result:
    return play(TITLES[title], phase)


@pytest.fixture(scope="module")
def base() -> Result:
    return played(NONE.title, PHASE)


@pytest.mark.long
@pytest.mark.parametrize("phase", [PHASE, OTHER_PHASE])
@pytest.mark.parametrize("title", HELD)
def test_a_fault_is_within_its_bounds(title: str, phase: int) -> None:
    result = played(title, phase)
    result.check(TITLES[title], played(NONE.title, phase))
    assert result.out == [], result


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("meter frozen", "is frozen"),
        ("meter frozen, told as news", "is frozen"),
        ("meter kW labelled W", "its values are kW"),
        ("408, though it charges", "goes on"),
    ],
)
def test_a_person_is_told_what_is_wrong(title: str, words: str) -> None:
    assert words in played(title, PHASE).said


def test_nothing_breaks(base: Result) -> None:
    base.check(NONE, base)
    assert base.out == []
    assert 0.05 < base.dear_kwh < 0.2
    assert base.recovered_min is not None


def test_what_breaks_the_bounds_is_seen(base: Result) -> None:
    # The service is dead, and it is pretended that it can be reached.
    fault = replace(TITLES["API: hangs up"], unreachable=False, retried=False, mends=None)
    result = play(fault, PHASE)
    result.check(fault, base)
    assert "dear" in result.out
    assert result.dear_kwh > 3.5


def test_each_row_has_a_title_of_its_own() -> None:
    assert len(TITLES) == len(faults())


def test_each_part_of_the_state_file_is_spoilt() -> None:
    with trial(NONE.story, NONE.setting) as run:
        run.shell.start()
        saved = run.saved()
    assert set(SECTIONS) - {"notices", "settings"} == saved.keys() - {"version"}


# The bounds


@pytest.mark.parametrize(
    ("measured", "out"),
    [
        ({"counted_kwh": 0.24}, []),
        ({"counted_kwh": 0.26}, ["dear"]),
        ({"dear_kwh": 5.0}, []),  # where nothing could be reached
        ({"asleep": 1}, ["asleep"]),
        ({"away": 1}, ["away"]),
        ({"summaries": 99}, []),
        ({"escaped": 1}, ["escaped"]),
        ({"strangers": 1}, ["strangers"]),
        ({"recovered_min": None}, ["not recovered"]),
        ({"told_min": 11.0}, []),
        ({"told_min": 11.1}, ["not told"]),
        ({"told_min": None}, ["not told"]),
        ({"untrue": "log in again"}, ["untrue"]),
        ({"twice": "log in again"}, ["twice"]),
        ({"lost": ["ledger"]}, ["lost"]),
    ],
)
def test_the_bounds_of_a_row(measured: dict[str, Any], out: list[str]) -> None:
    result = Result(**measured)
    result.check(NONE, Result(dear_kwh=0.1))
    assert result.out == out


def test_a_fault_may_allow_more() -> None:
    fault = replace(NONE, retried=True, recovers=False, loses=frozenset({"ledger"}))
    for counted_kwh, out in ((1.17, []), (1.18, ["dear"])):
        result = Result(counted_kwh=counted_kwh, recovered_min=None, lost=["ledger"])
        result.check(fault, Result(dear_kwh=0.1))
        assert result.out == out


def test_of_several_runs_the_worst_counts() -> None:
    one = Result(dear_kwh=1, told_min=3, said="soon", recovered_min=2, out=["dear"])
    other = Result(commands=4, told_min=None, recovered_min=None, lost=["login"], out=["lost"])
    worst = one.worst(other)
    assert (worst.dear_kwh, worst.commands, worst.told_min, worst.recovered_min) == (1, 4, None, None)
    assert (worst.lost, worst.out) == (["login"], ["dear", "lost"])


def test_the_table_shows_what_is_out_of_bounds_and_what_was_said() -> None:
    text = table({"one": Result(), "other": Result(lost=["login"], said="log in again", out=["lost"])})
    assert "| one | 0.00 (0.00) |" in text
    assert "| **other** |" in text
    assert "- other: *log in again*" in text
    assert text.endswith("1 of 2 faults are out of bounds.")


def test_the_exit_code_tells_of_bounds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "results.json"
    few = ["--quick", "--rows", "driven away", "--jobs", "1", "--json", str(file)]
    monkeypatch.setattr(play_module, "PHASES_S", (0.0, 8.0))
    assert main(few) == 0
    assert "0 of 2 faults are out of bounds" in capsys.readouterr().out
    assert json.loads(file.read_text())["driven away"]["away"] == 0
    monkeypatch.setattr(Result, "check", lambda result, *_: result.out.append("dear"))
    assert main(few) == 1


# What it stands on


def writes(file: Path) -> None:
    file.write_text("x")


def opens(file: Path) -> None:
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT))


def renames(file: Path) -> None:
    file.with_name("there").replace(file)


@pytest.mark.parametrize("act", [writes, opens])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_refuses_to_be_written_on(tmp_path: Path, number: int, act: Callable[[Path], None]) -> None:
    (tmp_path / "there").write_text("kept")
    with disk_of(tmp_path) as disk:
        disk.refusal = number
        with pytest.raises(OSError, match=os.strerror(number)):
            act(tmp_path / "file")
        assert (tmp_path / "there").read_text() == "kept"
        disk.refusal = None
        act(tmp_path / "file")


def test_a_full_disk_lets_files_be_renamed_and_one_that_can_only_be_read_does_not(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("kept")
    with disk_of(tmp_path) as disk:
        disk.refusal = errno.EROFS
        with pytest.raises(OSError, match="Read-only"):
            renames(tmp_path / "file")
        disk.refusal = errno.ENOSPC
        renames(tmp_path / "file")


def test_another_folder_is_not_concerned(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with disk_of(here) as disk:
        disk.refusal = errno.EROFS
        writes(there / "file")


class Bell:
    """A clock, its timers, and when they fired, in seconds since the beginning."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.began_s = self.clock.now_s()
        self.timers = Timers(self.clock)
        self.fired: list[float] = []

    def in_s(self, seconds: float) -> int:
        return self.timers.add(self.clock.wall_s() + seconds, lambda: self.fired.append(self.now_s))

    @property
    def now_s(self) -> float:
        return self.clock.now_s() - self.began_s

    def run(self, until_s: float) -> None:
        while self.timers.wakes_s <= self.began_s + until_s:
            self.clock.passes(max(self.timers.wakes_s - self.clock.now_s(), 0))
            for callback in self.timers.due():
                callback()
        self.clock.passes(self.began_s + until_s - self.clock.now_s())


def test_a_timer_fires_unless_it_was_cancelled() -> None:
    bell = Bell()
    bell.in_s(20)
    bell.timers.cancel(bell.in_s(10))
    bell.run(30)
    assert bell.fired == [20]


def test_the_scheduler_oversleeps_by_as_much_as_the_clock_was_set_back() -> None:
    bell = Bell()
    bell.in_s(10)
    bell.in_s(20)
    bell.run(5)
    bell.clock.ahead_s = -3600
    bell.run(3000)
    assert bell.fired == []
    bell.clock.ahead_s = 0
    bell.run(4000)
    assert bell.fired == pytest.approx([3610, 3610])


def test_a_new_timer_wakes_it() -> None:
    bell = Bell()
    bell.in_s(10)
    bell.run(5)
    bell.clock.ahead_s = -3600
    bell.run(60)
    bell.clock.ahead_s = 0
    bell.in_s(5)
    bell.run(70)
    assert bell.fired == pytest.approx([60, 65])


def test_an_answer_is_late_by_the_virtual_clock_alone() -> None:
    clock = HandClock()

    def slow(*_: Any, **__: Any) -> str:
        clock.passes(9)
        return "answer"

    sends = patient(slow, clock)
    assert sends(SimpleNamespace(), None, timeout=10) == "answer"
    with pytest.raises(requests.ReadTimeout):
        sends(SimpleNamespace(), None, timeout=9)


AWAKE, ASLEEP = (False, False), (True, False)
AWAY, AWAY_ASLEEP = (False, True), (True, True)


def counted(entries: list[tuple[float, str]], *conditions: tuple[bool, bool]) -> tuple[int, int, int]:
    """Of requests in cars' conditions of 10 s each: those to a sleeping car, to one away, and free ones."""
    log = [Entry(at_s, kind, "", {}, 200) for at_s, kind in entries]
    seen = [Condition(10.0 * (index + 1), *each) for index, each in enumerate(conditions)]
    run: Any = SimpleNamespace(api=SimpleNamespace(requests=log))
    watch: Any = SimpleNamespace(conditions=seen)
    found = asked(run, watch)
    assert found.requests == len(entries)
    return found.asleep, found.away, found.summaries


@pytest.mark.parametrize(
    ("entries", "conditions", "found"),
    [
        ([(5, "vehicle_data"), (5, "charge_stop")], [AWAKE], (0, 0, 0)),
        ([(5, "vehicle_data"), (5, "charge_stop")], [ASLEEP], (2, 0, 0)),
        ([(5, "summary"), (15, "summary")], [ASLEEP, AWAKE], (0, 0, 1)),
        ([(5, "wake_up"), (6, "vehicle_data")], [ASLEEP, AWAKE], (0, 0, 0)),
        # It slept again meanwhile.
        ([(5, "wake_up"), (25, "vehicle_data")], [ASLEEP, AWAKE, ASLEEP], (1, 0, 0)),
        # Nobody knows yet that it is away.
        ([(5, "charge_stop")], [AWAY], (0, 0, 0)),
        ([(5, "vehicle_data"), (6, "charge_stop"), (7, "wake_up")], [AWAY], (0, 2, 0)),
        ([(5, "vehicle_data"), (15, "wake_up")], [AWAY, AWAY_ASLEEP], (0, 1, 0)),
        ([(5, "vehicle_data"), (15, "charge_start")], [AWAY, AWAKE], (0, 0, 0)),
    ],
)
def test_requests_count_by_how_the_car_was(
    entries: list[tuple[float, str]], conditions: list[tuple[bool, bool]], found: tuple[int, int, int]
) -> None:
    assert counted(entries, *conditions) == found


def test_what_a_callback_raises_is_collected_and_the_rest_goes_on() -> None:
    fault = Fault("raises", both(answers(status=500), restart, lambda run: run.shell.run_in(_raises, 5)))
    result = play(fault, PHASE)
    assert result.escaped == 1
    assert result.requests > 20


def _raises(**_: Any) -> None:
    raise ValueError("nobody expects this")
