"""The rows that the recorder gets: how they are counted, and that a quiet night has few."""

from __future__ import annotations

import pytest

from benchmarks.household_life import BEGIN, opened
from benchmarks.recorder import CountingShell, Rows, table


def test_time_is_counted_to_the_state_that_was_shown_meanwhile() -> None:
    rows = Rows()
    for now_s, state in ((0.0, "away"), (3600.0, "away"), (5400.0, "waiting_for_sun")):
        rows.pass_to(now_s, state)
    rows.by_state.update({"away": 10, "waiting_for_sun": 5})
    assert rows.spent_s == {"away": 3600.0, "waiting_for_sun": 1800.0}
    assert rows.a_day() == 240
    assert "| away | 1.0 | 10 | 240 |" in table(rows)


@pytest.mark.timeout(180)
def test_an_hour_of_waiting_in_the_night_makes_less_than_a_hundred_rows() -> None:
    with opened(CountingShell, noise_w=40.0) as life:
        shell = life.shell
        assert isinstance(shell, CountingShell)
        shell.run(BEGIN.timestamp() + 600)
        shell.rows = Rows()
        shell.run(BEGIN.timestamp() + 4200)
        assert 10 < shell.rows.by_state.total() < 100
        beats = 120
        assert shell.rows.by_entity["house_load"] < beats / 3
