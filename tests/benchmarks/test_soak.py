"""The long run: what counts as grown, and what can be reached from the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.document import IN_REAL_TIME
from benchmarks.soak import time_lapse, virtual
from benchmarks.soak.__main__ import main, verdict_on

WEEK = virtual.Week(1, 100.0, 5000, 200, 20_000, 18_000, 700, 100.0, 0)
LOOK = time_lapse.Seen(6, 240.0, 100.0, 9, 11, 10_000, 20_000, 0)


def weeks(**last: float) -> list[virtual.Week]:
    found = [replace(WEEK, week=week, sessions_file=700 * week) for week in range(1, 14)]
    return [*found[:-1], replace(found[-1], **last)]


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ({}, []),
        ({"rss_mb": 105.0, "elements": 5250}, []),
        ({"rss_mb": 105.1}, ["rss_mb"]),
        ({"elements": 5251}, ["elements"]),
        ({"largest": 211, "state_file": 21_001}, ["largest", "state_file"]),
        ({"decisions_file": 18_901}, ["decisions_file"]),
        ({"errors": 1}, ["errors"]),
    ],
)  # fmt: skip
def test_what_is_more_than_when_all_was_learnt_has_grown(last: dict[str, float], names: list[str]) -> None:
    assert [line.partition(":")[0] for line in virtual.grown(weeks(**last))] == names


def test_what_is_still_learning_has_not_grown() -> None:
    learning = [replace(WEEK, week=week, elements=5000 * week) for week in range(1, virtual.LEARNT_WEEKS + 1)]
    assert virtual.grown(learning) == []


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ({}, []),
        ({"rss_mb": 100.0 + time_lapse.MOST_MORE_MB, "descriptors": 13}, []),
        ({"rss_mb": 100.1 + time_lapse.MOST_MORE_MB}, ["rss_mb"]),
        ({"threads": 10}, ["threads"]),
        ({"descriptors": 14}, ["descriptors"]),
        ({"log": 10_000 + time_lapse.MOST_LOG_A_DAY + 1}, ["log"]),
        ({"errors": 1}, ["errors"]),
    ],
)
def test_a_process_may_not_have_more_of_anything_than_when_it_was_loaded(
    last: dict[str, float], names: list[str]
) -> None:
    looks = [replace(LOOK, hour=6 * each) for each in range(1, 9)]
    found = time_lapse.grown([*looks[:-1], replace(looks[-1], **last)])
    assert [line.partition(":")[0] for line in found] == names


@pytest.mark.parametrize(
    ("lags", "behind"),
    [
        ([0], False),
        ([0, 3], False),
        ([0, 3, 3, 3], False),
        ([0, 3, 3, 5], False),
        ([0, 0, 3, 5], True),
        ([0, 3, 5], True),
        ([2, 2, 3], False),
    ],
)
def test_a_moment_of_lag_is_made_up_for_and_two_in_a_row_are_not(lags: list[int], behind: bool) -> None:
    assert time_lapse.lags_behind(lags) is behind


def test_a_machine_that_cannot_hold_a_speed_is_tried_with_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[float] = []

    def watch(_days: int, speed: float, _folder: Path) -> Iterator[time_lapse.Seen]:
        tried.append(speed)
        yield LOOK
        if speed > 120:
            raise time_lapse.Lags(f"x{speed:g} is too fast")
        yield from (replace(LOOK, hour=6 * each, speed=speed) for each in range(2, 9))

    monkeypatch.setattr(time_lapse, "watch", watch)
    page = tmp_path / "soak.md"
    page.write_text("\n".join(("before", *IN_REAL_TIME, "after")))
    assert main(["--time-lapse", "2", "--document", str(page)]) == 0
    assert tried == [480, 240, 120]
    assert "x240 is too fast" in capsys.readouterr().out
    assert "| 48 | 120.0 | 100.0 | 9 | 11 | 10000 | 20000 | 0 |" in page.read_text()
    assert "Nothing has grown that must not." in page.read_text()
    assert main(["--time-lapse", "2", "--speed", "300"]) == 2


@pytest.mark.parametrize(
    ("count", "grown", "said"),
    [
        (0, [], "Too short"),
        (5, [], "Too short"),
        (6, [], "Nothing has grown"),
        (6, ["rss_mb: 1 after week 5, 2 after week 6"], "**Grown**: rss_mb"),
    ],
)
def test_the_verdict_says_what_has_grown_or_that_it_cannot_be_told(
    count: int, grown: list[str], said: str
) -> None:
    assert verdict_on([WEEK] * count, grown).startswith(said)


def test_all_that_can_be_reached_from_an_object_is_counted() -> None:
    kept = ["a", ["b", "c", "d", "e"]]
    assert virtual.reachable(kept) == (7, 4)
    kept.append(kept)
    assert virtual.reachable(kept) == (7, 4)


def test_memory_is_read_from_the_status_of_a_process(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmRSS:\t  102400 kB\nThreads:\t9\n")
    assert virtual.rss_mb(status) == 100.0
