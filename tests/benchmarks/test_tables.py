"""The tables and the text around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.detail_tables import age_table, budget_table, dial_table, split_table
from benchmarks.document import BEGIN, END, document, insert
from benchmarks.report import Report, read_report
from benchmarks.tables import busy_table, cloudy_table, effort_table, gross_table, share_table
from tests.benchmarks.reports import report


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(share_table, 7 + 1, id="each law, a wallbox's twice"),
        pytest.param(effort_table, 7, id="each law"),
        pytest.param(gross_table, 5, id="the honest ones"),
        pytest.param(age_table, 2, id="each aged law in the one scenario"),
        pytest.param(busy_table, 7, id="each law on the busiest day"),
        pytest.param(cloudy_table, 7, id="each law on the cloudiest day"),
        pytest.param(split_table, 1, id="the one scenario with attainable bounds"),
        pytest.param(dial_table, 2, id="each start cost"),
        pytest.param(budget_table, 1 + 1, id="each cap, and none"),
    ],
)
def test_a_table_has_a_row_for_each(table: Callable[[Report], str], rows: int) -> None:
    found = cells(table(report()))
    assert len(found) == 2 + rows
    assert {len(row) for row in found} == {len(found[0])}


def test_the_law_that_saves_most_stands_first() -> None:
    shares = cells(share_table(report()))
    assert shares[0] == ["law", "mean", "night 1ph", "spot 3ph"]
    assert shares[2] == ["**solar_charging**", "101.2", "90.0", "112.5"]
    assert [row[0] for row in shares[3:5]] == ["evcc", "teslasolarcharger"]
    assert shares[-1] == ["at_once", "0.0", "0.0", "0.0"]


def test_commands_are_told_as_a_part_of_those_of_evcc() -> None:
    ours = cells(effort_table(report()))[2]
    assert ours == ["**solar_charging**", "20.0", "20.0", "40%", "1.50", "1.50", "0"]


def test_the_split_leads_from_hindsight_to_the_law() -> None:
    split = cells(split_table(report()))[2]
    assert split[:3] == ["night 1ph", "2.000", "1.000"]
    assert split[3:] == ["0.020", "2.0 %", "0.020", "2.0 %", "0.060", "6.0 %", "1.100"]


def test_an_old_report_of_the_car_shows_in_share_and_commands() -> None:
    ours, evcc = cells(age_table(report()))[2:]
    assert ours[2:] == ["90.0", "88.0", "20.0", "21.0"]
    assert evcc[2:] == ["70.0", "40.0", "50.0", "90.0"]


def test_what_is_read_back_says_the_same(tmp_path: Path) -> None:
    report().write(tmp_path / "report.json")
    assert document(read_report(tmp_path / "report.json"), "me") == document(report(), "me")


def test_a_text_goes_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    insert("new", path)
    assert path.read_text() == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


def test_a_file_without_marks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text("nothing\n")
    with pytest.raises(ValueError, match=r"benchmarks\.md: must have the marks"):
        insert("new", path)
