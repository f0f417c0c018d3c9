"""What the page says of laws that nobody tells when the car leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from backtest.engine import run
from backtest.law import View
from backtest.laws.simple import AtOnce
from backtest.scenarios import made_up_window, scenario
from benchmarks.case import REFERENCE, Case, Tally
from benchmarks.untold import (
    LEARNT,
    SAME,
    TOLD,
    Compared,
    Kept,
    Measured,
    by_scenario,
    cut,
    summed,
    table,
    wanting,
)


class Watched(AtOnce):
    """Keeps what it was told of departures."""

    def __init__(self) -> None:
        self.told: set[tuple[bool, bool, float]] = set()

    def decide(self, view: View) -> int | None:
        self.told.add((view.told, view.departure_s is None, view.soc_target_pct))
        return 0


@pytest.mark.parametrize(
    ("told", "heard"),
    [(True, {(True, False, 40.0), (True, True, 0.0), (True, False, 0.0)}), (False, {(False, True, 0.0)})],
)
def test_who_is_told_nothing_hears_nothing_and_owes_the_same(
    told: bool, heard: set[tuple[bool, bool, float]]
) -> None:
    law = Watched()
    short = replace(
        scenario("shift48_1ph", made_up_window(1, days=2), warm_up=timedelta()), told=told, soc_start_pct=30.0
    )
    kept = Kept.of(short, run(short, law))
    assert law.told == heard
    assert (kept.departures, kept.short_pct[0]) == (2, pytest.approx(10.0))


def test_a_window_is_cut_to_its_first_days() -> None:
    window = made_up_window(1, days=3)
    short = cut(window, 2)
    assert short.trace.span_s == 2 * 86_400
    assert np.array_equal(short.trace.load_w, window.trace.load_w[: len(short.trace.load_w)])
    assert len(short.spot) == len(short.trace.load_w)
    assert cut(window, 9).trace.span_s == window.trace.span_s


@pytest.mark.parametrize(("name", "wanted"), [("shift48_1ph", {50.0}), ("shift30_1ph", {40.0})])
def test_who_wants_more_at_least_leaves_room_below_the_limit(name: str, wanted: set[float]) -> None:
    told = scenario(name, made_up_window(1, days=3), warm_up=timedelta(days=1))
    found = {each.soc_target_pct for each in wanting(told, 50.0).sessions}
    assert found - {0.0} == wanted


def compared(cost: float, short_pct: tuple[float, ...]) -> Compared:
    tally = Tally(net=0.0, gross=0.0, api_cost=0.0, commands=0, starts=0, missed=0)
    runs = {REFERENCE: replace(tally, net=10.0), TOLD: replace(tally, net=2.0)}
    runs |= {SAME: replace(tally, net=2.5), LEARNT: replace(tally, net=cost)}
    kept = {label: Kept(6.0, 8.0, 10, short_pct if label == LEARNT else ()) for label in runs}
    return Compared(Case(7.0, 0.0, None, runs), kept)


def test_the_tables_say_what_learning_costs_and_who_was_short() -> None:
    jobs = [
        Measured("night_1ph", window, compared(3.0, short)) for window, short in (("a", (1.2,)), ("b", ()))
    ]
    found = summed([*jobs, Measured("spot_1ph", "a", compared(5.0, ()))])
    assert "| night 1ph | 80.0 | 75.0 | -5.0 | 70.0 | -10.0 | 1 of 20 | 1.2 |" in by_scenario(found)
    assert "| spot 1ph | 80.0 | 75.0 | -5.0 | 50.0 | -30.0 | 0 of 10 | - |" in by_scenario(found)
    assert f"| **{LEARNT}** | 60.0 | 75.0 | 1 of 30 | 1.2 |" in table(found)
