"""The table of `python -m benchmarks.vehicles`, cell by cell."""

from __future__ import annotations

import pytest

from benchmarks.vehicles import COLUMNS, MUST, Cell, reaction, table, try_out
from simulator.profiles import PROFILES
from solar_charging.base.reason import Problem
from solar_charging.vehicle.car import NotAuthorized, Unreachable


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("name", PROFILES)
def test_each_way_does_what_it_must(name: str, column: str) -> None:
    cell = try_out(PROFILES[name], column)
    assert cell.right, f"saw {cell.seen!r}, must be {MUST[name][column]!r}"


def test_a_wrong_cell_is_marked() -> None:
    cells = {"some-way": {column: Cell("nothing", column != "stop", "goes on") for column in COLUMNS}}
    assert table(cells).count("WRONG: nothing") == 1


def test_a_reaction_says_how_long_it_waits_and_what_it_tells() -> None:
    assert reaction(Unreachable(Problem.LATE_ANSWER)) == "waits 30 to 300 s"
    assert (
        reaction(NotAuthorized(Problem.LOGIN_REFUSED, answer="no"))
        == 'waits 600 to 21600 s; tells you "log in again: Tesla answered no"'
    )
